"""The timeliness report: form II.06a with the cells that practice forgets.

received = resolved + open + ended, and every class sums to its total, by construction: each
dossier is counted into exactly one cell of each.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, Final

from domain.dossier.timeliness import Timeliness
from projections.timeliness import NOT_ACCEPTED, Span


class Grouping(StrEnum):
    FIELD = "field"
    PROCEDURE = "procedure"
    UNIT = "unit"
    OFFICER = "officer"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Period:
    """Local days, both included, and the day at whose end dossiers are judged."""

    from_on: date
    to_on: date
    as_of: date


@dataclass(frozen=True, slots=True)
class Received:
    online: int = 0
    direct: int = 0
    """At the counter or by post, or by a channel unrecorded."""
    carried_over: int = 0


@dataclass(frozen=True, slots=True)
class Resolved:
    early: int = 0
    on_time: int = 0
    late: int = 0
    undetermined: int = 0


@dataclass(frozen=True, slots=True)
class Open:
    in_time: int = 0
    overdue: int = 0
    undetermined: int = 0


@dataclass(frozen=True, slots=True)
class Ended:
    """Ended without a result."""

    withdrawn: int = 0
    stopped: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    key: str
    label: str
    received: Received
    resolved: Resolved
    open: Open
    ended: Ended = Ended()
    contested: int = 0
    not_accepted: int = 0


CELLS: Final[Mapping[Timeliness, tuple[str, str]]] = {
    Timeliness.EARLY: ("resolved", "early"),
    Timeliness.ON_TIME: ("resolved", "on_time"),
    Timeliness.LATE: ("resolved", "late"),
    Timeliness.UNDETERMINED: ("resolved", "undetermined"),
    Timeliness.IN_TIME: ("open", "in_time"),
    Timeliness.OVERDUE: ("open", "overdue"),
    Timeliness.OPEN_UNDETERMINED: ("open", "undetermined"),
}

GRANULARITY: Final = "local date (terms in hours: instant)"
"""What is compared with the due date, which is such a day or instant."""

PARTS: Final = ("received", "resolved", "open", "ended")

UNRECORDED: Final = ""
"""The key of dossiers whose grouping was never told."""

Cell = tuple[str, str]
Counts = dict[Cell, int]
Groups = Mapping[str, Counts]
"""What was counted, by the key of a grouping."""

CONTESTED: Final[Cell] = ("", "contested")
"""Those already in the other cells whose class hangs on a reading of the law."""
NEVER_RECEIVED: Final[Cell] = ("", "not_accepted")


def counted(span: Span, period: Period) -> bool:
    """Received by the end of the period, and not ended before it began."""
    stands = span.from_on <= period.as_of and (span.to_on is None or period.as_of < span.to_on)
    if span.ended_how == NOT_ACCEPTED:
        return stands and period.from_on <= span.received_on <= period.to_on
    ended_before = span.ended_on is not None and span.ended_on < period.from_on
    carried = span.received_on < period.from_on
    return stands and span.received_on <= period.to_on and not (ended_before and carried)


def cells_by_group(spans: Iterable[Span], period: Period, by: Grouping | None) -> Groups:
    """Every dossier counted into its cells, group by group; one group without a grouping."""
    groups: dict[str, Counts] = {}
    for span in spans:
        if counted(span, period):
            counts = groups.setdefault(_key(span, by), {})
            for cell in _cells(span, period):
                counts[cell] = counts.get(cell, 0) + 1
    return groups


def rows(spans: Iterable[Span], period: Period, by: Grouping | None) -> list[Row]:
    """A row per group, in the order of their keys; a single row without a grouping."""
    return rows_of(cells_by_group(spans, period, by))


def rows_of(groups: Groups) -> list[Row]:
    return [_row(key, groups[key]) for key in sorted(groups)]


def total(rows_: Iterable[Row]) -> Row:
    sums: Counts = {}
    for row in rows_:
        for cell, value in _of(row):
            sums[cell] = sums.get(cell, 0) + value
    return _row("total", sums)


def _of(row: Row) -> Iterator[tuple[Cell, int]]:
    """The cells of a row."""
    for part in PARTS:
        for name, value in _counts(getattr(row, part)).items():
            yield (part, name), value
    yield CONTESTED, row.contested
    yield NEVER_RECEIVED, row.not_accepted


def _key(span: Span, by: Grouping | None) -> str:
    return "all" if by is None else getattr(span, by.value) or UNRECORDED


def _cells(span: Span, period: Period) -> Iterator[Cell]:
    if span.ended_how == NOT_ACCEPTED:
        yield NEVER_RECEIVED
        return
    if span.received_on < period.from_on:
        yield ("received", "carried_over")
    else:
        yield ("received", "online" if span.channel == "online" else "direct")
    ended = span.ended_on is not None and span.ended_on <= period.as_of
    if ended and span.ended_how:
        yield ("ended", span.ended_how)
        return
    yield CELLS[span.standing.on(period.as_of)]
    if span.contested(period.as_of):
        yield CONTESTED


def _row(key: str, counts: Counts) -> Row:
    def part(name: str, of: Callable[..., Any]) -> Any:
        return of(**{cell: count for (where, cell), count in counts.items() if where == name})

    return Row(
        key=key,
        label=key or "unrecorded",
        received=part("received", Received),
        resolved=part("resolved", Resolved),
        open=part("open", Open),
        ended=part("ended", Ended),
        contested=counts.get(CONTESTED, 0),
        not_accepted=counts.get(NEVER_RECEIVED, 0),
    )


def _counts(part: Any) -> dict[str, int]:
    return {field.name: getattr(part, field.name) for field in fields(part)}


def as_json(row: Row) -> dict[str, Any]:
    """The row with the total of each part beside its cells."""
    parts = {name: _counts(getattr(row, name)) for name in PARTS}
    return {
        "key": row.key,
        "label": row.label,
        **{name: {**cells, "total": sum(cells.values())} for name, cells in parts.items()},
        "contested": row.contested,
        "not_accepted": row.not_accepted,
    }


def document(
    groups: Groups, period: Period, by: Grouping | None, known_at: str | None
) -> dict[str, Any]:
    """The report as `--format json` prints it and the HTTP API answers it."""
    found = rows_of(groups)
    return {
        "period": {"from": period.from_on.isoformat(), "to": period.to_on.isoformat()},
        "as_of": period.as_of.isoformat(),
        "known_at": known_at,
        "granularity": GRANULARITY,
        "clock": "owed",
        "by": by.value if by else None,
        "rows": [as_json(row) for row in found],
        "total": as_json(total(found)),
    }
