"""A testimony: an event as somebody tells it, before anything is known of its recording.

State is folded from testimonies alone, so that neither positions nor recording times,
which depend on the order of delivery, can leak into what happened.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, Protocol, TypeVar


class Event(Protocol):
    """What can be said: a frozen value with a stored kind such as `dossier.received`."""

    @property
    def kind(self) -> str: ...


E = TypeVar("E", bound=Event)
E_co = TypeVar("E_co", bound=Event, covariant=True)


class Precision(StrEnum):
    """How exactly the office knows when it happened."""

    INSTANT = "instant"
    MINUTE = "minute"
    DAY = "day"


class Provenance(StrEnum):
    """By which way the testimony came."""

    NATIVE = "native"
    RESENT = "resent"
    PAPER_LOG = "paper-log"
    IMPORTED = "imported"
    SIMULATED = "simulated"


@dataclass(frozen=True, slots=True, order=True)
class EventRef:
    """Names an event by its request, which every delivery of it shares.

    Positions and versions depend on the order of delivery, so no event refers to one.
    """

    source: str
    request_id: str
    ordinal: int = 0


@dataclass(frozen=True, slots=True, order=True)
class Code:
    """A name of a dossier: what a system (portal, slip, register) calls it."""

    system: str
    value: str


@dataclass(frozen=True, slots=True)
class Override:
    """Who approved that an irregular event be recorded in decide mode, and why.

    `reason` is the id of the vault's entry: free text never enters an event.
    """

    codes: tuple[str, ...]
    reason: str
    approver: str


@dataclass(frozen=True, slots=True)
class Testimony(Generic[E_co]):
    """An event and what its teller said about it."""

    event: E_co
    dossier: Code
    occurred_at: datetime
    """Aware; asserted by the office."""
    source: str
    request_id: str
    ordinal: int = 0
    precision: Precision = Precision.INSTANT
    source_ref: str | None = None
    source_seq: int | None = None
    source_recorded_at: datetime | None = None
    actor: str | None = None
    entered_by: str | None = None
    unit: str | None = None
    evidence: tuple[str, ...] = ()
    correlation_id: str | None = None
    provenance: Provenance = Provenance.NATIVE
    override: Override | None = None

    @property
    def ref(self) -> EventRef:
        return EventRef(self.source, self.request_id, self.ordinal)
