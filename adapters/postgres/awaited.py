"""The codes that something waits for; a code that is to be tried is leased, never locked, so that
nobody who tells of it waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb
from pydantic_core import to_jsonable_python

from adapters.postgres.database import Database
from adapters.postgres.unplaced import PostgresUnplaced
from domain.unplaced import LEASE, Kept, Why

BATCH: Final = 5000
"""Positions that are looked through at once."""

BEHIND: Final = """
SELECT hoso_stirred.position < hoso_head.position FROM hoso_stirred, hoso_head
"""

# Somebody who holds it does the same.
FROM: Final = "SELECT position FROM hoso_stirred FOR UPDATE SKIP LOCKED"

# Nobody waits: nobody missed anything. What comes from now on is tried once in any case.
TO: Final = """
SELECT CASE
    WHEN EXISTS (SELECT FROM hoso_awaited) THEN least(position, %s) ELSE position
END FROM hoso_head
"""

# In the order of those who keep, so that neither waits for the other for ever.
STIR: Final = """
WITH stirred AS (
    SELECT code FROM hoso_awaited WHERE NOT due AND code IN (
        SELECT value FROM hoso_codes WHERE stream IN (
            SELECT originator_id FROM hoso_events
            WHERE notification_id > %s AND notification_id <= %s
        )
    ) ORDER BY code FOR UPDATE
)
UPDATE hoso_awaited AS awaited SET due = true, since = clock_timestamp()
FROM stirred WHERE awaited.code = stirred.code
"""

NEXT: Final = """
UPDATE hoso_awaited SET due = false, leased_until = clock_timestamp() + %s
WHERE code = (
    SELECT code FROM hoso_awaited
    WHERE (due OR leased_until IS NOT NULL)
        AND (leased_until IS NULL OR leased_until < clock_timestamp())
    ORDER BY since LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING code
"""

RENEW: Final = """
UPDATE hoso_awaited SET leased_until = clock_timestamp() + %s
WHERE code = %s AND leased_until IS NOT NULL
"""

DONE: Final = """
UPDATE hoso_awaited SET
    leased_until = NULL, due = due OR %(again)s, since = clock_timestamp()
WHERE code = %(code)s
"""

# Unless something came for it meanwhile: that made it due.
FORGET: Final = """
DELETE FROM hoso_awaited AS awaited
WHERE code = %s AND NOT due AND leased_until IS NULL AND NOT EXISTS (
    SELECT FROM hoso_unplaced WHERE code = awaited.code AND state = 'waiting'
)
"""


@dataclass(frozen=True, slots=True)
class PostgresAwaited:
    """Keeps the promises of domain.unplaced.Awaited."""

    database: Database
    unplaced: PostgresUnplaced

    async def stirred(self) -> bool:
        async with self.database.connection() as conn:
            ((behind,),) = await _rows(conn, BEHIND)
        return await self._stir() if behind else False

    async def _stir(self) -> bool:
        async with self.database.transaction() as conn:
            mine = await _rows(conn, FROM)
            if not mine:
                return False
            ((position,),) = mine
            ((to,),) = await _rows(conn, TO, position + BATCH)
            await conn.execute(STIR, (position, to))
            await conn.execute("UPDATE hoso_stirred SET position = %s", (to,))
        return bool(to == position + BATCH)

    async def next(self) -> str | None:
        async with self.database.connection() as conn:
            found = await _rows(conn, NEXT, LEASE)
        return found[0][0] if found else None

    async def awaiting(self, code: str, after: str | None, limit: int) -> Sequence[Kept]:
        async with self.database.connection() as conn:
            await conn.execute(RENEW, (LEASE, code))
        return await self.unplaced.awaiting(code, after, limit)

    async def refused(self, id: str, why: Sequence[Why], seen: int) -> None:
        told = [{"code": one.code, "params": to_jsonable_python(one.params)} for one in why]
        async with self.database.connection() as conn:
            await conn.execute(
                "UPDATE hoso_unplaced SET refused = %s, seen = %s WHERE id = %s",
                (Jsonb(told), seen, id),
            )

    async def done(self, code: str, *, again: bool) -> None:
        async with self.database.connection() as conn:
            await conn.execute(DONE, {"code": code, "again": again})
            await conn.execute(FORGET, (code,))


async def _rows(conn: AsyncConnection[Any], query: str, *params: Any) -> list[Any]:
    return await (await conn.execute(query.encode(), params)).fetchall()
