"""The routes of the pages, each behind the session; whatever goes wrong is a page, too."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import parse_qs

from fastapi import APIRouter, FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from adapters.messages import Lang
from adapters.web import shown
from adapters.web.problems import missing, problem
from adapters.web.rendering import ALWAYS, STATICS, static_answer
from adapters.web.report import ReadModels
from adapters.web.session import LARGEST, Session, local
from adapters.web.shown import SEE_OTHER, Site
from adapters.web.visit import Visit, Wrong, visit_of
from domain.engine import Engine
from domain.keys.ports import Sessions

Show = Callable[[Site, Visit], Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]


def pages(
    engine: Engine,
    read_models: ReadModels,
    *,
    keys: Sessions,
    lang: Lang,
    simulation: Mapping[str, Any] | None = None,
) -> APIRouter:
    """The pages, for whoever has a key that may read: of what is within its reach.

    `simulation` says of which case the dossiers are where they are no real ones: `case` and
    `seed`, and what it `says` of itself.
    """
    site = Site(engine, read_models, Session(keys), lang, simulation)
    router = APIRouter()
    shows: Mapping[str, Show] = {
        "/": shown.timeliness,
        "/dossiers": shown.dossiers,
        "/dossiers/{code:path}": shown.one_dossier,
    }
    for path, show in shows.items():
        router.add_route(path, _guarded(site, path, show), ["GET"], include_in_schema=False)
    router.add_route("/session", _entrance(site), ["GET"], include_in_schema=False)
    router.add_route("/session", _entering(site), ["POST"], include_in_schema=False)
    router.add_route("/static/{name}", _static, ["GET"], include_in_schema=False)
    return router


def missing_as_pages(app: FastAPI, lang: Lang) -> None:
    """Whoever asks for a page and there is none gets one that says so; others as before."""
    otherwise = app.exception_handlers[HTTPException]

    async def handler(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if "text/html" in request.headers.get("accept", ""):
            return missing(visit_of(request, lang)[0], error)
        answer: Response = await otherwise(request, error)  # type: ignore[misc]
        return answer

    app.add_exception_handler(HTTPException, handler)


def _guarded(site: Site, path: str, show: Show) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        visit, wrong = visit_of(request, site.lang)
        # What is kept of an auditor's reads is kept by it.
        request.state.route = path
        try:
            if "token" in visit.query:
                return await _entered(site, visit, visit.query["token"], local(visit.here()))
            if not await _recognised(site, request):
                return _asks(site, visit, visit.here())
            return await _shown(site, visit, show, wrong)
        except Exception as error:
            return problem(visit, error)

    return endpoint


async def _recognised(site: Site, request: Request) -> bool:
    """From here on the visit knows who looks."""
    visitor = await site.session.visitor(request)
    if visitor:
        request.state.principal = visitor
    return visitor is not None


async def _shown(site: Site, visit: Visit, show: Show, wrong: Wrong | None) -> Response:
    if wrong:
        raise wrong
    return await show(site, visit)


def _entrance(site: Site) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        visit, _ = visit_of(request, site.lang)
        return _asks(site, visit, visit.query.get("to", "/"))

    return endpoint


def _entering(site: Site) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        visit, _ = visit_of(request, site.lang)
        form = parse_qs((await _body(request)).decode("utf-8", "replace"))
        shown, to = form.get("token", [""])[0], visit.query.get("to", "/")
        try:
            return await _entered(site, visit, shown, to)
        except Exception as error:
            return problem(visit, error)

    return endpoint


async def _body(request: Request) -> bytes:
    """What was sent, as far as a token can reach."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            return b""
    return body


async def _entered(site: Site, visit: Visit, shown: str, to: str) -> Response:
    held = await site.session.opened(shown.strip())
    if held is None:
        return _asks(site, visit, to, refused=True)
    answer = RedirectResponse(local(to), SEE_OTHER, headers={**ALWAYS, "Cache-Control": "no-store"})
    site.session.begin(visit.request, answer, held)
    return answer


def _asks(site: Site, visit: Visit, to: str, *, refused: bool = False) -> Response:
    """Asks for the token."""
    entrance = visit.link("/session", to=local(to))
    return site.page(visit, "session.html", 401, entrance=entrance, refused=refused)


async def _static(request: Request) -> Response:
    found = STATICS.get(request.path_params["name"])
    if found is None:
        raise HTTPException(404)
    return static_answer(request, found)
