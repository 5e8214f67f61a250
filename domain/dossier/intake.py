"""What is known from the counter: the hand-in, the acceptance or its refusal, the applicant."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from domain.dossier import events
from domain.dossier.events import Told
from domain.dossier.values import Carrier, Channel, SubjectRef
from domain.frozen import replace
from domain.testimony import Code


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The one legal acceptance: when, where and by whom."""

    at: datetime
    unit: str | None
    officer: str | None
    reported: bool = False
    """By a national status alone: a receipt that tells more takes its place."""


@dataclass(frozen=True, slots=True)
class ProcedurePin:
    """The procedure as named at receipt: a dossier keeps what it was received under."""

    code: str
    version: str | None
    field: str | None
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Authority:
    """Whose dossier it is, and the IANA zone of its local days (None: the authority's own)."""

    id: str | None = None
    timezone: str | None = None


@dataclass(frozen=True, slots=True)
class HandIn:
    """What came in before and beside the acceptance."""

    submitted_at: datetime | None = None
    carriers: Mapping[Carrier | None, datetime] = field(default_factory=dict)
    """When the file first came in, per carrier."""
    proven: Mapping[Carrier | None, datetime] = field(default_factory=dict)
    """The same as evidence proves it."""
    components: tuple[str, ...] = ()
    digitised: tuple[str, ...] = ()
    supplements_requested: tuple[datetime, ...] = ()
    """At the desk, before the acceptance."""
    supplemented_at: datetime | None = None
    """When what the desk had asked for last came in."""
    filed_with: tuple[str, ...] = ()
    """The procedures of the dossiers that it was filed with."""

    @property
    def first_at(self) -> datetime | None:
        """The earliest provable hand-over, on whichever carrier."""
        shown = {**self.carriers, **self.proven}
        came = [at for at in (*shown.values(), self.submitted_at) if at]
        return min(came, default=None)

    @property
    def complete_at(self) -> datetime | None:
        """When nothing was missing any more; the desk asks for what is missing."""
        if not self.supplements_requested:
            return self.first_at
        return self.supplemented_at


@dataclass(frozen=True, slots=True)
class Intake:
    code: Code | None = None
    accepted: Acceptance | None = None
    procedure: ProcedurePin | None = None
    authority: Authority = Authority()
    channel: Channel | None = None
    subject_id: str | None = None
    hand_in: HandIn = HandIn()
    refused_at: datetime | None = None

    @property
    def awaits_receipt(self) -> bool:
        """Whether nobody told of the receipt, or no more than its national status."""
        return self.accepted is None or self.accepted.reported


HEARD: Final[frozenset[type[events.Said]]] = frozenset(
    {
        events.Received,
        events.StatusReported,
        events.Submitted,
        events.IntakeRefused,
        events.CarrierReceived,
        events.IntakeSupplementRequested,
        events.IntakeSupplementReceived,
        events.Digitised,
        events.Linked,
    }
)
"""The events that may change it."""


def evolve(intake: Intake, told: Told) -> Intake:
    match told.event:
        case events.Received() as received if intake.awaits_receipt:
            return _accepted(intake, received, told)
        case events.StatusReported(status=2) if intake.accepted is None:
            return replace(intake, accepted=replace(_acceptance(told), reported=True))
        case events.Submitted() as submitted if intake.awaits_receipt:
            return _submitted(intake, submitted, told)
        case events.IntakeRefused(procedure=asked_for):
            named = ProcedurePin(asked_for, None, None) if asked_for else None
            return replace(_refused(intake, told), procedure=intake.procedure or named)
        case events.StatusReported(status=3):
            return _refused(intake, told)
        case _:
            return replace(intake, hand_in=_handed_in(intake.hand_in, told))


def _refused(intake: Intake, told: Told) -> Intake:
    return replace(intake, refused_at=intake.refused_at or told.occurred_at)


def _acceptance(told: Told) -> Acceptance:
    return Acceptance(told.occurred_at, told.unit, told.actor)


def _accepted(intake: Intake, received: events.Received, told: Told) -> Intake:
    return replace(
        intake,
        code=told.dossier,
        accepted=_acceptance(told),
        procedure=_pin(received) or intake.procedure,
        authority=Authority(received.authority or intake.authority.id, received.timezone),
        channel=received.channel or intake.channel,
        subject_id=_subject_id(received) or intake.subject_id,
    )


def _submitted(intake: Intake, submitted: events.Submitted, told: Told) -> Intake:
    first = intake.hand_in.submitted_at or told.occurred_at
    named = submitted.procedure
    return replace(
        intake,
        code=intake.code or told.dossier,
        procedure=ProcedurePin(named, None, None) if named else intake.procedure,
        authority=Authority(submitted.authority or intake.authority.id),
        channel=submitted.channel or intake.channel,
        subject_id=_subject_id(submitted) or intake.subject_id,
        hand_in=replace(intake.hand_in, submitted_at=first),
    )


def _handed_in(hand_in: HandIn, told: Told) -> HandIn:
    at = told.occurred_at
    match told.event:
        case events.CarrierReceived(object="file") as came:
            return _carrier_came(hand_in, came, at)
        case events.IntakeSupplementRequested():
            return replace(hand_in, supplements_requested=(*hand_in.supplements_requested, at))
        case events.IntakeSupplementReceived(items=items):
            # Of a hand-in that was never listed, what completes it is no list either.
            more = items if hand_in.components else ()
            components = tuple(sorted({*hand_in.components, *more}))
            return replace(hand_in, supplemented_at=at, components=components)
        case events.Digitised(component=component):
            digitised = tuple(sorted({*hand_in.digitised, component}))
            return replace(hand_in, digitised=digitised)
        case events.Linked(relation="filed-with", procedure=str() as procedure):
            return replace(hand_in, filed_with=(*hand_in.filed_with, procedure))
        case _:
            return hand_in


def _carrier_came(hand_in: HandIn, came: events.CarrierReceived, at: datetime) -> HandIn:
    codes = {component.code for component in came.components}
    return replace(
        hand_in,
        carriers={came.carrier: at, **hand_in.carriers},
        proven={**hand_in.proven, **_proven(hand_in, came)},
        components=tuple(sorted(codes.union(hand_in.components))),
    )


def _proven(hand_in: HandIn, came: events.CarrierReceived) -> dict[Carrier | None, datetime]:
    """Evidence takes the place of what the desk typed of the same hand-in; that of a later one
    shows at most that it came earlier."""
    known = {**hand_in.carriers, **hand_in.proven}.get(came.carrier)
    if came.proof is None or (known and known <= came.proof.at):
        return {}
    return {came.carrier: came.proof.at}


def _pin(received: events.Received) -> ProcedurePin | None:
    if received.procedure is None:
        return None
    return ProcedurePin(
        received.procedure, received.procedure_version, received.field, received.cases
    )


def _subject_id(event: events.Received | events.Submitted) -> str | None:
    return event.subject.subject_id if isinstance(event.subject, SubjectRef) else None
