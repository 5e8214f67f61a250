"""Rules of custody: who may hand over what, and who may answer (Mẫu 05, NĐ 61/2018 Art. 18)."""

from collections.abc import Iterator
from datetime import date, datetime

from domain.dossier import events
from domain.dossier.custody import Holding, Transit
from domain.dossier.dossier import Dossier
from domain.dossier.events import Told
from domain.dossier.forwarding import first_hour, there_since
from domain.dossier.handover import has_begun_to_carry
from domain.dossier.refusals import (
    NoHandover,
    ShelfContradicts,
    StillInTransit,
    TransferLate,
    WrongCustodian,
)
from domain.dossier.regime import Regime, is_by_instant, regime
from domain.dossier.values import Carrier, Holder
from domain.law import Law
from domain.procedure.term import Term
from domain.refusals import Reason

Answer = events.TransferAcknowledged | events.TransferRefused


def by_the_holder(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """Only who holds an object can hand it over; of data that went to several, each of them."""
    event = told.event
    if not isinstance(event, events.Transferred) or event.carrier is None:
        return
    held = dossier.custody.of(event.object, event.carrier)
    if held is None or held.holder is None or event.giver is None:
        return
    if not any(may_be(event.giver, holder, told, law) for holder in held.holders):
        yield WrongCustodian(event.object, event.carrier, held.holder, event.giver)


def one_at_a_time(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """Paper lies in one place: it goes from agency to agency (NĐ 61/2018 Art. 19(6)). Data may go
    to several at once."""
    event = told.event
    if not isinstance(event, events.Transferred) or event.carrier is not Carrier.PAPER:
        return
    held = dossier.custody.of(event.object, event.carrier)
    if held and held.transit and not _carries_on(held, held.transit, event, told, law):
        yield StillInTransit(event.object, event.carrier, held.transit.taker)


def _carries_on(
    held: Holding, transit: Transit, event: events.Transferred, told: Told, law: Law
) -> bool:
    """Whether a courier or a third office hands it to whom it was sent to."""
    if event.giver is None or transit.via is None or not has_begun_to_carry(held, transit):
        return False
    by_courier = may_be(event.giver, transit.via, told, law)
    return by_courier and may_be(event.taker, transit.taker, told, law)


def forwarded_in_time(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """The first handover of the paper file: the same working day, or when it came after 15:00
    in the first hour of the next one (NĐ 61/2018 Art. 18)."""
    event, since = told.event, there_since(dossier, Carrier.PAPER)
    if not isinstance(event, events.Transferred) or since is None:
        return
    held = dossier.custody.of("file", Carrier.PAPER)
    if (event.object, event.carrier) != ("file", Carrier.PAPER) or (held and held.moved):
        return
    governing = regime(dossier, law)
    term = governing.decreed("transfer")
    if term and not _at_once(governing, term, since, told.occurred_at):
        yield from _late(governing, term, since, told)


def _at_once(governing: Regime, term: Term, since: datetime, at: datetime) -> bool:
    """The usual case, without counting: no term in days ends before the day it begins on."""
    return not is_by_instant(term.length) and governing.day(at) <= governing.day(since)


def _late(governing: Regime, term: Term, since: datetime, told: Told) -> Iterator[Reason]:
    until = governing.due(term, since)
    if until is None:
        return
    if hour := first_hour(governing, until):
        if told.occurred_at > hour:
            yield TransferLate(hour.isoformat(timespec="minutes"))
    elif governing.is_past(term.length, until, told.occurred_at):
        yield TransferLate(until.on.isoformat())


def answered_once(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """A handover is answered once, by whom the object was sent to; before him, who carries it may
    say that he has it."""
    event = told.event
    if not isinstance(event, Answer | events.TransferRecalled) or event.carrier is None:
        return
    held = dossier.custody.of(event.object, event.carrier)
    if held is None or held.transit is None:
        yield NoHandover(event.object, event.carrier)
    elif not isinstance(event, events.TransferRecalled):
        yield from _by_the_taker(held, event, told, law)


def _by_the_taker(held: Holding, event: Answer, told: Told, law: Law) -> Iterator[Reason]:
    if held.transit is None or event.carrier is None or event.taker is None:
        return
    if any(may_be(event.taker, each.taker, told, law) for each in held.transits):
        return
    ways = (each for each in held.transits if each.via)
    carried = next((w for w in ways if w.via and may_be(event.taker, w.via, told, law)), None)
    if carried is None:
        yield WrongCustodian(event.object, event.carrier, held.transit.taker, event.taker)
    elif isinstance(event, events.TransferAcknowledged) and has_begun_to_carry(held, carried):
        yield NoHandover(event.object, event.carrier)


def as_on_the_shelf(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """What the shelf says against what the record says (NĐ 61/2018 Art. 21). What is on its way
    lies on no shelf, or on its taker's already."""
    event = told.event
    if not isinstance(event, events.ShelfChecked):
        return
    held = dossier.custody.of(event.object, event.carrier)
    transit = held.transit if held else None
    if transit and not event.present:
        return
    expected = transit.taker if transit else held.holder if held else None
    holders = (transit.taker,) if transit else held.holders if held else ()
    on_record = any(may_be(event.desk, each, told, law) for each in holders)
    if event.present is not on_record:
        yield ShelfContradicts(event.object, event.carrier, expected, event.desk)


def may_be(one: Holder, other: Holder, told: Told, law: Law) -> bool:
    """Whether both may be the same holder on the day; acknowledgements follow succession."""
    if one.organisation == other.organisation:
        return one.may_be(other)
    day: date = told.occurred_at.astimezone(law.zone).date()
    return law.registry.same(one.organisation, other.organisation, day)
