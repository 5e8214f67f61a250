"""Counting days: working days, calendar days and months."""

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import Final

from domain.calendar.calendar import Undetermined, WorkCalendar

DAY: Final = timedelta(days=1)
NOTHING: Final = timedelta()

PATIENCE: Final = 366
"""Days without work after which no working day is expected any more."""


def days(first: date, last: date) -> Iterator[date]:
    """Every day from `first` to `last`, both included."""
    return (first + ahead * DAY for ahead in range((last - first).days + 1))


def next_working_day(calendar: WorkCalendar, after: date) -> date:
    """The first working day after `after`.

    Raises Undetermined when none comes within a year.
    """
    return _nearest(calendar, after, DAY)


def previous_working_day(calendar: WorkCalendar, before: date) -> date:
    """The last working day before `before`. Raises Undetermined like `next_working_day`."""
    return _nearest(calendar, before, -DAY)


def _nearest(calendar: WorkCalendar, start: date, step: timedelta) -> date:
    reach = (start + ahead * step for ahead in range(1, PATIENCE + 1))
    found = next((day for day in reach if calendar.is_working_day(day)), None)
    if found is None:
        side = "after" if step > NOTHING else "before"
        raise Undetermined(f"no working day within {PATIENCE} days {side} {start}")
    return found


def on_or_after(calendar: WorkCalendar, day: date) -> date:
    """The day itself, or the next working day when it is off (Civil Code 2015 Art. 148(5))."""
    return day if calendar.is_working_day(day) else next_working_day(calendar, day)


def add_working_days(calendar: WorkCalendar, start: date, amount: int) -> date:
    """The last of `amount` working days after `start`, which is not counted itself
    (Civil Code 2015 Art. 147); `start` when the amount is 0.

    Raises ValueError for a negative amount, Undetermined when no more working days come.
    """
    return _steps(amount, start, partial(next_working_day, calendar))


def take_working_days(calendar: WorkCalendar, end: date, amount: int) -> date:
    """The first of `amount` working days before `end`, which is not counted itself: by when
    something is to be done that long before it (NĐ 61/2018/NĐ-CP Art. 19(9)).

    Raises like `add_working_days`.
    """
    return _steps(amount, end, partial(previous_working_day, calendar))


def _steps(amount: int, day: date, step: Callable[[date], date]) -> date:
    if amount < 0:
        raise ValueError("the number of working days should not be negative")
    for _ in range(amount):
        day = step(day)
    return day


def working_days_between(calendar: WorkCalendar, start: date, end: date) -> int:
    """The working days after `start`, up to and including `end`; negative when it is earlier."""
    if end < start:
        return -working_days_between(calendar, end, start)
    return sum(calendar.is_working_day(day) for day in days(start + DAY, end))


def add_months(start: date, amount: int) -> date:
    """The same day of the month `amount` months later, or the last day of that month when it has
    none such (Civil Code 2015 Art. 148(3))."""
    years, month = divmod(start.month - 1 + amount, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))
