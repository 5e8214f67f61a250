"""The members of a report: each dossier that it counts, and where."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from domain.dossier.events import DossierEvent
from domain.law import Law
from domain.store import RecordedEvent
from projections.report import Cell, Counts, Groups, Path, cells_by_group
from projections.report.asking import Asked
from projections.report.cells import BECAME, CARRIED_OVER, NEVER_RECEIVED, add, cell_of, name
from projections.report.listing import OPENABLE
from projections.timeliness import rows

Event = RecordedEvent[DossierEvent]
Events = Sequence[Event]

OPEN: Final = "open"
PLACES: Final[Mapping[Cell, int]] = {cell: place for place, cell in enumerate(OPENABLE.values())}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a report counts a dossier: its group, and what it adds to which cells."""

    path: Path
    cells: Counts

    @property
    def is_open(self) -> bool:
        return any(part == OPEN for part, _ in self.cells)

    @property
    def is_carried_over(self) -> bool:
        return CARRIED_OVER in self.cells

    @property
    def outcome(self) -> str:
        """What became of it: resolved.late, open.in_time; not_accepted."""
        return name(next((cell for cell in self.cells if cell[0] in BECAME), NEVER_RECEIVED))


@dataclass(frozen=True, slots=True)
class Member:
    stream: str
    code: str
    place: Place
    due_on: date | None = None
    ended_on: date | None = None


def member(known: Events, law: Law, asked: Asked) -> Member | None:
    """How a report counts the dossier of which so much is known; None where it does not."""
    for span in rows(known, law) if known else ():
        counted = cells_by_group([span], asked.period, asked.by, asked.clock)
        for path, cells in counted.items():
            return Member(span.stream, span.code, Place(path, cells), span.due_on, span.ended_on)
    return None


def groups(members: Iterable[Member]) -> Groups:
    """The cells of all groups, summed."""
    found: dict[Path, Counts] = {}
    for one in members:
        add(found.setdefault(one.place.path, {}), one.place.cells)
    return found


def in_order(cells: Iterable[Cell]) -> list[Cell]:
    """As the form has them; behind them those of another release."""
    return sorted(cells, key=lambda cell: (PLACES.get(cell, len(PLACES)), cell))


def told(member: Member) -> dict[str, Any]:
    """As the document keeps it."""
    return {
        "stream": member.stream,
        "code": member.code,
        **placed(member.place),
        "class": member.place.outcome,
        "due": member.due_on and member.due_on.isoformat(),
        "ended": member.ended_on and member.ended_on.isoformat(),
    }


def placed(place: Place) -> dict[str, Any]:
    return {
        "path": list(place.path),
        "cells": {name(cell): number for cell, number in place.cells.items()},
    }


def read(told: Mapping[str, Any]) -> Member:
    """A member as a document keeps it."""
    cells = {cell_of(named): number for named, number in told["cells"].items()}
    place = Place(tuple(told["path"]), cells)
    return Member(told["stream"], told["code"], place, _day(told["due"]), _day(told["ended"]))


def _day(told: str | None) -> date | None:
    return date.fromisoformat(told) if told else None
