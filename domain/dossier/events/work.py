"""What is said while the dossier is worked on."""

from typing import Literal

from domain.dossier.events.said import Said
from domain.dossier.values import Carrier, FreeAttributes, FreeText, Value


class SupplementItem(Value):
    """What the applicant must bring or mend, and why."""

    component: str
    reason: FreeText | None = None


class SupplementRequested(Said):
    """The applicant is asked to complete the dossier (Mẫu 02, NĐ 61/2018 Art. 19(4))."""

    kind: Literal["dossier.supplement-requested"] = "dossier.supplement-requested"
    supplement: str = "1"
    """Tells the requests of one dossier apart."""
    items: tuple[SupplementItem, ...] = ()
    legal_basis: str | None = None


class SupplementReceived(Said):
    kind: Literal["dossier.supplement-received"] = "dossier.supplement-received"
    supplement: str = "1"
    items: tuple[str, ...] = ()
    """Codes of the components that came; empty when unrecorded."""
    carrier: Carrier | None = None


class Noted(Said):
    """What a source says that has no kind, in its own words: moves no stage, clock or custody."""

    kind: Literal["dossier.noted"] = "dossier.noted"
    name: str
    attributes: FreeAttributes | None = None
