"""The event store on PostgreSQL, in the eventsourcing library's table.

The library has no asyncio; this reads and writes the same table, under the same order lock,
as its recorders do (docs/decisions/0003).
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from psycopg import AsyncConnection

from adapters.postgres.database import DOWN, Database
from adapters.postgres.rows import SELECT, events_of
from adapters.postgres.together import Together
from domain.dossier.events import DossierEvent
from domain.refusals import NotKnownYet, Refused
from domain.register import STREAMS
from domain.store import Recorded, RecordedEvent, Recording, StoreUnavailable
from domain.testimony import Code

Events = Sequence[RecordedEvent[DossierEvent]]
Rows = list[Any]
Bearers = tuple[tuple[Code, str], ...]

PART: Final = 300
"""Rows that are decoded at once: some milliseconds."""

LISTENING: Final = 1.0
"""Seconds after which a follower looks for itself, should a notification have been lost."""

ANY: Final = 2**63 - 1
"""A position that none is behind."""

KNOWN_AT: Final = """
SELECT hoso_known_at(%s), greatest(hoso_now(), (SELECT recorded_at FROM hoso_head))
"""
"""And what time it is: a clock may have gone back, the log never does."""

IN_ORDER: Final = "ORDER BY originator_id, originator_version"


class PostgresEventStore:
    """Keeps the promises of domain.store.EventStore."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._borne = Together(self._find_borne)
        self._told = Together(self._find_told)
        self._asked = Together(self._find_asked)

    async def streams(self, codes: Sequence[Code | str]) -> Sequence[Bearers]:
        values = [code.value if isinstance(code, Code) else code for code in codes]
        borne = await self._borne.find(values)
        return [
            tuple(one for one in borne.get(value, ()) if code in (one[0], value))
            for code, value in zip(codes, values, strict=True)
        ]

    async def history(
        self, stream: str, *, known_to: int | None = None, most: int | None = None
    ) -> Events:
        if most is None:
            return await self.histories([stream], known_to=known_to)
        first = f"""{SELECT} WHERE originator_id = %s AND notification_id <= %s
        ORDER BY originator_version LIMIT %s"""
        known = ANY if known_to is None else known_to
        return await _events(await self._all(first, (stream, known, most)))

    async def histories(self, streams: Sequence[str], *, known_to: int | None = None) -> Events:
        if known_to is None:
            told = await self._told.find(streams)
            rows = [row for stream in sorted(set(streams)) for row in told.get(stream, ())]
        else:
            rows = await self._all(
                f"{SELECT} WHERE originator_id = ANY(%s) AND notification_id <= %s {IN_ORDER}",
                (list(streams), known_to),
            )
        return await _events(rows)

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
        found = await self._asked.find(requests)
        return [_led_to(found.get(request)) for request in requests]

    async def append(self, recordings: Sequence[Recording[DossierEvent]]) -> Events:
        if not any(one.told for one in recordings):
            return []
        return await self.database.writer.append(recordings)

    async def after(self, position: int, limit: int) -> Events:
        rows = await self._all(
            f"{SELECT} WHERE notification_id > %s AND originator_id <> ALL(%s) "
            "ORDER BY notification_id LIMIT %s",
            (position, list(STREAMS), limit),
        )
        return events_of(rows)

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
        ((position, now),) = await self._all(KNOWN_AT, (at,))
        if at > now:
            raise Refused(NotKnownYet(at.isoformat(), now.isoformat()))
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

    async def _find_borne(self, values: Sequence[str]) -> Mapping[str, Bearers]:
        rows = await self._all(
            "SELECT value, system, stream FROM hoso_codes WHERE value = ANY(%s) "
            "ORDER BY value, since, system",
            (values,),
        )
        return {
            value: tuple((Code(system, value), stream) for _, system, stream in bearers)
            for value, bearers in groupby(rows, key=itemgetter(0))
        }

    async def _find_told(self, streams: Sequence[str]) -> Mapping[str, Rows]:
        if len(streams) == 1:  # mostly, and planned better
            (stream,) = streams
            one = f"{SELECT} WHERE originator_id = %s ORDER BY originator_version"
            return {stream: await self._all(one, (stream,))}
        rows = await self._all(f"{SELECT} WHERE originator_id = ANY(%s) {IN_ORDER}", (streams,))
        return {stream: list(told) for stream, told in groupby(rows, key=itemgetter(1))}

    async def _find_asked(
        self, requests: Sequence[tuple[str, str]]
    ) -> Mapping[tuple[str, str], Rows]:
        rows = await self._all(
            f"{SELECT} WHERE (source, request_id) IN "
            "(SELECT * FROM unnest(%s::text[], %s::text[])) ORDER BY source, request_id, ordinal",
            ([source for source, _ in requests], [request_id for _, request_id in requests]),
        )
        return {request: list(led) for request, led in groupby(rows, key=itemgetter(8, 9))}

    async def _all(self, query: str, params: Sequence[Any]) -> Rows:
        async with self.database.connection() as conn:
            cursor = await conn.execute(query.encode(), params, prepare=True, binary=True)
            return await cursor.fetchall()


async def _events(rows: Rows) -> Events:
    """Of long histories a part at a time: in between, others are served."""
    if len(rows) <= PART:
        return events_of(rows)
    events: list[RecordedEvent[DossierEvent]] = []
    for begin in range(0, len(rows), PART):
        events += events_of(rows[begin : begin + PART])
        await asyncio.sleep(0)
    return events


def _led_to(rows: Rows | None) -> Recorded[DossierEvent] | None:
    return Recorded(tuple(events_of(rows)), rows[0][-1]) if rows else None
