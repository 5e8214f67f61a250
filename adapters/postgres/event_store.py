"""The event store on PostgreSQL, in the eventsourcing library's table.

The library has no asyncio; this reads and writes the same table, under the same order lock,
as its recorders do (docs/decisions/0003).
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import psycopg
from psycopg import AsyncConnection

from adapters.postgres.database import DOWN, Database
from adapters.postgres.rows import APPEND, SELECT, columns, event_of, recorded
from domain.dossier.events import DossierEvent
from domain.store import Recorded, RecordedEvent, Recording, StoreUnavailable
from domain.testimony import Code

Events = Sequence[RecordedEvent[DossierEvent]]

LISTENING: Final = 1.0
"""Seconds after which a follower looks for itself, should a notification have been lost."""

MAX_BIGINT: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class PostgresEventStore:
    """Keeps the promises of domain.store.EventStore."""

    database: Database

    async def streams(self, codes: Sequence[Code | str]) -> Sequence[tuple[tuple[Code, str], ...]]:
        values = [code.value if isinstance(code, Code) else code for code in codes]
        rows = await self._all(
            "SELECT system, value, stream FROM hoso_codes WHERE value = ANY(%s) "
            "ORDER BY value, since, system",
            (values,),
        )
        borne = [(Code(system, value), stream) for system, value, stream in rows]
        return [tuple(one for one in borne if _bears(one[0], code)) for code in codes]

    async def history(self, stream: str, *, known_to: int | None = None) -> Events:
        return await self.histories([stream], known_to=known_to)

    async def histories(self, streams: Sequence[str], *, known_to: int | None = None) -> Events:
        rows = await self._all(
            SELECT + "WHERE originator_id = ANY(%s) AND notification_id <= %s "
            "ORDER BY originator_id, originator_version",
            (list(streams), MAX_BIGINT if known_to is None else known_to),
        )
        return [event_of(row) for row in rows]

    async def versions(self, streams: Sequence[str]) -> Sequence[int]:
        rows = await self._all(
            "SELECT originator_id, max(originator_version) FROM hoso_events "
            "WHERE originator_id = ANY(%s) GROUP BY originator_id",
            (list(streams),),
        )
        last = dict(rows)
        return [last.get(stream, 0) for stream in streams]

    async def recorded(
        self, requests: Sequence[tuple[str, str]]
    ) -> Sequence[Recorded[DossierEvent] | None]:
        sources, request_ids = [r[0] for r in requests], [r[1] for r in requests]
        rows = await self._all(
            SELECT.replace("override\n", "override, fingerprint\n")
            + "WHERE (source, request_id) IN (SELECT * FROM unnest(%s::text[], %s::text[])) "
            "ORDER BY source, request_id, ordinal",
            (sources, request_ids),
        )
        led_to: dict[tuple[str, str], Recorded[DossierEvent]] = {}
        for row in rows:
            event = event_of(row)
            key = event.told.source, event.told.request_id
            earlier = led_to[key].events if key in led_to else ()
            led_to[key] = Recorded((*earlier, event), row[-1])
        return [led_to.get(request) for request in requests]

    async def append(self, recordings: Sequence[Recording[DossierEvent]]) -> Events:
        arguments = columns(recordings)
        if not arguments:
            return []
        async with self.database.connection() as conn:
            cursor = await conn.execute(APPEND, arguments)
            row = await cursor.fetchone()
        assert row is not None  # the function answers with one row, or raises
        return recorded(recordings, *row)

    async def after(self, position: int, limit: int) -> Events:
        rows = await self._all(
            SELECT + "WHERE notification_id > %s ORDER BY notification_id LIMIT %s",
            (position, limit),
        )
        return [event_of(row) for row in rows]

    async def dossiers(self, after: str, limit: int) -> Sequence[str]:
        rows = await self._all(
            "SELECT DISTINCT stream FROM hoso_codes WHERE stream > %s ORDER BY stream LIMIT %s",
            (after, limit),
        )
        return [row[0] for row in rows]

    async def head(self) -> int:
        ((head,),) = await self._all("SELECT position FROM hoso_head", ())
        return int(head)

    async def known_at(self, at: datetime) -> int:
        ((position,),) = await self._all("SELECT hoso_known_at(%s)", (at,))
        return int(position)

    async def follow(self, position: int) -> AsyncIterator[int]:
        try:
            async with await AsyncConnection.connect(
                self.database.conninfo, autocommit=True
            ) as conn:
                await conn.execute("LISTEN hoso_events")
                while True:
                    head = await self.head()
                    if head > position:
                        position = head
                        yield head
                    async for _ in conn.notifies(timeout=LISTENING, stop_after=1):
                        pass
        except DOWN as error:
            raise StoreUnavailable(f"the database cannot be reached: {error}") from error

    async def _all(self, query: str, params: Sequence[Any]) -> list[Any]:
        async with self.database.connection() as conn:
            cursor = await conn.execute(psycopg.sql.SQL(query), params)
            return await cursor.fetchall()


def _bears(borne: Code, wanted: Code | str) -> bool:
    return borne == wanted if isinstance(wanted, Code) else borne.value == wanted
