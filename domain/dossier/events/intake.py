"""What is said at the counter: a dossier comes in, and is accepted or not."""

from typing import Annotated, Literal

from pydantic import Field

from domain.dossier.events.said import Said
from domain.dossier.values import (
    Carrier,
    Channel,
    Component,
    FreeText,
    Hash,
    Holder,
    Label,
    Moment,
    Proof,
    Subject,
    SubjectRef,
    Value,
    Zone,
)


class SupplementItem(Value):
    """What the applicant must bring or mend, and why."""

    component: str
    reason: FreeText | None = None


class Submitted(Said):
    """Handed in or sent, not yet accepted (NĐ 61/2018 Art. 16; NĐ 45/2020: automatic receipt)."""

    kind: Literal["dossier.submitted"] = "dossier.submitted"
    procedure: Label | None = None
    channel: Channel | None = None
    authority: Label | None = None
    subject: Subject | SubjectRef | None = None


class CarrierReceived(Said):
    """One carrier of one object came to a desk; repeatable, before or after acceptance."""

    kind: Literal["dossier.carrier-received"] = "dossier.carrier-received"
    carrier: Carrier
    object: str = "file"
    desk: Holder | None = None
    components: tuple[Component, ...] = ()
    proof: Proof | None = None
    """Evidence of when it was handed in: it goes before the time that the desk typed."""


class IntakeSupplementRequested(Said):
    """Incomplete at the desk: the applicant gets one full, exact instruction (Mẫu 02,
    NĐ 61/2018 Art. 11(2)(c), 15(3), 17(1)(a), 17(2))."""

    kind: Literal["dossier.intake-supplement-requested"] = "dossier.intake-supplement-requested"
    supplement: Label = "intake-1"
    items: tuple[SupplementItem, ...] = ()
    number: Label | None = None
    """Of the slip."""


class IntakeSupplementReceived(Said):
    """The applicant brought what the desk had asked for."""

    kind: Literal["dossier.intake-supplement-received"] = "dossier.intake-supplement-received"
    supplement: Label = "intake-1"
    items: tuple[str, ...] = ()
    """Codes of the components that came; empty when unrecorded."""
    carrier: Carrier | None = None


class IntakeRefused(Said):
    """Not accepted, for a reason in law (Mẫu 03, NĐ 61/2018 Art. 17(1)(b))."""

    kind: Literal["dossier.intake-refused"] = "dossier.intake-refused"
    legal_basis: Label
    reason: FreeText | None = None
    number: Label | None = None
    procedure: Label | None = None
    """What was asked for."""


class Received(Said):
    """The one legal acceptance (NĐ 61/2018 Art. 17(3)); the clock starts by its term's rule."""

    kind: Literal["dossier.received"] = "dossier.received"
    procedure: str | None = None
    procedure_version: str | None = None
    field: str | None = None
    """The field of administration; by default the procedure's."""
    channel: Channel | None = None
    owed: tuple[Carrier, ...] = ()
    """The carriers that the result is owed on; empty when unrecorded."""
    promised_return: Moment | None = None
    """The return date printed on the receipt slip (Mẫu 01)."""
    authority: str | None = None
    timezone: Zone | None = None
    """IANA zone whose local days count; by default the authority's."""
    subject: Subject | SubjectRef | None = None
    cases: Annotated[tuple[Label, ...], Field(exclude_if=lambda cases: not cases)] = ()
    """The cases of the procedure that it is."""


class CodeAssigned(Said):
    """A system calls the dossier by this code, too (mã số hồ sơ, NĐ 61/2018 Art. 26;
    TT 01/2018/TT-VPCP Art. 19)."""

    kind: Literal["dossier.code-assigned"] = "dossier.code-assigned"
    system: Label
    value: Label


class Linked(Said):
    """It is the same as another dossier, files it again, or was filed with it."""

    kind: Literal["dossier.linked"] = "dossier.linked"
    relation: Literal["same-as", "refile-of", "filed-with"]
    other: Label
    """Any code of the other dossier."""
    procedure: Label | None = None
    """The other's procedure: what is filed with it may follow its terms."""


class Digitised(Said):
    """A paper component was scanned (NĐ 61/2018 Art. 17(1); NĐ 107/2021; TT 01/2023/TT-VPCP)."""

    kind: Literal["dossier.digitised"] = "dossier.digitised"
    component: Label
    pages: Annotated[int, Field(ge=1)] | None = None
    sha256: Hash | None = None
    scanner: Label | None = None
    """Who scanned and signed it."""
    matches_paper: bool | None = None
    """"Khớp đúng bản giấy"; None where nobody said so."""
