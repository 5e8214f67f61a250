"""A dossier as if everything had happened when it was recorded: what its system alone knew."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import reduce
from typing import Final

from domain.dossier import clock, events, intake, result, work
from domain.dossier.dossier import Dossier, evolve
from domain.dossier.events import Told
from domain.dossier.grain import Grain
from domain.dossier.late_entries import BETTERS_NOTHING, first_entered_at
from domain.dossier.order import order_of_happening
from domain.frozen import replace
from domain.law import Law
from domain.store import RecordedEvent
from domain.testimony import EventRef, Provenance

DECIDE: Final[frozenset[type[events.Said]]] = (
    clock.HEARD | result.HEARD | work.HEARD | intake.HEARD
) - (BETTERS_NOTHING | {events.LateCauseRecorded, events.LateCauseConfirmed})
"""The events that may decide a class by some clock."""

BY_THEIR_SOURCE: Final = (Provenance.IMPORTED, Provenance.RESENT, Provenance.SIMULATED)
"""Of whom it may be believed when they recorded it: whoever posts may say any time."""

History = Sequence[RecordedEvent[events.DossierEvent]]
"""All that is known of a dossier."""


def recorded_at(event: RecordedEvent[events.DossierEvent], law: Law) -> datetime | None:
    """When hoso heard of it; of what was imported, or sent again after an outage, when its source
    says that it recorded it. When an import was made says nothing of that: None."""
    told = event.told
    if told.provenance not in BY_THEIR_SOURCE:
        return event.recorded_at
    if told.provenance is Provenance.RESENT:
        return first_entered_at(told, law) or event.recorded_at
    heard_at = None if told.provenance is Provenance.IMPORTED else event.recorded_at
    return told.source_recorded_at or heard_at


def was_in_time(known: History, looks: Grain, law: Law) -> bool:
    """Whether all that decides was surely recorded so soon that it makes no difference. What was
    corrected may have been moved."""
    for event in known:
        kind = type(event.told.event)
        if kind is events.Corrected:
            return False
        if kind in DECIDE:
            at = recorded_at(event, law)
            if at is None or not looks.alike(event.told.occurred_at, at):
                return False
    return True


def as_recorded(
    happened: Sequence[Told], recording: Mapping[EventRef, datetime | None]
) -> Dossier | None:
    """`happened`: what stands, corrected; `recording`: when each was recorded. None where nobody
    can say that of some of what decides. Custody and drafts, which decide nothing, are left out."""
    moved: list[Told] = []
    for told in happened:
        if type(told.event) in DECIDE:
            at = recording[told.ref]
            if at is None:
                return None
            moved.append(replace(told, occurred_at=at))
    return reduce(evolve, sorted(moved, key=order_of_happening), Dossier())
