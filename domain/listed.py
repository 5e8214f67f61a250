"""Lists of dossiers: what is told of many at once is recorded of each singly.

Each dossier is a request of its own, so one that is refused undoes no other. Its request id is
derived from what is told, so the same list again records nothing twice.
"""

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Any, Final, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from domain.access import Principal, Reach
from domain.codes import Bearers, meant
from domain.dossier.events import DossierEvent
from domain.dossier.values import Carrier, Moment
from domain.engine import Answer, Engine
from domain.knowledge import within_reach
from domain.normal_form import NO_TEXT
from domain.refusals import (
    InvalidField,
    Malformed,
    Reason,
    Refused,
    TimeWithoutOffset,
    UnknownDossier,
    UnknownField,
)
from domain.request import Name, read
from domain.speaking import spoken
from domain.store import Conflict, EventStore
from domain.testimony import Code

LONGEST: Final = 5000
"""Dossiers of a list: more than lie on any shelf, and fewer than wait to be recorded at once."""

Codes = Annotated[tuple[Name, ...], Field(max_length=LONGEST)]


class Listing(BaseModel):
    """What is told of all dossiers of a list."""

    model_config = ConfigDict(frozen=True)

    occurred_at: Moment
    source: Name = "lists"
    """The system that tells it."""
    code_system: Name | None = None
    """That of the codes; needed only where several systems gave the same."""
    actor: Name | None = None
    unit: Name | None = None
    """Which tells it; who speaks for one unit need not say."""


class Became(StrEnum):
    """What became of a dossier of a list."""

    HANDED_OVER = "handed-over"
    RECEIVED = "received"
    REFUSED = "refused"
    """By the taker: it travels back."""
    MISSING = "missing"
    """Where it should have been, it is not."""
    SURPLUS = "surplus"
    """It was in the box and not on the slip."""
    PRESENT = "present"
    UNEXPECTED = "unexpected"
    """It lies where, as far as is known, it does not."""
    UNKNOWN = "unknown"
    """No dossier bears the code: nothing was recorded."""
    NOT_RECORDED = "not-recorded"
    """Nothing was recorded of it, for the reason that is told."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One dossier's request, before it is one."""

    named: str
    """The dossier, as the list has it."""
    system: str | None
    becomes: Became
    kind: str
    data: Mapping[str, Any]
    key: tuple[str | None, ...] = ()
    """What tells this from another of the kind at that time: the slip, or the desk."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one dossier of a list."""

    named: str
    became: Became
    answer: Answer | None = None
    """None where nothing was recorded."""
    reason: Reason | None = None
    """Why nothing was; None beside no answer: it moved on three times (a conflict)."""


M = TypeVar("M", bound=BaseModel)


def read_as(model: type[M], body: object) -> M:
    """The list in `body`. Raises Refused with every field that is wrong."""
    try:
        return model.model_validate(_normal(body, ""), extra="forbid")
    except ValidationError as error:
        raise Refused(*map(_malformed, error.errors())) from None


def _malformed(error: ErrorDetails) -> Malformed:
    where = ".".join(map(str, error["loc"]))
    if error["type"] == "extra_forbidden":
        return UnknownField(where)
    if error["type"] == "time_without_offset":
        return TimeWithoutOffset(where, str(error["input"])[:100])
    return InvalidField(where, error["msg"])


def _normal(value: Any, where: str) -> Any:
    """Text in NFC, as every request is read; nothing that PostgreSQL or UTF-8 cannot hold."""
    match value:
        case str():
            if NO_TEXT.search(value):
                raise Refused(InvalidField(where, "holds characters that are no text"))
            return unicodedata.normalize("NFC", value)
        case Mapping():
            return {key: _normal(part, str(key)) for key, part in value.items()}
        case list() | tuple():
            return [_normal(part, where) for part in value]
        case _:
            return value


@dataclass(frozen=True, slots=True)
class Found:
    """The dossiers of a list, each once: by code and by any other of its codes."""

    streams: Mapping[str, str]
    """By code."""
    wrong: Mapping[str, Reason]
    """Codes that lead to no dossier, or to several."""

    def outcomes(self) -> list[Outcome]:
        """Of the codes with which nothing could be done."""
        return [Outcome(code, _not(reason), reason=reason) for code, reason in self.wrong.items()]

    def once_each(self, codes: Iterable[str]) -> list[str]:
        """The codes by which each dossier comes first."""
        first: dict[str, str] = {}
        for code in codes:
            if code in self.streams:
                first.setdefault(self.streams[code], code)
        return list(first.values())


async def found(
    store: EventStore[DossierEvent], codes: Iterable[str], system: str | None, reach: Reach
) -> Found:
    """Which dossiers the codes name, of those within reach: nobody bears a code beyond it."""
    named = list(dict.fromkeys(codes))
    wanted = [Code(system, code) if system else code for code in named]
    borne = await store.streams(wanted)
    seen = await within_reach(store, (one for bearers in borne for _, one in bearers), reach)
    streams: dict[str, str] = {}
    wrong: dict[str, Reason] = {}
    for code, bearers in zip(named, borne, strict=True):
        one = _one(code, [each for each in bearers if each[1] in seen])
        if isinstance(one, Reason):
            wrong[code] = one
        else:
            streams[code] = one
    return Found(streams, wrong)


def reach_of(by: Principal | None) -> Reach:
    return by.reach if by else None


def _one(code: str, bearers: Bearers) -> str | Reason:
    try:
        one = meant(code, bearers)
    except Refused as refused:
        return refused.reasons[0]
    return one[1] if one else UnknownDossier(code)


async def record(
    engine: Engine, listing: Listing, planned: Iterable[Planned], by: Principal | None
) -> list[Outcome]:
    """Each singly, in the order of the list.

    Raises StoreUnavailable in the middle of it: then the same list again records the rest.
    """
    return [await _record(engine, listing, each, by) for each in planned]


async def _record(
    engine: Engine, listing: Listing, planned: Planned, by: Principal | None
) -> Outcome:
    try:
        body = _body(listing, planned)
        answer = await engine.perform(spoken(body, by) if by else read(body))
    except Refused as refused:
        reason = refused.reasons[0]
        return Outcome(planned.named, _not(reason), reason=reason)
    except Conflict:
        return Outcome(planned.named, Became.NOT_RECORDED)
    return Outcome(planned.named, planned.becomes, answer)


def _not(reason: Reason) -> Became:
    return Became.UNKNOWN if isinstance(reason, UnknownDossier) else Became.NOT_RECORDED


def _body(listing: Listing, planned: Planned) -> dict[str, Any]:
    at = listing.occurred_at.astimezone(UTC).isoformat()
    told = {
        "dossier": planned.named,
        "code_system": planned.system,
        "kind": planned.kind,
        # In one zone, so that the same list in another one is no other request.
        "occurred_at": at,
        "source": listing.source,
        "request_id": _request_id(planned, at),
        "actor": listing.actor,
        "unit": listing.unit,
        "data": {name: value for name, value in planned.data.items() if value is not None},
    }
    return {name: value for name, value in told.items() if value is not None}


def _request_id(planned: Planned, at: str) -> str:
    """Codes and slips of any length, in the length that a request id may have."""
    named = (planned.kind, *planned.key, at, planned.system, planned.named)
    return "list:" + sha256(json.dumps(named).encode()).hexdigest()


def thing(object: str, carrier: Carrier) -> dict[str, str]:
    """What lies somewhere or travels, as events name it."""
    return {"object": object, "carrier": carrier.value}


def outcomes_by(outcomes: Iterable[Outcome]) -> Iterator[tuple[Became, int]]:
    """How many became what, in the order of the words."""
    told = [outcome.became for outcome in outcomes]
    return ((became, told.count(became)) for became in Became if became in told)
