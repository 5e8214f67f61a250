"""Errors as problem details (RFC 9457): a stable code, and a sentence that says what to do."""

import secrets
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any, Final

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.http import measured
from adapters.messages import Lang, how_to_override, of, sentence
from domain.refusals import Gravity, Reason, Refused
from domain.store import Conflict, StoreUnavailable
from projections.view import plain

STATUSES: Final[Mapping[str, HTTPStatus]] = {
    "unknown-dossier": HTTPStatus.NOT_FOUND,
    "unknown-slip": HTTPStatus.NOT_FOUND,
    "unknown-report": HTTPStatus.NOT_FOUND,
    "unknown-key": HTTPStatus.NOT_FOUND,
    "unknown-source": HTTPStatus.NOT_FOUND,
    "unknown-unplaced": HTTPStatus.NOT_FOUND,
    "unknown-outage": HTTPStatus.NOT_FOUND,
    "already-placed": HTTPStatus.CONFLICT,
    "report-altered": HTTPStatus.CONFLICT,
    "not-received": HTTPStatus.NOT_FOUND,
    "ambiguous-code": HTTPStatus.CONFLICT,
    "code-taken": HTTPStatus.CONFLICT,
    "code-in-use": HTTPStatus.CONFLICT,
    "unauthorized": HTTPStatus.UNAUTHORIZED,
    "forbidden": HTTPStatus.FORBIDDEN,
    "unit-not-yours": HTTPStatus.FORBIDDEN,
    "source-not-yours": HTTPStatus.FORBIDDEN,
    "moved-on": HTTPStatus.PRECONDITION_FAILED,
    "body-too-large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "body-too-dense": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "body-too-slow": HTTPStatus.REQUEST_TIMEOUT,
    "head-too-slow": HTTPStatus.REQUEST_TIMEOUT,
    "body-cut-short": HTTPStatus.BAD_REQUEST,
    "not-gzip": HTTPStatus.BAD_REQUEST,
    "unsupported-charset": HTTPStatus.BAD_REQUEST,
    "unsupported-encoding": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "unsupported-media-type": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "invalid-json": HTTPStatus.BAD_REQUEST,
    "bad-request": HTTPStatus.BAD_REQUEST,
    "bad-path": HTTPStatus.BAD_REQUEST,
    "bad-host": HTTPStatus.MISDIRECTED_REQUEST,
    "path-too-long": HTTPStatus.REQUEST_URI_TOO_LONG,
    "headers-too-large": HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    "repeated-header": HTTPStatus.BAD_REQUEST,
    "too-many-requests": HTTPStatus.TOO_MANY_REQUESTS,
    "too-many-failed-logins": HTTPStatus.TOO_MANY_REQUESTS,
    "too-many-at-once": HTTPStatus.TOO_MANY_REQUESTS,
    "overloaded": HTTPStatus.SERVICE_UNAVAILABLE,
    "not-yet-projected": HTTPStatus.SERVICE_UNAVAILABLE,
    "not-ready": HTTPStatus.SERVICE_UNAVAILABLE,
}
"""Where a code has a status of its own; else its class decides."""

GRAVITIES: Final[Mapping[Gravity, HTTPStatus]] = {
    Gravity.MALFORMED: HTTPStatus.UNPROCESSABLE_ENTITY,
    Gravity.IRREGULAR: HTTPStatus.CONFLICT,
    Gravity.ACT: HTTPStatus.CONFLICT,
}

RETRY: Final = {"Retry-After": "1"}

HEADERS: Final[Mapping[int, Mapping[str, str]]] = {
    HTTPStatus.UNAUTHORIZED: {"WWW-Authenticate": "Bearer"},
    HTTPStatus.SERVICE_UNAVAILABLE: RETRY,
}

Handler = Callable[[Request, Exception], Awaitable[JSONResponse]]


class Problem(Exception):
    """Something that is wrong with the HTTP request itself."""

    def __init__(
        self, code: str, *, headers: Mapping[str, str] | None = None, **params: Any
    ) -> None:
        """`headers` go with the answer."""
        super().__init__(code)
        self.code = code
        self.headers = headers or {}
        self.params = params


class Answered(JSONResponse):
    """A problem; it is counted when it is answered."""

    media_type = "application/problem+json"

    def __init__(self, code: str, body: Any, status: int, headers: Mapping[str, str]) -> None:
        super().__init__(body, status, headers)
        self.code = code

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})["code"] = self.code
        measured.refused(self.code)
        await super().__call__(scope, receive, send)


def problem(
    code: str,
    status: int,
    params: Mapping[str, Any],
    lang: Lang,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> JSONResponse:
    body = {
        "type": f"urn:hoso:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": of(code, params, lang),
        "params": plain(params),
        **more,
    }
    return Answered(code, body, status, headers or {})


def said(code: str, params: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    """Why something of many was not taken, as the API says it."""
    return {"code": code, "params": plain(params), "message": of(code, params, lang)}


def told(reason: Reason, lang: Lang) -> dict[str, Any]:
    """A reason as the API says it."""
    return {
        "code": reason.code,
        "class": reason.gravity.value,
        "params": plain(reason.params),
        "message": sentence(reason, lang),
    }


def refused(error: Refused, lang: Lang) -> JSONResponse:
    first = error.reasons[0]
    status = STATUSES.get(first.code, GRAVITIES[first.gravity])
    more: dict[str, Any] = {"reasons": [told(reason, lang) for reason in error.reasons]}
    if all(reason.gravity is Gravity.IRREGULAR for reason in error.reasons):
        more["override"] = how_to_override(lang)
    return problem(first.code, status, first.params, lang, **more)


def answer_to(error: Problem, lang: Lang) -> JSONResponse:
    status = STATUSES.get(error.code, HTTPStatus.UNPROCESSABLE_ENTITY)
    headers = {**HEADERS.get(status, {}), **error.headers}
    return problem(error.code, status, error.params, lang, headers)


def install(app: FastAPI, lang: Lang) -> None:
    """Every error of the routes as a problem."""

    async def on_refused(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, Refused)
        return refused(error, lang)

    async def on_problem(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, Problem)
        return answer_to(error, lang)

    async def on_conflict(_: Request, error: Exception) -> JSONResponse:
        params = {"dossier": str(error)}
        return problem("conflict", HTTPStatus.CONFLICT, params, lang, RETRY)

    async def on_unavailable(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, StoreUnavailable)
        return problem(error.code, HTTPStatus.SERVICE_UNAVAILABLE, {}, lang, RETRY)

    handlers: dict[type[Exception], Handler] = {
        Refused: on_refused,
        Problem: on_problem,
        Conflict: on_conflict,
        StoreUnavailable: on_unavailable,
        RequestValidationError: _on_parameters(lang),
        HTTPException: _on_http(lang),
    }
    for error, handler in handlers.items():
        app.add_exception_handler(error, handler)


def _on_parameters(lang: Lang) -> Handler:
    async def handler(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        first = error.errors()[0]
        params = {"name": str(first["loc"][-1]), "why": first["msg"]}
        return problem("invalid-parameter", HTTPStatus.UNPROCESSABLE_ENTITY, params, lang)

    return handler


def _on_http(lang: Lang) -> Handler:
    async def handler(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        not_allowed = error.status_code == HTTPStatus.METHOD_NOT_ALLOWED
        code = "method-not-allowed" if not_allowed else "not-found"
        params = {"path": request.url.path, "method": request.method}
        return problem(code, error.status_code, params, lang, error.headers)

    return handler


class Faults:
    """Around the routes: a fault is logged once, under an id that the answer names."""

    def __init__(self, app: ASGIApp, lang: Lang) -> None:
        self.app = app
        self.lang = lang

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def sending(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, sending)
        except Exception:
            incident = secrets.token_hex(6)
            # The template of the path, which itself names a dossier.
            route = getattr(scope.get("route"), "path", None)
            correlation = scope.get("state", {}).get("correlation")
            structlog.get_logger().exception(
                "fault", incident=incident, route=route, correlation=correlation
            )
            if scope["type"] == "http" and not started:
                answer = problem("fault", 500, {"incident": incident}, self.lang)
                await answer(scope, receive, send)
