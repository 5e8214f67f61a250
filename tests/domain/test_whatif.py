"""Changes of the law that come late: what they would do, what entering them does, and what was
known before, between and after."""

from typing import Final

import anyio
import pytest

from domain.dossier.events import DeadlineRecomputed
from domain.dossier.timeliness import Timeliness
from domain.lawmaking.events import LawEvent
from domain.lawmaking.whatif import Effect
from domain.procedure.events import Abolished, Amended, Published
from domain.procedure.procedure import Transition
from domain.procedure.words import Decision
from domain.refusals import Refused
from domain.store import Conflict
from tests.domain.calendar.words import at, day
from tests.domain.case import XRAY
from tests.domain.clock.telling import (
    STANDARD,
    accepted,
    asked,
    rescheduled,
    result,
    shipped,
)
from tests.domain.entering import (
    BY,
    MAKEUP,
    Installation,
    a_day,
    a_holiday,
    of_days,
    taken_back,
)

E, T, L = Timeliness.EARLY, Timeliness.ON_TIME, Timeliness.LATE
IN, OVER = Timeliness.IN_TIME, Timeliness.OVERDUE

# The prime minister gives Tuesday off, too: announced seven days ahead, entered four days later.
BRIDGE: Final = a_holiday("03/09/2019", "27/08/2019")
SATURDAY: Final = "31/08/2019 09:00"


@pytest.fixture
def here() -> Installation:
    """Dossiers of five working days; 02/09 is National Day."""
    return Installation()


def seen(found: tuple[Effect, ...]) -> dict[str, str]:
    """Of each dossier its due date before and after."""
    return {
        one.code.value: f"{one.before.due.on:%d/%m} → {one.after.due.on:%d/%m}" for one in found
    }


def anew(found: tuple[Effect, ...]) -> dict[str, str]:
    """What is promised anew."""
    return {one.code.value: f"{one.promises:%d/%m %H:%M}" for one in found if one.promises}


def test_a_holiday_that_is_entered_late_moves_what_is_open(here: Installation) -> None:
    """Given slips that count on the third, when it is given off, then what is open is promised
    a day later, and what has ended keeps its slip."""
    here.tells("before", accepted("26/08/2019 08:00", returns="03/09/2019 17:00"))
    here.tells("ended", accepted("26/08/2019 09:00", returns="03/09/2019 17:00"))
    here.tells("between", accepted("28/08/2019 09:00", returns="05/09/2019 17:00"))
    here.tells("unpromised", accepted("28/08/2019 10:00"))
    here.tells("ended", result("30/08/2019 10:00"))

    asked_first = here.what_if(BRIDGE, SATURDAY)
    done = here.enter(BRIDGE, SATURDAY)

    assert seen(asked_first) == {
        "before": "03/09 → 04/09",
        "between": "05/09 → 06/09",
        "unpromised": "05/09 → 06/09",
    }
    assert anew(asked_first) == {"before": "04/09 17:00", "between": "06/09 17:00"}
    assert (seen(done.effects), anew(done.effects)) == (seen(asked_first), anew(asked_first))
    assert done.moved == 3
    assert here.standing("before", day("31/08/2019")).due_on == day("04/09/2019")
    assert here.standing("ended", day("31/08/2019")).due_on == day("03/09/2019")
    assert len(here.known()["ended"]) == 2


def test_each_deadline_says_why_it_moved(here: Installation) -> None:
    here.tells("A", accepted("26/08/2019 08:00", returns="03/09/2019 17:00"))

    done = here.enter(BRIDGE, SATURDAY)

    last = here.known()["A"][-1].told
    assert last.event == DeadlineRecomputed(
        cause="calendar", old=at("03/09/2019 17:00"), new=at("04/09/2019 17:00"), legal_basis="1/TB"
    )
    assert (last.actor, last.correlation_id) == (BY[0], f"law-{done.entry.position}")
    (why,) = (one for one in done.effects[0].after.due.because if one.day == day("03/09/2019"))
    assert why.declared
    assert why.declared.source == "1/TB"


def test_reports_as_known_before_between_and_after(here: Installation) -> None:
    """A dossier that nobody promised anything, finished on the fourth: late as long as nobody knew
    of the holiday, on time since."""
    here.tells("A", accepted("26/08/2019 08:00"), result("04/09/2019 10:00"))
    before = here.known()["A"][-1].position
    here.tells("B", accepted("05/09/2019 08:00"))
    between = here.known()["B"][-1].position
    here.tells("C", accepted("06/09/2019 08:00"))

    (found,) = here.what_if(BRIDGE, "06/09/2019 09:00")
    here.enter(BRIDGE, "06/09/2019 09:00")

    assert (found.code.value, found.before.timeliness, found.after.timeliness) == ("A", L, T)
    assert found.flips
    assert here.stands("A", "30/09/2019", known_to=before) is L
    assert here.stands("A", "30/09/2019", known_to=between) is L
    assert here.stands("A", "30/09/2019") is T


def test_a_promise_of_its_own_does_not_move(here: Installation) -> None:
    """The desk promised sooner than the law wants it: the holiday changes nothing of that."""
    here.tells("A", accepted("26/08/2019 08:00", returns="30/08/2019 17:00"))

    assert here.what_if(BRIDGE, "28/08/2019 09:00") == ()
    assert here.enter(BRIDGE, "28/08/2019 09:00").moved == 0


def test_an_apology_that_put_it_off_further_stays(here: Installation) -> None:
    """The legal date moves; what the applicant was told last is not taken back."""
    here.tells(
        "A",
        accepted("26/08/2019 08:00", returns="03/09/2019 17:00"),
        rescheduled("28/08/2019 08:00", returns="10/09/2019 17:00"),
    )

    done = here.enter(BRIDGE, SATURDAY)

    assert seen(done.effects) == {"A": "03/09 → 04/09"}
    assert anew(done.effects) == {}
    last = here.known()["A"][-1].told.event
    assert isinstance(last, DeadlineRecomputed)
    assert last.new == at("10/09/2019 17:00")


def test_a_makeup_day_shortens_no_printed_promise(here: Installation) -> None:
    """A swap that was announced before the slip was printed, and entered after: the make-up
    Saturday would end the term sooner."""
    here.tells("slip", accepted("28/08/2019 08:00", returns="05/09/2019 17:00"))
    here.tells("no slip", accepted("28/08/2019 09:00"))

    done = here.enter(a_holiday("31/08/2019", "27/08/2019", MAKEUP), "29/08/2019 09:00")

    assert seen(done.effects) == {"no slip": "05/09 → 04/09"}
    assert here.standing("slip", day("29/08/2019")).due_on == day("05/09/2019")
    here.tells("later", accepted("30/08/2019 09:00", returns="06/09/2019 17:00"))
    assert here.standing("later", day("30/08/2019")).due_on == day("06/09/2019")


def test_a_swap_moves_who_waits_between_its_days(here: Installation) -> None:
    swap = of_days(a_day("03/09/2019", "27/08/2019"), a_day("07/09/2019", "27/08/2019", MAKEUP))
    here.tells("due before", accepted("26/08/2019 08:00", returns="03/09/2019 17:00"))
    here.tells("due after", accepted("03/09/2019 08:00", returns="10/09/2019 17:00"))

    done = here.enter(swap, "03/09/2019 09:00")

    assert seen(done.effects) == {"due before": "03/09 → 04/09"}


def test_what_stands_still_is_promised_nothing(here: Installation) -> None:
    here.tells(
        "A",
        accepted("26/08/2019 08:00", returns="03/09/2019 17:00"),
        asked("27/08/2019 08:00"),
    )

    assert here.what_if(BRIDGE, SATURDAY) == ()
    assert here.enter(BRIDGE, SATURDAY).moved == 0


def test_a_declaration_that_was_withdrawn(here: Installation) -> None:
    """Who was promised a day more keeps it; who was promised nothing does not."""
    here.tells("slip", accepted("26/08/2019 08:00", returns="03/09/2019 17:00"))
    here.enter(BRIDGE, "28/08/2019 09:00")
    here.tells("new slip", accepted("29/08/2019 08:00", returns="09/09/2019 17:00"))
    here.tells("no slip", accepted("29/08/2019 09:00"))

    done = here.enter(taken_back("03/09/2019", "30/08/2019"), "30/08/2019 09:00", "2")

    assert seen(done.effects) == {"no slip": "09/09 → 06/09"}
    assert here.standing("slip", day("30/08/2019")).due_on == day("04/09/2019")
    assert here.standing("new slip", day("30/08/2019")).due_on == day("09/09/2019")
    here.tells("afterwards", accepted("02/09/2019 08:00"))
    assert here.standing("afterwards", day("02/09/2019")).due_on == day("09/09/2019")


def amended(first_day: str, days: int, transition: Transition, published: str) -> Amended:
    """Another number of working days for declared conformity to a standard."""
    version = shipped().versions(STANDARD)[-1]
    terms = tuple(
        term.model_copy(update={"length": term.length.model_copy(update={"amount": days})})
        if term.clock == "settlement"
        else term
        for term in version.terms
    )
    decision = Decision(number="QĐ 9", day=day(published))
    changed = {
        "valid_from": day(first_day),
        "issued_on": day(first_day),
        "transition": transition,
        "terms": terms,
        "steps": (),
        "publication": decision,
    }
    return Amended(
        procedure=version.model_copy(update=changed),
        decision=decision,
        known_on=day(published),
        confirmed_by=BY[1],
    )


TAKES_NEW, KEEPS_OLD = Transition.PENDING_TAKES_NEW, Transition.RECEIVED_BEFORE_KEEPS_OLD


def test_a_longer_term_for_what_is_in_flight(here: Installation) -> None:
    here.tells("A", accepted("14/08/2019 08:00", returns="21/08/2019 17:00"))

    done = here.enter(amended("15/08/2019", 10, TAKES_NEW, "15/08/2019"), "16/08/2019 09:00")

    assert seen(done.effects) == {"A": "21/08 → 28/08"}
    assert anew(done.effects) == {"A": "28/08 17:00"}
    assert here.known()["A"][-1].told.event.model_dump()["cause"] == "law"


def test_a_shorter_term_takes_nothing_back_from_a_slip(here: Installation) -> None:
    here.tells("slip", accepted("14/08/2019 08:00", returns="21/08/2019 17:00"))
    here.tells("no slip", accepted("14/08/2019 09:00"))

    done = here.enter(amended("15/08/2019", 4, TAKES_NEW, "15/08/2019"), "16/08/2019 09:00")

    assert seen(done.effects) == {"no slip": "21/08 → 20/08"}
    assert here.standing("slip", day("16/08/2019")).due_on == day("21/08/2019")


def test_a_change_for_new_dossiers_alone_moves_nothing(here: Installation) -> None:
    here.tells("A", accepted("14/08/2019 08:00", returns="21/08/2019 17:00"))

    done = here.enter(amended("15/08/2019", 10, KEEPS_OLD, "15/08/2019"), "16/08/2019 09:00")

    assert done.effects == ()
    here.tells("B", accepted("16/08/2019 10:00"))
    assert here.standing("B", day("16/08/2019")).due_on == day("30/08/2019")


@pytest.mark.parametrize(("days", "due"), [(10, "28/08/2019"), (3, "21/08/2019")])
def test_a_law_in_force_before_the_decision_that_published_it(
    here: Installation, days: int, due: str
) -> None:
    """In force since 01/08, published on 15/08: what was received between is under it. The slip of
    14/08 could not know; it is put off, and never brought forward."""
    here.tells("slip", accepted("14/08/2019 08:00", returns="21/08/2019 17:00"))
    here.tells("no slip", accepted("14/08/2019 09:00"))

    here.enter(amended("01/08/2019", days, KEEPS_OLD, "15/08/2019"), "16/08/2019 09:00")

    assert here.standing("slip", day("16/08/2019")).due_on == day(due)
    no_slip = "28/08/2019" if days == 10 else "19/08/2019"
    assert here.standing("no slip", day("16/08/2019")).due_on == day(no_slip)


def test_a_law_that_takes_effect_later_moves_deadlines_from_its_first_day(
    here: Installation,
) -> None:
    """The same decision sent again on that day moves what is in flight by then."""
    change = amended("19/08/2019", 10, TAKES_NEW, "15/08/2019")
    here.tells("before", accepted("14/08/2019 08:00", returns="21/08/2019 17:00"))

    assert seen(here.what_if(change, "16/08/2019 09:00")) == {"before": "21/08 → 28/08"}
    assert here.enter(change, "16/08/2019 09:00").moved == 0
    here.tells("between", accepted("16/08/2019 10:00", returns="23/08/2019 17:00"))
    here.tells("under it", accepted("19/08/2019 08:00", returns="03/09/2019 17:00"))

    assert here.enter(change, "19/08/2019 09:00").moved == 2
    assert here.standing("before", day("19/08/2019")).due_on == day("28/08/2019")
    assert here.standing("between", day("19/08/2019")).due_on == day("30/08/2019")
    assert len(here.known()["under it"]) == 1


def test_who_is_killed_in_between_sends_it_again(
    here: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The law is entered, no deadline has moved: the same again moves each of them once."""
    here.tells("A", accepted("26/08/2019 08:00", returns="03/09/2019 17:00"))
    here.tells("B", accepted("28/08/2019 08:00"))

    async def killed(*recordings: object) -> None:
        raise OSError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(type(here.store), "append", killed)
        with pytest.raises(OSError, match="killed"):
            here.enter(BRIDGE, SATURDAY)
    assert len(here.book.entered) == 1
    here.tells("came since", accepted("03/09/2019 08:00"))

    first = here.enter(BRIDGE, "03/09/2019 09:00")
    again = here.enter(BRIDGE, "03/09/2019 10:00")

    assert (first.moved, again.moved) == (2, 2)
    assert [len(of) for of in here.known().values()] == [2, 2, 1]
    assert len(anyio.run(here.register.entered, "law")) == 1


def test_others_who_are_quicker_are_waited_for(
    here: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.tells("A", accepted("26/08/2019 08:00", returns="03/09/2019 17:00"))
    append, times = type(here.store).append, iter((1,))

    async def overtaken(store: object, recordings: object) -> object:
        if next(times, None):
            raise Conflict("the stream has moved on")
        return await append(here.store, recordings)  # type: ignore[arg-type]

    monkeypatch.setattr(type(here.store), "append", overtaken)

    assert here.enter(BRIDGE, SATURDAY).moved == 1


def refused(here: Installation, event: LawEvent, actor: str = BY[0]) -> list[str]:
    with pytest.raises(Refused) as found:
        here.enter(event, SATURDAY, actor=actor)
    assert here.book.entered == ()
    return [reason.code for reason in found.value.reasons]


def test_refusals(here: Installation) -> None:
    unsound = amended("01/08/2019", 5, TAKES_NEW, "15/08/2019")
    without = unsound.procedure.model_copy(update={"terms": (), "transition": None})

    declared = a_holiday("02/09/2019", "27/08/2019")
    assert refused(here, declared) == ["day-declared-already"]
    twice = of_days(a_day("03/09/2019", "27/08/2019"), a_day("03/09/2019", "27/08/2019"))
    assert refused(here, twice) == ["day-declared-already"]
    workday = a_holiday("04/09/2019", "27/08/2019", MAKEUP)
    assert refused(here, workday) == ["makeup-on-working-day"]
    assert refused(here, a_holiday("03/09/2019", "01/09/2019")) == ["announced-ahead"]
    nobody = a_holiday("03/09/2019", "27/08/2019", scope="atlantis")
    assert refused(here, nobody) == ["unknown-scope"]
    assert refused(here, taken_back("03/09/2019", "30/08/2019")) == ["day-not-declared"]
    assert refused(here, BRIDGE, actor=f" {BY[1].upper()}") == ["law-confirmed-by-who-enters"]
    assert set(refused(here, unsound.model_copy(update={"procedure": without}))) == {
        "invalid-definition",
        "procedure-amended-without-transition",
    }
    nothing = unsound.model_copy(update={"confirmed_by": None})
    assert refused(here, nothing) == ["law-confirmed-by-who-enters"]


def test_an_abolition_of_what_never_was(here: Installation) -> None:
    assert refused(here, abolished("unheard-of")) == ["procedure-abolished-while-not-in-force"]


def test_an_abolition_before_a_version_that_is_published_already(here: Installation) -> None:
    assert refused(here, abolished(XRAY)) == ["procedure-amended-after-abolition"]


def abolished(code: str) -> Abolished:
    decision = Decision(number="QĐ 1", day=day("27/08/2019"))
    return Abolished(
        code=code,
        effective_on=day("28/08/2019"),
        transition=Transition.PENDING_STOPS,
        decision=decision,
        known_on=decision.day,
        confirmed_by=BY[1],
    )


def test_the_same_request_with_another_body(here: Installation) -> None:
    here.enter(BRIDGE, SATURDAY)

    with pytest.raises(Refused) as found:
        here.enter(a_holiday("04/09/2019", "27/08/2019"), SATURDAY)

    assert [reason.code for reason in found.value.reasons] == ["request-id-reused"]


def test_a_procedure_that_nobody_knew(here: Installation) -> None:
    """Published after dossiers were received: until then they have no due date."""
    version = shipped().versions(STANDARD)[-1]
    new = version.model_copy(
        update={"code": "new-one", "valid_from": day("01/08/2019"), "other_codes": ()}
    )
    told = Published(procedure=new, known_on=day("15/08/2019"), confirmed_by=BY[1])
    here.tells("A", accepted("14/08/2019 08:00", procedure="new-one"))

    done = here.enter(told, "16/08/2019 09:00")

    assert [one.before.due.on for one in done.effects] == [None]
    assert here.standing("A", day("16/08/2019")).due_on == day("21/08/2019")
