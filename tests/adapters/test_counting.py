"""Counted where the rows are, or from spans: the same report."""

import random
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any, Final

import pytest
from psycopg.types.json import Jsonb

from adapters.postgres.counting import counts
from adapters.postgres.database import Database
from domain.dossier.timeliness import Timeliness
from projections.report import Cell, Grouping, Period, cells_by_group
from projections.timeliness import Span
from projections.view import plain

pytestmark = pytest.mark.anyio

DAYS: Final = [date(2026, 3, 1) + timedelta(days=ahead) for ahead in range(12)]
ENDS: Final = [Timeliness.EARLY, Timeliness.ON_TIME, Timeliness.LATE, Timeliness.UNDETERMINED]


def spans(seed: int, number: int) -> Iterator[Span]:
    """Whatever the columns can hold, not only what some history leads to."""
    chance = random.Random(seed)
    for stream in range(number):
        begins = sorted(chance.sample(DAYS, k=2))
        for from_on, to_on in zip(begins, [begins[1], None], strict=True):
            yield span(chance, f"s{stream}", from_on, to_on)


def span(chance: random.Random, stream: str, from_on: date, to_on: date | None) -> Span:
    ended_on, overdue = chance.choice([None, *DAYS]), chance.choice([None, *DAYS])
    how = chance.choice([None, None, "withdrawn", "stopped", "not-accepted"]) if ended_on else None
    return Span(
        stream=stream,
        from_on=from_on,
        to_on=to_on,
        code=stream,
        received_on=chance.choice(DAYS),
        **standing(chance, ended_on, overdue),
        ended_how=how,
        otherwise=[
            {"rule": f"rule-{number}", **plain(standing(chance, ended_on, overdue))}
            for number in range(chance.choice([0, 0, 1, 2]))
        ],
        channel=chance.choice([None, "online", "direct", "post"]),
        field=chance.choice([None, "", "radiation"]),
        procedure=chance.choice(["2.002131", None]),
        unit=chance.choice(["one-stop", None]),
        officer=chance.choice(["hanh", "minh"]),
    )


def standing(chance: random.Random, ended_on: date | None, overdue: date | None) -> dict[str, Any]:
    return {
        "due_on": chance.choice([None, *DAYS]),
        "waits": chance.random() < 0.2,
        "overdue_from": overdue,
        "ended_on": ended_on,
        "ended_as": chance.choice(ENDS).value if ended_on else None,
    }


async def kept(database: Database, rows: list[Span]) -> None:
    async with database.connection() as conn, conn.cursor() as cursor:
        names = list(asdict(rows[0]))
        copy = f"COPY hoso_timeliness ({', '.join(names)}) FROM STDIN"
        async with cursor.copy(copy.encode()) as out:
            for row in rows:
                values = asdict(row) | {"otherwise": Jsonb(row.otherwise)}
                await out.write_row([values[name] for name in names])


def periods() -> Iterator[Period]:
    for first, last, as_of in ((0, 11, 11), (3, 6, 6), (3, 6, 9), (8, 9, 9), (0, 2, 11)):
        yield Period(DAYS[first], DAYS[last], DAYS[as_of])


@pytest.mark.parametrize("seed", range(3))
async def test_the_database_counts_what_the_projection_counts(
    database: Database, seed: int
) -> None:
    rows = list(spans(seed, 200))
    await kept(database, rows)
    seen: set[Cell] = set()
    for period in periods():
        for by in (None, *Grouping):
            found = cells_by_group(rows, period, by)
            assert await counts(database, period, by) == found
            seen |= {cell for cells in found.values() for cell in cells}
    assert len(seen) == 14  # every cell of the form, the contested and those never received
