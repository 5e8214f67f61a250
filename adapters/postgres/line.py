"""A connection of its own, opened again when it broke; and what tells that one did."""

import select
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final

import psycopg
from psycopg import AsyncConnection, AsyncCursor

from adapters.postgres.cells import Binary, BinaryDumper

CONNECTING: Final = 5
"""Seconds in which a server must answer."""

ENDING: Final = 5_000
"""Milliseconds that a lost session has to end."""

WAITING: Final = "10s"
"""How long for the order lock: an importer that was stopped in the middle may have it."""

SETTLED_IN: Final = """
SELECT pid, backend_start,
    set_config('default_transaction_isolation', 'read committed', false),
    set_config('lock_timeout', %s, false)
FROM pg_stat_activity WHERE pid = pg_backend_pid()
"""
"""Which session it is; whatever the server or the role was configured to."""

Session = tuple[int, Any]
"""A process of the server, and since when: process numbers come again."""


async def must_be_open(conn: AsyncConnection[Any]) -> None:
    """Raises OperationalError when the server has closed the connection.

    Without a round trip: on a connection at rest there is nothing to read but the farewell.
    """
    resting = select.poll()
    resting.register(conn.fileno(), select.POLLIN)
    if resting.poll(0):
        await conn.close()
        raise psycopg.OperationalError("the server has closed the connection")


class Line:
    """One session at a time, for one statement at a time."""

    def __init__(self, conninfo: str) -> None:
        self._conninfo = conninfo
        self._cursor: AsyncCursor[Any] | None = None
        self.session: Session | None = None

    @property
    def broken(self) -> bool:
        return self._cursor is None or self._cursor.connection.closed

    @property
    def cursor(self) -> AsyncCursor[Any]:
        """Of an open line."""
        assert self._cursor is not None
        return self._cursor

    async def open(self) -> None:
        """Raises psycopg.Error when the server cannot be reached."""
        if self._cursor is not None and not self.broken:
            with suppress(psycopg.OperationalError):
                return await must_be_open(self._cursor.connection)
        conn = await AsyncConnection.connect(
            self._conninfo, autocommit=True, connect_timeout=CONNECTING, client_encoding="UTF8"
        )
        conn.adapters.register_dumper(Binary, BinaryDumper)
        self._cursor = conn.cursor(binary=True)
        try:
            pid, since, *_ = await self.row(SETTLED_IN, (WAITING,))
        except BaseException:
            # Else the next one would take it for the session before it.
            await conn.close()
            raise
        self.session = pid, since

    async def row(self, query: str, params: Sequence[Any] = ()) -> Any:
        """The first row, on an open line. Raises psycopg.Error; broken then if lost."""
        rows = await self.rows(query, params)
        return rows[0]

    async def rows(self, query: str, params: Sequence[Any] = ()) -> list[Any]:
        await self.cursor.execute(query.encode(), params, prepare=True)
        return await self.cursor.fetchall()

    async def end(self, lost: Session) -> None:
        """Ends a session that was lost: nothing that it began is committed afterwards.

        Raises psycopg.Error when it does not end.
        """
        (ended,) = await self.row(
            "SELECT coalesce(bool_and(pg_terminate_backend(pid, %s)), true) "
            "FROM pg_stat_activity WHERE pid = %s AND backend_start = %s",
            (ENDING, *lost),
        )
        if not ended:
            raise psycopg.OperationalError("the session that was lost has not ended")

    async def close(self) -> None:
        if self._cursor is not None:
            await self._cursor.connection.close()
