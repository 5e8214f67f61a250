"""What was acknowledged outlives the death of the process, and of the server."""

import os
import random
import select
import shutil
import signal
import subprocess
from collections.abc import AsyncIterator
from contextlib import ExitStack, suppress
from pathlib import Path

import anyio
import pytest

from adapters.postgres.database import Database, opened
from adapters.postgres.embedded import binaries, running
from adapters.postgres.event_store import PostgresEventStore
from adapters.postgres.vault import opened_vault
from domain.engine import Answer, Engine
from domain.request import Posted
from domain.store import Conflict, StoreUnavailable
from tests.adapters.asking import engine_over
from tests.adapters.promises import following, recording, soon
from tests.adapters.writing import BATCH, a_note, positions_of, process
from tests.stress import TIMES

pytestmark = pytest.mark.anyio

ROUNDS = 5 * TIMES


async def whole(store: PostgresEventStore, acknowledged: list[str]) -> None:
    """All that was acknowledged is there once, and of every batch all or nothing."""
    log = await store.after(0, 1_000_000)
    assert [event.position for event in log] == list(range(1, len(log) + 1))
    found = [event.told.request_id for event in log]
    assert len(set(found)) == len(found)
    for line in acknowledged:
        kind, request_id = line.split()
        parts = [f"{request_id}/{n}" for n in range(BATCH)] if kind == "batch" else [request_id]
        assert set(parts) <= set(found)
    batches = [request_id.split("/")[0] for request_id in found if "/" in request_id]
    assert all(batches.count(batch) == BATCH for batch in set(batches))


async def test_what_a_killed_process_had_acknowledged_is_there(
    conninfo: str, database: Database
) -> None:
    acknowledged: list[str] = []
    for round_ in range(ROUNDS):
        with process("engine", conninfo, f"round-{round_}") as appending:
            assert appending.stdout
            enough = random.randint(1, 40)
            acknowledged += [appending.stdout.readline().strip() for _ in range(enough)]
            appending.kill()
            # A line cut short by the kill is no acknowledgement.
            rest = appending.stdout.read().split("\n")[:-1]
            acknowledged += [line for line in rest if line]
        await whole(PostgresEventStore(database), acknowledged)
    assert len(acknowledged) >= ROUNDS


@pytest.fixture(scope="module")
def once_used(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("once-used") / "hoso"
    with running(directory, binaries()):
        pass
    return directory


@pytest.fixture
def data_dir(once_used: Path, tmp_path: Path) -> Path:
    """A cluster of the test's own, to kill."""
    return Path(shutil.copytree(once_used, tmp_path / "hoso"))


@pytest.fixture
async def doomed(data_dir: Path) -> AsyncIterator[PostgresEventStore]:
    with running(data_dir, binaries()) as conninfo:
        async with opened(conninfo) as database:
            yield PostgresEventStore(database)


def kill_server(data_dir: Path) -> None:
    """Its children notice and end by themselves, with nothing flushed."""
    pid = int((data_dir / "postgres" / "postmaster.pid").read_text().split()[0])
    process_ = os.pidfd_open(pid)
    try:
        signal.pidfd_send_signal(process_, signal.SIGKILL)
        assert select.select([process_], [], [], 10)[0]
    finally:
        os.close(process_)


async def test_what_a_killed_server_had_acknowledged_is_there(
    data_dir: Path, doomed: PostgresEventStore
) -> None:
    acknowledged: list[str] = []
    with ExitStack() as stack:
        appending = stack.enter_context(process("engine", doomed.database.conninfo, "doomed"))
        assert appending.stdout
        acknowledged += [appending.stdout.readline().strip() for _ in range(random.randint(5, 60))]
        kill_server(data_dir)
        appending.kill()
        acknowledged += [line for line in appending.stdout.read().split("\n")[:-1] if line]
    with running(data_dir, binaries()) as conninfo:
        async with opened(conninfo) as database:
            await whole(PostgresEventStore(database), acknowledged)


async def test_of_writers_killed_at_random_beside_each_other_nothing_is_lost(
    conninfo: str, database: Database
) -> None:
    chance = random.Random()
    acknowledged: list[str] = []
    with ExitStack() as stack:
        alive = [stack.enter_context(process("engine", conninfo, f"p{n}")) for n in range(3)]
        for round_ in range(ROUNDS):
            await anyio.sleep(chance.uniform(0.2, 0.6))
            doomed = alive.pop(chance.randrange(len(alive)))
            doomed.kill()
            acknowledged += lines_of(doomed)
            # Whoever outlives it goes on: waited for, however slowly a machine starts a process.
            acknowledged.append(line_of(alive[0]))
            alive.append(stack.enter_context(process("engine", conninfo, f"again-{round_}")))
        for one in alive:
            acknowledged.append(line_of(one))
            one.kill()
            acknowledged += lines_of(one)
    assert len(acknowledged) > ROUNDS
    await whole(PostgresEventStore(database), acknowledged)


def line_of(alive: "subprocess.Popen[str]") -> str:
    assert alive.stdout
    line = alive.stdout.readline()
    assert line.endswith("\n"), "it ended before it acknowledged anything"
    return line.strip()


def lines_of(killed: "subprocess.Popen[str]") -> list[str]:
    """What it had said; a line cut short by the kill is no acknowledgement."""
    assert killed.stdout
    return [line for line in killed.stdout.read().split("\n")[:-1] if line]


async def test_who_insists_is_heard_once_however_often_the_server_is_killed(
    data_dir: Path,
) -> None:
    """Requests are sent again until they are answered, while PostgreSQL dies and comes back."""
    chance = random.Random()
    with ExitStack() as stack, running(data_dir, binaries()) as conninfo:
        insisting = stack.enter_context(process("insist", conninfo, "insisting"))
        assert insisting.stdout
        acknowledged = [insisting.stdout.readline().strip()]
        for _ in range(ROUNDS):
            await anyio.sleep(chance.uniform(0.1, 1))
            kill_server(data_dir)
            with running(data_dir, binaries()):
                acknowledged += [insisting.stdout.readline().strip() for _ in range(20)]
        with running(data_dir, binaries()), anyio.fail_after(60):
            insisting.kill()
            acknowledged += lines_of(insisting)
            async with opened(conninfo) as database:
                await whole(PostgresEventStore(database), acknowledged)


async def test_without_a_server_the_engine_says_so_and_carries_on_when_it_is_back(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, doomed: PostgresEventStore
) -> None:
    monkeypatch.setattr(doomed.database._pool, "timeout", 0.5)
    engine = engine_over(doomed, await opened_vault(doomed.database))
    await engine.perform(a_note("before", "HS-1"), opens=True)
    kill_server(data_dir)
    for attempt in ("first", "second"):
        with pytest.raises(StoreUnavailable, match="cannot be reached"):
            await engine.perform(a_note(attempt, "HS-1"))
    with running(data_dir, binaries()):
        answer = await answered(engine, a_note("after", "HS-1"))
        assert answer.events[0].version == 2
        assert await positions_of(doomed)(0) == [1, 2]


async def answered(engine: Engine, request: Posted) -> Answer:
    """The answer, once the pool has found its way back."""
    with anyio.fail_after(20):
        while True:
            try:
                return await engine.perform(request)
            except StoreUnavailable:
                continue


async def test_a_follower_is_told_that_the_server_is_gone(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, doomed: PostgresEventStore
) -> None:
    await doomed.append([recording("a", 0)])
    async with following(doomed, 0) as heads:
        assert await soon(anext(heads)) == 1
        monkeypatch.setattr(doomed.database._pool, "timeout", 0.5)
        kill_server(data_dir)
        with pytest.raises(StoreUnavailable):
            await soon(anext(heads))


async def test_a_connection_broken_off_is_unavailable_and_nothing_else(
    database: Database, conninfo: str
) -> None:
    """An administrator ends the session in which the append waits for the order lock."""
    store = PostgresEventStore(database)
    async with opened(conninfo) as other, other.transaction() as holder:
        await holder.execute("SELECT hoso_take_positions(1)")
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(refused_as_unavailable, store)
            await end_the_waiting(other)
    (event,) = await store.append([recording("a", 0)])
    assert event.position == 2


async def refused_as_unavailable(store: PostgresEventStore) -> None:
    with pytest.raises(StoreUnavailable):
        await store.append([recording("a", 0)])


async def end_the_waiting(database: Database) -> None:
    with anyio.fail_after(10):
        ended = 0
        while not ended:
            async with database.connection() as conn:
                cursor = await conn.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE wait_event_type = 'Lock' AND datname = current_database()"
                )
                ended = len(await cursor.fetchall())


async def test_an_append_that_was_cancelled_records_all_or_nothing(database: Database) -> None:
    store = PostgresEventStore(database)
    version = 0
    for pause in range(20):
        # What was cancelled on its way may arrive after the version was read.
        with anyio.move_on_after(pause / 4000), suppress(Conflict):
            await store.append([recording("a", version), recording("a", version + 1)])
        (version,) = await store.versions(["a"])
        assert version % 2 == 0
    # The last one may have arrived meanwhile, too.
    versions = [event.version for event in await store.history("a")]
    assert versions == list(range(1, len(versions) + 1))
    assert len(versions) in (version, version + 2)


async def test_a_refused_append_leaves_its_connection_usable(conninfo: str) -> None:
    async with opened(conninfo, size=1) as database:
        store = PostgresEventStore(database)
        await store.append([recording("a", 0)])
        for _ in range(3):
            with pytest.raises(Conflict):
                await store.append([recording("a", 0)])
        assert await store.append([recording("a", 1)])
