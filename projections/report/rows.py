"""The rows of the report: outermost level first, each the sum of those below it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from projections.report.cells import (
    BECAME,
    CONTESTED,
    NATIONAL,
    NATIONAL_ENDED_IN_TIME,
    NEVER_RECEIVED,
    PROMISED_NOT_LEGAL,
    SETTLED,
    SETTLED_MINUTES,
    WITHOUT_APOLOGY,
    WITHOUT_CAUSE,
    Cell,
    Counts,
    Groups,
    Path,
    add,
)


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
class National:
    """The same dossiers by the national clock."""

    resolved: Resolved = Resolved()
    open: Open = Open()
    ended: Ended = Ended()


@dataclass(frozen=True, slots=True)
class Row:
    key: str
    """That of its own level, the last of the path."""
    label: str
    path: Path
    received: Received
    resolved: Resolved
    open: Open
    ended: Ended = Ended()
    national: National = National()
    contested: int = 0
    not_accepted: int = 0
    late_without_cause: int = 0
    late_without_apology: int = 0
    promised_not_legal: int = 0
    national_ended_in_time: int = 0
    settled: int = 0
    settled_minutes: int = 0

    @property
    def level(self) -> int:
        """From 1, the outermost; 0 of what stands in no level."""
        return len(self.path)


PARTS: Final = ("received", "resolved", "open", "ended")

PART_TYPES: Final[Mapping[str, type[Any]]] = {
    "received": Received,
    "resolved": Resolved,
    "open": Open,
    "ended": Ended,
}

BESIDE: Final = tuple(
    name
    for _, name in (
        CONTESTED,
        NEVER_RECEIVED,
        WITHOUT_CAUSE,
        WITHOUT_APOLOGY,
        PROMISED_NOT_LEGAL,
        NATIONAL_ENDED_IN_TIME,
        SETTLED,
        SETTLED_MINUTES,
    )
)
"""What stands in no part."""


def rows_of(groups: Groups) -> list[Row]:
    """Every level flattened: a parent before its children, siblings by their keys."""
    sums: dict[Path, Counts] = {}
    for path, counts in groups.items():
        for depth in range(1, len(path) + 1) if path else (0,):
            add(sums.setdefault(path[:depth], {}), counts)
    return [_row(path[-1] if path else "all", path, sums[path]) for path in sorted(sums)]


def total(rows_: Iterable[Row]) -> Row:
    """The sum of the outermost level."""
    sums: Counts = {}
    for row in rows_:
        if row.level <= 1:
            add(sums, dict(_of(row)))
    return _row("total", (), sums)


def _of(row: Row) -> Iterator[tuple[Cell, int]]:
    """The cells of a row."""
    for part in PARTS:
        for name, value in _counts(getattr(row, part)).items():
            yield (part, name), value
    for part in BECAME:
        for name, value in _counts(getattr(row.national, part)).items():
            yield (NATIONAL + part, name), value
    for name in BESIDE:
        yield ("", name), getattr(row, name)


def _row(key: str, path: Path, counts: Counts) -> Row:
    def part(name: str, of: Callable[..., Any]) -> Any:
        return of(**{cell: count for (where, cell), count in counts.items() if where == name})

    told: dict[str, Any] = {name: part(name, of) for name, of in PART_TYPES.items()}
    told |= {name: counts.get(("", name), 0) for name in BESIDE}
    return Row(
        key=key,
        label=key or "unrecorded",
        path=path,
        national=National(**{name: part(NATIONAL + name, PART_TYPES[name]) for name in BECAME}),
        **told,
    )


def _counts(part: Any) -> dict[str, int]:
    return {field.name: getattr(part, field.name) for field in fields(part)}


def as_json(row: Row) -> dict[str, Any]:
    """The row with the total of each part beside its cells. Rates are texts: percent, and office
    hours, rounded half up at two digits; null where there is nothing to divide by."""
    parts = {name: _summed(getattr(row, name)) for name in PARTS}
    national = {name: _summed(getattr(row.national, name)) for name in BECAME}
    return {
        "key": row.key,
        "label": row.label,
        "path": list(row.path),
        "level": row.level,
        **parts,
        "national": national,
        **{name: getattr(row, name) for name in BESIDE},
        "rates": _rates(parts, national, row),
    }


def _summed(part: Any) -> dict[str, int]:
    told = _counts(part)
    return {**told, "total": sum(told.values())}


Summed = Mapping[str, Mapping[str, int]]
"""The cells of each part, and its total."""

DENOMINATORS: Final[Mapping[str, str]] = {
    "received": "resolved + open + ended",
    "on_time_of_resolved": "resolved",
    "on_time_of_due": "resolved + open.overdue",
    "national_index": "received",
    "mean_settlement_hours": "settled",
}
"""What each figure is a share of, by name. Practice divides what was on time by what was resolved
or by what fell due (đến hạn); index 2.1 of QĐ 766/QĐ-TTg divides what ended in time, with a result
or without, or is still in time, by the national clock, by what was received in the period or
carried over into it."""


def _rates(parts: Summed, national: Summed, row: Row) -> dict[str, str | None]:
    resolved = parts["resolved"]
    good = resolved["early"] + resolved["on_time"]
    nationally = national["resolved"]["early"] + national["resolved"]["on_time"]
    nationally += national["open"]["in_time"] + row.national_ended_in_time
    return {
        "on_time_of_resolved": share(100 * good, resolved["total"]),
        "on_time_of_due": share(100 * good, resolved["total"] + parts["open"]["overdue"]),
        "national_index": share(100 * nationally, parts["received"]["total"]),
        "mean_settlement_hours": share(row.settled_minutes, 60 * row.settled),
    }


def share(of: int, whole: int) -> str | None:
    """Rounded half up at two digits; None of nothing. Neither is negative."""
    if not whole:
        return None
    hundredths = (200 * of + whole) // (2 * whole)
    return f"{hundredths // 100}.{hundredths % 100:02}"
