"""The dossiers behind a number of the report."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from domain.dossier.clocks import Clock
from projections.report.cells import (
    BECAME,
    NATIONAL,
    NEVER_RECEIVED,
    PROMISED_NOT_LEGAL,
    SETTLED_MINUTES,
    Cell,
    Levels,
    Path,
    Period,
    cells,
    counted,
    name,
    outcome,
    path_of,
    standing_against,
    standing_by,
)
from projections.report.rows import BESIDE, PART_TYPES
from projections.timeliness import NOT_ACCEPTED, Span

TOTAL: Final = "total"

Key = tuple[date, str]
"""By what a list is sorted: a day, then the stream. A page begins behind the last of it."""


def _openable() -> Iterator[Cell]:
    for part, of in PART_TYPES.items():
        names = (*of.__dataclass_fields__, TOTAL)
        yield from ((part, each) for each in names)
        if part in BECAME:
            yield from ((NATIONAL + part, each) for each in names)
    yield from (("", each) for each in BESIDE if ("", each) != SETTLED_MINUTES)


OPENABLE: Final[Mapping[str, Cell]] = {name(cell): cell for cell in _openable()}
"""Every cell that counts dossiers, as it is asked for: `resolved.late`, `contested`."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A number of the report."""

    period: Period
    cell: Cell
    by: Levels = ()
    group: Path = ()
    """The keys of the outermost levels; empty: the total."""
    clock: Clock = Clock.OWED


@dataclass(frozen=True, slots=True)
class Page:
    """Up to `limit` dossiers behind the key; None: all of them."""

    limit: int | None = None
    behind: Key | None = None


ALL: Final = Page()

Sorting = Callable[[Span], Key]


def is_in(cell: Cell, span: Span, period: Period, clock: Clock) -> bool:
    """Whether a dossier that counts is in the cell, or in one of the part's where it is a total."""
    part, own = cell
    found = cells(span, period, clock)
    return any(each == cell or (own == TOTAL and each[0] == part) for each in found)


def received(span: Span) -> Key:
    return span.received_on, span.stream


def due(span: Span) -> Key:
    """Of what is overdue, which has a due date."""
    assert span.due_on
    return span.due_on, span.stream


def behind(spans: Iterable[Span], wanted: Wanted, page: Page = ALL) -> list[Span]:
    """Those behind the number, in the order of their receipt."""
    found = (
        span
        for span in spans
        if counted(span, wanted.period, wanted.clock)
        and path_of(span, wanted.by)[: len(wanted.group)] == wanted.group
        and is_in(wanted.cell, span, wanted.period, wanted.clock)
    )
    return _cut(found, page, received)


def late(spans: Iterable[Span], day: date, page: Page = ALL) -> list[Span]:
    """What is open and overdue at the end of the day, the oldest due first."""
    return _cut((span for span in spans if _is_late(span, day)), page, due)


def _is_late(span: Span, day: date) -> bool:
    refused = span.ended_how == NOT_ACCEPTED
    return span.holds_on(day) and not refused and outcome(span, day) == ("open", "overdue")


def _cut(found: Iterable[Span], page: Page, by: Sorting) -> list[Span]:
    after = [span for span in found if page.behind is None or by(span) > page.behind]
    return sorted(after, key=by)[: page.limit]


def paged(
    found: Sequence[Span], limit: int, day: date, clock: Clock = Clock.OWED, by: Sorting = received
) -> dict[str, Any]:
    """A page as JSON, of one dossier more than it holds where there is a next one; `next` is the
    cursor of that."""
    shown = found[:limit]
    more = len(found) > limit
    return {
        "dossiers": [item(span, day, clock) for span in shown],
        "next": cursor(by(shown[-1])) if more else None,
    }


def cursor(key: Key) -> str:
    """Where a page ends, for whoever asks for the next."""
    return f"{key[0].isoformat()}:{key[1]}"


def item(span: Span, day: date, clock: Clock = Clock.OWED) -> dict[str, Any]:
    """A dossier of the list as JSON, judged at the end of the day."""
    refused = span.ended_how == NOT_ACCEPTED
    stands = standing_by(span, clock)
    ended_on = stands.ended_on if stands.ended_on and stands.ended_on <= day else None
    return {
        "code": span.code,
        "stream": span.stream,
        "class": name(NEVER_RECEIVED if refused else outcome(span, day, clock)),
        "national": None if refused else name(outcome(span, day, Clock.NATIONAL)),
        "received_on": span.received_on.isoformat(),
        "due_on": stands.due_on.isoformat() if stands.due_on else None,
        "waits": stands.waits,
        "ended_on": ended_on.isoformat() if ended_on else None,
        **{told: getattr(span, told) for told in ("field", "procedure", "unit", "unit_now")},
        **{told: getattr(span, told) for told in ("officer", "channel", "late_cause")},
        "cause_confirmed": span.cause_confirmed,
        "apologised": span.apologised,
        "settled_minutes": span.settled_minutes,
        "contested": [] if refused else list(span.contested(day)),
        "promised_not_legal": _dates(span, day, clock),
    }


def _dates(span: Span, day: date, clock: Clock) -> dict[str, Any] | None:
    """The two dates and the class against each, where the classes differ."""
    as_it_is = Period(span.received_on, day, day)
    if PROMISED_NOT_LEGAL not in cells(span, as_it_is, clock):
        return None
    found = {which: standing_against(span, which) for which in ("promised", "legal")}
    return {
        which: {
            "due_on": stands.due_on.isoformat() if stands.due_on else None,
            "class": stands.on(day).value,
        }
        for which, stands in found.items()
    }
