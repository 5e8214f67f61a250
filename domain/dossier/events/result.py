"""What is said of the result and of the end."""

from datetime import date
from enum import StrEnum
from typing import Literal

from domain.dossier.events.said import Said
from domain.dossier.values import Carrier, FreeText, Hash, Holder, Label

Outcome = Literal["granted", "refused"]


class ResultDrafted(Said):
    """The handler proposes a result."""

    kind: Literal["dossier.result-drafted"] = "dossier.result-drafted"
    outcome: Outcome | None = None


class SubmittedForSignature(Said):
    """The draft goes up to be signed (trình ký)."""

    kind: Literal["dossier.submitted-for-signature"] = "dossier.submitted-for-signature"
    signer: Label | None = None


class SentBack(Said):
    """The draft comes back for revision."""

    kind: Literal["dossier.sent-back"] = "dossier.sent-back"
    reason: FreeText | None = None


class ResultSigned(Said):
    """Signed by who may sign (NĐ 61/2018 Art. 19; NĐ 30/2020 Art. 5, 13)."""

    kind: Literal["dossier.result-signed"] = "dossier.result-signed"
    signer: Label | None = None
    carrier: Carrier | None = None


class ResultIssued(Said):
    """Numbered, dated and sealed by the clerk (NĐ 30/2020 Art. 15); a refusal is a result
    (NĐ 61/2018 Art. 19(8))."""

    kind: Literal["dossier.result-issued"] = "dossier.result-issued"
    outcome: Outcome | None = None
    number: Label | None = None
    day: date | None = None
    signer: Label | None = None
    sha256: Hash | None = None
    carrier: Carrier | None = None


class ResultReplaced(Said):
    """Corrected, revoked or replaced afterwards (NĐ 61/2018 Art. 21): never a silent reopening."""

    kind: Literal["dossier.result-replaced"] = "dossier.result-replaced"
    why: Literal["corrected", "revoked", "replaced"]
    number: Label | None = None
    """Of what takes its place."""
    reason: FreeText | None = None


class ResultArrived(Said):
    """The result reached the one-stop desk on a carrier. When it is there on all carriers owed,
    the dossier is resolved and the clock stops: status 9, not the applicant's pick-up
    (NĐ 61/2018 Art. 20; QĐ 766/QĐ-TTg)."""

    kind: Literal["dossier.result-arrived"] = "dossier.result-arrived"
    carrier: Carrier | None = None
    outcome: Outcome | None = None
    number: str | None = None
    desk: Holder | None = None


class Returned(Said):
    """The result, or papers, were given to the applicant (NĐ 61/2018 Art. 20)."""

    kind: Literal["dossier.returned"] = "dossier.returned"
    carrier: Carrier | None = None
    object: str = "result"
    why: Literal["result", "supplement", "withdrawal", "stop", "refusal", "original"] = "result"


class WithdrawalRequested(Said):
    """The applicant wants the dossier back, in writing (status 7, QĐ 766/QĐ-TTg)."""

    kind: Literal["dossier.withdrawal-requested"] = "dossier.withdrawal-requested"
    signed: bool | None = None
    """Whether the applicant signed the request; None: unrecorded."""
    reason: FreeText | None = None


class Withdrawn(Said):
    """The withdrawal was accepted; the papers go back."""

    kind: Literal["dossier.withdrawn"] = "dossier.withdrawn"


class StopReason(StrEnum):
    """For what the law lets an authority stop: a closed list (NĐ 61/2018, sector law)."""

    SUPPLEMENT_LAPSED = "supplement-lapsed"
    """The applicant did not complete it in time."""
    FEE_UNPAID = "fee-unpaid"
    PROCEDURE_ABOLISHED = "procedure-abolished"
    COMPETENCE_LOST = "competence-lost"
    """Another authority is competent now."""
    APPLICANT_CEASED = "applicant-ceased"
    """The applicant died or was dissolved."""
    COURT_ORDER = "court-order"
    FORGERY = "forgery"
    """Papers were found to be forged."""


class Stopped(Said):
    """Processing was stopped, for a reason in law (thông báo dừng giải quyết hồ sơ,
    TT 03/2025/TT-VPCP Annex I; status 8, QĐ 766/QĐ-TTg)."""

    kind: Literal["dossier.stopped"] = "dossier.stopped"
    reason: StopReason
    legal_basis: Label | None = None


class Resumed(Said):
    """What was stopped goes on."""

    kind: Literal["dossier.resumed"] = "dossier.resumed"
    legal_basis: Label | None = None


class Completed(Said):
    """The dossier is closed: after the return, or after it was withdrawn, stopped, refused or
    never fetched. An act."""

    kind: Literal["dossier.completed"] = "dossier.completed"
    why: Literal["returned", "withdrawn", "stopped", "refused", "unclaimed"] | None = None
