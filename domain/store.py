"""The event store: what it keeps and what it promises."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, Protocol

from domain.testimony import Code, E, E_co, Testimony


@dataclass(frozen=True, slots=True)
class RecordedEvent(Generic[E_co]):
    """A testimony as it stands in the store."""

    position: int
    """Gapless over the whole store, from 1; the order of knowledge."""
    stream: str
    """The dossier's opaque engine id."""
    version: int
    """Gapless within the stream, from 1."""
    recorded_at: datetime
    """The engine's clock under the order lock: never decreases along positions."""
    told: Testimony[E_co]


@dataclass(slots=True, eq=False)
class Pending:
    """A recording that is under way, so that what follows can be decided on it already."""

    failed: bool = False


@dataclass(frozen=True, slots=True)
class Recording(Generic[E_co]):
    """What one request asks the store to keep: all of it, or nothing."""

    stream: str
    after: int
    """The version that the decision was made on; 0 opens the stream."""
    told: tuple[Testimony[E_co], ...]
    fingerprint: bytes
    """Keyed hash of the request's body: tells a repeat from a reused request id."""
    recorded_at: datetime | None = None
    """Told by a simulation alone, in order and never before what was recorded; None: the store's
    own clock."""
    sole: bool = False
    """Whether the dossier was found by a plain code that it alone bore: no other may by now."""
    behind: Pending | None = field(default=None, compare=False, repr=False)
    """The recording before it on the stream, where this was decided while that was under way."""
    pending: Pending = field(default_factory=Pending, compare=False, repr=False)
    """Failed before anybody hears that this one was not recorded."""


@dataclass(frozen=True, slots=True)
class Recorded(Generic[E_co]):
    """What a request once led to, and the fingerprint of its body."""

    events: tuple[RecordedEvent[E_co], ...]
    fingerprint: bytes


class Conflict(Exception):
    """Somebody recorded first: read again and decide again."""


class StoreUnavailable(Exception):
    """The store cannot be used now. Nothing was recorded, unless the outcome is unknown."""

    code = "store-unavailable"


class Overloaded(StoreUnavailable):
    """More waits to be recorded than may wait; nothing was recorded."""

    code = "overloaded"


class OutcomeUnknown(StoreUnavailable):
    """The connection broke off before the answer, and did not come back in time.

    The same request again gets the answer, whether it was recorded or not.
    """

    code = "outcome-unknown"


class EventStore(Protocol[E]):
    """Promises of every event store; tests/adapters/promises.py holds them."""

    async def streams(self, codes: Sequence[Code | str]) -> Sequence[tuple[tuple[Code, str], ...]]:
        """For each code, the (code, stream) pairs that bear it.

        A plain string is looked up in every system; it may belong to several dossiers.
        """
        ...

    async def history(
        self, stream: str, *, known_to: int | None = None, most: int | None = None
    ) -> Sequence[RecordedEvent[E]]:
        """The stream in order of version, up to the position `known_to`, and no more than the
        first `most` events of that; empty if unknown."""
        ...

    async def histories(
        self, streams: Sequence[str], *, known_to: int | None = None
    ) -> Sequence[RecordedEvent[E]]:
        """The same of several streams, stream after stream."""
        ...

    async def versions(self, streams: Sequence[str]) -> Sequence[int]:
        """The last version of each stream; 0 where there is none."""
        ...

    async def recorded(self, requests: Sequence[tuple[str, str]]) -> Sequence[Recorded[E] | None]:
        """For each (source, request id), what it led to, or None."""
        ...

    async def append(self, recordings: Sequence[Recording[E]]) -> Sequence[RecordedEvent[E]]:
        """When this returns, all events of all recordings are durable, in the order given,
        at gapless positions; the codes that their testimonies name, and those that they
        assign (`dossier.code-assigned`), lead to their streams, also once that is annulled.

        Raises Conflict, with nothing recorded, when a stream has moved on, a request was
        recorded meanwhile, a code belongs to another stream, or what it is behind has failed
        (recordings of a stream are taken in the order in which they were asked). Overloaded,
        with nothing recorded, beyond what may wait. OutcomeUnknown, with all recorded or nothing.
        """
        ...

    async def after(self, position: int, limit: int) -> Sequence[RecordedEvent[E]]:
        """Up to `limit` events behind `position`, in order. Never skips one, whatever
        transactions overlap."""
        ...

    async def dossiers(self, after: str, limit: int) -> Sequence[str]:
        """Up to `limit` streams of dossiers behind `after` ("" for the first), in order."""
        ...

    async def head(self) -> int:
        """The last position; 0 when empty."""
        ...

    async def known_at(self, at: datetime) -> int:
        """The last position recorded by `at`; 0 when none. What it leaves out stays out: raises
        Refused for a moment to come."""
        ...

    def follow(self, position: int) -> AsyncIterator[int]:
        """Yields the head whenever it has moved past what was yielded before."""
        ...
