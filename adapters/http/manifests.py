"""The manifest of a source: a day's dossiers in, what is missing and what differs out."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Final, Protocol
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from adapters.http.access import Caller
from adapters.http.bodies import A_BODY, json_body
from adapters.http.problems import said
from adapters.http.reading import Day
from adapters.messages import Lang
from domain.access import Principal
from domain.dossier.values import EARLIEST
from domain.engine import Engine
from domain.listed import read_as
from domain.manifest import LONGEST, Asked, Compared, Days, Manifest, compare
from domain.refusals import InvalidField, Refused
from domain.request import Name
from domain.speaking import must_be_its_source

LARGEST: Final = 5_000_000
"""Bytes of a manifest, unpacked."""


class Source(Protocol):
    """A source, as far as its manifest is concerned."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def timezone(self) -> str: ...

    @property
    def code_system(self) -> str: ...

    def status(self, word: str) -> int | None: ...


class Desk(Protocol):
    """Where it is compared."""

    @property
    def engine(self) -> Engine: ...

    @property
    def days(self) -> Days: ...

    @property
    def lang(self) -> Lang: ...

    def source(self, id: str) -> Source: ...


def _as_text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


class Entry(BaseModel):
    """A dossier that the source told of that day."""

    model_config = ConfigDict(frozen=True)

    dossier: Name
    """Its code, in the code system of the source."""
    status: Annotated[Name, BeforeValidator(_as_text)]
    """The status it had at the day's end, in the source's word for it."""


class DayTold(BaseModel):
    """A source's day."""

    model_config = ConfigDict(frozen=True)

    day: Day
    """The local day, in the source's time zone."""
    dossiers: Annotated[tuple[Entry, ...], Field(max_length=LONGEST)]


def add(router: APIRouter, desk: Desk) -> None:
    @router.post("/{id}/manifest", openapi_extra=A_BODY)
    async def manifest(id: str, request: Request, by: Caller) -> dict[str, Any]:
        """What the source says of a day against what is recorded: dossiers that are missing here,
        those of which the source told that day and which it does not list, and those whose status
        differs at the day's end. What is beyond your reach is missing here. Nothing is recorded."""
        source = desk.source(id)
        must_be_its_source(by, source.name)
        body = read_as(DayTold, await json_body(request, LARGEST))
        _must_have_begun(source, body.day, desk.engine.now())
        there = {entry.dossier: source.status(entry.status) for entry in body.dossiers}
        found = await compare(desk.engine.store, desk.days, _asked(source, body.day, by), there)
        wrong = [entry for entry in body.dossiers if there[entry.dossier] is None]
        return {
            "source": source.id,
            "day": body.day.isoformat(),
            **_document(found),
            "refused": [_unknown(entry, desk.lang) for entry in wrong],
        }


def _must_have_begun(source: Source, day: date, now: datetime) -> None:
    """Raises Refused for a day of which nobody can have told."""
    if not EARLIEST.date() <= day <= now.astimezone(ZoneInfo(source.timezone)).date():
        raise Refused(InvalidField("day", f"should lie between {EARLIEST.date()} and today"))


def _asked(source: Source, day: date, by: Principal) -> Asked:
    zone = ZoneInfo(source.timezone)
    since = datetime(day.year, day.month, day.day, tzinfo=zone)
    after = day + timedelta(days=1)
    until = datetime(after.year, after.month, after.day, tzinfo=zone)
    return Asked(source.name, source.code_system, since, until, by.reach)


def _document(found: Manifest) -> dict[str, Any]:
    return {
        "agreeing": found.agreeing,
        "missing_here": _shown(found.missing_here),
        "missing_there": _shown(found.missing_there),
        "differing": _shown(found.differing),
        "partial": found.partial,
    }


def _shown(dossiers: Sequence[Compared]) -> list[dict[str, Any]]:
    return [{"dossier": one.dossier, "there": one.there, "here": one.here} for one in dossiers]


def _unknown(entry: Entry, lang: Lang) -> dict[str, Any]:
    params = {"dossier": entry.dossier, "value": entry.status, "map": "maps.status"}
    return {"dossier": entry.dossier, **said("unknown-value", params, lang)}
