"""When a term begins to run: an event at night, on a Sunday or after the cut-off."""

from dataclasses import dataclass
from datetime import date, datetime, time

from domain.calendar.because import Because, Cause, because
from domain.calendar.calendar import WorkCalendar
from domain.calendar.counting import DAY, next_working_day
from domain.calendar.office_time import at_local, local, next_office_instant, office_close
from domain.calendar.term import EndRule, Length, StartRule, Unit


@dataclass(frozen=True, slots=True)
class Start:
    came: datetime
    """The event, in local time."""
    begun: datetime
    """When the event counts as come in, in local time."""
    late: Because | None = None
    """What kept it from being counted at once, or what was odd about it."""


def begin(calendar: WorkCalendar, length: Length, at: datetime) -> Start:
    """Where the count starts. For a term in days that starts on the next day the date matters,
    not the hour; for hours, night and lunch are the next office hour.

    Raises ValueError for an instant without offset, Undetermined when the calendar cannot tell.
    """
    came = local(calendar, at)
    cause = _lateness(calendar, length, came)
    begun = next_morning(calendar, came.date()) if _waits(length, cause) else came
    if length.start_rule is StartRule.IMMEDIATE:
        begun = next_office_instant(calendar, begun)
    if cause is None and begun != came:
        cause = Cause.CAME_OUT_OF_HOURS
    return Start(came, begun, because(calendar, cause, came.date(), came) if cause else None)


def _lateness(calendar: WorkCalendar, length: Length, came: datetime) -> Cause | None:
    if not calendar.is_working_day(came.date()):
        return Cause.CAME_ON_DAY_OFF
    if length.closing_time and came.time() > length.closing_time:
        return Cause.CAME_AFTER_CUT_OFF
    if length.unit is Unit.SAME_DAY and length.end_rule is EndRule.OFFICE_CLOSE:
        closes = office_close(calendar, came.date())
        return Cause.CAME_OUT_OF_HOURS if closes and came > closes else None
    return None


def _waits(length: Length, cause: Cause | None) -> bool:
    """Whether it counts as come in on the next working day.

    A day off is like an evening after the cut-off, where there is one: what comes in on Saturday
    may not be due before what came in on Friday evening.
    """
    if cause is Cause.CAME_ON_DAY_OFF:
        return length.unit is Unit.SAME_DAY or length.cut_off is not None
    return cause is not None


def next_morning(calendar: WorkCalendar, day: date) -> datetime:
    """When the office opens on the next working day."""
    morning = at_local(calendar, next_working_day(calendar, day), time.min)
    return next_office_instant(calendar, morning)


def starts_today(length: Length) -> bool:
    """Whether the day on which it begins is itself part of the term."""
    return length.unit is Unit.SAME_DAY or length.start_rule is StartRule.IMMEDIATE


def counted_from(calendar: WorkCalendar, length: Length, begun: datetime) -> Because:
    """The first day of the term, or its first instant."""
    if starts_today(length):
        return because(calendar, Cause.COUNTED_FROM, begun.date(), begun)
    if length.unit in (Unit.CALENDAR_DAY, Unit.MONTH):
        return because(calendar, Cause.COUNTED_FROM, begun.date() + DAY)
    return because(calendar, Cause.COUNTED_FROM, next_working_day(calendar, begun.date()))
