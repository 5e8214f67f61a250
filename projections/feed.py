"""The log as others follow it: how a recorded event is told, and what a follower wants of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from pydantic_core import to_json

from domain.access import Reach
from domain.dossier.concerned import within
from domain.dossier.events import DossierEvent
from domain.store import RecordedEvent
from projections.view import plain


@dataclass(frozen=True, slots=True)
class Unread:
    """An event that this release cannot read, such as one of a later release that runs beside it.
    It is told as it is stored: a follower may know what it means."""

    kind: str
    data: Any
    """None where what is stored is no JSON."""


Event: TypeAlias = RecordedEvent[DossierEvent | Unread]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a follower may and would see."""

    reach: Reach = None
    kinds: frozenset[str] = frozenset()
    """Empty: of every kind."""

    def holds(self, kind: str, concerned: frozenset[str]) -> bool:
        """Whether it wants an event of the kind, of a dossier that concerns these bodies."""
        return (not self.kinds or kind in self.kinds) and within(self.reach, concerned)


EVERYTHING: Final = Wanted()


@dataclass(frozen=True, slots=True)
class Page:
    """What is wanted of a part of the log, in the order of positions."""

    events: Sequence[Event]
    next: int
    """What to go on behind: everything wanted up to it is told. Never before what was asked."""
    head: int
    """How far the log may be followed by now."""


def told(event: Event) -> dict[str, Any]:
    """The event in public: the one shape of the feed, the stream and CloudEvents. Times are
    RFC 3339, in UTC; personal data is not in it, only references to the vault."""
    said = event.told
    return {
        "position": event.position,
        "stream": event.stream,
        "version": event.version,
        "dossier": {"system": said.dossier.system, "value": said.dossier.value},
        "kind": said.event.kind,
        "occurred_at": plain(said.occurred_at),
        "precision": said.precision.value,
        "recorded_at": plain(event.recorded_at),
        "source": said.source,
        "request_id": said.request_id,
        "ordinal": said.ordinal,
        "actor": said.actor,
        "unit": said.unit,
        "provenance": said.provenance.value,
        "evidence": list(said.evidence),
        "correlation_id": said.correlation_id,
        "data": _data(said.event),
    }


def as_json(event: Event) -> bytes:
    """The same on one line."""
    return to_json(told(event))


def _data(event: DossierEvent | Unread) -> Any:
    if isinstance(event, Unread):
        return event.data
    return plain(event.model_dump(mode="json", exclude={"kind"}, exclude_none=True))
