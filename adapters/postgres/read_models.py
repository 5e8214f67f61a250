"""Read models in PostgreSQL: each projection's rows and how far it has read, in one commit."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import groupby
from time import monotonic
from typing import Any, Final

import psycopg
import structlog
from psycopg import AsyncConnection, sql
from psycopg.types.json import Jsonb

from adapters.postgres.database import Database
from domain.dossier.events import DossierEvent
from domain.dossier.history import UnreadableEvent
from domain.law import Law
from domain.store import EventStore
from projections import timeliness
from projections.dossier_view import DossierView
from projections.projection import Projection
from projections.report import Period
from projections.timeliness import Span

BATCH: Final = 1000
"""Events a transaction takes; it bounds memory and how much a crash repeats."""

LOOK: Final = 0.02
"""Seconds between two looks at how far the projections are."""

Progress = Callable[[int], None]
"""Told the position reached."""

Rows = Sequence[Any]


class Unprojectable(Exception):
    """A projection cannot take the events up to `position`."""

    def __init__(self, position: int, cause: Exception) -> None:
        # The first line says what; the rest may quote the row.
        super().__init__(f"{type(cause).__name__}: {str(cause).partition(chr(10))[0]}")
        self.position = position


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a projection has read, and the event that stopped it, if one did."""

    name: str
    position: int
    stopped_at: int | None
    stopped_by: str | None


@dataclass(frozen=True, slots=True)
class ReadModels:
    database: Database
    store: EventStore[DossierEvent]
    law: Law
    projections: Sequence[Projection]

    async def catch_up(self, progress: Progress = lambda _: None) -> None:
        """Every projection to the head of the log. One that an event stops is logged and
        named in its standing; it holds up no other, and tries again at the next call."""
        for projection in self.projections:
            while (position := await self._batch(projection)) is not None:
                progress(position)

    async def rebuild(self, name: str, progress: Progress = lambda _: None) -> None:
        """From nothing, in one transaction: readers see the old rows until the new ones stand.

        Raises Unprojectable or UnreadableEvent, with nothing changed.
        """
        projection = next(one for one in self.projections if one.name == name)
        async with self.database.transaction() as conn:
            await _position(conn, name)
            await conn.execute(_sql("DELETE FROM {}", projection))
            position = 0
            while events := await self.store.after(position, BATCH):
                position = events[-1].position
                streams = sorted({event.stream for event in events})
                rows = await self._rows(projection, streams, position)
                await _replace(conn, projection, streams, rows, position)
                progress(position)
            await _moved(conn, name, position)

    async def standings(self) -> Sequence[Standing]:
        return await self._standings([projection.name for projection in self.projections])

    async def spans(self, period: Period) -> list[Span]:
        """The spans that may count in the period; projections.report has the last word."""
        names = sql.SQL(", ").join(sql.Identifier(field.name) for field in fields(Span))
        async with self.database.connection() as conn:
            cursor = await conn.execute(
                sql.SQL(
                    "SELECT {} FROM hoso_timeliness WHERE from_on <= %(as_of)s "
                    "AND (to_on IS NULL OR to_on > %(as_of)s) AND received_on <= %(to_on)s "
                    "AND (ended_on IS NULL OR ended_on >= %(from_on)s "
                    "OR received_on >= %(from_on)s)"
                ).format(names),
                {"as_of": period.as_of, "from_on": period.from_on, "to_on": period.to_on},
            )
            return [Span(*row) for row in await cursor.fetchall()]

    async def spans_known(self, known_at: datetime) -> list[Span]:
        """All spans as they would be had nothing been recorded after `known_at`; folded anew
        from the log."""
        known_to = await self.store.known_at(known_at)
        spans: list[Span] = []
        stream = ""
        while streams := await self.store.dossiers(stream, BATCH):
            stream = streams[-1]
            histories = await self.store.histories(streams, known_to=known_to)
            for _, known in groupby(histories, key=lambda event: event.stream):
                spans += timeliness.rows(list(known), self.law)
        return spans

    async def views(self, after: str, limit: int, stage: str | None) -> list[DossierView]:
        """A page of dossiers behind the stream `after`, of one stage or of all."""
        async with self.database.connection() as conn:
            cursor = await conn.execute(
                "SELECT stream, position, version, state, findings FROM hoso_dossier_view "
                "WHERE stream > %s AND (%s::text IS NULL OR state->>'stage' = %s) "
                "ORDER BY stream LIMIT %s",
                (after, stage, stage, limit),
            )
            return [DossierView(*row) for row in await cursor.fetchall()]

    async def reached(self, position: int, patience: float) -> bool:
        """Whether every projection reaches the position within `patience` seconds."""
        deadline = monotonic() + patience
        while any(one.position < position for one in await self.standings()):
            if monotonic() > deadline:
                return False
            await asyncio.sleep(LOOK)
        return True

    async def _batch(self, projection: Projection) -> int | None:
        """One transaction further; None at the head, or where an event stops it.

        A batch that fails is tried again by halves, down to the one event that stops it:
        how far a projection comes must not depend on where batches happened to end.
        """
        (standing,) = await self._standings([projection.name])
        limit = BATCH if standing.stopped_at is None else 1
        while True:
            try:
                return await self._further(projection, standing.position, limit)
            except (Unprojectable, UnreadableEvent) as fault:
                if limit == 1:
                    await self._stop(standing, fault)
                    return None
                limit //= 2

    async def _further(self, projection: Projection, position: int, limit: int) -> int | None:
        # Read and folded before the transaction, which then holds no second connection.
        events = await self.store.after(position, limit)
        if not events:
            return None
        streams = sorted({event.stream for event in events})
        rows = await self._rows(projection, streams, events[-1].position)
        async with self.database.transaction() as conn:
            if await _position(conn, projection.name) == position:
                await _replace(conn, projection, streams, rows, events[-1].position)
        return events[-1].position

    async def _rows(self, projection: Projection, streams: Sequence[str], known_to: int) -> Rows:
        histories = await self.store.histories(streams, known_to=known_to)
        try:
            return [
                row
                for _, known in groupby(histories, key=lambda event: event.stream)
                for row in projection.rows(list(known), self.law)
            ]
        except Exception as error:
            # Whatever it is, it must stop this projection only, and be named.
            raise Unprojectable(known_to, error) from error

    async def _stop(self, standing: Standing, fault: Unprojectable | UnreadableEvent) -> None:
        if standing.stopped_at != fault.position:
            structlog.get_logger().error(
                "projection stopped",
                projection=standing.name,
                position=fault.position,
                fault=str(fault),
            )
        async with self.database.transaction() as conn:
            if await _position(conn, standing.name) == standing.position:
                await conn.execute(
                    "UPDATE hoso_projections SET stopped_at = %s, stopped_by = %s WHERE name = %s",
                    (fault.position, str(fault), standing.name),
                )

    async def _standings(self, names: Sequence[str]) -> Sequence[Standing]:
        async with self.database.connection() as conn:
            cursor = await conn.execute(
                "SELECT name, position, stopped_at, stopped_by FROM hoso_projections"
            )
            found = {row[0]: Standing(*row) for row in await cursor.fetchall()}
        return [found.get(name, Standing(name, 0, None, None)) for name in names]


async def _position(conn: AsyncConnection[Any], name: str) -> int:
    """Locks the projection: two runners never project the same batch."""
    await conn.execute(
        "INSERT INTO hoso_projections (name) VALUES (%s) ON CONFLICT DO NOTHING", (name,)
    )
    cursor = await conn.execute(
        "SELECT position FROM hoso_projections WHERE name = %s FOR UPDATE", (name,)
    )
    row = await cursor.fetchone()
    assert row is not None  # inserted just now, if not before
    return int(row[0])


async def _moved(conn: AsyncConnection[Any], name: str, position: int) -> None:
    await conn.execute(
        "UPDATE hoso_projections SET position = %s, stopped_at = NULL, stopped_by = NULL "
        "WHERE name = %s",
        (position, name),
    )


async def _replace(
    conn: AsyncConnection[Any],
    projection: Projection,
    streams: Sequence[str],
    rows: Rows,
    position: int,
) -> None:
    await conn.execute(_sql("DELETE FROM {} WHERE stream = ANY(%s)", projection), (list(streams),))
    try:
        await _insert(conn, projection, rows)
    except (psycopg.DataError, psycopg.IntegrityError) as error:
        # What PostgreSQL cannot hold, such as a NUL within a text that the library appended.
        raise Unprojectable(position, error) from error
    await _moved(conn, projection.name, position)


async def _insert(conn: AsyncConnection[Any], projection: Projection, rows: Iterable[Any]) -> None:
    names = [field.name for field in fields(projection.row)]
    columns = sql.SQL(", ").join(map(sql.Identifier, names))
    copy = _sql("COPY {} (", projection) + columns + sql.SQL(") FROM STDIN")
    async with conn.cursor() as cursor, cursor.copy(copy) as out:
        for row in rows:
            await out.write_row([_column(getattr(row, name)) for name in names])


def _column(value: Any) -> Any:
    return Jsonb(value) if isinstance(value, dict | list) else value


def _sql(statement: str, projection: Projection) -> sql.Composed:
    table = sql.Identifier(f"hoso_{projection.name}")
    return sql.SQL(statement).format(table)
