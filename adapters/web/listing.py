"""The dossiers behind a number of the timeliness table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from adapters.web.names import Names
from adapters.web.report import COLUMNS, Question, cells_under, count
from adapters.web.visit import Visit, Wrong
from projections.report import as_json, rows
from projections.timeliness import Span

PAGE: Final = 200
"""Dossiers on one page of the list."""

CLASSES: Final = (
    *("resolved.late", "open.overdue", "resolved.undetermined", "open.undetermined"),
    *("open.in_time", "resolved.on_time", "resolved.early"),
    *("ended.stopped", "ended.withdrawn", "not_accepted"),
)
"""What each dossier is one of, worst first: in this order they are listed."""

CELLS: Final = frozenset(cell for group in COLUMNS for cell in cells_under(group))


@dataclass(frozen=True, slots=True)
class Item:
    code: str
    href: str
    procedure: str | None
    procedure_code: str | None
    received_on: date
    due_on: date | None
    waits: bool
    ended_on: date | None
    klass: str
    contested: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of the dossiers of the period are listed."""

    key: str | None
    """The row of the table; None for any."""
    cell: str


def wanted(visit: Visit) -> Wanted:
    cell = visit.query.get("cell") or "received.total"
    if cell not in CELLS:
        raise Wrong("wrong_choice", value=cell)
    return Wanted(visit.query.get("key"), cell)


@dataclass(frozen=True, slots=True)
class Listed:
    """A dossier of the list, before it is shown."""

    span: Span
    klass: str
    contested: bool

    @property
    def order(self) -> tuple[int, date, str]:
        """The worst first, then as they were received."""
        return CLASSES.index(self.klass), self.span.received_on, self.span.code


def listed(question: Question, wanted: Wanted, found: Sequence[Span]) -> list[Listed]:
    """All that are wanted, the worst first."""
    return sorted(_wanted(question, wanted, found), key=lambda each: each.order)


def _wanted(question: Question, wanted: Wanted, found: Sequence[Span]) -> Iterator[Listed]:
    """Each is counted by the report of it alone, so that lists and figures never differ."""
    for span in found:
        for row in rows([span], question.period, (question.by,)):
            told = as_json(row)
            if count(told, wanted.cell) and wanted.key in (None, row.key):
                yield Listed(span, _klass(told), bool(row.contested))


def _klass(told: Mapping[str, Any]) -> str:
    return next(klass for klass in CLASSES if count(told, klass))


def items(
    visit: Visit, names: Names, question: Question, shown: Sequence[Listed]
) -> Iterator[Item]:
    as_of = question.period.as_of
    for each in shown:
        span, procedure = each.span, each.span.procedure
        ended = span.ended_on is not None and span.ended_on <= as_of
        yield Item(
            code=span.code,
            href=visit.dossier(span.code),
            procedure=names.procedure(procedure, span.received_on) if procedure else None,
            procedure_code=procedure,
            received_on=span.received_on,
            due_on=span.due_on,
            waits=span.waits,
            ended_on=span.ended_on if ended else None,
            klass=each.klass,
            contested=each.contested,
        )
