"""Projections from nothing, beside the live ones, and a swap: readers never miss a row."""

import asyncio
import multiprocessing
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import aclosing, asynccontextmanager
from itertools import pairwise
from typing import Any, Final

import psycopg
from psycopg import AsyncConnection

from adapters.postgres import fresh_tables, log, tables
from adapters.postgres.database import DOWN, Database
from adapters.postgres.filling import FILLING, Filled, Filler, Process, Range
from adapters.postgres.log import Fault, by_stream
from adapters.postgres.telling import tell
from domain.law import Law
from domain.store import StoreUnavailable
from projections.projection import Projection
from projections.story import Story

REBUILDING: Final = 0x686F7372
"""Advisory lock: one rebuild at a time."""

PART: Final = 5000
"""Events of a range, more or less: dossiers are not parted."""

LEFT: Final = 1000
"""Events that may be left to project while others wait for the swap."""

WAIT: Final = 500
"""Milliseconds for which readers wait behind the swap, while it waits for one that reads."""

PAUSE: Final = 0.5
"""Seconds until it tries again."""

Connection = AsyncConnection[Any]
Progress = Callable[[int], None]
"""Told how many events were taken since."""


class Rebuilding(Exception):
    """Another rebuild is under way."""


async def rebuild(
    database: Database,
    law: Law,
    projections: Sequence[Projection],
    workers: int = 1,
    progress: Progress = lambda _: None,
) -> dict[tuple[str, str], Fault]:
    """What could not be taken, by projection and stream: its old rows stay.

    Raises Rebuilding, or StoreUnavailable; the live tables are untouched then.
    """
    names = [each.name for each in projections]
    filler = Filler(database.conninfo, law, projections)
    async with _alone(database.conninfo) as conn:
        for name in names:
            await fresh_tables.begin(conn, name)
        to = await log.head(conn)
        filled = await _filled(filler, await _ranges(conn, to), workers, progress)
        for name in names:
            await fresh_tables.index(conn, name)
        await _finish(conn, filler, to, filled)
        return filled.faults


@asynccontextmanager
async def _alone(conninfo: str) -> AsyncIterator[Connection]:
    """A connection that holds the rebuild; it ends with whoever holds it."""
    try:
        async with await AsyncConnection.connect(conninfo, autocommit=True) as conn:
            taken = await conn.execute("SELECT pg_try_advisory_lock(%s)", (REBUILDING,))
            if not (await taken.fetchone() or [False])[0]:
                raise Rebuilding
            # What a killed one left running ends with its range; it must not fill our tables.
            await conn.execute("SELECT pg_advisory_lock(%s)", (FILLING,))
            await conn.execute("SELECT pg_advisory_unlock(%s)", (FILLING,))
            yield conn
    except DOWN as error:
        raise StoreUnavailable(f"the database cannot be used: {error}") from error


async def _ranges(conn: Connection, to: int) -> list[Range]:
    """Cut at streams found evenly in the log, so that each holds as much."""
    cursor = await conn.execute(
        "SELECT DISTINCT originator_id FROM hoso_events "
        "WHERE notification_id = ANY(%s) ORDER BY originator_id",
        (list(range(PART, to, PART)),),
    )
    cuts = ["", *(row[0] for row in await cursor.fetchall()), None]
    return [Range(low or "", high, to) for low, high in pairwise(cuts)]


async def _filled(
    filler: Filler, ranges: Sequence[Range], workers: int, progress: Progress
) -> Filled:
    done = Filled()
    parts = _here(filler, ranges) if workers == 1 else _beside(filler, ranges, workers)
    async with aclosing(parts):
        async for part in parts:
            done.events += part.events
            done.faults |= part.faults
            progress(part.events)
    return done


async def _here(filler: Filler, ranges: Sequence[Range]) -> AsyncGenerator[Filled, None]:
    async with await filler.open() as conn:
        for part in ranges:
            yield await filler.fill(conn, part)


async def _beside(
    filler: Filler, ranges: Sequence[Range], workers: int
) -> AsyncGenerator[Filled, None]:
    """In processes of their own, each with a connection of its own."""
    spawn = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, spawn, initializer=Process.begin, initargs=(filler,))
    try:
        loop = asyncio.get_running_loop()
        parts = [loop.run_in_executor(pool, Process.fill, part) for part in ranges]
        for part in asyncio.as_completed(parts):
            yield await part
    except BrokenProcessPool as error:
        raise StoreUnavailable("a process of the rebuild ended early; see its output") from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


async def _further(conn: Connection, filler: Filler, after: int, filled: Filled) -> int:
    """A page of what was recorded since, into the new tables; the last position."""
    page = await log.page(conn, after, LEFT)
    streams = sorted({*by_stream(page.events), *page.faults})
    if not streams:
        return after
    read = await log.histories(conn, streams, page.last)
    known = by_stream(read.events)
    stories = [Story(told, filler.law) for at, told in known.items() if at not in read.faults]
    last = {stream: told[-1].position for stream, told in known.items()}
    tellings = await tell(filler.projections, stories, read.faults.values())
    for telling in tellings:
        await tables.put_carefully(conn, telling, last, fresh_tables.NEW)
    filled.hear(tellings)
    return page.last


async def _finish(conn: Connection, filler: Filler, to: int, filled: Filled) -> None:
    """What was recorded meanwhile, and the swap, as soon as it can be made."""
    while True:
        while await log.head(conn) - to > LEFT:
            to = await _further(conn, filler, to, filled)
        if await _swapped(conn, filler, to, filled):
            return
        await asyncio.sleep(PAUSE)


async def _swapped(conn: Connection, filler: Filler, to: int, filled: Filled) -> bool:
    """Whether the live tables could be had: who reads one for long, such as a backup, is let
    finish, and keeps no other reader waiting for longer than that."""
    try:
        await _swap(conn, filler, to, filled)
    except psycopg.errors.LockNotAvailable:
        return False
    return True


async def _swap(conn: Connection, filler: Filler, to: int, filled: Filled) -> None:
    """In one transaction; whoever follows the log waits, and goes on behind it."""
    names = [each.name for each in filler.projections]
    async with conn.transaction():
        await conn.execute("SELECT set_config('lock_timeout', %s, true)", (f"{WAIT}ms",))
        live = max((await tables.locked(conn, names)).values())
        # A reader was promised the position of the live one.
        while to < live:
            to = await _further(conn, filler, to, filled)
        await conn.execute("DELETE FROM hoso_parked WHERE projection = ANY(%s)", (names,))
        await conn.execute(
            "UPDATE hoso_projections SET position = %s WHERE name = ANY(%s)", (to, names)
        )
        for name in names:
            await _replace(conn, name, filled)


async def _replace(conn: Connection, name: str, filled: Filled) -> None:
    faults = [fault for (of, _), fault in filled.faults.items() if of == name]
    if faults:
        await fresh_tables.keep(conn, name, [fault.stream for fault in faults])
        await tables.park(conn, name, faults)
    await fresh_tables.swap(conn, name)
