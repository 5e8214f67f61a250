"""What could not be placed, over HTTP: who sees it, who places it, and what the same again gets."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Final

import httpx
import pytest

from adapters.http.app import create_app
from adapters.http.unplaced import unplaced
from domain.access import Principal, Role
from tests.adapters.asking import engine_over, posted
from tests.adapters.calling import Behind, problem
from tests.adapters.memory import MemoryEventStore, MemoryVault
from tests.adapters.memory_unplaced import MemoryUnplaced
from tests.adapters.unplaced_promises import SECRET, Desk, note

pytestmark = pytest.mark.anyio

ONE: Final = frozenset({"H58.1"})
TWO: Final = frozenset({"H58.2"})

BEARERS: Final = {
    "clerk of one": Principal("chị Ba", Role.CLERK, ONE, reach=ONE),
    "clerk of two": Principal("anh Tư", Role.CLERK, TWO, reach=TWO),
    "service of one": Principal("portal", Role.SERVICE, ONE, reach=ONE),
    "auditor": Principal("thanh tra", Role.AUDITOR),
    "administrator": Principal("quản trị", Role.ADMINISTRATOR),
}


class Tokens:
    async def principal(self, token: str) -> Principal | None:
        return BEARERS.get(token)


@dataclass(frozen=True)
class Api:
    client: httpx.AsyncClient
    desk: Desk

    async def lists(self, bearer: str = "clerk of one", **query: Any) -> httpx.Response:
        return await self.client.get("/v1/unplaced", params=query, headers=_as(bearer))

    async def ids(self, bearer: str = "clerk of one", **query: Any) -> list[str]:
        return [one["id"] for one in (await self.lists(bearer, **query)).json()["unplaced"]]

    async def places(
        self, id: str, dossier: str, bearer: str = "clerk of one", **body: Any
    ) -> httpx.Response:
        path, told = f"/v1/unplaced/{id}/placing", {"dossier": dossier, **body}
        return await self.client.post(path, json=told, headers=_as(bearer))

    async def dismisses(
        self, id: str, reason: str = "gửi thử", bearer: str = "clerk of one"
    ) -> httpx.Response:
        path = f"/v1/unplaced/{id}/dismissal"
        return await self.client.post(path, json={"reason": reason}, headers=_as(bearer))

    async def waits(self, request_id: str = "1", unit: str = "H58.1", **fields: Any) -> str:
        (id,) = await self.desk.keeps(note(request_id, unit, frozenset({unit}), **fields))
        return id

    async def opens(self, code: str, unit: str = "H58.1") -> None:
        """A dossier of a unit."""
        await self.desk.opens(code)
        await self.desk.engine.perform(note(f"of {code}", unit, dossier=code))


def _as(bearer: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {bearer}"}


@pytest.fixture
async def api() -> AsyncIterator[Api]:
    store, vault = MemoryEventStore(), MemoryVault()
    kept = MemoryUnplaced(store, vault)
    engine = engine_over(store, vault)
    more = [unplaced(engine, kept, lang="en")]
    behind: Any = Behind()
    app = create_app(engine, behind, keys=Tokens(), lang="en", more=more)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://hoso.test") as client:
        yield Api(client, Desk(engine, kept, kept))


async def test_what_waits_is_told_without_what_is_personal(api: Api) -> None:
    said = posted("submitted", "1", subject={"name": SECRET})
    (id,) = await api.desk.keeps(said)
    answer = await api.lists("administrator")
    (one,) = answer.json()["unplaced"]
    assert one == {
        **{"id": id, "source": "portal", "request_id": "1", "dossier": "HS-1", "unit": None},
        **{"code_system": None, "kind": "dossier.submitted", "entered_by": "cán bộ một cửa"},
        **{"occurred_at": "2025-11-03T02:00:00Z", "kept_at": one["kept_at"]},
        **{"state": "waiting", "refused": [], "placed": None, "dismissed": None},
    }
    assert SECRET not in answer.text


async def test_each_sees_what_was_told_in_the_name_of_its_units(api: Api) -> None:
    one, two = await api.waits("1", "H58.1"), await api.waits("2", "H58.2")
    assert await api.ids("clerk of one") == [one]
    assert await api.ids("clerk of two") == [two]
    assert await api.ids("administrator") == [one, two]
    assert await api.ids("service of one") == [one]
    assert await api.ids("auditor") == [one, two]


async def test_it_comes_page_by_page(api: Api) -> None:
    ids = [await api.waits(str(number)) for number in range(5)]
    first = (await api.lists(limit=3)).json()
    assert ([one["id"] for one in first["unplaced"]], first["next"]) == (ids[:3], ids[2])
    rest = (await api.lists(limit=3, after=first["next"])).json()
    assert ([one["id"] for one in rest["unplaced"]], rest["next"]) == (ids[3:], None)
    assert problem(await api.lists(after="no such id")) == (404, "unknown-unplaced")


async def test_a_person_places_it_on_another_dossier_than_it_said(api: Api) -> None:
    """Given a note of a mistyped code, when a clerk names the dossier, then the note is recorded
    there as its teller told it, and its repeats get that answer."""
    await api.opens("HS-7")
    id = await api.waits("1")
    answer = await api.places(id, "HS-7")
    assert answer.status_code == 200
    placed = answer.json()["placed"]
    assert (placed["by"], placed["dossier"]) == (
        "chị Ba",
        {"system": "dossier-code", "value": "HS-7"},
    )
    (*_, event) = await api.desk.engine.store.after(0, 10)
    told = event.told
    assert (told.dossier.value, told.source_ref, told.request_id) == ("HS-7", "HS-1", "1")
    assert (told.entered_by, told.unit) == ("cán bộ một cửa", "H58.1")
    assert event.position == placed["position"]

    again = await api.places(id, "HS-7")
    assert again.json() == answer.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    repeated = await api.desk.engine.perform(note("1", "H58.1", ONE))
    assert (repeated.repeated, repeated.events) == (True, (event,))
    assert await api.ids() == []
    assert await api.ids(state="placed") == [id]


async def test_what_its_source_called_it_stays(api: Api) -> None:
    await api.opens("HS-7")
    said = note("1", "H58.1")
    request = said.request.model_copy(update={"source_ref": "số 12"})
    (id,) = await api.desk.keeps(type(said)(request, said.event))
    await api.places(id, "HS-7")
    (*_, event) = await api.desk.engine.store.after(0, 10)
    assert event.told.source_ref == "số 12"


async def test_it_is_placed_on_the_dossier_that_it_said_but_its_teller_may_not_speak_of(
    api: Api,
) -> None:
    await api.opens("HS-1", "H58.2")
    id = await api.waits("1", "H58.1")
    assert problem(await api.places(id, "HS-1")) == (404, "unknown-dossier")
    assert (await api.places(id, "HS-1", "administrator")).status_code == 200
    (*_, event) = await api.desk.engine.store.after(0, 10)
    assert (event.told.dossier.value, event.told.source_ref) == ("HS-1", None)


async def test_what_was_placed_stays_where_it_is(api: Api) -> None:
    await api.opens("HS-7")
    await api.opens("HS-8")
    id = await api.waits("1")
    await api.places(id, "HS-7")
    elsewhere = await api.places(id, "HS-8")
    assert problem(elsewhere) == (409, "already-placed")
    assert "HS-7" in elsewhere.json()["detail"]
    assert problem(await api.dismisses(id)) == (409, "already-placed")
    assert problem(await api.places(id, "no such dossier")) == (409, "already-placed")


async def test_a_dossier_of_another_system_with_the_same_code_is_another(api: Api) -> None:
    slip: dict[str, Any] = {"dossier": "HS-7", "code_system": "slip"}
    await api.opens("HS-7")
    await api.desk.engine.perform(note("of the slip", "H58.1", **slip), opens=True)
    id = await api.waits("1")
    assert (await api.places(id, **slip)).status_code == 200
    assert (await api.places(id, **slip)).status_code == 200
    assert problem(await api.places(id, "HS-7")) == (409, "already-placed")


async def test_what_hoso_placed_meanwhile_is_not_placed_elsewhere(api: Api) -> None:
    await api.opens("HS-7")
    id = await api.waits("1")
    await api.opens("HS-1")
    await api.desk.engine.perform(note("1", "H58.1", ONE))
    assert problem(await api.places(id, "HS-7")) == (409, "already-placed")
    assert await api.desk.tries() == 1


async def test_it_is_set_aside_and_may_still_be_placed(api: Api) -> None:
    await api.opens("HS-7")
    id = await api.waits("1")
    answer = await api.dismisses(id, SECRET)
    aside = answer.json()["dismissed"]
    assert (aside["by"], aside["reason"]) == ("chị Ba", SECRET)
    assert (await api.dismisses(id, "khác", "administrator")).json() == answer.json()
    assert (await api.ids(), await api.ids(state="dismissed")) == ([], [id])
    placed = (await api.places(id, "HS-7")).json()
    assert (placed["state"], placed["dismissed"]) == ("placed", aside)


async def test_what_is_not_theirs_is_not_there_for_them(api: Api) -> None:
    await api.opens("HS-7")
    id = await api.waits("1", "H58.2")
    for answer in (
        await api.places(id, "HS-7"),
        await api.dismisses(id),
        await api.places("no such id", "HS-7", "administrator"),
    ):
        assert problem(answer) == (404, "unknown-unplaced")
    for bearer in ("service of one", "auditor"):
        assert problem(await api.places(id, "HS-7", bearer)) == (403, "forbidden")
        assert problem(await api.dismisses(id, bearer=bearer)) == (403, "forbidden")
    assert (await api.desk.one(id)).state == "waiting"


async def test_a_refusal_of_the_engine_is_told_and_leaves_it_waiting(api: Api) -> None:
    """Given an act that a service posted, when a clerk places it, then it is refused as ever."""
    await api.opens("HS-7")
    said = posted("completed", "1", dossier="HS-1")
    (id,) = await api.desk.keeps(said)
    refused = await api.places(id, "HS-7", "administrator")
    assert problem(refused) == (422, "act-not-postable")
    assert (await api.desk.one(id)).state == "waiting"


async def test_why_it_was_refused_is_told_with_it(api: Api) -> None:
    await api.desk.keeps(posted("completed", "1"))
    await api.desk.opens()
    await api.desk.tries()
    (one,) = (await api.lists("administrator")).json()["unplaced"]
    (why,) = one["refused"]
    assert (why["code"], why["params"]) == ("act-not-postable", {"kind": "dossier.completed"})
    assert "act" in why["message"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("placing", {}),
        ("placing", {"dossier": "HS-7", "by": "me"}),
        ("placing", {"dossier": ""}),
        ("dismissal", {"reason": ""}),
        ("dismissal", {"reason": 7}),
    ],
)
async def test_a_body_of_another_shape_is_refused(
    api: Api, path: str, body: dict[str, Any]
) -> None:
    id = await api.waits("1")
    answer = await api.client.post(
        f"/v1/unplaced/{id}/{path}", json=body, headers=_as("clerk of one")
    )
    assert problem(answer)[0] == 422
