"""How much office time it took to settle a dossier (QĐ 766/QĐ-TTg, index 2.2)."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Final

from domain.calendar.calendar import Undetermined, WorkCalendar
from domain.calendar.counting import DAY
from domain.calendar.hours import Interval
from domain.calendar.office_time import local, midnight_after, working_minutes_between
from domain.dossier.course import What
from domain.dossier.deadlines import Deadline, Missing
from domain.dossier.regime import Regime

LEFT_OUT: Final = (What.RESTARTED, What.PAUSED, What.LAPSED)
"""For the applicant, or for what the term excludes."""


def settled_minutes(governing: Regime, legal: Deadline) -> int | None:
    """Minutes of office time from the first start of the settlement term (the acceptance where
    there is none) to the result, without those for which the clock stood still; those before a
    supplement that set it off anew were worked. None of what is open, was withdrawn or stopped,
    and where no start, calendar or office hours are known."""
    calendar, ended_at = governing.calendar, governing.settled_at
    since = _since(governing, legal)
    if calendar is None or ended_at is None or since is None:
        return None
    try:
        return sum(_minutes(calendar, *each) for each in _worked(legal, since, ended_at))
    except Undetermined:
        return None


def _since(governing: Regime, legal: Deadline) -> datetime | None:
    started = next((fact.at for fact in legal.facts if fact.what is What.STARTED), None)
    return governing.accepted_at if legal.missing is Missing.NO_TERM else started


def _worked(
    legal: Deadline, since: datetime, until: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """From the start to the end, with gaps where it waited."""
    stops = [(fact.at, fact.until or until) for fact in legal.facts if fact.what in LEFT_OUT]
    for began, ended in sorted(stop for stop in stops if stop[0] < until):
        if since < began:
            yield since, began
        since = max(since, ended)
    if since < until:
        yield since, until


def _minutes(calendar: WorkCalendar, since: datetime, until: datetime) -> int:
    """Of whole days the hours of the table; only the first and the last are looked at closely."""
    first, last = local(calendar, since).date(), local(calendar, until).date()
    if last - first < 2 * DAY:
        return working_minutes_between(calendar, since, until)
    between = (first + each * DAY for each in range(1, (last - first).days))
    return (
        working_minutes_between(calendar, since, midnight_after(calendar, first))
        + sum(_of_the_day(calendar.hours_of(day)) for day in between)
        + working_minutes_between(calendar, midnight_after(calendar, last - DAY), until)
    )


def _of_the_day(hours: tuple[Interval, ...]) -> int:
    return sum(_wall(each.closes) - _wall(each.opens) for each in hours)


def _wall(at: time) -> int:
    return at.hour * 60 + at.minute
