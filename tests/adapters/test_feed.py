"""The log in pages, as other systems read it: what a page holds, and of whom."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from urllib.parse import unquote

import httpx
import pytest

from adapters.http import feed as routes
from adapters.http.feed_schema import FeedPage
from domain.access import Principal, Role
from domain.testimony import Code
from projections.feed import EVERYTHING
from tests.adapters.calling import problem
from tests.adapters.feeds import House, of_units
from tests.adapters.promises import recording, told

pytestmark = pytest.mark.anyio

EVENTS: Final = "/v1/events"
NDJSON: Final = "application/x-ndjson"
BATCH: Final = "application/cloudevents-batch+json"


@pytest.fixture
def house() -> House:
    return House()


@asynccontextmanager
async def asking(house: House, token: str = "auditor") -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(house.app),
        base_url="http://hoso.test",
        headers={"Authorization": f"Bearer {token}"},
    ) as client:
        yield client


async def page(house: House, token: str = "auditor", **query: Any) -> dict[str, Any]:
    async with asking(house, token) as client:
        answer = await client.get(EVENTS, params=query)
    assert answer.status_code == 200, answer.text
    FeedPage.model_validate_json(answer.content, strict=False)
    body: dict[str, Any] = answer.json()
    return body


def positions(body: dict[str, Any]) -> list[int]:
    return [event["position"] for event in body["events"]]


async def two_departments(house: House) -> None:
    """Dossiers of land and of health in turn, at positions 1 to 6."""
    for number in range(3):
        for unit in ("land", "health"):
            code = f"{unit}-{number}"
            await house.store.append([recording(code, 0, told(code=code, unit=unit))])
    house.keys.bearers["land"] = of_units("land")


async def test_an_empty_log_is_an_empty_page(house: House) -> None:
    assert await page(house) == {"events": [], "next": 0, "head": 0}


async def test_an_event_shows_its_envelope_and_what_is_said(house: House) -> None:
    said = told("r-7", "HS-1", actor="officer-3", unit="counter", evidence=("ticket 5",))
    (recorded,) = await house.store.append([recording("s", 0, said)])
    body = await page(house)
    assert body["events"] == [
        {
            "position": 1,
            "stream": "s",
            "version": 1,
            "dossier": {"system": "dossier-code", "value": "HS-1"},
            "kind": "dossier.noted",
            "occurred_at": "2025-11-03T12:00:00Z",
            "precision": "instant",
            "recorded_at": recorded.recorded_at.isoformat().replace("+00:00", "Z"),
            "source": "portal",
            "request_id": "r-7",
            "ordinal": 0,
            "actor": "officer-3",
            "unit": "counter",
            "provenance": "native",
            "evidence": ["ticket 5"],
            "correlation_id": None,
            "data": {"name": "ghi chú"},
        }
    ]


async def test_pages_follow_each_other_to_the_head(house: House) -> None:
    await two_departments(house)
    first = await page(house, limit=4)
    second = await page(house, limit=4, after=first["next"])
    assert (positions(first), first["next"], first["head"]) == ([1, 2, 3, 4], 4, 6)
    assert (positions(second), second["next"], second["head"]) == ([5, 6], 6, 6)
    assert await page(house, after=6) == {"events": [], "next": 6, "head": 6}


async def test_the_link_leads_to_the_next_page_of_the_same_question(house: House) -> None:
    await two_departments(house)
    async with asking(house) as client:
        answer = await client.get(EVENTS, params={"limit": 2, "kind": "noted"})
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["link"].endswith('; rel="next"')
        following = answer.headers["link"].partition("<")[2].partition(">")[0]
        assert positions((await client.get(following)).json()) == [3, 4]


async def test_events_of_some_kinds_alone(house: House) -> None:
    await two_departments(house)
    assert positions(await page(house, kind=["dossier.noted", "received"])) == [1, 2, 3, 4, 5, 6]
    nothing = await page(house, kind="received")
    assert nothing == {"events": [], "next": 6, "head": 6}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"kind": "dossier.recieved"}, "unknown-kind"),
        ({"after": 7}, "unknown-position"),
        ({"after": -1}, "invalid-parameter"),
        ({"after": "latest"}, "invalid-parameter"),
        ({"limit": 0}, "invalid-parameter"),
        ({"limit": routes.MOST + 1}, "invalid-parameter"),
        ({"from": 3}, "unknown-parameter"),
    ],
)
async def test_what_cannot_be_meant_is_refused(
    house: House, query: dict[str, Any], code: str
) -> None:
    await two_departments(house)
    async with asking(house) as client:
        assert problem(await client.get(EVENTS, params=query)) == (422, code)


async def test_who_may_not_read_is_refused(house: House) -> None:
    house.keys.bearers["monitor"] = Principal("prometheus", Role.MONITOR)
    async with asking(house, "nobody") as client:
        assert problem(await client.get(EVENTS)) == (401, "unauthorized")
    async with asking(house, "monitor") as client:
        assert problem(await client.get(EVENTS)) == (403, "forbidden")


class TestReach:
    async def test_a_service_is_told_of_the_dossiers_of_its_units(self, house: House) -> None:
        await two_departments(house)
        body = await page(house, "land")
        assert (positions(body), body["next"], body["head"]) == ([1, 3, 5], 6, 6)
        assert {event["unit"] for event in body["events"]} == {"land"}

    async def test_it_is_led_no_further_than_it_is_known_whom_dossiers_concern(
        self, house: House
    ) -> None:
        await two_departments(house)
        house.feed.known_to = 4
        behind = await page(house, "land")
        assert (positions(behind), behind["next"], behind["head"]) == ([1, 3], 4, 4)
        assert positions(await page(house)) == [1, 2, 3, 4, 5, 6]
        house.feed.known_to = 6
        assert positions(await page(house, "land", after=behind["next"])) == [5]

    async def test_a_position_ahead_of_that_is_kept(self, house: House) -> None:
        """Who posted an event knows its position before it is known whom it concerns."""
        await two_departments(house)
        house.feed.known_to = 2
        assert await page(house, "land", after=6) == {"events": [], "next": 6, "head": 2}

    async def test_a_dossier_that_comes_to_concern_it_is_told_from_then_on(
        self, house: House
    ) -> None:
        await two_departments(house)
        before = await page(house, "land")
        handed = replace(told(code="health-0"), unit="land")
        await house.store.append([recording("health-0", 1, handed)])
        after = await page(house, "land", after=before["next"])
        assert [event["dossier"]["value"] for event in after["events"]] == ["health-0"]
        assert after["events"][0]["version"] == 2


class TestOnLines:
    async def test_without_a_limit_it_is_all_there_is(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(routes, "USUAL", 4)
        await two_departments(house)
        async with asking(house) as client:
            answer = await client.get(EVENTS, headers={"Accept": NDJSON})
        lines = [json.loads(line) for line in answer.text.splitlines()]
        assert answer.headers["content-type"].startswith(NDJSON)
        assert [line["position"] for line in lines] == [1, 2, 3, 4, 5, 6]
        assert lines == (await page(house, limit=6))["events"]
        assert "after=6" in answer.headers["link"]

    async def test_with_a_limit_it_is_that_page(self, house: House) -> None:
        await two_departments(house)
        async with asking(house) as client:
            query = {"limit": 3, "after": 1}
            answer = await client.get(EVENTS, params=query, headers={"Accept": NDJSON})
        assert [json.loads(line)["position"] for line in answer.text.splitlines()] == [2, 3, 4]
        assert "after=4" in answer.headers["link"]

    async def test_what_is_recorded_meanwhile_is_left_for_the_next_time(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(routes, "USUAL", 2)
        await two_departments(house)
        first = await house.feed.page(0, 2)
        await house.store.append([recording("late", 0)])
        rest = routes._lines(house.feed.page, first, EVERYTHING)
        text = b"".join([chunk async for chunk in rest])
        assert [json.loads(line)["position"] for line in text.splitlines()] == [1, 2, 3, 4, 5, 6]


class TestCloudEvents:
    async def test_a_batch_holds_the_same_events(self, house: House) -> None:
        slip = Code("slip", "số 7/Đ")
        said = replace(told("r-7", source="Bưu điện", ordinal=0), dossier=slip)
        await house.store.append([recording("s", 0, said)])
        async with asking(house) as client:
            answer = await client.get(EVENTS, headers={"Accept": f"text/html, {BATCH};q=0.9"})
        assert answer.headers["content-type"].startswith(BATCH)
        ((event,), (same,)) = answer.json(), (await page(house))["events"]
        assert (event["specversion"], event["type"]) == ("1.0", "dossier.noted")
        assert (event["id"], event["subject"]) == ("r-7/0", "số 7/Đ")
        assert event["source"].isascii()
        assert unquote(event["source"]) == "Bưu điện"
        assert datetime.fromisoformat(event["time"]) == said.occurred_at
        assert (event["sequence"], event["partitionkey"]) == ("0000000000000000001", "s")
        assert event["data"] == same

    async def test_each_event_of_a_request_has_its_own_id(self, house: House) -> None:
        both = told("r", "a"), told("r", "a", ordinal=1)
        await house.store.append([recording("s", 0, *both)])
        async with asking(house) as client:
            answer = await client.get(EVENTS, headers={"Accept": BATCH})
        assert len({(event["source"], event["id"]) for event in answer.json()}) == 2
        assert "after=2" in answer.headers["link"]
