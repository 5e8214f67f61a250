"""Which columns the sheets have, and the boxes of their heads.

The first is form II.06a/VPCP/KSTT (TT 01/2020/TT-VPCP), columns (1) to (13), and beside it what
the form has no column for; the second sets the clock of the form beside the national one; the
third has what late dossiers lack, times and rates.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Column:
    cell: str
    """Of the document's row, such as `resolved.late`."""
    name: str
    """The key of its words."""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Columns under one heading; a group of groups where the form has a heading between."""

    name: str
    of: tuple["Column | Group", ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of a head, over columns and rows, counted from 0, both ends included."""

    text: str
    columns: tuple[int, int]
    rows: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Layout:
    sheet: str
    title: str
    groups: tuple[Group, ...]
    notes: tuple[str, ...]
    """On where what stands."""

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(_columns(self.groups))


DEEP: Final = 3
"""Rows of a head without its row of numbers."""

BEFORE: Final = (Column("", "ordinal", "(1)"), Column("", "what", "(2)"))
"""What every line begins with."""


def _columns(of: Sequence[Column | Group]) -> Iterator[Column]:
    for each in of:
        if isinstance(each, Group):
            yield from _columns(each.of)
        else:
            yield each


def boxes(layout: Layout) -> Iterator[Box]:
    """The head from the left to the right; what has nothing below it reaches down."""
    yield from _boxes((*BEFORE, *layout.groups), 0, 0)


def _boxes(of: Sequence[Column | Group], left: int, row: int) -> Iterator[Box]:
    for each in of:
        if isinstance(each, Column):
            yield Box(each.name, (left, left), (row, DEEP - 1))
            left += 1
            continue
        width = len(tuple(_columns(each.of)))
        yield Box(each.name, (left, left + width - 1), (row, row))
        yield from _boxes(each.of, left, row + 1)
        left += width


RECEIVED: Final = Group(
    "received",
    (
        Column("received.total", "total", "(3)=(4)\n+(5)+(6)"),
        Group(
            "in_period",
            (
                Column("received.online", "online", "(4)"),
                Column("received.direct", "direct", "(5)"),
            ),
        ),
        Column("received.carried_over", "carried_over", "(6)"),
    ),
)
RESOLVED: Final = Group(
    "resolved",
    (
        Column("resolved.total", "total", "(7)=(8)\n+(9)+(10)\n+(a)"),
        Column("resolved.early", "early", "(8)"),
        Column("resolved.on_time", "on_time", "(9)"),
        Column("resolved.late", "late", "(10)"),
    ),
)
OPEN: Final = Group(
    "open",
    (
        Column("open.total", "total", "(11)=(12)\n+(13)\n+(b)"),
        Column("open.in_time", "in_time", "(12)"),
        Column("open.overdue", "overdue", "(13)"),
    ),
)
BESIDE: Final = Group(
    "beside",
    (
        Column("resolved.undetermined", "resolved.undetermined", "(a)"),
        Column("open.undetermined", "open.undetermined", "(b)"),
        Column("ended.withdrawn", "withdrawn", "(c)"),
        Column("ended.stopped", "stopped", "(d)"),
        Column("contested", "contested", "(e)"),
        Column("not_accepted", "not_accepted", "(f)"),
    ),
)

FORM: Final = Layout(
    "sheet", "title", (RECEIVED, RESOLVED, OPEN, BESIDE), ("note.sum", "note.apart")
)


def _both(part: str, name: str, number: str) -> Group:
    cell = f"{part}.{name}"
    return Group(name, (Column(cell, "here", number), Column(f"national.{cell}", "national")))


CLOCKS: Final = Layout(
    "clocks",
    "both",
    (
        Group(
            "resolved",
            (
                _both("resolved", "early", "(8)"),
                _both("resolved", "on_time", "(9)"),
                _both("resolved", "late", "(10)"),
                _both("resolved", "undetermined", "(a)"),
            ),
        ),
        Group(
            "open",
            (
                _both("open", "in_time", "(12)"),
                _both("open", "overdue", "(13)"),
                _both("open", "undetermined", "(b)"),
            ),
        ),
        Group(
            "ended",
            (_both("ended", "withdrawn", "(c)"), _both("ended", "stopped", "(d)")),
        ),
    ),
    ("note.both",),
)

FURTHER: Final = Layout(
    "further",
    "besides",
    (
        Group(
            "wanting",
            (
                Column("late_without_cause", "late_without_cause"),
                Column("late_without_apology", "late_without_apology"),
                Column("promised_not_legal", "promised_not_legal"),
            ),
        ),
        Group(
            "time",
            (
                Column("settled", "settled"),
                Column("settled_minutes", "settled_minutes"),
                Column("rates.mean_settlement_hours", "mean_settlement_hours"),
            ),
        ),
        Group(
            "rates",
            (
                Column("rates.on_time_of_resolved", "on_time_of_resolved"),
                Column("rates.on_time_of_due", "on_time_of_due"),
                Column("national_ended_in_time", "national_ended_in_time"),
                Column("rates.national_index", "national_index"),
            ),
        ),
    ),
    (),
)

LAYOUTS: Final = (FORM, CLOCKS, FURTHER)
