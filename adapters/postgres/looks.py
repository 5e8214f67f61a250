"""Which dossiers the watch is to look at: those of which something was recorded, and in time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from adapters.postgres.database import Database
from domain.register import STREAMS


@dataclass(frozen=True, slots=True)
class PostgresLooks:
    """Keeps the promises of domain.watch.Looks."""

    database: Database

    async def changed(self, limit: int) -> tuple[int, Sequence[str]]:
        async with self.database.connection() as conn:
            cursor = await conn.execute(
                "SELECT notification_id, originator_id FROM hoso_events "
                "WHERE notification_id > (SELECT position FROM hoso_looked) "
                "AND originator_id <> ALL(%s) ORDER BY notification_id LIMIT %s",
                (list(STREAMS), limit),
            )
            rows = await cursor.fetchall()
        return (rows[-1][0] if rows else 0), list(dict.fromkeys(stream for _, stream in rows))

    async def moved(self, position: int) -> None:
        async with self.database.connection() as conn:
            # Another process may have come further.
            await conn.execute(
                "UPDATE hoso_looked SET position = %s WHERE position < %s", (position, position)
            )

    async def due(self, at: datetime, limit: int) -> Sequence[str]:
        async with self.database.connection() as conn:
            cursor = await conn.execute(
                "SELECT stream FROM hoso_looks WHERE next_at <= %s ORDER BY next_at LIMIT %s",
                (at, limit),
            )
            return [stream for (stream,) in await cursor.fetchall()]

    async def looked(self, stream: str, version: int, next_at: datetime | None) -> None:
        async with self.database.connection() as conn:
            await conn.execute(
                "INSERT INTO hoso_looks AS before VALUES (%s, %s, %s) "
                "ON CONFLICT (stream) DO UPDATE "
                "SET version = excluded.version, next_at = excluded.next_at "
                "WHERE excluded.version >= before.version",
                (stream, version, next_at),
            )

    async def postponed(self, stream: str, next_at: datetime) -> None:
        async with self.database.connection() as conn:
            await conn.execute(
                "INSERT INTO hoso_looks VALUES (%s, 0, %s) "
                "ON CONFLICT (stream) DO UPDATE SET next_at = excluded.next_at",
                (stream, next_at),
            )
