"""A database is brought to this release's schema once, by whoever comes first, or not at all."""

import sys
from collections.abc import Iterator
from subprocess import PIPE, Popen
from typing import Any, Final

import psycopg
import pytest
from psycopg import Connection, sql
from psycopg.conninfo import make_conninfo

from adapters.postgres import database as database_module
from adapters.postgres.database import opened
from adapters.postgres.migrate import DatabaseNewer, migrations
from domain.store import StoreUnavailable
from tests.adapters.databases import Server
from tests.adapters.writing import PROJECT

pytestmark = pytest.mark.anyio

EVERYTHING: Final = (
    "SELECT table_name, column_name, ordinal_position, data_type, is_nullable, column_default "
    "FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 3",
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2",
    "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1",
)

OPENING: Final = """
import asyncio, sys
from adapters.postgres.database import opened
async def main():
    print("ready", flush=True)
    sys.stdin.readline()
    async with opened(sys.argv[1]):
        pass
asyncio.run(main())
"""


@pytest.fixture
def empty(server: Server) -> Iterator[str]:
    """The address of a database in which nothing is."""
    with server.database("template1") as conninfo:
        yield conninfo


def ask(conninfo: str, question: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(conninfo, autocommit=True) as conn:
        cursor = conn.execute(question.encode())
        return cursor.fetchall() if cursor.description else []


def schema(conninfo: str) -> list[list[tuple[Any, ...]]]:
    return [ask(conninfo, question) for question in EVERYTHING]


def test_migrations_are_numbered_without_gaps() -> None:
    assert list(migrations()) == list(range(1, len(migrations()) + 1))


async def test_opening_twice_is_opening_once(empty: str) -> None:
    async with opened(empty):
        once = schema(empty), ask(empty, "TABLE hoso_migrations"), ask(empty, "TABLE hoso_keys")
    async with opened(empty):
        pass
    twice = schema(empty), ask(empty, "TABLE hoso_migrations"), ask(empty, "TABLE hoso_keys")
    assert twice == once
    assert [version for version, *_ in once[1]] == list(migrations())


def test_processes_that_come_at_once_migrate_once(empty: str, conninfo: str) -> None:
    opening = [
        Popen([sys.executable, "-c", OPENING, empty], cwd=PROJECT, stdin=PIPE, stdout=PIPE)
        for _ in range(2)
    ]
    for process in opening:
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
    for process in opening:
        assert process.stdin
        process.stdin.write(b"now\n")
        process.stdin.flush()
    for process in opening:
        process.communicate(timeout=30)
        assert process.returncode == 0
    assert schema(empty) == schema(conninfo)
    assert len(ask(empty, "TABLE hoso_migrations")) == len(migrations())


async def test_a_database_of_a_later_release_is_left_as_it_is(conninfo: str) -> None:
    ask(conninfo, "INSERT INTO hoso_migrations (version, name) VALUES (9999, 'later.sql')")
    ask(conninfo, "DELETE FROM hoso_migrations WHERE version = 1")
    before = schema(conninfo), ask(conninfo, "TABLE hoso_migrations")
    with pytest.raises(DatabaseNewer, match="9999") as refused:
        async with opened(conninfo):
            pass
    assert refused.value.code == "database-newer"
    assert (schema(conninfo), ask(conninfo, "TABLE hoso_migrations")) == before


async def test_a_migration_that_fails_leaves_nothing(
    empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = {**migrations(), 9999: ("broken.sql", "CREATE TABLE half (); SELECT 1 / 0")}
    monkeypatch.setattr("adapters.postgres.migrate.migrations", lambda: broken)
    with pytest.raises(StoreUnavailable, match="division by zero"):
        async with opened(empty):
            pass
    assert schema(empty) == [[], [], [], []]


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("host=/nowhere dbname=x", id="where nobody listens"),
        pytest.param("no address at all", id="that is none"),
        pytest.param("postgresql://localhost:0/x", id="with a port that cannot be"),
    ],
)
async def test_an_address_that_leads_nowhere_is_unavailable(address: str) -> None:
    with pytest.raises(StoreUnavailable):
        async with opened(address):
            pass


async def test_an_old_server_is_refused(conninfo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "OLDEST", 990000)
    with pytest.raises(StoreUnavailable, match="older"):
        async with opened(conninfo):
            pass


async def test_a_role_that_may_not_create_tables_is_told_so(empty: str) -> None:
    role = sql.Identifier(f"reader_{empty.rpartition('_')[2]}")
    with psycopg.connect(empty, autocommit=True) as conn:
        conn.execute(sql.SQL("CREATE ROLE {} LOGIN").format(role))
        try:
            with pytest.raises(StoreUnavailable, match="permission denied"):
                async with opened(make_conninfo(empty, user=role.as_string().strip('"'))):
                    pass
        finally:
            drop(conn, role)


def drop(conn: Connection[Any], role: sql.Identifier) -> None:
    conn.execute(sql.SQL("DROP ROLE {}").format(role))
