"""What is said when an object on a carrier passes from one holder to another.

Custody moves when the taker acknowledges; until then the object is in transit
(control slip, Mẫu 05, NĐ 61/2018 Art. 18).
"""

from typing import Literal

from domain.dossier.events.said import Said
from domain.dossier.values import Carrier, FreeText, Holder


class Transferred(Said):
    """Handed over by `giver`, on its way to `taker`."""

    kind: Literal["dossier.transferred"] = "dossier.transferred"
    taker: Holder
    giver: Holder | None = None
    carrier: Carrier | None = None
    object: str = "file"
    step: str | None = None
    slip: str | None = None


class TransferAcknowledged(Said):
    kind: Literal["dossier.transfer-acknowledged"] = "dossier.transfer-acknowledged"
    carrier: Carrier | None = None
    object: str = "file"
    taker: Holder | None = None


class TransferRefused(Said):
    """The taker would not have it: it travels back and is taken back."""

    kind: Literal["dossier.transfer-refused"] = "dossier.transfer-refused"
    carrier: Carrier | None = None
    object: str = "file"
    taker: Holder | None = None
    reason: FreeText


class TransferRecalled(Said):
    """The giver took it back before anybody acknowledged it."""

    kind: Literal["dossier.transfer-recalled"] = "dossier.transfer-recalled"
    carrier: Carrier | None = None
    object: str = "file"
    reason: FreeText | None = None
