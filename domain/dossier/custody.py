"""Who holds what: objects on carriers, each with a holder, or in transit."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from domain.dossier import events
from domain.dossier.events import Told
from domain.dossier.values import APPLICANT, Carrier, Holder

Key = tuple[str, Carrier]
"""An object (the file, the result, an original) on a carrier."""


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


@dataclass(frozen=True, slots=True)
class Custody:
    holdings: Mapping[Key, Holding] = field(default_factory=dict)

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
            return custody


def _put(custody: Custody, key: Key, holding: Holding) -> Custody:
    return Custody({**custody.holdings, key: holding})


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
            return Holding(holder, since, Transit(holder, taker, at))
        case events.TransferAcknowledged(taker=taker):
            # An act by the taker implies that he has it, even if no handover was told.
            return Holding(taker or _addressee(held) or held.holder, at)
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
