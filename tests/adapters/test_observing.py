"""A line in the log for every request, under an id that its answer bears."""

import asyncio
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from starlette.types import Message, Receive, Scope, Send
from structlog.testing import capture_logs

from adapters.http.operating.observing import Observing, correlation
from domain.store import StoreUnavailable
from tests.adapters.calling import calling_behind, calling_broken

pytestmark = pytest.mark.anyio

TRACE = "0af7651916cd43dd8448eb211c80319c"
PARENT = f"00-{TRACE}-b7ad6b7169203331-01"
UUID = "7B2F0C1E-5C3A-4F0E-9B51-2C4E7B0A7E11"


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with calling_behind() as client:
        yield client


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        ([("traceparent", PARENT)], TRACE),
        ([("traceparent", PARENT), ("x-request-id", "request-0001")], TRACE),
        # A later version may say more.
        ([("traceparent", f"cc-{TRACE}-b7ad6b7169203331-01-what-the-future-will-be")], TRACE),
        ([("x-request-id", "request-0001")], "request-0001"),
        ([("x-request-id", UUID)], UUID),
        # Of two, nobody knows which it is.
        ([("traceparent", PARENT), ("traceparent", PARENT), ("x-request-id", UUID)], UUID),
    ],
)
def test_a_request_belongs_to_the_trace_or_has_the_id_that_its_sender_gave_it(
    headers: list[tuple[str, str]], found: str
) -> None:
    assert correlation([(name.encode(), value.encode()) for name, value in headers]) == found


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("traceparent", f"ff-{TRACE}-b7ad6b7169203331-01"),
        ("traceparent", f"00-{'0' * 32}-b7ad6b7169203331-01"),
        ("traceparent", f"00-{TRACE}-{'0' * 16}-01"),
        ("traceparent", f"{PARENT}-more"),
        ("traceparent", PARENT.upper()),
        ("traceparent", f"cc-{TRACE}-b7ad6b7169203331-01more"),
        ("traceparent", ""),
        ("x-request-id", "short"),
        ("x-request-id", "x" * 129),
        ("x-request-id", "000.00.12.H39-190827-0001"),
        ("x-request-id", "Nguyen Van A"),
        ("x-request-id", 'x","level":"error'),
        ("x-request-id", "12345678\n"),
        ("x-request-id", "mã-số-hồ-sơ"),
    ],
)
def test_what_is_no_id_is_not_taken_over(name: str, value: str) -> None:
    made = [correlation([(name.encode(), value.encode())]) for _ in range(2)]
    assert made[0] != made[1]
    assert all(len(one) == 32 and int(one, 16) for one in made)
    assert TRACE not in made


async def test_a_line_tells_what_was_asked_by_whom_and_what_came_of_it(
    client: httpx.AsyncClient,
) -> None:
    with capture_logs() as logged:
        answer = await client.get(
            "/v1/dossiers/HS-SECRET?at=2025-11-03T12:00:00Z", headers={"traceparent": PARENT}
        )
    (line,) = logged
    assert (line.pop("event"), line.pop("log_level")) == ("request", "info")
    assert 0 < line.pop("ms") < 10_000
    assert line == {
        "method": "GET",
        "route": "/v1/dossiers/{code:path}",
        "status": 404,
        "code": "unknown-dossier",
        "bytes": len(answer.content),
        "principal": "bearer-token",
        "client": "127.0.0.1",
        "correlation": TRACE,
    }
    assert answer.headers["x-request-id"] == TRACE


async def test_who_is_not_known_is_nobody(client: httpx.AsyncClient) -> None:
    client.headers.pop("Authorization")
    with capture_logs() as logged:
        await client.get("/v1/dossiers")
    assert (logged[0]["principal"], logged[0]["code"]) == (None, "unauthorized")


async def test_whoever_looks_for_doors_is_told_of_without_what_he_tried(
    client: httpx.AsyncClient,
) -> None:
    with capture_logs() as logged:
        answer = await client.get("/wp-admin/HS-SECRET", params={"x": "SECRET"})
    assert answer.headers["x-request-id"]
    assert (logged[0]["route"], logged[0]["status"]) == ("", 404)
    assert "SECRET" not in str(logged)


async def test_a_fault_is_logged_under_the_same_id_and_without_the_path() -> None:
    async with calling_broken(RuntimeError("the cause")) as client:
        with capture_logs() as logged:
            answer = await client.get("/v1/dossiers/HS-SECRET")
    fault, request = logged
    assert (fault["event"], request["event"], request["log_level"]) == ("fault", "request", "error")
    assert fault["route"] == request["route"] == "/v1/dossiers/{code:path}"
    assert fault["correlation"] == request["correlation"] == answer.headers["x-request-id"]
    assert "SECRET" not in str(logged)


async def test_an_outage_is_an_error_in_the_log_too() -> None:
    async with calling_broken(StoreUnavailable("no route")) as client:
        with capture_logs() as logged:
            await client.get("/v1/dossiers/HS-1")
    assert [(line["status"], line["log_level"]) for line in logged] == [(503, "error")]


async def told_of(route: str, status: int) -> str:
    """The level of the line about such a request."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if route:
            scope["route"] = SimpleNamespace(path=route)
        await send({"type": "http.response.start", "status": status})
        await send({"type": "http.response.body", "body": b"ab", "more_body": True})
        await send({"type": "http.response.body", "body": b"c"})

    with capture_logs() as logged:
        await Observing(app)(scope(), _nothing, _taken)
    assert logged[0]["bytes"] == 3
    return str(logged[0]["log_level"])


def scope() -> dict[str, Any]:
    headers = [(b"host", b"x"), (b"authorization", b"Bearer x"), (b"accept", b"*/*")]
    return {"type": "http", "method": "GET", "headers": headers, "client": ("10.0.0.7", 1)}


async def _nothing() -> Message:
    return {"type": "http.disconnect"}


async def _taken(message: Message) -> None:
    pass


@pytest.mark.parametrize(
    ("route", "status", "level"),
    [
        ("/v1/dossiers", 200, "info"),
        ("", 404, "info"),
        ("/readyz", 503, "debug"),
        ("/metrics", 200, "debug"),
        # Whoever refused it before it came to a route tells of it, and counts a flood.
        ("", 429, "debug"),
        ("", 503, "debug"),
    ],
)
async def test_what_machines_ask_every_second_and_what_floods_fill_no_log(
    route: str, status: int, level: str
) -> None:
    assert await told_of(route, status) == level


async def test_what_breaks_off_is_told_of() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        scope["route"] = SimpleNamespace(path="/v1/events/stream")
        raise asyncio.CancelledError

    with capture_logs() as logged, pytest.raises(asyncio.CancelledError):
        await Observing(app)(scope(), _nothing, _taken)
    assert (logged[0]["route"], logged[0]["status"]) == ("/v1/events/stream", 0)


async def test_what_is_no_request_passes() -> None:
    seen: list[Scope] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope)

    with capture_logs() as logged:
        await Observing(app)({"type": "lifespan"}, _nothing, _taken)
    assert (seen, logged) == ([{"type": "lifespan"}], [])
