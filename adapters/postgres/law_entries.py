"""Which dossiers a change of the law may touch, and what became of each change."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from adapters.postgres.database import Database
from domain.lawmaking.events import Touches
from domain.lawmaking.outages import SentAgain
from domain.modes import OURS

BESIDE: Final = 31
"""Days by which a clock of a dossier may begin before its receipt, or run on after its end and its
due date: the check of what was sent online, the return of a result."""

ON_THEIR_WAY: Final = """
SELECT DISTINCT stream FROM hoso_timeliness
WHERE received_on <= %(last)s::date + %(beside)s
    AND greatest(
        coalesce(ended_on, 'infinity'), coalesce(due_on, '-infinity')
    ) >= %(first)s::date - %(beside)s
ORDER BY stream
"""
OF_PROCEDURES: Final = """
SELECT DISTINCT stream FROM hoso_timeliness WHERE procedure = ANY(%(codes)s)
UNION
SELECT stream FROM hoso_dossier_view
WHERE state->'intake'->'procedure'->>'code' = ANY(%(codes)s)
    OR EXISTS (
        SELECT FROM jsonb_array_elements_text(state->'intake'->'hand_in'->'filed_with') AS with_it
        WHERE with_it = ANY(%(codes)s))
ORDER BY stream
"""
SENT_AGAIN: Final = """
SELECT DISTINCT originator_id FROM hoso_events
WHERE provenance = 'resent' AND source = %s
    AND source_recorded_at BETWEEN %s AND coalesce(%s::timestamptz, 'infinity')
ORDER BY originator_id
"""
MOVED: Final = """
SELECT correlation_id, count(*) FROM hoso_events
WHERE source = %s AND topic = 'dossier.deadline-recomputed' AND correlation_id LIKE 'law-%%'
GROUP BY correlation_id
"""


@dataclass(frozen=True, slots=True)
class PostgresTouched:
    """Keeps the promises of domain.lawmaking.decision.Touched."""

    database: Database
    reach: Callable[[], Awaitable[None]] | None = None
    """Lets the read models come to the head of the log; None: they are asked as they are."""

    async def streams(self, touches: Touches) -> Sequence[str]:
        if self.reach:
            await self.reach()
        asked = {
            "first": touches.first,
            "last": touches.last,
            "beside": BESIDE,
            "codes": list(touches.procedures),
        }
        query = OF_PROCEDURES if touches.procedures else ON_THEIR_WAY
        async with self.database.connection() as conn:
            cursor = await conn.execute(query.encode(), asked)
            return [stream for (stream,) in await cursor.fetchall()]

    async def sent_again(self, span: SentAgain) -> Sequence[str]:
        """The dossiers of which the source sent something again that it recorded in that time."""
        asked = (span.source, span.since, span.until)
        async with self.database.connection() as conn:
            cursor = await conn.execute(SENT_AGAIN.encode(), asked)
            return [stream for (stream,) in await cursor.fetchall()]

    async def moved(self) -> Mapping[int, int]:
        """By the position of an entry, how many open dossiers it moved."""
        async with self.database.connection() as conn:
            cursor = await conn.execute(MOVED.encode(), (OURS,))
            rows = await cursor.fetchall()
        return {int(entry.removeprefix("law-")): count for entry, count in rows}
