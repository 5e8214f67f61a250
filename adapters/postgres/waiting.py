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


@dataclass(slots=True, eq=False)
class Request:
    """Recordings of which all are recorded, or none. Raises Conflict where they never can be."""

    recordings: Sequence[Recording[DossierEvent]]
    answer: "Future[Events]"
    claims: frozenset[Hashable] = field(init=False)
    size: int = field(init=False)
    """Events."""
    rows: list[Row] = field(init=False)
    """Empty where they are copied: then they take another form."""
    told_at: list[Cell] = field(init=False)
    blocked: int = 0
    """Claims of which others are to have their turn first."""

    def __post_init__(self) -> None:
        self.claims = claimed(self.recordings)
        self.size = sum(len(one.told) for one in self.recordings)
        self.rows = [] if self.copied else rows(self.recordings)
        self.told_at = told_at(self.recordings)

    @property
    def in_vain(self) -> bool:
        """Whether it was decided on something that was not recorded after all."""
        return any(one.behind and one.behind.failed for one in self.recordings)

    @property
    def copied(self) -> bool:
        return self.size >= COPIED

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
    """First come, first served; but of those that claim the same, one at a time."""

    def __init__(self) -> None:
        self._waiting: dict[Request, None] = {}
        self._events = 0
        self._lines: dict[Hashable, deque[Request]] = {}
        """Who claims what: the first of each line has it, or will be the next to have it."""
        self._ready: deque[Request] = deque()
        """Those that are the first in each of their lines."""
        self._ready_events = 0

    @property
    def events(self) -> int:
        """Of what waits."""
        return self._events

    def put(self, request: Request) -> None:
        """Raises Overloaded."""
        if self._waiting and self._events + request.size > MOST_WAITING:
            raise Overloaded(f"{self._events} events wait to be recorded")
        self._waiting[request] = None
        self._events += request.size
        for claim in request.claims:
            line = self._lines.setdefault(claim, deque())
            request.blocked += bool(line)
            line.append(request)
        if not request.blocked:
            self._is_ready(request)

    def take(self, among: int = 1) -> list[Request]:
        """The next batch, of about as many events as one of `among` would get: none of it claims
        what another or one under way does. Empty when nothing can be taken by now. What is taken
        is to be released."""
        most = min(max(-(-self._ready_events // among), LEAST_APART), MOST_TOGETHER)
        batch: list[Request] = []
        events = 0
        while self._ready and events < most:
            if batch and (batch[0].alone or self._ready[0].alone):
                break
            request = self._ready.popleft()
            batch.append(request)
            events += request.size
            del self._waiting[request]
        self._events -= events
        self._ready_events -= events
        return batch

    def release(self, batch: Sequence[Request]) -> None:
        """Whoever waits behind them is next."""
        for request in batch:
            for claim in request.claims:
                line = self._lines[claim]
                line.popleft()
                if not line:
                    del self._lines[claim]
                    continue
                line[0].blocked -= 1
                if not line[0].blocked:
                    self._is_ready(line[0])

    def left(self) -> Sequence[Request]:
        """What waits still."""
        return tuple(self._waiting)

    def _is_ready(self, request: Request) -> None:
        self._ready.append(request)
        self._ready_events += request.size
