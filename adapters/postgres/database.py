"""Connections to the database: a pool, errors in the store's words, migrations at opening."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

import psycopg
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from adapters.postgres.line import must_be_open
from adapters.postgres.migrate import migrate
from adapters.postgres.writer import Writer
from domain.store import Conflict, StoreUnavailable

OLDEST: Final = 150000
"""PostgreSQL 15, as `server_version` counts."""

PATIENCE: Final = 10.0
"""Seconds to wait for a connection before the store counts as unavailable."""

DOWN: Final = (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout)


class Database:
    """A pool of autocommitting connections; a transaction is opened where one is meant.

    The writer has connections of its own.
    """

    def __init__(self, conninfo: str, size: int = 4) -> None:
        self.conninfo = conninfo
        self.writer = Writer(conninfo)
        self._pool: AsyncConnectionPool[AsyncConnection[Any]] = AsyncConnectionPool(
            conninfo,
            min_size=1,
            max_size=size,
            open=False,
            timeout=PATIENCE,
            kwargs={"autocommit": True, "client_encoding": "UTF8"},
            check=must_be_open,
            configure=_in_utc,
        )

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[AsyncConnection[Any]]:
        """Raises StoreUnavailable when the database cannot be reached, Conflict when a
        unique key is taken; what was begun is rolled back then."""
        try:
            async with self._pool.connection() as conn:
                yield conn
        except psycopg.errors.UniqueViolation as error:
            raise Conflict(str(error)) from error
        except DOWN as error:
            raise StoreUnavailable(f"the database cannot be reached: {error}") from error

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection[Any]]:
        async with self.connection() as conn, conn.transaction():
            yield conn

    def pool(self) -> Mapping[str, int]:
        """How its connections are used, as psycopg_pool tells it."""
        return self._pool.get_stats()

    async def close(self) -> None:
        """Nothing more is taken; what waits to be recorded is."""
        await self.writer.close()
        await self._pool.close()


@asynccontextmanager
async def opened(conninfo: str, size: int = 4) -> AsyncIterator[Database]:
    """A database at this release's schema.

    Raises StoreUnavailable when it is down, older than PostgreSQL 15, newer than the code, or
    when its address is none or its role may not create tables.
    """
    try:
        await _prepare(conninfo)
    except psycopg.Error as error:
        raise StoreUnavailable(f"the database cannot be used: {error}") from error
    database = Database(conninfo, size)
    await database._pool.open()
    try:
        yield database
    finally:
        await database.close()


async def _prepare(conninfo: str) -> None:
    connecting = AsyncConnection.connect(conninfo, autocommit=True, connect_timeout=5)
    async with await connecting as conn:
        if conn.info.server_version < OLDEST:
            raise StoreUnavailable("PostgreSQL is older than 15")
        if conn.info.parameter_status("server_encoding") != "UTF8":
            raise StoreUnavailable("the database is not in UTF8, and cannot hold every name")
        await migrate(conn)


async def _in_utc(conn: AsyncConnection[Any]) -> None:
    """Times come as they are kept, and need not be converted one by one."""
    await conn.execute("SET TIME ZONE 'UTC'")
