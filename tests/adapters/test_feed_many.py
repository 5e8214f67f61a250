"""Two hundred followers of one process while events are recorded: none misses one."""

import asyncio
import random
from dataclasses import replace
from typing import Final

import anyio
import httpx
import pytest

from adapters.http import fanout, window
from domain.access import Reach
from projections.feed import EVERYTHING, Page, Wanted
from tests.adapters.feeds import Client, House, MemoryFeed, of_units
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


class AtOnce(MemoryFeed):
    """Counts whose pages are read at the same time, but for the tail's; each takes a while."""

    def __init__(self, house: House) -> None:
        super().__init__(house.store)
        self.reading: list[Reach] = []
        self.together: list[list[Reach]] = []

    async def page(self, after: int, limit: int, wanted: Wanted = EVERYTHING) -> Page:
        if limit == fanout.PAGE:
            return await super().page(after, limit, wanted)
        self.reading.append(wanted.reach)
        self.together.append([*self.reading])
        await asyncio.sleep(0.002)
        try:
            return await super().page(after, limit, wanted)
        finally:
            self.reading.remove(wanted.reach)


async def test_few_pages_are_read_at_once_and_one_of_a_key() -> None:
    house = House()
    house.fanout.feed = slow = AtOnce(house)
    for unit in UNITS:
        house.keys.bearers[unit] = replace(of_units(unit), id=unit)
        await house.store.append([recording(unit, 0, told(code=unit, unit=unit))])
    lines = {"Accept": "application/x-ndjson"}

    async def ask(client: httpx.AsyncClient, unit: str) -> None:
        bearer = {"Authorization": f"Bearer {unit}"}
        answer = await client.get("/v1/events", headers=bearer | lines)
        assert answer.text.count("\n") == 1

    transport = httpx.ASGITransport(house.app)
    async with (
        httpx.AsyncClient(transport=transport, base_url="http://hoso.test") as client,
        anyio.create_task_group() as tasks,
    ):
        for _ in range(20):
            tasks.start_soon(ask, client, "land")
        tasks.start_soon(ask, client, "health")
        tasks.start_soon(ask, client, "science")

    assert len(slow.together) == 20 + 2
    assert max(map(len, slow.together)) == fanout.READERS
    assert all(len(set(one)) == len(one) for one in slow.together)
    # Who asks once does not wait until the others have had all of theirs.
    assert [*map(len, slow.together)].index(2) < 3


async def test_followers_of_one_key_read_their_backlog_in_turn() -> None:
    house = House()
    house.fanout.feed = slow = AtOnce(house)
    for number in range(3):
        await house.store.append([recording(str(number), 0, told(code=str(number)))])
    async with anyio.create_task_group() as tasks:
        for _ in range(10):
            tasks.start_soon(staying, house, "auditor", [1, 2, 3])
    assert all(len(one) == 1 for one in slow.together)
