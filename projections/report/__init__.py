"""The timeliness report: form II.06a with the cells that practice forgets.

`cells` says in which cells a dossier is, `rows` sums them up level by level, `document` is what is
printed, `listing` are the dossiers behind a number, `why` what decided one of them, and `asking`
reads what somebody asks for.
"""

from collections.abc import Iterable

from domain.dossier.clocks import Clock
from projections.report.cells import (
    BECAME,
    CELLS,
    MOST_LEVELS,
    Cell,
    Counts,
    Grouping,
    Groups,
    Levels,
    Path,
    Period,
    cells_by_group,
    counted,
    outcome,
)
from projections.report.document import GRANULARITY, document
from projections.report.rows import BESIDE, PARTS, Row, as_json, rows_of, total
from projections.timeliness import Span

__all__ = [
    "BECAME",
    "BESIDE",
    "CELLS",
    "GRANULARITY",
    "MOST_LEVELS",
    "PARTS",
    "Cell",
    "Counts",
    "Grouping",
    "Groups",
    "Levels",
    "Path",
    "Period",
    "Row",
    "as_json",
    "cells_by_group",
    "counted",
    "document",
    "outcome",
    "rows",
    "rows_of",
    "total",
]


def rows(spans: Iterable[Span], period: Period, by: Levels, clock: Clock = Clock.OWED) -> list[Row]:
    """A row per group and level, parents first; a single row without a grouping."""
    return rows_of(cells_by_group(spans, period, by, clock))
