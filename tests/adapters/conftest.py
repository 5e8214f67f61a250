"""Real servers for a session, and a database for each test in which nothing is yet."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Final
from unittest.mock import patch

import httpx
import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from adapters.postgres import cluster
from adapters.postgres.database import Database, opened
from adapters.postgres.embedded import binaries, running, system_binaries
from tests.adapters.databases import TEMPLATE, Server, rows
from tests.adapters.documented import Documented

pytest.register_assert_rewrite(
    "tests.adapters.promises", "tests.adapters.engine_promises", "tests.adapters.writing"
)

UNFLUSHED: Final = tuple(one if one != "fsync=on" else "fsync=off" for one in cluster.SETTINGS)
"""What dies here are processes, never the machine: nothing need reach its disk, and a database is
dropped ten times as fast. `embedded/` has servers of its own, as they are in earnest."""


OURS: Final = "embedded-18"


def _programs() -> dict[str, Path]:
    found = {OURS: binaries()}
    if system := system_binaries():
        found[f"system-{system.parent.name}"] = system
    return found


PROGRAMS: Final = _programs()

ON_EVERY_SERVER: Final = {
    *("test_chain", "test_charges", "test_consignments", "test_counting"),
    *("test_engine", "test_event_store", "test_feed_postgres", "test_issued", "test_keys"),
    *("test_library", "test_migrations", "test_read_models", "test_rebuild", "test_register"),
    *("test_shelf_checks", "test_unplaced", "test_vault", "test_writer", "test_writer_faults"),
}
"""Whatever promises something of the SQL, with each of them; all else meets the embedded one."""


@pytest.fixture(autouse=True)
def documented(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever calls an application in process: what it answers must be in the document."""
    monkeypatch.setattr(httpx, "ASGITransport", Documented)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Server]]:
    """One with each of the programs, from its first test to the end: xdist hands out file by file,
    and a server of each parameter in turn would be made anew in every file."""
    with ExitStack() as stack:

        @cache
        def started(name: str) -> Server:
            directory = tmp_path_factory.mktemp("server") / "hoso"
            return stack.enter_context(_serving(directory, PROGRAMS[name]))

        yield started


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest, servers: Callable[[str], Server]) -> Server:
    return servers(getattr(request, "param", OURS))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "server" in metafunc.fixturenames and Path(metafunc.module.__file__).stem in ON_EVERY_SERVER:
        metafunc.parametrize("server", list(PROGRAMS), indirect=True, scope="session")


@contextmanager
def _serving(directory: Path, programs: Path) -> Iterator[Server]:
    with ExitStack() as stack:
        with patch.object(cluster, "SETTINGS", UNFLUSHED):
            conninfo = stack.enter_context(running(directory, programs))
        admin = stack.enter_context(psycopg.connect(conninfo, autocommit=True))
        admin.execute(f"CREATE DATABASE {TEMPLATE}".encode())
        template = make_conninfo(conninfo, dbname=TEMPLATE)
        asyncio.run(_migrated(template))
        with psycopg.connect(template) as conn:
            found = rows(conn)
        yield Server(admin, conninfo, found)


async def _migrated(conninfo: str) -> None:
    async with opened(conninfo):
        pass


@pytest.fixture
def conninfo(server: Server) -> Iterator[str]:
    """The address of a migrated database in which nothing is."""
    with server.database() as conninfo:
        yield conninfo


@pytest.fixture
async def database(conninfo: str) -> AsyncIterator[Database]:
    async with opened(conninfo) as database:
        yield database
