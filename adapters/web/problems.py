"""What went wrong, as a page: a sentence that says what to do, and never a traceback."""

import secrets
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

import structlog
from starlette.exceptions import HTTPException
from starlette.responses import Response

from adapters.messages import of, sentence
from adapters.web.rendering import page
from adapters.web.report import NotYetProjected
from adapters.web.visit import Visit, Wrong
from domain.refusals import AmbiguousCode, Refused, UnknownDossier
from domain.store import StoreUnavailable

RETRY: Final[Mapping[str, str]] = {"Retry-After": "1"}


def problem(visit: Visit, error: Exception) -> Response:
    """Whatever an endpoint raised. What it did not mean to raise is logged once, under an id."""
    say = visit.say
    match error:
        case Wrong(key=key, params=params):
            return _page(visit, HTTPStatus.BAD_REQUEST, say(key, **params))
        case Refused(reasons=(UnknownDossier(dossier=code), *_)):
            return _page(visit, HTTPStatus.NOT_FOUND, say("unknown_dossier", code=code))
        case Refused(reasons=(AmbiguousCode(dossier=code, systems=systems), *_)):
            told = say("ambiguous_code", code=code)
            bearers = [(system, visit.dossier(code, system=system)) for system in systems]
            return _page(visit, HTTPStatus.CONFLICT, told, bearers)
        case Refused(reasons=(reason, *_)):
            return _page(visit, HTTPStatus.CONFLICT, sentence(reason, visit.lang))
        case NotYetProjected():
            return _page(visit, HTTPStatus.SERVICE_UNAVAILABLE, say("not_yet"), headers=RETRY)
        case StoreUnavailable():
            told = of(error.code, {}, visit.lang)
            return _page(visit, HTTPStatus.SERVICE_UNAVAILABLE, told, headers=RETRY)
        case _:
            return _fault(visit)


def _fault(visit: Visit) -> Response:
    incident = secrets.token_hex(6)
    # The template of the path, which itself names a dossier.
    state = visit.request.state
    told = {name: getattr(state, name, None) for name in ("route", "correlation")}
    structlog.get_logger().exception("fault", incident=incident, **told)
    says = of("fault", {"incident": incident}, visit.lang)
    return _page(visit, HTTPStatus.INTERNAL_SERVER_ERROR, says)


def missing(visit: Visit, error: HTTPException) -> Response:
    """Nothing is at the address, or not for this method."""
    key = "not_allowed" if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED else "not_found"
    return _page(visit, error.status_code, visit.say(key), headers=error.headers)


def _page(
    visit: Visit,
    status: int,
    told: str,
    links: Any = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    return page(
        visit, "problem.html", status, headers or {}, simulated=None, told=told, links=links
    )
