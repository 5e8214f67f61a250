"""A term that ends so long before its start: papers three days ahead of the meeting, an apology
one day before the return date."""

from datetime import date, datetime

from domain.calendar.because import Cause, because, moved, not_covered, once
from domain.calendar.calendar import Undetermined, WorkCalendar
from domain.calendar.counting import (
    DAY,
    add_months,
    previous_working_day,
    take_working_days,
)
from domain.calendar.due import BY_DATE, Due
from domain.calendar.office_time import midnight_after, office_close
from domain.calendar.term import EndRule, Length, Roll, Unit


def due_before(calendar: WorkCalendar, length: Length, day: date) -> Due:
    """By when something is to be done that long before the day, which is not counted.

    A last day off moves to the working day before it: later, the time would be shorter than the
    law wants it. Raises Undetermined when the calendar cannot tell, and for hours.
    """
    raw = _counted_back(calendar, length, day)
    rolls = length.unit in BY_DATE and length.roll is Roll.NEXT_WORKING
    off = rolls and not calendar.is_working_day(raw)
    on = previous_working_day(calendar, raw) if off else raw
    whys = [because(calendar, Cause.COUNTED_FROM, day)]
    if off:
        whys.append(because(calendar, Cause.ROLLED, raw))
    if length.unit not in BY_DATE:
        whys += moved(calendar, on, day - DAY)
    whys += not_covered(calendar, on, day)
    return Due(_closing(calendar, length, on), on, once(whys))


def _counted_back(calendar: WorkCalendar, length: Length, day: date) -> date:
    match length.unit:
        case Unit.WORKING_DAY | Unit.SAME_DAY:
            return take_working_days(calendar, day, length.amount)
        case Unit.CALENDAR_DAY:
            return day - length.amount * DAY
        case Unit.MONTH:
            return add_months(day, -length.amount)
        case Unit.WORKING_HOUR:
            raise Undetermined("hours are not counted back from a day")


def _closing(calendar: WorkCalendar, length: Length, on: date) -> datetime:
    """The end of that day, of the office's where it is open on it."""
    closes = office_close(calendar, on) if length.end_rule is not EndRule.END_OF_DAY else None
    return closes or midnight_after(calendar, on)
