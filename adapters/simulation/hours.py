"""When people work, and when things run: windows and fixed times on working days.

Which days are worked, and from when to when, is what the calendar of the law says.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from domain.calendar.calendar import WorkCalendar
from domain.calendar.hours import Interval
from domain.calendar.office_time import at_local

DAY: Final = timedelta(days=1)
MINUTE: Final = timedelta(minutes=1)
SECOND: Final = timedelta(seconds=1)

Slot = tuple[datetime, datetime]


def span(minutes: float) -> timedelta:
    """To the second."""
    return int(minutes * 60) * SECOND


class Hours:
    """Windows on working days: those of the office, or narrower ones of a desk or machine."""

    def __init__(self, calendar: WorkCalendar, windows: Sequence[Interval] = ()) -> None:
        self.calendar = calendar
        self._windows = windows
        self._slots: dict[date, tuple[Slot, ...]] = {}

    def slots(self, day: date) -> tuple[Slot, ...]:
        if day not in self._slots:
            self._slots[day] = tuple(self._found(day))
        return self._slots[day]

    def _found(self, day: date) -> list[Slot]:
        windows = self.calendar.hours_of(day)
        if windows and self._windows:
            windows = tuple(self._windows)
        return [(self._at(day, each.opens), self._at(day, each.closes)) for each in windows]

    def _at(self, day: date, wall: time) -> datetime:
        return at_local(self.calendar, day, wall)

    def works(self, day: date) -> bool:
        return bool(self.slots(day))

    def open(self, at: datetime) -> datetime:
        """The instant itself within hours, else the next opening."""
        day = at.date()
        while True:
            for opens, closes in self.slots(day):
                if at < closes:
                    return max(at, opens)
            day += DAY

    def opening(self, day: date) -> datetime:
        """When they first open on the day or after it."""
        return self.open(self._at(day, time.min))

    def add(self, at: datetime, minutes: float) -> datetime:
        """When so many minutes of these hours have passed."""
        left = span(minutes)
        at = self.open(at)
        while True:
            closes = next(end for start, end in self.slots(at.date()) if start <= at < end)
            if at + left < closes:
                return at + left
            left -= closes - at
            at = self.open(closes)

    def between(self, start: datetime, end: datetime) -> float:
        """Minutes of these hours; 0 where the end is earlier."""
        day, passed = start.date(), timedelta()
        while day <= end.date():
            for opens, closes in self.slots(day):
                passed += max(min(end, closes) - max(start, opens), timedelta())
            day += DAY
        return passed / MINUTE


class Runs:
    """Something that happens at fixed times of every working day: a courier, a round."""

    def __init__(self, calendar: WorkCalendar, times: Sequence[time]) -> None:
        self.calendar = calendar
        self._times = sorted(times)

    def next(self, at: datetime) -> datetime:
        """The first at that instant or after it."""
        day = at.date()
        while True:
            if self.calendar.is_working_day(day):
                runs = (at_local(self.calendar, day, wall) for wall in self._times)
                found = next((run for run in runs if run >= at), None)
                if found:
                    return found
            day += DAY


class Machine:
    """One scanner, one queue: who comes first is served first, in its hours."""

    def __init__(self, hours: Hours) -> None:
        self.hours = hours
        self._free_at: datetime | None = None

    def done(self, at: datetime, minutes: float) -> datetime:
        """When what came at that instant is done."""
        starts = max(at, self._free_at or at)
        self._free_at = self.hours.add(starts, minutes)
        return self._free_at
