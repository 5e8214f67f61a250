"""Real servers for a session, and a fresh database for each test."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import psycopg
import pytest
from psycopg import Connection, sql
from psycopg.conninfo import make_conninfo

from adapters.postgres.database import Database, opened
from adapters.postgres.embedded import binaries, running, system_binaries

pytest.register_assert_rewrite(
    "tests.adapters.promises", "tests.adapters.engine_promises", "tests.adapters.writing"
)

TEMPLATE: Final = "migrated"


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


@pytest.fixture(scope="session", params=list(PROGRAMS))
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    directory = tmp_path_factory.mktemp("server") / "hoso"
    with (
        running(directory, PROGRAMS[request.param]) as conninfo,
        psycopg.connect(conninfo, autocommit=True) as admin,
    ):
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
