"""What the folds make of a simulation: the figures that a report would print, and the lags.

Nothing of the simulation's own state is looked at: only the requests, as hoso would read them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from adapters.simulation.case import Case
from adapters.simulation.reading import told
from adapters.simulation.records import Step
from domain.calendar.calendar import WorkCalendar
from domain.calendar.office_time import working_minutes_between
from domain.dossier.divergence import apart, instants
from domain.dossier.dossier import Dossier, fold, local_day
from domain.dossier.events import Told, TransferAcknowledged
from domain.dossier.standing import Standing, standing
from domain.dossier.timeliness import Timeliness
from domain.dossier.values import Carrier
from domain.law import Law

LAG: Final = 120
"""Working minutes between the carriers: the tolerance of the catalogue."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A dossier as it stands at the end of the case."""

    code: str
    dossier: Dossier
    standing: Standing
    field: str
    procedure: str
    timeliness: Timeliness | None
    """None where it was withdrawn or stopped."""
    carried_over: bool
    diverged: tuple[str, ...]
    """The instants on which the carriers lay on different days, settled since or not."""
    lags: tuple[str, ...]
    late_by: str | None = None
    """receipt, result or return; other."""


@dataclass(frozen=True, slots=True)
class Figures:
    seed: int
    judged: tuple[Judged, ...] = field(repr=False)

    def count(self, timeliness: Timeliness) -> int:
        return sum(one.timeliness is timeliness for one in self.judged)

    @property
    def early(self) -> int:
        return self.count(Timeliness.EARLY)

    @property
    def on_time(self) -> int:
        return self.count(Timeliness.ON_TIME)

    @property
    def late(self) -> tuple[Judged, ...]:
        return tuple(one for one in self.judged if one.timeliness is Timeliness.LATE)

    @property
    def open(self) -> int:
        return self.count(Timeliness.IN_TIME)

    @property
    def troubled(self) -> int:
        """Open and overdue, or without a date that anybody can tell."""
        return (
            len(self.judged) - self.early - self.on_time - len(self.late) - self.open - self.ended
        )

    @property
    def ended(self) -> int:
        return sum(one.timeliness is None for one in self.judged)

    @property
    def carried_over(self) -> int:
        return sum(one.carried_over for one in self.judged)

    @property
    def diverged(self) -> int:
        return sum(bool(one.diverged) for one in self.judged)

    @property
    def lagging(self) -> int:
        return sum(bool(one.lags) for one in self.judged)

    @property
    def fields(self) -> Mapping[str, int]:
        return Counter(one.field for one in self.judged)

    @property
    def procedures(self) -> int:
        return len({one.procedure for one in self.judged})

    def late_by(self, kind: str) -> int:
        return sum(one.late_by == kind for one in self.late)


def judge(case: Case, law: Law, seed: int, steps: Iterable[Step]) -> Figures:
    """All that were received by the end of the case and not ended before it opened."""
    histories = by_dossier(steps)
    judged = (_judged(case, law, code, history) for code, history in histories.items())
    return Figures(seed, tuple(one for one in judged if one))


def by_dossier(steps: Iterable[Step]) -> Mapping[str, Sequence[Told]]:
    """Each request once, however often it was sent."""
    found: dict[str, dict[str, Told]] = {}
    for step in steps:
        history = found.setdefault(step.request["dossier"], {})
        if step.request["request_id"] not in history:
            history[step.request["request_id"]] = told(step.request)
    return {code: tuple(history.values()) for code, history in found.items()}


def _judged(case: Case, law: Law, code: str, history: Sequence[Told]) -> Judged | None:
    dossier = fold(history)
    received_on = local_day(dossier.started_at, law.zone)
    stands = standing(dossier, law)
    before = bool(received_on and received_on < case.opens)
    if received_on is None or (before and stands.ended_on and stands.ended_on < case.opens):
        return None
    ended = dossier.result.ending is not None
    procedure = dossier.intake.procedure.code if dossier.intake.procedure else ""
    calendar = law.calendar_of(case.centre, law.zone)
    judged = Judged(
        code,
        dossier,
        stands,
        law.field_of(procedure) or "",
        procedure,
        None if ended else stands.on(case.closes),
        before,
        tuple(_diverged(dossier, law)),
        tuple(_lags(dossier, calendar)) if calendar else (),
    )
    return replace(judged, late_by=_late_by(judged, history, law))


def _diverged(dossier: Dossier, law: Law) -> Iterator[str]:
    """As if nobody had settled anything."""
    unsettled = replace(dossier, clock=replace(dossier.clock, settled=()))
    return (each.instant.value for each in apart(unsettled, law.zone))


def _lags(dossier: Dossier, calendar: WorkCalendar) -> Iterator[str]:
    for instant, said in instants(dossier).items():
        if {Carrier.PAPER, Carrier.DIGITAL} <= said.keys():
            one, other = said[Carrier.PAPER], said[Carrier.DIGITAL]
            if abs(working_minutes_between(calendar, one, other)) > LAG:
                yield instant.value


def _late_by(judged: Judged, history: Sequence[Told], law: Law) -> str | None:
    """What parted the carriers of a late dossier."""
    if judged.timeliness is not Timeliness.LATE:
        return None
    arrived = judged.dossier.result.arrived
    paper, due_on = arrived.get(Carrier.PAPER), judged.standing.due_on
    if paper is None and Carrier.PAPER in judged.dossier.result.returned:
        return "return"
    digital_on = local_day(arrived.get(Carrier.DIGITAL), law.zone)
    if digital_on and due_on and digital_on <= due_on and paper:
        return "result"
    counted_from = _counted_from(history, law)
    handed_in_on = local_day(judged.dossier.intake.hand_in.first_at, law.zone)
    late = counted_from and handed_in_on and counted_from > handed_in_on
    return "receipt" if late else "other"


def _counted_from(history: Sequence[Told], law: Law) -> date | None:
    """When the department first acknowledged the paper."""
    acknowledged = (
        each.occurred_at
        for each in history
        if isinstance(each.event, TransferAcknowledged) and each.event.carrier is Carrier.PAPER
    )
    return local_day(min(acknowledged, default=None), law.zone)


KINDS: Final = ("receipt", "result", "return")


def as_published(case: Case, figures: Figures) -> bool:
    """Whether the published figures came out: so many early, and so many late, all of one field,
    one of each kind and each with its carriers on different days."""
    published, late = case.published, figures.late
    return (
        len(figures.judged) == case.received
        and figures.early == published.early
        and len(late) == published.late
        and all(one.field == published.late_field and one.diverged for one in late)
        and sorted(one.late_by or "" for one in late) == sorted(KINDS)
    )
