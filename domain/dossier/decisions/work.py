"""Rules of the work: assignment, verification, consultation, supplements, fees, excluded time."""

from collections.abc import Iterator
from datetime import date

from domain.dossier import events
from domain.dossier.dossier import Dossier, evolve
from domain.dossier.events import Told
from domain.dossier.lifecycle import AT_INTAKE, OPEN, Stage
from domain.dossier.refusals import (
    ExclusionNotBegun,
    ExclusionUnlawful,
    FeeNotRequested,
    MilestoneUnknown,
    OfficerNotInUnit,
    OpinionLate,
    OpinionNotRequested,
    OpinionWithoutDeadline,
    ProcedureStops,
    SupplementNotRequested,
    SupplementWindowOpen,
    VerificationIncomplete,
)
from domain.dossier.regime import Regime, pinned_on, regime
from domain.dossier.supplements import irregularities
from domain.dossier.work import Supplement, last_of
from domain.law import Law
from domain.procedure.term import MILESTONE
from domain.refusals import Reason


def within_the_unit(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """The handler is an officer of the unit on that day (NĐ 61/2018 Art. 19(1))."""
    event = told.event
    if not isinstance(event, events.HandlerAssigned) or event.unit is None:
        return
    if law.registry.entry(event.handler) is None:
        return
    day = told.occurred_at.astimezone(dossier.zone(law.zone)).date()
    unit = law.registry.unit_of(event.handler, day)
    if unit is None or not law.registry.same(unit.id, event.unit, day):
        yield OfficerNotInUnit(event.handler, event.unit, day.isoformat())


def verified_on_record(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """Place, participants and content (biên bản, NĐ 61/2018 Art. 19(3))."""
    if not isinstance(told.event, events.VerificationRecorded):
        return
    wanted = ("place", "participants", "content")
    missing = tuple(name for name in wanted if getattr(told.event, name) is None)
    if missing:
        yield VerificationIncomplete(missing)


def opinion_with_deadline(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """Content and deadline are stated (NĐ 61/2018 Art. 19(5))."""
    if isinstance(told.event, events.OpinionRequested) and told.event.answer_by is None:
        yield OpinionWithoutDeadline(told.event.opinion)


def opinion_in_time(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """An answer to a question, by its deadline (NĐ 61/2018 Art. 19(5))."""
    if not isinstance(told.event, events.OpinionReceived):
        return
    asked = last_of(dossier.work.opinions, told.event.opinion)
    if asked is None or not asked.is_open:
        yield OpinionNotRequested(told.event.opinion)
    elif asked.answer_by and told.occurred_at > asked.answer_by:
        yield OpinionLate(asked.name, asked.answer_by.isoformat())


def milestone_of_the_procedure(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    pinned = regime(dossier, law).pinned
    if pinned is None or not isinstance(told.event, events.MilestoneRecorded):
        return
    named = MILESTONE + told.event.milestone
    if not any(named in (term.clock, *term.starts) for term in pinned.terms):
        yield MilestoneUnknown(told.event.milestone, pinned.receipt.code)


def exclusion_of_the_procedure(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """Only time that a term of the procedure leaves out is not counted (TT 02/2015/TT-BKHCN
    Art. 9(4))."""
    pinned = regime(dossier, law).pinned
    if pinned is None or not isinstance(told.event, events.ExclusionBegan):
        return
    if not any(told.event.why in term.excludes for term in pinned.terms):
        yield ExclusionUnlawful(told.event.why, pinned.receipt.code)


def exclusion_begun(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    if not isinstance(told.event, events.ExclusionEnded):
        return
    if told.event.exclusion not in dossier.work.exclusions_open:
        yield ExclusionNotBegun(told.event.exclusion)


def supplement_in_time(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """In its window, not too often, and through the one-stop desk (NĐ 61/2018 Art. 5(1)(e),
    15(3), 19(4); NĐ 63/2010 Art. 20(4)). Any other does not move the clock."""
    event = told.event
    if not isinstance(event, events.SupplementRequested) or dossier.intake.accepted is None:
        return
    if event.supplement in dossier.work.supplements_open:
        return
    after = evolve(dossier, told)
    yield from irregularities(regime(after, law), after.work.supplements[-1])


def supplement_asked_for(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    event = told.event
    if not isinstance(event, events.SupplementReceived | events.SupplementLapsed):
        return
    if _reported(dossier, Stage.AWAITING_SUPPLEMENT):
        return
    if event.supplement not in dossier.work.supplements_open:
        yield SupplementNotRequested(event.supplement)


def _reported(dossier: Dossier, waits: Stage) -> bool:
    """Whether it was asked for, though nobody told more of that than the national status."""
    return dossier.reported and dossier.stage is waits


def window_passed(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """The applicant has the time that sector law gives, or that the slip says, to the end of the
    last day (Civil Code 2015 Art. 148)."""
    event = told.event
    if not isinstance(event, events.SupplementLapsed):
        return
    asked = last_of(dossier.work.supplements, event.supplement)
    if asked is None or not asked.is_open:
        return
    governing = regime(dossier, law)
    last_days = _last_days(governing, asked)
    until = max(last_days, default=None)
    if until and governing.day(told.occurred_at) <= until:
        yield SupplementWindowOpen(asked.name, until.isoformat())


def _last_days(governing: Regime, asked: Supplement) -> Iterator[date]:
    """Of what the law gives and of what the slip says: who was given more time has it."""
    term = governing.term("applicant-supplement")
    until = governing.due(term, asked.since) if term else None
    if until:
        yield until.on
    if asked.answer_by:
        yield governing.day(asked.answer_by)


def fee_asked_for(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """Who hands in pays at the counter; later, what the notice says (NĐ 61/2018 Art. 22(3))."""
    if not isinstance(told.event, events.FeePaid) or dossier.stage in AT_INTAKE:
        return
    if _reported(dossier, Stage.AWAITING_FEE):
        return
    if told.event.fee not in dossier.work.fees_open:
        yield FeeNotRequested(told.event.fee)


def goes_on(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """No work on what an abolition stops in flight."""
    pin = dossier.intake.procedure
    # Hardly any procedure was ever abolished: no pins are looked for then.
    if dossier.stage not in OPEN or pin is None or not law.ends.get(law.code(pin.code)):
        return
    day = told.occurred_at.astimezone(dossier.zone(law.zone)).date()
    pinned = pinned_on(dossier, law, day)
    if pinned and pinned.stopped:
        stopped = pinned.stopped
        yield ProcedureStops(pinned.receipt.code, stopped.effective_on.isoformat())
