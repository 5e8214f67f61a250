"""The timeliness table: form II.06a, each number a link to the dossiers behind it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Protocol

from adapters.messages import word
from adapters.web import asked
from adapters.web.names import Names
from adapters.web.texts import TEXTS
from adapters.web.visit import Visit, Wrong
from domain.access import Reach
from domain.dossier.events import LateCause
from domain.engine import Engine
from projections.report import Grouping, Groups, Levels, Period, document
from projections.report.cells import cell_of, name
from projections.timeliness import Span

PATIENCE: Final = 5.0
"""Seconds that a page waits for the read models to reach what was recorded before it."""

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "received": ("total", "online", "direct", "carried_over"),
    "resolved": ("total", "early", "on_time", "late", "undetermined"),
    "open": ("total", "in_time", "overdue", "undetermined"),
    "ended": ("withdrawn", "stopped"),
    "beside": ("contested", "not_accepted"),
}
"""Cells by the group that they stand under, in the order of the form."""

FORM: Final[Mapping[str, str]] = {
    "received.total": "(3)",
    "received.online": "(4)",
    "received.direct": "(5)",
    "received.carried_over": "(6)",
    "resolved.total": "(7)",
    "resolved.early": "(8)",
    "resolved.on_time": "(9)",
    "resolved.late": "(10)",
    "open.total": "(11)",
    "open.in_time": "(12)",
    "open.overdue": "(13)",
}
"""The numbers of the columns in the form; they are always shown."""


class ReadModels(Protocol):
    """What the pages read of the projections."""

    def within(self, reach: Reach) -> "ReadModels":
        """The same, of the dossiers within reach alone."""
        ...

    async def reached(self, position: int, patience: float) -> bool: ...

    async def spans(self, period: Period) -> list[Span]: ...

    async def counts(self, period: Period, by: Levels) -> Groups: ...


class NotYetProjected(Exception):
    """The figures are not up to date, and will be shortly."""


@dataclass(frozen=True, slots=True)
class Question:
    """Which dossiers a page is about."""

    period: Period
    by: Grouping

    def link(self, visit: Visit, path: str, **more: Any) -> str:
        from_, to = self.period.from_on, self.period.to_on
        return visit.link(path, **{"from": from_, "to": to}, by=self.by.value, **more)


@dataclass(frozen=True, slots=True)
class Number:
    cell: str
    value: int
    href: str | None
    """None where there is nothing behind it."""
    first: bool
    """Of its group of columns."""


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    more: str | None
    """The code of what has a name."""
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Table:
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    """Each group of columns with its cells."""
    lines: tuple[Line, ...]
    total: Line

    @property
    def cells(self) -> tuple[str, ...]:
        return tuple(cell for _, cells in self.groups for cell in cells)

    @property
    def explained(self) -> tuple[str, ...]:
        """Those whose meaning does not go without saying."""
        return tuple(cell for cell in self.cells if f"legend.{cell}" in TEXTS)

    @property
    def counts(self) -> Mapping[str, Number]:
        return {number.cell: number for number in self.total.numbers}


def question(visit: Visit, engine: Engine) -> Question:
    """By default from the beginning of the year until today."""
    today = engine.today
    from_on = asked.day(visit, "from", date(today.year, 1, 1))
    to_on = asked.day(visit, "to", max(today, from_on))
    if to_on < from_on:
        raise Wrong("wrong_period")
    by = asked.choice(visit, "by", Grouping.FIELD)
    return Question(Period(from_on, to_on, min(to_on, today)), by)


async def up_to_date(engine: Engine, read_models: ReadModels) -> None:
    """Raises NotYetProjected when the figures would be old ones."""
    if not await read_models.reached(await engine.store.head(), PATIENCE):
        raise NotYetProjected


def table(visit: Visit, names: Names, question: Question, found: Groups) -> Table:
    told = document(found, question.period, (question.by,), None)
    groups = tuple(_groups(told["total"]))
    cells = [cell for _, cells in groups for cell in cells]
    firsts = {cells[0] for _, cells in groups}

    def line(row: Mapping[str, Any], label: str, more: str | None, **key: str) -> Line:
        def number(cell: str) -> Number:
            value = count(row, cell)
            href = question.link(visit, "/dossiers", cell=cell, **key) if value else None
            return Number(cell, value, href, cell in firsts)

        return Line(label, more, tuple(number(cell) for cell in cells))

    called = labels(visit, names, question)
    lines = tuple(line(row, *called(row["key"]), key=row["key"]) for row in told["rows"])
    return Table(groups, lines, line(told["total"], visit.say("total"), None))


def _groups(total: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The form's own columns; of the further ones those in which anything is counted."""
    for group in COLUMNS:
        shown = tuple(cell for cell in cells_under(group) if cell in FORM or count(total, cell))
        if shown:
            yield group, shown


def cells_under(group: str) -> tuple[str, ...]:
    """The names of the cells of a group of columns."""
    part = "" if group == "beside" else group
    return tuple(name((part, own)) for own in COLUMNS[group])


def count(row: Mapping[str, Any], cell: str) -> int:
    """What a row of the report counts in a cell such as `resolved.late` or `contested`."""
    part, own = cell_of(cell)
    return int(row[part][own] if part else row[own])


def labels(
    visit: Visit, names: Names, question: Question
) -> Callable[[str], tuple[str, str | None]]:
    """What a row is called, and its code where it has a name beside."""
    day = question.period.as_of

    def label(key: str) -> tuple[str, str | None]:
        if not key:
            return visit.say("unrecorded"), None
        match question.by:
            case Grouping.CHANNEL:
                return visit.say(f"channel.{key}"), None
            case Grouping.LATE_CAUSE:
                return word(LateCause(key), visit.lang), None
            case Grouping.FIELD:
                return names.field(key), None
            case Grouping.PROCEDURE:
                named = names.procedure(key, day)
                return (named, key) if named else (key, None)
            case Grouping.UNIT | Grouping.UNIT_NOW | Grouping.OFFICER:
                return names.body(key, day), None

    return label
