"""What is irregular about when something is told, or about the record itself."""

from dataclasses import dataclass

from domain.dossier.refusals.base import Irregular


@dataclass(frozen=True, slots=True)
class BeforeReceipt(Irregular):
    """Something happened to a dossier that was not yet received."""

    code = "before-receipt"
    kind: str


@dataclass(frozen=True, slots=True)
class OutOfOrder(Irregular):
    """It does not follow from where the dossier stands."""

    code = "out-of-order"
    kind: str
    stage: str


@dataclass(frozen=True, slots=True)
class WorkAfterClose(Irregular):
    """Something happened to a dossier that was closed."""

    code = "work-after-close"
    kind: str


@dataclass(frozen=True, slots=True)
class UnknownTarget(Irregular):
    """A correction or annulment of an event that is not known (yet)."""

    code = "unknown-target"
    source: str
    request_id: str


@dataclass(frozen=True, slots=True)
class CorrectionDoesNotFit(Irregular):
    """The field does not exist, had another value, or cannot take the new one."""

    code = "correction-does-not-fit"
    field: str
    why: str


@dataclass(frozen=True, slots=True)
class SamePerson(Irregular):
    """Who did it also approved it: two people are needed."""

    code = "same-person"
    person: str
    deeds: tuple[str, str]


@dataclass(frozen=True, slots=True)
class ProcedureStops(Irregular):
    """The procedure was abolished and what was in flight is stopped: no work goes on."""

    code = "procedure-stops-in-flight"
    procedure: str
    since: str
