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
    RECEIVED = "received"
    IN_PROGRESS = "in progress"
    AWAITING_SUPPLEMENT = "awaiting supplement"
    RESOLVED = "resolved"
    RETURNED = "returned"
    CLOSED = "closed"

    @property
    def national_status(self) -> int | None:
        return NATIONAL_STATUS.get(self)


NATIONAL_STATUS: Final = {
    Stage.PROVISIONAL: 1,
    Stage.RECEIVED: 2,
    Stage.IN_PROGRESS: 4,
    Stage.AWAITING_SUPPLEMENT: 5,
    Stage.RESOLVED: 9,
    Stage.RETURNED: 10,
}

S = Stage
ALWAYS: Final = frozenset(Stage)
OPEN: Final = frozenset({S.RECEIVED, S.IN_PROGRESS, S.AWAITING_SUPPLEMENT})
ANY_OPEN: Final = OPEN | {S.PROVISIONAL}
NOT_CLOSED: Final = ALWAYS - {S.CLOSED}
MOVABLE: Final = OPEN | {S.RESOLVED}


@dataclass(frozen=True, slots=True)
class Row:
    """Of one kind: the stages in which it is regular, and the moves it makes, regular or not.

    From a stage without a move it leads nowhere: what happened is still recorded.
    """

    regular: frozenset[Stage]
    moves: Mapping[Stage, Stage] = field(default_factory=dict)


def to(stage: Stage, *origins: Stage) -> dict[Stage, Stage]:
    return dict.fromkeys(origins, stage)


TABLE: Final[Mapping[type[events.Said], Row]] = {
    events.Received: Row(frozenset({S.PROVISIONAL}), to(S.RECEIVED, S.PROVISIONAL)),
    events.CarrierReceived: Row(NOT_CLOSED),
    events.Transferred: Row(MOVABLE, to(S.IN_PROGRESS, S.RECEIVED)),
    events.TransferAcknowledged: Row(MOVABLE, to(S.IN_PROGRESS, S.RECEIVED)),
    events.TransferRefused: Row(MOVABLE),
    events.TransferRecalled: Row(MOVABLE),
    events.SupplementRequested: Row(OPEN, to(S.AWAITING_SUPPLEMENT, S.RECEIVED, S.IN_PROGRESS)),
    events.SupplementReceived: Row(OPEN, to(S.IN_PROGRESS, S.AWAITING_SUPPLEMENT)),
    events.Noted: Row(ALWAYS),
    events.ResultArrived: Row(MOVABLE, to(S.RESOLVED, *OPEN)),
    events.Returned: Row(frozenset({S.RESOLVED, S.RETURNED}), to(S.RETURNED, *MOVABLE)),
    events.Reconciled: Row(ALWAYS),
    events.Completed: Row(MOVABLE | {S.RETURNED}, to(S.CLOSED, *NOT_CLOSED)),
    events.Corrected: Row(ALWAYS),
    events.Annulled: Row(ALWAYS),
}

PAPERS_BACK: Final = Row(NOT_CLOSED)
"""Returned, but not as the result: papers to be supplemented or of an applicant who withdrew."""


def row_of(event: events.DossierEvent) -> Row:
    if isinstance(event, events.Returned) and event.why != "result":
        return PAPERS_BACK
    return TABLE[type(event)]


def leads_to(stage: Stage, event: events.DossierEvent) -> Stage:
    return row_of(event).moves.get(stage, stage)


def irregularity(stage: Stage, event: events.DossierEvent) -> Irregular | None:
    """What is irregular about the event in this stage, whatever else is known."""
    if stage in row_of(event).regular:
        return None
    if stage is Stage.CLOSED:
        return WorkAfterClose(event.kind)
    if stage is Stage.PROVISIONAL:
        return BeforeReceipt(event.kind)
    return OutOfOrder(event.kind, stage.value)
