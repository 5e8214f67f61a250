"""Why a term ends when it does: the days that a plain count would have taken differently."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.calendar.calendar import WorkCalendar
from domain.calendar.counting import DAY, days
from domain.calendar.days import DeclaredDay


class Cause(StrEnum):
    CAME_ON_DAY_OFF = "came-on-day-off"
    CAME_AFTER_CUT_OFF = "came-after-cut-off"
    CAME_OUT_OF_HOURS = "came-out-of-hours"
    COUNTED_FROM = "counted-from"
    """The first day of the term; of a term that starts at once, its first instant."""
    SKIPPED = "skipped"
    """Not worked, though a count that knows only weekends would have worked it."""
    MADE_UP = "made-up"
    """Worked, though a count that knows only weekends would have skipped it."""
    SHORT_MONTH = "short-month"
    """The last month has no such day: its last day instead."""
    ROLLED = "rolled"
    """The last day is off: the next working day instead."""
    NOT_COVERED = "not-covered"
    """Here begins a time of which not all holidays are declared: the due date is provisional."""
    PAUSED = "paused"
    """From here on it does not count: `what` stopped it."""
    RESUMED = "resumed"
    """From here on it counts again: `what`, which kept it stopped to the last, was over."""


@dataclass(frozen=True, slots=True)
class Because:
    cause: Cause
    day: date
    declared: DeclaredDay | None = None
    """What decides that day, with its names and its document; None: the weekly rhythm."""
    at: datetime | None = None
    """The instant that came in or is counted from, in local time, where one matters."""
    what: str | None = None
    """Which stop, of a pause and of its end."""


def because(
    calendar: WorkCalendar,
    cause: Cause,
    day: date,
    at: datetime | None = None,
    what: str | None = None,
) -> Because:
    return Because(cause, day, calendar.status(day).decided_by, at, what)


def moved(calendar: WorkCalendar, first: date, last: date) -> Iterator[Because]:
    """The days, both ends included, on which the calendar and the weekly rhythm disagree."""
    for day in days(first, last):
        worked = calendar.is_working_day(day)
        if worked is not calendar.is_ordinary(day):
            yield because(calendar, Cause.MADE_UP if worked else Cause.SKIPPED, day)


def rolled(calendar: WorkCalendar, raw: date, last: date) -> Iterator[Because]:
    """The day off that a term would have ended on, and what else lay before the day it did."""
    if raw == last:
        # Worked after all, or it would have rolled: then it may be a make-up day.
        yield from moved(calendar, raw, raw)
    else:
        yield because(calendar, Cause.ROLLED, raw)
        yield from moved(calendar, raw + DAY, last)


def not_covered(calendar: WorkCalendar, first: date, last: date) -> Iterator[Because]:
    """The first day of the span whose holidays are not all declared, if there is one."""
    bare = next((day for day in days(first, last) if not calendar.is_covered(day)), None)
    if bare is not None:
        yield Because(Cause.NOT_COVERED, bare)


def once(whys: Iterable[Because]) -> tuple[Because, ...]:
    """Each reason once, where it first appears; that it is provisional, by its first day."""
    said: dict[object, Because] = {}
    for why in whys:
        said.setdefault(why.cause if why.cause is Cause.NOT_COVERED else why, why)
    return tuple(said.values())
