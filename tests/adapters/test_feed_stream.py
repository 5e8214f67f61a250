"""Following the log as it grows: server-sent events over the application in memory."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from adapters.http import fanout, stream, window
from domain.access import Principal, Role
from domain.store import StoreUnavailable
from tests.adapters.feeds import AUDITOR, Client, House, of_units
from tests.adapters.promises import recording, told

pytestmark = pytest.mark.anyio


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr(fanout, "LOOK", 0.005)
    monkeypatch.setattr(fanout, "PAUSE", 0.01)
    monkeypatch.setattr(stream, "PAUSE", 0.01)
    return House()


async def recorded(house: House, *names: str, **envelope: Any) -> None:
    """An event on a dossier of its own each."""
    for name in names:
        await house.store.append([recording(name, 0, told(code=name, **envelope))])


async def refused(house: House, client: Client, status: int, code: str) -> None:
    await client.until(lambda: client.ended)
    assert client.status == status
    assert f'"{code}"'.encode() in client.body


class TestWhatIsTold:
    async def test_an_event_is_one_line_under_its_position_and_kind(self, house: House) -> None:
        async with house.follower() as client:
            await recorded(house, "hai\ndòng")
            await client.sees(1)
            ((of, kind, event),) = client.told
        assert (client.status, of, kind) == (200, "1", "dossier.noted")
        assert client.headers["content-type"].startswith("text/event-stream")
        assert "no-store" in client.headers["cache-control"]
        assert event["dossier"]["value"] == "hai\ndòng"

    async def test_it_is_the_same_as_in_a_page(self, house: House) -> None:
        async with house.follower("after=0") as client:
            await recorded(house, "a")
            await client.sees(1)
        (event,) = (await house.feed.page(0, 1)).events
        assert window.frame(event) in client.body

    async def test_without_a_position_it_begins_now(self, house: House) -> None:
        await recorded(house, "before", "before too")
        async with house.follower() as client:
            assert bytes(client.body) == b"retry: 3000\nid: 2\n\n"
            await recorded(house, "after")
            await client.sees(3)

    async def test_of_some_kinds_alone(self, house: House) -> None:
        async with house.follower("kind=received") as other, house.follower("kind=noted") as same:
            await recorded(house, "a")
            await same.sees(1)
            assert other.positions == []

    @pytest.mark.parametrize("query", ["kind=recieved", "after=1", "after=x", "until=5"])
    async def test_what_cannot_be_meant_is_refused(self, house: House, query: str) -> None:
        async with house.follower(query) as client:
            assert client.status == 422

    async def test_who_may_not_read_is_refused(self, house: House) -> None:
        house.keys.bearers["monitor"] = Principal("prometheus", Role.MONITOR)
        async with house.follower(token="nobody") as client:
            await refused(house, client, 401, "unauthorized")
        async with house.follower(token="monitor") as client:
            await refused(house, client, 403, "forbidden")


class TestResuming:
    async def test_it_goes_on_where_it_was_with_nothing_missing_and_nothing_twice(
        self, house: House
    ) -> None:
        await recorded(house, "a", "b")
        async with house.follower("after=0") as first:
            await first.sees(1, 2)
        await recorded(house, "c")
        async with house.follower("after=0", seen=first.last_id) as second:
            await recorded(house, "d")
            await second.sees(3, 4)

    async def test_behind_a_position_of_another_log_it_is_refused(self, house: House) -> None:
        await recorded(house, "a")
        async with house.follower(seen=2) as client:
            await refused(house, client, 422, "unknown-position")

    async def test_a_heartbeat_takes_along_who_wants_nothing_of_it(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(stream, "HEARTBEAT", 0.02)
        async with house.follower("kind=received") as client:
            await client.until(lambda: client.body.count(b"\n:\n") >= 1)
            await recorded(house, "a", "b")
            await client.until(lambda: client.last_id == 2)
            assert client.positions == []


class TestReach:
    async def test_a_service_hears_of_the_dossiers_of_its_units(self, house: House) -> None:
        house.keys.bearers["land"] = of_units("land")
        async with house.follower(token="land") as client:
            await recorded(house, "a", unit="land")
            await recorded(house, "b", unit="health")
            await recorded(house, "c", unit="land")
            await client.sees(1, 3)

    async def test_it_waits_until_it_is_known_whom_a_dossier_concerns(self, house: House) -> None:
        house.keys.bearers["land"] = of_units("land")
        house.feed.known_to = 0
        async with house.follower(token="land") as client, house.follower() as auditor:
            await recorded(house, "a", "b", unit="land")
            await auditor.sees(1, 2)
            assert client.positions == []
            house.feed.known_to = 1
            await client.sees(1)
            house.feed.known_to = 2
            await client.sees(1, 2)

    async def test_it_waits_in_pages_too(self, house: House) -> None:
        house.keys.bearers["land"] = of_units("land")
        await recorded(house, "a", "b", unit="land")
        house.feed.known_to = 1
        async with house.follower("after=0", token="land") as client:
            await client.sees(1)
            house.feed.known_to = 2
            await client.sees(1, 2)


class TestItEnds:
    @pytest.mark.parametrize("becomes", [None, Principal("kiểm toán viên", Role.MONITOR)])
    async def test_with_its_key(
        self, house: House, monkeypatch: pytest.MonkeyPatch, becomes: Principal | None
    ) -> None:
        monkeypatch.setattr(stream, "CHECKED", 0.02)
        monkeypatch.setattr(stream, "HEARTBEAT", 0.02)
        async with house.follower() as client:
            await recorded(house, "a")
            await client.sees(1)
            house.keys.bearers = {"auditor": becomes} if becomes else {}
            await client.until(lambda: client.ended)
            await recorded(house, "b")
        assert client.positions == [1]

    async def test_within_a_minute_of_that(self) -> None:
        assert stream.CHECKED + stream.HEARTBEAT < 60

    async def test_it_goes_on_while_the_key_is_good(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(stream, "CHECKED", 0.0)
        async with house.follower() as client:
            await recorded(house, "a")
            await recorded(house, "b")
            await client.sees(1, 2)
            assert not client.ended

    async def test_when_the_server_stops_and_at_once(self, house: House) -> None:
        async with house.follower() as one, house.follower("kind=received") as other:
            house.fanout.stop()
            await one.until(lambda: one.ended)
            await other.until(lambda: other.ended)
        async with house.follower() as late:
            await late.until(lambda: late.ended)

    async def test_whoever_leaves_leaves_nothing_behind(self, house: House) -> None:
        before = asyncio.all_tasks()
        async with house.follower() as one:
            async with house.follower("after=0"):
                await recorded(house, "a")
                await one.sees(1)
            assert house.fanout._tasks
        await asyncio.sleep(0)
        assert asyncio.all_tasks() == before
        assert (house.fanout._followers, house.fanout._window) == (set(), None)

    async def test_for_one_who_takes_nothing_at_all(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(stream, "STUCK", 0.05)
        async with house.follower() as client:
            client.taking.clear()
            await recorded(house, "a")
            await client.until(lambda: not house.fanout._followers)


class TestSlowFollowers:
    @pytest.fixture
    def small(self, house: House, monkeypatch: pytest.MonkeyPatch) -> House:
        """A window for a handful of events."""
        monkeypatch.setattr(window, "MOST", 3000)
        monkeypatch.setattr(window, "AT_ONCE", 1000)
        monkeypatch.setattr(fanout, "PATIENCE", 0.02)
        monkeypatch.setattr(fanout, "OWN_PAGE", 3)
        monkeypatch.setattr(fanout, "PAGE", 2)
        return house

    async def test_one_who_stops_reading_goes_on_where_it_was(self, small: House) -> None:
        async with small.follower("after=0") as slow, small.follower("after=0") as quick:
            await recorded(small, "first")
            await slow.sees(1)
            slow.taking.clear()
            await recorded(small, *map(str, range(2, 41)))
            await quick.sees(*range(1, 41))
            assert slow.positions == [1]
            held = small.fanout._window
            assert held is not None
            assert held.floor > 1
            slow.taking.set()
            await slow.sees(*range(1, 41))
            await recorded(small, "last")
            await slow.sees(*range(1, 42))

    async def test_the_window_holds_no_more_than_it_may(self, small: House) -> None:
        async with small.follower("after=0") as client:
            await recorded(small, *map(str, range(40)))
            await client.sees(*range(1, 41))
            held = small.fanout._window
            assert held is not None
            assert sum(len(line.frame) for line in held.unled(40)) <= 5000

    async def test_one_who_begins_far_behind_catches_up(
        self, small: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(fanout, "RECENT", 2)
        await recorded(small, *map(str, range(20)))
        async with small.follower("after=0") as client:
            await recorded(small, "now")
            await client.sees(*range(1, 22))


async def test_an_outage_is_waited_out(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    down = True

    async def after(position: int, limit: int) -> Sequence[Any]:
        if down:
            raise StoreUnavailable("the database cannot be reached")
        return await type(house.store).after(house.store, position, limit)

    class Failing:
        def __getattr__(self, name: str) -> Any:
            return after if name == "after" else getattr(house.store, name)

    house.feed.store = Failing()  # type: ignore[assignment]
    async with house.follower("after=0") as client:
        await recorded(house, "a")
        await asyncio.sleep(0.05)
        assert client.positions == []
        down = False
        await client.sees(1)
    assert AUDITOR in house.keys.bearers.values()
