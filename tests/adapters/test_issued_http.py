"""Issued reports over HTTP: issued once, read, computed again, and refused with a code."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any, Final

import httpx
import pytest
from openpyxl import load_workbook

from adapters import catalogue
from adapters.http.app import create_app
from adapters.http.forms import MEDIA
from adapters.http.issued import issued
from domain.engine import Engine
from tests.adapters.calling import BEARER, TOKEN, Behind, problem
from tests.adapters.memory import MemoryVault
from tests.adapters.memory_keys import OneKey
from tests.projections.issuing import Case, MemoryDocuments, in_memory, july, june, must_add_up

pytestmark = pytest.mark.anyio

REPORTS: Final = "/v1/reports/issued"
Q2: Final = {"period": "2024-Q2", "by": "field", "actor": "minh", "request_id": "1"}


@dataclass(frozen=True, slots=True)
class Desk:
    client: httpx.AsyncClient
    case: Case

    async def issue(self, **said: Any) -> httpx.Response:
        body = {name: one for name, one in {**Q2, **said}.items() if one is not None}
        return await self.client.post(REPORTS, json=body)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    case = in_memory()
    await case.received("A", june(24))
    engine = Engine(case.store, MemoryVault(), case.law, lambda: case.now, lambda: "a stream")
    schemes = catalogue.schemes()
    more = [issued(engine, case.office, schemes, lang="en")]
    app = create_app(engine, Behind(), keys=OneKey(TOKEN), lang="en", schemes=schemes, more=more)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://hoso.test", headers=BEARER
    ) as client:
        yield Desk(client, case)


async def test_a_report_is_issued_and_read_again(desk: Desk) -> None:
    answer = await desk.issue()
    assert (answer.status_code, answer.headers["location"]) == (201, f"{REPORTS}/2024-0001")
    told = answer.json()
    assert (told["number"], told["integrity"]) == ("2024-0001", "unaltered")
    assert (told["issued_by"], told["entered_by"]) == ("minh", "bearer-token")
    assert told["inputs"]["scheme"] == "calendar"
    assert told["report"]["total"]["open"]["in_time"] == 1
    assert told["carried_over"]["open_then"] == 0
    assert (await desk.client.get(f"{REPORTS}/2024-0001")).json() == told
    (line,) = (await desk.client.get(REPORTS)).json()["reports"]
    assert line == {name: told[name] for name in line}


async def test_the_bytes_of_its_document_have_the_hash_of_the_log(desk: Desk) -> None:
    told = (await desk.issue()).json()
    answer = await desk.client.get(f"{REPORTS}/2024-0001/document")
    assert sha256(answer.content).hexdigest() == told["sha256"]
    assert [member["code"] for member in answer.json()["members"]] == ["A"]


async def test_as_a_workbook_it_is_what_was_issued(desk: Desk) -> None:
    told = (await desk.issue()).json()
    answer = await desk.client.get(f"{REPORTS}/2024-0001", params={"format": "xlsx"})
    assert answer.headers["content-type"] == MEDIA["xlsx"]
    cells = [
        str(cell.value)
        for sheet in load_workbook(BytesIO(answer.content))
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert any(told["sha256"] in cell and "2024-0001" in cell for cell in cells)
    lines = await desk.client.get(f"{REPORTS}/2024-0001", headers={"Accept": "text/csv"})
    assert lines.headers["content-type"].startswith("text/csv")
    unknown = await desk.client.get(f"{REPORTS}/2024-0001", params={"format": "pdf"})
    assert problem(unknown) == (422, "unknown-format")


async def test_the_same_request_again_gets_the_same_report(desk: Desk) -> None:
    first = await desk.issue()
    again = await desk.issue()
    by_key = await desk.client.post(
        REPORTS,
        json={name: one for name, one in Q2.items() if name != "request_id"},
        headers={"Idempotency-Key": "1"},
    )
    assert first.json() == again.json() == by_key.json()
    assert "idempotent-replayed" not in first.headers
    assert again.headers["idempotent-replayed"] == by_key.headers["idempotent-replayed"] == "true"


async def test_computed_again_it_says_what_has_changed_and_the_bridge(desk: Desk) -> None:
    await desk.issue()
    await desk.case.result("A", june(28), typed=july(2))
    desk.case.now = july(2)
    found = (await desk.client.get(f"{REPORTS}/2024-0001/recomputed")).json()
    must_add_up(found)
    (one,) = found["dossiers"]
    assert [move["cause"] for move in one["moves"]] == ["late-record"]
    then = {"known_at": "2024-07-01T12:00:00+07:00"}
    before = (await desk.client.get(f"{REPORTS}/2024-0001/recomputed", params=then)).json()
    assert (before["differs"], before["now"]["known_at"]) == (False, "2024-07-01T05:00:00Z")
    query = {"period": "2024-Q3", "by": "field"}
    bridge = (await desk.client.get("/v1/reports/carried-over", params=query)).json()
    assert (bridge["previous"]["number"], len(bridge["went"])) == ("2024-0001", 1)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"period": "2024-Q3"}, (409, "period-not-over")),
        ({"period": "2024-Q5"}, (422, "unknown-period")),
        ({"scheme": "lunar"}, (422, "unknown-scheme")),
        ({"by": "colour"}, (422, "unknown-grouping")),
        ({"clock": "sundial"}, (422, "unknown-clock")),
        ({"period": None}, (422, "period-missing")),
        ({"period": None, "from": "2024-06-30", "to": "2024-04-01"}, (422, "period-backwards")),
        ({"as_of": "2024-07-02"}, (422, "day-not-come")),
        ({"period": None, "from": 0, "to": "2024-06-30"}, (422, "invalid-field")),
        ({"known_at": "2024-07-01T12:00:00"}, (422, "time-without-offset")),
        ({"number": "2024-0002"}, (409, "report-number-not-next")),
        ({"actor": None}, (422, "invalid-field")),
        ({"colour": "red"}, (422, "unknown-field")),
    ],
)
async def test_what_cannot_be_issued_is_refused(
    desk: Desk, said: dict[str, Any], expected: tuple[int, str]
) -> None:
    assert problem(await desk.issue(**said)) == expected
    assert await desk.case.office.listed() == []


async def test_the_same_number_twice_is_refused(desk: Desk) -> None:
    await desk.issue(number="2024-0001")
    again = await desk.issue(number="2024-0001", request_id="2")
    assert problem(again) == (409, "report-number-not-next")
    assert "the next number is 2024-0002" in again.json()["detail"]


async def test_a_request_id_for_another_report_is_refused(desk: Desk) -> None:
    await desk.issue()
    assert problem(await desk.issue(by="unit")) == (422, "request-id-reused")


@pytest.mark.parametrize("path", ["", "/document", "/recomputed"])
async def test_an_unknown_number_is_not_found(desk: Desk, path: str) -> None:
    answer = await desk.client.get(f"{REPORTS}/2024-0009{path}")
    assert problem(answer) == (404, "unknown-report")


async def test_what_was_altered_is_said_to_be(desk: Desk) -> None:
    told = (await desk.issue()).json()
    assert isinstance(desk.case.documents, MemoryDocuments)
    desk.case.documents.kept["2024-0001", told["sha256"]] = b"{}"
    shown = (await desk.client.get(f"{REPORTS}/2024-0001")).json()
    assert (shown["integrity"], shown["report"]) == ("altered", None)
    for path in ("document", "recomputed"):
        answer = await desk.client.get(f"{REPORTS}/2024-0001/{path}")
        assert problem(answer)[1] == "report-altered"


async def test_without_the_token_nothing_is_told(desk: Desk) -> None:
    for path in (REPORTS, "/v1/reports/carried-over"):
        answer = await desk.client.get(path, headers={"Authorization": "Bearer no"})
        assert problem(answer) == (401, "unauthorized")
