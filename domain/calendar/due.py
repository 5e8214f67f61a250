"""When a term ends: a due date that explains itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple, assert_never

from domain.calendar.because import Because, Cause, because, moved, not_covered, once, rolled
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
    MINUTE,
    add_office_time,
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


class End(NamedTuple):
    raw: date
    """The last day before any roll."""
    on: date
    at: datetime


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
    if started.late or not _hangs_on_the_day(length):
        return _counted(calendar, length, started)
    asked = (length, started.came.date())
    return calendar.remembered(asked, lambda: _counted(calendar, length, started))


def _hangs_on_the_day(length: Length) -> bool:
    """Whether the hour at which it starts moves nothing of it: a desk that receives a hundred
    dossiers a day needs not count a hundred times."""
    by_hours = length.unit is Unit.WORKING_HOUR or length.end_rule is EndRule.SAME_TIME
    return not (by_hours or starts_today(length))


def _counted(calendar: WorkCalendar, length: Length, started: Start) -> Due:
    since = runs_from(calendar, length, started.begun)
    end = ending(calendar, length, since, whole(length, started.begun.date()))
    whys = (
        *passed(calendar, length, started, end.raw),
        *ended(calendar, length, started, end),
    )
    return Due(end.at, end.on, once(whys))


def remaining(calendar: WorkCalendar, until: Due, now: datetime) -> Remaining:
    """Working days, today not counted, and minutes of office time until it is due."""
    today = local(calendar, now).date()
    return Remaining(
        working_days_between(calendar, today, until.on),
        working_minutes_between(calendar, now, until.at),
    )


def runs_from(calendar: WorkCalendar, length: Length, begun: datetime) -> datetime:
    """When the first of it passes. Days look at the date alone."""
    if length.unit is Unit.WORKING_HOUR and length.start_rule is StartRule.NEXT_DAY:
        return next_morning(calendar, begun.date())
    return begun


def whole(length: Length, begun: date) -> timedelta:
    """The term that begins on that day, in days of its kind or in office time; months are as
    many days as they have."""
    match length.unit:
        case Unit.WORKING_HOUR:
            return length.amount * 60 * MINUTE
        case Unit.MONTH:
            return add_months(begun, length.amount) - begun
        case _:
            return length.amount * DAY


def head_start(length: Length) -> timedelta:
    """What a day is moved back to be counted from: a day on which a term starts is its first
    one, unless it ends at the same time; then each of its days is a whole one."""
    by_days = length.unit is not Unit.WORKING_HOUR
    if by_days and starts_today(length) and length.end_rule is not EndRule.SAME_TIME:
        return DAY
    return NOTHING


def ending(calendar: WorkCalendar, length: Length, since: datetime, left: timedelta) -> End:
    """Where a term ends of which so much is left; with nothing left, on the day it is at."""
    unrolled = _unrolled(calendar, length, since, left)
    raw = unrolled.date()
    last = on_or_after(calendar, raw) if _rolls(length) else raw
    return End(raw, last, _closing(calendar, length, on_day(last, unrolled)))


def _unrolled(calendar: WorkCalendar, length: Length, since: datetime, left: timedelta) -> datetime:
    """The same time of the last day, before any roll."""
    if length.unit is Unit.WORKING_HOUR:
        return add_office_time(calendar, since, left)
    return on_day(_last_day(calendar, length, since.date(), left), since)


def _last_day(calendar: WorkCalendar, length: Length, since: date, left: timedelta) -> date:
    if not left:
        return since
    before = since - head_start(length)
    if length.unit is Unit.WORKING_DAY:
        return add_working_days(calendar, before, left // DAY)
    return before + left


def on_day(day: date, at: datetime) -> datetime:
    """The same time by the wall clock on another day."""
    # Not by adding nothing: that would forget which of two like-named hours it is.
    return at if day == at.date() else at + (day - at.date())


def _rolls(length: Length) -> bool:
    """Whether a last day off moves. Only what counts days off can end on one, or what has
    nothing left to count."""
    return length.unit not in BY_DATE or length.roll is Roll.NEXT_WORKING


def _closing(calendar: WorkCalendar, length: Length, same_time: datetime) -> datetime:
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


def passed(calendar: WorkCalendar, length: Length, start: Start, until: date) -> Iterator[Because]:
    """What is to be said of a count up to a day; of one by date, only of how it began."""
    came, begun = start.came.date(), start.begun.date()
    if start.late:
        yield start.late
    yield counted_from(calendar, length, start.begun)
    if length.unit in BY_DATE:
        yield from moved(calendar, came + DAY, begun)
        yield from _month_end(calendar, length, begun)
    else:
        counted_at_once = starts_today(length) and begun == came
        yield from moved(calendar, came if counted_at_once else came + DAY, until)


def ended(calendar: WorkCalendar, length: Length, start: Start, end: End) -> Iterator[Because]:
    """What is to be said of its last day."""
    if _rolls(length):
        yield from rolled(calendar, end.raw, end.on)
    yield from not_covered(calendar, start.came.date(), end.on)


def _month_end(calendar: WorkCalendar, length: Length, begun: date) -> Iterator[Because]:
    if length.unit is Unit.MONTH and add_months(begun, length.amount).day != begun.day:
        last = begun + whole(length, begun) - head_start(length)
        yield because(calendar, Cause.SHORT_MONTH, last)
