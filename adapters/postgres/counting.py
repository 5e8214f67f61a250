"""Counts the cells of the timeliness report where the rows are.

The same cells as projections.report counts from spans, which has the last word: a test compares
the two for whatever histories.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from psycopg import sql

from adapters.postgres.database import Database
from projections.report import Cell, Grouping, Period

_STANDS: Final = """
SELECT *,
    (ended_how = 'not-accepted') IS TRUE AS never_received,
    received_on < %(from_on)s AS carried_over,
    ended_how IS NOT NULL AND ended_on <= %(as_of)s AS over,
    hoso_class(ended_on, ended_as, waits, overdue_from, %(as_of)s) AS class
FROM hoso_timeliness
WHERE from_on <= %(as_of)s AND (to_on IS NULL OR to_on > %(as_of)s)
    AND received_on <= %(to_on)s
    AND (received_on >= %(from_on)s
        OR (ended_on IS NULL OR ended_on >= %(from_on)s)
            AND (ended_how = 'not-accepted') IS NOT TRUE)
"""

_CELLS: Final = (
    """
SELECT {key},
    CASE
        WHEN never_received THEN 'not_accepted'
        WHEN carried_over THEN 'carried_over'
        WHEN channel = 'online' THEN 'online'
        ELSE 'direct'
    END,
    CASE WHEN never_received THEN NULL WHEN over THEN ended_how ELSE class END,
    count(*),
    count(*) FILTER (WHERE NOT never_received AND NOT over AND otherwise <> '[]'
        AND hoso_contested(otherwise, class, %(as_of)s))
FROM ("""
    + _STANDS
    + """) AS stands
GROUP BY 1, 2, 3
"""
)

_OUTCOMES: Final[Mapping[str, Cell]] = {
    **{name: ("resolved", name) for name in ("early", "on_time", "late", "undetermined")},
    **{name: ("open", name) for name in ("in_time", "overdue")},
    "open_undetermined": ("open", "undetermined"),
    **{name: ("ended", name) for name in ("withdrawn", "stopped")},
}


async def counts(
    database: Database, period: Period, by: Grouping | None
) -> dict[str, dict[Cell, int]]:
    """What projections.report counts in the period: cells by group."""
    async with database.connection() as conn:
        cursor = await conn.execute(*question(period, by))
        return by_group(await cursor.fetchall())


def question(period: Period, by: Grouping | None) -> tuple[sql.Composed, dict[str, date]]:
    key = sql.SQL("coalesce({}, '')").format(sql.Identifier(by.value)) if by else sql.Literal("all")
    days = {"from_on": period.from_on, "to_on": period.to_on, "as_of": period.as_of}
    return sql.SQL(_CELLS).format(key=key), days


def by_group(found: list[tuple[Any, ...]]) -> dict[str, dict[Cell, int]]:
    """The answers to the question."""
    groups: dict[str, dict[Cell, int]] = {}
    for key, came, outcome, number, contested in found:
        cells = groups.setdefault(key, {})
        _add(cells, ("", came) if outcome is None else ("received", came), number)
        if outcome is not None:
            _add(cells, _OUTCOMES[outcome], number)
        _add(cells, ("", "contested"), contested)
    return groups


def _add(cells: dict[Cell, int], cell: Cell, number: int) -> None:
    if number:
        cells[cell] = cells.get(cell, 0) + number
