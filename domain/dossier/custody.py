"""Who holds what: objects on carriers, each with a holder, or in transit."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from domain.dossier import events
from domain.dossier.events import Told
from domain.dossier.values import APPLICANT, LOST, Carrier, Holder

Key = tuple[str, Carrier]
"""An object on a carrier: the file, the result, an original such as `original:licence`."""

ORIGINAL: Final = "original"


@dataclass(frozen=True, slots=True)
class Transit:
    """Handed over by one, acknowledged by nobody yet."""

    giver: Holder | None
    taker: Holder
    since: datetime


@dataclass(frozen=True, slots=True)
class Holding:
    """With whom an object on a carrier is. `holder` is None while unrecorded."""

    holder: Holder | None
    since: datetime
    transit: Transit | None = None
    moved: bool = False
    """Whether it was ever handed over."""
    beside: tuple[Holder, ...] = ()
    """Who has the data as well: it may go to several at once (NĐ 61/2018 Art. 19(6))."""
    unanswered: tuple[Transit, ...] = ()
    """Earlier handovers of the data that nobody has acknowledged yet."""

    @property
    def transits(self) -> tuple[Transit, ...]:
        """All that is under way, the last one first."""
        return (*((self.transit,) if self.transit else ()), *reversed(self.unanswered))

    @property
    def holders(self) -> tuple[Holder, ...]:
        return (*((self.holder,) if self.holder else ()), *self.beside)


@dataclass(frozen=True, slots=True)
class Custody:
    holdings: Mapping[Key, Holding] = field(default_factory=dict)
    divergences: tuple[tuple[events.Divergence, str], ...] = ()
    """What was entered as divergent and has not ended, of which object."""

    @property
    def originals_kept(self) -> tuple[str, ...]:
        """Originals that came to a desk and have not gone back (NĐ 61/2018 Art. 20(2)); what is
        lost cannot."""
        held = ((name, held.holder) for (name, _), held in self.holdings.items())
        kept = (name for name, holder in held if holder not in (APPLICANT, LOST))
        return tuple(sorted({name for name in kept if name.partition(":")[0] == ORIGINAL}))

    def of(self, object: str, carrier: Carrier | None) -> Holding | None:
        return None if carrier is None else self.holdings.get((object, carrier))


HEARD: Final[frozenset[type[events.Said]]] = frozenset(
    {
        events.CarrierReceived,
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
    match told.event:
        case events.CarrierReceived(object=object, carrier=carrier, desk=desk) if desk:
            return _put(custody, (object, carrier), Holding(desk, told.occurred_at))
        case events.ResultArrived(carrier=Carrier() as carrier, desk=desk) if desk:
            return _put(custody, ("result", carrier), Holding(desk, told.occurred_at))
        case events.Returned(object=object, carrier=Carrier() as carrier):
            return _put(custody, (object, carrier), Holding(APPLICANT, told.occurred_at))
        case events.CarrierLost(object=object, carrier=carrier):
            return _put(custody, (object, carrier), Holding(LOST, told.occurred_at))
        case events.CarrierFound(object=object, carrier=carrier, desk=desk):
            return _put(custody, (object, carrier), Holding(desk, told.occurred_at))
        case (
            events.Transferred()
            | events.TransferAcknowledged()
            | events.TransferRefused()
            | events.TransferRecalled()
        ) as event if event.carrier is not None:
            key = (event.object, event.carrier)
            held = custody.holdings.get(key, Holding(None, told.occurred_at))
            return _put(custody, key, _handed(held, event, told.occurred_at))
        case _:
            return replace(custody, divergences=_divergent(custody.divergences, told))


Entered = tuple[tuple[events.Divergence, str], ...]


def _divergent(entered: Entered, told: Told) -> Entered:
    match told.event:
        case events.DivergenceFound(divergence=kind, object=object):
            return (*entered, (kind, object))
        case events.DivergenceConverged() | events.DivergenceDispelled() as ended:
            return tuple(each for each in entered if each != (ended.divergence, ended.object))
        case events.Reconciled(settles=settles):
            settled = {instant.value for instant in settles}
            return tuple(each for each in entered if each[0].value not in settled)
        case _:
            return entered


def _put(custody: Custody, key: Key, holding: Holding) -> Custody:
    """What was handed over once stays so, wherever it comes back from."""
    before = custody.holdings.get(key)
    moved = holding.moved or (before is not None and before.moved)
    return replace(custody, holdings={**custody.holdings, key: replace(holding, moved=moved)})


def _handed(
    held: Holding,
    event: events.Transferred
    | events.TransferAcknowledged
    | events.TransferRefused
    | events.TransferRecalled,
    at: datetime,
) -> Holding:
    match event:
        case events.Transferred():
            return _sent(held, event, at)
        case events.TransferAcknowledged():
            return _taken(held, event, at)
        case events.TransferRefused(taker=taker):
            answered = _answered(held, taker)
            return _under_way(held, answered, _travelling_back(answered, at))
        case events.TransferRecalled():
            return _under_way(held, held.transit, None)


def _sent(held: Holding, event: events.Transferred, at: datetime) -> Holding:
    """Whoever hands it over had it, whatever was recorded before. Paper lies in one place; data
    that is sent to another, too, is on its way to both."""
    holder = event.giver or held.holder
    since = held.since if holder == held.holder else at
    waiting = [t for t in held.transits[::-1] if t.taker != event.taker]
    parallel = event.carrier is Carrier.DIGITAL
    swapped = [held.holder if one == holder else one for one in held.beside]
    return Holding(
        holder,
        since,
        Transit(holder, event.taker, at),
        moved=True,
        beside=tuple(one for one in swapped if one and one != holder),
        unanswered=tuple(waiting) if parallel else (),
    )


def _taken(held: Holding, event: events.TransferAcknowledged, at: datetime) -> Holding:
    """An act by the taker implies that he has it, even if no handover was told. Who had the data
    and gave nothing away has it still."""
    answered = _answered(held, event.taker)
    holder = event.taker or (answered.taker if answered else held.holder)
    gave = answered is None or held.holder == answered.giver
    keeps = event.carrier is Carrier.DIGITAL and not gave
    kept = (*held.beside, held.holder) if keeps else held.beside
    beside = tuple(one for one in kept if one and one != holder)
    rest = _under_way(held, answered, None)
    return replace(rest, holder=holder, since=at, moved=True, beside=beside)


def _answered(held: Holding, taker: Holder | None) -> Transit | None:
    """The handover that the taker answers; the last one where he names himself to none."""
    to_him = (t for t in held.transits if taker and taker.may_be(t.taker))
    return next(to_him, held.transit)


def _under_way(held: Holding, answered: Transit | None, back: Transit | None) -> Holding:
    """With what travels in the place of the handover that was answered."""
    left = [back if t is answered else t for t in held.transits[::-1]]
    waiting = [t for t in left if t]
    last = waiting[-1] if waiting else None
    return replace(held, transit=last, unanswered=tuple(waiting[:-1]))


def _travelling_back(refused: Transit | None, at: datetime) -> Transit | None:
    if refused is None or refused.giver is None:
        return None
    return Transit(refused.taker, refused.giver, at)
