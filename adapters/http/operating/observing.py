"""Outermost: every request is counted, and logged in a line under an id that its answer bears.

The line tells the template of the path, never the path or the query: those name dossiers. What
auditors look at is kept elsewhere (adapters/http/reads.py).
"""

import re
import secrets
from collections.abc import Mapping
from time import perf_counter
from typing import Any, Final

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.http.guard.heads import PROBES
from adapters.http.measured import UNDER_WAY, answered

PARENT: Final = re.compile(
    rb"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}"
)
"""A `traceparent` of W3C Trace Context, section 3.2; of a later version, its beginning."""

REQUEST_ID: Final = re.compile(rb"[0-9A-Za-z_=+-]{8,128}")
"""What an X-Request-ID may be: a number of some kind, and nothing that a log could trip over."""

MISSING: Final = (404, 405)


class Observing:
    """Sets `request.state.correlation`: the trace of W3C Trace Context that the request belongs
    to, else its X-Request-ID, else a new one."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        # To find it takes as long as to write with it.
        self.log = structlog.get_logger()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        seen = Seen(scope, send)
        UNDER_WAY.inc()
        try:
            await self.app(scope, receive, seen.sending)
        finally:
            UNDER_WAY.dec()
            seen.told(self.log)


class Seen:
    """A request, from its head to the end of its answer."""

    __slots__ = ("began", "correlation", "scope", "send", "size", "status")

    def __init__(self, scope: Scope, send: Send) -> None:
        self.began = perf_counter()
        self.scope, self.send = scope, send
        self.correlation = correlation(scope["headers"])
        self.status = self.size = 0
        scope.setdefault("state", {})["correlation"] = self.correlation

    async def sending(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = [*message.get("headers", ()), (b"x-request-id", self.correlation.encode())]
            message = {**message, "headers": headers}
        elif message["type"] == "http.response.body":
            self.size += len(message.get("body", b""))
        await self.send(message)

    def told(self, log: Any) -> None:
        seconds = perf_counter() - self.began
        scope = self.scope
        state: Mapping[str, Any] = scope["state"]
        route = str(state.get("route") or getattr(scope.get("route"), "path", ""))
        answered(scope["method"], route, self.status, seconds)
        client = scope.get("client")
        getattr(log, self._level(route))(
            "request",
            method=scope["method"],
            route=route,
            status=self.status,
            code=state.get("code"),
            ms=round(seconds * 1000, 1),
            bytes=self.size,
            principal=getattr(state.get("principal"), "id", None),
            client=client[0] if client else None,
            correlation=self.correlation,
        )

    def _level(self, route: str) -> str:
        # What never came to a route was told of by whoever refused it, who tells no more of a
        # flood than is of use.
        if route in PROBES or not (route or self.status in MISSING):
            return "debug"
        return "error" if self.status >= 500 else "info"


def correlation(headers: list[tuple[bytes, bytes]]) -> str:
    """Of a request with these headers."""
    parents = [value for name, value in headers if name == b"traceparent"]
    if len(parents) == 1 and (parent := PARENT.match(parents[0])) and _whole(parents[0]):
        return parent[1].decode()
    for name, value in headers:
        if name == b"x-request-id" and REQUEST_ID.fullmatch(value):
            return value.decode()
    return secrets.token_hex(16)


def _whole(parent: bytes) -> bool:
    """Version 00 ends here; a later one may go on behind a dash."""
    return len(parent) == 55 or (parent[:2] != b"00" and parent[55:56] == b"-")
