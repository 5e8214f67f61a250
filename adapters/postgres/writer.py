"""Records requests together: whatever came while the last commit was under way is the next batch.

Nothing lingers: a request that finds a free line is sent at once, and under load the batches grow
until they keep up. Two are under way at a time, so that one is made while the other is flushed.
"""

import asyncio
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from time import perf_counter
from typing import Final, Protocol

from adapters.postgres.batch import record
from adapters.postgres.line import Line
from adapters.postgres.waiting import MOST_WAITING, Events, Queue, Request
from domain.dossier.events import DossierEvent
from domain.store import Conflict, OutcomeUnknown, Recording, StoreUnavailable

LINES: Final = 2
"""Batches under way at a time."""

Recordings = Sequence[Recording[DossierEvent]]

DRAINING: Final = 30.0
"""Seconds that what waits has when the writer closes."""


class Measures(Protocol):
    """Who counts what is recorded."""

    def appending(self, recordings: Recordings) -> AbstractContextManager[object]:
        """Around a request, until it is answered, or fails."""
        ...

    def committed(self, events: int, seconds: float) -> None:
        """A batch was answered, after so long."""
        ...


class Writer:
    """The way into the log, of everything in this process but bulk imports."""

    most = MOST_WAITING

    def __init__(self, conninfo: str) -> None:
        self.measures: Measures | None = None
        self._free = [Line(conninfo) for _ in range(LINES)]
        self._busy = 0
        """Lines that have a batch under way."""
        self._under_way: set[asyncio.Task[None]] = set()
        self._queue = Queue()
        self._closed = False

    async def append(self, recordings: Sequence[Recording[DossierEvent]]) -> Events:
        """As domain.store.EventStore.append.

        Until it first waits, nobody else is served: what was asked first is taken first.
        """
        with self.measures.appending(recordings) if self.measures else nullcontext():
            try:
                request = self._asked(recordings)
            except Exception:
                for one in recordings:
                    one.pending.failed = True
                raise
            return await request.answer

    @property
    def waiting(self) -> int:
        """Events that are not under way yet."""
        return self._queue.events

    async def close(self) -> None:
        """Takes nothing more, and records what waits."""
        self._closed = True
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=DRAINING)
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        for request in self._queue.left():
            request.fail(StoreUnavailable("the store is closed"))
        for line in self._free:
            await line.close()

    def _asked(self, recordings: Sequence[Recording[DossierEvent]]) -> Request:
        if self._closed:
            raise StoreUnavailable("the store is closed")
        request = Request(recordings, asyncio.get_running_loop().create_future())
        self._queue.put(request)
        if self._free:
            task = asyncio.create_task(self._run(self._free.pop()))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        return request

    async def _run(self, line: Line) -> None:
        """Batch after batch, until nothing waits that could be taken."""
        try:
            # What waits is shared with the lines that have nothing to do: else all callers would
            # wait for one batch, and the server for all callers.
            while batch := self._queue.take(among=LINES - self._busy):
                self._busy += 1
                await self._answered(line, batch)
                self._busy -= 1
        finally:
            self._free.append(line)

    async def _answered(self, line: Line, batch: Sequence[Request]) -> None:
        try:
            in_vain = [request for request in batch if request.in_vain]
            for request in in_vain:
                request.fail(Conflict("what it was decided on was not recorded"))
            possible = [request for request in batch if request not in in_vain]
            began = perf_counter()
            await record(line, possible)
            if self.measures and possible:
                events = sum(request.size for request in possible)
                self.measures.committed(events, perf_counter() - began)
        except Exception as fault:
            # Of ours: nobody must wait for ever, nor the others for it.
            for request in batch:
                request.fail(fault)
        except BaseException:
            for request in batch:
                request.fail(OutcomeUnknown("the process ends"))
            raise
        finally:
            self._queue.release(batch)
