"""The HTTP API as another system meets it: create, tell, read, report."""

from collections.abc import AsyncIterator
from typing import Any, Final

import pytest
from structlog.testing import capture_logs

from adapters.postgres.database import Database
from domain.store import Conflict, Overloaded, StoreUnavailable
from tests.adapters.calling import (
    TOKEN,
    Api,
    calling,
    calling_behind,
    calling_broken,
    problem,
    receipt,
)

pytestmark = pytest.mark.anyio

DUE: Final = {"channel": "online", "promised_return": "2025-11-05T17:00:00+07:00"}
NOVEMBER: Final = {"from": "2025-11-01", "to": "2025-11-30"}
READS: Final = ("/v1/dossiers", "/v1/dossiers/HS-1", "/v1/dossiers/HS-1/events")
REPORT: Final = "/v1/reports/timeliness"
CODES: Final = (
    *("12/345", "a b", "Số 7 – Đặng Út", "a%2Fb", "x?y#z"),
    *("a/events", "events", "..", "🧾", "Đ" * 200),
)
WRONG_TOKENS: Final = (
    *(None, "", "Bearer", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer tökén", TOKEN),
)


@pytest.fixture
async def api(database: Database) -> AsyncIterator[Api]:
    async with calling(database) as api:
        yield api


async def test_a_dossier_is_created(api: Api) -> None:
    answer = await api.create(data=DUE)
    assert answer.status_code == 201
    body = answer.json()
    assert body["dossier"] == {"system": "dossier-code", "value": "HS-1"}
    assert (body["position"], body["version"], body["findings"]) == (1, 1, [])
    assert body["kinds"] == ["dossier.received"]
    assert "idempotent-replayed" not in answer.headers


async def test_the_same_request_gets_the_same_body_and_says_so(api: Api) -> None:
    first = await api.create(request_id="same")
    again = await api.create(request_id="same")
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["idempotent-replayed"] == "true"
    assert await api.head() == 1


async def test_a_repeat_tells_the_findings_of_the_first_time(api: Api) -> None:
    await api.create()
    first = await api.tell("returned", request_id="same")
    assert [found["code"] for found in first.json()["findings"]] == ["out-of-order"]
    await api.tell("result-arrived", occurred_at="2025-11-03T15:00:00+07:00")
    assert (await api.tell("returned", request_id="same")).content == first.content


async def test_the_idempotency_key_is_the_request_id(api: Api) -> None:
    body, key = receipt(request_id=None), {"Idempotency-Key": "k-1"}
    first = await api.client.post("/v1/dossiers", json=body, headers=key)
    again = await api.create(request_id="k-1")
    assert (first.status_code, again.content) == (201, first.content)
    assert await api.head() == 1


async def test_without_any_request_id_nothing_is_recorded(api: Api) -> None:
    answer = await api.create(request_id=None)
    assert problem(answer) == (422, "invalid-field")
    assert await api.head() == 0


async def test_an_event_moves_the_dossier(api: Api) -> None:
    await api.create()
    answer = await api.tell("dossier.result-arrived")
    assert (answer.status_code, answer.json()["version"]) == (201, 2)
    seen = (await api.get("/v1/dossiers/HS-1")).json()
    assert (seen["state"]["stage"], seen["position"], seen["version"]) == ("resolved", 2, 2)


async def test_a_dossier_as_it_was_and_as_it_was_known(api: Api) -> None:
    received = (await api.create()).json()
    await api.tell("result-arrived")

    async def stage(**moments: Any) -> str:
        answer = await api.get("/v1/dossiers/HS-1", **moments)
        return str(answer.json()["state"]["stage"])

    assert await stage() == "resolved"
    assert await stage(at="2025-11-03T12:00:00+07:00") == "received"
    assert await stage(at="2025-11-03T08:00:00+07:00") == "provisional"
    assert await stage(known_at=received["recorded_at"]) == "received"
    assert await stage(version=1) == "received"


async def test_before_anything_was_known_the_dossier_is_unknown(api: Api) -> None:
    await api.create()
    answer = await api.get("/v1/dossiers/HS-1", known_at="2001-01-01T00:00:00Z")
    assert problem(answer) == (404, "unknown-dossier")


async def test_a_plus_that_nobody_escaped_is_understood(api: Api) -> None:
    await api.create()
    answer = await api.client.get("/v1/dossiers/HS-1?at=2025-11-03T12:00:00+07:00")
    assert answer.json()["state"]["stage"] == "received"


async def test_the_history_stands_in_the_order_of_happening(api: Api) -> None:
    await api.tell("noted")
    await api.create(kind="result-arrived", occurred_at="2025-11-05T09:00:00+07:00")
    await api.create()
    told = (await api.get("/v1/dossiers/HS-1/events")).json()
    assert [line["kind"] for line in told["events"]] == [
        "dossier.received",
        "dossier.result-arrived",
    ]
    assert told["dossier"] == "HS-1"
    first = await api.get("/v1/dossiers/HS-1/events", at="2025-11-04T00:00:00Z")
    assert len(first.json()["events"]) == 1


async def test_a_code_may_be_any_text(api: Api) -> None:
    for code in CODES:
        answer = await api.create(dossier=code)
        assert answer.status_code == 201
        path = "".join(f"%{byte:02X}" for byte in code.encode())
        assert (await api.client.get(f"/v1/dossiers/{path}/events")).json()["dossier"] == code
        told = await api.tell("noted", code=path, data={"name": "gọi"})
        assert told.json()["dossier"]["value"] == code


async def test_a_dossier_is_read_and_told_of_by_a_code_that_it_was_given(api: Api) -> None:
    await api.create()
    given = {"system": "Phiếu kiểm soát", "value": "05/2025"}
    assert (await api.tell("code-assigned", data=given)).status_code == 201
    told = await api.tell("result-arrived", code="05/2025")
    assert (told.json()["dossier"], told.json()["version"]) == (given, 3)
    seen = (await api.get("/v1/dossiers/05/2025")).json()
    assert seen == {**(await api.get("/v1/dossiers/HS-1")).json(), "dossier": "05/2025"}
    assert seen["state"]["intake"]["code"]["value"] == "HS-1"
    history = (await api.get("/v1/dossiers/05/2025/events")).json()
    assert [line["version"] for line in history["events"]] == [1, 2, 3]


async def test_the_code_of_another_dossier_is_taken(api: Api) -> None:
    for code in ("HS-1", "HS-2"):
        await api.create(dossier=code)
    given = {"system": "dossier-code", "value": "HS-2"}
    answer = await api.tell("code-assigned", data=given)
    assert problem(answer) == (409, "code-taken")
    assert answer.json()["params"] == given
    assert await api.head() == 2


async def test_dossiers_come_a_page_at_a_time(api: Api) -> None:
    for number in range(5):
        await api.create(dossier=f"HS-{number}")
    await api.read_models.catch_up()
    seen: list[str] = []
    cursor = ""
    pages = 0
    while cursor is not None:
        page = (await api.get("/v1/dossiers", limit=2, cursor=cursor)).json()
        seen += [one["state"]["intake"]["code"]["value"] for one in page["dossiers"]]
        cursor, pages = page["next"], pages + 1
    assert sorted(seen) == [f"HS-{number}" for number in range(5)]
    assert pages == 3


async def test_dossiers_of_one_stage(api: Api) -> None:
    await api.create()
    await api.create(dossier="HS-2")
    await api.tell("result-arrived")
    await api.read_models.catch_up()
    page = (await api.get("/v1/dossiers", stage="resolved")).json()
    assert [one["version"] for one in page["dossiers"]] == [2]


async def test_the_report_counts_each_dossier_once(api: Api) -> None:
    await api.create(data=DUE)
    await api.create(dossier="HS-2", data={**DUE, "channel": "post"})
    await api.tell("result-arrived")
    await api.read_models.catch_up()
    answer = await api.get(REPORT, **NOVEMBER, by="channel")
    told = answer.json()
    assert (answer.status_code, told["as_of"], told["by"]) == (200, "2025-11-20", "channel")
    assert [row["key"] for row in told["rows"]] == ["online", "post"]
    total = told["total"]
    assert total["received"] == {"online": 1, "direct": 1, "carried_over": 0, "total": 2}
    assert (total["resolved"]["early"], total["open"]["overdue"]) == (1, 1)


async def test_the_report_as_it_was_known(api: Api) -> None:
    first = (await api.create(data=DUE)).json()
    await api.tell("result-arrived")
    told = (await api.get(REPORT, **NOVEMBER, known_at=first["recorded_at"])).json()
    assert (told["known_at"], told["total"]["open"]["total"]) == (first["recorded_at"], 1)


async def test_the_report_is_judged_at_the_day_that_is_asked_for(api: Api) -> None:
    await api.create(data=DUE)
    await api.read_models.catch_up()
    told = (await api.get(REPORT, **NOVEMBER, as_of="2025-11-05")).json()
    assert told["total"]["open"]["in_time"] == 1


async def test_without_the_token_nothing_is_told_or_recorded(api: Api) -> None:
    api.client.headers.pop("Authorization")
    for shown in WRONG_TOKENS:
        headers = [] if shown is None else [(b"Authorization", shown.encode("latin-1"))]
        answers = [await api.client.get(path, headers=headers) for path in (*READS, REPORT)]
        answers += [await api.client.post("/v1/dossiers", json=receipt(), headers=headers)]
        for answer in answers:
            assert problem(answer) == (401, "unauthorized")
            assert answer.headers["www-authenticate"] == "Bearer"
    assert await api.head() == 0


def references(schema: Any) -> list[str]:
    if isinstance(schema, list):
        return [ref for part in schema for ref in references(part)]
    if not isinstance(schema, dict):
        return []
    own = [schema["$ref"]] if isinstance(schema.get("$ref"), str) else []
    return own + [ref for part in schema.values() for ref in references(part)]


async def test_the_interface_describes_itself_and_every_reference_leads_somewhere(
    api: Api,
) -> None:
    told = (await api.get("/openapi.json")).json()
    assert {"/v1/dossiers", REPORT} <= told["paths"].keys()
    for reference in references(told):
        found = told
        for part in reference.removeprefix("#/").split("/"):
            assert part in found, reference
            found = found[part]


def asks(path: str) -> dict[str, str]:
    """What the path must be asked with."""
    return NOVEMBER if path == REPORT else {}


@pytest.mark.parametrize("path", ["/v1/dossiers", REPORT])
async def test_what_is_not_projected_yet_is_not_told(path: str) -> None:
    async with calling_behind() as client:
        answer = await client.get(path, params={**asks(path), "after": 0})
    assert problem(answer) == (503, "not-yet-projected")
    assert answer.json()["params"] == {"position": 0}


@pytest.mark.parametrize("path", ["/v1/dossiers", REPORT])
async def test_what_was_never_recorded_is_not_waited_for(path: str) -> None:
    async with calling_behind() as client:
        answer = await client.get(path, params={**asks(path), "after": 7})
    assert problem(answer) == (422, "unknown-position")
    assert answer.json()["params"] == {"position": 7, "head": 0}


@pytest.mark.parametrize("path", [*READS, REPORT])
async def test_while_the_database_is_away_one_is_asked_to_come_again(path: str) -> None:
    async with calling_broken(StoreUnavailable("no route")) as client:
        answer = await client.get(path, params=asks(path))
        posted = await client.post("/v1/dossiers", json=receipt())
    for one in (answer, posted):
        assert problem(one) == (503, "store-unavailable")
        assert int(one.headers["retry-after"]) > 0


async def test_beyond_what_may_wait_one_is_asked_to_come_again() -> None:
    async with calling_broken(Overloaded("4096 events wait")) as client:
        answer = await client.post("/v1/dossiers", json=receipt())
    assert problem(answer) == (503, "overloaded")
    assert int(answer.headers["retry-after"]) > 0


async def test_who_was_overtaken_is_asked_to_send_it_again() -> None:
    async with calling_broken(Conflict("HS-1")) as client:
        answer = await client.get("/v1/dossiers/HS-1")
    assert problem(answer) == (409, "conflict")
    assert answer.headers["retry-after"]


async def test_a_fault_is_logged_once_under_the_name_that_the_answer_gives() -> None:
    async with calling_broken(RuntimeError("the secret cause")) as client:
        with capture_logs() as logged:
            answer = await client.get("/v1/dossiers/HS-1")
    assert problem(answer) == (500, "fault")
    assert "the secret cause" not in answer.text
    (line,) = (one for one in logged if one["event"] == "fault")
    assert line["route"] == "/v1/dossiers/{code:path}"
    assert answer.json()["params"] == {"incident": line["incident"]}


async def test_what_is_wrong_is_said_in_the_installations_language(database: Database) -> None:
    async with calling(database, lang="vi") as api:
        answer = await api.get("/v1/dossiers/HS-9")
    assert answer.json()["detail"].startswith("Không có hồ sơ nào mang mã HS-9")
