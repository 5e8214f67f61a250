"""Consignments: dossiers that travel on one slip, and what came out of the box.

A slip has a list (Mẫu 05, NĐ 61/2018 Art. 18). Its taker answers for each dossier singly:
received, refused with a reason, missing, or surplus; never for all or none.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from domain.access import Principal, Reach
from domain.dossier.refusals import EmptyList, ToldTwice, UnknownSlip
from domain.dossier.values import Carrier, Holder, Label, Value
from domain.engine import Engine
from domain.law import Law
from domain.listed import (
    LONGEST,
    Became,
    Codes,
    Found,
    Listing,
    Outcome,
    Planned,
    found,
    reach_of,
    read_as,
    record,
    thing,
)
from domain.places import Places
from domain.refusals import InvalidField, Refused
from domain.request import Name
from domain.slip import UNDER_WAY, Line, OnSlip, on_slip


class Consignment(Listing):
    """A slip with its list, as it is handed over."""

    slip: Label
    giver: Holder
    taker: Holder
    carrier: Carrier
    object: Label = "file"
    via: Holder | None = None
    """Who carries it: a courier, or a third office that it goes through."""
    dossiers: Codes


class Unwanted(Value):
    """A dossier that the taker would not have."""

    dossier: Name
    reason: Annotated[str, Field(min_length=1)]


class Receipt(Listing):
    """What came out of the box. What was on the slip and is not named here is missing."""

    taker: Holder
    giver: Holder | None = None
    """Whose slip it is; needed only where several offices sent one of that number."""
    carrier: Carrier | None = None
    """By default what the slip was sent on."""
    object: Label | None = None
    received: Codes = ()
    refused: Annotated[tuple[Unwanted, ...], Field(max_length=LONGEST)] = ()
    surplus: Codes = ()

    @property
    def named(self) -> tuple[str, ...]:
        return (*self.received, *(each.dossier for each in self.refused), *self.surplus)


@dataclass(frozen=True, slots=True)
class Sent:
    """A slip as its taker finds it: what was sent with it, of one object on one carrier."""

    slip: str
    object: str
    carrier: Carrier
    lines: Mapping[str, Line]
    """By stream; with what came with it before and did not stand on it."""


async def send(engine: Engine, body: object, by: Principal | None = None) -> list[Outcome]:
    """Hands over each dossier of the slip's list. Raises Refused where the list itself is wrong."""
    consignment = read_as(Consignment, body)
    if not consignment.dossiers:
        raise Refused(EmptyList("dossiers"))
    known = await found(engine.store, consignment.dossiers, consignment.code_system, reach_of(by))
    done = await record(engine, consignment, sending(consignment, known), by)
    return [*done, *known.outcomes()]


async def receive(
    engine: Engine, places: Places, slip: str, body: object, by: Principal | None = None
) -> list[Outcome]:
    """Records what the taker says of each dossier, and what is missing.

    Raises Refused where the receipt itself is wrong, or nobody told of the slip.
    """
    receipt = read_as(Receipt, body)
    if not receipt.named:
        raise Refused(EmptyList("received"))
    on_it = await on_slip(engine.store, places, slip, reach_of(by))
    sent = sent_with(slip, on_it, receipt)
    known = await found(engine.store, receipt.named, receipt.code_system, reach_of(by))
    planned = receiving(receipt, sent, known, engine.law)
    return [*await record(engine, receipt, planned, by), *known.outcomes()]


async def standing(engine: Engine, places: Places, slip: str, reach: Reach = None) -> list[Line]:
    """What became of each thing on the slip, in the order of the codes.

    Raises Refused where nobody told of the slip.
    """
    known = await on_slip(engine.store, places, slip, reach)
    if not known:
        raise Refused(UnknownSlip(slip))
    on_it = (line for some in known.values() for line in some)
    return sorted(on_it, key=lambda each: (each.dossier, each.object, each.carrier or ""))


def sending(consignment: Consignment, known: Found) -> list[Planned]:
    """The handover of each dossier, once."""
    told = thing(consignment.object, consignment.carrier)
    way = {"giver": consignment.giver, "taker": consignment.taker, "via": consignment.via}
    data = {**told, "slip": consignment.slip, **_plain(way)}
    key = (consignment.slip, *told.values(), *_named(consignment.giver), *_named(consignment.taker))
    return [
        Planned(code, consignment.code_system, Became.HANDED_OVER, TRANSFERRED, data, key)
        for code in known.once_each(consignment.dossiers)
    ]


TRANSFERRED = "dossier.transferred"
ACKNOWLEDGED = "dossier.transfer-acknowledged"
REFUSED = "dossier.transfer-refused"
CHECKED = "dossier.shelf-checked"


def sent_with(slip: str, known: OnSlip, receipt: Receipt) -> Sent:
    """What the receipt answers. Raises Refused where it does not say which of several."""
    everything = [(stream, line) for stream, some in known.items() for line in some]
    listed = {(line.object, line.carrier) for _, line in everything if line.sent_at}
    meant = {(o, c) for o, c in listed if receipt.object in (None, o) and c and _is(receipt, c)}
    if not listed:
        raise Refused(UnknownSlip(slip))
    if len(meant) != 1:
        why = "should be that of the slip, which was sent on " + _choices(listed)
        raise Refused(InvalidField("carrier", why))
    ((object, carrier),) = meant
    assert carrier is not None  # said of each that is meant
    mine = {s: line for s, line in everything if (line.object, line.carrier) == (object, carrier)}
    return Sent(slip, object, carrier, mine)


def _is(receipt: Receipt, carrier: Carrier) -> bool:
    return receipt.carrier in (None, carrier)


def _choices(listed: Iterable[tuple[str, Carrier | None]]) -> str:
    return ", ".join(sorted(f"{carrier} ({object})" for object, carrier in listed))


def receiving(receipt: Receipt, sent: Sent, known: Found, law: Law) -> list[Planned]:
    """What the receipt says of each dossier, and of those that it does not name.

    What is missing is said as of any shelf: somebody looked at the taker's desk, and it was not
    there. That moves nothing, so it stays in transit and its alarm stands.
    """
    _contradicts_nothing(receipt, known)
    refused = {each.dossier: each.reason for each in receipt.refused}
    came = (*receipt.received, *receipt.surplus)
    acknowledged = [_came(receipt, sent, known, code) for code in known.once_each(came)]
    travel_back = [
        _planned(receipt, sent, (code, receipt.code_system), Became.REFUSED, reason=refused[code])
        for code in known.once_each(refused)
    ]
    return [*acknowledged, *travel_back, *_missing(receipt, sent, known, law)]


def _contradicts_nothing(receipt: Receipt, known: Found) -> None:
    """Raises Refused where a dossier is said to have been taken and refused, by whichever code."""
    taken = {known.streams.get(code) for code in (*receipt.received, *receipt.surplus)}
    both = tuple(
        each.dossier
        for each in receipt.refused
        if (stream := known.streams.get(each.dossier)) and stream in taken
    )
    if both:
        raise Refused(ToldTwice(both))


def _came(receipt: Receipt, sent: Sent, known: Found, code: str) -> Planned:
    """Whether it stood on the slip is known from the slip, whatever list it was put on."""
    line = sent.lines.get(known.streams[code])
    became = Became.RECEIVED if line and line.sent_at else Became.SURPLUS
    return _planned(receipt, sent, (code, receipt.code_system), became)


def _missing(receipt: Receipt, sent: Sent, known: Found, law: Law) -> Iterator[Planned]:
    """What its taker has neither named nor answered before. Raises Refused where it may be another
    office's slip of the same number."""
    named = set(known.streams.values())
    to_him = {stream: line for stream, line in sent.lines.items() if _to(receipt, line, law)}
    missing = [line for stream, line in to_him.items() if stream not in named]
    awaited = [line for line in missing if line.state in UNDER_WAY]
    givers = {line.giver.organisation for line in to_him.values() if line.giver}
    if awaited and len(givers) > 1 and receipt.giver is None:
        why = f"should say whose slip it is: {', '.join(sorted(givers))} sent one of that number"
        raise Refused(InvalidField("giver", why))
    for line in awaited:
        if receipt.giver is None or (line.giver and receipt.giver.may_be(line.giver)):
            code = (line.dossier.value, line.dossier.system)
            yield _planned(receipt, sent, code, Became.MISSING)


def _to(receipt: Receipt, line: Line, law: Law) -> bool:
    """Whether it was sent to whom the receipt speaks for."""
    day = receipt.occurred_at.astimezone(law.zone).date()
    return line.taker is not None and _same(receipt.taker, line.taker, law, day)


def _same(one: Holder, other: Holder, law: Law, day: date) -> bool:
    """Acknowledgements follow succession: whoever took an office's place answers for it."""
    if one.organisation == other.organisation:
        return one.may_be(other)
    return law.registry.same(one.organisation, other.organisation, day)


def _planned(
    receipt: Receipt, sent: Sent, code: tuple[str, str | None], became: Became, **more: Any
) -> Planned:
    told = thing(sent.object, sent.carrier)
    key = (sent.slip, *told.values(), *_named(receipt.taker))
    by = _plain({"taker": receipt.taker})
    data = {**told, "slip": sent.slip, **more}
    match became:
        case Became.MISSING:
            data |= {"desk": by["taker"], "present": False}
            return Planned(*code, became, CHECKED, data, key)
        case Became.REFUSED:
            return Planned(*code, became, REFUSED, {**data, **by}, key)
        case _:
            return Planned(*code, became, ACKNOWLEDGED, {**data, **by}, key)


def _plain(holders: Mapping[str, Holder | None]) -> dict[str, Any]:
    given = {name: holder for name, holder in holders.items() if holder}
    return {name: each.model_dump(exclude_none=True) for name, each in given.items()}


def _named(holder: Holder) -> Sequence[str | None]:
    return holder.organisation, holder.desk
