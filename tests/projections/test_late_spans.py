"""Late entries in the report: they worsen at once, and better when a second person confirms."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.dossier.events import EntryConfirmed, Told
from domain.dossier.timeliness import Timeliness
from domain.procedure.common import Common, Compared, Default, Tolerance
from domain.store import RecordedEvent
from projections.report import Period
from projections.timeliness import Span, rows
from tests.domain.case import (
    FRIDAY,
    LAW,
    MONDAY,
    NEXT_MONDAY,
    PAPER,
    came_in,
    moment,
    on,
    received,
    result,
)
from tests.projections.knowing import known, reported

HALF_A_DAY = Tolerance(
    compared=Compared.ENTRY,
    working_minutes=240,
    rule=Default.AN_IMPROVING_ENTRY_WAITS,
    legal_basis="NĐ 61/2018",
)
STRICT = replace(LAW, common=Common(tolerances=(HALF_A_DAY,)))
WAITS = Default.AN_IMPROVING_ENTRY_WAITS.value
NEXT_TUESDAY = NEXT_MONDAY + timedelta(days=1)

due_on_friday = (received(owed=(PAPER,)), came_in(PAPER))
came = result(PAPER, FRIDAY, hour=16)
confirmed = on(NEXT_TUESDAY, EntryConfirmed(target=came.ref), actor="minh")


def spans(*late: tuple[Told, datetime]) -> list[Span]:
    """What came in time, and then what was recorded at the times given."""
    heard = known(*due_on_friday)
    for told, at in late:
        number = len(heard) + 1
        heard.append(RecordedEvent(10 * number, heard[0].stream, number, at, told))
    return list(rows(heard, STRICT))


def on_day(found: list[Span], day: datetime) -> tuple[Timeliness, tuple[str, ...]]:
    (span,) = [
        one
        for one in found
        if one.from_on <= day.date() and (not one.to_on or day.date() < one.to_on)
    ]
    return span.standing.on(day.date()), span.contested(day.date())


def test_a_result_typed_days_later_leaves_it_overdue_and_contested() -> None:
    found = spans((came, moment(NEXT_TUESDAY, 9)))
    assert on_day(found, moment(NEXT_TUESDAY)) == (Timeliness.OVERDUE, (WAITS,))
    assert on_day(found, moment(MONDAY)) == (Timeliness.IN_TIME, ())


def test_confirmed_it_is_on_time_from_when_it_happened() -> None:
    found = spans((came, moment(NEXT_TUESDAY, 9)), (confirmed, moment(NEXT_TUESDAY, 10)))
    assert on_day(found, moment(NEXT_TUESDAY)) == (Timeliness.ON_TIME, ())


def test_the_report_counts_what_was_known_and_lists_it() -> None:
    period = Period(MONDAY, NEXT_TUESDAY, NEXT_TUESDAY)
    total = reported(spans((came, moment(NEXT_TUESDAY, 9))), period, (), None)["total"]
    assert (total["open"]["overdue"], total["contested"]) == (1, 1)


def test_a_result_that_came_late_counts_at_once() -> None:
    found = spans((result(PAPER, NEXT_MONDAY), moment(NEXT_MONDAY, 23)))
    assert on_day(found, moment(NEXT_TUESDAY))[0] is Timeliness.LATE
