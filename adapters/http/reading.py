"""Reads what a request brings: the token, the body, times in the query."""

import re
import secrets
import unicodedata
from collections.abc import Awaitable, Callable, Iterator
from datetime import date
from typing import Annotated, Any, Final

from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError, from_json

from adapters.http.problems import Problem
from domain.dossier.values import Moment

LARGEST: Final = 1_000_000
"""Bytes of one event's body."""

DEEPEST: Final = 20
"""Levels of nesting: no event has more."""

BEARER: Final = HTTPBearer(auto_error=False)

Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)]


def authorized(token: str) -> Callable[[Request, Credentials], Awaitable[None]]:
    """A dependency that lets only the bearer of the token pass, and no parameter that the route
    does not read: who misspells `known_at` must not be told what is known now."""

    async def dependency(request: Request, credentials: Credentials) -> None:
        shown = credentials.credentials if credentials else ""
        # Whatever the token: who shows none must not pass.
        if not shown or not secrets.compare_digest(shown.encode(), token.encode()):
            raise Problem("unauthorized")
        if request.query_params:
            known = [*_parameters(request.scope["route"].dependant)]
            for name in request.query_params:
                if name not in known:
                    raise Problem("unknown-parameter", name=name, known=", ".join(known) or "–")

    return dependency


def _parameters(reads: Dependant) -> Iterator[str]:
    """Of a query, as a route and what it depends on name them."""
    yield from (one.alias for one in reads.query_params)
    for each in reads.dependencies:
        yield from _parameters(each)


async def json_body(request: Request) -> dict[str, Any]:
    """The body as a JSON object. Raises Problem."""
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > LARGEST:
            raise Problem("body-too-large", limit=LARGEST)
    try:
        body = from_json(bytes(raw), allow_inf_nan=False)
    except ValueError as error:
        raise Problem("invalid-json", why=str(error)) from None
    if not isinstance(body, dict):
        raise Problem("invalid-json", why="it is no object")
    if _deeper(body, DEEPEST):
        raise Problem("invalid-json", why=f"it is nested more than {DEEPEST} levels deep")
    return body


def _deeper(value: Any, levels: int) -> bool:
    parts = value.values() if isinstance(value, dict) else value
    if not isinstance(value, dict | list):
        return False
    return levels == 0 or any(_deeper(part, levels - 1) for part in parts)


def _with_plus(value: object) -> object:
    """A `+` that nobody escaped arrives as a space: `…T08:00:00 07:00`."""
    return re.sub(r" (\d\d:?\d\d)$", r"+\1", value) if isinstance(value, str) else value


QueryMoment = Annotated[Moment, BeforeValidator(_with_plus)]
"""An instant in a query, with its offset."""


def _written(value: object) -> object:
    """A bare number would pass for a day: seconds since 1970."""
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        raise PydanticCustomError("day", "should be a day as RFC 3339 writes it")
    return value


Day = Annotated[date, BeforeValidator(_written)]
"""A local day in a query."""


def text(value: str, name: str) -> str:
    """Text from a path or query, as codes are kept: NFC. Raises Problem for what is no text."""
    if "\0" in value:
        raise Problem("invalid-parameter", name=name, why="it holds a NUL")
    return unicodedata.normalize("NFC", value)
