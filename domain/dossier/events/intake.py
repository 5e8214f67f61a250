"""What is said at the counter: a dossier comes in."""

from typing import Literal

from domain.dossier.events.said import Said
from domain.dossier.values import (
    Carrier,
    Channel,
    Component,
    Holder,
    Moment,
    Subject,
    SubjectRef,
    Zone,
)


class Received(Said):
    """The one legal acceptance; the legal clock starts (NĐ 61/2018 Art. 17(3))."""

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
    """IANA zone whose local days count; by default the installation's."""
    subject: Subject | SubjectRef | None = None


class CarrierReceived(Said):
    """One carrier of one object came to a desk; repeatable, before or after acceptance."""

    kind: Literal["dossier.carrier-received"] = "dossier.carrier-received"
    carrier: Carrier
    object: str = "file"
    desk: Holder | None = None
    components: tuple[Component, ...] = ()
