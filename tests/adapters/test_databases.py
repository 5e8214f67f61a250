"""A database that a test has used is, for the next one, as if nobody had."""

from pathlib import Path

import psycopg
import pytest

from adapters.postgres.database import opened
from adapters.postgres.event_store import PostgresEventStore
from adapters.postgres.vault import opened_vault
from tests.adapters.asking import engine_over
from tests.adapters.conftest import ON_EVERY_SERVER
from tests.adapters.databases import Server, rows
from tests.adapters.writing import a_note

pytestmark = pytest.mark.anyio


async def told(conninfo: str) -> list[int]:
    """The positions of what is told: of an event, and so of what was told before."""
    async with opened(conninfo) as database:
        store = PostgresEventStore(database)
        engine = engine_over(store, await opened_vault(database))
        await engine.perform(a_note("1", "HS-1"), opens=True)
        return [event.position for event in await store.after(0, 10)]


def tell(conninfo: str, statement: str) -> None:
    with psycopg.connect(conninfo) as conn:
        conn.execute(statement.encode())


async def test_what_was_told_is_gone_and_positions_begin_anew(server: Server) -> None:
    with server.database() as first:
        assert await told(first) == [1]
        tell(first, "DELETE FROM hoso_keys; UPDATE hoso_head SET position = 7")
    (used,) = server.spare[-1:]
    with server.database() as again, psycopg.connect(again) as conn:
        assert used not in server.spare
        assert rows(conn) == server.rows
        assert await told(again) == [1]


async def test_no_session_finds_its_way_into_the_database_of_the_next_test(server: Server) -> None:
    with server.database() as first:
        left = psycopg.connect(first)
        left.execute("SELECT hoso_take_positions(1)")
    with pytest.raises(psycopg.OperationalError), left:
        left.execute("SELECT 1")
    with server.database() as again:
        assert await told(again) == [1]
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(first)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE more (number int)",
        "CREATE INDEX more ON hoso_events (topic)",
        "ALTER TABLE hoso_events DISABLE TRIGGER hoso_link",
        "ALTER TABLE hoso_events ALTER unit SET DEFAULT 'x'",
        "ALTER TABLE hoso_events ADD CHECK (originator_version > 0)",
        "CREATE FUNCTION more() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "DROP TABLE hoso_looks",
        "CREATE SEQUENCE more",
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET jit = off', current_database()); END $$",
    ],
)
async def test_whose_schema_was_changed_is_not_used_again(server: Server, statement: str) -> None:
    with server.database() as changed:
        spare = list(server.spare)
        tell(changed, statement)
    assert server.spare == spare


def test_who_is_to_meet_every_server_is_there() -> None:
    assert {each.stem for each in Path(__file__).parent.glob("test_*.py")} >= ON_EVERY_SERVER
