"""Which dossiers a source told of when, in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from adapters.postgres.database import Database

TOLD_OF: Final = b"""
SELECT DISTINCT originator_id FROM hoso_events
WHERE occurred_at >= %s AND occurred_at < %s AND source = %s
ORDER BY originator_id LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class PostgresDays:
    """Keeps the promises of domain.manifest.Days."""

    database: Database

    async def told_of(
        self, source: str, since: datetime, until: datetime, most: int
    ) -> Sequence[str]:
        async with self.database.connection() as conn:
            cursor = await conn.execute(TOLD_OF, (since, until, source, most))
            return [row[0] for row in await cursor.fetchall()]
