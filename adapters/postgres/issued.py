"""The documents of issued reports, and the texts of law that they rest on."""

import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from adapters.postgres.database import Database


@dataclass(frozen=True, slots=True)
class PostgresDocuments:
    """Keeps the promises of domain.reports.documents.Documents."""

    database: Database

    async def keep(
        self, number: str, sha256: str, document: bytes, texts: Mapping[str, str]
    ) -> None:
        async with self.database.transaction() as conn:
            # What the log will say was issued must be there, whatever the server is set to.
            await conn.execute("SET LOCAL synchronous_commit = on")
            await conn.execute(
                "INSERT INTO hoso_law_texts (sha256, text) "
                "SELECT * FROM unnest(%s::text[], %s::text[]) ON CONFLICT DO NOTHING",
                ([*texts], [*texts.values()]),
            )
            await conn.execute(
                "INSERT INTO hoso_issued_reports (number, sha256, document) VALUES (%s, %s, %s) "
                "ON CONFLICT DO NOTHING",
                (number, sha256, zlib.compress(document)),
            )

    async def document(self, number: str, sha256: str) -> bytes | None:
        async with self.database.connection() as conn:
            cursor = await conn.execute(
                "SELECT document FROM hoso_issued_reports WHERE number = %s AND sha256 = %s",
                (number, sha256),
            )
            row = await cursor.fetchone()
        return _whole(row[0]) if row else None

    async def texts(self, wanted: Collection[str]) -> Mapping[str, str]:
        async with self.database.connection() as conn:
            cursor = await conn.execute(
                "SELECT sha256, text FROM hoso_law_texts WHERE sha256 = ANY(%s)", ([*wanted],)
            )
            return dict(await cursor.fetchall())


def _whole(compressed: bytes) -> bytes:
    """What somebody wrote over is given as it is: its hash tells that it is not what it was."""
    try:
        return zlib.decompress(compressed)
    except zlib.error:
        return compressed
