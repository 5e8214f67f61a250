"""Routes of sources: each tells what happened in its own words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Annotated, Any, Final, Protocol

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from adapters.http import manifests
from adapters.http.access import Caller
from adapters.http.bodies import chunks
from adapters.http.problems import Problem, told
from adapters.http.reading import text
from adapters.messages import Lang, of
from domain.access import Principal
from domain.engine import Engine
from domain.manifest import Days
from domain.posting import Became, Item, Rehearsal, post
from domain.refusals import Reason, Refused
from domain.request import Posted
from domain.speaking import spoken
from domain.unplaced import Unplaced
from projections.view import plain

LARGEST: Final = 10_000_000
"""Bytes of a body, unpacked."""

MEDIA: Final = ("application/json", "application/x-ndjson", "text/csv")

AT_ONCE: Final = 500
"""Events that are translated and posted before the next."""


class Wrong(Protocol):
    """Why something that a source says is no event."""

    @property
    def code(self) -> str: ...

    @property
    def params(self) -> Mapping[str, Any]: ...


class Line(Protocol):
    """An event as a service posts it, or why it is none."""

    @property
    def number(self) -> int: ...

    @property
    def body(self) -> dict[str, Any] | None: ...

    @property
    def problem(self) -> Wrong | None: ...


class Heard(Protocol):
    """What a source said, or why nothing of it can be read."""

    @property
    def records(self) -> int: ...

    @property
    def lines(self) -> Iterator[Line]: ...

    @property
    def dropped(self) -> Mapping[str, int]: ...

    @property
    def wrong(self) -> Wrong | None: ...


class Source(manifests.Source, Protocol):
    """A source, as its profile describes it."""

    def about(self) -> dict[str, Any]: ...

    def words(self) -> dict[str, Any]: ...

    def hear(self, raw: bytes, media: str) -> Heard: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """Where sources are heard."""

    engine: Engine
    unplaced: Unplaced
    days: Days
    sources: Mapping[str, Source]
    lang: Lang

    def source(self, id: str) -> Source:
        """Raises Problem."""
        found = self.sources.get(text(id, "id"))
        if found is None:
            raise Problem("unknown-source", source=id)
        return found


TELLING: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": "Records in the source's own words, as its profile reads them.",
        "content": {
            "application/json": {
                "schema": {
                    "oneOf": [
                        {"type": "object"},
                        {"type": "array", "items": {"type": "object"}},
                    ]
                }
            },
            "application/x-ndjson": {"schema": {"type": "string"}},
            "text/csv": {"schema": {"type": "string"}},
        },
    }
}


def sources(desk: Desk) -> APIRouter:
    router = APIRouter(prefix="/v1/sources", tags=["sources"])
    _reading(router, desk)
    _telling(router, desk)
    manifests.add(router, desk)
    return router


def _reading(router: APIRouter, desk: Desk) -> None:
    @router.get("")
    async def listed() -> dict[str, Any]:
        """The sources that may tell in their own words."""
        return {"sources": [plain(source.about()) for source in desk.sources.values()]}

    @router.get("/{id}")
    async def source(id: str) -> dict[str, Any]:
        """What a source is asked for, by its own names, and what its statuses mean."""
        found = desk.source(id)
        return plain({**found.about(), **found.words()})  # type: ignore[no-any-return]


def _telling(router: APIRouter, desk: Desk) -> None:
    @router.post("/{id}/events", openapi_extra=TELLING)
    async def tell(
        id: str, request: Request, by: Caller, dry_run: Annotated[bool, Query()] = False
    ) -> JSONResponse:
        """What happened, in the source's own words. A record may tell of several events, or of
        none; each is recorded, there already, unplaced or refused. The same again records nothing
        twice. `dropped` counts what the profile has no use for: it is kept nowhere. With `dry_run`
        nothing is recorded, and the answer says what would be."""
        source = desk.source(id)
        raw = b"".join([piece async for piece in chunks(request, LARGEST, MEDIA)])
        # Megabytes of it would keep everybody waiting.
        heard = await run_in_threadpool(source.hear, raw, _media(request))
        if heard.wrong:
            raise Problem(heard.wrong.code, **heard.wrong.params)
        rehearsal = Rehearsal(desk.engine) if dry_run else None
        items: list[dict[str, Any]] = []
        while read := await run_in_threadpool(_next, heard, by):
            items += await _posted(read, desk, rehearsal)
        return JSONResponse(_document(source, heard, items))


def _media(request: Request) -> str:
    named = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return named if named in MEDIA else MEDIA[0]


def _document(source: Source, heard: Heard, items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    became = [item["outcome"] for item in items]
    return {
        "source": source.id,
        "records": heard.records,
        "posted": len(items),
        "totals": {each.value: became.count(each.value) for each in Became},
        "dropped": dict(sorted(heard.dropped.items())),
        "items": items,
    }


@dataclass(slots=True)
class _Read:
    """A line that was read: it is posted, or there are reasons why not."""

    line: Line
    posted: Posted | None = None
    reasons: Sequence[Reason] = ()


def _next(heard: Heard, by: Principal) -> list[_Read]:
    return [_read(line, by) for line in islice(heard.lines, AT_ONCE)]


def _read(line: Line, by: Principal) -> _Read:
    if line.body is None:
        return _Read(line)
    try:
        return _Read(line, spoken(line.body, by))
    except Refused as refused:
        return _Read(line, reasons=refused.reasons)


async def _posted(
    read: Sequence[_Read], desk: Desk, rehearsal: Rehearsal | None
) -> list[dict[str, Any]]:
    """What became of each line, in their order."""
    good = [one.posted for one in read if one.posted]
    outcomes = (
        await rehearsal.post(good) if rehearsal else await post(desk.engine, desk.unplaced, good)
    )
    became = iter(outcomes)
    refused = Item(Became.REFUSED)
    return [_item(one, next(became) if one.posted else refused, desk.lang) for one in read]


def _item(read: _Read, item: Item, lang: Lang) -> dict[str, Any]:
    body = read.line.body or {}
    named: dict[str, Any] = {
        name: body[name] for name in ("dossier", "kind", "request_id") if name in body
    }
    shown = {"record": read.line.number, **named, "outcome": item.became.value}
    if item.events:
        last = item.events[-1]
        shown |= {"position": last.position, "version": last.version}
    if item.became is Became.UNPLACED:
        shown["unplaced"] = item.unplaced
    if item.became is Became.REFUSED:
        return {**shown, **_why(read, item, lang)}
    return {**shown, "findings": [told(finding, lang) for finding in item.findings]}


def _why(read: _Read, item: Item, lang: Lang) -> dict[str, Any]:
    problem = read.line.problem
    if problem:
        return {
            **({"dossier": problem.params["dossier"]} if "dossier" in problem.params else {}),
            **_said(problem.code, problem.params, lang),
        }
    reasons = read.reasons or item.reasons
    if not reasons:
        return _said("conflict", {"dossier": (read.line.body or {}).get("dossier")}, lang)
    first = _said(reasons[0].code, reasons[0].params, lang)
    return {**first, "reasons": [told(reason, lang) for reason in reasons]}


def _said(code: str, params: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    return {"code": code, "params": plain(params), "message": of(code, params, lang)}
