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


@dataclass(frozen=True, slots=True)
class Custody:
    holdings: Mapping[Key, Holding] = field(default_factory=dict)
    divergences: tuple[tuple[events.Divergence, str], ...] = ()
    """What was entered as divergent and has not ended, of which object."""

    @property
    def originals_kept(self) -> tuple[str, ...]:
        """Originals that came to a desk and have not gone back (NĐ 61/2018 Art. 20(2))."""
        kept = (name for (name, _), held in self.holdings.items() if held.holder != APPLICANT)
        return tuple(sorted({name for name in kept if name.partition(":")[0] == ORIGINAL}))

    def of(self, object: str, carrier: Carrier | None) -> Holding | None:
        return None if carrier is None else self.holdings.get((object, carrier))


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
        case _:
            return entered


def _put(custody: Custody, key: Key, holding: Holding) -> Custody:
    return replace(custody, holdings={**custody.holdings, key: holding})


def _handed(
    held: Holding,
    event: events.Transferred
    | events.TransferAcknowledged
    | events.TransferRefused
    | events.TransferRecalled,
    at: datetime,
) -> Holding:
    match event:
        case events.Transferred(giver=giver, taker=taker):
            # Whoever hands it over had it, whatever was recorded before.
            holder = giver or held.holder
            since = held.since if holder == held.holder else at
            return Holding(holder, since, Transit(holder, taker, at), moved=True)
        case events.TransferAcknowledged(taker=taker):
            # An act by the taker implies that he has it, even if no handover was told.
            return Holding(taker or _addressee(held) or held.holder, at, moved=True)
        case events.TransferRefused():
            return replace(held, transit=_travelling_back(held, at))
        case events.TransferRecalled():
            return replace(held, transit=None)


def _addressee(held: Holding) -> Holder | None:
    return held.transit.taker if held.transit else None


def _travelling_back(held: Holding, at: datetime) -> Transit | None:
    if held.transit is None or held.transit.giver is None:
        return None
    return Transit(held.transit.taker, held.transit.giver, at)
