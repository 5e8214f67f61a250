"""Every event carries the hash of all that stands before it on its dossier, however it came."""

import hashlib
import json
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

import pytest
from anyio.to_thread import run_sync
from eventsourcing.persistence import StoredEvent
from hypothesis import HealthCheck, given, settings
from psycopg import AsyncConnection

from adapters.postgres import migrate, waiting
from adapters.postgres.database import Database, opened
from adapters.postgres.event_store import PostgresEventStore
from domain.dossier.events import Told
from domain.store import Recording
from tests import strategies
from tests.adapters.databases import Server
from tests.adapters.promises import recording, told
from tests.adapters.test_library import KINDS, recorder_on

pytestmark = pytest.mark.anyio

ROWS: Final = """
SELECT originator_id, originator_version, topic, recorded_at, occurred_at, precision, source,
    request_id, ordinal, fingerprint, code_system, code, source_ref, source_seq,
    source_recorded_at, actor, entered_by, unit, evidence, correlation_id, provenance, override,
    state, chain
FROM hoso_events ORDER BY originator_id, originator_version
"""


async def broken(conn: AsyncConnection[Any]) -> list[tuple[str, int]]:
    """The events whose hash is not what somebody computes who reads the table, and knows no
    more than what adapters/postgres/chain.py says."""
    rows = await (await conn.execute(ROWS)).fetchall()
    assert rows
    chains: dict[tuple[str, int], bytes] = {}
    found = []
    for *columns, state, chain in rows:
        stream, version = columns[:2]
        texts = [said(column) for column in columns]
        written = json.dumps(texts, ensure_ascii=False, separators=(",", ":")).encode()
        before = chains.get((stream, version - 1), bytes(32))
        if chain != hashlib.sha256(before + written + (state or b"")).digest():
            found.append((stream, version))
        chains[stream, version] = chain
    return found


def said(value: Any) -> str | None:
    match value:
        case None:
            return None
        case datetime():
            return str((value - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1))
        case bytes():
            return value.hex()
        case list() | dict():
            # A mapping comes as jsonb has it: short keys first.
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)


async def broken_in(database: Database) -> list[tuple[str, int]]:
    async with database.connection() as conn:
        return await broken(conn)


@pytest.fixture(params=[250, 1], ids=["in batches", "in bulk"])
def store(
    request: pytest.FixtureRequest, database: Database, monkeypatch: pytest.MonkeyPatch
) -> PostgresEventStore:
    monkeypatch.setattr(waiting, "COPIED", request.param)
    return PostgresEventStore(database)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(anything=strategies.testimonies())
async def test_whatever_is_said_is_hashed_alike(store: PostgresEventStore, anything: Told) -> None:
    stream = str(uuid4())
    own = {"event", "dossier", "request_id"}
    envelope = {one.name: getattr(anything, one.name) for one in fields(anything)}
    said_of_it = {name: value for name, value in envelope.items() if name not in own}
    one = replace(told(code=stream), **said_of_it)
    await store.append([Recording(stream, 0, (one,), bytes(range(32)))])
    assert await broken_in(store.database) == []


async def test_events_that_come_together_are_chained(store: PostgresEventStore) -> None:
    await store.append([recording("a", 0), recording("b", 0), recording("a", 1)])
    await store.append([recording("a", 2, told(code="of a"), told(code="of a"))])
    await store.append([recording("c", 0), recording("b", 1), recording("b", 2)])
    assert await broken_in(store.database) == []


@pytest.mark.parametrize("kind", list(KINDS))
async def test_what_the_library_appends_is_chained_too(
    store: PostgresEventStore, conninfo: str, kind: str
) -> None:
    await store.append([recording("a", 0)])
    await run_sync(appended, conninfo, kind)
    await store.append([recording("a", 4)])
    assert await broken_in(store.database) == []


def appended(conninfo: str, kind: str) -> None:
    with recorder_on(conninfo, kind) as recorder:
        events = [StoredEvent("a", version, "dossier.noted", b"{}") for version in (2, 3, 4)]
        recorder.insert_events([*events, StoredEvent("theirs", 5, "whatever", b"\xff")])


@pytest.mark.parametrize(
    ("change", "noticed"),
    [
        ("UPDATE hoso_events SET state = '{}' WHERE originator_version = 2", [2]),
        ("UPDATE hoso_events SET actor = 'Lê Út' WHERE originator_version = 4", [4]),
        ("UPDATE hoso_events SET recorded_at = recorded_at - interval '1 h'", [1, 2, 3, 4]),
        ("DELETE FROM hoso_events WHERE originator_version = 2", [3]),
        ("UPDATE hoso_events SET chain = sha256('') WHERE originator_version = 2", [2, 3]),
    ],
)
async def test_whoever_changes_what_stands_breaks_the_chain(
    store: PostgresEventStore, change: str, noticed: list[int]
) -> None:
    for version in range(4):
        await store.append([recording("a", version)])
    async with store.database.transaction() as conn:
        await conn.execute(change.encode())
        assert [version for _, version in await broken(conn)] == noticed


async def test_what_was_recorded_before_there_was_a_chain_is_chained(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = migrate.migrations()
    with server.database("template1") as conninfo:
        earlier = {number: one for number, one in known.items() if number < 8}
        monkeypatch.setattr(migrate, "migrations", lambda: earlier)
        async with opened(conninfo) as database, database.connection() as conn:
            for stream, version in (("a", 2), ("b", 1), ("a", 1), ("a", 3), ("c", 7)):
                await conn.execute(
                    "INSERT INTO hoso_events VALUES (%s, %s, 'dossier.noted', '{}')",
                    (stream, version),
                )
        monkeypatch.setattr(migrate, "migrations", lambda: known)
        async with opened(conninfo) as database:
            await PostgresEventStore(database).append([recording("a", 3)])
            assert await broken_in(database) == []
