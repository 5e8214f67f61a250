"""What can be irregular about a dossier, each with its code and class."""

from dataclasses import dataclass

from domain.dossier.values import Carrier, Holder, Instant
from domain.refusals import Gravity, Reason


@dataclass(frozen=True, slots=True)
class Irregular(Reason):
    gravity = Gravity.IRREGULAR


@dataclass(frozen=True, slots=True)
class BeforeReceipt(Irregular):
    """Something happened to a dossier that was not yet received."""

    code = "before-receipt"
    kind: str


@dataclass(frozen=True, slots=True)
class OutOfOrder(Irregular):
    code = "out-of-order"
    kind: str
    stage: str


@dataclass(frozen=True, slots=True)
class WorkAfterClose(Irregular):
    code = "work-after-close"
    kind: str


@dataclass(frozen=True, slots=True)
class UnknownProcedure(Irregular):
    code = "unknown-procedure"
    procedure: str


@dataclass(frozen=True, slots=True)
class ProcedureNotInForce(Irregular):
    code = "procedure-not-in-force"
    procedure: str
    day: str


@dataclass(frozen=True, slots=True)
class UnknownComponent(Irregular):
    """A component that the procedure does not list (asking for it: NĐ 61/2018 Art. 5(1)đ)."""

    code = "unknown-component"
    component: str
    procedure: str


@dataclass(frozen=True, slots=True)
class WrongCustodian(Irregular):
    """Somebody handed over or took what, as far as is known, another one holds or was sent."""

    code = "wrong-custodian"
    object: str
    carrier: Carrier
    expected: Holder
    said: Holder


@dataclass(frozen=True, slots=True)
class NoHandover(Irregular):
    """An answer to a handover that nobody reported."""

    code = "no-handover"
    object: str
    carrier: Carrier


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
class SupplementNotRequested(Irregular):
    code = "supplement-not-requested"
    supplement: str


@dataclass(frozen=True, slots=True)
class Unfulfilled(Reason):
    """A condition of an act that does not hold."""

    gravity = Gravity.ACT


@dataclass(frozen=True, slots=True)
class OpenDivergence(Unfulfilled):
    """Paper and digital disagree on a legal instant; a person must reconcile them first."""

    code = "open-divergence"
    instants: tuple[Instant, ...]


@dataclass(frozen=True, slots=True)
class NotReturned(Unfulfilled):
    """Nothing was given to the applicant yet (NĐ 61/2018 Art. 20)."""

    code = "not-returned"
    stage: str


@dataclass(frozen=True, slots=True)
class AlreadyClosed(Unfulfilled):
    code = "already-closed"


@dataclass(frozen=True, slots=True)
class NothingToReconcile(Unfulfilled):
    code = "nothing-to-reconcile"
    instants: tuple[Instant, ...]


@dataclass(frozen=True, slots=True)
class CarrierDoesNotSpeak(Unfulfilled):
    """The carrier named to speak for an instant has no record of it."""

    code = "carrier-does-not-speak"
    instant: Instant
    carrier: Carrier


@dataclass(frozen=True, slots=True)
class SecondPersonRequired(Unfulfilled):
    """The instant that decides lateness moves: somebody else must confirm it."""

    code = "second-person-required"
    instants: tuple[Instant, ...]
