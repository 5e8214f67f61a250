"""Role by role and route by route: what each may, of its own dossiers and of others'."""

import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from adapters.http.table import RIGHT_OF
from adapters.interface import interface
from adapters.postgres.database import Database
from adapters.settings import Settings
from adapters.wiring import System, assembled
from domain.access import OF_ALL, RIGHTS, Right, Role
from domain.keys.asked import NewKey
from domain.request import read
from tests.adapters.calling import receipt

pytestmark = pytest.mark.anyio

TOKEN: Final = "the installation's own token"
DEPARTMENT: Final = "long-an-dost"
CENTRE: Final = "long-an-centre"
OWN: Final = "000.00.12.H39-190827-0001"
FOREIGN: Final = "000.00.13.H39-190827-0002"

OWN_UNITS: Final = {"authority": DEPARTMENT}
PLACES: Final = {"code:path": OWN, "slip:path": "slip-1", "id": "nothing", "number": "1"}

Routes = list[tuple[str, str]]


def routes_of(app: FastAPI) -> Routes:
    return sorted(
        (method, route.path)
        for route in _routes(app.routes)
        if route.path.startswith("/v1") or route.path == "/metrics"
        for method in route.methods or ()
    )


def _routes(routes: Iterable[Any]) -> list[APIRoute]:
    """FastAPI keeps those of a router that is part of another in that other."""
    found = [route for route in routes if isinstance(route, APIRoute)]
    inner = [each.original_router.routes for each in routes if hasattr(each, "original_router")]
    return [*found, *(route for each in inner for route in _routes(each))]


def address(path: str) -> str:
    for name, value in PLACES.items():
        path = path.replace("{" + name + "}", value)
    return path


def received(code: str, unit: str, authority: str) -> dict[str, Any]:
    return receipt(
        dossier=code,
        kind="dossier.received",
        occurred_at="2019-08-27T08:00:00+07:00",
        request_id=code,
        unit=unit,
        data={
            "procedure": "2.002131",
            "channel": "direct",
            "authority": authority,
            "promised_return": "2019-09-04T17:00:00+07:00",
        },
    )


class House:
    """An installation with a dossier of the department and one of the Centre."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.app = interface(system, TOKEN)
        self.keys = system.keys(TOKEN)

    async def filled(self) -> "House":
        for body in (
            received(OWN, "long-an-dost-one-stop", DEPARTMENT),
            received(FOREIGN, "long-an-centre-reception", CENTRE),
        ):
            await self.system.engine.perform(read(body), opens=True)
        await self.system.read_models.catch_up()
        return self

    @asynccontextmanager
    async def as_(self, role: Role, unit: str = DEPARTMENT) -> AsyncIterator[httpx.AsyncClient]:
        units = () if role in OF_ALL else (unit,)
        sources = ("portal",) if role is Role.SERVICE else ()
        made = await self.keys.make(NewKey(role=role, units=units, sources=sources), "a test")
        async with self.with_(made.token) as client:
            yield client

    @asynccontextmanager
    async def with_(self, token: str) -> AsyncIterator[httpx.AsyncClient]:
        transport = httpx.ASGITransport(self.app)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with httpx.AsyncClient(
            transport=transport, base_url="http://hoso.test", headers=headers, timeout=60
        ) as client:
            yield client


@pytest.fixture
async def house(database: Database, tmp_path: Path) -> House:
    return await House(await assembled(Settings(data_dir=tmp_path), database)).filled()


async def asked(client: httpx.AsyncClient, method: str, path: str) -> httpx.Response:
    if path.endswith("/stream"):
        # It never ends by itself: what matters is said in the beginning.
        path += "?after=not-a-number"
    if method == "POST":
        return await client.post(address(path), content=b"{}")
    return await client.get(address(path))


async def test_every_route_stands_in_the_table_and_nothing_else_does(house: House) -> None:
    assert routes_of(house.app) == sorted(RIGHT_OF)


async def test_each_role_may_what_the_table_says_and_no_more(house: House) -> None:
    for role in Role:
        async with house.as_(role) as client:
            for (method, path), right in RIGHT_OF.items():
                answer = await asked(client, method, path)
                code = answer.json().get("code") if answer.status_code >= 400 else None
                forbidden = (answer.status_code, code) == (403, "forbidden")
                assert forbidden == (right not in RIGHTS[role]), (role, method, path, answer.text)


async def test_without_a_key_there_is_nothing(house: House) -> None:
    for token in ("", "hoso_forged", TOKEN + "x"):
        async with house.with_(token) as client:
            for method, path in RIGHT_OF:
                answer = await asked(client, method, path)
                assert answer.status_code == 401, (method, path)
                assert answer.headers["www-authenticate"].startswith("Bearer")


SCOPED: Final = [role for role in Role if role not in OF_ALL]
SEES_ALL: Final = [Role.AUDITOR, Role.ADMINISTRATOR]

OF_ONE: Final = sorted(
    path for method, path in RIGHT_OF if method == "GET" and path.startswith("/v1/dossiers/{")
)

LISTS: Final = (
    "/v1/dossiers",
    "/v1/events",
    "/v1/reports/timeliness/dossiers?from=2019-01-01&to=2019-12-31",
    "/v1/reports/late-now?as_of=2019-12-31",
    "/v1/divergences?state=all",
)
"""All that tells of several dossiers."""

COUNTS: Final = "/v1/reports/timeliness?from=2019-01-01&to=2019-12-31"


@pytest.mark.parametrize("role", SCOPED)
async def test_of_its_own_units_it_sees_everything_and_of_others_nothing(
    house: House, role: Role
) -> None:
    async with house.as_(role) as client:
        for path in OF_ONE:
            own, foreign = path.replace("{code:path}", OWN), path.replace("{code:path}", FOREIGN)
            assert (await client.get(own)).status_code == 200, path
            nobodys = await client.get(path.replace("{code:path}", "nobody's"))
            answer = await client.get(foreign)
            assert answer.status_code == nobodys.status_code == 404
            # Not by a word does it differ from a code that nobody bears.
            assert answer.text.replace(FOREIGN, "nobody's") == nobodys.text
        for path in LISTS:
            answer = await client.get(path)
            assert answer.status_code == 200, (path, answer.text)
            assert FOREIGN not in answer.text, path
        assert (await client.get(COUNTS)).json()["total"]["received"]["total"] == 1


@pytest.mark.parametrize("role", SEES_ALL)
async def test_a_role_of_the_whole_installation_sees_all(house: House, role: Role) -> None:
    async with house.as_(role) as client:
        for path in OF_ONE:
            assert (await client.get(path.replace("{code:path}", FOREIGN))).status_code == 200
        for path in LISTS[:3]:
            text = (await client.get(path)).text
            assert OWN in text, path
            assert FOREIGN in text, path
        assert (await client.get(COUNTS)).json()["total"]["received"]["total"] == 2


WRITERS: Final = [role for role in SCOPED if Right.RECORD in RIGHTS[role]]


def noted(code: str, **fields: Any) -> dict[str, Any]:
    return receipt(
        dossier=code,
        kind="dossier.noted",
        occurred_at="2019-08-28T08:00:00+07:00",
        data={"name": "x"},
        **fields,
    )


@pytest.mark.parametrize("role", WRITERS)
async def test_it_speaks_for_its_units_and_of_their_dossiers_alone(
    house: House, role: Role
) -> None:
    async with house.as_(role) as client:
        said = await client.post(f"/v1/dossiers/{OWN}/events", json=noted(OWN))
        assert (said.status_code, said.json()["kinds"]) == (201, ["dossier.noted"])
        unit = noted(OWN, unit="long-an-centre-reception")
        answer = await client.post(f"/v1/dossiers/{OWN}/events", json=unit)
        assert (answer.status_code, answer.json()["code"]) == (403, "unit-not-yours")
        hoso = await client.post(f"/v1/dossiers/{OWN}/events", json=noted(OWN, source="hoso"))
        assert (hoso.status_code, hoso.json()["code"]) == (403, "source-not-yours")

        before = await house.system.store.head()
        foreign = await client.post(f"/v1/dossiers/{FOREIGN}/events", json=noted(FOREIGN))
        assert (foreign.status_code, foreign.json()["code"]) == (404, "unknown-dossier")
        batch = await client.post("/v1/events", json=[noted(FOREIGN), noted("nobody's")])
        assert {one["outcome"] for one in batch.json()["items"]} == {"unplaced"}
        assert await house.system.store.head() == before


async def test_what_is_handed_over_to_it_it_sees_from_then_on(house: House) -> None:
    async with house.as_(Role.HANDLER) as handler, house.with_(TOKEN) as everybody:
        assert (await handler.get(f"/v1/dossiers/{FOREIGN}")).status_code == 404
        handed = receipt(
            dossier=FOREIGN,
            kind="dossier.transferred",
            occurred_at="2019-08-28T08:00:00+07:00",
            unit="long-an-centre-reception",
            data={"carrier": "paper", "taker": {"organisation": "long-an-dost-one-stop"}},
        )
        told = await everybody.post(f"/v1/dossiers/{FOREIGN}/events", json=handed)
        assert told.status_code == 201, told.text
        await house.system.read_models.catch_up()
        assert (await handler.get(f"/v1/dossiers/{FOREIGN}")).status_code == 200
        listed = (await handler.get("/v1/dossiers")).json()["dossiers"]
        assert len(listed) == 2
        # The whole history, also what was told before.
        history = (await handler.get(f"/v1/dossiers/{FOREIGN}/events")).json()["events"]
        assert [line["kind"] for line in history] == ["dossier.received", "dossier.transferred"]


async def test_it_sees_the_same_dossiers_by_any_of_its_codes(house: House) -> None:
    async with house.as_(Role.HANDLER, "000.00.12.H39") as client:
        assert (await client.get(f"/v1/dossiers/{OWN}")).status_code == 200


async def test_a_shelf_or_a_slip_of_another_tells_nothing(house: House) -> None:
    async with house.as_(Role.ONE_STOP) as client:
        body = {
            "occurred_at": "2019-08-28T08:00:00+07:00",
            "desk": {"organisation": "long-an-centre-reception"},
            "carrier": "paper",
            "codes": [OWN],
        }
        answer = await client.post("/v1/shelf-checks", content=json.dumps(body))
        assert (answer.status_code, answer.json()["code"]) == (403, "unit-not-yours")
        own = {**body, "desk": {"organisation": "long-an-dost-one-stop"}, "codes": [FOREIGN]}
        answer = await client.post("/v1/shelf-checks", content=json.dumps(own))
        assert answer.json()["dossiers"][0]["outcome"] == "unknown"


async def test_who_is_who_is_there_for_whoever_reads(house: House) -> None:
    async with house.as_(Role.SERVICE) as client:
        answer = await client.get("/v1/units?on=2019-08-31")
        found = {one["id"]: one for one in answer.json()["units"]}
        assert found[DEPARTMENT]["codes"]
        assert found["long-an-dost-tdc"]["authority"] == DEPARTMENT
        assert found["long-an-counter-tdc"]["type"] == "desk"
        # People are nobody's to list.
        assert not any("positions" in one for one in found.values())
        assert (await client.get("/v1/units?on=1900-01-01")).json()["units"] == []


async def test_the_catalogue_of_a_day_is_there_for_whoever_reads(house: House) -> None:
    async with house.as_(Role.SERVICE) as client:
        answer = await client.get("/v1/procedures?on=2019-08-31")
        assert (answer.status_code, answer.json()["on"]) == (200, "2019-08-31")
        found = {one["code"]: one for one in answer.json()["procedures"]}
        assert len(found) == 47
        assert found["2.002131"]["terms"][0]["legal_basis"]
        assert (await client.get("/v1/procedures?on=1999-01-01")).json()["procedures"] == []
        future = await client.get("/v1/procedures?known_at=2099-01-01T00:00:00Z")
        assert future.json()["code"] == "not-known-yet"
