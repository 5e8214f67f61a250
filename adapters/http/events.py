"""Taking many events at once: arrays, NDJSON that is read and answered as it comes, CloudEvents."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse

from adapters.http import cloudevents
from adapters.http.access import Caller
from adapters.http.bodies import LARGEST, chunks, parsed
from adapters.http.idempotency import Key, with_key
from adapters.http.intake import Post, Reader, answered, read_lines, read_values
from adapters.http.problems import Problem
from adapters.http.replying import JSON, NDJSON, media_of, reply
from adapters.http.results import Document, Results
from adapters.messages import Lang
from domain.access import Principal
from domain.engine import Engine
from domain.posting import Became, Rehearsal, post
from domain.refusals import Refused
from domain.request import Posted
from domain.speaking import spoken
from domain.store import Conflict
from domain.unplaced import Unplaced

MOST: Final = 16_000_000
"""Bytes of NDJSON, unpacked: no more than a chunk of it is held at a time."""

MEDIA: Final = (JSON, *NDJSON, cloudevents.STRUCTURED, cloudevents.BATCH)

_CLOUD_EVENT: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["specversion", "id", "source", "type", "subject", "time"],
    "properties": {
        "specversion": {"const": "1.0"},
        **{name: {"type": "string"} for name in ("id", "source", "type", "subject")},
        "time": {"type": "string", "format": "date-time"},
        "datacontenttype": {"type": "string", "default": JSON},
        "data": {"type": "object"},
    },
}
_LINES: Final = {"type": "string", "description": "An event a line."}
TAKES: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": "In CloudEvents' binary mode the header fields `ce-…` are the envelope, and "
        "the body is `data`.",
        "content": {
            JSON: {},
            **{each: {"schema": _LINES} for each in NDJSON},
            cloudevents.STRUCTURED: {"schema": _CLOUD_EVENT},
            cloudevents.BATCH: {"schema": {"type": "array", "items": _CLOUD_EVENT}},
        },
    }
}
ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "model": Document,
        "description": "What became of each, in order. To NDJSON the answer is NDJSON, a result "
        "a line and the summary in the last; whoever accepts application/json gets a document if "
        "there were a thousand or fewer.",
        "content": {NDJSON[0]: {"schema": {"type": "string"}}},
    },
    201: {"model": Document, "description": "One event: it is recorded, now or before."},
    202: {"model": Document, "description": "One event: it is kept until its dossier is there."},
}


@dataclass(frozen=True, slots=True)
class Desk:
    """Where events are taken."""

    engine: Engine
    unplaced: Unplaced
    lang: Lang


def events(engine: Engine, unplaced: Unplaced, lang: Lang) -> APIRouter:
    router = APIRouter(prefix="/v1/events", tags=["events"])
    desk = Desk(engine, unplaced, lang)

    @router.post("", openapi_extra=TAKES, responses=ANSWERS)
    async def take(
        request: Request, by: Caller, key: Key = None, dry_run: Annotated[bool, Query()] = False
    ) -> Response:
        """What happened, of any dossiers: one event, a JSON array, NDJSON or CloudEvents. Each is
        recorded, there already, unplaced (kept until a dossier bears its code) or refused, and one
        that is refused keeps no other from being recorded. The same again gets the same answers,
        with `already` for `recorded`. With `dry_run` nothing is recorded, and the answer says what
        would be. `Idempotency-Key` is the request id of one event that names none."""
        if "if-match" in request.headers:
            why = "it is of one dossier: send it with /v1/dossiers/{code}/events"
            raise Problem("invalid-parameter", name="If-Match", why=why)
        asked = _Asked(desk, request, by, dry_run)
        media = media_of(request)
        if media in NDJSON:
            return await asked.lines()
        value = await asked.value()
        if media == JSON and cloudevents.is_binary(request.headers):
            event = {**cloudevents.attributes(request.headers), "data": value}
            return await asked.one(event, cloud=True)
        cloud = media != JSON
        if isinstance(value, list) and media != cloudevents.STRUCTURED:
            return await asked.many(value, cloud=cloud)
        if isinstance(value, dict) and media != cloudevents.BATCH:
            named = value if cloud else with_key(value, key)
            return await asked.one(named, cloud=cloud)
        expected = "object" if media == cloudevents.STRUCTURED else "array"
        raise Problem("invalid-json", why=f"it is no {expected}")

    return router


@dataclass(frozen=True, slots=True)
class _Asked:
    """One HTTP request."""

    desk: Desk
    request: Request
    by: Principal
    dry_run: bool

    @property
    def post(self) -> Post:
        if self.dry_run:
            return Rehearsal(self.desk.engine).post
        return partial(post, self.desk.engine, self.desk.unplaced)

    @property
    def results(self) -> Results:
        return Results(self.desk.lang, self.dry_run)

    async def value(self) -> Any:
        """The body as JSON. Raises Problem."""
        raw = bytearray()
        async for piece in chunks(self.request, LARGEST, MEDIA):
            raw += piece
        return parsed(bytes(raw)) if raw or not cloudevents.is_binary(self.request.headers) else {}

    async def one(self, value: Any, *, cloud: bool) -> Response:
        """Raises Refused where it is refused, Conflict where its dossier moved on three times."""
        posted = _reader(self.by, cloud=cloud)(value)
        (item,) = await self.post([posted])
        if item.became is Became.REFUSED:
            raise Refused(*item.reasons) if item.reasons else Conflict(posted.request.dossier)
        status = 202 if item.became is Became.UNPLACED else 201
        again = {"Idempotent-Replayed": "true"} if item.became is Became.ALREADY else {}
        results = self.results
        items = results.take([posted], [item])
        body = {**results.summary(), "items": items}
        return JSONResponse(body, 200 if self.dry_run else status, again)

    async def many(self, values: Sequence[Any], *, cloud: bool) -> Response:
        answers = answered(read_values(values, _reader(self.by, cloud=cloud)), self.post)
        return await reply(self.request, self.results, answers)

    async def lines(self) -> Response:
        pieces = chunks(self.request, MOST, MEDIA)
        answers = answered(read_lines(pieces, _reader(self.by, cloud=False)), self.post)
        return await reply(self.request, self.results, answers)


def _reader(by: Principal, *, cloud: bool) -> Reader:
    def read(value: Any, *, plain: bool = False) -> Posted:
        return spoken(value, by, plain=plain)

    def read_cloud_event(value: Any, *, plain: bool = False) -> Posted:
        # What is plain in the event is so in the request, which is flatter.
        try:
            return spoken(cloudevents.request_of(value), by, plain=plain)
        except Refused as refused:
            raise Refused(*cloudevents.in_its_words(refused.reasons)) from None

    return read_cloud_event if cloud else read
