"""Routes that read their request themselves, for those that are asked thousands of times a second.

What such a route declares stands in the document as of any other, and FastAPI serves it like any
other. But to find it among all, and to have FastAPI collect what it declares, takes longer than to
decide on a dossier; so it is looked for first, and called with what it wants.
"""

from collections.abc import Callable, Coroutine, Sequence
from functools import cached_property
from inspect import signature
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from adapters.http.access import Authorized
from adapters.http.operating import tracing

Handler = Callable[[Request], Coroutine[Any, Any, Response]]

HEADERS: Final = {"key": "idempotency-key", "if_match": "if-match"}
"""Parameters that are header fields."""

QUERIES: Final = ("code_system",)
"""Parameters of the query."""


class Direct(APIRoute):
    """Its endpoint takes `request`, `by`, the parameters of its path, and any of `HEADERS`
    and `QUERIES`."""

    authorized: Authorized

    @cached_property
    def handler(self) -> Handler:
        wants = signature(self.endpoint).parameters
        fields = {name: field for name, field in HEADERS.items() if name in wants}
        asks = [name for name in QUERIES if name in wants]

        async def handler(request: Request) -> Response:
            by = await self.authorized(request)
            headers = request.headers
            told = {name: headers.get(field) for name, field in fields.items()}
            if asks and request.scope["query_string"]:
                told |= {name: request.query_params.get(name) for name in asks}
            answer: Response = await self.endpoint(
                request=request, by=by, **request.path_params, **told
            )
            return answer

        return handler

    def get_route_handler(self) -> Handler:
        return self.handler


def direct(authorized: Authorized) -> type[Direct]:
    return type("DirectOfThisInterface", (Direct,), {"authorized": authorized})


class Shortcut:
    """Innermost of what stands around the routes: past it, FastAPI looks for all others."""

    def __init__(self, app: ASGIApp, routes: Sequence[BaseRoute], within: FastAPI) -> None:
        self.app = app
        self.routes = [route for route in routes if isinstance(route, Direct)]
        self.handlers = within.exception_handlers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        route = self._found(scope)
        if route is None:
            return await self.app(scope, receive, send)
        request = Request(scope, receive)
        try:
            answer = await route.handler(request)
        except Exception as error:
            answer = await self._explained(request, error)
        await answer(scope, receive, send)

    def _found(self, scope: Scope) -> Direct | None:
        if scope["type"] != "http" or scope.get("root_path"):
            return None
        for route in self.routes:
            match = route.path_regex.match(scope["path"])
            if match and scope["method"] in (route.methods or ()):
                scope["route"], scope["path_params"] = route, match.groupdict()
                tracing.found(scope["method"], route.path_format)
                return route
        return None

    async def _explained(self, request: Request, error: Exception) -> Response:
        """As FastAPI would have it. Raises what nobody expected."""
        for kind in type(error).__mro__:
            if handler := self.handlers.get(kind):
                answer: Response = await handler(request, error)  # type: ignore[misc]
                return answer
        raise error
