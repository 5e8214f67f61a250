"""The pulse: who works shows it, and who fails says so once."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import anyio
import pytest
from structlog.testing import capture_logs

from adapters.worker.pulse import PLACING, WATCH, Beat, Pulse
from domain.store import StoreUnavailable

pytestmark = pytest.mark.anyio

AWAY = StoreUnavailable("no route")


@dataclass(slots=True)
class Shown:
    """Where others see it."""

    fault: Exception | None = None
    kept: list[Sequence[Beat]] = field(default_factory=list)
    forgotten: int = 0

    async def keep(self, beats: Sequence[Beat]) -> None:
        if self.fault:
            raise self.fault
        self.kept.append(beats)

    async def forget(self) -> None:
        if self.fault:
            raise self.fault
        self.forgotten += 1


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.worker.pulse.PAUSE", 0.005)


@asynccontextmanager
async def shown(pulse: Pulse) -> AsyncIterator[None]:
    running = asyncio.create_task(pulse.run())
    try:
        yield
        await anyio.sleep(0.05)
    finally:
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running


async def test_who_works_is_seen_and_who_has_nothing_more_to_say_is_seen_to_be_silent() -> None:
    place = Shown()
    pulse = Pulse(place)
    async with shown(pulse):
        pulse.beat(WATCH)
    first, last = place.kept[1][0], place.kept[-1][0]
    assert (first.name, first.fault) == (WATCH, None)
    assert last.seconds > first.seconds >= 0


async def test_who_is_stopped_says_goodbye() -> None:
    place = Shown()
    async with shown(Pulse(place)):
        pass
    assert place.forgotten == 1


async def test_an_outage_ends_nothing() -> None:
    place = Shown(AWAY)
    pulse = Pulse(place)
    async with shown(pulse):
        pulse.beat(WATCH)
        await anyio.sleep(0.02)
        place.fault = None
    assert place.kept


async def test_a_round_that_fails_is_logged_once_waited_out_and_shown() -> None:
    script: list[Exception | None] = [AWAY, AWAY, None, AWAY, None]
    ended, pulse, faults = asyncio.Event(), Pulse(Shown()), []

    async def round() -> None:
        faults.append([one.fault for one in pulse._beats()])
        if not script:
            ended.set()
            await anyio.sleep_forever()
        if fault := script.pop(0):
            raise fault

    with capture_logs() as logged:
        running = asyncio.create_task(pulse.rounds(PLACING, round, 0))
        async with asyncio.timeout(5):
            await ended.wait()
        running.cancel()
    assert [(line["event"], line["fault"]) for line in logged] == [
        ("placing waits", "no route")
    ] * 2
    assert faults == [[], ["no route"], ["no route"], [None], ["no route"], [None]]
