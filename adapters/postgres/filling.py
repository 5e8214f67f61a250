"""Fills new tables of projections from a range of dossiers, in this process or another."""

import asyncio
import gc
import multiprocessing
import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from threading import Thread
from typing import Any, ClassVar, Final

from psycopg import AsyncConnection

from adapters.postgres import log, tables
from adapters.postgres.fresh_tables import NEW
from adapters.postgres.log import Events, Fault, by_stream
from adapters.postgres.telling import Telling, ended, tell
from domain.law import Law
from projections.projection import Projection
from projections.story import Story

FILLING: Final = 0x686F7370
"""Advisory lock that whoever fills shares: what a killed rebuild left running is waited for."""

TOGETHER: Final = 100
"""Dossiers that are written at once."""

Connection = AsyncConnection[Any]


@dataclass(frozen=True, slots=True)
class Range:
    """Dossiers from the stream `low` up to `high`, or to the last, as known at a position."""

    low: str
    high: str | None
    known_to: int


@dataclass(slots=True)
class Filled:
    """What went into the new tables, and what could not."""

    events: int = 0
    faults: dict[tuple[str, str], Fault] = field(default_factory=dict)
    """By projection and stream."""

    def hear(self, tellings: Sequence[Telling]) -> None:
        """What is told anew is no fault any more."""
        for telling in tellings:
            name = telling.projection.name
            for stream in telling.rows:
                self.faults.pop((name, stream), None)
            self.faults |= {(name, stream): told for stream, told in telling.faults.items()}


@dataclass(frozen=True, slots=True)
class Filler:
    conninfo: str
    law: Law
    projections: Sequence[Projection]

    async def open(self) -> Connection:
        conn = await AsyncConnection.connect(self.conninfo, autocommit=True)
        await conn.execute("SELECT pg_advisory_lock_shared(%s)", (FILLING,))
        # What is written counts only with the swap, whose commit is awaited.
        await conn.execute("SET synchronous_commit = off")
        return conn

    async def fill(self, conn: Connection, part: Range) -> Filled:
        """While some dossiers are written, the next ones are told."""
        read = await log.between(conn, part.low, part.high, part.known_to)
        known = {at: told for at, told in by_stream(read.events).items() if at not in read.faults}
        filled = Filled(len(read.events))
        filled.hear(await tell(self.projections, (), read.faults.values()))
        await self._fill(conn, known, filled)
        return filled

    async def _fill(self, conn: Connection, known: dict[str, Events], filled: Filled) -> None:
        streams = iter(known)
        writing: asyncio.Task[None] | None = None
        try:
            while some := list(islice(streams, TOGETHER)):
                stories = [Story(known[stream], self.law) for stream in some]
                tellings = await tell(self.projections, stories)
                if writing:
                    await writing
                writing = asyncio.create_task(_add(conn, tellings, stories, filled))
            if writing:
                await writing
        finally:
            await ended(writing)


async def _add(
    conn: Connection, tellings: Sequence[Telling], stories: Sequence[Story], filled: Filled
) -> None:
    last = {story.stream: story.known[-1].position for story in stories}
    for telling in tellings:
        try:
            await tables.add(conn, telling, NEW)
        except tables.UNTAKEABLE:
            await tables.put_carefully(conn, telling, last, NEW)
    filled.hear(tellings)


class Process:
    """What a process of its own fills with; opened as it begins."""

    runner: ClassVar[asyncio.Runner]
    filler: ClassVar[Filler]
    conn: ClassVar[Connection]

    @classmethod
    def begin(cls, filler: Filler) -> None:
        # Ctrl-C ends the process that started this one, and that ends this one.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        Thread(target=_end_with_parent, daemon=True).start()
        cls.runner, cls.filler = asyncio.Runner(), filler
        cls.conn = cls.runner.run(filler.open())
        gc.collect()
        gc.freeze()

    @classmethod
    def fill(cls, part: Range) -> Filled:
        return cls.runner.run(cls.filler.fill(cls.conn, part))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
