"""What auditors look at is kept before they see it; and may be looked at itself."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.http.problems import RETRY, problem
from adapters.http.reading import text
from adapters.messages import Lang
from domain.access import Principal
from domain.keys.reads import WATCHED, Reads
from domain.store import StoreUnavailable
from projections.keys import ShownLooks, looked


class Watching:
    """No answer leaves for somebody who is watched before it is kept that he asked for it. Where
    that cannot be kept, he gets none."""

    def __init__(self, app: ASGIApp, reads: Reads, lang: Lang) -> None:
        self.app = app
        self.reads = reads
        self.lang = lang

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        withheld = False

        async def sending(message: Message) -> None:
            nonlocal withheld
            principal = _watched(scope)
            if principal and message["type"] == "http.response.start":
                withheld = not await self._kept(scope, principal, message["status"])
            if not withheld:
                await send(message)

        await self.app(scope, receive, sending)
        if withheld:
            unavailable = problem(StoreUnavailable.code, 503, {}, self.lang, RETRY)
            await unavailable(scope, receive, send)

    async def _kept(self, scope: Scope, principal: Principal, status: int) -> bool:
        request = Request(scope)
        asked = {**request.path_params, **request.query_params}
        try:
            await self.reads.keep(principal, request.method, _route(scope), asked, status)
        except StoreUnavailable:
            return False
        return True


def _watched(scope: Scope) -> Principal | None:
    state: Mapping[str, Any] = scope.get("state", {})
    principal: Principal | None = state.get("principal")
    return principal if principal and principal.role in WATCHED else None


def _route(scope: Scope) -> str:
    """The template of its path, as the route has it; a page says its own."""
    state: Mapping[str, Any] = scope.get("state", {})
    return str(state.get("route") or scope["route"].path)


def reads(kept: Reads) -> APIRouter:
    router = APIRouter(prefix="/v1/reads", tags=["keys"])

    @router.get("")
    async def what_was_looked_at(
        before: Annotated[int | None, Query(ge=1, le=2**62)] = None,
        reader: Annotated[str | None, Query(max_length=200)] = None,
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    ) -> ShownLooks:
        """What auditors looked at, the latest first: who, when, which route, which dossier or
        period, with which status. The next page is asked for with `before` and `next`; its being
        null says that this was the last. `reader` is the id of a key."""
        of = reader and text(reader, "reader")
        return looked(await kept.kept(before, limit + 1, of), limit)

    return router
