"""Whose time it was over HTTP: of one dossier, and over those that ended in a period."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import httpx
import pytest

from adapters.http.app import create_app
from adapters.http.attribution import reports
from adapters.messages import Lang
from domain.access import Reach
from domain.dossier.attribution import Dimension
from domain.dossier.values import Carrier
from projections.attribution import Dossiers, Sum, Summed
from projections.report import Period
from tests.adapters.calling import BEARER, TOKEN, Behind, problem
from tests.adapters.memory import MemoryEventStore
from tests.adapters.memory_keys import OneKey
from tests.adapters.web.visiting import CENTRE, CODE, COUNTER, UNIT, Folded, Office, office

pytestmark = pytest.mark.anyio

PATH: Final = f"/v1/dossiers/{CODE}/attribution"
REPORT: Final = "/v1/reports/attribution"
JULY: Final = {"from": "2019-07-01", "to": "2019-07-31"}
TOLD: Final[tuple[tuple[str, str, dict[str, Any]], ...]] = (
    ("carrier-received", "2019-07-12T13:30", {"carrier": "digital", "desk": COUNTER}),
    (
        "received",
        "2019-07-12T13:30",
        {"owed": ["paper"], "promised_return": "2019-07-15T17:00:00+07:00"},
    ),
    ("transferred", "2019-07-12T14:30", {"carrier": "digital", "giver": COUNTER, "taker": UNIT}),
    ("transfer-acknowledged", "2019-07-12T16:30", {"carrier": "digital", "taker": UNIT}),
    (
        "transferred",
        "2019-07-16T08:00",
        {"carrier": "paper", "object": "result", "giver": UNIT, "taker": CENTRE},
    ),
    ("result-arrived", "2019-07-16T09:05", {"carrier": "paper", "desk": CENTRE}),
)
SUB: Final = "Sub-department of Standards, Metrology and Quality of Long An"
LATE_BY: Final = (
    f"Late by 2 h 05: 1 h 05 paper in transit to Results counter at the Centre, 1 h 00 {SUB}."
)


class Sums:
    """Answers one sum, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: tuple[Period, Dimension, Carrier | None] | None = None

    def within(self, reach: Reach) -> "Sums":
        return self

    async def summed(self, period: Period, by: Dimension, carrier: Carrier | None) -> Summed:
        self.asked = period, by, carrier
        rows = (Sum("transit", 30, 60, 2, 1), Sum(None, 90, 0, 1, 0))
        return Summed(by, rows, Dossiers(3, 1, 1, 4))


@pytest.fixture
async def told() -> Office:
    told = office()
    for kind, at, data in TOLD:
        await told.tell(kind, at, **data)
    return told


@pytest.fixture
def sums() -> Sums:
    return Sums()


@asynccontextmanager
async def calling(
    told: Office, sums: Sums, models: Any = None, lang: Lang = "en"
) -> AsyncIterator[httpx.AsyncClient]:
    engine = told.engine
    assert isinstance(engine.store, MemoryEventStore)
    models = models or Folded(engine.store)
    more = [reports(engine, models, sums, lang=lang)]
    app = create_app(engine, models, keys=OneKey(TOKEN), lang=lang, more=more)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://hoso.test", headers=BEARER
    ) as client:
        yield client


@pytest.fixture
async def client(told: Office, sums: Sums) -> AsyncIterator[httpx.AsyncClient]:
    async with calling(told, sums) as client:
        yield client


async def test_a_dossier_says_charge_by_charge_whose_time_it_was(
    client: httpx.AsyncClient,
) -> None:
    body = (await client.get(PATH)).json()
    found = body["attribution"]

    assert (body["dossier"], body["carrier"], body["reason"]) == (CODE, None, None)
    assert (found["minutes"], found["late_minutes"], found["ended"]) == (815, 125, True)
    assert found["due"] == "2019-07-15T17:00:00Z"
    assert found["sentence"] == LATE_BY
    assert [
        (each["account"], each["who"], each["minutes"], each["before"], each["after"])
        for each in found["charges"]
    ] == [
        ("custodian", "Counter of the sub-department at the Centre", 60, 60, 0),
        ("transit", f"Counter of the sub-department at the Centre → {SUB}", 120, 120, 0),
        ("custodian", SUB, 570, 510, 60),
        ("transit", f"{SUB} → Results counter at the Centre", 65, 0, 65),
    ]
    assert found["charges"][1]["since"] == "2019-07-12T07:30:00Z"
    assert found["accounts"] == [
        {"account": "custodian", "minutes": 630, "before": 570, "after": 60},
        {"account": "transit", "minutes": 185, "before": 120, "after": 65},
    ]
    assert [each["minutes"] for each in found["ate_the_slack"]] == [510, 120, 60]
    assert [(each["says"], each["minutes"]) for each in found["made_it_late"]] == [
        ("paper in transit to Results counter at the Centre", 65),
        (SUB, 60),
    ]


async def test_a_carrier_has_its_own_charges_and_the_dossier_its_sentence(
    client: httpx.AsyncClient,
) -> None:
    body = (await client.get(PATH, params={"carrier": "paper"})).json()

    assert body["carrier"] == "paper"
    charges = body["attribution"]["charges"]
    assert [(each["account"], each["minutes"]) for each in charges] == [
        ("unrecorded", 750),
        ("transit", 65),
    ]
    assert body["attribution"]["sentence"] == LATE_BY


async def test_it_is_told_as_it_was_and_as_it_was_known(client: httpx.AsyncClient) -> None:
    then = (await client.get(PATH, params={"at": "2019-07-12T15:00:00+07:00"})).json()
    assert (then["at"], then["attribution"]["minutes"]) == ("2019-07-12T08:00:00Z", 90)
    assert then["attribution"]["sentence"] == "No working minute passed after the due date."

    known = (await client.get(PATH, params={"known_at": "2019-07-16T01:30:00Z"})).json()
    assert known["attribution"]["ended"] is False
    assert known["attribution"]["until"] == "2019-07-16T01:30:00Z"


async def test_where_nobody_can_say_it_is_null_with_the_reason(client: httpx.AsyncClient) -> None:
    answer = await client.get(PATH, params={"at": "2019-07-12T08:00:00+07:00"})

    assert (answer.status_code, answer.json()["attribution"]) == (200, None)
    assert answer.json()["reason"] == {
        "code": "receipt",
        "message": "Nobody can say whose time it was: the dossier had not been received.",
    }


async def test_in_vietnamese_with_the_names_of_that_day(told: Office, sums: Sums) -> None:
    async with calling(told, sums, lang="vi") as client:
        found = (await client.get(PATH)).json()["attribution"]
        rows = (await client.get(REPORT, params=JULY)).json()["rows"]

    assert found["sentence"] == (
        "Quá hạn 2 giờ 05 phút: 1 giờ 05 phút bản giấy đang chuyển đến Quầy trả kết quả của "
        "Trung tâm, 1 giờ 00 phút Chi cục Tiêu chuẩn Đo lường Chất lượng tỉnh Long An."
    )
    assert [row["label"] for row in rows] == ["đang luân chuyển", "không nêu"]


async def test_the_report_sums_over_what_ended(client: httpx.AsyncClient, sums: Sums) -> None:
    body = (await client.get(REPORT, params={**JULY, "carrier": "paper"})).json()

    assert sums.asked is not None
    period, *more = sums.asked
    assert more == [Dimension.ACCOUNT, Carrier.PAPER]
    assert body["period"] == {"from": f"{period.from_on}", "to": f"{period.to_on}"} == JULY
    assert body["dossiers"] == {"ended": 3, "late": 1, "unattributed": 1, "open": 4}
    assert body["rows"][0] == {
        "key": "transit",
        "label": "in transit",
        "minutes": 90,
        "before": 30,
        "after": 60,
        "share_before": 0.25,
        "share_after": 1.0,
        "dossiers": 2,
        "late": 1,
    }
    assert (body["rows"][1]["key"], body["rows"][1]["share_after"]) == (None, 0.0)
    assert body["total"] == {"minutes": 180, "before": 120, "after": 60}


@pytest.mark.parametrize(
    ("path", "query", "name"),
    [
        (REPORT, {"from": "2019-07-31", "to": "2019-07-01"}, "to"),
        (REPORT, {**JULY, "by": "weather"}, "by"),
        (REPORT, {**JULY, "carrier": "pigeon"}, "carrier"),
        (REPORT, {"from": "2019-07-31"}, "to"),
        (PATH, {"at": "2019-09-01T08:00:00+07:00"}, "at"),
        (PATH, {"at": "2019-07-12T08:00:00"}, "at"),
        (PATH, {"known_at": "yesterday"}, "known_at"),
        (PATH, {"carrier": "pigeon"}, "carrier"),
    ],
)
async def test_what_cannot_be_asked_is_refused(
    client: httpx.AsyncClient, path: str, query: dict[str, str], name: str
) -> None:
    answer = await client.get(path, params=query)

    assert problem(answer) == (422, "invalid-parameter")
    assert answer.json()["params"]["name"] == name


async def test_an_unknown_dossier_and_figures_that_lag(told: Office, sums: Sums) -> None:
    async with calling(told, sums, Behind()) as client:
        unknown = await client.get("/v1/dossiers/nobody/attribution")
        assert problem(unknown) == (404, "unknown-dossier")
        assert problem(await client.get(REPORT, params=JULY)) == (503, "not-yet-projected")
        without = await client.get(REPORT, params=JULY, headers={"Authorization": "Bearer no"})
        assert problem(without) == (401, "unauthorized")
