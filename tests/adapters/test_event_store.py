"""The event stores keep what domain.store.EventStore promises."""

from typing import Any

import anyio
import psycopg
import pytest
from psycopg import AsyncConnection

from adapters.postgres import event_store
from adapters.postgres.database import Database
from adapters.postgres.event_store import PostgresEventStore
from adapters.postgres.rows import APPEND, columns
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

    async def test_an_acknowledged_event_is_durable_whatever_the_server_was_told(
        self, store: PostgresEventStore
    ) -> None:
        async with store.database.transaction() as conn:
            await conn.execute("SET LOCAL synchronous_commit = off")
            await conn.execute(APPEND, columns([recording("a", 0, told(code="a"))]))
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


async def one(conn: AsyncConnection[Any], question: str) -> Any:
    row = await (await conn.execute(psycopg.sql.SQL(question))).fetchone()
    return row[0] if row else None


def test_every_kind_is_drawn_with_every_field() -> None:
    drawn = fields_of_kinds()
    assert set(drawn) == set(KINDS.values())
    for kind, fields in drawn.items():
        assert fields.keys() == kind.model_fields.keys() - {"kind"}
