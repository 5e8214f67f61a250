"""What each clock makes of a dossier, case by case. All of it is of May and June 2019."""

from dataclasses import replace
from typing import Final

import pytest

from domain.dossier.as_recorded import as_recorded, recorded_at
from domain.dossier.clocks import Clock, against, by_clock, judged
from domain.dossier.dossier import fold
from domain.dossier.events import Reconciled, Returned, Told
from domain.dossier.standing import Standing
from domain.dossier.timeliness import Timeliness
from domain.dossier.values import Channel, Instant
from domain.outage import Outage
from domain.store import RecordedEvent
from domain.testimony import Provenance
from tests.domain.by_clock import RESETS, classes, due, of, other_classes
from tests.domain.calendar.words import at, day
from tests.domain.clock.telling import (
    DIGITAL,
    PAPER,
    SMALL,
    a_small_one,
    accepted,
    answered,
    asked,
    came,
    fee,
    lab,
    paid,
    recomputed,
    result,
    says,
    settled_in,
    shipped,
)

EARLY, ON_TIME, LATE = Timeliness.EARLY, Timeliness.ON_TIME, Timeliness.LATE
IN_TIME, OVERDUE = Timeliness.IN_TIME, Timeliness.OVERDUE
UNDETERMINED, OPEN_UNDETERMINED = Timeliness.UNDETERMINED, Timeliness.OPEN_UNDETERMINED

BOTH: Final = (PAPER, DIGITAL)

# Five working days from Monday 13 May: Monday the 20th.
RECEIVED = accepted("13/05/2019 08:00", SMALL, owed=(PAPER,))


def test_by_every_clock_it_is_the_same_where_nothing_came_in_between() -> None:
    # Given a promise of what the law gives, on one carrier.
    told = (accepted("13/05/2019 08:00", SMALL, "20/05/2019 17:00", owed=(PAPER,)),)
    # Then all clocks agree, open or settled.
    assert set(classes(*told, on="20/05/2019").values()) == {IN_TIME}
    assert set(classes(*told, on="21/05/2019").values()) == {OVERDUE}
    for when, ended_as in (("17/05", EARLY), ("20/05", ON_TIME), ("21/05", LATE)):
        settled = (*told, result(f"{when}/2019 09:00", PAPER))
        assert set(classes(*settled, on="31/05/2019").values()) == {ended_as}


# A supplement that sets the term off anew (NĐ 61/2018 Art. 19(4)).

# Asked in time, on Wednesday; complete on Friday: by the decree due on Friday the 24th.
RESET = (RECEIVED, asked("15/05/2019 10:00"), answered("17/05/2019 09:00"))


def test_a_supplement_erases_what_was_used_and_only_the_clock_without_reset_keeps_it() -> None:
    found = due(*RESET, on="17/05/2019")
    # Two of five days were used: Tuesday and Wednesday. Three are left from Friday on.
    assert (found[Clock.OWED], found[Clock.NO_RESET], found[Clock.GROSS]) == (
        "24/05",
        "22/05",
        "20/05",
    )


@pytest.mark.parametrize(
    ("when", "owed", "no_reset", "gross"),
    [
        ("20/05", EARLY, EARLY, ON_TIME),
        ("22/05", EARLY, ON_TIME, LATE),
        ("24/05", ON_TIME, LATE, LATE),
        ("27/05", LATE, LATE, LATE),
    ],
)
def test_what_a_reset_gains(
    when: str, owed: Timeliness, no_reset: Timeliness, gross: Timeliness
) -> None:
    found = classes(*RESET, result(f"{when}/2019 09:00", PAPER), on="31/05/2019")
    assert (found[Clock.OWED], found[Clock.NO_RESET], found[Clock.GROSS]) == (owed, no_reset, gross)


def test_while_the_applicant_is_waited_for_only_the_gross_clock_runs() -> None:
    waiting = (RECEIVED, asked("15/05/2019 10:00"))
    found = classes(*waiting, on="21/05/2019")
    assert found[Clock.OWED] is found[Clock.NO_RESET] is IN_TIME
    assert found[Clock.GROSS] is OVERDUE


def test_a_second_supplement_gains_again() -> None:
    told = (*RESET, asked("21/05/2019 10:00", "2"), answered("23/05/2019 09:00", "2"))
    found = due(*told, on="23/05/2019")
    # Of three days left on the 17th the second request leaves one.
    assert (found[Clock.OWED], found[Clock.NO_RESET], found[Clock.GROSS]) == (
        "30/05",
        "24/05",
        "20/05",
    )


def test_a_return_date_that_came_with_the_supplement_puts_nothing_off_without_a_reset() -> None:
    slip = accepted("13/05/2019 08:00", SMALL, "20/05/2019 17:00", owed=(PAPER,))
    came_back = answered("17/05/2019 09:00", returns="24/05/2019 17:00")
    found = due(slip, asked("15/05/2019 10:00"), came_back, on="17/05/2019")
    assert (found[Clock.OWED], found[Clock.NO_RESET], found[Clock.GROSS]) == (
        "24/05",
        "22/05",
        "20/05",
    )


def test_of_a_return_date_that_was_put_off_and_no_term_nobody_knows_what_had_been_used() -> None:
    slip = accepted("13/05/2019 08:00", "unheard-of", "20/05/2019 17:00", owed=(PAPER,))
    came_back = answered("17/05/2019 09:00", returns="24/05/2019 17:00")
    told = (slip, asked("15/05/2019 10:00"), came_back)
    assert classes(*told, on="22/05/2019")[Clock.NO_RESET] is OPEN_UNDETERMINED
    settled = classes(*told, result("22/05/2019 09:00", PAPER), on="22/05/2019")
    assert (settled[Clock.OWED], settled[Clock.NO_RESET], settled[Clock.GROSS]) == (
        EARLY,
        UNDETERMINED,
        LATE,
    )


def test_a_pause_is_nothing_that_a_reset_gained() -> None:
    law = a_small_one(settled_in(5, "received", supplement="pause"))
    told = (*RESET, result("22/05/2019 09:00", PAPER))
    assert other_classes(*told, law=law, on="31/05/2019") == {Clock.GROSS: LATE}


# From the first receipt on, and nothing left out.


def test_what_lay_at_the_desk_before_it_was_accepted_is_in_the_gross_clock_alone() -> None:
    lay = came("09/05/2019 09:00", PAPER)
    law = a_small_one(settled_in(5, "complete"))
    found = due(lay, RECEIVED, law=law, on="13/05/2019")
    assert (found[Clock.OWED], found[Clock.GROSS]) == ("20/05", "16/05")


def test_time_in_the_laboratory_is_in_the_gross_clock_alone() -> None:
    told = (RECEIVED, *lab("14/05/2019 08:00", "16/05/2019 08:00"))
    found = due(*told, on="16/05/2019")
    assert (found[Clock.OWED], found[Clock.NO_RESET], found[Clock.GROSS]) == (
        "22/05",
        "22/05",
        "20/05",
    )


def test_the_fee_that_is_waited_for_is_in_the_gross_clock_alone() -> None:
    law = a_small_one(settled_in(5, "received", "paid"))
    unpaid = (RECEIVED, fee("13/05/2019 08:30"))
    assert classes(*unpaid, law=law, on="21/05/2019")[Clock.OWED] is IN_TIME
    assert classes(*unpaid, law=law, on="21/05/2019")[Clock.GROSS] is OVERDUE
    found = due(*unpaid, paid("16/05/2019 09:00"), law=law, on="16/05/2019")
    assert (found[Clock.OWED], found[Clock.GROSS]) == ("23/05", "20/05")


def test_a_deadline_that_was_recomputed_binds_every_clock() -> None:
    slip = accepted("13/05/2019 08:00", SMALL, "16/05/2019 17:00", owed=(PAPER,))
    told = (slip, recomputed("14/05/2019 08:00", "17/05/2019 17:00"))
    assert set(due(*told, on="14/05/2019").values()) == {"17/05"}


# Paper and digital (domain rule A31).


def test_the_result_on_paper_came_in_time_and_the_digital_one_after() -> None:
    both = accepted("13/05/2019 08:00", SMALL, owed=BOTH)
    told = (both, result("20/05/2019 09:00", PAPER), result("22/05/2019 09:00", DIGITAL))
    assert other_classes(*told, on="31/05/2019") == {
        Clock.PAPER: ON_TIME,
        # The national index takes the first of them.
        Clock.NATIONAL: ON_TIME,
    }
    assert classes(*told, on="31/05/2019")[Clock.OWED] is LATE
    # On the evening between, one has ended and the other is still open.
    evening = classes(*told[:2], on="21/05/2019")
    assert (evening[Clock.PAPER], evening[Clock.DIGITAL], evening[Clock.OWED]) == (
        ON_TIME,
        OVERDUE,
        OVERDUE,
    )


def test_the_file_was_typed_two_days_after_the_paper_came() -> None:
    papers, typed = came("13/05/2019 08:00", PAPER), came("15/05/2019 08:00", DIGITAL)
    both = accepted("13/05/2019 08:00", SMALL, owed=BOTH)
    found = due(papers, both, typed, on="15/05/2019")
    assert (found[Clock.OWED], found[Clock.PAPER], found[Clock.DIGITAL]) == (
        "20/05",
        "20/05",
        "22/05",
    )


def test_before_the_acceptance_it_lay_on_both_carriers_alike() -> None:
    lay = (came("09/05/2019 08:00", PAPER), came("09/05/2019 10:00", DIGITAL))
    both = accepted("13/05/2019 08:00", SMALL, owed=BOTH)
    law = a_small_one(settled_in(5, "complete"))
    found = due(*lay, both, law=law, on="13/05/2019")
    assert found[Clock.OWED] == found[Clock.PAPER] == found[Clock.DIGITAL] == "20/05"


def test_the_originals_of_what_was_sent_online_may_follow_by_post() -> None:
    online = accepted("13/05/2019 09:00", SMALL, owed=BOTH, channel=Channel.ONLINE)
    told = (came("13/05/2019 08:00", DIGITAL), online, came("16/05/2019 08:00", PAPER))
    found = due(*told, on="16/05/2019")
    assert found[Clock.OWED] == found[Clock.PAPER] == found[Clock.DIGITAL] == "20/05"


def test_the_result_was_given_out_on_paper_and_nobody_saw_it_arrive() -> None:
    told = (accepted("13/05/2019 08:00", SMALL, owed=BOTH), result("20/05/2019 09:00", DIGITAL))
    given = says("22/05/2019 09:00", Returned(carrier=PAPER))
    found = classes(*told, given, on="31/05/2019")
    assert (found[Clock.OWED], found[Clock.PAPER], found[Clock.DIGITAL]) == (LATE, LATE, ON_TIME)


def test_a_person_who_lets_paper_speak_takes_nothing_from_the_digital_clock() -> None:
    both = accepted("13/05/2019 08:00", SMALL, owed=BOTH)
    told = (both, result("20/05/2019 09:00", PAPER), result("22/05/2019 09:00", DIGITAL))
    speaks = {Instant.RESULT: PAPER}
    settled = Reconciled(settles=(Instant.RESULT,), speaks=speaks, reason="phiếu giao")
    found = classes(*told, says("23/05/2019 09:00", settled), on="31/05/2019")
    assert (found[Clock.OWED], found[Clock.PAPER], found[Clock.DIGITAL]) == (ON_TIME, ON_TIME, LATE)


def test_where_the_carriers_lie_apart_while_the_clock_waits_each_has_its_own_date() -> None:
    """A supplement that nobody had answered when the paper came stops no clock of paper."""
    both = accepted("13/05/2019 08:00", SMALL, owed=BOTH)
    on_paper = (both, asked("15/05/2019 10:00"), result("21/05/2019 09:00", PAPER))
    later = (answered("22/05/2019 09:00"), result("23/05/2019 09:00", DIGITAL))
    found = classes(*on_paper, *later, on="31/05/2019")
    assert (found[Clock.OWED], found[Clock.PAPER], found[Clock.DIGITAL]) == (EARLY, LATE, EARLY)


def test_a_result_that_is_owed_on_paper_alone_is_none_that_the_digital_clock_misses() -> None:
    told = (came("13/05/2019 08:00", PAPER), RECEIVED, came("13/05/2019 09:00", DIGITAL))
    settled = (*told, result("20/05/2019 09:00", PAPER))
    assert other_classes(*settled, on="31/05/2019") == {}


# As it was recorded.


def typed(told: Told, when: str) -> tuple[Told, str]:
    return told, when


def recorded(*entries: tuple[Told, str], on: str) -> tuple[Timeliness, Timeliness]:
    """The class as owed, and by when each was recorded."""
    told = [one for one, _ in entries]
    found = judged(fold(told), RESETS, day(on))
    dossier = as_recorded(told, {one.ref: at(when) for one, when in entries})
    stands = by_clock(found, dossier).get(Clock.RECORDED, found.owed)
    return found.owed.on(day(on)), stands.on(day(on))


def test_a_result_that_was_typed_four_days_after_it_came_is_late_as_recorded() -> None:
    # The last day is Friday 28 June; it was typed on Tuesday 2 July.
    receipt = typed(accepted("21/06/2019 08:00", SMALL), "21/06/2019 08:05")
    arrived = typed(result("28/06/2019 15:00", PAPER), "02/07/2019 08:30")
    assert recorded(receipt, arrived, on="28/06/2019") == (ON_TIME, IN_TIME)
    assert recorded(receipt, arrived, on="30/06/2019") == (ON_TIME, OVERDUE)
    assert recorded(receipt, arrived, on="02/07/2019") == (ON_TIME, LATE)


def test_a_receipt_that_was_typed_late_gives_the_record_a_later_due_date() -> None:
    receipt = typed(accepted("13/05/2019 08:00", SMALL), "15/05/2019 08:00")
    arrived = typed(result("22/05/2019 09:00", PAPER), "22/05/2019 09:05")
    assert recorded(receipt, arrived, on="31/05/2019") == (LATE, ON_TIME)


def test_a_supplement_that_was_typed_when_the_term_was_over_moves_nothing_as_recorded() -> None:
    receipt = typed(RECEIVED, "13/05/2019 08:05")
    request = typed(asked("15/05/2019 10:00"), "21/05/2019 08:00")
    assert recorded(receipt, request, on="21/05/2019") == (IN_TIME, OVERDUE)


def test_of_what_nobody_can_say_when_it_was_recorded_the_class_is_undetermined() -> None:
    told = (RECEIVED, result("20/05/2019 09:00", PAPER))
    unknown = as_recorded(told, {told[0].ref: told[0].occurred_at, told[1].ref: None})
    assert unknown is None
    open_, settled = of(*told[:1], on="14/05/2019"), of(*told, on="31/05/2019")
    assert by_clock(open_, None) == {Clock.RECORDED: Standing()}
    assert by_clock(settled, None)[Clock.RECORDED].on(day("31/05/2019")) is UNDETERMINED


@pytest.mark.parametrize(
    ("provenance", "believed"),
    [("native", False), ("paper-log", False), ("resent", True), ("imported", True)],
)
def test_only_of_what_is_sent_again_or_imported_its_source_says_when_it_was_recorded(
    provenance: str, believed: bool
) -> None:
    """Of what is sent again, within an outage of the source that two people declared."""
    said = replace(
        result("28/06/2019 15:00", PAPER),
        source_recorded_at=at("28/06/2019 15:05"),
        provenance=Provenance(provenance),
    )
    heard = RecordedEvent(1, "stream", 1, at("02/07/2019 08:30"), said)
    failed = Outage(1, said.source, at("28/06/2019 07:00"), at("01/07/2019 17:00"))
    cut_off, never = RESETS.with_outages((failed,)), RESETS
    its_own, ours = said.source_recorded_at, heard.recorded_at
    assert recorded_at(heard, cut_off) == (its_own if believed else ours)
    assert recorded_at(heard, never) == (its_own if provenance == "imported" else ours)


# Against one date alone.


def test_the_law_says_late_and_the_slip_says_on_time() -> None:
    slip = accepted("13/05/2019 08:00", SMALL, "22/05/2019 17:00", owed=(PAPER,))
    found = of(slip, result("22/05/2019 09:00", PAPER), on="31/05/2019")
    assert found.owed.ended_as is LATE
    assert {name: each.ended_as for name, each in against(found).items()} == {"promised": ON_TIME}


def test_against_a_date_that_there_is_not_it_is_undetermined() -> None:
    settled = result("20/05/2019 09:00", PAPER)
    unpromised = against(of(RECEIVED, settled, on="31/05/2019"))
    assert {name: each.ended_as for name, each in unpromised.items()} == {"promised": UNDETERMINED}
    slip = accepted("13/05/2019 08:00", "unheard-of", "20/05/2019 17:00")
    unknown = against(of(slip, settled, on="31/05/2019"))
    assert {name: each.ended_as for name, each in unknown.items()} == {"legal": UNDETERMINED}


def test_a_promise_waits_for_nobody() -> None:
    slip = accepted("13/05/2019 08:00", SMALL, "20/05/2019 17:00", owed=(PAPER,))
    found = against(of(slip, asked("15/05/2019 10:00"), on="21/05/2019"))
    assert {name: each.on(day("21/05/2019")) for name, each in found.items()} == {
        "promised": OVERDUE
    }


def test_without_a_calendar_or_a_term_no_clock_says_on_time() -> None:
    law = replace(shipped(), calendar=None)
    told = (accepted("13/05/2019 08:00", owed=(PAPER,)), result("14/05/2019 09:00", PAPER))
    assert set(classes(*told, law=law, on="31/05/2019").values()) == {UNDETERMINED}
    nameless = accepted("13/05/2019 08:00", "unheard-of")
    assert set(classes(nameless, on="31/05/2019").values()) == {OPEN_UNDETERMINED}
