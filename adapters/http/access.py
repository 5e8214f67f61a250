"""Who comes, and whether he may: asked once, before every route under /v1."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant
from fastapi.openapi.models import HTTPBearer as HTTPBearerModel
from fastapi.security.base import SecurityBase

from adapters.http.problems import Problem
from adapters.http.table import RIGHT_OF
from domain.access import Keys, Principal, Right
from domain.refusals import Forbidden, Refused


class Authorized(SecurityBase):
    """A dependency that lets only those pass who may, and no parameter that the route does not
    read: who misspells `known_at` must not be told what is known now. It gives who comes."""

    def __init__(self, keys: Keys) -> None:
        self.keys = keys
        self.model = HTTPBearerModel(description="A key, as `hoso token` makes it.")
        self.scheme_name = "HTTPBearer"

    async def __call__(self, request: Request) -> Principal:
        scheme, _, shown = request.headers.get("authorization", "").partition(" ")
        # Whatever the keys: who shows none must not pass.
        bears = scheme.lower() == "bearer" and shown
        principal = await self.keys.principal(shown) if bears else None
        if principal is None:
            raise Problem("unauthorized")
        request.state.principal = principal
        must_have(principal, right_of(request))
        if request.scope["query_string"]:
            _must_be_known(request)
        return principal


async def caller(request: Request) -> Principal:
    """Who comes. Waits for nothing, but FastAPI would ask a thread for what is no coroutine."""
    principal: Principal = request.state.principal
    return principal


Caller = Annotated[Principal, Depends(caller)]


def right_of(request: Request) -> Right | None:
    """That the route asks for; None: nobody has it."""
    return RIGHT_OF.get((request.method, request.scope["route"].path))


def must_have(principal: Principal, right: Right | None) -> None:
    """Raises Refused."""
    if right is None or not principal.may(right):
        raise Refused(Forbidden(principal.role, right or "-"))


def _must_be_known(request: Request) -> None:
    """Raises Problem for a parameter of the query that the route does not read."""
    known = [*_parameters(request.scope["route"].dependant)]
    for name in request.query_params:
        if name not in known:
            raise Problem("unknown-parameter", name=name, known=", ".join(known) or "–")


def _parameters(reads: Dependant) -> Iterator[str]:
    """Of a query, as a route and what it depends on name them."""
    yield from (one.alias for one in reads.query_params)
    for each in reads.dependencies:
        yield from _parameters(each)
