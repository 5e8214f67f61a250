"""What is irregular about each event, and when an act must be refused.

Each rule looks at the dossier as it was just before the event. `judge` says what is wrong
with one more testimony, where it happened; the engine refuses or records accordingly.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from domain.dossier import events
from domain.dossier.decisions import acts, custody, intake, promises, record, result, work
from domain.dossier.dossier import Dossier, evolve
from domain.dossier.events import Told
from domain.dossier.lifecycle import irregularity, refines
from domain.dossier.order import in_order
from domain.law import Law
from domain.refusals import Gravity, Reason

Rule = Callable[[Dossier, Told, Law], Iterable[Reason]]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened: the dossier after it, and what was irregular about it."""

    told: Told
    dossier: Dossier
    reasons: tuple[Reason, ...]

    @property
    def findings(self) -> tuple[Reason, ...]:
        """Conditions of acts are no findings: they are refused or, imported, history."""
        return tuple(r for r in self.reasons if r.gravity is Gravity.IRREGULAR)


def walk(testimonies: Iterable[Told], law: Law, at: datetime | None = None) -> Iterator[Step]:
    """The dossier's history, step by step, in the order in which it happened, up to `at`."""
    happened = in_order(testimonies)
    dossier = Dossier()
    for told in happened.happened:
        if at and told.occurred_at > at:
            return
        stray = happened.irregular.get(told.ref)
        reasons = (*irregularities(dossier, told, law), *((stray,) if stray else ()))
        dossier = evolve(dossier, told)
        yield Step(told, dossier, reasons)


def judge(history: Sequence[Told], told: Told, law: Law) -> tuple[Reason, ...]:
    """What is wrong with `told`, among all that is known. An annulled one is not judged."""
    steps = walk((*history, told), law)
    return next((step.reasons for step in steps if step.told.ref == told.ref), ())


def irregularities(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    by_stage = irregularity(dossier.stage, told.event)
    if by_stage and not (dossier.reported and refines(dossier.stage, told.event)):
        yield by_stage
    for rule in RULES.get(type(told.event), ()):
        yield from rule(dossier, told, law)


RULES: Final[Mapping[type[events.Said], tuple[Rule, ...]]] = {
    events.Received: (
        intake.procedure_in_force,
        intake.by_the_one_stop,
        intake.listed_components,
        intake.complete,
        intake.promised_within_the_law,
    ),
    events.CarrierReceived: (intake.listed_components,),
    events.IntakeSupplementRequested: (intake.asked_once_at_the_desk, intake.lawful_items),
    events.Digitised: (intake.matches_the_paper, intake.same_as_before),
    events.Transferred: (custody.by_the_holder, custody.one_at_a_time, custody.forwarded_in_time),
    events.TransferAcknowledged: (custody.answered_once,),
    events.TransferRefused: (custody.answered_once,),
    events.TransferRecalled: (custody.answered_once,),
    events.ShelfChecked: (custody.as_on_the_shelf,),
    events.HandlerAssigned: (work.within_the_unit, work.goes_on),
    events.VerificationRecorded: (work.verified_on_record, work.goes_on),
    events.OpinionRequested: (work.opinion_with_deadline, work.goes_on),
    events.OpinionReceived: (work.opinion_in_time,),
    events.MilestoneRecorded: (work.milestone_of_the_procedure, work.goes_on),
    events.ExclusionBegan: (work.exclusion_of_the_procedure, work.goes_on),
    events.ExclusionEnded: (work.exclusion_begun,),
    events.SupplementRequested: (
        intake.lawful_items,
        work.supplement_in_time,
        work.goes_on,
    ),
    events.SupplementReceived: (work.supplement_asked_for,),
    events.SupplementLapsed: (work.supplement_asked_for, work.window_passed),
    events.FeeRequested: (work.goes_on,),
    events.FeePaid: (work.fee_asked_for,),
    events.Rescheduled: (
        promises.once,
        promises.in_time,
        promises.not_shortened,
        work.goes_on,
    ),
    events.DeadlineRecomputed: (promises.not_shortened,),
    events.ResultDrafted: (work.goes_on,),
    events.SubmittedForSignature: (work.goes_on,),
    events.ResultSigned: (result.by_another, result.by_who_may_sign, work.goes_on),
    events.ResultIssued: (
        result.after_signature,
        result.signed_by_who_may_sign,
        work.goes_on,
    ),
    events.ResultArrived: (result.after_issue,),
    events.WithdrawalRequested: (result.signed_by_the_applicant,),
    events.LateCauseConfirmed: (acts.confirm_late_cause,),
    events.DivergenceFound: (acts.find_divergence,),
    events.DivergenceConverged: (acts.end_divergence,),
    events.DivergenceDispelled: (acts.end_divergence,),
    events.Reconciled: (acts.reconcile,),
    events.Completed: (acts.complete,),
    events.Corrected: (record.approved_by_another,),
    events.Annulled: (record.approved_by_another,),
}
"""The rules of each kind, beside its row in the lifecycle."""

__all__ = ["RULES", "Step", "irregularities", "judge", "walk"]
