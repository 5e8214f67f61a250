"""Durable events over HTTP on loopback: keys and validation on, 64 connections that stay open."""

import asyncio
import os
import sys
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import closing
from http.client import HTTPConnection
from itertools import count, islice
from secrets import token_hex
from time import perf_counter, sleep
from typing import ClassVar, Final

import psycopg
from pydantic_core import from_json

from benchmarks.areas.imports import HosoImport
from benchmarks.course import bodies, told
from benchmarks.crowd import batches, coroutines
from benchmarks.hosts import ROOT
from benchmarks.measurement import Area, Contender, Measurement, Place, Sample, Unavailable
from benchmarks.sizes import Sizes
from benchmarks.wire import Server, asking, dialled, free_port, post

HOSO: Final = ROOT / ".venv/bin/hoso"
"""As its users start it."""

NOTES: Final = (
    "hoso: `hoso serve` in a process of its own, every middleware on; a key is looked up, the body "
    "validated, the dossier's history decided on, the event committed before the answer. Every "
    "connection gets eight events of a dossier recorded, each at the dossier's own address, then "
    "opens the next. The bare route: FastAPI under the same uvicorn, a pydantic model of the same "
    "body, one INSERT and its commit through a pool of 16 connections. It knows nobody, decides "
    "nothing, and orders nothing. The client is the same, a process beside the server.",
    "A case lifecycle is eight events: events/s by eight. The Dutch reference register was "
    "measured at 0.7 a second on such a machine.",
)

OF_BATCHES: Final = (
    "A body of 10 MB of NDJSON, sent to `POST /v1/events` and answered line by line, against "
    "`hoso import` of as many events of the same kind, which judges nothing while it records.",
)


class Served(Measurement):
    """A server process, and connections to it."""

    home: ClassVar[str] = "client"

    def __init__(self, connections: int) -> None:
        self.connections = connections

    def setup(self, place: Place) -> None:
        self.prefix, self.conninfo = token_hex(4), place.conninfo
        port = free_port()
        env = {**os.environ, **self.environment(place)}
        log = place.directory / "server.log"
        self.server = Server(self.command(place, port), port, log, env)
        self.server.wait()
        self.callers = [
            self.requests(f"{self.prefix}-{number}") for number in range(self.connections)
        ]

    @abstractmethod
    def command(self, place: Place, port: int) -> list[str]: ...

    def environment(self, place: Place) -> dict[str, str]:
        return {}

    @abstractmethod
    def requests(self, prefix: str) -> Iterator[bytes]: ...

    def run(self, turn: int, seconds: float) -> Sample:
        return asyncio.run(self._asked(seconds))

    async def _asked(self, seconds: float) -> Sample:
        # Anew in every round: a server closes what was idle while another was measured.
        lines = await dialled(self.server.port, self.connections)
        sample = await coroutines(list(map(asking, lines, self.callers)), seconds)
        for line in lines:
            line.transport.close()
        return sample

    def close(self) -> None:
        if server := getattr(self, "server", None):
            server.end()


BEHIND: Final = """
SELECT (SELECT position FROM hoso_head) - coalesce(min(position), 0) FROM hoso_projections
"""


class HosoServed(Served):
    token: ClassVar[str] = "a token of the benchmarks"

    def command(self, place: Place, port: int) -> list[str]:
        if not HOSO.exists():
            raise Unavailable("hoso itself is not set up: make setup")
        return [str(HOSO), "serve", "--port", str(port)]

    def environment(self, place: Place) -> dict[str, str]:
        return {
            "HOSO_DATABASE_URL": place.conninfo,
            "HOSO_AUTH_TOKEN": self.token,
            "HOSO_DATA_DIR": str(place.directory / "data"),
            "HOSO_REQUESTS_PER_MINUTE": "100000000",
        }

    def requests(self, prefix: str) -> Iterator[bytes]:
        for number in count():
            code = f"{prefix}-{number}"
            opening, *others = bodies(code)
            yield post("/v1/dossiers", opening, self.token)
            for body in others:
                yield post(f"/v1/dossiers/{code}/events", body, self.token)

    def run(self, turn: int, seconds: float) -> Sample:
        sample = super().run(turn, seconds)
        # Else its worker would still be at it while another is measured.
        self.caught_up()
        return sample

    def caught_up(self) -> None:
        """Until the read models hold what was recorded."""
        with psycopg.connect(self.conninfo, autocommit=True) as conn:
            while conn.execute(BEHIND).fetchone() != (0,):
                sleep(0.05)


class BareServed(Served):
    def command(self, place: Place, port: int) -> list[str]:
        return [sys.executable, "-m", "benchmarks.peers.bare_http", place.conninfo, str(port)]

    def requests(self, prefix: str) -> Iterator[bytes]:
        for body in told(prefix):
            yield post("/events", body)


class Batched(HosoServed):
    """Bodies of NDJSON, one after the other."""

    def __init__(self, size: int) -> None:
        super().__init__(0)
        self.size = size

    def setup(self, place: Place) -> None:
        super().setup(place)
        self.bodies = told(f"{self.prefix}-batch")

    def run(self, turn: int, seconds: float) -> Sample:
        return batches(self.batch, seconds)

    def batch(self) -> tuple[int, float]:
        events = list(islice(self.bodies, self.size))
        body = b"\n".join(events) + b"\n"
        begun = perf_counter()
        answer = self.posted(body)
        taken = perf_counter() - begun
        summary = from_json(answer.rstrip().rpartition(b"\n")[2])
        if summary["totals"].get("recorded") != len(events):
            raise ValueError(f"not everything was recorded: {summary}")
        return len(events), taken

    def posted(self, body: bytes) -> bytes:
        """The whole answer, which comes in parts."""
        connection = HTTPConnection("127.0.0.1", self.server.port, timeout=600)
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/x-ndjson",
        }
        with closing(connection):
            connection.request("POST", "/v1/events", body, headers)
            return connection.getresponse().read()


def areas(sizes: Sizes) -> Sequence[Area]:
    return [
        Area(
            "Over HTTP",
            f"{sizes.connections} connections",
            [
                Contender("hoso over HTTP", HosoServed(sizes.connections), ours=True),
                Contender("bare FastAPI route", BareServed(sizes.connections)),
            ],
            metrics=("rate", "p50", "p99"),
            takes=10,
            notes=NOTES,
        ),
        Area(
            "Batches over HTTP",
            "10 MB of NDJSON" if sizes.batch > 10_000 else f"{sizes.batch} events",
            [
                Contender("hoso, NDJSON over HTTP", Batched(sizes.batch), ours=True),
                Contender("hoso import", HosoImport(sizes.batch)),
            ],
            rounds=3,
            takes=60,
            notes=OF_BATCHES,
        ),
    ]
