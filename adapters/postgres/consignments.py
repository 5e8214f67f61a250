"""Where dossiers are found by a slip, or by what lies at a desk, in PostgreSQL."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from adapters.postgres.database import Database
from domain.dossier.values import Carrier

# As the index has it: in the words of the index alone PostgreSQL knows that it may use it.
ON_SLIP: Final = r"""
SELECT DISTINCT originator_id FROM hoso_events
WHERE position('\x22736c697022'::bytea IN state) > 0 AND hoso_slip(state) = left(%s, 200)
ORDER BY originator_id
"""

LYING_AT: Final = """
SELECT stream FROM hoso_dossier_view WHERE hoso_holders(state) && %s::text[] ORDER BY stream
"""


@dataclass(frozen=True, slots=True)
class PostgresPlaces:
    """Keeps the promises of domain.places.Places."""

    database: Database

    async def on_slip(self, slip: str) -> Sequence[str]:
        return await self._streams(ON_SLIP, slip)

    async def lying_at(
        self, organisations: Iterable[str], object: str, carrier: Carrier
    ) -> Sequence[str]:
        keys = [f"{object}/{carrier}@{organisation}" for organisation in organisations]
        return await self._streams(LYING_AT, keys)

    async def _streams(self, query: str, asked: str | list[str]) -> Sequence[str]:
        async with self.database.connection() as conn:
            cursor = await conn.execute(query.encode(), (asked,))
            return [row[0] for row in await cursor.fetchall()]
