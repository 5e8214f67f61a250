"""HTTP as a client with open connections speaks it, with as little work as can be: the client
shares the machine with what is measured."""

import asyncio
import socket
import subprocess
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from time import monotonic, sleep
from typing import Final

Request = bytes

PATIENCE: Final = 60.0
"""Seconds for a server to start."""


class Refused(Exception):
    """An answer that is no success."""


class Line(asyncio.Protocol):
    """A connection that is kept: a request, then its answer."""

    transport: asyncio.Transport

    def __init__(self) -> None:
        self._came = bytearray()
        self._answer: asyncio.Future[bytes] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    async def ask(self, request: Request) -> bytes:
        """The body of the answer. Raises Refused."""
        self._answer = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        return await self._answer

    def data_received(self, data: bytes) -> None:
        self._came += data
        head = self._came.find(b"\r\n\r\n")
        if head < 0:
            return
        length = _length(bytes(self._came[:head]))
        whole = head + 4 + length
        if len(self._came) < whole or self._answer is None:
            return
        status, body = int(self._came[9:12]), bytes(self._came[head + 4 : whole])
        del self._came[:whole]
        answer, self._answer = self._answer, None
        if status >= 300:
            answer.set_exception(Refused(f"{status}: {body[:300]!r}"))
        else:
            answer.set_result(body)

    def connection_lost(self, why: Exception | None) -> None:
        if self._answer and not self._answer.done():
            self._answer.set_exception(Refused(f"the connection broke off: {why}"))


def _length(head: bytes) -> int:
    _, _, after = head.lower().partition(b"content-length:")
    return int(after.split(b"\r\n", 1)[0])


def post(path: str, body: bytes, token: str = "", kind: str = "application/json") -> Request:
    """A request as bytes."""
    bearer = f"Authorization: Bearer {token}\r\n" if token else ""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{bearer}"
        f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def dialled(port: int, number: int) -> list[Line]:
    loop = asyncio.get_running_loop()
    made = [await loop.create_connection(Line, "127.0.0.1", port) for _ in range(number)]
    return [line for _, line in made]


def asking(line: Line, requests: Iterator[Request]) -> Callable[[], Awaitable[None]]:
    """A caller that sends one request after the other on its connection."""

    async def ask() -> None:
        await line.ask(next(requests))

    return ask


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
    return port


class Server:
    """A server process of ours, ended by its id."""

    def __init__(self, command: list[str], port: int, log: Path, env: dict[str, str]) -> None:
        self.port = port
        self.log = log
        with log.open("wb") as out:
            self._process = subprocess.Popen(command, stdout=out, stderr=out, env=env)

    def wait(self) -> None:
        """Until it takes connections. Raises RuntimeError when it does not."""
        until = monotonic() + PATIENCE
        while monotonic() < until and self._process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1.0).close()
            except OSError:
                sleep(0.05)
            else:
                return
        self.end()
        last = self.log.read_text("utf-8", "replace").strip().splitlines()[-1:]
        raise RuntimeError(f"the server does not answer: {' '.join(last)}")

    @property
    def pid(self) -> int:
        return self._process.pid

    def end(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
