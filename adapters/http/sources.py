"""Routes of sources: each tells what happened in its own words."""

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Annotated, Any, Final, Protocol

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from adapters.http import manifests
from adapters.http.access import Caller
from adapters.http.bodies import chunks
from adapters.http.intake import answered
from adapters.http.problems import Problem
from adapters.http.reading import text
from adapters.http.replying import JSON, NDJSON, media_of, reply
from adapters.http.results import Read, Results, Unread, Wrong
from adapters.messages import Lang
from domain.access import Principal
from domain.engine import Engine
from domain.manifest import Days
from domain.posting import Rehearsal, post
from domain.refusals import Refused
from domain.speaking import spoken
from domain.unplaced import Unplaced
from projections.view import plain

LARGEST: Final = 10_000_000
"""Bytes of a body, unpacked."""

CSV: Final = "text/csv"
MEDIA: Final = (JSON, *NDJSON, CSV)

AT_ONCE: Final = 500
"""Events that are translated before others are served."""


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

    def hear(self, raw: bytes, media: str, unit: str | None) -> Heard: ...


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
            JSON: {
                "schema": {
                    "oneOf": [
                        {"type": "object"},
                        {"type": "array", "items": {"type": "object"}},
                    ]
                }
            },
            **{each: {"schema": {"type": "string"}} for each in (*NDJSON, CSV)},
        },
    }
}
ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "What became of each event, in order. To NDJSON the answer is NDJSON, a "
        "result a line and the summary in the last; whoever accepts application/json gets a "
        "document if there were a thousand or fewer.",
        "content": {NDJSON[0]: {"schema": {"type": "string"}}},
    },
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
    @router.post("/{id}/events", openapi_extra=TELLING, responses=ANSWERS)
    async def tell(
        id: str, request: Request, by: Caller, dry_run: Annotated[bool, Query()] = False
    ) -> Response:
        """What happened, in the source's own words. A record may tell of several events, or of
        none; each is recorded, there already, unplaced or refused. The same again records nothing
        twice. `dropped` counts what the profile has no use for: it is kept nowhere. With `dry_run`
        nothing is recorded, and the answer says what would be."""
        source = desk.source(id)
        raw = b"".join([piece async for piece in chunks(request, LARGEST, MEDIA)])
        # Megabytes of it would keep everybody waiting.
        heard = await run_in_threadpool(source.hear, raw, media_of(request), by.sole_unit)
        if heard.wrong:
            raise Problem(heard.wrong.code, **heard.wrong.params)
        telling = _Telling(source.id, heard, by)
        posting = partial(post, desk.engine, desk.unplaced)
        answers = answered(telling.read(), Rehearsal(desk.engine).post if dry_run else posting)
        results = Results(desk.lang, dry_run, telling.named, telling.beside)
        return await reply(request, results, answers)


@dataclass(slots=True)
class _Telling:
    """What a source says, event by event."""

    source: str
    heard: Heard
    by: Principal
    named: list[dict[str, Any]] = field(default_factory=list)
    """Of each that was read: its record, and what else it is called."""

    async def read(self) -> AsyncIterator[Read]:
        while some := await run_in_threadpool(self._some):
            for line, read in some:
                self.named.append(_named(line))
                yield read

    def beside(self) -> dict[str, Any]:
        dropped = dict(sorted(self.heard.dropped.items()))
        return {"source": self.source, "records": self.heard.records, "dropped": dropped}

    def _some(self) -> list[tuple[Line, Read]]:
        return [(line, _read(line, self.by)) for line in islice(self.heard.lines, AT_ONCE)]


def _read(line: Line, by: Principal) -> Read:
    if line.body is None:
        dossier = line.problem.params.get("dossier") if line.problem else None
        return Unread((), dossier, line.problem)
    try:
        return spoken(line.body, by)
    except Refused as refused:
        return Unread(refused.reasons, line.body.get("dossier"))


def _named(line: Line) -> dict[str, Any]:
    body = line.body or {}
    called = ((name, body[name]) for name in ("kind", "request_id") if name in body)
    return {"record": line.number, **dict[str, Any](called)}
