"""Rebuilds stand beside the live read models until they take their place."""

import anyio
import psycopg
import pytest

from adapters.postgres import fresh_tables, rebuild
from adapters.postgres.event_store import PostgresEventStore
from adapters.postgres.read_models import ReadModels, Rebuilding
from tests.adapters.projecting import (
    NAMES,
    ask,
    everything,
    models,
    parked,
    positions,
    rows,
    store,
)
from tests.adapters.promises import recording

pytestmark = pytest.mark.anyio

__all__ = ["models", "store"]

INDEXES = (
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 2"
)
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
COLUMNS = (
    "SELECT table_name, column_name, ordinal_position, is_nullable, data_type "
    "FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 3"
)
CONSTRAINTS = (
    "SELECT conrelid::regclass::text, conname, contype FROM pg_constraint "
    "WHERE conrelid::regclass::text LIKE 'hoso_%' ORDER BY 1, 2"
)


@pytest.fixture
async def live(models: ReadModels, store: PostgresEventStore) -> ReadModels:
    await store.append([recording(f"{n:03}", 0) for n in range(60)])
    await models.catch_up()
    return models


def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuild, "PART", 7)
    monkeypatch.setattr(rebuild, "LEFT", 3)


async def spoil(models: ReadModels) -> None:
    await ask(models.database, "UPDATE hoso_dossier_view SET findings = '[\"as it was\"]'")


@pytest.mark.parametrize("workers", [1, 2])
async def test_whoever_fills_it_live_is_rebuilt(
    live: ReadModels, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    small(monkeypatch)
    before = await everything(live)
    await spoil(live)
    taken: list[int] = []
    await live.rebuild(workers=workers, progress=taken.append)
    assert await everything(live) == before
    assert (sum(taken), len(taken) > 5) == (60, True)
    assert await positions(live) == {60}
    assert await parked(live) == {}


async def test_the_tables_are_as_the_migrations_made_them(live: ReadModels) -> None:
    await ask(live.database, "GRANT SELECT ON hoso_timeliness TO PUBLIC")
    looks = (TABLES, COLUMNS, CONSTRAINTS, INDEXES)
    before = [await ask(live.database, look) for look in looks]
    for _ in range(2):
        await live.rebuild()
    assert [await ask(live.database, look) for look in looks] == before
    granted = await ask(
        live.database,
        "SELECT privilege_type FROM information_schema.table_privileges "
        "WHERE table_name = 'hoso_timeliness' AND grantee = 'PUBLIC'",
    )
    assert granted == [("SELECT",)]


class Stall:
    """Keeps a rebuild waiting before it fills its tables with indexes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self.go_on = anyio.Event(), anyio.Event()
        self._index = fresh_tables.index
        monkeypatch.setattr(fresh_tables, "index", self._stalling)

    async def _stalling(self, conn: object, name: str) -> None:
        self.reached.set()
        await self.go_on.wait()
        await self._index(conn, name)  # type: ignore[arg-type]


async def test_readers_see_the_old_rows_and_nothing_recorded_meanwhile_is_lost(
    live: ReadModels, store: PostgresEventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(monkeypatch)
    await spoil(live)
    old = await rows(live.database, "dossier_view")
    stall = Stall(monkeypatch)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(live.rebuild)
        await stall.reached.wait()
        assert await rows(live.database, "dossier_view") == old
        await store.append([recording(f"{n:03}", 0) for n in range(61, 68)])
        await store.append([recording("001", 1), recording("070", 0), recording("005", 1)])
        await live.catch_up()
        await store.append([recording("005", 2)])
        stall.go_on.set()
    assert not any("as it was" in row for row in await rows(live.database, "dossier_view"))
    await live.catch_up()
    rebuilt = await everything(live)
    await live.rebuild()
    assert await everything(live) == rebuilt
    assert len(await positions(live)) == 1


async def test_a_reader_never_finds_a_projection_empty(
    live: ReadModels, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(monkeypatch)
    counts: set[int] = set()
    done = anyio.Event()

    async def again() -> None:
        for _ in range(3):
            await live.rebuild("history")
        done.set()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(again)
        while not done.is_set():
            counts.add(len(await rows(live.database, "history")))
    assert counts == {60}


async def test_one_that_was_killed_leaves_the_live_ones_and_the_next_begins_anew(
    live: ReadModels, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await everything(live), await live.standings()
    with monkeypatch.context() as patch:
        stall = Stall(patch)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(live.rebuild)
            await stall.reached.wait()
            tasks.cancel_scope.cancel()
    assert (await everything(live), await live.standings()) == before
    assert ("hoso_history_new",) in await ask(live.database, TABLES)
    await live.rebuild()
    assert (await everything(live), await live.standings()) == before
    assert not any("_new" in name for (name,) in await ask(live.database, TABLES))


async def test_who_reads_for_long_keeps_neither_readers_nor_the_worker_waiting(
    live: ReadModels, store: PostgresEventStore
) -> None:
    async with anyio.create_task_group() as tasks, live.database.transaction() as reading:
        await reading.execute("SELECT count(*) FROM hoso_history")
        tasks.start_soon(live.rebuild)
        with anyio.fail_after(10):
            for version in range(1, 20):
                await store.append([recording("000", version)])
                await live.catch_up()
                assert len(await rows(live.database, "dossier_view")) == 60
        # It reads no longer, so the swap is made.
    live_ones = await everything(live)
    await live.rebuild()
    assert await everything(live) == live_ones


async def test_only_one_rebuild_runs_at_a_time(
    live: ReadModels, monkeypatch: pytest.MonkeyPatch
) -> None:
    stall = Stall(monkeypatch)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(live.rebuild)
        await stall.reached.wait()
        with pytest.raises(Rebuilding):
            await live.rebuild("history")
        stall.go_on.set()


async def test_a_fault_of_ours_leaves_the_live_ones(
    live: ReadModels, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await everything(live), await live.standings()

    async def broken(conn: object, name: str) -> None:
        raise psycopg.errors.DiskFull("no space left")

    monkeypatch.setattr(fresh_tables, "swap", broken)
    with pytest.raises(Exception, match="no space left"):
        await live.rebuild()
    assert (await everything(live), await live.standings()) == before


async def test_an_empty_store_is_rebuilt_too(models: ReadModels) -> None:
    await models.rebuild()
    assert await positions(models) == {0}
    assert await everything(models) == {name: [] for name in NAMES}


async def test_some_are_rebuilt_and_the_others_left(live: ReadModels) -> None:
    await spoil(live)
    await live.rebuild("history", "timeliness")
    views = await rows(live.database, "dossier_view")
    assert all("as it was" in row for row in views)
