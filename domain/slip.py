"""What became of each thing that travelled on a slip (Mẫu 05, NĐ 61/2018 Art. 18).

It is read from the dossiers' own histories: whoever told of a handover or its answer, by whatever
way and in whatever order, is heard.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from typing import Final

from domain.access import Reach
from domain.dossier import events
from domain.dossier.concerned import concerned, within
from domain.dossier.events import DossierEvent, Told
from domain.dossier.order import in_order
from domain.dossier.values import Carrier, Holder
from domain.places import Places
from domain.store import EventStore, RecordedEvent
from domain.testimony import Code


class LineState(StrEnum):
    IN_TRANSIT = "in-transit"
    MISSING = "missing"
    """On its way still, and the taker says that it was not in the box."""
    RECEIVED = "received"
    REFUSED = "refused"
    """On its way back."""
    TAKEN_BACK = "taken-back"
    RECALLED = "recalled"
    SENT_ON = "sent-on"
    """Handed over to another before anybody had answered."""
    LOST = "lost"
    FOUND = "found"
    SURPLUS = "surplus"
    """It came with the slip and did not stand on it."""


UNDER_WAY: Final = (LineState.IN_TRANSIT, LineState.MISSING)
UNSETTLED: Final = (*UNDER_WAY, LineState.REFUSED)
"""In nobody's hands by his own word."""


@dataclass(frozen=True, slots=True)
class Line:
    """One object of one dossier on one carrier."""

    dossier: Code
    object: str
    carrier: Carrier | None
    state: LineState
    since: datetime
    """Since when it is so."""
    giver: Holder | None = None
    taker: Holder | None = None
    via: Holder | None = None
    sent_at: datetime | None = None
    """None where it stood on no slip."""
    holder: Holder | None = None
    """Who last said that he has it: who received it or took it back, or the courier."""


Moving = events.Transferred | events.TransferAcknowledged | events.TransferRefused
Answering = events.TransferAcknowledged | events.TransferRefused | events.TransferRecalled
Lying = events.ShelfChecked | events.CarrierLost | events.CarrierFound
Heard = Moving | Answering | Lying


def lines(slip: str, told: Iterable[Told]) -> tuple[Line, ...]:
    """What became of what one dossier had on the slip; as corrected, what is annulled left out."""
    known: dict[tuple[str, Carrier | None], Line] = {}
    for one in in_order(told).happened:
        event = one.event
        if not isinstance(event, Heard):
            continue
        key = event.object, event.carrier
        begun = _begun(slip, one)
        if isinstance(event, events.Transferred) and begun:
            known[key] = begun
        elif key in known:
            known[key] = _followed(known[key], one)
        elif begun:
            known[key] = begun
    return tuple(known.values())


def _begun(slip: str, told: Told) -> Line | None:
    """What the event puts on the slip, or says to have come with it."""
    event, at = told.event, told.occurred_at
    if not isinstance(event, Moving) or event.slip != slip:
        return None
    line = Line(told.dossier, event.object, event.carrier, LineState.IN_TRANSIT, at)
    match event:
        case events.Transferred(giver=giver, taker=taker, via=via):
            return replace(line, giver=giver, taker=taker, via=via, sent_at=at)
        case events.TransferAcknowledged(taker=taker):
            return replace(line, state=LineState.SURPLUS, taker=taker, holder=taker)
        case events.TransferRefused(taker=taker):
            return replace(line, state=LineState.REFUSED, taker=taker)


def _followed(line: Line, told: Told) -> Line:
    event = told.event
    match event:
        case events.Transferred(taker=taker) if line.state in UNSETTLED:
            # Who carries it may tell of handing it to whom it was sent to.
            same = line.taker is not None and taker.may_be(line.taker)
            return line if same else _now(line, LineState.SENT_ON, told)
        case events.TransferAcknowledged(taker=taker):
            return _taken(line, taker, told)
        case events.TransferRefused() if line.state in UNDER_WAY:
            return _now(line, LineState.REFUSED, told)
        case events.TransferRecalled() if line.state in UNSETTLED:
            return replace(_now(line, LineState.RECALLED, told), holder=line.giver)
        case events.ShelfChecked() | events.CarrierLost() | events.CarrierFound():
            return _seen(line, told)
        case _:
            return line


def _taken(line: Line, by: Holder | None, told: Told) -> Line:
    """Received, or taken back; by who carries it, neither."""
    back = line.state is LineState.REFUSED
    meant = line.giver if back else line.taker
    if line.state not in UNSETTLED:
        return line
    if by and line.via and by.may_be(line.via) and not (meant and by.may_be(meant)):
        return replace(line, holder=by)
    after = _now(line, LineState.TAKEN_BACK if back else LineState.RECEIVED, told)
    return replace(after, holder=by or meant)


def _seen(line: Line, told: Told) -> Line:
    """What is not in the box is on its way still."""
    match told.event:
        case events.ShelfChecked(desk=desk, present=present) if line.state in UNDER_WAY:
            if line.taker is None or not desk.may_be(line.taker):
                return line
            return _now(line, LineState.IN_TRANSIT if present else LineState.MISSING, told)
        case events.CarrierLost() if line.state in UNSETTLED:
            return replace(_now(line, LineState.LOST, told), holder=None)
        case events.CarrierFound(desk=desk) if line.state is LineState.LOST:
            return replace(_now(line, LineState.FOUND, told), holder=desk)
        case _:
            return line


def _now(line: Line, state: LineState, told: Told) -> Line:
    """What is said again has been so since it was first said; what is on its way, since it left."""
    if state is line.state:
        return line
    since = line.sent_at if state is LineState.IN_TRANSIT else None
    return replace(line, state=state, since=since or told.occurred_at)


OnSlip = Mapping[str, tuple[Line, ...]]
"""By stream."""


async def on_slip(
    store: EventStore[DossierEvent], places: Places, slip: str, reach: Reach = None
) -> OnSlip:
    """Every dossier within reach that was on the slip or came with it; empty where nobody ever told
    of it."""
    streams = await places.on_slip(slip)
    histories = await store.histories(streams) if streams else ()
    told = {stream: _told(known) for stream, known in groupby(histories, lambda one: one.stream)}
    seen = {stream: lines(slip, all_) for stream, all_ in told.items() if _within(reach, all_)}
    return {stream: on_it for stream, on_it in seen.items() if on_it}


def _told(known: Iterable[RecordedEvent[DossierEvent]]) -> tuple[Told, ...]:
    return tuple(event.told for event in known)


def _within(reach: Reach, told: Iterable[Told]) -> bool:
    return within(reach, concerned(told))
