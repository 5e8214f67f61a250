"""Real servers for a session, and a fresh database for each test."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch
from uuid import uuid4

import psycopg
import pytest
from psycopg import Connection, sql
from psycopg.conninfo import make_conninfo

from adapters.postgres import cluster
from adapters.postgres.database import Database, opened
from adapters.postgres.embedded import binaries, running, system_binaries

pytest.register_assert_rewrite(
    "tests.adapters.promises", "tests.adapters.engine_promises", "tests.adapters.writing"
)

TEMPLATE: Final = "migrated"

UNFLUSHED: Final = tuple(one if one != "fsync=on" else "fsync=off" for one in cluster.SETTINGS)
"""What dies here are processes, never the machine: nothing need reach its disk, and a database is
dropped ten times as fast. `embedded/` has servers of its own, as they are in earnest."""


def _programs() -> dict[str, Path]:
    found = {"embedded-18": binaries()}
    if system := system_binaries():
        found[f"system-{system.parent.name}"] = system
    return found


PROGRAMS: Final = _programs()


@dataclass(frozen=True, slots=True)
class Server:
    """A running server with a migrated template."""

    admin: Connection[Any]
    conninfo: str

    @contextmanager
    def database(self, template: str = TEMPLATE) -> Iterator[str]:
        """A fresh database; yields its conninfo."""
        name = f"test_{uuid4().hex}"
        self.admin.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        try:
            yield make_conninfo(self.conninfo, dbname=name)
        finally:
            self.admin.execute(
                sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            )


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


@pytest.fixture(scope="session", params=list(PROGRAMS))
def server(request: pytest.FixtureRequest, servers: Callable[[str], Server]) -> Server:
    return servers(request.param)


@contextmanager
def _serving(directory: Path, programs: Path) -> Iterator[Server]:
    with ExitStack() as stack:
        with patch.object(cluster, "SETTINGS", UNFLUSHED):
            conninfo = stack.enter_context(running(directory, programs))
        admin = stack.enter_context(psycopg.connect(conninfo, autocommit=True))
        admin.execute(f"CREATE DATABASE {TEMPLATE}".encode())
        asyncio.run(_migrated(make_conninfo(conninfo, dbname=TEMPLATE)))
        yield Server(admin, conninfo)


async def _migrated(conninfo: str) -> None:
    async with opened(conninfo):
        pass


@pytest.fixture
def conninfo(server: Server) -> Iterator[str]:
    """The address of a fresh, migrated database."""
    with server.database() as conninfo:
        yield conninfo


@pytest.fixture
async def database(conninfo: str) -> AsyncIterator[Database]:
    async with opened(conninfo) as database:
        yield database
