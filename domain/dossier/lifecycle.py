"""Which event leads where, and where it is regular. The whole lifecycle is this table;
docs/lifecycle.md is drawn from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from domain.dossier import events
from domain.dossier.refusals import BeforeReceipt, Irregular, OutOfOrder, WorkAfterClose


class Stage(StrEnum):
    """Where a dossier stands. The number is the national status (QĐ 766, portal sync)."""

    PROVISIONAL = "provisional"
    """Heard of, not yet received: not in reports."""
    AWAITING_INTAKE_SUPPLEMENT = "awaiting intake supplement"
    NOT_ACCEPTED = "not accepted"
    RECEIVED = "received"
    IN_PROGRESS = "in progress"
    AWAITING_SUPPLEMENT = "awaiting supplement"
    AWAITING_FEE = "awaiting fee"
    WITHDRAWAL_REQUESTED = "withdrawal requested"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"
    RESOLVED = "resolved"
    RETURNED = "returned"
    CLOSED = "closed"

    @property
    def national_status(self) -> int | None:
        return NATIONAL_STATUS.get(self)


NATIONAL_STATUS: Final = {
    Stage.PROVISIONAL: 1,
    Stage.AWAITING_INTAKE_SUPPLEMENT: 5,
    Stage.NOT_ACCEPTED: 3,
    Stage.RECEIVED: 2,
    Stage.IN_PROGRESS: 4,
    Stage.AWAITING_SUPPLEMENT: 5,
    Stage.AWAITING_FEE: 6,
    Stage.WITHDRAWAL_REQUESTED: 7,
    Stage.WITHDRAWN: 7,
    Stage.STOPPED: 8,
    Stage.RESOLVED: 9,
    Stage.RETURNED: 10,
}

S = Stage
ALWAYS: Final = frozenset(Stage)
AT_INTAKE: Final = frozenset({S.PROVISIONAL, S.AWAITING_INTAKE_SUPPLEMENT})
WORKED_ON: Final = frozenset({S.RECEIVED, S.IN_PROGRESS, S.AWAITING_SUPPLEMENT, S.AWAITING_FEE})
OPEN: Final = WORKED_ON | {S.WITHDRAWAL_REQUESTED}
ENDED: Final = frozenset({S.NOT_ACCEPTED, S.WITHDRAWN, S.STOPPED})
"""Ended without a result; the papers still go back."""
NOT_CLOSED: Final = ALWAYS - {S.CLOSED}
MOVABLE: Final = OPEN | ENDED | {S.RESOLVED}
ACCEPTED: Final = ALWAYS - AT_INTAKE - {S.NOT_ACCEPTED}


@dataclass(frozen=True, slots=True)
class Row:
    """Of one kind: the stages in which it is regular, and the moves it makes, regular or not.

    From a stage without a move it leads nowhere: what happened is still recorded.
    """

    regular: frozenset[Stage]
    moves: Mapping[Stage, Stage] = field(default_factory=dict)


def to(stage: Stage, *origins: Stage) -> dict[Stage, Stage]:
    return dict.fromkeys(origins, stage)


NOWHERE: Final = Row(ALWAYS)
BEGINS_WORK: Final = Row(OPEN, to(S.IN_PROGRESS, S.RECEIVED))
HANDS_ON: Final = Row(MOVABLE, to(S.IN_PROGRESS, S.RECEIVED))
RESTS: Final = (S.AWAITING_SUPPLEMENT, S.AWAITING_FEE)

TABLE: Final[Mapping[type[events.Said], Row]] = {
    events.Submitted: Row(frozenset({S.PROVISIONAL})),
    events.IntakeSupplementRequested: Row(
        AT_INTAKE, to(S.AWAITING_INTAKE_SUPPLEMENT, S.PROVISIONAL)
    ),
    events.IntakeSupplementReceived: Row(
        frozenset({S.AWAITING_INTAKE_SUPPLEMENT}), to(S.PROVISIONAL, S.AWAITING_INTAKE_SUPPLEMENT)
    ),
    events.IntakeRefused: Row(AT_INTAKE, to(S.NOT_ACCEPTED, *AT_INTAKE)),
    events.Received: Row(AT_INTAKE, to(S.RECEIVED, *AT_INTAKE, S.NOT_ACCEPTED)),
    events.CarrierReceived: Row(NOT_CLOSED),
    events.CodeAssigned: NOWHERE,
    events.Linked: NOWHERE,
    events.Digitised: Row(NOT_CLOSED),
    events.Transferred: HANDS_ON,
    events.TransferAcknowledged: HANDS_ON,
    events.TransferRefused: Row(MOVABLE),
    events.TransferRecalled: Row(MOVABLE),
    events.CarrierLost: NOWHERE,
    events.CarrierFound: NOWHERE,
    events.ShelfChecked: NOWHERE,
    events.HandlerAssigned: BEGINS_WORK,
    events.VerificationRecorded: BEGINS_WORK,
    events.OpinionRequested: BEGINS_WORK,
    events.OpinionReceived: BEGINS_WORK,
    events.MilestoneRecorded: BEGINS_WORK,
    events.ExclusionBegan: BEGINS_WORK,
    events.ExclusionEnded: BEGINS_WORK,
    events.SupplementRequested: Row(
        WORKED_ON, to(S.AWAITING_SUPPLEMENT, S.RECEIVED, S.IN_PROGRESS, S.AWAITING_FEE)
    ),
    events.SupplementReceived: Row(OPEN, to(S.IN_PROGRESS, S.AWAITING_SUPPLEMENT)),
    events.SupplementLapsed: Row(frozenset({S.AWAITING_SUPPLEMENT})),
    events.FeeRequested: Row(WORKED_ON | AT_INTAKE, to(S.AWAITING_FEE, S.RECEIVED, S.IN_PROGRESS)),
    events.FeePaid: Row(OPEN | AT_INTAKE, to(S.IN_PROGRESS, S.AWAITING_FEE)),
    events.Rescheduled: Row(WORKED_ON),
    events.ApplicantNotified: NOWHERE,
    events.DeadlineRecomputed: Row(OPEN),
    events.Noted: NOWHERE,
    events.ResultDrafted: BEGINS_WORK,
    events.SubmittedForSignature: BEGINS_WORK,
    events.SentBack: BEGINS_WORK,
    events.ResultSigned: BEGINS_WORK,
    events.ResultIssued: BEGINS_WORK,
    events.ResultArrived: Row(OPEN | {S.RESOLVED}, to(S.RESOLVED, *OPEN)),
    events.Returned: Row(frozenset({S.RESOLVED, S.RETURNED}), to(S.RETURNED, *OPEN, S.RESOLVED)),
    events.ResultReplaced: Row(frozenset({S.RESOLVED, S.RETURNED, S.CLOSED})),
    events.WithdrawalRequested: Row(WORKED_ON | AT_INTAKE, to(S.WITHDRAWAL_REQUESTED, *WORKED_ON)),
    events.Withdrawn: Row(
        frozenset({S.WITHDRAWAL_REQUESTED}) | AT_INTAKE, to(S.WITHDRAWN, *(OPEN | AT_INTAKE))
    ),
    events.Stopped: Row(OPEN, to(S.STOPPED, *OPEN)),
    events.Resumed: Row(frozenset({S.STOPPED}), to(S.IN_PROGRESS, S.STOPPED)),
    events.LateCauseRecorded: Row(ACCEPTED),
    events.LateCauseConfirmed: Row(ACCEPTED),
    events.DivergenceFound: NOWHERE,
    events.DivergenceConverged: NOWHERE,
    events.DivergenceDispelled: NOWHERE,
    events.Reconciled: NOWHERE,
    events.Completed: Row(MOVABLE | {S.RETURNED}, to(S.CLOSED, *NOT_CLOSED)),
    events.EntryConfirmed: NOWHERE,
    events.Corrected: NOWHERE,
    events.Annulled: NOWHERE,
}

PAPERS_BACK: Final = Row(NOT_CLOSED)
"""Returned, but not as the result: papers to be supplemented or of an applicant who withdrew."""

NOT_YET: Final = (*AT_INTAKE, S.RECEIVED)
STATUS: Final[Mapping[int, Row]] = {
    1: Row(AT_INTAKE),
    2: Row(AT_INTAKE | {S.RECEIVED}, to(S.RECEIVED, *AT_INTAKE)),
    3: Row(AT_INTAKE | {S.NOT_ACCEPTED}, to(S.NOT_ACCEPTED, *AT_INTAKE)),
    4: Row(AT_INTAKE | OPEN, to(S.IN_PROGRESS, *NOT_YET, *RESTS)),
    5: Row(
        AT_INTAKE | OPEN,
        {
            **to(S.AWAITING_SUPPLEMENT, S.RECEIVED, S.IN_PROGRESS, S.AWAITING_FEE),
            **to(S.AWAITING_INTAKE_SUPPLEMENT, S.PROVISIONAL),
        },
    ),
    6: Row(AT_INTAKE | OPEN, to(S.AWAITING_FEE, S.RECEIVED, S.IN_PROGRESS, S.AWAITING_SUPPLEMENT)),
    7: Row(AT_INTAKE | OPEN | {S.WITHDRAWN}, to(S.WITHDRAWN, *AT_INTAKE, *OPEN)),
    8: Row(AT_INTAKE | OPEN | {S.STOPPED}, to(S.STOPPED, *(AT_INTAKE | OPEN))),
    9: Row(AT_INTAKE | OPEN | {S.RESOLVED}, to(S.RESOLVED, *(AT_INTAKE | OPEN))),
    10: Row(
        AT_INTAKE | OPEN | {S.RESOLVED, S.RETURNED},
        to(S.RETURNED, *(AT_INTAKE | OPEN), S.RESOLVED),
    ),
}
"""A reported national status, row by row: it moves forward and invents no detail."""


def row_of(event: events.DossierEvent) -> Row:
    match event:
        case events.StatusReported(status=status):
            return STATUS[status]
        case events.Returned(object=object, why=why) if (object, why) != ("result", "result"):
            return PAPERS_BACK
        case _:
            return TABLE[type(event)]


def leads_to(stage: Stage, event: events.DossierEvent) -> Stage:
    return row_of(event).moves.get(stage, stage)


def irregularity(stage: Stage, event: events.DossierEvent) -> Irregular | None:
    """What is irregular about the event in this stage, whatever else is known."""
    regular = row_of(event).regular
    if stage in regular:
        return None
    if stage is Stage.CLOSED:
        return WorkAfterClose(event.kind)
    if stage in AT_INTAKE and not regular & AT_INTAKE:
        return BeforeReceipt(event.kind)
    return OutOfOrder(event.kind, stage.value)


def refines(stage: Stage, event: events.DossierEvent) -> bool:
    """Whether the event is one of those that lead to where the dossier stands already."""
    return not isinstance(event, events.StatusReported) and stage in row_of(event).moves.values()
