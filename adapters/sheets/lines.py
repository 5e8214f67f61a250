"""The lines of a report's document: numbered as the form numbers them, the whole last."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from adapters.messages.languages import Lang
from adapters.sheets.texts import said

Document = Mapping[str, Any]
"""What `projections.report.document` gives, its rows called by names or by their keys."""

Figure = int | str | None
"""A rate is a text with two digits; None where there is nothing to divide by."""

ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    ordinal: str
    """I, 1, 1.1 by level; empty for the whole."""
    path: tuple[str, ...]
    """The keys from the outermost level to this one; empty for the whole."""
    label: str
    row: Mapping[str, Any]
    outer: bool = True
    """A sum of other lines."""


def levels(document: Document) -> tuple[str, ...]:
    """What the rows are grouped by, outermost first."""
    return tuple(document["by"].split(",")) if document["by"] else ()


def lines(document: Document, lang: Lang) -> Iterator[Line]:
    """Every row once, and the whole at the end; without a grouping the whole alone."""
    depth = len(levels(document))
    if depth:
        yield from _rows(document["rows"], depth, lang)
    yield Line("", (), said("total", lang), document["total"])


def _rows(rows: Sequence[Mapping[str, Any]], depth: int, lang: Lang) -> Iterator[Line]:
    counts = [0] * depth
    for row in rows:
        path, level = tuple(row["path"]), row["level"]
        counts[level - 1 :] = [counts[level - 1] + 1, *[0] * (depth - level)]
        label = row["label"] if path[-1] else said("unrecorded", lang)
        yield Line(_ordinal(counts[:level], depth), path, label, row, level < depth)


def _ordinal(counts: Sequence[int], depth: int) -> str:
    """Roman for the outermost of several levels, as the form does; decimals below."""
    if depth == 1:
        return str(counts[0])
    return roman(counts[0]) if len(counts) == 1 else ".".join(map(str, counts[1:]))


def roman(number: int) -> str:
    told = ""
    for value, letters in ROMAN:
        told += letters * (number // value)
        number %= value
    return told


def figure(row: Mapping[str, Any], cell: str) -> Figure:
    """What a row says in a cell such as `resolved.late` or `national.open.overdue`."""
    found: Any = row
    for name in cell.split("."):
        found = found[name]
    return found  # type: ignore[no-any-return]  # JSON: a number stands there


def cells(row: Mapping[str, Any], under: str = "") -> Iterator[str]:
    """The name of every cell of a row, in its order: nothing that is counted is left out."""
    for name, value in row.items():
        if isinstance(value, Mapping):
            yield from cells(value, f"{under}{name}.")
        elif name not in ("key", "label", "path", "level"):
            yield f"{under}{name}"
