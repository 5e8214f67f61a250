"""The one PostgreSQL that everybody is measured on: the embedded one, with fsync on."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import Connection, sql
from psycopg.conninfo import make_conninfo

from adapters.postgres import embedded
from adapters.postgres.database import opened

CONNECTIONS: Final = 400
"""256 clients of pgbench at once, and whoever else has a pool open."""

TEMPLATE: Final = "hoso_template"

SHOWN: Final = (
    "server_version",
    "fsync",
    "synchronous_commit",
    "full_page_writes",
    "wal_sync_method",
    "shared_buffers",
    "data_checksums",
    "max_connections",
)


@dataclass(frozen=True, slots=True)
class Server:
    conninfo: str
    admin: Connection[Any]
    _numbers: Iterator[int]
    _shared: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def database(self) -> Iterator[str]:
        """A fresh database at hoso's schema; yields its address, and drops it."""
        name = self._created()
        try:
            yield self._address(name)
        finally:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
            self.admin.execute(drop.format(sql.Identifier(name)))

    def shared(self, by: str) -> str:
        """The address of one that is fresh for whoever comes first, and goes with the server."""
        if by not in self._shared:
            self._shared[by] = self._address(self._created())
        return self._shared[by]

    def _created(self) -> str:
        name = f"bench_{next(self._numbers)}"
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        self.admin.execute(create.format(sql.Identifier(name), sql.Identifier(TEMPLATE)))
        return name

    def _address(self, name: str) -> str:
        return make_conninfo(self.conninfo, dbname=name)

    def settings(self) -> dict[str, str]:
        """What it was run with, by name."""
        query = "SELECT name, current_setting(name) FROM unnest(%s::text[]) AS name"
        return dict(self.admin.execute(query, (list(SHOWN),)).fetchall())


@contextmanager
def running(directory: Path) -> Iterator[Server]:
    """A server on an empty directory, stopped at the end."""
    _more_connections(directory)
    with ExitStack() as stack:
        conninfo = stack.enter_context(embedded.running(directory))
        admin = stack.enter_context(psycopg.connect(conninfo, autocommit=True))
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(TEMPLATE)))
        asyncio.run(_migrated(make_conninfo(conninfo, dbname=TEMPLATE)))
        yield Server(conninfo, admin, count())


def _more_connections(directory: Path) -> None:
    """The one setting that differs from the embedded server's own; it asks for a restart."""
    with (
        embedded.running(directory) as conninfo,
        psycopg.connect(conninfo, autocommit=True) as conn,
    ):
        conn.execute(sql.SQL("ALTER SYSTEM SET max_connections = {}").format(CONNECTIONS))


async def _migrated(conninfo: str) -> None:
    async with opened(conninfo):
        pass
