"""The dossiers behind a number of the timeliness report, a page at a time.

The same as projections.report.listing finds among the spans, which has the last word.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from typing import Any, Final

from psycopg import sql

from adapters.postgres.counting import OUTCOMES
from adapters.postgres.database import Database
from adapters.postgres.judging import stands
from adapters.postgres.reaching import EVERYTHING, within
from domain.access import Reach
from domain.dossier.clocks import Clock
from projections.report.cells import (
    CARRIED_OVER,
    NATIONAL,
    NATIONAL_ENDED_IN_TIME,
    NEVER_RECEIVED,
    Cell,
)
from projections.report.listing import TOTAL, Page, Wanted
from projections.timeliness import Span

# What was carried over is little, so it is sorted. What was received in the period is read in its
# order from an index until the page is full, except where few of many are wanted. The planner takes
# a cell for something that hardly any row is in, and would rather sort the whole period; and it
# takes the dossiers of a group, of all years, for fewer than those carried over. Into a CASE it
# cannot see.
_BEHIND: Final = """
SELECT {columns} FROM (
    (SELECT {columns} FROM ({carried}) AS stands
        WHERE CASE WHEN {narrowed} AND {cell} THEN true END
        ORDER BY received_on + 0, stream LIMIT %(limit)s)
    UNION ALL
    (SELECT {columns} FROM ({received}) AS stands
        WHERE CASE WHEN {cell} THEN true END
        ORDER BY {order}, stream LIMIT %(limit)s)
) AS found ORDER BY received_on, stream LIMIT %(limit)s
"""

# Nearly all of them are the last spans of open dossiers, of which there is an index; the others are
# those of which something is known for later days.
_LATE: Final = """
SELECT {columns} FROM (
    (SELECT {columns} FROM hoso_timeliness
        WHERE to_on IS NULL AND ended_on IS NULL AND {overdue}
        ORDER BY due_on, stream LIMIT %(limit)s)
    UNION ALL
    (SELECT {columns} FROM hoso_timeliness
        WHERE to_on > %(day)s AND {open} AND {overdue})
    UNION ALL
    (SELECT {columns} FROM hoso_timeliness
        WHERE {ahead} AND (to_on IS NULL OR to_on > %(day)s) AND {overdue})
) AS late ORDER BY due_on, stream LIMIT %(limit)s
"""

_OPEN: Final = "ended_on IS NULL AND daterange(from_on, to_on) @> %(day)s"
"""On the day; its own index finds them."""

_AHEAD: Final = "ended_on > %(day)s AND ended_on > from_on"
"""The same of a span that tells of its end already."""

_OVERDUE: Final = (
    "NOT waits AND overdue_from <= %(day)s AND from_on <= %(day)s AND {behind} AND {seen}"
)

IN_THE_PERIOD: Final[tuple[Cell, ...]] = (("received", "online"), ("received", "direct"))
ENDED_OTHERWISE: Final = (NEVER_RECEIVED, NATIONAL_ENDED_IN_TIME)

NOTHING: Final = sql.SQL("false")

_BESIDE: Final[Mapping[str, str]] = {
    "not_accepted": "came = 'not_accepted'",
    "contested": "outcome NOT IN ('withdrawn', 'stopped') AND contested",
    "promised_not_legal": "outcome NOT IN ('withdrawn', 'stopped') AND dates_differ",
    "late_without_cause": "outcome IN ('late', 'overdue') AND without_cause",
    "late_without_apology": "outcome IN ('late', 'overdue') AND without_apology",
    "national_ended_in_time": "national IN ('withdrawn', 'stopped') AND nationally_in_time",
    "settled": "outcome IN ('early', 'on_time', 'late', 'undetermined') AND timed",
}


async def listed(database: Database, wanted: Wanted, page: Page, reach: Reach = None) -> list[Span]:
    """In the order of their receipt."""
    async with database.connection() as conn:
        cursor = await conn.execute(*question(wanted, page, reach))
        return [Span(*row) for row in await cursor.fetchall()]


async def late(database: Database, day: date, page: Page, reach: Reach = None) -> list[Span]:
    """Open and overdue at the end of the day, the oldest due first."""
    async with database.connection() as conn:
        cursor = await conn.execute(*question_of_late(day, page, reach))
        return [Span(*row) for row in await cursor.fetchall()]


def question(
    wanted: Wanted, page: Page, reach: Reach = None
) -> tuple[sql.Composed, dict[str, Any]]:
    period = wanted.period
    keys = {f"key_{level}": key for level, key in enumerate(wanted.group)}
    narrowed = _all(*_narrowed(wanted, page))
    seen = within(reach, "hoso_timeliness")
    asked = sql.SQL(_BEHIND).format(
        columns=_columns(),
        narrowed=narrowed,
        carried=stands(wanted.clock, _all(_carried(wanted, page), seen)),
        received=stands(wanted.clock, _all(_received(wanted), narrowed, seen)),
        cell=_cell(wanted.cell),
        order=sql.SQL("received_on + 0" if wanted.cell[0] == "open" else "received_on"),
    )
    days = {"from_on": period.from_on, "to_on": period.to_on, "as_of": period.as_of}
    return asked, {**days, "day": period.as_of, **keys, **_paged(page)}


def _all(*conditions: sql.Composable) -> sql.Composed:
    return sql.SQL(" AND ").join(conditions)


def question_of_late(
    day: date, page: Page, reach: Reach = None
) -> tuple[sql.Composed, dict[str, Any]]:
    asked = sql.SQL(_LATE).format(
        columns=_columns(),
        open=sql.SQL(_OPEN),
        ahead=sql.SQL(_AHEAD),
        overdue=sql.SQL(_OVERDUE).format(
            behind=_behind("due_on") if page.behind else EVERYTHING,
            seen=within(reach, "hoso_timeliness"),
        ),
    )
    return asked, {"day": day, **_paged(page)}


def _carried(wanted: Wanted, page: Page) -> sql.Composable:
    """What was received before the period, where the page may hold any of it."""
    behind = page.behind is not None and page.behind[0] >= wanted.period.from_on
    none = behind or wanted.cell in (*IN_THE_PERIOD, NEVER_RECEIVED)
    return NOTHING if none else sql.SQL("received_on < %(from_on)s")


def _received(wanted: Wanted) -> sql.Composable:
    none = wanted.cell == CARRIED_OVER
    return NOTHING if none else sql.SQL("received_on >= %(from_on)s")


def _columns() -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(field.name) for field in fields(Span))


def _paged(page: Page) -> dict[str, Any]:
    behind = page.behind or (None, None)
    return {"limit": page.limit, "after_day": behind[0], "after": behind[1]}


def _behind(day: str) -> sql.Composed:
    return sql.SQL("({}, stream) > (%(after_day)s, %(after)s)").format(sql.Identifier(day))


def _narrowed(wanted: Wanted, page: Page) -> Iterator[sql.Composable]:
    """What can be told from the columns, so that indexes serve it."""
    yield EVERYTHING
    if page.behind:
        yield _behind("received_on")
    for level, key in enumerate(wanted.group):
        of = sql.SQL("{} = {}" if key else "coalesce({}, '') = {}")
        column = sql.Identifier(wanted.by[level].column)
        yield of.format(column, sql.Placeholder(f"key_{level}"))
    if part := _of_an_index(wanted):
        yield sql.SQL(part)


def _of_an_index(wanted: Wanted) -> str | None:
    """What an index of its own holds of the cell."""
    part, name = wanted.cell
    if part.removeprefix(NATIONAL) == "ended" or wanted.cell in ENDED_OTHERWISE:
        return "ended_how IS NOT NULL"
    return _of_an_index_as_owed(part, name) if wanted.clock is Clock.OWED else None


def _of_an_index_as_owed(part: str, name: str) -> str | None:
    match part, name:
        case ("open", _):
            return f"({_OPEN} OR {_AHEAD})"
        case ("resolved", "late"):
            return "ended_as = 'late'"
        case ("", "contested"):
            return "otherwise <> '[]'"
        case ("", "promised_not_legal"):
            return "dates <> '{}'"
        case _:
            return None


def _cell(cell: Cell) -> sql.Composable:
    part, name = cell
    if not part:
        return sql.SQL(_BESIDE[name])
    if part == "received":
        names = ["carried_over", "online", "direct"] if name == TOTAL else [name]
        return sql.SQL("came = ANY({})").format(sql.Literal(names))
    words = [word for word, each in OUTCOMES.items() if _is_of(each, part, name)]
    column = "national" if part.startswith(NATIONAL) else "outcome"
    return sql.SQL("{} = ANY({})").format(sql.Identifier(column), sql.Literal(words))


def _is_of(each: Cell, part: str, name: str) -> bool:
    return each[0] == part.removeprefix(NATIONAL) and name in (TOTAL, each[1])
