"""Outages over HTTP: who may declare one, who may confirm it, and what the same again gets."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Final

import httpx
import pytest

from adapters.http.app import create_app
from adapters.http.outages import outages
from domain.access import RIGHTS, Principal, Right, Role
from domain.outages.desk import Outages
from tests.adapters.calling import Behind, problem
from tests.domain.calendar.words import at
from tests.domain.entering import Installation

pytestmark = pytest.mark.anyio

DECLARING: Final = (Role.LEADER, Role.ADMINISTRATOR)
HERE: Final = frozenset({"H58"})
BEARERS: Final = {
    "leader": Principal("k-1", Role.LEADER, HERE, frozenset({"one-stop"}), HERE),
    "of no source": Principal("k-8", Role.LEADER, HERE, reach=HERE),
    "administrator": Principal("k-2", Role.ADMINISTRATOR),
    "of the portal": Principal("k-9", Role.LEADER, sources=frozenset({"portal"})),
    **{role.value: Principal(f"k-{role}", role) for role in Role if role not in DECLARING},
}
SAID: Final = {
    "source": "one-stop",
    "from": "2019-06-12T07:00:00+07:00",
    "to": "2019-06-13T08:10:00+07:00",
    "reason": "network",
    "document": "12/BB",
    "actor": "Hạnh",
}
MINH: Final = {"actor": "Minh"}
HANH: Final = {"actor": "hạnh"}
SAME: Final = "outage-confirmed-by-who-declares"
LONGER: Final = {**HANH, "to": "2019-06-13T11:00:00+07:00"}


class Tokens:
    async def principal(self, token: str) -> Principal | None:
        return BEARERS.get(token)


@dataclass(frozen=True)
class Api:
    client: httpx.AsyncClient
    here: Installation

    async def post(self, path: str, body: Any, bearer: str = "leader") -> httpx.Response:
        return await self.client.post(f"/v1/outages{path}", json=body, headers=_as(bearer))

    async def lists(self, bearer: str = "leader") -> httpx.Response:
        return await self.client.get("/v1/outages", headers=_as(bearer))


def _as(bearer: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {bearer}"}


@pytest.fixture
async def api() -> AsyncIterator[Api]:
    here = Installation(now=at("13/06/2019 12:00"))
    kept = Outages(here.book, here.register, lambda: here.now)
    behind: Any = Behind()
    app = create_app(here.engine, behind, keys=Tokens(), lang="en", more=[outages(kept)])
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://hoso.test") as client:
        yield Api(client, here)


async def test_one_declares_it_and_another_confirms_it(api: Api) -> None:
    declared = await api.post("", SAID)
    confirmed = await api.post("/1/confirmation", MINH, "administrator")

    assert (declared.status_code, confirmed.status_code) == (201, 201)
    assert (declared.json()["id"], declared.json()["state"]) == (1, "declared")
    told = confirmed.json()
    assert told == {
        **declared.json(),
        "state": "confirmed",
        "position": told["position"],
        "confirmed": {"at": "2019-06-13T05:00:00Z", "actor": "Minh", "entered_by": "k-2"},
    }
    assert (told["from"], told["to"]) == ("2019-06-12T00:00:00Z", "2019-06-13T01:10:00Z")
    assert told["declared"]["entered_by"] == "k-1"
    assert (await api.lists("service")).json() == {"outages": [told]}
    (outage,) = api.here.book.law.outages
    assert (outage.source, outage.since) == ("one-stop", at("12/06/2019 07:00"))


async def test_the_same_again_gets_the_first_answer(api: Api) -> None:
    answers = [await api.post("", SAID) for _ in range(2)]
    answers += [await api.post("/1/confirmation", MINH, "administrator") for _ in range(2)]

    assert answers[0].json() == answers[1].json()
    assert answers[2].json() == answers[3].json()
    assert [answer.headers.get("Idempotent-Replayed") for answer in answers] == [
        None, "true", None, "true"
    ]  # fmt: skip


async def test_it_is_ended_and_taken_back(api: Api) -> None:
    await api.post("", {name: told for name, told in SAID.items() if name != "to"})
    ended = await api.post("/1/end", {"to": SAID["to"], "actor": "Hạnh"})
    withdrawn = await api.post("/1/withdrawal", MINH)

    assert (ended.json()["to"], ended.json()["ended"]["actor"]) == ("2019-06-13T01:10:00Z", "Hạnh")
    assert (withdrawn.json()["state"], withdrawn.json()["withdrawn"]["actor"]) == (
        "withdrawn", "Minh"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("path", "body", "bearer", "problem_is"),
    [
        ("/1/confirmation", HANH, "administrator", (409, SAME)),
        ("/1/confirmation", MINH, "leader", (409, SAME)),
        ("/2/confirmation", MINH, "leader", (404, "unknown-outage")),
        ("/x/confirmation", MINH, "leader", (422, "invalid-parameter")),
        ("/1/confirmation", {}, "leader", (422, "invalid-field")),
        ("/1/confirmation", {**MINH, "weather": "fine"}, "leader", (422, "unknown-field")),
        ("/1/confirmation", MINH, "of the portal", (403, "source-not-yours")),
        ("/1/confirmation", MINH, "of no source", (403, "source-not-yours")),
        ("", {**SAID, "actor": "Minh"}, "of no source", (403, "source-not-yours")),
        ("/1/end", LONGER, "leader", (409, "outage-not-longer")),
        ("", {**SAID, "source": "hoso"}, "leader", (403, "source-not-yours")),
        ("", {**SAID, "to": "2019-06-12T06:00:00+07:00"}, "leader", (409, "outage-backwards")),
        ("", {**SAID, "to": "2019-06-14T06:00:00+07:00"}, "leader", (409, "outage-ahead")),
        ("", {**SAID, "from": "2019-06-12T07:00:00"}, "leader", (422, "time-without-offset")),
        ("", {**SAID, "reason": "weather"}, "leader", (422, "invalid-field")),
        ("", [], "leader", (400, "invalid-json")),
    ],
)
async def test_what_is_refused(
    api: Api, path: str, body: Any, bearer: str, problem_is: tuple[int, str]
) -> None:
    await api.post("", SAID)
    assert problem(await api.post(path, body, bearer)) == problem_is
    assert api.here.book.version == 1


async def test_what_was_withdrawn_is_not_confirmed(api: Api) -> None:
    await api.post("", SAID)
    await api.post("/1/withdrawal", MINH)
    answer = await api.post("/1/confirmation", MINH, "administrator")
    assert problem(answer) == (409, "outage-withdrawn")


@pytest.mark.parametrize("role", Role)
async def test_leaders_and_administrators_say_so_and_whoever_reads_sees_it(
    api: Api, role: Role
) -> None:
    paths = ("", "/1/confirmation", "/1/end", "/1/withdrawal")
    answers = [await api.post(path, {}, role.value) for path in paths]
    expected = 422 if role in DECLARING else 403
    assert {answer.status_code for answer in answers} == {expected}
    listed = await api.lists(role.value)
    assert listed.status_code == (200 if Right.READ in RIGHTS[role] else 403)


async def test_it_is_said_in_vietnamese(api: Api) -> None:
    kept = Outages(api.here.book, api.here.register, lambda: api.here.now)
    behind: Any = Behind()
    app = create_app(api.here.engine, behind, keys=Tokens(), lang="vi", more=[outages(kept)])
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://hoso.test", headers=_as("leader")
    ) as client:
        answer = await client.post("/v1/outages/7/confirmation", json=MINH)
    assert answer.json()["detail"].startswith("Không có sự cố gián đoạn số 7")


async def test_the_document_says_what_is_asked(api: Api) -> None:
    told = (await api.client.get("/openapi.json")).json()
    taken = told["paths"]["/v1/outages"]["post"]["requestBody"]["content"]["application/json"]
    body = told["components"]["schemas"][taken["schema"]["$ref"].rpartition("/")[2]]
    assert {"source", "from", "to", "reason", "actor"} <= body["properties"].keys()
    assert set(body["required"]) == {"source", "from", "reason", "actor"}
