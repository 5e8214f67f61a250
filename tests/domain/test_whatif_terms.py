"""A term that becomes another kind of term while dossiers are in flight."""

from typing import Any, Final

import pytest

from domain.procedure.events import Amended
from domain.procedure.procedure import Transition
from domain.procedure.words import Decision
from tests.domain.calendar.words import day
from tests.domain.clock.telling import STANDARD, accepted, shipped
from tests.domain.entering import BY, Installation
from tests.domain.test_whatif import anew, seen

HOURS: Final = {"unit": "working-hour", "start_rule": "immediate", "end_rule": "same-time"}


def amended(amount: int, published: str = "15/08/2019", **length: Any) -> Amended:
    """Declared conformity to a standard, of five working days before; for what is pending, too."""
    version = shipped().versions(STANDARD)[-1]
    told = version.model_dump(mode="json", exclude_none=True)
    for term in told["terms"]:
        if term["clock"] == "settlement":
            term["length"] = {**term["length"], "amount": amount, **length}
    decision = Decision(number="QĐ 9", day=day(published))
    changed = {
        "valid_from": published_on(published),
        "issued_on": published_on(published),
        "transition": Transition.PENDING_TAKES_NEW,
        "steps": (),
        "publication": decision.model_dump(mode="json"),
    }
    return Amended(
        procedure=type(version).model_validate({**told, **changed}),
        decision=decision,
        known_on=day(published),
        confirmed_by=BY[1],
    )


def published_on(words: str) -> str:
    return day(words).isoformat()


@pytest.mark.parametrize("amount", [8, 40, 80])
@pytest.mark.parametrize("hour", ["08:00", "17:00"])
def test_days_become_hours_and_no_slip_is_shortened(amount: int, hour: str) -> None:
    """What is judged to the minute and what is judged by the day are compared by the day."""
    here = Installation()
    here.tells("slip", accepted("14/08/2019 08:00", returns=f"21/08/2019 {hour}"))
    here.tells("no slip", accepted("14/08/2019 09:00"))
    change = amended(amount, **HOURS)

    asked = here.what_if(change, "16/08/2019 09:00")
    done = here.enter(change, "16/08/2019 09:00")

    assert seen(asked) == seen(done.effects)
    due_on = here.standing("slip", day("16/08/2019")).due_on
    assert due_on is not None
    assert due_on >= day("21/08/2019")


@pytest.mark.parametrize(
    "change",
    [amended(2, unit="calendar-day"), amended(5, start_rule="immediate"), amended(5, **HOURS)],
    ids=["calendar days", "from the first day", "hours"],
)
def test_a_term_of_another_kind_takes_nothing_back_from_a_slip_of_that_morning(
    change: Amended,
) -> None:
    here = Installation()
    here.tells("slip", accepted("16/08/2019 08:30", returns="23/08/2019 17:00"))

    here.enter(change, "16/08/2019 09:00")

    assert here.standing("slip", day("16/08/2019")).due_on == day("23/08/2019")


def test_a_day_that_is_over_is_promised_to_nobody() -> None:
    """Its deadline moves, and it stays overdue: that wants an apology, and no new slip."""
    here = Installation()
    here.tells("overdue", accepted("01/08/2019 08:00", returns="08/08/2019 17:00"))

    done = here.enter(amended(6), "16/08/2019 09:00")

    assert seen(done.effects) == {"overdue": "08/08 → 09/08"}
    assert (done.moved, anew(done.effects)) == (1, {})
