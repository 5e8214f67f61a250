"""Two hundred followers of one process while events are recorded: none misses one."""

import asyncio
import random
from typing import Final

import anyio
import pytest

from adapters.http import fanout, window
from tests.adapters.feeds import Client, House, of_units
from tests.adapters.promises import recording, told
from tests.stress import TIMES

pytestmark = pytest.mark.anyio

FOLLOWERS: Final = 200
EVENTS: Final = 120 * TIMES
UNITS: Final = ("land", "health", "science")


async def record(house: House) -> None:
    """By turns of each unit, in bursts."""
    for number in range(EVENTS):
        code = str(number)
        said = told(code=code, unit=UNITS[number % len(UNITS)])
        await house.store.append([recording(code, 0, said)])
        await asyncio.sleep(0.02 if number % 10 == 0 else 0)


async def everything(client: Client, last: int) -> list[int]:
    await client.until(lambda: client.body.rfind(f"id: {last}\n".encode()) >= 0)
    return client.positions


async def staying(house: House, token: str, expected: list[int]) -> None:
    async with house.follower("after=0", token) as client:
        assert await everything(client, expected[-1]) == expected


async def pausing(house: House, token: str, expected: list[int]) -> None:
    """Reads nothing for a while, so that the window moves past it."""
    async with house.follower("after=0", token) as client:
        await client.until(lambda: b"data: " in client.body)
        client.taking.clear()
        await asyncio.sleep(random.uniform(0.1, 0.4))
        client.taking.set()
        assert await everything(client, expected[-1]) == expected


async def leaving(house: House, token: str, expected: list[int]) -> None:
    """Goes away again and again, and goes on from the last id that it saw."""
    seen: list[int] = []
    last = 0
    while last < expected[-1]:
        async with house.follower("after=0", token, seen=last) as client:
            with anyio.move_on_after(random.uniform(0.05, 0.3)):
                await everything(client, expected[-1])
        seen += client.positions
        last = client.last_id
    assert seen == expected


async def test_none_of_them_misses_an_event_or_hears_one_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(window, "MOST", 20_000)
    monkeypatch.setattr(window, "AT_ONCE", 4_000)
    monkeypatch.setattr(fanout, "PATIENCE", 0.05)
    monkeypatch.setattr(fanout, "LOOK", 0.01)
    monkeypatch.setattr(fanout, "RECENT", 20)
    house = House()
    house.keys.bearers.update({unit: of_units(unit) for unit in UNITS})
    of = {unit: [*range(n + 1, EVENTS + 1, len(UNITS))] for n, unit in enumerate(UNITS)}
    of["auditor"] = [*range(1, EVENTS + 1)]
    ways = (staying, staying, pausing, leaving)
    async with anyio.create_task_group() as tasks:
        for number in range(FOLLOWERS):
            token = [*of][number // len(ways) % len(of)]
            tasks.start_soon(ways[number % len(ways)], house, token, of[token])
        tasks.start_soon(record, house)
    assert house.fanout._tasks == []
