"""Late entries: what was recorded long after it is said to have happened.

One that makes the dossier's class worse counts at once. One that makes it better counts when a
second person has confirmed its evidence (NĐ 61/2018/NĐ-CP Art. 5(1)(c)): until then the dossier
stands as if nobody had told it. The history shows it all the same.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from domain.calendar.office_time import working_minutes_between
from domain.dossier import clock, custody, events, intake, result, work
from domain.dossier.dossier import Dossier, fold
from domain.dossier.events import EntryConfirmed, Told
from domain.dossier.regime import regime
from domain.dossier.standing import standing
from domain.dossier.timeliness import Timeliness
from domain.law import Law
from domain.procedure.common import Compared
from domain.testimony import EventRef, Provenance

ADMITTED_AT_ONCE: Final = frozenset({Provenance.IMPORTED, Provenance.SIMULATED})
"""Taken over by one decision, which answers for all of it: when it was typed says nothing."""

BETTER: Final = frozenset(
    {
        (Timeliness.OVERDUE, Timeliness.IN_TIME),
        (Timeliness.OVERDUE, Timeliness.ON_TIME),
        (Timeliness.OVERDUE, Timeliness.EARLY),
        (Timeliness.LATE, Timeliness.IN_TIME),
        (Timeliness.LATE, Timeliness.ON_TIME),
        (Timeliness.LATE, Timeliness.EARLY),
        (Timeliness.ON_TIME, Timeliness.EARLY),
    }
)
"""The class before and after, where an entry improves it."""


BETTERS_NOTHING: Final[frozenset[type[events.Said]]] = (
    custody.HEARD - clock.HEARD - result.HEARD - work.HEARD - intake.HEARD
) | {
    events.Annulled,
    events.Corrected,
    events.EntryConfirmed,
    events.HandlerAssigned,
    events.ResultIssued,
    events.ResultDrafted,
    events.ResultSigned,
    events.Noted,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A testimony, and when hoso heard of it."""

    told: Told
    recorded_at: datetime

    @property
    def entered_at(self) -> datetime | None:
        """When it was entered first; None where that says nothing."""
        if self.told.provenance in ADMITTED_AT_ONCE:
            return None
        if self.told.provenance is Provenance.RESENT:
            return self.told.source_recorded_at or self.recorded_at
        return self.recorded_at


@dataclass(frozen=True, slots=True)
class Counted:
    """What counts of a dossier's testimonies, and what waits for a second person."""

    told: tuple[Told, ...]
    waiting: tuple[EventRef, ...] = ()


def counted(entries: Sequence[Entry], law: Law) -> Counted:
    """Of all that is known of a dossier, in the order in which it was recorded."""
    if not any(_may_be_late(entry, law) for entry in entries):
        return Counted(tuple(entry.told for entry in entries))
    confirmed = set(_confirmed(entries))
    counts: list[Told] = []
    waiting: list[EventRef] = []
    for entry in entries:
        waits = entry.told.ref not in confirmed and _improves(entry, counts, law)
        if waits:
            waiting.append(entry.told.ref)
        else:
            counts.append(entry.told)
    return Counted(tuple(counts), tuple(waiting))


def is_second_person(confirmation: Told, target: Told) -> bool:
    """Whether somebody else confirms it than who did it or entered it."""
    return confirmation.actor not in (None, target.actor, target.entered_by)


def _confirmed(entries: Iterable[Entry]) -> Iterator[EventRef]:
    told = {entry.told.ref: entry.told for entry in entries}
    for one in told.values():
        target = told.get(one.event.target) if isinstance(one.event, EntryConfirmed) else None
        if target and is_second_person(one, target):
            yield target.ref


def _may_be_late(entry: Entry, law: Law) -> bool:
    """By the clock on the wall, which is never behind working time. What is about the record was
    approved by a second person when it was entered; where things lie decides no class."""
    if type(entry.told.event) in BETTERS_NOTHING:
        return False
    tolerance, entered_at = law.common.tolerance(Compared.ENTRY), entry.entered_at
    if tolerance is None or entered_at is None:
        return False
    return entered_at - entry.told.occurred_at > timedelta(minutes=tolerance.working_minutes)


def _improves(entry: Entry, counts: Sequence[Told], law: Law) -> bool:
    """Whether it is a late entry, and makes the class better than it was before."""
    entered_at = entry.entered_at
    if entered_at is None or not _may_be_late(entry, law):
        return False
    without, with_it = fold(counts), fold((*counts, entry.told))
    day = entered_at.astimezone(with_it.zone(law.zone)).date()
    before = standing(without, law, day).on(day)
    if (before, standing(with_it, law, day).on(day)) not in BETTER:
        return False
    return _is_late(entry.told.occurred_at, entered_at, with_it, law)


def _is_late(occurred_at: datetime, entered_at: datetime, dossier: Dossier, law: Law) -> bool:
    """By more working minutes than an entry may take; without a calendar, by the clock."""
    calendar, tolerance = regime(dossier, law).calendar, law.common.tolerance(Compared.ENTRY)
    if calendar is None or tolerance is None:
        return True
    took = working_minutes_between(calendar, occurred_at, entered_at)
    return took > tolerance.working_minutes
