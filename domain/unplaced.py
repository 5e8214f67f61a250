"""What was told of a code that nobody bears yet, or of a dossier that its teller may not speak of.

It is kept as it came, waits for its dossier, and a person may place it or set it aside. To be
placed is to be recorded by the engine under its own request id: so it is recorded once, whoever
places it and however often, and the same request again gets that first answer. Placed on another
dossier than it said, the event names the dossier that it was placed on, and what it said stands in
its `source_ref`, unless its source said something there itself; the request that is kept tells it
in any case. It is told again by its fingerprint as it came.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, Protocol, TypeAlias

from domain.access import Reach
from domain.dossier.events import DossierEvent
from domain.refusals import Malformed
from domain.request import Posted
from domain.store import RecordedEvent
from domain.testimony import Code

Event: TypeAlias = RecordedEvent[DossierEvent]

LEASE: Final = timedelta(seconds=30)
"""After which somebody who tries a code counts as dead; to try one takes milliseconds."""


class State(StrEnum):
    """Where it stands with something that was told."""

    WAITING = "waiting"
    PLACED = "placed"
    DISMISSED = "dismissed"
    """Set aside by a person: hoso no longer tries. It may still be placed."""


@dataclass(frozen=True, slots=True)
class UnknownUnplaced(Malformed):
    """Nothing that could not be placed is called so, or it is not for whoever asks."""

    code = "unknown-unplaced"
    unplaced: str


@dataclass(frozen=True, slots=True)
class AlreadyPlaced(Malformed):
    """It was recorded of another dossier: annul it there, and have it told anew."""

    code = "already-placed"
    unplaced: str
    dossier: str


@dataclass(frozen=True, slots=True)
class Why:
    """A refusal that is kept with what was refused."""

    code: str
    params: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Placed:
    """On which dossier, when, and by whom."""

    dossier: Code
    position: int
    at: datetime
    by: str | None
    """None: its dossier appeared, and hoso placed it."""


@dataclass(frozen=True, slots=True)
class Dismissed:
    """Why, when, and by whom."""

    at: datetime
    by: str
    reason: str | None
    """None where the vault no longer has it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that was told and could not be recorded when it came."""

    id: str
    source: str
    request_id: str
    dossier: str
    """The code that it names."""
    code_system: str | None
    kind: str
    occurred_at: datetime
    unit: str | None
    entered_by: str | None
    reach: Reach
    """Of its teller: worked out when it came."""
    kept_at: datetime
    said: str
    """The vault's entry of the request as it came: JSON in normal form."""
    fingerprint: bytes
    refused: tuple[Why, ...] = ()
    """Why it was refused when it was tried last, if not for want of its dossier."""
    seen: int = 0
    """How many events of its dossier stood when it was refused."""
    placed: Placed | None = None
    dismissed: Dismissed | None = None

    @property
    def state(self) -> State:
        if self.placed:
            return State.PLACED
        return State.DISMISSED if self.dismissed else State.WAITING


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of what was kept is asked for."""

    reach: Reach = None
    """Only what was told in the name of units within it."""
    state: State | None = State.WAITING
    after: str | None = None
    """An id: what was kept after that."""
    limit: int = 100


class Unplaced(Protocol):
    """What was told and could not be placed. Promises of every such list;
    tests/adapters/unplaced_promises.py holds them."""

    async def keep(self, posted: Sequence[Posted], fingerprints: Sequence[bytes]) -> Sequence[str]:
        """Durable when this returns; their ids. The same request again gets the same id, whatever
        has become of it since.

        Raises Refused (request-id-reused) when a request came before with another body; all
        others are kept.
        """
        ...

    async def waiting(self, wanted: Wanted) -> Sequence[Kept]:
        """In the order in which they came. Raises Refused (unknown-unplaced) where `after` is."""
        ...

    async def one(self, id: str, reach: Reach) -> Kept:
        """Raises Refused (unknown-unplaced), also where it was told in the name of a unit beyond
        the reach, or of none."""
        ...

    async def texts(self, kept: Sequence[Kept]) -> Sequence[str]:
        """The requests as they came. Raises LookupError where the vault no longer has one."""
        ...

    async def placed(self, events: Mapping[str, Event], by: str | None) -> None:
        """By their ids, as what they are recorded. The first that says so is remembered."""
        ...

    async def dismissed(self, id: str, by: str, reason: str) -> Kept:
        """It is set aside, unless it was placed. The first that says so is remembered."""
        ...


class Awaited(Protocol):
    """The codes that something waits for; which of them to try now. Of several processes that ask
    at once, each gets codes of its own, and one that dies with a code leaves it to the others."""

    async def stirred(self) -> bool:
        """Codes are to be tried of whose dossiers something was recorded since this was asked
        last; whether there may be more."""
        ...

    async def next(self) -> str | None:
        """A code that is to be tried: something came for it, or its dossier stirred, or whoever
        tried it has died. Nobody else gets it for `LEASE`, or until it is done with."""
        ...

    async def awaiting(self, code: str, after: str | None, limit: int) -> Sequence[Kept]:
        """What waits for the code, in the order in which it came, from behind an id. Whoever has
        the code keeps it from here on for another `LEASE`."""
        ...

    async def refused(self, id: str, why: Sequence[Why], seen: int) -> None:
        """It was tried on a dossier of so many events; it waits on."""
        ...

    async def done(self, code: str, *, again: bool) -> None:
        """It was tried. `again`: not to the end."""
        ...
