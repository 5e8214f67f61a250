"""Routes of dossiers: create, say what happened, read."""

from collections.abc import Mapping
from typing import Annotated, Any
from unicodedata import normalize

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic_core import to_json

from adapters.http.access import Authorized, Caller
from adapters.http.bodies import A_BODY, json_body
from adapters.http.conditional import IfMatch, answered, version_seen
from adapters.http.direct import direct
from adapters.http.idempotency import Key, with_key
from adapters.http.long_reads import told_of
from adapters.http.problems import Problem, told
from adapters.http.reading import CodeSystem, Named, QueryMoment
from adapters.messages import Lang
from domain.access import Principal
from domain.engine import Answer, Engine
from domain.knowledge import Moments, known, law_known
from domain.refusals import InvalidField, Refused, UnknownDossier
from domain.request import Posted
from domain.speaking import spoken
from projections.dossier_view import view
from projections.history import lines
from projections.view import plain


async def _moments(
    at: QueryMoment | None = None,
    known_at: QueryMoment | None = None,
    version: Annotated[int | None, Query(ge=1, le=2**31)] = None,
) -> Moments:
    return Moments(at, known_at, version)


Asked = Annotated[Moments, Depends(_moments)]


def writing(engine: Engine, lang: Lang, authorized: Authorized) -> APIRouter:
    """`authorized` lets pass who may, and says who that is."""
    route, who = direct(authorized), Depends(authorized)
    router = APIRouter(prefix="/v1/dossiers", tags=["dossiers"], route_class=route)

    @router.post("", status_code=201, openapi_extra=A_BODY)
    async def create(
        request: Request,
        by: Annotated[Principal, who],
        key: Key = None,
        if_match: IfMatch = None,
    ) -> Response:
        """A dossier is first heard of, or heard of again: with If-Match, only if it has not moved
        on since it was read. `kind` is `dossier.received` unless said otherwise."""
        body = {"kind": "dossier.received", **await json_body(request)}
        posted = spoken(with_key(body, key), by, after=version_seen(if_match))
        return _answer(await _opened(engine, posted), lang)

    @router.post("/{code:path}/events", status_code=201, openapi_extra=A_BODY)
    async def post_event(
        code: str,
        request: Request,
        by: Annotated[Principal, who],
        *,
        key: Key = None,
        if_match: IfMatch = None,
        code_system: CodeSystem = None,
    ) -> Response:
        """Something happened to the dossier, or (mode decide) is to be done to it: with If-Match,
        only if it has not moved on since it was read."""
        system = {} if code_system is None else {"code_system": code_system}
        address = {"dossier": code, **system}
        body = _addressed(await json_body(request), address)
        posted = spoken(with_key(body, key), by, after=version_seen(if_match))
        return _answer(await engine.perform(posted), lang)

    return router


async def _opened(engine: Engine, posted: Posted) -> Answer:
    try:
        return await engine.perform(posted, opens=True)
    except Refused as refused:
        # It opens whatever nobody bears, so somebody does whom its teller may not see.
        if isinstance(refused.reasons[0], UnknownDossier):
            raise Problem("code-in-use", dossier=posted.request.dossier) from None
        raise


def reading(engine: Engine) -> APIRouter:
    """To be asked after what else there is of a dossier, for its code may hold anything."""
    router = APIRouter(prefix="/v1/dossiers", tags=["dossiers"])

    @router.get("/{code:path}/events")
    async def history(named: Named, request: Request, by: Caller, asked: Asked) -> Response:
        """What happened, in the order of happening, with where paper and digital were."""
        found = await known(engine.store, named.code, asked, by.reach)
        law = await law_known(engine.store, engine.in_force, asked)
        told_lines = await told_of(found, lambda: lines(found, law, asked.at))
        body = {"dossier": named.said, "events": told_lines}
        return answered(request, body, found[-1].version)

    @router.get("/{code:path}")
    async def dossier(named: Named, request: Request, by: Caller, asked: Asked) -> Response:
        """Where the dossier stands: now, as it was `at`, as was `known_at`, or at a version. Its
        ETag goes into If-Match of what is to be done to it as it stands."""
        found = await known(engine.store, named.code, asked, by.reach)
        law = await law_known(engine.store, engine.in_force, asked)
        seen = await told_of(found, lambda: view(found, law, asked.at))
        body = {
            "dossier": named.said,
            "position": seen.position,
            "version": seen.version,
            "state": seen.state,
            "findings": seen.findings,
        }
        return answered(request, body, seen.version)

    return router


def _addressed(body: dict[str, Any], address: Mapping[str, str]) -> dict[str, Any]:
    """The body with what its address says, too. Raises Refused where it says something else."""
    others = [
        InvalidField(name, "should be as in the address of the request, or left out")
        for name, value in address.items()
        if (said := body.get(name)) is not None and not _same(said, value)
    ]
    if others:
        raise Refused(*others)
    return {**body, **address}


def _same(said: object, value: str) -> bool:
    """As codes are kept: NFC."""
    return isinstance(said, str) and normalize("NFC", said) == normalize("NFC", value)


def _answer(answer: Answer, lang: Lang) -> Response:
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
    headers = {"Idempotent-Replayed": "true"} if answer.repeated else None
    return Response(to_json(body), 201, headers, "application/json")
