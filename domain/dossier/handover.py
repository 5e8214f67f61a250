"""A handover in two phases: on its way, then acknowledged, refused or recalled (Mẫu 05, NĐ 61/2018
Art. 18)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from domain.dossier import events
from domain.dossier.values import Carrier, Holder
from domain.frozen import maker, replace


@dataclass(frozen=True, slots=True)
class Transit:
    """Handed over by one, acknowledged by nobody yet."""

    giver: Holder | None
    taker: Holder
    since: datetime
    step: str | None = None
    """The step of the process that it goes to."""
    via: Holder | None = None
    """Who carries it: he may acknowledge it before the taker does."""


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
    step: str | None = None
    """The step of the process that it was handed over for."""

    @property
    def transits(self) -> tuple[Transit, ...]:
        """All that is under way, the last one first."""
        last = (self.transit,) if self.transit else ()
        return (*last, *reversed(self.unanswered)) if self.unanswered else last

    @property
    def holders(self) -> tuple[Holder, ...]:
        return (*((self.holder,) if self.holder else ()), *self.beside)


_transit: Final = maker(Transit)
_holding: Final = maker(Holding)


def handed(
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
            return _under_way(held, answered, _travelling_back(answered, taker, at))
        case events.TransferRecalled():
            return _recalled(held, at)


def _sent(held: Holding, event: events.Transferred, at: datetime) -> Holding:
    """Whoever hands it over had it, whatever was recorded before. Paper lies in one place; data
    that is sent to another, too, is on its way to both."""
    holder = event.giver or held.holder
    since = held.since if holder == held.holder else at
    parallel = event.carrier is Carrier.DIGITAL
    waiting = [t for t in held.transits[::-1] if t.taker != event.taker] if parallel else ()
    swapped = [held.holder if one == holder else one for one in held.beside]
    transit = _transit(holder, event.taker, at, event.step, event.via)
    return _holding(
        holder, since, transit, True, _others(swapped, holder), tuple(waiting), held.step
    )


def _taken(held: Holding, event: events.TransferAcknowledged, at: datetime) -> Holding:
    """An act by the taker implies that he has it, even if no handover was told. Who had the data
    and gave nothing away has it still."""
    if carried := carried_by(held, event.taker):
        return _carried(held, carried, event.taker, at)
    answered = _answered(held, event.taker)
    holder = event.taker or (answered.taker if answered else held.holder)
    # Mostly the very same: to compare two models takes a microsecond.
    gave = answered is None or held.holder is answered.giver or held.holder == answered.giver
    keeps = event.carrier is Carrier.DIGITAL and not gave
    kept = (*held.beside, held.holder) if keeps else held.beside
    transit, unanswered = _waiting(held, answered, None)
    step = answered.step if answered else None
    return _holding(holder, at, transit, True, _others(kept, holder), unanswered, step)


def carried_by(held: Holding, holder: Holder | None) -> Transit | None:
    """The handover that he only carries on; None where he is its taker, or a stranger to it."""
    under_way = held.transits
    if holder is None or not any(transit.via for transit in under_way):
        return None
    if any(holder.may_be(transit.taker) for transit in under_way):
        return None
    return next((each for each in under_way if each.via and holder.may_be(each.via)), None)


def has_begun_to_carry(held: Holding, transit: Transit) -> bool:
    """Whether who carries it acknowledged it already, on this way."""
    if transit.via is None or held.holder is None or held.since < transit.since:
        return False
    return held.holder.may_be(transit.via) and held.holder != transit.giver


def _carried(held: Holding, transit: Transit, holder: Holder | None, at: datetime) -> Holding:
    """With who carries it, and still on its way."""
    if has_begun_to_carry(held, transit):
        return held
    return replace(held, holder=holder, since=at, moved=True)


def _recalled(held: Holding, at: datetime) -> Holding:
    """What was on its way with another comes back to its giver; else it never left him."""
    recalled = held.transit
    left = _under_way(held, recalled, None)
    if recalled is None or not has_begun_to_carry(held, recalled):
        return left
    return replace(left, holder=recalled.giver, since=at)


def _others(holders: Sequence[Holder | None], holder: Holder | None) -> tuple[Holder, ...]:
    return tuple([one for one in holders if one and one != holder]) if holders else ()


def _answered(held: Holding, taker: Holder | None) -> Transit | None:
    """The handover that the taker answers; the last one where he names himself to none."""
    for transit in held.transits:
        if taker and taker.may_be(transit.taker):
            return transit
    return held.transit


def _under_way(held: Holding, answered: Transit | None, back: Transit | None) -> Holding:
    """With what travels in the place of the handover that was answered."""
    transit, unanswered = _waiting(held, answered, back)
    return replace(held, transit=transit, unanswered=unanswered)


def _waiting(
    held: Holding, answered: Transit | None, back: Transit | None
) -> tuple[Transit | None, tuple[Transit, ...]]:
    """The last one under way and those before it."""
    left = [back if t is answered else t for t in held.transits[::-1]]
    waiting = tuple([t for t in left if t])
    return (waiting[-1], waiting[:-1]) if waiting else (None, ())


def _travelling_back(refused: Transit | None, by: Holder | None, at: datetime) -> Transit | None:
    """From whoever would not have it: the taker, or who was to carry it."""
    if refused is None or refused.giver is None:
        return None
    courier = refused.via
    if courier and by and by.may_be(courier) and not by.may_be(refused.taker):
        return Transit(courier, refused.giver, at)
    return Transit(refused.taker, refused.giver, at, via=courier)
