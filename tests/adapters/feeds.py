"""A feed in memory, and followers that read an application's event stream as a client does."""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from fastapi import APIRouter, Depends, FastAPI
from pydantic_core import from_json
from starlette.types import Message

from adapters.http.access import Authorized
from adapters.http.fanout import Fanout
from adapters.http.feed import following
from adapters.http.problems import install
from domain.access import Principal, Role
from domain.dossier.concerned import concerned
from projections.feed import EVERYTHING, Page, Wanted
from tests.adapters.memory import MemoryEventStore

PATIENCE: Final = 10.0


@dataclass(slots=True)
class MemoryFeed:
    """As adapters/postgres/feed.py; whom dossiers concern is known as far as it is told."""

    store: MemoryEventStore
    known_to: int | None = None
    """None: of all that is recorded."""
    pages: int = 0
    """That were asked for."""

    async def page(self, after: int, limit: int, wanted: Wanted = EVERYTHING) -> Page:
        self.pages += 1
        to = await self.head() if wanted.reach is None else await self.led()
        streams = await self._bodies()
        found = [
            event
            for event in await self.store.after(after, max(to - after, 0))
            if wanted.holds(event.told.event.kind, streams[event.stream])
        ]
        last = found[limit - 1].position if len(found) >= limit else max(after, to)
        return Page(found[:limit], last, to)

    async def head(self) -> int:
        return await self.store.head()

    async def led(self) -> int:
        head = await self.head()
        return head if self.known_to is None else min(self.known_to, head)

    async def concerned(self, streams: Collection[str]) -> Mapping[str, frozenset[str]]:
        bodies = await self._bodies()
        return {stream: bodies[stream] for stream in streams}

    async def _bodies(self) -> Mapping[str, frozenset[str]]:
        known: dict[str, list[Any]] = {}
        for event in await self.store.after(0, await self.head()):
            known.setdefault(event.stream, []).append(event.told)
        to = await self.led()
        told = await self.store.after(0, to)
        within = {event.told.ref for event in told}
        return {
            stream: concerned(one for one in history if one.ref in within)
            for stream, history in known.items()
        }


@dataclass(slots=True)
class SomeKeys:
    """Tokens and who bears them."""

    bearers: dict[str, Principal] = field(default_factory=dict)

    async def principal(self, token: str) -> Principal | None:
        return self.bearers.get(token)


AUDITOR: Final = Principal("kiểm toán viên", Role.AUDITOR)


def of_units(*units: str) -> Principal:
    return Principal("phần mềm của sở", Role.SERVICE, frozenset(units), reach=frozenset(units))


@dataclass(slots=True)
class House:
    """An application in memory, and what may be done to it from outside."""

    store: MemoryEventStore = field(default_factory=MemoryEventStore)
    keys: SomeKeys = field(default_factory=lambda: SomeKeys({"auditor": AUDITOR}))
    feed: MemoryFeed = field(init=False)
    fanout: Fanout = field(init=False)
    app: FastAPI = field(init=False)

    def __post_init__(self) -> None:
        self.feed = MemoryFeed(self.store)
        self.fanout = Fanout(self.store, self.feed)
        self.app = FastAPI()
        install(self.app, "en")
        # Behind a key, as in create_app, whose many routes would take longer than the test.
        behind = APIRouter(dependencies=[Depends(Authorized(self.keys))])
        behind.include_router(following(self.fanout, self.keys))
        self.app.include_router(behind)

    def follower(
        self, query: str = "", token: str = "auditor", seen: int | None = None
    ) -> AbstractAsyncContextManager["Client"]:
        return listening(self.app, Client(query, token, seen))


@asynccontextmanager
async def listening(app: FastAPI, client: "Client") -> AsyncIterator["Client"]:
    """Follows until it is left."""
    running = asyncio.create_task(app(client.scope, client.receive, client.send))
    try:
        await client.until(lambda: client.status is not None or running.done())
        yield client
    finally:
        client.leave()
        await asyncio.wait_for(running, PATIENCE)


class Client:
    """An ASGI client that takes what it is sent, unless it is told not to."""

    def __init__(self, query: str, token: str, seen: int | None = None) -> None:
        self.status: int | None = None
        self.headers: dict[str, str] = {}
        self.body = bytearray()
        self.ended = False
        self.taking = asyncio.Event()
        self.taking.set()
        self._left = asyncio.Event()
        self._more = asyncio.Event()
        headers = [(b"authorization", f"Bearer {token}".encode()), (b"host", b"hoso.test")]
        if seen is not None:
            headers.append((b"last-event-id", str(seen).encode()))
        self.scope: dict[str, Any] = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": "/v1/events/stream",
            "raw_path": b"/v1/events/stream",
            "root_path": "",
            "query_string": query.encode(),
            "headers": headers,
            "client": ("127.0.0.1", 1),
            "server": ("hoso.test", 80),
        }

    async def receive(self) -> Message:
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        await self.taking.wait()
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            self.body += message.get("body", b"")
            self.ended = not message.get("more_body", False)
        self._more.set()

    def leave(self) -> None:
        self.taking.set()
        self._left.set()

    async def until(self, there: Any) -> None:
        async with asyncio.timeout(PATIENCE):
            while not there():
                self._more.clear()
                with_time = asyncio.wait_for(self._more.wait(), 0.05)
                try:
                    await with_time
                except TimeoutError:
                    continue

    async def sees(self, *positions: int) -> None:
        """Waits for these, and no others, in this order."""
        await self.until(lambda: len(self.positions) >= len(positions))
        assert self.positions == list(positions)

    @property
    def positions(self) -> list[int]:
        return [event["position"] for _, _, event in self.told]

    @property
    def told(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Of each event its id, its kind and its data."""
        return [(one["id"], one["event"], from_json(one["data"])) for one in events(self.body)]

    @property
    def last_id(self) -> int:
        """What a browser would send as Last-Event-ID."""
        ids = [line[4:] for line in self.body.decode().splitlines() if line.startswith("id: ")]
        return int(ids[-1])


def events(body: bytearray) -> Iterator[dict[str, str]]:
    """The events of a stream, dispatched as WHATWG HTML, section 9.2.6, says."""
    last_id = ""
    fields: dict[str, str] = {}
    *lines, _ = body.decode("utf-8").split("\n")
    for line in lines:
        name, _, value = line.partition(":")
        if name == "id":
            last_id = value.removeprefix(" ")
        elif name:
            fields[name] = value.removeprefix(" ")
        elif not line:
            if "data" in fields:
                yield {"event": "message", **fields, "id": last_id}
            fields = {}
