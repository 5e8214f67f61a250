"""Every answer that an application gives in process is held against the document."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final
from unittest.mock import MagicMock

import httpx
import jsonschema_rs
from starlette.types import Receive, Scope, Send

from adapters.http.openapi.refusals import statuses
from adapters.interface import interface
from adapters.settings import Settings

AT: Final = "#/components/schemas/"

TOLD: Final = (
    *("etag", "location", "link", "retry-after", "idempotent-replayed"),
    *("www-authenticate", "content-disposition", "ratelimit", "x-request-id"),
)
"""Header fields that mean something to a client."""


@cache
def document() -> dict[str, Any]:
    """Of all there is: what the routes would ask is not asked for it."""
    system = MagicMock()
    system.settings = Settings(data_dir=Path("nowhere"))
    return interface(system, "nobody's").openapi()


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def resolved(part: dict[str, Any]) -> dict[str, Any]:
    """Of a reference to a component, that."""
    while "$ref" in part:
        found: Any = document()
        for name in part["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        part = found
    return part


def closed(part: Any) -> Any:
    """The same, which takes no field that it does not name."""
    if isinstance(part, list):
        return [closed(one) for one in part]
    if not isinstance(part, dict):
        return part
    told = {name: closed(one) for name, one in part.items()}
    names = isinstance(told.get("properties"), dict) and told.get("type") == "object"
    return {"additionalProperties": False, **told} if names else told


@cache
def _statuses() -> Mapping[str, int]:
    return statuses()


@cache
def _components() -> Any:
    return closed(document()["components"])


@cache
def _validator(path: str, method: str, status: str, media: str) -> Any:
    answer = resolved(document()["paths"][path][method]["responses"][status])
    schema = closed(answer["content"][media].get("schema", {}))
    whole = {**schema, "components": _components()}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


def wrong(scope: Scope, answer: httpx.Response) -> Iterator[str]:
    """What the document does not say of an answer."""
    path = re.sub(r":path\}", "}", getattr(scope.get("route"), "path", ""))
    method = scope["method"].lower()
    operation = document()["paths"].get(path, {}).get(method)
    if operation is None:
        return  # a page, or nothing
    status = str(answer.status_code)
    if status not in operation["responses"]:
        yield f"{method} {path} has no status {status}"
        return
    told = resolved(operation["responses"][status])
    named = {name.lower() for name in told.get("headers", {})}
    for name in TOLD:
        if name in answer.headers and name not in named:
            yield f"{method} {path} {status} has no header {name}"
    yield from _wrong_body(path, method, answer, told)


def _wrong_body(
    path: str, method: str, answer: httpx.Response, told: dict[str, Any]
) -> Iterator[str]:
    status, content = str(answer.status_code), told.get("content", {})
    media = answer.headers.get("content-type", "").partition(";")[0]
    if not media and not content:
        return
    if media not in content:
        yield f"{method} {path} {status} has no media type {media}"
    elif media.endswith("json") and not media.endswith("ndjson"):
        validator = _validator(path, method, status, media)
        for error in validator.iter_errors(answer.json()):
            where = "/".join(map(str, error.instance_path))
            yield f"{method} {path} {status} at {where}: {error.message[:300]}"
    if media == "application/problem+json":
        code = answer.json()["code"]
        if _statuses().get(code) != answer.status_code:
            yield f"{code} has the status {_statuses().get(code)}, not {status}"


class Undocumented(httpx.ASGITransport):
    """For an application that is none of ours."""


class Documented(httpx.ASGITransport):
    """Calls an application, and looks at what it answers."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        scopes: list[Scope] = []
        inner = self.app

        async def remembering(scope: Scope, receive: Receive, send: Send) -> None:
            scopes.append(scope)
            await inner(scope, receive, send)

        seen = Undocumented(
            remembering,
            self.raise_app_exceptions,
            self.root_path,
            self.client,
        )
        answer = await seen.handle_async_request(request)
        assert isinstance(answer.stream, httpx.AsyncByteStream)
        sent = b"".join([piece async for piece in answer.stream])
        looked = httpx.Response(answer.status_code, headers=answer.headers, content=sent)
        found = [one for scope in scopes for one in wrong(scope, looked)]
        assert not found, "\n".join(found[:20])
        return answer
