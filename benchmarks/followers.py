"""Followers of one server process: how much memory they take, and how late they hear.

As a program: `python -m benchmarks.followers [FOLLOWERS] [SECONDS] [EVENTS_A_SECOND]` prints one
JSON object. The server is a process of its own, with a database of its own, and so is each of the
processes that follow it; the time of recording is compared with that of arrival by one clock.
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any, Final

import httpx

ROOT: Final = Path(__file__).parents[1]
TOKEN: Final = "a-token-of-this-measurement"
BEARER: Final = {"Authorization": f"Bearer {TOKEN}"}
RUN: Final = "from adapters.cli.main import run; run()"


@dataclass(slots=True)
class Heard:
    """What followers heard."""

    followers: int = 0
    events: int = 0
    missing: int = 0
    """Events that a follower did not hear, or heard twice, or not in their order."""
    p50_ms: float = 0.0
    p99_ms: float = 0.0
    longest_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Followed:
    heard: Heard
    recorded: int
    seconds: float
    rss_alone_mb: float
    """Of the server before anybody followed."""
    rss_mb: float
    """The most of the server while all did."""
    cpu: float
    """Of the server while events were recorded: seconds a second."""


class Server:
    """`hoso serve` with an embedded database in a directory of its own."""

    def __init__(self, directory: Path) -> None:
        environment = {**os.environ, "HOSO_DATA_DIR": str(directory), "HOSO_AUTH_TOKEN": TOKEN}
        self.process = subprocess.Popen(
            [sys.executable, "-c", RUN, "serve", "--port", "0"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            # A line of each request, which nobody reads here.
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout is not None  # a pipe, as asked for
        first = self.process.stdout.readline()
        if not first:
            raise RuntimeError("the server did not start")
        self.address = first.split()[3]

    @property
    def rss_mb(self) -> float:
        status = Path(f"/proc/{self.process.pid}/status").read_text("ascii")
        (line,) = (one for one in status.splitlines() if one.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    @property
    def cpu(self) -> float:
        """Seconds."""
        parts = Path(f"/proc/{self.process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving() -> Iterator[Server]:
    with TemporaryDirectory() as directory:
        server = Server(Path(directory))
        try:
            yield server
        finally:
            server.process.terminate()
            server.process.wait(60)


@dataclass(slots=True)
class Crowd:
    """Followers in one process, which must itself not be what makes them late."""

    followers: int
    since: float | None = None
    """From when on all of them follow."""
    delays: list[float] = field(default_factory=list)
    _recorded: dict[int, float] = field(default_factory=dict)
    """When each position was, read once for all."""

    async def follow(self, address: str) -> Heard:
        host, _, port = address.removeprefix("http://").rpartition(":")
        loop = asyncio.get_running_loop()
        made = []
        for _ in range(self.followers):
            _, one = await loop.create_connection(lambda: Follower(self), host, int(port))
            await one.begun.wait()
            made.append(one)
        self.since = time.time()
        print("ready", flush=True)
        to = int(await asyncio.to_thread(sys.stdin.readline))
        await asyncio.gather(*(one.hears(to) for one in made))
        cut = quantiles(self.delays, n=100)
        missing = sum(one.seen != [*range(1, to + 1)] for one in made)
        told = sum(len(one.seen) for one in made)
        times = (round(1000 * each, 1) for each in (cut[49], cut[98], max(self.delays)))
        return Heard(self.followers, told, missing, *times)

    def hear(self, seen: list[int], block: bytes, now: float) -> None:
        if not block.startswith(b"id: ") or b"data: " not in block:
            return
        position = int(block[4 : block.index(b"\n")])
        seen.append(position)
        if position not in self._recorded:
            event = json.loads(block[block.index(b"data: ") + 6 :])
            self._recorded[position] = datetime.fromisoformat(event["recorded_at"]).timestamp()
        if self.since and self._recorded[position] > self.since:
            self.delays.append(now - self._recorded[position])


class Follower(asyncio.Protocol):
    def __init__(self, crowd: Crowd) -> None:
        self.crowd = crowd
        self.seen: list[int] = []
        self.begun = asyncio.Event()
        self._heard = asyncio.Event()
        self._rest = b""

    async def hears(self, position: int) -> None:
        while self.seen[-1:] != [position]:
            self._heard.clear()
            await self._heard.wait()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # a TCP connection
        request = "GET /v1/events/stream?after=0 HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        transport.write(f"{request}Authorization: Bearer {TOKEN}\r\n\r\n".encode())

    def data_received(self, data: bytes) -> None:
        self.begun.set()
        self._heard.set()
        # The lengths of chunks stand between events, and never within one: each goes in one piece.
        *blocks, self._rest = (self._rest + data).split(b"\n\n")
        now = time.time()
        for block in blocks:
            self.crowd.hear(self.seen, block[block.find(b"id: ") :], now)


async def record(address: str, seconds: float, rate: float) -> int:
    """So many events a second on a dossier each; gives the last position."""
    prefix, begun, last = token_hex(4), time.monotonic(), 0
    async with httpx.AsyncClient(base_url=address, headers=BEARER) as client:
        for number in range(int(seconds * rate)):
            await asyncio.sleep(max(begun + number / rate - time.monotonic(), 0))
            body = {
                "dossier": f"{prefix}-{number}",
                "occurred_at": "2025-11-03T09:00:00+07:00",
                "source": "portal",
                "request_id": f"{prefix}-{number}",
                "data": {"channel": "online", "promised_return": "2025-11-05T17:00:00+07:00"},
            }
            answer = await client.post("/v1/dossiers", json=body)
            last = answer.raise_for_status().json()["position"]
    return last


def measured(followers: int, seconds: float, rate: float) -> Followed:
    with serving() as server:
        asyncio.run(record(server.address, 1.0, rate))
        alone = server.rss_mb
        command = [sys.executable, "-m", "benchmarks.followers", "follow", server.address]
        with subprocess.Popen(
            [*command, str(followers)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as crowd:
            assert crowd.stdin is not None  # pipes, as asked for
            assert crowd.stdout is not None
            assert crowd.stdout.readline() == "ready\n"
            cpu, begun, most = server.cpu, time.monotonic(), server.rss_mb
            last = asyncio.run(record(server.address, seconds, rate))
            taken = time.monotonic() - begun
            crowd.stdin.write(f"{last}\n")
            crowd.stdin.close()
            heard = Heard(**json.loads(crowd.stdout.readline()))
            most = max(most, server.rss_mb)
        load = (server.cpu - cpu) / taken
    return Followed(heard, last, round(taken, 1), round(alone, 1), round(most, 1), round(load, 2))


async def _followed(address: str, followers: int) -> Heard:
    return await Crowd(followers).follow(address)


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["follow"]:
        heard = asyncio.run(_followed(arguments[1], int(arguments[2])))
        print(json.dumps(asdict(heard)), flush=True)
        return
    followers, seconds, rate = (*arguments, *("1000", "10", "50")[len(arguments) :])
    told: dict[str, Any] = asdict(measured(int(followers), float(seconds), float(rate)))
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
