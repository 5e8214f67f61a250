"""Changes of the law over HTTP: what one would do, entering it, and what was entered."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import httpx
import pytest

from adapters.http.app import create_app
from adapters.http.law import law
from adapters.messages import Lang
from tests.adapters.calling import BEARER, TOKEN, Behind
from tests.adapters.memory_keys import OneKey
from tests.domain.calendar.words import at
from tests.domain.clock.telling import accepted, result
from tests.domain.entering import Installation

pytestmark = pytest.mark.anyio

BRIDGE: Final = {"holiday": "2019-09-03", "announced": "2019-08-27", "document": "1/TB"}
BY: Final = {"actor": "clerk", "confirmed_by": "head of office", "request_id": "1"}


@dataclass
class NothingMoved:
    counts: dict[int, int] = field(default_factory=dict)

    async def moved(self) -> Mapping[int, int]:
        return self.counts


@pytest.fixture
async def here() -> Installation:
    """One with a slip, one that ended late; it is Wednesday, the fourth."""
    found = Installation()
    await found.tells_async("slip", accepted("26/08/2019 08:00", returns="03/09/2019 17:00"))
    await found.tells_async("ended", accepted("26/08/2019 09:00"), result("04/09/2019 10:00"))
    found.now = at("04/09/2019 12:00")
    return found


async def called(here: Installation, lang: Lang = "en") -> AsyncIterator[httpx.AsyncClient]:
    more = [law(here.lawmaking, NothingMoved({3: 2}), lang=lang)]
    app = create_app(here.lawmaking.engine, Behind(), keys=OneKey(TOKEN), lang=lang, more=more)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://hoso.test", headers=BEARER
    ) as client:
        yield client


@pytest.fixture
async def client(here: Installation) -> AsyncIterator[httpx.AsyncClient]:
    async for one in called(here):
        yield one


async def test_what_if(here: Installation, client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/what-if", json=BRIDGE)

    assert answer.status_code == 200
    told = answer.json()
    assert told["totals"] == {"touched": 2, "moved": 1, "promised_anew": 1, "flips": 2}
    ended, slip = told["dossiers"]
    assert (ended["dossier"], ended["before"]["class"], ended["after"]["class"]) == (
        "ended", "late", "on_time"
    )  # fmt: skip
    assert (slip["before"]["due_on"], slip["after"]["due_on"]) == ("2019-09-03", "2019-09-04")
    assert (slip["promised"], slip["promised_anew"]) == (
        "2019-09-03T10:00:00Z", "2019-09-04T10:00:00Z"
    )  # fmt: skip
    assert "Public holiday (1/TB)" in " ".join(slip["after"]["says"])
    assert here.book.entered == ()


async def test_entering_it_once(here: Installation, client: httpx.AsyncClient) -> None:
    asked_first = (await client.post("/v1/what-if", json=BRIDGE)).json()

    first = await client.post("/v1/law/entries", json={**BRIDGE, **BY})
    again = await client.post("/v1/law/entries", json={**BRIDGE, **BY})

    assert (first.status_code, again.status_code) == (201, 201)
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    told = first.json()
    assert (told["entry"]["moved"], told["totals"]) == (1, asked_first["totals"])
    assert [one["dossier"] for one in told["dossiers"]] == ["ended", "slip"]
    assert again.json()["entry"] == told["entry"]
    assert len(here.book.entered) == 1


async def test_what_was_entered(client: httpx.AsyncClient) -> None:
    assert (await client.get("/v1/law/entries")).json() == {"entries": []}
    await client.post("/v1/law/entries", json={**BRIDGE, **BY})

    (entry,) = (await client.get("/v1/law/entries")).json()["entries"]

    assert (entry["kind"], entry["actor"], entry["confirmed_by"]) == (
        "calendar.declared", "clerk", "head of office"
    )  # fmt: skip
    assert entry["entered_by"] == "bearer-token"
    assert entry["recorded_at"] == "2019-09-04T05:00:00Z"
    assert entry["event"]["days"][0]["announced_on"] == "2019-08-27"
    assert entry["moved"] == 2


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({**BRIDGE, **BY, "confirmed_by": "Clerk "}, 409, "law-confirmed-by-who-enters"),
        ({**BRIDGE, **BY, "holiday": "2019-09-02"}, 409, "day-declared-already"),
        ({**BRIDGE, **BY, "makeup": ["2019-09-04"]}, 409, "makeup-on-working-day"),
        ({**BRIDGE, **BY, "announced": "2019-09-05"}, 409, "announced-ahead"),
        ({**BRIDGE, **BY, "scope": "atlantis"}, 409, "unknown-scope"),
        ({"withdraw": "2019-09-03", "announced": "2019-09-01", **BY}, 409, "day-not-declared"),
        ({**BRIDGE, "actor": "clerk"}, 422, "invalid-field"),
        ({**BRIDGE, **BY, "weather": "fine"}, 422, "unknown-field"),
        ({"procedure": {"code": "x"}, **BY}, 422, "invalid-definition"),
    ],
)
async def test_refusals(
    here: Installation, client: httpx.AsyncClient, body: dict[str, Any], status: int, code: str
) -> None:
    answer = await client.post("/v1/law/entries", json=body)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert "override" not in answer.json()
    assert here.book.entered == ()


async def test_a_refusal_in_vietnamese(here: Installation) -> None:
    async for client in called(here, "vi"):
        body = {**BRIDGE, **BY, "holiday": "2019-09-02"}
        answer = await client.post("/v1/law/entries", json=body)
        assert "nghỉ lễ" in answer.json()["detail"]


async def test_nobody_without_the_token(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/what-if", json=BRIDGE, headers={"Authorization": "Bearer x"})

    assert answer.status_code == 401
