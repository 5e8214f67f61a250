"""The worker: follows the log, waits out what fails, and says so once."""

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field

import anyio
import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from adapters.worker.worker import Worker
from domain.store import StoreUnavailable

pytestmark = pytest.mark.anyio

DOWN = StoreUnavailable("no route")


@dataclass(slots=True)
class Followed:
    """A log and read models in one: each call does what the script says next, then rests."""

    catching_up: list[Exception | None] = field(default_factory=list)
    following: list[Exception | None] = field(default_factory=list)
    heads: int = 0
    caught_up: int = 0
    at_rest: anyio.Event = field(default_factory=anyio.Event)

    async def catch_up(self, progress: Callable[[int], None]) -> None:
        _next(self.catching_up)
        progress(self.caught_up)
        self.caught_up += 1

    async def follow(self, position: int) -> AsyncIterator[int]:
        _next(self.following)
        for head in range(1, self.heads + 1):
            yield head
        self.at_rest.set()
        await anyio.sleep_forever()


def _next(script: list[Exception | None]) -> None:
    if script and (fault := script.pop(0)):
        raise fault


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.worker.worker.PAUSE", 0.0)


@pytest.fixture
def logged() -> Iterator[list[EventDict]]:
    with capture_logs() as logged:
        yield logged


async def run(followed: Followed, beat: Callable[[str | None], None] = lambda _: None) -> None:
    """Until the worker has nothing left to do."""
    with anyio.fail_after(5):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(Worker(followed, followed, beat).run)
            await followed.at_rest.wait()
            tasks.cancel_scope.cancel()


async def test_it_catches_up_first_and_then_with_every_move(logged: list[EventDict]) -> None:
    followed = Followed(heads=3)
    await run(followed)
    assert followed.caught_up == 4
    assert logged == []


async def test_it_survives_an_outage_and_logs_it_once(logged: list[EventDict]) -> None:
    followed = Followed(catching_up=[DOWN, DOWN, DOWN], heads=1)
    await run(followed)
    assert followed.caught_up == 2
    assert [line["fault"] for line in logged] == ["no route"]


async def test_an_outage_of_the_log_alone_is_logged_once(logged: list[EventDict]) -> None:
    followed = Followed(following=[DOWN, DOWN, DOWN], heads=1)
    await run(followed)
    assert [line["fault"] for line in logged] == ["no route"]


async def test_an_outage_while_following_is_survived(logged: list[EventDict]) -> None:
    followed = Followed(catching_up=[None, None, DOWN], heads=2)
    await run(followed)
    assert [line["event"] for line in logged] == ["worker waits"]
    assert not followed.catching_up


async def test_another_fault_is_logged_too(logged: list[EventDict]) -> None:
    followed = Followed(catching_up=[DOWN, ValueError("no such thing"), DOWN])
    await run(followed)
    assert [line["fault"] for line in logged] == ["no route", "no such thing", "no route"]


async def test_an_outage_that_comes_back_is_logged_again(logged: list[EventDict]) -> None:
    followed = Followed(catching_up=[DOWN, None, None, DOWN], heads=2)
    await run(followed)
    assert len(logged) == 2


async def test_it_ends_when_it_is_cancelled() -> None:
    with anyio.move_on_after(0.05) as scope:
        await Worker(Followed(), Followed()).run()
    assert scope.cancelled_caught


async def test_it_shows_that_it_is_at_work_and_what_it_comes_to_grief_on() -> None:
    beats: list[str | None] = []
    await run(Followed(catching_up=[None, DOWN], heads=2), beats.append)
    # Within a round, for it may be long, and after it.
    assert beats[:3] == [None, None, "no route"]
    assert beats[-1] is None


async def test_it_shows_that_it_is_there_though_nothing_moves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("adapters.worker.worker.IDLE", 0.01)
    beats: list[str | None] = []
    followed = Followed(heads=1)
    with anyio.move_on_after(0.2):
        await Worker(followed, followed, beats.append).run()
    assert len(beats) > 5
    assert followed.caught_up > 3
