"""Late entries: what was recorded long after it is said to have happened.

One that makes the dossier's class worse counts at once. One that makes it better counts when a
second person has confirmed its evidence (NĐ 61/2018/NĐ-CP Art. 5(1)(c)): until then the dossier
stands as if nobody had told it. The history shows it all the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from domain.calendar.office_time import working_minutes_between
from domain.dossier import clock, custody, events, intake, result, work
from domain.dossier.deadlines import deadlines
from domain.dossier.dossier import Dossier, fold
from domain.dossier.events import EntryConfirmed, Told
from domain.dossier.national import national
from domain.dossier.order import in_order, order_of_happening
from domain.dossier.regime import regime
from domain.dossier.standing import Standing, stands
from domain.dossier.timeliness import Timeliness
from domain.law import Law
from domain.outage import was_cut_off
from domain.procedure.common import Compared
from domain.second_person import is_second_person, known_as, teller
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
    events.EntryConfirmed,
    events.HandlerAssigned,
    events.ResultIssued,
    events.ResultDrafted,
    events.ResultSigned,
    events.Noted,
}
"""Where things lie, who works on them and what is drafted decides no class."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A testimony, and when hoso heard of it."""

    told: Told
    recorded_at: datetime

    def entered_at(self, law: Law) -> datetime | None:
        """When it was entered first; None where that says nothing."""
        if self.told.provenance in ADMITTED_AT_ONCE:
            return None
        if self.told.provenance is Provenance.RESENT:
            return first_entered_at(self.told, law) or self.recorded_at
        return self.recorded_at


@dataclass(frozen=True, slots=True)
class Counted:
    """What counts of a dossier's testimonies, and what waits for a second person."""

    told: tuple[Told, ...]
    waiting: tuple[EventRef, ...] = ()


def first_entered_at(told: Told, law: Law) -> datetime | None:
    """Of what is sent again, when its source says that it recorded it: believed where two people
    declared that the source was cut off then. Else None, for anybody may say so of himself."""
    at = told.source_recorded_at
    return at if at and was_cut_off(law.outages, told.source, at) else None


def counted(entries: Sequence[Entry], law: Law) -> Counted:
    """Of all that is known of a dossier, in the order in which it was recorded.

    Each late entry is tried against all that counts without it, in the order of happening: so the
    order of delivery excuses nothing.
    """
    suspects = [entry for entry in entries if _needs_second_person(entry, law)]
    if not suspects:
        return Counted(tuple(entry.told for entry in entries))
    tried = {entry.told.ref for entry in suspects} - set(_confirmed(entries))
    counts = [entry.told for entry in entries if entry.told.ref not in tried]
    waiting: list[EventRef] = []
    for entry in sorted(suspects, key=lambda entry: order_of_happening(entry.told)):
        if entry.told.ref in tried and _improves(entry, counts, law):
            waiting.append(entry.told.ref)
        elif entry.told.ref in tried:
            counts.append(entry.told)
    return Counted(tuple(e.told for e in entries if e.told.ref not in waiting), tuple(waiting))


def is_confirmed_by(confirmation: Told, target: Told) -> bool:
    """Whether somebody else confirms it, who gives his name, than who did it or entered it."""
    return confirmation.actor is not None and is_second_person(teller(confirmation), teller(target))


def _confirmed(entries: Sequence[Entry]) -> Iterator[EventRef]:
    """By confirmations that stand, and came when what they confirm was on record."""
    number = {entry.told.ref: each for each, entry in enumerate(entries)}
    for one in in_order(entry.told for entry in entries).happened:
        named = one.event.target if isinstance(one.event, EntryConfirmed) else None
        if named is None or number.get(named, len(entries)) > number[one.ref]:
            continue
        if is_confirmed_by(one, entries[number[named]].told):
            yield named


def _needs_second_person(entry: Entry, law: Law) -> bool:
    told = entry.told
    if isinstance(told.event, events.Annulled | events.Corrected):
        approved = is_second_person(known_as(told.event.approver), teller(told))
        return not approved and told.provenance not in ADMITTED_AT_ONCE
    return _may_be_late(entry, law)


def _may_be_late(entry: Entry, law: Law) -> bool:
    """By the clock on the wall, which is never behind working time."""
    if type(entry.told.event) in BETTERS_NOTHING:
        return False
    tolerance, entered_at = law.common.tolerance(Compared.ENTRY), entry.entered_at(law)
    if tolerance is None or entered_at is None:
        return False
    return entered_at - entry.told.occurred_at > timedelta(minutes=tolerance.working_minutes)


def _improves(entry: Entry, counts: Sequence[Told], law: Law) -> bool:
    """Whether it makes the class better, or the due date later, than without it: as hoso reads the
    law, or by the national clock, which is printed beside."""
    entered_at = entry.entered_at(law) or entry.recorded_at
    without, with_it = fold(counts), fold((*counts, entry.told))
    day = entered_at.astimezone(with_it.zone(law.zone)).date()
    clocks = zip(_standings(without, law, day), _standings(with_it, law, day), strict=True)
    if not any(_betters(before, after, day) for before, after in clocks):
        return False
    about_the_record = isinstance(entry.told.event, events.Annulled | events.Corrected)
    return about_the_record or _is_late(entry.told.occurred_at, entered_at, with_it, law)


def _standings(dossier: Dossier, law: Law, day: date) -> tuple[Standing, Standing]:
    governing = regime(dossier, law, day)
    dues = deadlines(governing)
    return stands(governing, dues.owed), national(governing, dues.current)


def _betters(before: Standing, after: Standing, day: date) -> bool:
    if (before.on(day), after.on(day)) in BETTER:
        return True
    if before.overdue_from is None:
        return False
    waits = after.waits and not before.waits
    return waits or after.overdue_from is None or after.overdue_from > before.overdue_from


def _is_late(occurred_at: datetime, entered_at: datetime, dossier: Dossier, law: Law) -> bool:
    """By more working minutes than an entry may take; without a calendar, by the clock."""
    calendar, tolerance = regime(dossier, law).calendar, law.common.tolerance(Compared.ENTRY)
    if calendar is None or tolerance is None:
        return True
    took = working_minutes_between(calendar, occurred_at, entered_at)
    return took > tolerance.working_minutes
