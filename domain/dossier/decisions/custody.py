"""Rules of custody: who may hand over what, and who may answer (Mẫu 05, NĐ 61/2018 Art. 18)."""

from collections.abc import Iterator
from datetime import date, datetime, time

from domain.calendar.because import Cause
from domain.calendar.due import Due
from domain.calendar.office_time import add_working_minutes, at_local
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
from domain.dossier.regime import Regime, regime
from domain.dossier.values import Carrier, Holder
from domain.law import Law
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
    if held and held.transit:
        yield StillInTransit(event.object, event.carrier, held.transit.taker)


def forwarded_in_time(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """The first handover of the paper file: the same working day, or when it came after 15:00
    in the first hour of the next one (NĐ 61/2018 Art. 18)."""
    event, since = told.event, _there_since(dossier)
    if not isinstance(event, events.Transferred) or since is None:
        return
    held = dossier.custody.of("file", Carrier.PAPER)
    if (event.object, event.carrier) != ("file", Carrier.PAPER) or (held and held.moved):
        return
    governing = regime(dossier, law)
    term = governing.decreed("transfer")
    until = governing.due(term, since) if term else None
    if term is None or until is None:
        return
    if hour := _first_hour(governing, until):
        if told.occurred_at > hour:
            yield TransferLate(hour.isoformat(timespec="minutes"))
    elif governing.is_past(term.length, until, told.occurred_at):
        yield TransferLate(until.on.isoformat())


def _there_since(dossier: Dossier) -> datetime | None:
    """Since when the paper could go on: accepted, and at the desk (originals may come by post)."""
    accepted = dossier.intake.accepted
    if accepted is None:
        return None
    return max(accepted.at, dossier.intake.hand_in.carriers.get(Carrier.PAPER, accepted.at))


def _first_hour(governing: Regime, until: Due) -> datetime | None:
    """The end of the first hour of the next working day, for what came after 15:00."""
    late = any(why.cause is Cause.CAME_AFTER_CUT_OFF for why in until.because)
    if governing.calendar is None or not late:
        return None
    morning = at_local(governing.calendar, until.on, time.min)
    return add_working_minutes(governing.calendar, morning, 60)


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
    if held.transit is None or event.carrier is None or event.taker is None:
        return
    if not any(may_be(event.taker, each.taker, told, law) for each in held.transits):
        yield WrongCustodian(event.object, event.carrier, held.transit.taker, event.taker)


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
    on_record = expected is not None and may_be(event.desk, expected, told, law)
    if event.present is not on_record:
        yield ShelfContradicts(event.object, event.carrier, expected, event.desk)


def may_be(one: Holder, other: Holder, told: Told, law: Law) -> bool:
    """Whether both may be the same holder on the day; acknowledgements follow succession."""
    day: date = told.occurred_at.astimezone(law.zone).date()
    if one.organisation == other.organisation:
        return one.may_be(other)
    return law.registry.same(one.organisation, other.organisation, day)
