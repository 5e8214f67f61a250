"""One code, several dossiers, several units: what each of them is told over HTTP."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any, Final

import httpx
import pytest

from adapters.http.app import create_app
from adapters.http.events import events
from adapters.http.lists import lists
from domain.access import Principal, Role
from domain.law import Law
from tests.adapters.asking import LAW, engine_over
from tests.adapters.calling import problem
from tests.adapters.feeds import SomeKeys, of_units
from tests.adapters.listing import MemoryPlaces, UpToDate
from tests.adapters.memory import MemoryEventStore, MemoryVault
from tests.adapters.memory_unplaced import MemoryUnplaced

pytestmark = pytest.mark.anyio

DESK: Final = {"organisation": "land"}
DOSSIERS: Final = "/v1/dossiers"
NUMBERS: Final = count()
ROUTES: Final = ("", "/events", "/next", "/timeliness", "/attribution")
"""Of one dossier."""


@dataclass(frozen=True, slots=True)
class Office:
    """An installation that two units and an administrator call."""

    client: httpx.AsyncClient

    async def ask(self, method: str, path: str, by: str, **more: Any) -> httpx.Response:
        bearer = {"Authorization": f"Bearer {by}", **more.pop("headers", {})}
        return await self.client.request(method, path, headers=bearer, **more)

    async def post(self, path: str, by: str, body: Any, **headers: str) -> httpx.Response:
        return await self.ask("POST", path, by, json=body, headers=headers)

    async def tell(self, by: str, code: str, kind: str = "received", **more: Any) -> httpx.Response:
        return await self.post("/v1/events", by, told(code, kind, **more))

    async def versions(self, path: str, by: str) -> tuple[int, Any]:
        answer = (await self.ask("GET", path, by)).json()
        return answer.get("version"), answer.get("code")


def told(code: str, kind: str = "received", **more: Any) -> dict[str, Any]:
    data = {"received": {"channel": "direct"}, "noted": {"name": "x"}}.get(kind, {})
    at = f"2025-11-03T09:{next(NUMBERS) % 60:02}:00+07:00"
    envelope = {"occurred_at": at, "source": "portal", "request_id": f"r-{next(NUMBERS)}"}
    return {"dossier": code, "kind": kind, **envelope, "data": data, **more}


class InForce(UpToDate):
    async def law_known(self, known_at: datetime | None) -> Law:
        return LAW


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    store, vault = MemoryEventStore(), MemoryVault()
    engine, places = engine_over(store, vault), MemoryPlaces(store)
    more = [
        lists(engine, UpToDate(), places, lang="en"),
        events(engine, MemoryUnplaced(store, vault), "en"),
    ]
    bearers = {unit: of_units(unit) for unit in ("land", "health")}
    keys = SomeKeys({**bearers, "all": Principal("quản trị", Role.ADMINISTRATOR)})
    app = create_app(engine, InForce(), keys=keys, lang="en", more=more)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://hoso.test") as client:
        yield Office(client)


async def test_nobody_makes_anothers_dossier_unusable_by_its_code(office: Office) -> None:
    """Land has A; health opens an A of another system, and hands that over to land."""
    assert (await office.tell("land", "A")).status_code == 201
    assert (await office.tell("health", "A", code_system="evil")).status_code == 201
    handed = told("A", "transferred", code_system="evil", data={"taker": DESK})
    assert (await office.post("/v1/events", "health", handed)).status_code == 201
    for by in ("all", "land"):
        for way in ROUTES:
            for query in ("", "?code_system=dossier-code"):
                answer = await office.ask("GET", f"{DOSSIERS}/A{way}{query}", by)
                assert answer.status_code == 200, answer.text
        assert (await office.versions(f"{DOSSIERS}/A", by))[0] == 1
        assert (await office.versions(f"{DOSSIERS}/A?code_system=evil", by))[0] == 2
    again = await office.post(f"{DOSSIERS}/A/events", "land", told("A", "noted"))
    assert again.json()["dossier"] == {"system": "dossier-code", "value": "A"}
    address = f"{DOSSIERS}/A/events?code_system=evil"
    evil = await office.post(address, "land", told("A", "noted"))
    assert (evil.json()["dossier"]["system"], evil.json()["version"]) == ("evil", 3)
    many = await office.post("/v1/events", "land", [told("A", "noted"), told("A", "noted")])
    assert [one["version"] for one in many.json()["items"]] == [3, 4]


@pytest.mark.parametrize("way", ROUTES)
async def test_a_system_in_the_query_is_a_text(office: Office, way: str) -> None:
    await office.tell("land", "A")
    for query in ("", "%00", "x" * 201):
        answer = await office.ask("GET", f"{DOSSIERS}/A{way}?code_system={query}", "land")
        assert problem(answer) == (422, "invalid-parameter")


async def two_of_health_and_one_of_land(office: Office) -> None:
    """A and B are of health, and have aliases; C is of land, and so is another that is called A."""
    for code in ("A", "B"):
        assert (await office.tell("health", code)).status_code == 201
        alias = {"system": "slip", "value": f"{code}-alias"}
        assert (await office.tell("health", code, "code-assigned", data=alias)).status_code == 201
    assert (await office.tell("land", "C")).status_code == 201
    assert (await office.tell("land", "A-alias", code_system="own")).status_code == 201


LISTED: Final = ["nope", "A", "B", "B-alias", "A-alias", "C", "nope-2"]


def outcomes(answer: httpx.Response) -> Mapping[str, str]:
    assert answer.status_code == 200, answer.text
    return {one["dossier"]: one.get("code", "") for one in answer.json()["dossiers"]}


def of_list(**more: Any) -> dict[str, Any]:
    at = "2025-11-04T10:00:00+07:00"
    return {"carrier": "paper", "occurred_at": at, "source": "lists", **more}


async def test_a_list_knows_nothing_of_what_is_beyond_reach(office: Office) -> None:
    await two_of_health_and_one_of_land(office)
    handed = of_list(slip="S", giver=DESK, taker={"organisation": "archive"}, dossiers=LISTED)
    checked = of_list(desk=DESK, codes=LISTED)
    for path, body in (("consignments", handed), ("shelf-checks", checked)):
        found = outcomes(await office.post(f"/v1/{path}", "land", body))
        assert list(found) == ["A-alias", "C", "nope", "A", "B", "B-alias", "nope-2"]
        assert {code for code, why in found.items() if not why} == {"A-alias", "C"}
        assert {why for why in found.values() if why} == {"unknown-dossier"}
    later = {**checked, "occurred_at": "2025-11-05T10:00:00+07:00"}
    whole = outcomes(await office.post("/v1/shelf-checks", "all", later))
    assert {code for code, why in whole.items() if why} == {"nope", "nope-2", "A-alias"}


@pytest.mark.parametrize("named", [("A", "A-alias"), ("B", "B-alias"), ("A", "B"), ("x", "y")])
async def test_a_receipt_does_not_tell_that_two_codes_are_of_one_foreign_dossier(
    office: Office, named: tuple[str, str]
) -> None:
    for code in ("A", "B"):
        await office.tell("health", code)
        alias = {"system": "slip", "value": f"{code}-alias"}
        await office.tell("health", code, "code-assigned", data=alias)
    await office.tell("land", "C")
    handed = of_list(slip="S", giver={"organisation": "archive"}, taker=DESK, dossiers=["C"])
    assert (await office.post("/v1/consignments", "land", handed)).status_code == 200
    taken, refused = named
    said = of_list(taker=DESK, received=["C", taken], refused=[{"dossier": refused, "reason": "x"}])
    found = outcomes(await office.post("/v1/consignments/S/receipt", "land", said))
    assert found == {"C": "", taken: "unknown-dossier", refused: "unknown-dossier"}


async def test_a_code_in_use_elsewhere_is_no_new_dossiers(office: Office) -> None:
    await office.tell("health", "A")
    body = told("A")
    answer = await office.post(DOSSIERS, "land", body)
    assert problem(answer) == (409, "code-in-use")
    assert "/v1/events" in answer.json()["detail"]
    assert (await office.post("/v1/events", "land", body)).status_code == 202
    assert (await office.versions(f"{DOSSIERS}/A", "all"))[0] == 1


async def test_who_opens_a_dossier_may_say_at_which_version_it_saw_it(office: Office) -> None:
    fresh = await office.post(DOSSIERS, "land", told("A"), **{"If-Match": '"1"'})
    assert problem(fresh) == (412, "moved-on")
    await office.tell("land", "A")
    noted = told("A", "noted")
    assert problem(await office.post(DOSSIERS, "land", noted, **{"If-Match": '"2"'}))[0] == 412
    wrong = await office.post(DOSSIERS, "land", noted, **{"If-Match": "x"})
    assert problem(wrong) == (422, "invalid-parameter")
    for _ in range(2):  # the same again has the first answer, whatever came since
        answer = await office.post(DOSSIERS, "land", noted, **{"If-Match": '"1"'})
        assert (answer.status_code, answer.json()["version"]) == (201, 2)


async def test_many_events_have_no_version_to_match(office: Office) -> None:
    for body in (told("A"), [told("A")]):
        answer = await office.post("/v1/events", "land", body, **{"If-Match": '"1"'})
        assert problem(answer) == (422, "invalid-parameter")
        assert answer.json()["params"]["name"] == "If-Match"
    assert problem(await office.ask("GET", f"{DOSSIERS}/A", "all")) == (404, "unknown-dossier")


async def test_a_null_unit_is_as_if_left_out(office: Office) -> None:
    body = told("A", unit=None)
    assert (await office.post(DOSSIERS, "land", body)).status_code == 201
    del body["unit"]
    again = await office.post(DOSSIERS, "land", body)
    assert again.headers["idempotent-replayed"] == "true"


async def test_what_has_not_changed_is_told_with_what_it_varies_by(office: Office) -> None:
    await office.tell("land", "A")
    for way in ("", "/events", "/next"):
        first = await office.ask("GET", f"{DOSSIERS}/A{way}", "land")
        held = {"If-None-Match": first.headers["etag"]}
        again = await office.ask("GET", f"{DOSSIERS}/A{way}", "land", headers=held)
        assert (again.status_code, again.headers["vary"]) == (304, "Accept-Encoding")
