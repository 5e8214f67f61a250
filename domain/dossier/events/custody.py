"""What is said when an object on a carrier passes from one holder to another.

Custody moves when the taker acknowledges; until then the object is in transit
(control slip, Mẫu 05, NĐ 61/2018 Art. 18).
"""

from typing import Literal

from domain.dossier.events.said import Said
from domain.dossier.values import Carrier, FreeText, Holder


class Transferred(Said):
    """An object was handed over and is on its way to the taker (NĐ 61/2018 Art. 18, 19(6),
    19(7))."""

    kind: Literal["dossier.transferred"] = "dossier.transferred"
    taker: Holder
    giver: Holder | None = None
    carrier: Carrier | None = None
    object: str = "file"
    step: str | None = None
    slip: str | None = None
    via: Holder | None = None
    """Who carries it: a courier, or a third office that it goes through."""


class TransferAcknowledged(Said):
    """The taker has it: custody moves (a line of the control slip, Mẫu 05, TT 01/2018/TT-VPCP
    Art. 9)."""

    kind: Literal["dossier.transfer-acknowledged"] = "dossier.transfer-acknowledged"
    carrier: Carrier | None = None
    object: str = "file"
    taker: Holder | None = None
    """Whoever has it now; who only carries it says so, too, and it goes on to its taker."""
    slip: str | None = None
    """With which it came."""


class TransferRefused(Said):
    """The taker would not have it: it travels back and is taken back."""

    kind: Literal["dossier.transfer-refused"] = "dossier.transfer-refused"
    carrier: Carrier | None = None
    object: str = "file"
    taker: Holder | None = None
    reason: FreeText
    slip: str | None = None
    """With which it came."""


class TransferRecalled(Said):
    """The giver took it back before anybody acknowledged it."""

    kind: Literal["dossier.transfer-recalled"] = "dossier.transfer-recalled"
    carrier: Carrier | None = None
    object: str = "file"
    reason: FreeText | None = None


class CarrierLost(Said):
    """An object on a carrier is lost: nobody has it any more (NĐ 61/2018 Art. 21)."""

    kind: Literal["dossier.carrier-lost"] = "dossier.carrier-lost"
    carrier: Carrier
    object: str = "file"
    reason: FreeText | None = None


class CarrierFound(Said):
    """What was lost is at a desk again, or was made anew (NĐ 61/2018 Art. 21)."""

    kind: Literal["dossier.carrier-found"] = "dossier.carrier-found"
    carrier: Carrier
    object: str = "file"
    desk: Holder
    reconstituted: bool = False


class ShelfChecked(Said):
    """Somebody looked whether it lies at a desk. It moves nothing: it only says so."""

    kind: Literal["dossier.shelf-checked"] = "dossier.shelf-checked"
    carrier: Carrier
    object: str = "file"
    desk: Holder
    present: bool
    slip: str | None = None
    """Of the box in which it was looked for."""
