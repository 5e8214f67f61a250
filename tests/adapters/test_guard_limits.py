"""How much one client may ask for, and what the others have meanwhile."""

import asyncio
from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI

from adapters.http.guard import limits
from adapters.http.guard.guard import Guarding
from adapters.http.guard.limits import Buckets, Quota
from tests.adapters.calling import problem
from tests.adapters.guarding import GOOD, WRONG, Posting, arrived, asking, small

pytestmark = pytest.mark.anyio

PRIVATE: Final = "/v1/private"
ANY: Final = "/v1/dossiers/HS-1"


async def statuses(client: httpx.AsyncClient, times: int, path: str = ANY) -> list[int]:
    return [(await client.get(path)).status_code for _ in range(times)]


def test_a_quota_may_be_used_at_once_and_is_earned_again_evenly() -> None:
    buckets = Buckets(Quota("client", 4, 60))
    assert [buckets.take("a", 0.0).requests for _ in range(4)] == [3, 2, 1, 0]

    refused = buckets.take("a", 0.0)
    assert (refused.requests, refused.wait, refused.full_in) == (0, 15, 60)
    assert buckets.take("a", 14.9).wait == pytest.approx(0.1)
    assert buckets.take("a", 15.0).wait == 0
    assert buckets.take("a", 15.0).wait == pytest.approx(15)


def test_nobody_saves_up_more_than_the_quota() -> None:
    buckets = Buckets(Quota("client", 2, 60))
    buckets.take("a", 0.0)
    assert [buckets.take("a", 10_000.0).wait for _ in range(3)] == [0, 0, 30]


def test_each_client_has_a_quota_of_his_own() -> None:
    buckets = Buckets(Quota("client", 1, 60))
    assert [buckets.take(each, 0.0).wait for each in "aba"] == [0, 0, 60]


def test_only_the_longest_silent_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "REMEMBERED", 2)
    buckets = Buckets(Quota("client", 2, 60))
    for each in "abac":
        buckets.take(each, 0.0)
    assert buckets.left("a", 0.0).wait > 0
    assert buckets.left("b", 0.0).requests == 1


async def test_who_asks_too_much_is_told_when_to_come_again() -> None:
    app = small(Guarding(requests=Quota("client", 2, 60)))
    async with asking(app) as client, asking(app, "192.0.2.2") as other:
        first = await client.get(ANY)
        assert first.headers["ratelimit-policy"] == '"client";q=2;w=60'
        assert first.headers["ratelimit"] == '"client";r=1;t=30'
        await client.get(ANY)

        answer = await client.get(ANY)
        assert problem(answer) == (429, "too-many-requests")
        assert answer.headers["retry-after"] == "30"
        assert answer.headers["ratelimit"] == '"client";r=0;t=60'
        assert answer.json()["params"] == {"wait": 30}

        assert await statuses(other, 1) == [200]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8::1", "2001:db8::2", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
    ],
)
async def test_a_machine_is_one_client_however_many_addresses_it_has(
    one: str, other: str, same: bool
) -> None:
    app = small(Guarding(requests=Quota("client", 1, 60)))
    async with asking(app, one) as first, asking(app, other) as second:
        assert await statuses(first, 1) == [200]
        assert await statuses(second, 1) == [429 if same else 200]


async def test_a_good_key_has_a_quota_of_its_own_wherever_it_comes_from() -> None:
    app = small(Guarding(requests=Quota("client", 2, 60)))
    async with asking(app) as office, asking(app, "192.0.2.2") as home:
        office.headers.update(GOOD)
        home.headers.update(GOOD)
        # The first is charged to the address: until it was answered the key meant nothing.
        assert await statuses(office, 3, PRIVATE) == [200, 200, 200]
        assert await statuses(home, 1, PRIVATE) == [429]


async def test_made_up_keys_buy_no_requests() -> None:
    app = small(Guarding(requests=Quota("client", 3, 60)))
    async with asking(app) as client:
        answers = [
            await client.get(PRIVATE, headers={"Authorization": f"Bearer {number}"})
            for number in range(4)
        ]
    assert [each.status_code for each in answers] == [401, 401, 401, 429]


@pytest.mark.parametrize(
    ("method", "path", "shown"),
    [
        ("GET", PRIVATE, {"headers": WRONG}),
        ("POST", "/session", {"content": b"token=wrong"}),
        ("GET", "/v1/private?token=wrong", {}),
    ],
)
async def test_who_guesses_keys_waits_and_nobody_else_does(
    method: str, path: str, shown: dict[str, Any]
) -> None:
    app = small(Guarding(failed_logins=Quota("failed-logins", 3, 60)))
    async with asking(app) as neighbour, asking(app) as client, asking(app, "192.0.2.2") as other:
        assert (await neighbour.get(PRIVATE, headers=GOOD)).status_code == 200
        wrong = [await client.request(method, path, **shown) for _ in range(4)]
        assert [each.status_code for each in wrong] == [401, 401, 401, 429]
        assert problem(wrong[-1]) == (429, "too-many-failed-logins")
        assert wrong[-1].headers["retry-after"] == "20"

        assert (await neighbour.get(PRIVATE, headers=GOOD)).status_code == 200
        assert await statuses(client, 1) == [200]
        assert (await other.get(PRIVATE, headers=WRONG)).status_code == 401


async def test_whoever_shows_no_key_has_not_failed() -> None:
    app = small(Guarding(failed_logins=Quota("failed-logins", 1, 60)))
    async with asking(app) as client:
        assert await statuses(client, 5, PRIVATE) == [401] * 5


async def test_a_key_that_was_revoked_counts_as_wrong_from_then_on() -> None:
    app = small(Guarding(failed_logins=Quota("failed-logins", 1, 60)))
    async with asking(app) as client:
        client.headers.update(GOOD)
        assert await statuses(client, 2, PRIVATE) == [200, 200]
        app.state.keys.clear()
        assert await statuses(client, 2, PRIVATE) == [401, 429]


def crowd(app: FastAPI, clients: list[str]) -> list["asyncio.Task[int]"]:
    async def wait(address: str) -> int:
        async with asking(app, address) as client:
            return (await client.get("/v1/waiting")).status_code

    return [asyncio.create_task(wait(each)) for each in clients]


async def test_beyond_what_can_be_worked_on_requests_are_sent_away_for_a_second() -> None:
    app = small(Guarding(at_once=4))
    tasks = crowd(app, ["192.0.2.1"] * 2 + ["192.0.2.2"] * 2)
    await arrived(app, len(tasks))
    async with asking(app, "192.0.2.3") as client:
        refused = await client.get(ANY)
        assert problem(refused) == (503, "overloaded")
        assert refused.headers["retry-after"] == "1"
        assert await statuses(client, 1, "/healthz") == [200]

        app.state.go.set()
        assert await asyncio.gather(*tasks) == [200] * 4
        assert await statuses(client, 1) == [200]


async def test_one_client_never_takes_all_of_the_room() -> None:
    app = small(Guarding(at_once=4))
    tasks = crowd(app, ["192.0.2.1"] * 2)
    await arrived(app, len(tasks))
    async with asking(app) as same, asking(app, "192.0.2.2") as other:
        assert problem(await same.get(ANY)) == (429, "too-many-at-once")
        assert await statuses(other, 1) == [200]
        app.state.go.set()
        await asyncio.gather(*tasks)
        assert await statuses(same, 1) == [200]


async def test_who_follows_a_stream_takes_no_room() -> None:
    app = small(Guarding(at_once=2))
    following = []
    for _ in range(3):
        posting = Posting("/v1/stream", [])
        posting.scope["method"] = "GET"
        following.append(asyncio.create_task(posting.to(app)))
        await arrived(app, 1)
    async with asking(app) as client:
        assert await statuses(client, 1) == [200]
    app.state.go.set()
    assert await asyncio.gather(*following) == [200] * 3


async def test_who_sends_slowly_takes_no_room_from_others() -> None:
    app = small(Guarding(at_once=4))
    slow = [Posting("/v1/dossiers", [(b"content-length", b"9")]) for _ in range(6)]
    for number, each in enumerate(slow):
        each.scope["client"] = (f"192.0.2.{number}", 4321)
        each.comes(b"{")
    tasks = [asyncio.create_task(each.to(app)) for each in slow]
    await asyncio.sleep(0.01)
    async with asking(app, "192.0.2.77") as client:
        assert await statuses(client, 1) == [200]
    for each in slow:
        each.comes(b"}", more=False)
    assert await asyncio.gather(*tasks) == [201] * 6
