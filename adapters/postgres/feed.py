"""The log in pages, as those who follow it may see it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from pydantic_core import from_json

from adapters.postgres.database import Database
from adapters.postgres.rows import SELECT, events_of
from domain.dossier.history import UnreadableEvent
from domain.register import STREAMS
from projections import concerned
from projections.feed import EVERYTHING, Event, Page, Unread, Wanted

SPAN: Final = 10_000
"""Positions that are looked through at once: it bounds what an index scan takes."""

SPANS: Final = 10
"""So many for one page, which is then given as it is, perhaps empty."""

LED: Final = """
SELECT h.position, coalesce(p.position, 0)
FROM hoso_head AS h LEFT JOIN hoso_projections AS p ON p.name = %s
"""
OF_KINDS: Final = "AND topic = ANY(%(kinds)s)"

# Asked only after how far that is known, which never goes back.
WITHIN: Final = """
AND EXISTS (SELECT FROM hoso_concerned AS c
    WHERE c.stream = originator_id AND c.body = ANY(%(reach)s))
"""
CONCERNED: Final = """
SELECT stream, array_agg(body) FROM hoso_concerned WHERE stream = ANY(%s) GROUP BY stream
"""

STAND_IN: Final = ("dossier.noted", b'{"name": "-"}')
"""Kind and state of an event that is read for one that cannot be."""


@dataclass(frozen=True, slots=True)
class PostgresFeed:
    database: Database

    async def page(self, after: int, limit: int, wanted: Wanted = EVERYTHING) -> Page:
        """Up to `limit` events behind a position; none is skipped, whatever transactions overlap.

        Whoever has a reach is led as far as it is known whom dossiers concern, and no further.
        """
        head, led = await self._ends()
        to = head if wanted.reach is None else min(head, led)
        found: list[Event] = []
        for _ in range(SPANS):
            if after >= to:
                break
            last = min(after + SPAN, to)
            found += await self._between(after, last, limit - len(found), wanted)
            if len(found) == limit:
                return Page(found, found[-1].position, to)
            after = last
        return Page(found, after, to)

    async def head(self) -> int:
        """The last position."""
        return (await self._ends())[0]

    async def led(self) -> int:
        """Up to which position it is known whom dossiers concern."""
        return (await self._ends())[1]

    async def concerned(self, streams: Collection[str]) -> Mapping[str, frozenset[str]]:
        """Whom each of the dossiers concerns, as far as that is known."""
        rows = await self._all(CONCERNED, (list(streams),))
        return {stream: frozenset(bodies) for stream, bodies in rows}

    async def _ends(self) -> tuple[int, int]:
        ((head, led),) = await self._all(LED, (concerned.PROJECTION.name,))
        return head, led

    async def _between(self, after: int, to: int, limit: int, wanted: Wanted) -> list[Event]:
        query = (
            f"{SELECT} WHERE notification_id > %(after)s AND notification_id <= %(to)s "
            "AND originator_id <> ALL(%(beside)s) "
            f"{OF_KINDS if wanted.kinds else ''} {WITHIN if wanted.reach is not None else ''} "
            "ORDER BY notification_id LIMIT %(limit)s"
        )
        params = {"after": after, "to": to, "limit": limit, "beside": list(STREAMS)}
        kinds, reach = list(wanted.kinds), list(wanted.reach or ())
        return _read(await self._all(query, {**params, "kinds": kinds, "reach": reach}))

    async def _all(self, query: str, params: Sequence[Any] | Mapping[str, Any]) -> list[Any]:
        async with self.database.connection() as conn:
            cursor = await conn.execute(query.encode(), params, prepare=True, binary=True)
            return await cursor.fetchall()


def _read(rows: Sequence[Any]) -> list[Event]:
    try:
        return [*events_of(rows)]
    except UnreadableEvent:
        return [_one(row) for row in rows]


def _one(row: Sequence[Any]) -> Event:
    try:
        (event,) = events_of([row])
    except UnreadableEvent:
        (read,) = events_of([(*row[:4], *STAND_IN, *row[6:])])
        told: Any = replace(read.told, event=_unread(row[4], row[5]))  # type: ignore[arg-type]
        return replace(read, told=told)
    return event


def _unread(kind: str | None, state: bytes | None) -> Unread:
    try:
        data = from_json(state or b"")
    except ValueError:
        data = None
    # A kind is one word, whatever the library was given.
    return Unread("-".join((kind or "unknown").split()), data)
