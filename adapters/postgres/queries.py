"""What readers ask of the read models."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import groupby
from typing import Final

from psycopg import sql

from adapters.postgres.database import Database
from adapters.postgres.reaching import within
from domain.access import Reach
from domain.dossier.concerned import concerned
from domain.dossier.concerned import within as concerns
from domain.dossier.events import DossierEvent
from domain.law import InForce
from domain.store import EventStore
from projections import timeliness
from projections.dossier_view import DossierView
from projections.report import Period
from projections.timeliness import Span

AT_ONCE: Final = 1000
"""Dossiers that are folded together."""

NAMED: Final = 10
"""Parked dossiers of a projection that its standing names; it counts them all."""

STANDINGS: Final = """
SELECT p.name, p.position, k.stream, k.position, k.fault, k.of
FROM hoso_projections p LEFT JOIN (
    SELECT *, row_number() OVER (PARTITION BY projection ORDER BY position, stream) AS number,
        count(*) OVER (PARTITION BY projection) AS of
    FROM hoso_parked
) k ON k.projection = p.name AND k.number <= %s
ORDER BY p.name, k.number
"""


@dataclass(frozen=True, slots=True)
class Parked:
    """A dossier that a projection leaves as it was, the event that it cannot take, and why."""

    stream: str
    position: int
    fault: str

    def __str__(self) -> str:
        return f"dossier {self.stream} at position {self.position}: {self.fault}"


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a projection has read, and what it could not take on the way."""

    name: str
    position: int = 0
    parked: int = 0
    """Dossiers."""
    named: tuple[Parked, ...] = ()
    """The first of them."""

    def says(self) -> str:
        """The parked dossiers by name, and how many more there are."""
        more = self.parked - len(self.named)
        told = "; ".join(map(str, self.named))
        return f"{told}; and {more} more" if more else told


async def reached(database: Database, names: Sequence[str]) -> int:
    """The position that all of them have reached."""
    async with database.connection() as conn:
        cursor = await conn.execute(
            "SELECT count(*), min(position) FROM hoso_projections WHERE name = ANY(%s)",
            (list(names),),
        )
        row = await cursor.fetchone()
    begun, position = row or (0, None)
    return position or 0 if begun == len(names) else 0


async def standings(database: Database, names: Sequence[str]) -> list[Standing]:
    async with database.connection() as conn:
        rows = await (await conn.execute(STANDINGS, (NAMED,))).fetchall()
    found: dict[str, Standing] = {}
    for name, position, stream, at, fault, of in rows:
        before = found.get(name, Standing(name, position))
        named = (*before.named, Parked(stream, at, fault)) if stream else ()
        found[name] = Standing(name, position, of or 0, named)
    return [found.get(name, Standing(name)) for name in names]


async def spans(database: Database, period: Period, reach: Reach = None) -> list[Span]:
    """The spans that may count in the period; projections.report has the last word."""
    names = sql.SQL(", ").join(sql.Identifier(field.name) for field in fields(Span))
    async with database.connection() as conn:
        cursor = await conn.execute(
            sql.SQL(
                "SELECT {} FROM hoso_timeliness WHERE from_on <= %(as_of)s "
                "AND (to_on IS NULL OR to_on > %(as_of)s) AND received_on <= %(to_on)s "
                "AND (ended_on IS NULL OR ended_on >= %(from_on)s "
                "OR received_on >= %(from_on)s) AND {}"
            ).format(names, within(reach, "hoso_timeliness")),
            {"as_of": period.as_of, "from_on": period.from_on, "to_on": period.to_on},
        )
        return [Span(*row) for row in await cursor.fetchall()]


async def spans_known(
    store: EventStore[DossierEvent], in_force: InForce, known_at: datetime, reach: Reach = None
) -> list[Span]:
    """All spans as they would be had nothing been recorded after `known_at`, neither of dossiers
    nor of the law; folded anew. Of dossiers that were within reach by what was known then."""
    known_to = await store.known_at(known_at)
    law = in_force.as_learnt(known_to)
    found: list[Span] = []
    stream = ""
    while streams := await store.dossiers(stream, AT_ONCE):
        stream = streams[-1]
        histories = await store.histories(streams, known_to=known_to)
        for _, known in groupby(histories, key=lambda event: event.stream):
            events = list(known)
            if concerns(reach, concerned(event.told for event in events)):
                found += timeliness.rows(events, law)
    return found


async def parked(database: Database, name: str, reach: Reach = None) -> int:
    """Dossiers that the projection leaves as they were."""
    asked = sql.SQL("SELECT count(*) FROM hoso_parked WHERE projection = %s AND {}")
    async with database.connection() as conn:
        cursor = await conn.execute(asked.format(within(reach, "hoso_parked")), (name,))
        ((number,),) = await cursor.fetchall()
    return int(number)


async def views(
    database: Database, after: str, limit: int, stage: str | None, reach: Reach = None
) -> list[DossierView]:
    """A page of dossiers behind the stream `after`, of one stage or of all."""
    asked = sql.SQL(
        "SELECT stream, position, version, state, findings FROM hoso_dossier_view "
        "WHERE stream > %s AND (%s::text IS NULL OR state->>'stage' = %s) AND {} "
        "ORDER BY stream LIMIT %s"
    ).format(within(reach, "hoso_dossier_view"))
    async with database.connection() as conn:
        cursor = await conn.execute(asked, (after, stage, stage, limit))
        return [DossierView(*row) for row in await cursor.fetchall()]
