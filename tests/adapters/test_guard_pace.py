"""Whatever some clients do to the service, it holds up nobody else for long."""

import asyncio
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles
from subprocess import PIPE, Popen
from time import perf_counter
from typing import Final

import pytest

from tests.adapters.guarded_server import serving
from tests.adapters.nuisances import NUISANCES, posted
from tests.architecture import ROOT
from tests.stress import TIMES

SECONDS: Final = 2.0 * TIMES
CONNECTIONS: Final = 4

REFUSED: Final = {
    "slow": {408},
    "huge": {413},
    "endless": {413, 0},  # who never stops sending is cut off, and may not get to read why
    "bomb": {413},
    "bomb-of-lines": {413},
    "truncated": {0},
    "truncated-gzip": {400},
    "wrong-encoding": {415},
    "wrong-charset": {400},
    "malformed": {400},
    "no-http": {400},
    "path": {400},
    "headers": {431},
    "forged-key": {401, 429},
}

PACES: Final = 10.0
"""Times as long as alone: they share a processor with whoever drives them and with the nuisances.
On two idle cores half of them take 1.3 times as long, 99 in 100 three times."""

SLACK: Final = 0.2
"""Seconds that a busy machine may take for itself now and then. Of half of them it takes none: they
are hundreds, all through the time."""

LOGGED: Final = {"body-too-slow", "body-cut-short", "bad-request", "bad-path", "headers-too-large"}


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def port(log: Path) -> Iterator[int]:
    with serving(log) as port:
        yield port


async def _asks(port: int, until: float, took: list[float]) -> None:
    """One after the other, over one connection, as long as there is time."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while (begun := perf_counter()) < until:
        writer.write(posted(b'{"dossier": "HS-1"}'))
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 201 ")
        await reader.readexactly(len('{"dossier":"HS-1"}'))
        took.append(perf_counter() - begun)
    writer.close()
    await writer.wait_closed()


async def _all_ask(port: int, seconds: float) -> list[float]:
    took: list[float] = []
    until = perf_counter() + seconds
    await asyncio.gather(*(_asks(port, until, took) for _ in range(CONNECTIONS)))
    return took


def pace(port: int, seconds: float = SECONDS) -> tuple[float, float]:
    """Seconds of half and of 99 in 100 of the requests of good clients."""
    cuts = quantiles(asyncio.run(_all_ask(port, seconds)), n=100)
    return cuts[49], cuts[98]


def test_bad_clients_are_refused_and_hold_up_nobody_else_for_long(port: int, log: Path) -> None:
    pace(port, 0.5)  # what is done once is done
    alone = pace(port)
    command = [sys.executable, "-m", "tests.adapters.nuisances", str(port), str(SECONDS + 1)]
    with Popen(command, cwd=ROOT, stdout=PIPE, text=True) as bad:
        assert bad.stdout
        assert bad.stdout.readline() == "begun\n"
        beside = pace(port)
        told = json.loads(bad.stdout.readline())

    seen = {name: {int(status) for status in told[name]} for name in NUISANCES}
    assert seen == {name: seen[name] & REFUSED[name] for name in NUISANCES}
    assert all(seen.values())
    assert beside[0] < PACES * alone[0], (alone, beside)
    assert beside[1] < PACES * alone[1] + SLACK, (alone, beside)

    lines = log.read_text()
    assert "Traceback" not in lines
    assert {json.loads(line)["code"] for line in lines.splitlines()} >= LOGGED
