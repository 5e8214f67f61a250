"""How an installation is, as its database tells it, whoever asks and whoever works."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from psycopg import AsyncConnection

from adapters.postgres.database import Database
from adapters.postgres.migrate import migrations
from domain.register import STREAMS
from domain.vitals import Lag, Seen, Vitals

WATCH: Final = "watch"

LAGS: Final = """
SELECT at.name, at.position, head.position, next.waited,
    (SELECT count(*) FROM hoso_parked k WHERE k.projection = at.name)
FROM (
    SELECT name, coalesce(p.position, 0) AS position
    FROM unnest(%(names)s::text[]) AS wanted (name) LEFT JOIN hoso_projections p USING (name)
    UNION ALL SELECT %(watch)s, position FROM hoso_looked
) AS at
CROSS JOIN hoso_head AS head
LEFT JOIN LATERAL (
    SELECT extract(epoch FROM hoso_now() - recorded_at)::float8 AS waited FROM hoso_events
    WHERE notification_id > at.position
    AND (at.name <> %(watch)s OR originator_id <> ALL(%(apart)s))
    ORDER BY notification_id LIMIT 1
) AS next ON true
"""

SEEN: Final = """
SELECT DISTINCT ON (name)
    name, extract(epoch FROM clock_timestamp() - seen_at)::float8, fault, process
FROM hoso_pulse ORDER BY name, seen_at DESC
"""

SCHEMA: Final = "SELECT coalesce(max(version), 0) FROM hoso_migrations"


async def vitals(database: Database, names: Sequence[str]) -> Vitals:
    """`names` are the read models. Raises StoreUnavailable."""
    given = {"names": list(names), "watch": WATCH, "apart": list(STREAMS)}
    async with database.connection() as conn:
        ((schema,),) = await _rows(conn, SCHEMA)
        rows = await _rows(conn, LAGS, given)
        seen = tuple(Seen(*row) for row in await _rows(conn, SEEN))
        unplaced = await _unplaced(conn)
    lags = {row[0]: _lag(*row) for row in rows}
    return Vitals(
        schema,
        _known(),
        rows[0][2],
        tuple(lags[name] for name in names),
        lags[WATCH],
        seen,
        unplaced,
    )


@cache
def _known() -> int:
    return max(migrations())


def _lag(name: str, position: int, head: int, waited: float | None, parked: int) -> Lag:
    if waited is None:
        return Lag(name, position, parked=parked)
    # Clocks may go back; nothing has waited for less than nothing.
    return Lag(name, position, head - position, max(waited, 0.0), parked)


async def _unplaced(conn: AsyncConnection[Any]) -> int:
    ((count,),) = await _rows(conn, "SELECT count(*) FROM hoso_unplaced WHERE state = 'waiting'")
    return int(count)


async def _rows(conn: AsyncConnection[Any], query: str, given: Any = None) -> list[Any]:
    return await (await conn.execute(query.encode(), given)).fetchall()
