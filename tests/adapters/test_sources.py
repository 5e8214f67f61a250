"""A source tells what happened in its own words, and hoso says what became of each thing."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters.http.results import Document, Result
from domain.posting import CHUNK
from tests.adapters.asking import NOW
from tests.adapters.calling import problem
from tests.adapters.exchange.hearing import CODE, payload, progress, supplement
from tests.adapters.failing import Busy, Failing
from tests.adapters.hearing import Installation, bearer, document, in_memory, totals

pytestmark = pytest.mark.anyio

SAID = {"ma": "A-1", "tt": "đang xử lý", "luc": "2019-08-27 15:00", "phong": "Phòng Đo lường"}


@pytest.fixture
async def office() -> AsyncIterator[Installation]:
    async with in_memory() as office:
        yield office


async def status(office: Installation, code: str = CODE) -> int:
    found = await office.get(f"/v1/dossiers/{code}")
    assert found.status_code == 200, found.text
    number: int = found.json()["state"]["status"]
    return number


# The national portal, from the first payload to the last.


async def test_a_dossier_as_the_portal_tells_it(office: Installation) -> None:
    first = await office.tell("national", {"data": [payload()], "session": "s"}, "portal")
    assert totals(first) == {"recorded": 1}
    assert await status(office) == 2

    assert totals(await office.tell("national", progress(), "portal")) == {"recorded": 1}
    assert await status(office) == 4

    asked = payload(TrangThaiHoSo=5, DanhSachHoSoBoSung=[supplement()])
    assert totals(await office.tell("national", asked, "portal")) == {"recorded": 1, "already": 1}
    assert await status(office) == 5

    brought = supplement(
        NgayTiepNhanBoSung="20190902100000",
        NgayHenTraTruoc="20190904170000",
        NgayHenTraMoi="20190910170000",
    )
    ended: dict[str, Any] = {
        "NgayHenTra": "20190910170000",
        "NgayKetThucXuLy": "20190909160000",
        "DanhSachHoSoBoSung": [brought],
    }
    nine = await office.tell("national", payload(TrangThaiHoSo=9, **ended), "portal")
    assert totals(nine) == {"recorded": 2, "already": 2}
    assert await status(office) == 9

    ten = payload(TrangThaiHoSo=10, NgayTra="20190910080000", **ended)
    assert totals(await office.tell("national", ten, "portal")) == {"recorded": 1, "already": 4}
    assert await status(office) == 10

    state = (await office.get(f"/v1/dossiers/{CODE}")).json()["state"]
    assert [one["returns_at"] for one in state["clock"]["promises"]] == [
        "2019-09-04T10:00:00Z",
        "2019-09-10T10:00:00Z",
    ]


async def test_the_same_payload_again_records_nothing(office: Installation) -> None:
    said = [payload(), progress()]
    first = (await office.tell("national", said)).json()

    again = await office.tell("national", said)

    assert totals(again) == {"already": 2}
    assert [item["position"] for item in again.json()["items"]] == [
        item["position"] for item in first["items"]
    ]


async def test_personal_data_is_in_the_vault_and_nowhere_else(office: Installation) -> None:
    answer = await office.tell("national", payload())

    events = await office.engine.store.after(0, 10)
    recorded = "".join(map(repr, events))
    for word in ("Nguyễn Văn A", "301234567", "0909", "bà A nhờ con nộp"):
        assert word not in recorded
        assert word not in answer.text
    assert answer.json()["dropped"] == {"DonViXuLy": 1, "GhiChu": 1}


async def test_what_cannot_be_read_is_refused_by_its_map_beside_what_can(
    office: Installation,
) -> None:
    answer = await office.tell("national", [payload(KenhThucHien=7), payload(MaHoSo="H-2")])

    assert totals(answer) == {"recorded": 1, "refused": 1}
    refused, recorded = answer.json()["items"]
    assert refused == {
        "index": 0,
        "record": 1,
        "dossier": CODE,
        "outcome": "refused",
        "code": "unknown-value",
        "params": {"dossier": CODE, "value": "7", "map": "channel.values"},
        "message": f"Dossier {CODE} has the value 7, which [channel.values] of the source's "
        "profile does not know: add it there, or correct it and send it again.",
    }
    assert (recorded["index"], recorded["record"]) == (1, 2)
    assert (recorded["kind"], recorded["kinds"]) == ("dossier.received", ["dossier.received"])


async def test_refusals_of_the_engine_are_told_by_item(office: Installation) -> None:
    answer = await office.tell("national", payload(NgayTiepNhan="20991231080000"))

    (item,) = answer.json()["items"]
    assert (item["outcome"], item["code"]) == ("refused", "occurred-in-future")
    assert item["reasons"][0]["code"] == "occurred-in-future"


async def test_it_is_said_in_vietnamese() -> None:
    async with in_memory("vi") as office:
        (item,) = (await office.tell("national", progress(TrangThai="x"))).json()["items"]

    assert item["message"].startswith(f"Hồ sơ {CODE} có giá trị x không có trong [maps.status]")


# A system that knows a status and a time.


async def test_a_status_alone_waits_until_somebody_opens_the_dossier(office: Installation) -> None:
    said = {"code": CODE, "status": 4, "since": "2019-08-28T14:00:00+07:00"}

    waits = await office.tell("status-only", said)
    (item,) = waits.json()["items"]
    await office.tell("national", payload())

    assert totals(waits) == {"unplaced": 1}
    assert item["unplaced"]
    assert totals(await office.tell("status-only", said)) == {"recorded": 1}


async def test_what_a_status_implies_is_recorded_with_it(office: Installation) -> None:
    await office.tell("national", payload(MaHoSo="A-1"))
    code = {"dossier": "A-1", "kind": "code-assigned", "occurred_at": "2019-08-27T08:00:00+07:00"}
    assigned = {"system": "onegate", "value": "A-1"}
    body = {**code, "source": "desk", "request_id": "1", "data": assigned}
    path = "/v1/dossiers/A-1/events"
    done = await office.client.post(path, json=body, headers=bearer("administrator"))
    assert done.status_code == 201, done.text

    answer = await office.tell("onegate", SAID)

    assert totals(answer) == {"recorded": 2}
    assert [item["kind"] for item in answer.json()["items"]] == [
        "dossier.status-reported",
        "dossier.transfer-acknowledged",
    ]
    holdings = (await office.get("/v1/dossiers/A-1")).json()["state"]["custody"]["holdings"]
    assert "tdc" in json.dumps(holdings["file/paper"])


async def test_a_rehearsal_records_nothing(office: Installation) -> None:
    answer = await office.tell("national", [payload(), progress()], dry_run=True)

    assert totals(answer) == {"recorded": 2}
    assert (answer.json()["dry_run"], answer.json()["position"]) == (True, None)
    assert not any("position" in item for item in answer.json()["items"])
    assert await office.engine.store.head() == 0


# One answer, in whatever words it was told.


async def test_it_is_answered_as_events_are_and_says_more(office: Installation) -> None:
    said = {**payload(), "DanhSachHoSoBoSung": [supplement()], "TrangThaiHoSo": 5}
    answer = (await office.tell("national", [said, progress(TrangThai="x")])).json()

    assert set(answer) - Document.model_fields.keys() == {"source", "records", "dropped"}
    items = answer["items"]
    named = set().union(*items)
    assert named - Result.model_fields.keys() == {"record", "kind", "request_id"}
    assert [(item["index"], item["record"]) for item in items] == [(0, 1), (1, 1), (2, 2)]
    assert (answer["position"], answer["dry_run"]) == (items[1]["position"], False)


@pytest.mark.parametrize("media", ["x-ndjson", "ndjson", "jsonl"])
async def test_lines_are_answered_by_lines(office: Installation, media: str) -> None:
    told = "".join(json.dumps(payload(MaHoSo=f"H-{number}")) + "\n" for number in range(2))
    asking = "national", told, f"application/{media}"

    *items, summary = (await office.text(*asking)).text.splitlines()
    whole = await office.text(*asking, Accept="application/json")

    assert [json.loads(item)["record"] for item in items] == [1, 2]
    assert json.loads(summary)["totals"]["recorded"] == json.loads(summary)["records"] == 2
    assert totals(whole) == {"already": 2}
    assert whole.headers["content-type"] == "application/json"


async def test_what_breaks_off_keeps_what_was_answered_and_says_so() -> None:
    said = [payload(MaHoSo=f"H-{number}") for number in range(CHUNK + 2)]
    async with in_memory(store=Failing(lambda: NOW)) as office:
        answer = await office.tell("national", said)
        unable = await office.tell("national", payload())

        assert await office.engine.store.head() == CHUNK
    broken = answer.json()
    assert len(broken["items"]) == broken["totals"]["posted"] == CHUNK
    assert (broken["complete"], broken["code"]) == (False, "broke-off")
    assert (broken["params"]["because"], broken["records"]) == ("store-unavailable", CHUNK + 2)
    assert problem(unable) == (503, "store-unavailable")


async def test_a_store_that_is_overloaded_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.http.intake.PAUSE", 0)
    async with in_memory(store=Busy(lambda: NOW)) as office:
        assert totals(await office.tell("national", [payload(), progress()])) == {"recorded": 2}


@pytest.mark.parametrize(
    ("text", "media"),
    [
        ('{"MaHoSo": "H-1"}\n{"MaHoSo": "H-2"}\n', "application/x-ndjson"),
        ("MaHoSo,TrangThai\nH-1,4\nH-2,4\n", "text/csv; charset=utf-8"),
        ('[{"MaHoSo": "H-1"}, {"MaHoSo": "H-2"}]', "application/json"),
    ],
)
async def test_records_that_tell_of_nothing_are_counted(
    office: Installation, text: str, media: str
) -> None:
    answer = await office.text("national", text, media)

    assert totals(answer) == {}
    assert document(answer)["records"] == 2


async def test_many_records_are_told_in_their_order(office: Installation) -> None:
    said = [payload(MaHoSo=f"H-{number}") for number in range(1200)]
    said[700] = payload(MaHoSo="H-700", KenhThucHien="x")

    answer = await office.tell("national", said)

    assert totals(answer) == {"recorded": 1199, "refused": 1}
    assert [item["record"] for item in answer.json()["items"]] == [*range(1, 1201)]


# Who may.


async def test_a_service_speaks_in_its_own_name_and_for_its_unit(office: Installation) -> None:
    not_its_own = await office.tell("national", payload(), "onegate")
    assert [item["code"] for item in not_its_own.json()["items"]] == ["source-not-yours"]

    await office.tell("national", payload(), "portal")
    (event,) = await office.engine.store.after(0, 10)
    assert (event.told.unit, event.told.entered_by) == ("tdc", "key-1")


async def test_to_whom_a_dossier_is_out_of_reach_it_is_not_there(office: Installation) -> None:
    await office.tell("national", payload(), "portal")
    said = {"code": CODE, "status": 9, "since": "2019-08-28T14:00:00+07:00"}

    there = await office.tell("status-only", said, "land")
    nobodys = await office.tell("status-only", {**said, "code": "H-0"}, "land")

    assert totals(there) == totals(nobodys) == {"unplaced": 1}


async def test_two_units_that_speak_for_one_source_are_two_testimonies(
    office: Installation,
) -> None:
    await office.tell("national", payload(), "portal")
    said = {"code": CODE, "status": 4, "since": "2019-08-28T14:00:00+07:00"}
    unheard = await office.tell("status-only", said, "land")

    first = await office.tell("status-only", said, "kiosk")
    again = [await office.tell("status-only", said, by) for by in ("kiosk", "land")]

    assert [totals(one) for one in (unheard, first, *again)] == [
        {"unplaced": 1},
        {"recorded": 1},
        {"already": 1},
        {"unplaced": 1},
    ]
    ids = [document(one)["items"][0]["request_id"] for one in (unheard, first, *again)]
    assert ids[0] == ids[3] != ids[1] == ids[2]


async def test_no_rehearsal_tells_what_another_unit_said(office: Installation) -> None:
    await office.tell("national", payload(), "portal")
    said = {"code": CODE, "status": 4, "since": "2019-08-28T14:00:00+07:00"}
    await office.tell("status-only", said, "kiosk")

    guessed = await office.tell("status-only", said, "land", dry_run=True)

    assert totals(guessed) == {"unplaced": 1}


async def test_an_auditor_tells_nothing(office: Installation) -> None:
    assert problem(await office.tell("national", payload(), "auditor")) == (403, "forbidden")
    assert (await office.get("/v1/sources", "auditor")).status_code == 200


# What there is.


async def test_sources_say_what_they_are_asked_for(office: Installation) -> None:
    listed = (await office.get("/v1/sources", "portal")).json()["sources"]
    national = (await office.get("/v1/sources/national", "portal")).json()

    assert {one["id"] for one in listed} == {"national", "onegate", "status-only"}
    assert national["carrier"] == "digital"
    assert "dossier.received" in national["kinds"]
    assert "NgayTiepNhan" in national["attributes"]
    assert "HoSoBoSungId" in national["lists"]["DanhSachHoSoBoSung"]
    assert national["statuses"]["9"] == 9


async def test_no_unit_and_no_officer_is_told(office: Installation) -> None:
    told = (await office.get("/v1/sources/onegate", "land")).text

    assert "đang xử lý" in told
    assert "Phòng Đo lường" not in told
    assert "Nguyễn An" not in told


async def test_a_source_that_is_not_there(office: Installation) -> None:
    for answer in (
        await office.get("/v1/sources/nobody"),
        await office.tell("nobody", payload()),
        await office.manifest("nobody", "2019-08-27", {}),
    ):
        assert problem(answer) == (404, "unknown-source")


@pytest.mark.parametrize(
    ("text", "media", "expected"),
    [
        ("{", "application/json", (422, "not-json")),
        (b"\xff", "text/csv", (422, "not-utf-8")),
        ("", "text/csv", (422, "no-header")),
        ('MaHoSo\n"a', "text/csv", (422, "bad-csv")),
        ("x" * 1_000_001, "application/x-ndjson", (422, "line-too-long")),
        (b"x" * 10_000_001, "application/x-ndjson", (413, "body-too-large")),
        ("<xml/>", "application/xml", (415, "unsupported-media-type")),
    ],
)
async def test_a_body_that_cannot_be_read_is_refused_whole(
    office: Installation, text: str | bytes, media: str, expected: tuple[int, str]
) -> None:
    assert problem(await office.text("national", text, media)) == expected
    assert await office.engine.store.head() == 0
