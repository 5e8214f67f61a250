"""What time of a dossier is charged: from the first start of its clock to its end."""

from dataclasses import dataclass
from datetime import UTC, datetime

from domain.calendar.calendar import WorkCalendar
from domain.calendar.office_time import midnight_after
from domain.dossier.attribution.charge import Lacking
from domain.dossier.course import course
from domain.dossier.deadlines import owed
from domain.dossier.regime import Regime
from domain.dossier.starts import SETTLEMENT, Unstarted, started


@dataclass(frozen=True, slots=True)
class Measure:
    """All instants in UTC."""

    governing: Regime
    calendar: WorkCalendar
    since: datetime
    counts_since: datetime
    """When the term last started."""
    until: datetime
    due: datetime | None


def measure(governing: Regime, at: datetime) -> Measure | Lacking:
    """Raises Undetermined where the calendar cannot tell."""
    if governing.accepted_at is None:
        return Lacking.RECEIPT
    if not governing.law.common.precedence:
        return Lacking.PRECEDENCE
    if governing.calendar is None:
        return Lacking.CALENDAR
    starts = _starts(governing, governing.accepted_at)
    if starts is None:
        return Lacking.START
    since, counts_since = (start.astimezone(UTC) for start in starts)
    until = max(since, min(at, (governing.dossier.ended_at or at).astimezone(UTC)))
    due = _late_from(governing, governing.calendar)
    return Measure(governing, governing.calendar, since, min(counts_since, until), until, due)


def _starts(governing: Regime, accepted_at: datetime) -> tuple[datetime, datetime] | None:
    """When the term first and when it last started; None where it waits for what sets it off."""
    term = governing.term(SETTLEMENT)
    if term is None:
        return accepted_at, accepted_at
    first = started(governing, term)
    if isinstance(first, Unstarted):
        return None
    return first.at, course(governing, term, first).start


def _late_from(governing: Regime, calendar: WorkCalendar) -> datetime | None:
    """What comes later is late: of a term in days whatever comes after the owed day, since it is
    judged by the day, even where a promise names an hour of it."""
    deadline = owed(governing)
    if deadline.on is None or deadline.at is None:
        return None
    at = deadline.at if deadline.by_instant else midnight_after(calendar, deadline.on)
    return at.astimezone(UTC)
