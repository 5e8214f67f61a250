"""The event stores keep what domain.store.EventStore promises."""

import asyncio
from itertools import pairwise
from typing import Any

import anyio
import psycopg
import pytest
from psycopg import AsyncConnection

from adapters.postgres import event_store, waiting
from adapters.postgres.bulk import copied
from adapters.postgres.cells import Binary, BinaryDumper
from adapters.postgres.database import Database
from adapters.postgres.event_store import PostgresEventStore
from adapters.postgres.rows import APPEND, APPEND_ONE, alone, rows, together
from adapters.postgres.waiting import Request
from domain.dossier.events import KINDS
from domain.dossier.history import UnreadableEvent
from tests.adapters.memory import MemoryEventStore
from tests.adapters.promises import (
    EventStorePromises,
    following,
    recording,
    soon,
    told,
)
from tests.strategies import fields_of_kinds

pytestmark = pytest.mark.anyio


class TestInMemory(EventStorePromises):
    @pytest.fixture
    def store(self) -> MemoryEventStore:
        return MemoryEventStore()


class TestOnPostgres(EventStorePromises):
    @pytest.fixture
    def store(self, database: Database) -> PostgresEventStore:
        return PostgresEventStore(database)

    async def test_a_lost_notification_delays_a_follower_and_no_more(
        self, store: PostgresEventStore, conninfo: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(event_store, "LISTENING", 0.2)
        await store.append([recording("a", 0)])
        async with following(store, 0) as heads, await AsyncConnection.connect(conninfo) as other:
            assert await soon(anext(heads)) == 1
            await other.execute("INSERT INTO hoso_events VALUES ('quiet', 1, 'x', '{}')")
            await other.commit()
            assert await soon(anext(heads)) == 2

    async def test_a_follower_need_not_wait_for_its_own_look(
        self, store: PostgresEventStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(event_store, "LISTENING", 3600.0)
        await store.append([recording("a", 0)])
        async with following(store, 0) as heads, anyio.create_task_group() as tasks:
            assert await soon(anext(heads)) == 1
            tasks.start_soon(store.append, [recording("a", 1)])
            assert await soon(anext(heads)) == 2

    async def test_an_event_of_a_later_release_is_named_and_never_skipped(
        self, store: PostgresEventStore, conninfo: str
    ) -> None:
        await store.append([recording("a", 0)])
        async with await AsyncConnection.connect(conninfo, autocommit=True) as other:
            await other.execute("INSERT INTO hoso_events VALUES ('a', 2, 'dossier.split', '{}')")
        with pytest.raises(UnreadableEvent, match=r"position 2 of kind 'dossier\.split'"):
            await store.after(0, 10)
        assert [event.position for event in await store.after(0, 1)] == [1]

    @pytest.mark.parametrize("way", ["alone", "together"])
    async def test_an_acknowledged_event_is_durable_whatever_the_server_was_told(
        self, store: PostgresEventStore, way: str
    ) -> None:
        made = rows([recording("a", 0, told(code="a"))])
        async with store.database.transaction() as conn:
            conn.adapters.register_dumper(Binary, BinaryDumper)
            await conn.execute("SET LOCAL synchronous_commit = off")
            if way == "alone":
                await conn.execute(APPEND_ONE, alone(made[0]))
            else:
                await conn.execute(APPEND, together([made], []))
            assert await one(conn, "SHOW synchronous_commit") == "on"

    async def test_a_transaction_that_was_not_committed_took_no_position(
        self, store: PostgresEventStore
    ) -> None:
        async with store.database.connection() as conn, conn.transaction(force_rollback=True):
            await conn.execute("INSERT INTO hoso_events VALUES ('lost', 1, 'x', '{}')")
        (event,) = await store.append([recording("a", 0)])
        assert event.position == 1

    async def test_the_time_of_recording_stands_still_when_the_clock_goes_back(
        self, store: PostgresEventStore
    ) -> None:
        async with store.database.connection() as conn:
            await conn.execute("UPDATE hoso_head SET recorded_at = now() + interval '1 hour'")
        (one_event,) = await store.append([recording("a", 0)])
        (other,) = await store.append([recording("a", 1)])
        assert one_event.recorded_at == other.recorded_at
        assert await store.known_at(other.recorded_at) == 2


class TestOnPostgresInBulk(EventStorePromises):
    """The same by COPY, which many events at once take."""

    @pytest.fixture
    def store(self, database: Database, monkeypatch: pytest.MonkeyPatch) -> PostgresEventStore:
        monkeypatch.setattr(waiting, "COPIED", 1)
        return PostgresEventStore(database)

    async def test_it_is_durable_whatever_the_server_was_told(
        self, store: PostgresEventStore
    ) -> None:
        request = Request([recording("a", 0)], asyncio.get_running_loop().create_future())
        async with store.database.transaction() as conn:
            conn.adapters.register_dumper(Binary, BinaryDumper)
            await conn.execute("SET LOCAL synchronous_commit = off")
            await copied(conn.cursor(binary=True), request)
            assert await one(conn, "SHOW synchronous_commit") == "on"


async def test_many_at_once_and_one_by_one_stand_in_one_order(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "COPIED", 20)
    store = PostgresEventStore(database)

    async def many(name: str) -> None:
        for chunk in range(5):
            await store.append([recording(f"{name}-{chunk}", version) for version in range(30)])

    async def single(name: str) -> None:
        for number in range(50):
            await store.append([recording(f"{name}-{number}", 0)])

    async with anyio.create_task_group() as tasks:
        for number in range(3):
            tasks.start_soon(many, f"many {number}")
            tasks.start_soon(single, f"single {number}")
    log = await store.after(0, 1000)
    assert [event.position for event in log] == list(range(1, 3 * 150 + 3 * 50 + 1))
    assert all(earlier.recorded_at <= later.recorded_at for earlier, later in pairwise(log))


async def one(conn: AsyncConnection[Any], question: str) -> Any:
    row = await (await conn.execute(psycopg.sql.SQL(question))).fetchone()
    return row[0] if row else None


def test_every_kind_is_drawn_with_every_field() -> None:
    drawn = fields_of_kinds()
    assert set(drawn) == set(KINDS.values())
    for kind, fields in drawn.items():
        assert fields.keys() == kind.model_fields.keys() - {"kind"}
