"""Rules of custody: who may hand over what, and who may answer (Mẫu 05, NĐ 61/2018 Art. 18)."""

from collections.abc import Iterator
from datetime import date

from domain.dossier import events
from domain.dossier.custody import Holding
from domain.dossier.dossier import Dossier
from domain.dossier.events import Told
from domain.dossier.refusals import (
    NoHandover,
    ShelfContradicts,
    StillInTransit,
    TransferLate,
    WrongCustodian,
)
from domain.dossier.regime import regime
from domain.dossier.values import Carrier, Holder
from domain.law import Law
from domain.refusals import Reason

Answer = events.TransferAcknowledged | events.TransferRefused


def by_the_holder(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """Only who holds an object can hand it over."""
    event = told.event
    if not isinstance(event, events.Transferred) or event.carrier is None:
        return
    held = dossier.custody.of(event.object, event.carrier)
    if held is None or held.holder is None or event.giver is None:
        return
    if not may_be(event.giver, held.holder, told, law):
        yield WrongCustodian(event.object, event.carrier, held.holder, event.giver)


def one_at_a_time(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """Paper lies in one place: it goes from agency to agency (NĐ 61/2018 Art. 19(6)). Data may go
    to several at once."""
    event = told.event
    if not isinstance(event, events.Transferred) or event.carrier is not Carrier.PAPER:
        return
    held = dossier.custody.of(event.object, event.carrier)
    if held and held.transit:
        yield StillInTransit(event.object, event.carrier, held.transit.taker)


def forwarded_in_time(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """The first handover of the paper file: the same working day, or when it came after 15:00
    first thing on the next one (NĐ 61/2018 Art. 18)."""
    event = told.event
    moved = dossier.custody.of("file", Carrier.PAPER)
    if not isinstance(event, events.Transferred) or (event.carrier, event.object) != (
        Carrier.PAPER,
        "file",
    ):
        return
    accepted = dossier.intake.accepted
    if accepted is None or (moved and moved.moved):
        return
    governing = regime(dossier, law)
    term = governing.decreed("transfer")
    until = governing.due(term, accepted.at) if term else None
    if until and told.occurred_at > until.at:
        yield TransferLate(until.on.isoformat())


def answered_once(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """A handover is answered once, by whom the object was sent to."""
    event = told.event
    if not isinstance(event, Answer | events.TransferRecalled) or event.carrier is None:
        return
    held = dossier.custody.of(event.object, event.carrier)
    if held is None or held.transit is None:
        yield NoHandover(event.object, event.carrier)
    elif not isinstance(event, events.TransferRecalled):
        yield from _by_the_taker(held, event, told, law)


def _by_the_taker(held: Holding, event: Answer, told: Told, law: Law) -> Iterator[Reason]:
    sent_to = held.transit.taker if held.transit else None
    if sent_to is None or event.carrier is None or event.taker is None:
        return
    if not may_be(event.taker, sent_to, told, law):
        yield WrongCustodian(event.object, event.carrier, sent_to, event.taker)


def as_on_the_shelf(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """What the shelf says against what the record says (NĐ 61/2018 Art. 21)."""
    event = told.event
    if not isinstance(event, events.ShelfChecked):
        return
    held = dossier.custody.of(event.object, event.carrier)
    expected = held.holder if held else None
    on_record = expected is not None and may_be(event.desk, expected, told, law)
    if event.present is not on_record:
        yield ShelfContradicts(event.object, event.carrier, expected, event.desk)


def may_be(one: Holder, other: Holder, told: Told, law: Law) -> bool:
    """Whether both may be the same holder on the day; acknowledgements follow succession."""
    day: date = told.occurred_at.astimezone(law.zone).date()
    if one.organisation == other.organisation:
        return one.may_be(other)
    return law.registry.same(one.organisation, other.organisation, day)
