"""What is said while the dossier is worked on."""

from typing import Literal

from domain.dossier.events.intake import SupplementItem
from domain.dossier.events.said import Said
from domain.dossier.values import Carrier, FreeAttributes, FreeText, Label, Moment
from domain.procedure.term import Exclusion

__all__ = [
    "ExclusionBegan",
    "ExclusionEnded",
    "HandlerAssigned",
    "MilestoneRecorded",
    "Noted",
    "OpinionReceived",
    "OpinionRequested",
    "StatusReported",
    "SupplementItem",
    "SupplementLapsed",
    "SupplementReceived",
    "SupplementRequested",
    "VerificationRecorded",
]


class HandlerAssigned(Said):
    """An officer is to handle it (NĐ 61/2018 Art. 19(1))."""

    kind: Literal["dossier.handler-assigned"] = "dossier.handler-assigned"
    handler: Label
    unit: Label | None = None
    step: Label | None = None


class VerificationRecorded(Said):
    """Verified on the spot: when, where, with whom, what (biên bản, NĐ 61/2018 Art. 19(3))."""

    kind: Literal["dossier.verification-recorded"] = "dossier.verification-recorded"
    place: FreeText | None = None
    participants: FreeText | None = None
    content: FreeText | None = None


class OpinionRequested(Said):
    """Another agency is asked, with content and deadline (NĐ 61/2018 Art. 19(5))."""

    kind: Literal["dossier.opinion-requested"] = "dossier.opinion-requested"
    opinion: Label = "1"
    """Tells the requests of one dossier apart."""
    agency: Label
    answer_by: Moment | None = None
    content: FreeText | None = None


class OpinionReceived(Said):
    """The agency answered (NĐ 61/2018 Art. 19(5))."""

    kind: Literal["dossier.opinion-received"] = "dossier.opinion-received"
    opinion: Label = "1"
    content: FreeText | None = None


class MilestoneRecorded(Said):
    """A deed on the way that a term of the procedure names: the council met, its minutes
    (biên bản) were signed."""

    kind: Literal["dossier.milestone-recorded"] = "dossier.milestone-recorded"
    milestone: Label


class ExclusionBegan(Said):
    """Time begins that a term may not count, such as testing in a laboratory
    (TT 02/2015/TT-BKHCN Art. 9(4))."""

    kind: Literal["dossier.exclusion-began"] = "dossier.exclusion-began"
    exclusion: Label = "1"
    why: Exclusion


class ExclusionEnded(Said):
    """Time that a term may not count is over."""

    kind: Literal["dossier.exclusion-ended"] = "dossier.exclusion-ended"
    exclusion: Label = "1"


class SupplementRequested(Said):
    """The applicant is asked to complete the dossier (Mẫu 02, NĐ 61/2018 Art. 19(4))."""

    kind: Literal["dossier.supplement-requested"] = "dossier.supplement-requested"
    supplement: str = "1"
    """Tells the requests of one dossier apart."""
    items: tuple[SupplementItem, ...] = ()
    legal_basis: str | None = None
    number: Label | None = None
    """Of the slip."""
    signer: Label | None = None
    relayed: bool | None = None
    """Whether the one-stop desk passed it on (NĐ 61/2018 Art. 5(1)(e)); None: unrecorded."""
    notified_at: Moment | None = None
    answer_by: Moment | None = None


class SupplementReceived(Said):
    """What was asked for came in, in whole or in part (NĐ 61/2018 Art. 19(4))."""

    kind: Literal["dossier.supplement-received"] = "dossier.supplement-received"
    supplement: str = "1"
    items: tuple[str, ...] = ()
    """Codes of the components that came; empty when unrecorded: then all of them."""
    carrier: Carrier | None = None
    promised_return: Moment | None = None
    """The new return date (NgayHenTraMoi)."""


class SupplementLapsed(Said):
    """The applicant's time to complete the dossier passed, and a person decided so; never the
    passing of time alone."""

    kind: Literal["dossier.supplement-lapsed"] = "dossier.supplement-lapsed"
    supplement: str = "1"
    legal_basis: Label | None = None


class StatusReported(Said):
    """A source that knows no more than the national status says it (trạng thái hồ sơ, 1-10,
    QĐ 766/QĐ-TTg)."""

    kind: Literal["dossier.status-reported"] = "dossier.status-reported"
    status: Literal[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]


class Noted(Said):
    """What a source says that has no kind, in its own words: moves no stage, clock or custody."""

    kind: Literal["dossier.noted"] = "dossier.noted"
    name: str
    attributes: FreeAttributes | None = None
