"""Which cells of the report a dossier is counted in.

received = resolved + open + ended, by whichever clock, and every class sums to its total: each
dossier is in exactly one cell of what came, and in exactly one of what became of it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from domain.dossier.clocks import Clock
from domain.dossier.standing import Standing
from domain.dossier.timeliness import Timeliness
from projections.timeliness import NOT_ACCEPTED, Span, read


class Grouping(StrEnum):
    FIELD = "field"
    PROCEDURE = "procedure"
    UNIT = "unit"
    """Of acceptance, as it was then."""
    UNIT_NOW = "unit-now"
    """The same as it is after every succession that is known."""
    OFFICER = "officer"
    CHANNEL = "channel"
    LATE_CAUSE = "late-cause"
    """As somebody recorded it, confirmed or not (form 07g of TT 02/2017/TT-VPCP)."""

    @property
    def column(self) -> str:
        """Of a span."""
        return self.value.replace("-", "_")


Levels = tuple[Grouping, ...]
"""What a report is grouped by, outermost first; empty: one row."""

MOST_LEVELS: Final = 4


@dataclass(frozen=True, slots=True)
class Period:
    """Local days, both included, and the day at whose end dossiers are judged."""

    from_on: date
    to_on: date
    as_of: date


Cell = tuple[str, str]
"""A part and a name: `("resolved", "late")`; what stands in no part has the part ""."""
Counts = dict[Cell, int]
Path = tuple[str, ...]
"""The key of each level, outermost first."""
Groups = Mapping[Path, Counts]

CELLS: Final[Mapping[Timeliness, Cell]] = {
    Timeliness.EARLY: ("resolved", "early"),
    Timeliness.ON_TIME: ("resolved", "on_time"),
    Timeliness.LATE: ("resolved", "late"),
    Timeliness.UNDETERMINED: ("resolved", "undetermined"),
    Timeliness.IN_TIME: ("open", "in_time"),
    Timeliness.OVERDUE: ("open", "overdue"),
    Timeliness.OPEN_UNDETERMINED: ("open", "undetermined"),
}

BECAME: Final = ("resolved", "open", "ended")
"""The parts of what became of it: a dossier is in exactly one of their cells, and in one by the
national clock, too."""

LATE: Final[tuple[Cell, ...]] = (CELLS[Timeliness.LATE], CELLS[Timeliness.OVERDUE])

CARRIED_OVER: Final[Cell] = ("received", "carried_over")

UNRECORDED: Final = ""
"""The key of dossiers whose grouping was never told."""

CONTESTED: Final[Cell] = ("", "contested")
"""Already in the other cells: those whose class hangs on a reading of the law."""
WITHOUT_CAUSE: Final[Cell] = ("", "late_without_cause")
"""Late or overdue, and no cause that a second person confirmed (TT 02/2017/TT-VPCP)."""
WITHOUT_APOLOGY: Final[Cell] = ("", "late_without_apology")
"""Late or overdue, and nobody apologised (NĐ 61/2018 Art. 19(9))."""
PROMISED_NOT_LEGAL: Final[Cell] = ("", "promised_not_legal")
"""The class against the promised date and the one against the legal date differ; where one of
them cannot be told there is nothing to compare."""
SETTLED: Final[Cell] = ("", "settled")
"""Resolved, and the office time from the start to the end is known."""
SETTLED_MINUTES: Final[Cell] = ("", "settled_minutes")
"""Their sum: no dossiers, but minutes."""
NATIONAL_ENDED_IN_TIME: Final[Cell] = ("", "national_ended_in_time")
"""Withdrawn or stopped, no later than it was due by the national clock: index 2.1 of QĐ 766/QĐ-TTg
has statuses 7 and 8 end a dossier that was accepted, in time or not."""
NEVER_RECEIVED: Final[Cell] = ("", "not_accepted")
"""Refused at the desk: in no other cell."""

NATIONAL: Final = "national."
"""Before the parts that are judged by the national clock (QĐ 766/QĐ-TTg)."""

IN_TIME: Final = (Timeliness.EARLY, Timeliness.ON_TIME)
UNKNOWN: Final = (Timeliness.UNDETERMINED, Timeliness.OPEN_UNDETERMINED)


def name(cell: Cell) -> str:
    """As it is asked for, and as a document writes it: `resolved.late`, `contested`."""
    return ".".join(filter(None, cell))


def cell_of(named: str) -> Cell:
    """The cell of that name."""
    part, _, own = named.rpartition(".")
    return part, own


def add(counts: Counts, more: Mapping[Cell, int], times: int = 1) -> None:
    """Cells that come to nothing are left out."""
    for cell, number in more.items():
        counts[cell] = counts.get(cell, 0) + times * number
        if not counts[cell]:
            del counts[cell]


def standing_by(span: Span, clock: Clock) -> Standing:
    """How the dossier stands by that clock."""
    told = span.clocks.get(clock.value)
    return span.standing if told is None else read(told)


def standing_against(span: Span, promised_or_legal: str) -> Standing:
    """How it stands against that date alone."""
    told = span.dates.get(promised_or_legal)
    return span.standing if told is None else read(told)


def counted(span: Span, period: Period, clock: Clock = Clock.OWED) -> bool:
    """Received by the end of the period, and not ended by that clock before it began."""
    stands = span.holds_on(period.as_of)
    if span.ended_how == NOT_ACCEPTED:
        return stands and period.from_on <= span.received_on <= period.to_on
    ended_on = _ended_on(span, standing_by(span, clock))
    ended_before = ended_on is not None and ended_on < period.from_on
    carried = span.received_on < period.from_on
    return stands and span.received_on <= period.to_on and not (ended_before and carried)


def _ended_on(span: Span, stands: Standing) -> date | None:
    return stands.ended_on or (span.ended_on if span.ended_how else None)


def outcome(span: Span, day: date, clock: Clock = Clock.OWED) -> Cell:
    """What became of the dossier by the end of the day. What a clock saw resolved before it was
    withdrawn or stopped stays resolved."""
    stands = standing_by(span, clock)
    ended_on = _ended_on(span, stands)
    if span.ended_how and span.ended_on and ended_on and span.ended_on <= ended_on <= day:
        return ("ended", span.ended_how)
    return CELLS[stands.on(day)]


def cells(span: Span, period: Period, clock: Clock = Clock.OWED) -> Iterator[Cell]:
    """Every cell that a dossier that counts is in, once each."""
    if span.ended_how == NOT_ACCEPTED:
        yield NEVER_RECEIVED
        return
    yield came(span, period)
    ours = outcome(span, period.as_of, clock)
    yield ours
    part, own = outcome(span, period.as_of, Clock.NATIONAL)
    yield NATIONAL + part, own
    if part == "ended" and standing_by(span, Clock.NATIONAL).on(period.as_of) in IN_TIME:
        yield NATIONAL_ENDED_IN_TIME
    if ours in LATE:
        yield from _wanting(span)
    if ours[0] == "resolved" and span.settled_minutes is not None:
        yield SETTLED
    if ours[0] != "ended":
        yield from _doubtful(span, period.as_of)


def came(span: Span, period: Period) -> Cell:
    if span.received_on < period.from_on:
        return CARRIED_OVER
    return ("received", "online" if span.channel == "online" else "direct")


def _wanting(span: Span) -> Iterator[Cell]:
    if span.late_cause is None or not span.cause_confirmed:
        yield WITHOUT_CAUSE
    if not span.apologised:
        yield WITHOUT_APOLOGY


def _doubtful(span: Span, day: date) -> Iterator[Cell]:
    if span.contested(day):
        yield CONTESTED
    classes = [standing_against(span, which).on(day) for which in ("promised", "legal")]
    if classes[0] is not classes[1] and not {*classes} & {*UNKNOWN}:
        yield PROMISED_NOT_LEGAL


def path_of(span: Span, by: Levels) -> Path:
    return tuple(getattr(span, grouping.column) or UNRECORDED for grouping in by)


def cells_by_group(
    spans: Iterable[Span], period: Period, by: Levels, clock: Clock = Clock.OWED
) -> Groups:
    """Every dossier counted into its cells, by the keys of all levels."""
    groups: dict[Path, Counts] = {}
    for span in spans:
        if counted(span, period, clock):
            add(groups.setdefault(path_of(span, by), {}), dict(_adds(span, period, clock)))
    return groups


def _adds(span: Span, period: Period, clock: Clock) -> Iterator[tuple[Cell, int]]:
    for cell in cells(span, period, clock):
        yield cell, 1
        if cell == SETTLED:
            yield SETTLED_MINUTES, span.settled_minutes or 0
