"""An installation that is at work in a thread of its own, for whoever calls it from another."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.interface import interface
from adapters.settings import Settings
from adapters.wiring import System, system
from domain.access import OF_ALL, Role
from domain.keys.asked import NewKey
from domain.request import read
from tests.adapters.test_rights import DEPARTMENT, OWN, received

TOKEN: Final = "the installation's own token"

NOBODY: Final = "nobody"

GOES: Final = 0.3
"""Seconds after which whoever follows a stream goes away."""

UNLIMITED: Final = 10**9


@dataclass(slots=True)
class Installation:
    """Served in its own thread. Called from another, in which schemathesis has a loop of its own,
    it answers as an application does."""

    app: ASGIApp
    loop: asyncio.AbstractEventLoop
    tokens: dict[str, str] = field(default_factory=dict)
    """By role."""
    role: str = NOBODY
    """Who asks, whatever key schemathesis shows or leaves out; nobody shows what it pleases."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        told = {**scope, "headers": self._headers(scope)}
        body = await whole(receive)
        answering = asyncio.run_coroutine_threadsafe(self._answer(told, body), self.loop)
        for message in await asyncio.wrap_future(answering):
            await send(message)

    async def _answer(self, scope: Scope, body: bytes) -> list[Message]:
        sent: list[Message] = []
        told: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Message:
            if told:
                return told.pop()
            await asyncio.sleep(GOES)
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        return ended(sent)

    def _headers(self, scope: Scope) -> list[tuple[bytes, bytes]]:
        if self.role == NOBODY:
            return list(scope["headers"])
        own = b"authorization", f"Bearer {self.tokens[self.role]}".encode()
        return [*(one for one in scope["headers"] if one[0].lower() != own[0]), own]


async def whole(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            return bytes(body)


def ended(sent: list[Message]) -> list[Message]:
    """Whoever went away heard no end."""
    if sent and sent[-1].get("more_body", sent[-1]["type"] == "http.response.start"):
        return [*sent, {"type": "http.response.body", "body": b"", "more_body": False}]
    return sent


@contextmanager
def installation(conninfo: str, directory: Path) -> Iterator[Installation]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    stop = asyncio.Event()
    begun: asyncio.Future[Any] = loop.create_future()
    running = asyncio.run_coroutine_threadsafe(_run(conninfo, directory, begun, stop), loop)
    try:
        yield asyncio.run_coroutine_threadsafe(_awaited(begun, running), loop).result(60)
    finally:
        loop.call_soon_threadsafe(stop.set)
        running.result(60)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _awaited(begun: "asyncio.Future[Any]", running: Any) -> Installation:
    while not begun.done():
        await asyncio.sleep(0.01)
        if running.done() and running.exception():
            raise running.exception()
    found: Installation = begun.result()
    return found


async def _run(
    conninfo: str, directory: Path, begun: "asyncio.Future[Any]", stop: asyncio.Event
) -> None:
    settings = Settings(
        database_url=conninfo,
        data_dir=directory,
        requests_per_minute=UNLIMITED,
        failed_logins_per_minute=UNLIMITED,
    )
    async with system(settings) as opened:
        working = asyncio.create_task(opened.work())
        app = interface(opened, TOKEN)
        begun.set_result(Installation(app, asyncio.get_running_loop(), await _tokens(opened)))
        await stop.wait()
        working.cancel()
        with suppress(asyncio.CancelledError):
            await working


async def _tokens(opened: System) -> dict[str, str]:
    """A key of each role, and a dossier that is its unit's."""
    body = received(OWN, "long-an-dost-one-stop", DEPARTMENT)
    await opened.engine.perform(read(body), opens=True)
    keys = opened.keys(TOKEN)
    tokens = {}
    for role in Role:
        units = () if role in OF_ALL else (DEPARTMENT,)
        sources = ("portal", "national") if role is Role.SERVICE else ()
        made = await keys.make(NewKey(role=role, units=units, sources=sources), "a test")
        tokens[role.value] = made.token
    return tokens
