"""What waits to be recorded: whose turn it is, and how much may wait."""

from asyncio import Future
from collections import deque
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Final

from adapters.postgres.cells import Cell
from adapters.postgres.claims import claimed
from adapters.postgres.rows import Row, rows, told_at
from domain.dossier.events import DossierEvent
from domain.store import Overloaded, RecordedEvent, Recording

Events = Sequence[RecordedEvent[DossierEvent]]

MOST_WAITING: Final = 4096
"""Events: what a server records in less than a second, and memory holds easily."""

MOST_TOGETHER: Final = 512
"""Events of a batch: more gain nothing, and hold the order lock for longer."""

LEAST_APART: Final = 4
"""Events that are not worth two commits."""

COPIED: Final = 250
"""Events from which a request goes by COPY, alone: that is quicker than arrays by then."""

MOST_PASSED: Final = 256
"""Requests that a batch passes over because their dossiers are busy; it looks no further."""


@dataclass(slots=True, eq=False)
class Request:
    """Recordings of which all are recorded, or none. Raises Conflict where they never can be."""

    recordings: Sequence[Recording[DossierEvent]]
    answer: "Future[Events]"
    claims: frozenset[Hashable] = field(init=False)
    rows: list[Row] = field(init=False)
    told_at: list[Cell] = field(init=False)

    def __post_init__(self) -> None:
        self.claims = claimed(self.recordings)
        self.rows = rows(self.recordings)
        self.told_at = told_at(self.recordings)

    @property
    def in_vain(self) -> bool:
        """Whether it was decided on something that was not recorded after all."""
        return any(one.behind and one.behind.failed for one in self.recordings)

    @property
    def copied(self) -> bool:
        return len(self.rows) >= COPIED

    @property
    def alone(self) -> bool:
        """The times of a simulation must not decrease: one request after the other."""
        return self.copied or bool(self.told_at)

    def succeed(self, events: Events) -> None:
        if not self.answer.done():  # whoever asked may have been cancelled
            self.answer.set_result(events)

    def fail(self, error: Exception) -> None:
        for one in self.recordings:
            one.pending.failed = True
        if not self.answer.done():
            self.answer.set_exception(error)


class Queue:
    """First come, first served, but for dossiers of which something is under way."""

    def __init__(self) -> None:
        self._waiting: deque[Request] = deque()
        self._events = 0
        self._busy: set[Hashable] = set()

    def put(self, request: Request) -> None:
        """Raises Overloaded."""
        if self._waiting and self._events + len(request.rows) > MOST_WAITING:
            raise Overloaded(f"{self._events} events wait to be recorded")
        self._waiting.append(request)
        self._events += len(request.rows)

    def take(self, among: int = 1) -> list[Request]:
        """The next batch, of about as many events as one of `among` would get: none of it claims
        what another or one under way does. Its claims are busy until `release`. Empty when
        nothing can be taken by now."""
        most = min(max(-(-self._events // among), LEAST_APART), MOST_TOGETHER)
        batch: list[Request] = []
        passed: list[Request] = []
        held, events = self._busy.copy(), 0
        while self._waiting and events < most and len(passed) < MOST_PASSED:
            if batch and (batch[0].alone or self._waiting[0].alone):
                break
            request = self._waiting.popleft()
            if held.isdisjoint(request.claims):
                batch.append(request)
                events += len(request.rows)
            else:
                passed.append(request)
            held |= request.claims
        self._waiting.extendleft(reversed(passed))
        self._events -= events
        self._busy.update(*(request.claims for request in batch))
        return batch

    def release(self, batch: Sequence[Request]) -> None:
        self._busy.difference_update(*(request.claims for request in batch))
