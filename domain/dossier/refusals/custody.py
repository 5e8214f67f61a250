"""What is irregular about who holds what."""

from dataclasses import dataclass

from domain.dossier.refusals.base import Irregular
from domain.dossier.values import Carrier, Holder
from domain.refusals import Malformed


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
class TransferLate(Irregular):
    """Paper is forwarded the same working day, what comes after 15:00 first thing on the next
    (NĐ 61/2018 Art. 18)."""

    code = "transfer-late"
    until: str


@dataclass(frozen=True, slots=True)
class StillInTransit(Irregular):
    """Handed over again before anybody acknowledged it: paper goes from agency to agency, one at
    a time (NĐ 61/2018 Art. 19(6))."""

    code = "still-in-transit"
    object: str
    carrier: Carrier
    taker: Holder


@dataclass(frozen=True, slots=True)
class ShelfContradicts(Irregular):
    """The shelf says something else than the record (NĐ 61/2018 Art. 21)."""

    code = "shelf-contradicts"
    object: str
    carrier: Carrier
    expected: Holder | None
    said: Holder


@dataclass(frozen=True, slots=True)
class EmptyList(Malformed):
    """A list that names no dossier: it cannot be told from one that was lost on its way."""

    code = "empty-list"
    field: str


@dataclass(frozen=True, slots=True)
class ToldTwice(Malformed):
    """A dossier that was both received and refused, by one and the same receipt."""

    code = "told-twice"
    dossiers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnknownSlip(Malformed):
    """A slip with which, as far as is known, nothing was sent."""

    code = "unknown-slip"
    slip: str
