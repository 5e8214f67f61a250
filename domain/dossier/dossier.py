"""A dossier as its testimonies make it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import reduce
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


def evolve(dossier: Dossier, told: Told) -> Dossier:
    """The dossier after one more thing happened. Total: it takes whatever is told."""
    kind = type(told.event)
    # Most events concern one part or two: what asks none of the others is four times as quick.
    after = Dossier(
        dossier.stage,
        intake.evolve(dossier.intake, told) if kind in intake.HEARD else dossier.intake,
        custody.evolve(dossier.custody, told) if kind in custody.HEARD else dossier.custody,
        clock.evolve(dossier.clock, told) if kind in clock.HEARD else dossier.clock,
        work.evolve(dossier.work, told) if kind in work.HEARD else dossier.work,
        result.evolve(dossier.result, told) if kind in result.HEARD else dossier.result,
        dossier.reported,
    )
    stage = _stage(after, told.event)
    reported = _reported(dossier, stage, told.event)
    if stage is after.stage and reported is after.reported:
        return after
    return replace(after, stage=stage, reported=reported)


def _reported(before: Dossier, stage: Stage, event: events.DossierEvent) -> bool:
    if stage is not before.stage:
        return isinstance(event, events.StatusReported)
    return before.reported and not refines(stage, event)


def _stage(after: Dossier, event: events.DossierEvent) -> Stage:
    """Half an answer moves no stage: a result on one of two carriers owed (status 9 asks for all
    of them, as the clock does), one of two supplements, or a fee while a supplement is open."""
    if isinstance(event, events.ResultArrived) and after.ended_at is None:
        return after.stage
    led = leads_to(after.stage, event)
    begins = led is Stage.IN_PROGRESS and led is not after.stage
    return _waiting_for(after.work) if begins else led


def _waiting_for(open_work: Work) -> Stage:
    if open_work.supplements_open:
        return Stage.AWAITING_SUPPLEMENT
    return Stage.AWAITING_FEE if open_work.fees_open else Stage.IN_PROGRESS


def fold(testimonies: Iterable[Told]) -> Dossier:
    """What is told, in the order in which it happened, corrections and annulments heeded."""
    return reduce(evolve, in_order(testimonies).happened, Dossier())


def local_day(at: datetime | None, zone: ZoneInfo) -> date | None:
    return at.astimezone(zone).date() if at else None
