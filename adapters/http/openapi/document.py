"""The document, made when it is first asked for."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from importlib.metadata import version
from threading import Lock
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.openapi.utils import get_openapi
from pydantic_core import to_json
from starlette.routing import Route

from adapters.http.openapi import headers, kinds, refusals
from adapters.http.openapi.described import AT, Mode, Schema, renamed, schemas
from adapters.http.openapi.examples import EXAMPLES
from adapters.http.openapi.links import links_of
from adapters.http.openapi.operations import OPERATIONS, Operation
from adapters.http.openapi.parameters import describe
from adapters.http.openapi.told import DESCRIPTION, TAGS
from adapters.http.results import Result, Summary, Told
from adapters.http.table import RIGHT_OF

ALL: Final = (400, 414, 421, 422, 429, 431, 500, 503)
"""Statuses with which any request may be refused."""
BEHIND_A_KEY: Final = (401, 403)
WITH_A_BODY: Final = (408, 413, 415)

OF_EVENTS: Final = {"create_dossier": kinds.NEW, "post_event": kinds.EVENT}
"""What is posted, by the operation."""

SHOWN: Final[Mode] = "serialization"
READ: Final[Mode] = "validation"

TAKEN: Final = ".body"

BYTES: Final = {"type": "string", "format": "binary"}
"""What most generators of clients take for a file."""

RIGHTS: Final = {
    (method.lower(), path.replace(":path", "")): right for (method, path), right in RIGHT_OF.items()
}
"""As OpenAPI writes paths."""

KEYED: Final = frozenset(path for _, path in RIGHTS)
"""What nobody is answered without a key."""


class Shown:
    """Made by whoever asks first, in a thread: it takes a second or two, and everybody else would
    wait for it."""

    def __init__(self, app: FastAPI) -> None:
        self._app, self._making = app, Lock()
        self._text = b""

    def document(self) -> dict[str, Any]:
        with self._making:
            if self._app.openapi_schema is None:
                self._app.openapi_schema = document(self._app)
                self._text = to_json(self._app.openapi_schema)
        return self._app.openapi_schema

    async def answer(self, _: Request) -> Response:
        if not self._text:
            await run_in_threadpool(self.document)
        return Response(self._text, media_type="application/json")


def install(app: FastAPI) -> None:
    """Has the application show the whole document instead of what FastAPI alone knows."""
    shown, url = Shown(app), app.openapi_url
    assert url
    app.openapi = shown.document  # type: ignore[method-assign]
    place = next(n for n, each in enumerate(app.routes) if getattr(each, "path", None) == url)
    app.router.routes[place] = Route(url, shown.answer, include_in_schema=False)


def document(app: FastAPI) -> dict[str, Any]:
    found = get_openapi(
        title="hoso",
        version=version("hoso"),
        summary="Dossiers of public authorities, event by event.",
        description=DESCRIPTION,
        routes=app.routes,
        tags=[{"name": name, "description": said} for name, said in TAGS.items()],
        servers=[{"url": "/"}],
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    told, components = _schemas()
    found = dict(renamed(found))
    found["components"]["schemas"] |= components
    found["components"]["headers"] = deepcopy(headers.ANSWERED)
    found["components"]["responses"] = refusals.answers()
    for path, methods in found["paths"].items():
        for method, one in methods.items():
            # What is not in the table is shown as FastAPI has it; a test fails then.
            if (method, path) in OPERATIONS:
                _complete(path, OPERATIONS[method, path], one, told)
                one.update(_right(method, path))
    _without_unused(found)
    return found


def _right(method: str, path: str) -> dict[str, str]:
    right = RIGHTS.get((method, path))
    return {"x-right": right.value} if right else {}


def _schemas() -> tuple[dict[str, Schema], dict[str, Schema]]:
    """Of what the operations answer, by their ids, and all components."""
    answered = [(one.id, one.answer) for one in OPERATIONS.values() if one.answer]
    lines = [("line", Result), ("summary", Summary), ("told", Told)]
    taken = [(one.id + TAKEN, one.body) for one in OPERATIONS.values() if one.body]
    wanted: list[tuple[str, Mode, Any]] = [
        *kinds.wanted(),
        *((name, SHOWN, of) for name, of in [*answered, *lines]),
        *((name, READ, of) for name, of in taken),
    ]
    told, components = schemas(wanted)
    for name, _ in taken:
        # What nobody reads is refused.
        components[told[name]["$ref"].removeprefix(AT)]["additionalProperties"] = False
    kinds.completed(components)
    components["RefusalCode"] = refusals.described()
    components["Problem"] = refusals.PROBLEM
    return dict(told), components


def _complete(
    path: str, operation: Operation, one: dict[str, Any], told: Mapping[str, Schema]
) -> None:
    one["operationId"] = operation.id
    # FastAPI's own is the name of a function.
    one["summary"] = operation.id.replace("_", " ").capitalize()
    for status in _good(one):
        _answer(one["responses"][status], operation, told)
    if "requestBody" in one:
        _take(one, operation, told)
    if 304 in operation.also:
        one.setdefault("parameters", []).append(headers.IF_NONE_MATCH)
    describe(one)
    _refused(path, one, operation)


def _answer(answer: dict[str, Any], operation: Operation, told: Mapping[str, Schema]) -> None:
    if operation.answer:
        _as_json(answer)["schema"] = told[operation.id]
    for media, content in answer.get("content", {}).items():
        content["schema"] = content.get("schema") or _file(media)
    _headed(answer, operation.headers)
    if links := dict(links_of(operation.id)):
        answer["links"] = links


def _take(one: dict[str, Any], operation: Operation, told: Mapping[str, Schema]) -> None:
    if operation.body:
        _as_json(one["requestBody"])["schema"] = told[operation.id + TAKEN]
    if operation.id in OF_EVENTS:
        event = {"$ref": AT + OF_EVENTS[operation.id]}
        _as_json(one["requestBody"])["schema"] = event
    if operation.id == "post_events":
        _many(one)
    _exemplified(one, operation)


def _good(one: dict[str, Any]) -> list[str]:
    return [status for status in one["responses"] if status.startswith("2")]


def _as_json(said: dict[str, Any]) -> dict[str, Any]:
    media: dict[str, Any] = said.setdefault("content", {}).setdefault("application/json", {})
    return media


def _file(media: str) -> dict[str, str]:
    text = {"type": "string"}
    return text if media.startswith("text/") or media.endswith("xml") else BYTES


def _headed(answer: dict[str, Any], names: tuple[str, ...]) -> None:
    answer["headers"] = {
        name: {"$ref": f"#/components/headers/{name}"} for name in (*names, *refusals.ALWAYS)
    }


def _many(one: dict[str, Any]) -> None:
    event = {"$ref": AT + kinds.EVENT}
    many = [event, {"type": "array", "items": event}]
    _as_json(one["requestBody"])["schema"] = {"oneOf": many}
    one["parameters"] += deepcopy(headers.BINARY)


def _exemplified(one: dict[str, Any], operation: Operation) -> None:
    for of, name, example in EXAMPLES:
        if of == operation.id:
            content = one["requestBody"]["content"][example.media]
            told = {"summary": example.summary, "value": example.value}
            content.setdefault("examples", {})[name] = told


def _refused(path: str, one: dict[str, Any], operation: Operation) -> None:
    one["responses"].pop("422", None)
    statuses = {*ALL, *operation.also}
    statuses |= {*WITH_A_BODY} if "requestBody" in one else set()
    statuses |= {*BEHIND_A_KEY} if path in KEYED else set()
    for status in sorted(statuses):
        one["responses"][str(status)] = _unchanged() if status == 304 else _of(status)


def _of(status: int) -> dict[str, Any]:
    return {"$ref": f"#/components/responses/{refusals.name(status)}"}


def _unchanged() -> dict[str, Any]:
    answer: dict[str, Any] = {"description": "The client has it already."}
    _headed(answer, ("ETag",))
    return answer


def _without_unused(found: dict[str, Any]) -> None:
    """FastAPI's own schemas that nothing refers to any more."""
    components = found["components"]["schemas"]
    while unused := components.keys() - {*_named(found)}:
        for name in unused:
            del components[name]


def _named(part: Any) -> Iterator[str]:
    """The components that anything refers to."""
    if isinstance(part, list):
        for one in part:
            yield from _named(one)
    if isinstance(part, dict):
        ref = part.get("$ref")
        if isinstance(ref, str) and ref.startswith(AT):
            yield ref[len(AT) :]
        for one in part.values():
            yield from _named(one)
