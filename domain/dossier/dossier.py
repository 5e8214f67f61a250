"""A dossier as its testimonies make it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from typing import Final
from zoneinfo import ZoneInfo

from domain.dossier import clock, custody, events, intake, result, work
from domain.dossier.clock import Clock
from domain.dossier.custody import Custody
from domain.dossier.events import Told
from domain.dossier.intake import Intake
from domain.dossier.lifecycle import Stage, leads_to, refines
from domain.dossier.order import in_order
from domain.dossier.result import Result
from domain.dossier.work import Work
from domain.frozen import maker


@dataclass(frozen=True, slots=True)
class Dossier:
    stage: Stage = Stage.PROVISIONAL
    intake: Intake = Intake()
    custody: Custody = Custody()
    clock: Clock = Clock()
    work: Work = Work()
    result: Result = Result()
    reported: bool = False
    """Whether no more than a national status says that it stands where it does."""

    @property
    def started_at(self) -> datetime | None:
        return clock.started_at(self.clock, self.intake)

    @property
    def ended_at(self) -> datetime | None:
        return clock.ended_at(self.clock, self.result)

    def zone(self, default: ZoneInfo) -> ZoneInfo:
        """The zone whose local days count for this dossier."""
        named = self.intake.authority.timezone
        return ZoneInfo(named) if named else default


_dossier: Final = maker(Dossier)

CONCERNED: Final = {
    kind: tuple(kind in part.HEARD for part in (intake, custody, clock, work, result))
    for kind in events.KINDS.values()
}
"""Which parts an event may change. Most concern one or two: what asks none of the others is four
times as quick."""


def evolve(dossier: Dossier, told: Told) -> Dossier:
    """The dossier after one more thing happened. Total: it takes whatever is told."""
    event = told.event
    comes, moves, runs, works, ends = CONCERNED[type(event)]
    running = clock.evolve(dossier.clock, told) if runs else dossier.clock
    worked = work.evolve(dossier.work, told) if works else dossier.work
    known = result.evolve(dossier.result, told) if ends else dossier.result
    stage = _stage(dossier.stage, event, running, worked, known)
    return _dossier(
        stage,
        intake.evolve(dossier.intake, told) if comes else dossier.intake,
        custody.evolve(dossier.custody, told) if moves else dossier.custody,
        running,
        worked,
        known,
        (dossier.reported or stage is not dossier.stage) and _reported(dossier, stage, event),
    )


def _reported(before: Dossier, stage: Stage, event: events.DossierEvent) -> bool:
    if stage is not before.stage:
        return isinstance(event, events.StatusReported)
    return before.reported and not refines(stage, event)


def _stage(
    before: Stage, event: events.DossierEvent, running: Clock, worked: Work, known: Result
) -> Stage:
    """Half an answer moves no stage: a result on one of two carriers owed (status 9 asks for all
    of them, as the clock does), one of two supplements, or a fee while a supplement is open."""
    if type(event) is events.ResultArrived and clock.ended_at(running, known) is None:
        return before
    led = leads_to(before, event)
    begins = led is Stage.IN_PROGRESS and led is not before
    return _waiting_for(worked) if begins else led


def _waiting_for(open_work: Work) -> Stage:
    if open_work.supplements_open:
        return Stage.AWAITING_SUPPLEMENT
    return Stage.AWAITING_FEE if open_work.fees_open else Stage.IN_PROGRESS


def fold(testimonies: Iterable[Told]) -> Dossier:
    """What is told, in the order in which it happened, corrections and annulments heeded."""
    return reduce(evolve, in_order(testimonies).happened, Dossier())


def local_day(at: datetime | None, zone: ZoneInfo) -> date | None:
    return at.astimezone(zone).date() if at else None
