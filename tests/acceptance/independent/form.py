"""Form II.06a (TT 01/2020/TT-VPCP), counted one case at a time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

CELLS: Final[Mapping[str, tuple[str, ...]]] = {
    "received": ("online", "direct", "carried_over"),
    "resolved": ("early", "on_time", "late", "undetermined"),
    "open": ("in_time", "overdue", "undetermined"),
    "ended": ("withdrawn", "stopped"),
}

Form = dict[str, dict[str, int]]
"""A line of the form: parts, their cells, and of each part the total."""
Path = tuple[str, ...]
"""The group of each level, outermost first."""


@dataclass(frozen=True, slots=True)
class Case:
    """What is to be known of a dossier at the end of the day on which it is judged."""

    received_on: date
    groups: Mapping[str, str]
    """By level: its field, procedure, unit, officer and channel, as far as somebody told."""
    due_on: date | None = None
    waits: bool = False
    """For the applicant: nothing runs meanwhile."""
    ended_on: date | None = None
    how: str | None = None
    """Withdrawn or stopped, where it came to no result."""


@dataclass(frozen=True, slots=True)
class Days:
    """A period with both its days, and the day at whose end it is judged."""

    first: date
    last: date
    as_of: date


def lines(cases: Iterable[Case], days: Days, by: Sequence[str] = ()) -> dict[Path, Form]:
    """A line per group of every level, each counted anew; without levels the one of all cases."""
    counted = [case for case in cases if _belongs(case, days)]
    depths = range(1, len(by) + 1) if by else (0,)
    return {path: line for depth in depths for path, line in _level(counted, days, by[:depth])}


def _level(counted: Iterable[Case], days: Days, by: Sequence[str]) -> Iterable[tuple[Path, Form]]:
    found: dict[Path, Form] = {}
    for case in counted:
        line = found.setdefault(tuple(case.groups[level] for level in by), _empty())
        for part, cell in (_came(case, days), _went(case, days.as_of)):
            line[part][cell] += 1
            line[part]["total"] += 1
    return found.items()


def _empty() -> Form:
    return {part: dict.fromkeys((*cells, "total"), 0) for part, cells in CELLS.items()}


def _belongs(case: Case, days: Days) -> bool:
    """Received by then, and not done with before the period began."""
    if case.received_on > min(days.last, days.as_of):
        return False
    done_with = case.ended_on is not None and case.ended_on < days.first
    return case.received_on >= days.first or not done_with


def _came(case: Case, days: Days) -> tuple[str, str]:
    if case.received_on < days.first:
        return "received", "carried_over"
    return "received", "online" if case.groups["channel"] == "online" else "direct"


def _went(case: Case, as_of: date) -> tuple[str, str]:
    ended_on, due_on = case.ended_on, case.due_on
    if ended_on is None or ended_on > as_of:
        return "open", _open(case, as_of)
    if case.how:
        return "ended", case.how
    if due_on is None:
        return "resolved", "undetermined"
    if ended_on == due_on:
        return "resolved", "on_time"
    return "resolved", "early" if ended_on < due_on else "late"


def _open(case: Case, as_of: date) -> str:
    if case.waits:
        return "in_time"
    if case.due_on is None:
        return "undetermined"
    return "overdue" if case.due_on < as_of else "in_time"
