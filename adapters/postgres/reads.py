"""What auditors looked at: who, when, what, and with which answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from psycopg.types.json import Jsonb

from adapters.postgres.database import Database
from domain.access import Principal
from domain.keys.reads import Looked

INSERT: Final = """
INSERT INTO hoso_reads (reader, method, route, asked, status) VALUES (%s, %s, %s, %s, %s)
"""
SELECT: Final = """
SELECT number, read_at, reader, method, route, asked, status FROM hoso_reads
WHERE (%(before)s::bigint IS NULL OR number < %(before)s)
    AND (%(reader)s::text IS NULL OR reader = %(reader)s)
ORDER BY number DESC LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class PostgresReads:
    """Keeps the promises of domain.keys.reads.Reads."""

    database: Database

    async def keep(
        self, principal: Principal, method: str, route: str, asked: Mapping[str, Any], status: int
    ) -> None:
        async with self.database.transaction() as conn:
            await conn.execute("SET LOCAL synchronous_commit = on")
            row = (principal.id, method, route, Jsonb(_kept(asked)), status)
            await conn.execute(INSERT, row)

    async def kept(
        self, before: int | None, limit: int, reader: str | None = None
    ) -> Sequence[Looked]:
        asked = {"before": before, "limit": limit, "reader": reader}
        async with self.database.connection() as conn:
            cursor = await conn.execute(SELECT, asked)
            return [Looked(*row) for row in await cursor.fetchall()]


def _kept(asked: Mapping[str, Any]) -> dict[str, str]:
    """What a text of PostgreSQL can hold: an address may bring anything, in names, too."""
    return {_text(name): _text(str(value)) for name, value in asked.items()}


def _text(said: str) -> str:
    return said.encode("utf-8", "replace").decode().replace("\x00", "\ufffd")
