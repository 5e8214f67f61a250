"""Whatever transactions overlap: positions are gapless, and no reader passes over one."""

import subprocess
from contextlib import ExitStack

import anyio
import pytest
from anyio.to_thread import run_sync

from adapters.postgres.database import Database, opened
from adapters.postgres.event_store import PostgresEventStore
from tests.adapters.writing import Positions, Tail, Write, positions_of, process, tailed, writer
from tests.stress import TIMES

pytestmark = pytest.mark.anyio


async def nothing_missed(tail: Tail, store: PostgresEventStore) -> None:
    head = await store.head()
    assert tail.seen == list(range(1, head + 1))
    log = await store.after(0, head)
    streams: dict[str, list[int]] = {}
    for event in log:
        streams.setdefault(event.stream, []).append(event.version)
    assert all(versions == list(range(1, len(versions) + 1)) for versions in streams.values())


async def test_a_reader_misses_nothing_of_twelve_writers(conninfo: str) -> None:
    async with opened(conninfo, size=14) as database:
        store = PostgresEventStore(database)
        tail = await tailed([writer(store, f"w{n}", 60) for n in range(12)], positions_of(store))
        await nothing_missed(tail, store)
    assert len(tail.seen) > 12 * 60


async def tailed_processes(what: str, conninfo: str, after: Positions) -> Tail:
    """A reader that tailed the log while twelve wrote, in three processes."""
    tail = Tail(after)
    with ExitStack() as stack:
        writers = [stack.enter_context(process(what, conninfo, f"p{n}")) for n in range(3)]
        with anyio.fail_after(60 * TIMES):
            await tail.read_while(lambda: any(one.poll() is None for one in writers))
        assert [one.returncode for one in writers] == [0, 0, 0]
    return tail


async def test_a_reader_misses_nothing_of_twelve_writers_in_three_processes(
    conninfo: str, database: Database
) -> None:
    store = PostgresEventStore(database)
    tail = await tailed_processes("write", conninfo, positions_of(store))
    await nothing_missed(tail, store)
    assert len(tail.seen) > 12 * 60 * TIMES


async def test_the_same_reader_misses_what_twelve_write_into_a_naive_table(
    conninfo: str, database: Database
) -> None:
    async with database.connection() as conn:
        await conn.execute("CREATE TABLE naive (position bigserial PRIMARY KEY)")
    tail = await tailed_processes("naive", conninfo, naive_reader(database))
    assert await tail.missed()


async def test_the_same_reader_misses_events_of_a_naive_table(conninfo: str) -> None:
    """What the reader above would see, were positions taken from a sequence."""
    async with opened(conninfo, size=14) as database:
        async with database.connection() as conn:
            await conn.execute("CREATE TABLE naive (position bigserial PRIMARY KEY)")
        tail = await tailed(
            [naive_writer(database, pause) for pause in range(12)], naive_reader(database)
        )
        assert await tail.missed()


def naive_writer(database: Database, pause: int) -> Write:
    async def write() -> None:
        for _ in range(15):
            async with database.transaction() as conn:
                await conn.execute("INSERT INTO naive DEFAULT VALUES")
                await conn.execute("SELECT pg_sleep(%s)", (pause / 2000,))

    return write


def naive_reader(database: Database) -> Positions:
    async def after(position: int) -> list[int]:
        async with database.connection() as conn:
            cursor = await conn.execute(
                "SELECT position FROM naive WHERE position > %s ORDER BY position", (position,)
            )
            return [row[0] for row in await cursor.fetchall()]

    return after


async def test_of_a_dossier_that_three_processes_want_every_acceptance_is_there_once(
    conninfo: str, database: Database
) -> None:
    """Each of twelve asks twenty-five times: accepted, or told that it was overtaken."""
    with ExitStack() as stack:
        asking = [stack.enter_context(process("contend", conninfo, f"p{n}")) for n in range(3)]
        with anyio.fail_after(120 * TIMES):
            said = [await run_sync(communicated, one) for one in asking]
    answers = [line.split() for lines in said for line in lines]
    accepted = [request_id for answer, request_id in answers if answer == "request"]
    assert len(answers) == 12 * 25 * TIMES
    log = await PostgresEventStore(database).after(0, 100_000)
    assert sorted(event.told.request_id for event in log) == sorted(accepted)
    assert [event.version for event in log] == list(range(1, len(accepted) + 1))
    assert len(accepted) >= len(answers) // 12


def communicated(one: "subprocess.Popen[str]") -> list[str]:
    out, _ = one.communicate()
    assert one.returncode == 0
    return out.splitlines()


async def test_a_dossier_that_everybody_wants_is_told_in_one_line(database: Database) -> None:
    """Versions of one stream, under contention, are the positions of one log."""
    store = PostgresEventStore(database)
    await tailed([writer(store, f"w{n}", 12) for n in range(6)], positions_of(store))
    shared = await store.history("shared")
    assert [event.version for event in shared] == list(range(1, len(shared) + 1))
    assert [event.position for event in shared] == sorted(event.position for event in shared)
