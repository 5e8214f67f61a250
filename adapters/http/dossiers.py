"""Routes of dossiers: create, say what happened, read."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.responses import JSONResponse

from adapters.http.problems import told
from adapters.http.reading import QueryMoment, json_body, text
from adapters.messages import Lang
from domain.dossier.events import KINDS
from domain.engine import Answer, Engine
from domain.knowledge import Moments, known, law_known
from domain.request import Request as EventRequest
from domain.request import read
from projections.dossier_view import view
from projections.history import lines
from projections.view import plain


def inline(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with its definitions in place of the references to them."""
    definitions = schema.pop("$defs", {})

    def resolved(part: Any) -> Any:
        if isinstance(part, list):
            return [resolved(one) for one in part]
        if not isinstance(part, dict):
            return part
        if "$ref" in part:
            return resolved(definitions[part["$ref"].rsplit("/", 1)[-1]])
        return {name: resolved(value) for name, value in part.items()}

    inlined: dict[str, Any] = resolved(schema)
    return inlined


BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    **inline(EventRequest.model_json_schema()),
                    "description": f"`kind` is one of {', '.join(KINDS)}.",
                }
            }
        },
    }
}

ENTERED_BY = "bearer-token"
"""The one credential there is so far."""

Key = Annotated[str | None, Header(alias="Idempotency-Key")]


def _moments(
    at: QueryMoment | None = None,
    known_at: QueryMoment | None = None,
    version: Annotated[int | None, Query(ge=1, le=2**31)] = None,
) -> Moments:
    return Moments(at, known_at, version)


Asked = Annotated[Moments, Depends(_moments)]


def routes(engine: Engine, lang: Lang) -> APIRouter:
    router = APIRouter(prefix="/dossiers", tags=["dossiers"])
    _writing(router, engine, lang)
    _reading(router, engine)
    return router


def _writing(router: APIRouter, engine: Engine, lang: Lang) -> None:
    @router.post("", status_code=201, openapi_extra=BODY)
    async def create(request: Request, key: Key = None) -> Response:
        """A dossier is first heard of. `kind` is `dossier.received` unless said otherwise."""
        body = {"kind": "dossier.received", **await json_body(request)}
        posted = read(_with_key(body, key), ENTERED_BY)
        return _answer(await engine.perform(posted, opens=True), lang)

    @router.post("/{code:path}/events", status_code=201, openapi_extra=BODY)
    async def post_event(code: str, request: Request, key: Key = None) -> Response:
        """Something happened to the dossier, or (mode decide) is to be done to it."""
        body = {**await json_body(request), "dossier": code}
        return _answer(await engine.perform(read(_with_key(body, key), ENTERED_BY)), lang)


def _reading(router: APIRouter, engine: Engine) -> None:
    @router.get("/{code:path}/events")
    async def history(code: str, asked: Asked) -> dict[str, Any]:
        """What happened, in the order of happening, with where paper and digital were."""
        found = await known(engine.store, text(code, "code"), asked)
        law = await law_known(engine.store, engine.in_force, asked)
        return {"dossier": code, "events": lines(found, law, asked.at)}

    @router.get("/{code:path}")
    async def dossier(code: str, asked: Asked) -> dict[str, Any]:
        """Where the dossier stands: now, as it was `at`, as was `known_at`, or at a version."""
        found = await known(engine.store, text(code, "code"), asked)
        law = await law_known(engine.store, engine.in_force, asked)
        seen = view(found, law, asked.at)
        return {
            "dossier": code,
            "position": seen.position,
            "version": seen.version,
            "state": seen.state,
            "findings": seen.findings,
        }


def _with_key(body: dict[str, Any], key: str | None) -> dict[str, Any]:
    return body if key is None else {"request_id": key, **body}


def _answer(answer: Answer, lang: Lang) -> JSONResponse:
    """The same body for the first request and each repeat; a header tells them apart."""
    first = answer.events[0]
    body = {
        "dossier": plain(first.told.dossier),
        "position": answer.events[-1].position,
        "version": answer.events[-1].version,
        "recorded_at": plain(first.recorded_at),
        "kinds": [event.told.event.kind for event in answer.events],
        "findings": [told(reason, lang) for reason in answer.findings],
    }
    headers = {"Idempotent-Replayed": "true"} if answer.repeated else {}
    return JSONResponse(body, status_code=201, headers=headers)
