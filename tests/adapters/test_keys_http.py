"""Keys are made, renewed and taken back over HTTP, by administrators alone."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, Final

import httpx
import pytest

from adapters.http.app import create_app
from adapters.http.keys import keys as of_keys
from adapters.http.reads import reads
from domain.access import OF_ALL, Role
from domain.keys.asked import NewKey
from domain.keys.reads import Looked, Reads
from domain.store import StoreUnavailable
from tests.adapters.calling import problem
from tests.adapters.keyrings import INSTALLATION, UNIT, auditor, service
from tests.adapters.memory_keys import MemoryKeys
from tests.adapters.memory_reads import MemoryReads
from tests.adapters.web.visiting import CODE, LAW, Folded, office

pytestmark = pytest.mark.anyio

MANAGING: Final = (
    ("GET", "/v1/keys"),
    ("POST", "/v1/keys"),
    ("POST", "/v1/keys/x/rotation"),
    ("POST", "/v1/keys/x/revocation"),
)


@dataclass(frozen=True, slots=True)
class Desk:
    """An installation over HTTP, with a received dossier of the sub-department."""

    client: httpx.AsyncClient
    keys: MemoryKeys
    reads: Reads = field(default_factory=MemoryReads)

    async def ask(self, method: str, path: str, token: str = INSTALLATION, **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {token}"}
        return await self.client.request(method, path, headers=headers, **more)

    async def made(self, **body: Any) -> Any:
        said = {"role": "service", "units": [UNIT], "sources": ["portal"], **body}
        return await self.ask("POST", "/v1/keys", json=said)

    async def looks(self, token: str, path: str = f"/v1/dossiers/{CODE}") -> int:
        return int((await self.ask("GET", path, token)).status_code)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async for each in _desk(MemoryReads()):
        yield each


async def _desk(kept: Reads) -> AsyncIterator[Desk]:
    told, keys = office(), MemoryKeys(INSTALLATION, LAW.registry)
    envelope = {"unit": UNIT}
    await told.tell("dossier.received", "2019-07-12T09:00", channel="direct", envelope=envelope)
    models = Folded(told.engine.store)  # type: ignore[arg-type]
    more = [of_keys(keys), reads(kept)]
    app = create_app(told.engine, models, keys=keys, lang="en", more=more, reads=kept)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://hoso.test") as client:
        yield Desk(client, keys, kept)


async def test_a_key_is_told_once_and_opens_what_it_is_for(desk: Desk) -> None:
    answer = await desk.made(name="portal", units=["000.00.12.H39"])
    made = answer.json()
    assert (answer.status_code, answer.headers["cache-control"]) == (201, "no-store")
    assert (made["role"], made["units"], made["sources"], made["state"]) == (
        "service",
        ["long-an-dost"],
        ["portal"],
        "good",
    )
    assert await desk.looks(made["token"]) == 200
    listed = await desk.ask("GET", "/v1/keys")
    assert made["token"][16:] not in listed.text
    assert listed.json()["keys"] == [
        {name: value for name, value in made.items() if name not in ("token", "used_at")}
        | {"used_at": listed.json()["keys"][0]["used_at"]}
    ]
    assert made["deeds"] == [
        {
            "deed": "made",
            "at": made["deeds"][0]["at"],
            "by": "bearer-token",
            "expires_at": made["expires_at"],
            "overlap_until": None,
        }
    ]


async def test_a_new_secret_and_the_end_of_the_key(desk: Desk) -> None:
    made = (await desk.made()).json()
    rotated = await desk.ask("POST", f"/v1/keys/{made['id']}/rotation", json={})
    assert (rotated.status_code, rotated.headers["cache-control"]) == (201, "no-store")
    token = rotated.json()["token"]
    assert [await desk.looks(each) for each in (made["token"], token)] == [401, 200]
    revoked = await desk.ask("POST", f"/v1/keys/{made['id']}/revocation")
    assert (revoked.status_code, revoked.json()["state"]) == (200, "revoked")
    assert [deed["deed"] for deed in revoked.json()["deeds"]] == ["made", "rotated", "revoked"]
    assert await desk.looks(token) == 401


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({"units": ["long-an-dost-tcd"]}, (422, "unknown-unit")),
        ({"units": []}, (422, "units-required")),
        ({"sources": []}, (422, "sources-required")),
        ({"role": "auditor"}, (422, "units-of-all")),
        ({"role": "king"}, (422, "invalid-field")),
        ({"expires_at": "2099-01-01T00:00:00Z"}, (422, "invalid-field")),
        ({"expires_at": "2027-01-01T00:00:00"}, (422, "time-without-offset")),
        ({"secret": "chosen by me"}, (422, "unknown-field")),
        ({"name": ""}, (422, "invalid-field")),
    ],
)
async def test_what_is_no_key_is_not_made(
    desk: Desk, body: dict[str, Any], refusal: tuple[int, str]
) -> None:
    assert problem(await desk.made(**body)) == refusal
    assert (await desk.ask("GET", "/v1/keys")).json() == {"keys": []}


async def test_a_key_that_there_is_not_is_named(desk: Desk) -> None:
    for path, body in (("rotation", {}), ("revocation", None)):
        answer = await desk.ask("POST", f"/v1/keys/zzzzzzzz/{path}", json=body)
        assert problem(answer) == (404, "unknown-key")
        assert "zzzzzzzz" in answer.json()["detail"]


@pytest.mark.parametrize("role", sorted({*Role} - {Role.ADMINISTRATOR}))
async def test_only_administrators_see_and_make_keys(desk: Desk, role: Role) -> None:
    units = () if role in OF_ALL else (UNIT,)
    token = (await desk.keys.make(NewKey(role=role, units=units, sources=("s",)), "x")).token
    for method, path in MANAGING:
        assert problem(await desk.ask(method, path, token)) == (403, "forbidden")


async def test_whatever_is_wrong_with_a_key_the_caller_is_told_the_same(desk: Desk) -> None:
    made = (await desk.made()).json()
    await desk.keys.revoke(made["id"], "x")
    id = made["id"]
    shown = (made["token"], "hoso", f"hoso_{id}_x", INSTALLATION[:-1], made["token"][:-1])
    answers = [await desk.ask("GET", "/v1/keys", token) for token in shown]
    assert {problem(each) for each in answers} == {(401, "unauthorized")}
    assert len({each.text for each in answers}) == 1


# What auditors look at.


def _seen(looked: Looked) -> tuple[Any, ...]:
    return looked.method, looked.route, dict(looked.asked), looked.status


async def test_whatever_an_auditor_asks_for_is_kept_with_what_he_got(desk: Desk) -> None:
    issued = await desk.keys.make(auditor(), "x")
    await desk.looks(issued.token, f"/v1/dossiers/{CODE}?at=2019-07-13T00:00:00Z")
    await desk.looks(issued.token, "/v1/dossiers/HS-9/events")
    await desk.ask("POST", "/v1/dossiers", issued.token, json={})
    kept = await desk.reads.kept(None, 10)
    assert {each.reader for each in kept} == {issued.key.id}
    assert [_seen(each) for each in reversed(kept)] == [
        ("GET", "/v1/dossiers/{code:path}", {"code": CODE, "at": "2019-07-13T00:00:00Z"}, 200),
        ("GET", "/v1/dossiers/{code:path}/events", {"code": "HS-9"}, 404),
        ("POST", "/v1/dossiers", {}, 403),
    ]


async def test_of_nobody_else_anything_is_kept(desk: Desk) -> None:
    token = (await desk.keys.make(service(), "x")).token
    assert [await desk.looks(each) for each in (token, INSTALLATION, "wrong")] == [200, 200, 401]
    assert await desk.reads.kept(None, 10) == []


async def test_an_administrator_looks_at_what_was_looked_at(desk: Desk) -> None:
    first, second = [await desk.keys.make(auditor(), "x") for _ in range(2)]
    for token in (first.token, second.token, first.token):
        await desk.looks(token)
    page = (await desk.ask("GET", "/v1/reads?limit=2")).json()
    assert [each["reader"] for each in page["reads"]] == [first.key.id, second.key.id]
    rest = (await desk.ask("GET", f"/v1/reads?before={page['next']}")).json()
    assert [each["reader"] for each in rest["reads"]] == [first.key.id]
    assert rest["next"] is None
    (one,) = (await desk.ask("GET", f"/v1/reads?reader={second.key.id}")).json()["reads"]
    assert (one["route"], one["asked"], one["status"]) == (
        "/v1/dossiers/{code:path}",
        {"code": CODE},
        200,
    )


async def test_what_no_text_can_hold_is_refused(desk: Desk) -> None:
    assert problem(await desk.ask("GET", "/v1/reads?reader=%00")) == (422, "invalid-parameter")
    assert problem(await desk.ask("POST", "/v1/keys/%00/revocation")) == (400, "bad-path")


class Full(MemoryReads):
    """Nothing more can be kept."""

    async def keep(self, *_: Any) -> None:
        raise StoreUnavailable("the disk is full")


async def test_what_cannot_be_kept_is_not_shown() -> None:
    async for desk in _desk(Full()):
        token = (await desk.keys.make(auditor(), "x")).token
        answer = await desk.ask("GET", f"/v1/dossiers/{CODE}", token)
        assert problem(answer) == (503, "store-unavailable")
        assert CODE not in answer.text
        assert await desk.looks(INSTALLATION) == 200
