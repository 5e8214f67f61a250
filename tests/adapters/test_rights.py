"""Role by role and route by route: what each may, of its own dossiers and of others'."""

import json
import re
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from adapters.http.table import RIGHT_OF
from adapters.interface import interface
from adapters.postgres.database import opened
from adapters.settings import Settings
from adapters.wiring import System, assembled
from domain.access import OF_ALL, RIGHTS, Right, Role
from domain.keys.asked import NewKey
from domain.request import read
from tests.adapters.calling import receipt
from tests.adapters.databases import Server
from tests.adapters.feeds import Client, listening

pytestmark = pytest.mark.anyio

TOKEN: Final = "the installation's own token"
DEPARTMENT: Final = "long-an-dost"
CENTRE: Final = "long-an-centre"
OWN: Final = "000.00.12.H39-190827-0001"
FOREIGN: Final = "000.00.13.H39-190827-0002"

HANDED: Final = "000.00.13.H39-200827-0003"
SPOKEN_OF: Final = "000.00.13.H39-200827-0004"
"""Of the Centre, too: of the one the department hears, of the other it speaks."""

MARKS: Final[Mapping[str, tuple[str, str]]] = {
    "code:path": (OWN, FOREIGN),
    "slip:path": ("slip-of-the-department", "slip-of-the-centre"),
}
"""What stands in a path: of the department, and of the Centre."""

LOST: Final = ("lost-by-the-department", "lost-by-the-centre")
"""Codes that nobody bears."""

PLACES: Final = {**{name: own for name, (own, _) in MARKS.items()}, "id": "nothing", "number": "1"}
PLENTY: Final = 10**9

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


def received(code: str, unit: str, authority: str, year: int = 2019) -> dict[str, Any]:
    return receipt(
        dossier=code,
        kind="dossier.received",
        occurred_at=f"{year}-08-27T08:00:00+07:00",
        request_id=code,
        unit=unit,
        data={
            "procedure": "2.002131",
            "channel": "direct",
            "authority": authority,
            "promised_return": f"{year}-09-04T17:00:00+07:00",
        },
    )


DESKS: Final[Mapping[str, tuple[str, str]]] = {
    DEPARTMENT: ("long-an-dost-one-stop", "long-an-dost-tdc"),
    CENTRE: ("long-an-centre-reception", "long-an-centre-leaders"),
}
"""Who gives and who takes what travels."""


def slip(number: int, giver: str, taker: str) -> dict[str, Any]:
    return {
        "slip": MARKS["slip:path"][number],
        "source": "portal",
        "occurred_at": "2019-08-28T08:00:00+07:00",
        "giver": {"organisation": giver},
        "taker": {"organisation": taker},
        "carrier": "paper",
        "dossiers": [MARKS["code:path"][number]],
        "unit": giver,
    }


class House:
    """An installation with dossiers of the department and of the Centre. Of either one is in
    transit on a slip for too long, and something was told of a dossier that is not there."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.app = interface(system, TOKEN)
        self.keys = system.keys(TOKEN)
        self._tokens: dict[tuple[Role, str], str] = {}

    async def filled(self) -> "House":
        for body in (
            received(OWN, "long-an-dost-one-stop", DEPARTMENT),
            received(FOREIGN, "long-an-centre-reception", CENTRE),
            received(HANDED, "long-an-centre-reception", CENTRE, 2020),
            received(SPOKEN_OF, "long-an-centre-reception", CENTRE, 2020),
        ):
            await self.system.engine.perform(read(body), opens=True)
        for number, (of, desks) in enumerate(DESKS.items()):
            async with self.as_(Role.CLERK, of) as clerk:
                sent = await clerk.post("/v1/consignments", json=slip(number, *desks))
                assert sent.json()["totals"] == {"handed-over": 1}
                lost = receipt(dossier=LOST[number], kind="dossier.noted", data={"name": "x"})
                told = await clerk.post("/v1/events", json=[lost | {"unit": desks[0]}])
                assert told.json()["totals"]["unplaced"] == 1
        await self.system.read_models.catch_up()
        await self.system.watch().round()
        await self.system.read_models.catch_up()
        return self

    @asynccontextmanager
    async def as_(self, role: Role, unit: str = DEPARTMENT) -> AsyncIterator[httpx.AsyncClient]:
        if (role, unit) not in self._tokens:
            units = () if role in OF_ALL else (unit,)
            sources = ("portal",) if role is Role.SERVICE else ()
            made = await self.keys.make(NewKey(role=role, units=units, sources=sources), "a test")
            self._tokens[role, unit] = made.token
        async with self.with_(self._tokens[role, unit]) as client:
            yield client

    @asynccontextmanager
    async def with_(self, token: str) -> AsyncIterator[httpx.AsyncClient]:
        transport = httpx.ASGITransport(self.app)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with httpx.AsyncClient(
            transport=transport, base_url="http://hoso.test", headers=headers, timeout=60
        ) as client:
            yield client


@pytest.fixture(scope="module")
async def house(server: Server, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """One for the file: no test changes what another looks at."""
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("house"),
        requests_per_minute=PLENTY,
        failed_logins_per_minute=PLENTY,
    )
    with server.database() as conninfo:
        async with opened(conninfo) as database:
            yield await House(await assembled(settings, database)).filled()


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

READ: Final = {
    path for (method, path), right in RIGHT_OF.items() if method == "GET" and right is Right.READ
}

OF_ONE: Final = sorted(path for path in READ if any("{" + name + "}" in path for name in MARKS))

YEAR: Final = "from=2019-01-01&to=2019-12-31"

LISTS: Final[Mapping[str, tuple[str, tuple[str, str]]]] = {
    "/v1/dossiers": ("", MARKS["code:path"]),
    "/v1/events": ("", MARKS["code:path"]),
    "/v1/events/stream": ("after=0", MARKS["code:path"]),
    "/v1/unplaced": ("", LOST),
    "/v1/divergences": ("", MARKS["code:path"]),
    "/v1/reports/timeliness/dossiers": (YEAR, MARKS["code:path"]),
    "/v1/reports/late-now": ("as_of=2019-12-31", MARKS["code:path"]),
}
"""What tells of several dossiers: what is asked, and what the department's and the Centre's are
known by in the answer."""


def overdue(chart: str) -> int:
    found = re.search(r"2019-12: .* (\d+) overdue", chart)
    assert found
    return int(found[1])


COUNTS: Final[Mapping[str, tuple[str, Callable[[str], int]]]] = {
    "/v1/reports/timeliness": (YEAR, lambda told: json.loads(told)["total"]["received"]["total"]),
    "/v1/reports/timeliness/chart": (YEAR, overdue),
    "/v1/reports/attribution": (
        YEAR + "&by=unit",
        lambda told: json.loads(told)["dossiers"]["open"],
    ),
}
"""What counts dossiers: what is asked, and how many there are by the answer."""

NAMES_NONE: Final = {
    *("/v1/sources", "/v1/sources/{id}", "/v1/outages"),
    *("/v1/procedures", "/v1/units", "/v1/law/entries"),
}


def test_of_each_route_that_is_read_it_is_known_whether_it_tells_of_dossiers() -> None:
    known = [*OF_ONE, *LISTS, *COUNTS, *NAMES_NONE]
    assert sorted(known) == sorted(READ)


def test_what_else_is_read_only_roles_of_the_whole_installation_may() -> None:
    others = {right for (method, _), right in RIGHT_OF.items() if method == "GET"} - {Right.READ}
    assert {role for role in Role if RIGHTS[role] & others} <= OF_ALL


def in_path(path: str) -> tuple[str, tuple[str, str]]:
    """What it is called there, and what stands there."""
    return next((name, marks) for name, marks in MARKS.items() if "{" + name + "}" in path)


async def told(house: House, client: httpx.AsyncClient, path: str, query: str) -> str:
    """What is answered; of what has no end, what is told at once."""
    if not path.endswith("/stream"):
        answer = await client.get(f"{path}?{query}")
        assert answer.status_code == 200, (path, answer.text)
        return answer.text
    token = client.headers["authorization"].removeprefix("Bearer ")
    last = (await client.get("/v1/events?limit=1000")).json()["events"][-1]["position"]
    async with listening(house.app, Client(query, token)) as follower:
        await follower.until(lambda: last in follower.positions)
        return follower.body.decode()


@pytest.mark.parametrize("role", SCOPED)
@pytest.mark.parametrize(("unit", "own"), [(DEPARTMENT, 0), (CENTRE, 1)])
async def test_of_its_own_units_it_sees_everything_and_of_others_nothing(
    house: House, role: Role, unit: str, own: int
) -> None:
    async with house.as_(role, unit) as client:
        for path in OF_ONE:
            name, marks = in_path(path)
            names = marks[own], marks[1 - own], "nobody's"
            asking = [path.replace("{" + name + "}", one) for one in names]
            mine, others, nobodys = [await client.get(one) for one in asking]
            assert mine.status_code == 200, path
            assert others.status_code == nobodys.status_code == 404
            # Not by a word does it differ from a code that nobody bears.
            assert others.text.replace(marks[1 - own], "nobody's") == nobodys.text
        for path, (query, marks) in LISTS.items():
            answer = await told(house, client, path, query)
            assert marks[own] in answer, path
            assert marks[1 - own] not in answer, path
        for path, (query, counted) in COUNTS.items():
            assert counted(await told(house, client, path, query)) == 1, path


@pytest.mark.parametrize("role", SEES_ALL)
async def test_a_role_of_the_whole_installation_sees_all(house: House, role: Role) -> None:
    async with house.as_(role) as client:
        for path in OF_ONE:
            name, marks = in_path(path)
            for one in marks:
                place = path.replace("{" + name + "}", one)
                assert (await client.get(place)).status_code == 200, place
        for path, (query, marks) in LISTS.items():
            answer = await told(house, client, path, query)
            assert all(one in answer for one in marks), path
        for path, (query, counted) in COUNTS.items():
            assert counted(await told(house, client, path, query)) == 2, path


async def test_what_names_no_dossier_is_the_same_for_all_who_read(house: House) -> None:
    async with house.as_(Role.HANDLER) as one, house.as_(Role.AUDITOR) as other:
        for path in NAMES_NONE:
            place = path.replace("{id}", "national")
            seen, by_all = await one.get(place), await other.get(place)
            assert (seen.status_code, seen.text) == (200, by_all.text), path


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
        foreign = await client.post(f"/v1/dossiers/{SPOKEN_OF}/events", json=noted(SPOKEN_OF))
        assert (foreign.status_code, foreign.json()["code"]) == (404, "unknown-dossier")
        batch = await client.post("/v1/events", json=[noted(SPOKEN_OF), noted("nobody's")])
        assert {one["outcome"] for one in batch.json()["items"]} == {"unplaced"}
        assert await house.system.store.head() == before


async def test_what_is_handed_over_to_it_it_sees_from_then_on(house: House) -> None:
    async with house.as_(Role.HANDLER) as handler, house.with_(TOKEN) as everybody:
        assert (await handler.get(f"/v1/dossiers/{HANDED}")).status_code == 404
        handed = receipt(
            dossier=HANDED,
            kind="dossier.transferred",
            occurred_at="2020-08-28T08:00:00+07:00",
            unit="long-an-centre-reception",
            data={"carrier": "paper", "taker": {"organisation": "long-an-dost-one-stop"}},
        )
        told = await everybody.post(f"/v1/dossiers/{HANDED}/events", json=handed)
        assert told.status_code == 201, told.text
        await house.system.read_models.catch_up()
        assert (await handler.get(f"/v1/dossiers/{HANDED}")).status_code == 200
        listed = (await handler.get("/v1/dossiers")).json()["dossiers"]
        assert HANDED in {one["dossier"] for one in listed}
        # The whole history, also what was told before.
        history = (await handler.get(f"/v1/dossiers/{HANDED}/events")).json()["events"]
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
