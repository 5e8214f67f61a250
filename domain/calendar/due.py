"""When a term ends: a due date that explains itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, assert_never

from domain.calendar.because import Because, Cause, because, moved, not_covered, rolled
from domain.calendar.calendar import WorkCalendar
from domain.calendar.counting import (
    DAY,
    NOTHING,
    add_months,
    add_working_days,
    on_or_after,
    working_days_between,
)
from domain.calendar.office_time import (
    add_working_minutes,
    local,
    midnight_after,
    office_close,
    working_minutes_between,
)
from domain.calendar.start import Start, begin, counted_from, next_morning, starts_today
from domain.calendar.term import EndRule, Length, Roll, StartRule, Unit

BY_DATE: Final = (Unit.CALENDAR_DAY, Unit.MONTH)
"""Units that run through days off, and may end on one."""


@dataclass(frozen=True, slots=True)
class Due:
    at: datetime
    """The last instant in time, in the calendar's zone."""
    on: date
    """The last day; `at` is 00:00 of the day after it where the term ends at 24:00."""
    because: tuple[Because, ...]

    @property
    def provisional(self) -> bool:
        """Whether a holiday that is still to be declared may move it."""
        return any(why.cause is Cause.NOT_COVERED for why in self.because)


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left until the due date; below 0, by how much it is late."""

    working_days: int
    working_minutes: int


def due(calendar: WorkCalendar, length: Length, start: datetime) -> Due:
    """When a term of `length` ends that an event at `start` sets off.

    Raises ValueError for an instant without offset, Undetermined when the calendar cannot tell.
    """
    started = begin(calendar, length, start)
    ends = _unrolled(calendar, length, started.begun)
    raw = ends.date()
    last = on_or_after(calendar, raw) if _rolls(length) else raw
    whys = tuple(_why(calendar, length, started, raw, last))
    return Due(_end(calendar, length, _moved_to(last, ends)), last, whys)


def remaining(calendar: WorkCalendar, until: Due, now: datetime) -> Remaining:
    """Working days, today not counted, and minutes of office time until it is due."""
    today = local(calendar, now).date()
    return Remaining(
        working_days_between(calendar, today, until.on),
        working_minutes_between(calendar, now, until.at),
    )


def _unrolled(calendar: WorkCalendar, length: Length, begun: datetime) -> datetime:
    """The same time of the last day, before any roll."""
    if length.unit is Unit.WORKING_HOUR:
        return _hours_later(calendar, length, begun)
    return _moved_to(_last_day(calendar, length, begun.date()), begun)


def _hours_later(calendar: WorkCalendar, length: Length, begun: datetime) -> datetime:
    if length.start_rule is StartRule.NEXT_DAY:
        begun = next_morning(calendar, begun.date())
    return add_working_minutes(calendar, begun, length.amount * 60)


def _last_day(calendar: WorkCalendar, length: Length, begun: date) -> date:
    """A day on which the term starts is its first one, unless it ends at the same time: then
    each of its days is a whole one."""
    ahead = DAY if starts_today(length) and length.end_rule is not EndRule.SAME_TIME else NOTHING
    match length.unit:
        case Unit.WORKING_DAY:
            return add_working_days(calendar, begun - ahead, length.amount)
        case Unit.CALENDAR_DAY:
            return begun + length.amount * DAY - ahead
        case Unit.MONTH:
            return add_months(begun, length.amount) - ahead
        case _:
            return begun


def _moved_to(day: date, at: datetime) -> datetime:
    """The same time by the wall clock on another day."""
    # Not by adding nothing: that would forget which of two like-named hours it is.
    return at if day == at.date() else at + (day - at.date())


def _rolls(length: Length) -> bool:
    return length.unit in BY_DATE and length.roll is Roll.NEXT_WORKING


def _end(calendar: WorkCalendar, length: Length, same_time: datetime) -> datetime:
    last = same_time.date()
    match length.end_rule:
        case EndRule.SAME_TIME:
            return same_time
        case EndRule.END_OF_DAY:
            return midnight_after(calendar, last)
        case EndRule.OFFICE_CLOSE:
            return office_close(calendar, last) or midnight_after(calendar, last)
        case never:
            assert_never(never)


def _why(
    calendar: WorkCalendar, length: Length, start: Start, raw: date, last: date
) -> Iterator[Because]:
    came, begun = start.came.date(), start.begun.date()
    if start.late:
        yield start.late
    yield counted_from(calendar, length, start.begun)
    if length.unit in BY_DATE:
        yield from moved(calendar, came + DAY, begun)
        yield from _month_end(calendar, length, begun, raw)
        if _rolls(length):
            yield from rolled(calendar, raw, last)
    else:
        counted_at_once = starts_today(length) and begun == came
        yield from moved(calendar, came if counted_at_once else came + DAY, last)
    yield from not_covered(calendar, came, last)


def _month_end(calendar: WorkCalendar, length: Length, begun: date, raw: date) -> Iterator[Because]:
    if length.unit is Unit.MONTH and add_months(begun, length.amount).day != begun.day:
        yield because(calendar, Cause.SHORT_MONTH, raw)
