"""What is known from the counter: the acceptance, the applicant, the carriers that came in."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from domain.dossier import events
from domain.dossier.events import Told
from domain.dossier.values import Carrier, Channel, SubjectRef
from domain.testimony import Code


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The one legal acceptance: when, where and by whom."""

    at: datetime
    unit: str | None
    officer: str | None


@dataclass(frozen=True, slots=True)
class ProcedurePin:
    """The procedure as named at receipt: a dossier keeps what it was received under."""

    code: str
    version: str | None
    field: str | None


@dataclass(frozen=True, slots=True)
class Authority:
    """Whose dossier it is, and the IANA zone of its local days (None: the installation's)."""

    id: str | None = None
    timezone: str | None = None


@dataclass(frozen=True, slots=True)
class Intake:
    code: Code | None = None
    accepted: Acceptance | None = None
    procedure: ProcedurePin | None = None
    authority: Authority = Authority()
    channel: Channel | None = None
    subject_id: str | None = None
    carriers: Mapping[Carrier | None, datetime] = field(default_factory=dict)
    """When the file first came in, per carrier."""
    components: tuple[str, ...] = ()


def evolve(intake: Intake, told: Told) -> Intake:
    match told.event:
        case events.Received() as received if intake.accepted is None:
            return _accepted(intake, received, told)
        case events.CarrierReceived(object="file", carrier=carrier, components=components):
            codes = {component.code for component in components}
            return replace(
                intake,
                carriers={carrier: told.occurred_at, **intake.carriers},
                components=tuple(sorted(codes.union(intake.components))),
            )
        case _:
            return intake


def _accepted(intake: Intake, received: events.Received, told: Told) -> Intake:
    return replace(
        intake,
        code=told.dossier,
        accepted=Acceptance(told.occurred_at, told.unit, told.actor),
        procedure=_pin(received),
        authority=Authority(received.authority, received.timezone),
        channel=received.channel,
        subject_id=_subject_id(received),
    )


def _pin(received: events.Received) -> ProcedurePin | None:
    if received.procedure is None:
        return None
    return ProcedurePin(received.procedure, received.procedure_version, received.field)


def _subject_id(received: events.Received) -> str | None:
    return received.subject.subject_id if isinstance(received.subject, SubjectRef) else None
