"""Why a report comes out differently when it is computed again: the inputs that may have
changed, in the order in which they are replaced."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from domain.dossier.events import Annulled, Corrected, DeadlineRecomputed, EntryConfirmed
from domain.reports.events import Part
from domain.testimony import EventRef
from projections.issued.members import Event, Events


class Cause(StrEnum):
    ENGINE = "engine-release"
    """Another release of hoso reads the same records and the same law otherwise."""
    PARAMETERS = "parameters"
    """Rules and tolerances that hold for all procedures, the zone of local days, or an outage of a
    source."""
    CALENDAR = "calendar"
    CATALOGUE = "catalogue-or-re-pin"
    """A procedure was published, amended or abolished, or the dossier's was corrected."""
    SUCCESSION = "unit-succession"
    """Who is who, and who came after whom; the groups follow."""
    CORRECTION = "correction-or-annulment"
    LATE_RECORD = "late-record"
    """Whatever else was recorded after the report."""


ORDER: Final[Mapping[Cause, Part | None]] = {
    Cause.ENGINE: None,
    Cause.PARAMETERS: Part.PARAMETERS,
    Cause.CALENDAR: Part.CALENDAR,
    Cause.CATALOGUE: Part.CATALOGUE,
    Cause.SUCCESSION: Part.REGISTRY,
    Cause.CORRECTION: None,
    Cause.LATE_RECORD: None,
}
"""The order in which inputs are replaced, with the part of the law that is. Each is replaced with
all before it replaced: so what they add sums to the difference, whatever changed together."""

RECOMPUTED: Final[Mapping[str, Cause]] = {
    "calendar": Cause.CALENDAR,
    "law": Cause.CATALOGUE,
    "correction": Cause.CORRECTION,
}
"""A deadline that was moved belongs to what moved it."""


def by_cause(events: Events) -> dict[int, Cause]:
    """With which step each of a dossier's events comes, by its position."""
    known = {event.told.ref: event for event in events}
    return {event.position: _cause(event, known) for event in events}


def _cause(event: Event, known: Mapping[EventRef, Event]) -> Cause:
    """A second person's word on a correction goes with it: before that it did not count."""
    match event.told.event:
        case Corrected(field="procedure"):
            return Cause.CATALOGUE
        case Corrected() | Annulled():
            return Cause.CORRECTION
        case DeadlineRecomputed(cause=cause):
            return RECOMPUTED[cause]
        case EntryConfirmed(target=target) if target in known:
            confirmed = known[target]
            if isinstance(confirmed.told.event, Corrected | Annulled):
                return _cause(confirmed, known)
    return Cause.LATE_RECORD
