"""Counts the cells of the timeliness report where the rows are.

The same cells as projections.report counts from spans, which has the last word: a test compares
the two for whatever histories.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from psycopg import sql

from adapters.postgres.database import Database
from adapters.postgres.judging import FLAGS, stands
from adapters.postgres.reaching import within
from domain.access import Reach
from domain.dossier.clocks import Clock
from projections.report.cells import (
    CONTESTED,
    LATE,
    NATIONAL,
    NATIONAL_ENDED_IN_TIME,
    PROMISED_NOT_LEGAL,
    SETTLED,
    SETTLED_MINUTES,
    WITHOUT_APOLOGY,
    WITHOUT_CAUSE,
    Cell,
    Counts,
    Groups,
    Levels,
    Path,
    Period,
    add,
)

# Grouped by all that decides a cell, so that each is worked out once a row; Python puts them
# together again.
_CELLS: Final = """
SELECT {keys} came, outcome, national, {flags}, count(*), coalesce(sum(settled_minutes), 0)
FROM ({stands}) AS stands
GROUP BY {positions}
"""

OUTCOMES: Final[Mapping[str, Cell]] = {
    **{name: ("resolved", name) for name in ("early", "on_time", "late", "undetermined")},
    **{name: ("open", name) for name in ("in_time", "overdue")},
    "open_undetermined": ("open", "undetermined"),
    **{name: ("ended", name) for name in ("withdrawn", "stopped")},
}
"""By the words of the database."""


async def counts(
    database: Database,
    period: Period,
    by: Levels,
    clock: Clock = Clock.OWED,
    reach: Reach = None,
) -> Groups:
    """What projections.report counts in the period: cells by the keys of all levels."""
    async with database.connection() as conn:
        cursor = await conn.execute(*question(period, by, clock, reach))
        return by_group(await cursor.fetchall())


def question(
    period: Period, by: Levels, clock: Clock = Clock.OWED, reach: Reach = None
) -> tuple[sql.Composed, dict[str, date]]:
    keys = [sql.SQL("coalesce({}, ''), ").format(sql.Identifier(each.column)) for each in by]
    flags = sql.SQL(" + ").join(
        sql.SQL("CASE WHEN {} THEN {} ELSE 0 END").format(sql.Identifier(name), 1 << bit)
        for bit, name in enumerate(FLAGS)
    )
    positions = sql.SQL(", ").join(map(sql.Literal, range(1, len(by) + 5)))
    seen = stands(clock, within(reach, "hoso_timeliness"))
    asked = sql.SQL(_CELLS).format(
        keys=sql.Composed(keys), flags=flags, stands=seen, positions=positions
    )
    return asked, {"from_on": period.from_on, "to_on": period.to_on, "as_of": period.as_of}


def by_group(found: Iterable[tuple[Any, ...]]) -> Groups:
    """The answers to the question."""
    groups: dict[Path, Counts] = {}
    for *keys, came, outcome, national, flags, number, minutes in found:
        cells = groups.setdefault(tuple(keys), {})
        if outcome is None:
            add(cells, {("", came): number})
            continue
        add(cells, {("received", came): number})
        for cell in _cells(OUTCOMES[outcome], OUTCOMES[national], flags):
            add(cells, {cell: number})
            if cell == SETTLED:
                add(cells, {SETTLED_MINUTES: int(minutes)})
    return groups


def _cells(ours: Cell, national: Cell, flags: int) -> Iterator[Cell]:
    said = {name for bit, name in enumerate(FLAGS) if flags & 1 << bit}
    yield ours
    yield NATIONAL + national[0], national[1]
    if national[0] == "ended" and "nationally_in_time" in said:
        yield NATIONAL_ENDED_IN_TIME
    if ours in LATE:
        yield from (WITHOUT_CAUSE,) if "without_cause" in said else ()
        yield from (WITHOUT_APOLOGY,) if "without_apology" in said else ()
    if ours[0] == "resolved" and "timed" in said:
        yield SETTLED
    if ours[0] != "ended":
        yield from (CONTESTED,) if "contested" in said else ()
        yield from (PROMISED_NOT_LEGAL,) if "dates_differ" in said else ()
