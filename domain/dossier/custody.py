"""Who holds what: objects on carriers, each with a holder, or in transit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from domain.dossier import documents, entered, events
from domain.dossier.documents import Documents
from domain.dossier.entered import Ended, Entered
from domain.dossier.events import DivergenceKind, Told
from domain.dossier.handover import Holding, Transit, handed
from domain.dossier.values import APPLICANT, ARCHIVE, LOST, Carrier, Holder, Instant
from domain.frozen import maker, replace

__all__ = ["HEARD", "ORIGINAL", "Custody", "Holding", "Key", "Transit", "evolve"]

Key = tuple[str, Carrier]
"""An object on a carrier: the file, the result, an original such as `original:licence`."""

ORIGINAL: Final = "original"


@dataclass(frozen=True, slots=True)
class Custody:
    holdings: Mapping[Key, Holding] = field(default_factory=dict)
    documents: Documents = Documents()
    divergences: tuple[Entered, ...] = ()
    """What was entered as divergent and has not ended."""
    ended: tuple[Ended, ...] = ()
    """What was entered and has."""
    settled_at: datetime | None = None
    """When a person last said which carrier speaks for where the file was."""

    @property
    def originals_kept(self) -> tuple[str, ...]:
        """Originals that came to a desk and have not gone back (NĐ 61/2018 Art. 20(2)); what is
        lost cannot."""
        held = ((name, held.holder) for (name, _), held in self.holdings.items())
        kept = (name for name, holder in held if holder not in (APPLICANT, LOST))
        return tuple(sorted({name for name in kept if name.partition(":")[0] == ORIGINAL}))

    def of(self, object: str, carrier: Carrier | None) -> Holding | None:
        return None if carrier is None else self.holdings.get((object, carrier))

    @property
    def apart_since(self) -> datetime | None:
        """Since when the file has lain with one organisation on paper and with another digitally,
        and neither is on its way to the other; None while it does not, or nobody knows."""
        paper = self.holdings.get(("file", Carrier.PAPER))
        digital = self.holdings.get(("file", Carrier.DIGITAL))
        if paper is None or digital is None or _meet(paper, digital):
            return None
        return max(paper.since, digital.since)


_custody: Final = maker(Custody)

HEARD: Final[frozenset[type[events.Said]]] = frozenset(
    {
        events.CarrierReceived,
        events.Digitised,
        events.IntakeSupplementReceived,
        events.SupplementReceived,
        events.ResultArrived,
        events.Returned,
        events.CarrierLost,
        events.CarrierFound,
        events.Transferred,
        events.TransferAcknowledged,
        events.TransferRefused,
        events.TransferRecalled,
        events.DivergenceFound,
        events.DivergenceConverged,
        events.DivergenceDispelled,
        events.Reconciled,
    }
)
"""The events that may change it."""


def evolve(custody: Custody, told: Told) -> Custody:
    """Custody after the event. An event that names no carrier moves none."""
    after = _moved(custody, told)
    return _watched(after, told.occurred_at) if after.divergences else after


def _moved(custody: Custody, told: Told) -> Custody:
    match told.event:
        case (
            events.Transferred()
            | events.TransferAcknowledged()
            | events.TransferRefused()
            | events.TransferRecalled()
        ) as event if event.carrier is not None:
            key = (event.object, event.carrier)
            held = custody.holdings.get(key) or Holding(None, told.occurred_at)
            return _put(custody, key, handed(held, event, told.occurred_at))
        case events.CarrierReceived(object=object, carrier=carrier, desk=desk):
            after = _documented(custody, told)
            came = Holding(desk, told.occurred_at)
            return _put(after, (object, carrier), came) if desk else after
        case events.ResultArrived(carrier=Carrier() as carrier, desk=desk) if desk:
            return _put(custody, ("result", carrier), Holding(desk, told.occurred_at))
        case events.Returned(object=object, carrier=Carrier() as carrier):
            return _put(custody, (object, carrier), Holding(APPLICANT, told.occurred_at))
        case events.CarrierLost(object=object, carrier=carrier):
            return _put(custody, (object, carrier), Holding(LOST, told.occurred_at))
        case events.CarrierFound(object=object, carrier=carrier, desk=desk):
            return _put(custody, (object, carrier), Holding(desk, told.occurred_at))
        case _:
            return _compared(custody, told)


def _compared(custody: Custody, told: Told) -> Custody:
    """After what was told of the documents, or of what paper and digital disagree on."""
    match told.event:
        case events.Digitised() | events.IntakeSupplementReceived() | events.SupplementReceived():
            return _documented(custody, told)
        case events.DivergenceFound() as found:
            return _entered(custody, found, told)
        case events.DivergenceConverged() | events.DivergenceDispelled():
            return _ended(custody, told)
        case events.Reconciled(settles=settles):
            after = _ended(_documented(custody, told), told)
            where = Instant.TRANSFER in settles
            return replace(after, settled_at=told.occurred_at) if where else after
        case _:
            return custody


def _documented(custody: Custody, told: Told) -> Custody:
    after = documents.evolve(custody.documents, told)
    return custody if after is custody.documents else replace(custody, documents=after)


def _entered(custody: Custody, found: events.DivergenceFound, told: Told) -> Custody:
    """Entered once each."""
    key = entered.key_of(found)
    if any(each.key == key for each in custody.divergences):
        return custody
    travels = any(transit.since == key.since for transit in _under_way_of(custody, key))
    new = Entered(key, told.occurred_at, told.actor, travels)
    return replace(custody, divergences=(*custody.divergences, new))


def _ended(custody: Custody, told: Told) -> Custody:
    gone = tuple(entered.ended(custody.divergences, told))
    if not gone:
        return custody
    past = custody.ended
    for key in gone:
        past = entered.once_more(past, key, told.occurred_at)
    left = tuple(each for each in custody.divergences if each.key not in gone)
    return replace(custody, divergences=left, ended=past)


def _watched(custody: Custody, at: datetime) -> Custody:
    """Notes of what is entered when it was over: later, custody itself says it no more."""
    seen = tuple(
        each if _lasts(custody, each) else entered.over(each, at) for each in custody.divergences
    )
    return custody if seen == custody.divergences else replace(custody, divergences=seen)


def _lasts(custody: Custody, each: Entered) -> bool:
    key = each.key
    match key.kind:
        case DivergenceKind.CUSTODY:
            return custody.apart_since == key.since
        case DivergenceKind.ABSENCE if each.travels:
            return any(transit.since == key.since for transit in _under_way_of(custody, key))
        case DivergenceKind.ABSENCE:
            held = custody.of(key.object, key.carrier)
            if held is None or held.transits:
                return False
            paper = custody.holdings.get(("file", Carrier.PAPER))
            alone = key.carrier is Carrier.PAPER or paper is None or not paper.moved
            return held.since == key.since if held.moved else alone
        case _:
            return True


def _under_way_of(custody: Custody, key: entered.Key) -> tuple[Transit, ...]:
    held = custody.of(key.object, key.carrier)
    return held.transits if held else ()


AWAY: Final = frozenset(each.organisation for each in (APPLICANT, ARCHIVE))


def _meet(paper: Holding, digital: Holding) -> bool:
    """Whether both are with one organisation, under way to it, or with nobody who works on it."""
    if paper.holder is None or digital.holder is None:
        return True
    if {paper.holder.organisation, digital.holder.organisation} & AWAY:
        return True
    on_paper = {paper.holder, *(transit.taker for transit in paper.transits)}
    as_data = {*digital.holders, *(transit.taker for transit in digital.transits)}
    return not _organisations(on_paper).isdisjoint(_organisations(as_data))


def _organisations(holders: Iterable[Holder | None]) -> set[str]:
    return {holder.organisation for holder in holders if holder}


def _put(custody: Custody, key: Key, holding: Holding) -> Custody:
    """What was handed over once stays so, wherever it comes back from."""
    before = custody.holdings.get(key)
    if before is not None and before.moved and not holding.moved:
        holding = replace(holding, moved=True)
    holdings = {**custody.holdings, key: holding}
    return _custody(
        holdings, custody.documents, custody.divergences, custody.ended, custody.settled_at
    )
