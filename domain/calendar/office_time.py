"""Office time: what passes of it between two instants, and when so much of it has passed.

All arithmetic is done in UTC. Python compares and subtracts times of one zone by the wall clock,
which is wrong on the days on which the clock is put forward or back.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple

from domain.calendar.calendar import Undetermined, WorkCalendar
from domain.calendar.counting import DAY, NOTHING, PATIENCE, days

MINUTE: Final = timedelta(minutes=1)

MINUTES_A_DAY: Final = 480
"""A day of office time is eight hours, whatever the office's table (Labour Code 2019 Art. 105)."""


class Slot(NamedTuple):
    """Some office time without a break, in UTC."""

    opens: datetime
    closes: datetime


def local(calendar: WorkCalendar, at: datetime) -> datetime:
    """The instant in the calendar's zone. Raises ValueError when it says no offset."""
    if at.tzinfo is None:
        raise ValueError("an instant needs its offset from UTC")
    return at.astimezone(calendar.zone)


def later(one: datetime, other: datetime) -> datetime:
    return max(one, other, key=lambda at: at.astimezone(UTC))


def at_local(calendar: WorkCalendar, day: date, wall: time) -> datetime:
    return datetime.combine(day, wall, tzinfo=calendar.zone)


def midnight_after(calendar: WorkCalendar, day: date) -> datetime:
    """24:00 of the day."""
    return at_local(calendar, day + DAY, time.min)


def office_slots(calendar: WorkCalendar, day: date) -> tuple[Slot, ...]:
    """The office time of a local day; none on a day off. Raises Undetermined without a table."""
    return tuple(
        Slot(_utc(calendar, day, interval.opens), _utc(calendar, day, interval.closes))
        for interval in calendar.hours_of(day)
    )


def _utc(calendar: WorkCalendar, day: date, wall: time) -> datetime:
    return at_local(calendar, day, wall).astimezone(UTC)


def office_close(calendar: WorkCalendar, day: date) -> datetime | None:
    """When the office closes on that day for good, in local time; None on a day off."""
    slots = office_slots(calendar, day)
    return local(calendar, slots[-1].closes) if slots else None


def working_minutes_between(calendar: WorkCalendar, start: datetime, end: datetime) -> int:
    """The minutes of office time from `start` to `end`; negative when it is earlier.

    An instant counts as the beginning of the minute that it lies in, so that the parts of a span
    sum to the whole wherever it is cut.
    """
    start, end = _whole_minute(calendar, start), _whole_minute(calendar, end)
    if end < start:
        return -working_minutes_between(calendar, end, start)
    return office_time_between(calendar, start, end) // MINUTE


def office_time_between(calendar: WorkCalendar, start: datetime, end: datetime) -> timedelta:
    """The office time from `start` to `end`, to the second; nothing when it is earlier."""
    touched = days(local(calendar, start).date(), local(calendar, end).date())
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    worked = (
        min(end, slot.closes) - max(start, slot.opens)
        for day in touched
        for slot in office_slots(calendar, day)
    )
    return sum((max(span, NOTHING) for span in worked), NOTHING)


def in_days(minutes: int) -> tuple[int, int, int]:
    """So many minutes of office time as days of eight hours, hours and minutes, without sign."""
    whole_days, rest = divmod(abs(minutes), MINUTES_A_DAY)
    return (whole_days, *divmod(rest, 60))


def _whole_minute(calendar: WorkCalendar, at: datetime) -> datetime:
    return local(calendar, at).astimezone(UTC).replace(second=0, microsecond=0)


def add_working_minutes(calendar: WorkCalendar, start: datetime, amount: int) -> datetime:
    """The first instant at which `amount` minutes of office time have passed since `start`, in
    local time; `start` when the amount is 0.

    Raises ValueError for a negative amount, Undetermined when no more office time comes.
    """
    if amount < 0:
        raise ValueError("the number of working minutes should not be negative")
    return add_office_time(calendar, start, amount * MINUTE)


def add_office_time(calendar: WorkCalendar, start: datetime, left: timedelta) -> datetime:
    """Like `add_working_minutes`, to the second."""
    if not left:
        return local(calendar, start)
    for slot in _slots_from(calendar, start):
        if left <= slot.closes - slot.opens:
            return local(calendar, slot.opens + left)
        left -= slot.closes - slot.opens
    raise _stays_shut(start)


def next_office_instant(calendar: WorkCalendar, at: datetime) -> datetime:
    """The instant itself within office hours, else the next opening; in local time.

    Raises Undetermined when the office does not open within a year.
    """
    slot = next(_slots_from(calendar, at), None)
    if slot is None:
        raise _stays_shut(at)
    return local(calendar, slot.opens)


def _slots_from(calendar: WorkCalendar, start: datetime) -> Iterator[Slot]:
    """What is left of the present slot, then every later one, until none comes for a year."""
    now = start.astimezone(UTC)
    day = local(calendar, start).date()
    last_worked = day
    while (day - last_worked).days <= PATIENCE:
        for slot in office_slots(calendar, day):
            if now < slot.closes:
                last_worked = day
                yield Slot(max(now, slot.opens), slot.closes)
        day += DAY


def _stays_shut(since: datetime) -> Undetermined:
    return Undetermined(f"after {since.isoformat()} the office stays shut for {PATIENCE} days")
