"""The report over HTTP: its levels, clocks and periods, and down to what decided a figure."""

from collections.abc import AsyncIterator
from typing import Any, Final

import httpx
import pytest

from adapters.messages import Lang
from domain.engine import Engine
from projections.report import as_json, total
from tests.adapters.calling import Api, calling, client_of, problem
from tests.adapters.memory import MemoryEventStore
from tests.adapters.web.visiting import CENTRE, Folded, Office, office

pytestmark = pytest.mark.anyio

REPORT: Final = "/v1/reports/timeliness"
DOSSIERS: Final = f"{REPORT}/dossiers"
LATE_NOW: Final = "/v1/reports/late-now"
SPRING: Final = {"from": "2019-04-01", "to": "2019-06-30"}
LATE: Final = "000.00.12.H39-190426-0001"
OPEN: Final = "000.00.12.H39-190820-0001"
REFUSED: Final = "000.00.12.H39-190502-0001"
XRAY: Final = "2.002131"
FIELD: Final = "radiation-safety"


async def told_of() -> Office:
    """Declared on a Friday before two holidays and a swapped day: five working days, late by one.
    Another is open and overdue; a third was refused at the desk."""
    told = office()
    await told.tell(
        "received",
        "2019-04-26T08:00",
        dossier=LATE,
        envelope={"unit": "long-an-dost", "actor": "hanh"},
        procedure=XRAY,
        channel="direct",
        owed=["paper"],
    )
    desk: dict[str, Any] = {"carrier": "paper", "desk": CENTRE}
    await told.tell("intake-refused", "2019-05-02T09:00", dossier=REFUSED, legal_basis="NĐ 61")
    await told.tell("result-arrived", "2019-05-08T09:00", dossier=LATE, **desk)
    await told.tell("received", "2019-08-20T08:00", dossier=OPEN, procedure=XRAY, channel="online")
    return told


@pytest.fixture
async def told() -> Office:
    return await told_of()


def client_for(told: Office, lang: Lang = "en") -> Any:
    engine: Engine = told.engine
    assert isinstance(engine.store, MemoryEventStore)
    return client_of(engine, Folded(engine.store), lang)


@pytest.fixture
async def client(told: Office) -> AsyncIterator[httpx.AsyncClient]:
    async with client_for(told) as client:
        yield client


async def asked(client: httpx.AsyncClient, path: str, **query: Any) -> dict[str, Any]:
    answer = await client.get(path, params=query)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


# The document.


async def test_levels_are_rows_that_sum(client: httpx.AsyncClient) -> None:
    body = await asked(client, REPORT, **SPRING, by="field,procedure")
    assert (body["by"], body["clock"]) == ("field,procedure", "owed")
    by_field, by_procedure = ([row for row in body["rows"] if row["level"] == n] for n in (1, 2))
    # Of the refused one nobody told the procedure: it is in no field.
    assert [row["path"] for row in by_field] == [[""], [FIELD]]
    assert [row["path"] for row in by_procedure] == [["", ""], [FIELD, XRAY]]
    assert by_procedure[1]["resolved"]["late"] == by_field[1]["resolved"]["late"] == 1
    assert body["total"]["not_accepted"] == 1


async def test_a_single_level_stays_as_it_was_and_says_its_path(client: httpx.AsyncClient) -> None:
    body = await asked(client, REPORT, **SPRING, by="field")
    row = body["rows"][1]
    assert (body["by"], row["key"], row["label"]) == ("field", FIELD, FIELD)
    assert (row["path"], row["level"]) == ([FIELD], 1)
    assert set(row) == set(as_json(total([])))


async def test_a_document_says_how_its_figures_were_made(client: httpx.AsyncClient) -> None:
    body = await asked(client, REPORT, period="2019-Q2", clock="gross", as_of="2019-05-31")
    assert body["period"] == {
        "from": "2019-04-01",
        "to": "2019-06-30",
        "scheme": "calendar",
        "name": "2019-Q2",
    }
    assert (body["clock"], body["as_of"], body["known_at"]) == ("gross", "2019-05-31", None)
    assert body["zone"] == "Asia/Ho_Chi_Minh"
    assert body["granularity"] == "local date (terms in hours: instant)"
    assert body["denominators"]["received"] == "resolved + open + ended"
    assert body["denominators"]["on_time_of_due"] == "resolved + open.overdue"


async def test_a_quarter_with_its_cut_off_ends_on_the_14th(client: httpx.AsyncClient) -> None:
    body = await asked(client, REPORT, period="2019-Q3", scheme="tt-01-2020")
    period = body["period"]
    assert (period["from"], period["to"], period["name"]) == ("2019-06-15", "2019-09-14", "2019-Q3")


async def test_the_national_clock_stands_beside_whichever_was_chosen(
    client: httpx.AsyncClient,
) -> None:
    for clock in ("owed", "national", "paper", "digital"):
        body = await asked(client, REPORT, **SPRING, clock=clock)
        national = body["total"]["national"]
        assert set(national) == {"resolved", "open", "ended"}
        assert sum(part["total"] for part in national.values()) == 1
        assert body["total"]["received"]["total"] == 1


@pytest.mark.parametrize("name", ["from", "to", "as_of"])
async def test_a_year_that_nobody_reports_on_is_refused(
    client: httpx.AsyncClient, name: str
) -> None:
    for path in (REPORT, f"{REPORT}/chart", DOSSIERS):
        answer = await client.get(path, params={**SPRING, name: "0001-01-01"})
        assert problem(answer) == (422, "year-out-of-range")


async def test_a_parameter_that_nothing_reads_is_refused_by_its_name(
    client: httpx.AsyncClient,
) -> None:
    for path in (REPORT, DOSSIERS, LATE_NOW, "/v1/dossiers", f"/v1/dossiers/{LATE}"):
        answer = await client.get(path, params={"kown_at": "2019-05-01T00:00:00Z"})
        assert problem(answer) == (422, "unknown-parameter")
        told = answer.json()["params"]
        assert told["name"] == "kown_at"
        assert path == "/v1/dossiers" or "known_at" in told["known"].split(", ")


async def test_every_figure_says_how_many_dossiers_it_is_without(told: Office) -> None:
    class Parking(Folded):
        async def parked_by(self, name: str) -> int:
            return {"timeliness": 2, "dossier_view": 5}[name]

    assert isinstance(told.engine.store, MemoryEventStore)
    async with client_of(told.engine, Parking(told.engine.store), "en") as client:
        known: dict[str, Any] = {"known_at": "2019-08-19T00:00:00Z"}
        for path, query in ((REPORT, SPRING), (DOSSIERS, SPRING), (LATE_NOW, {})):
            assert (await asked(client, path, **query))["parked"] == 2
            # Folded from the log itself, it lacks none.
            assert (await asked(client, path, **query, **known))["parked"] == 0
    async with client_for(told) as client:
        assert (await asked(client, REPORT, **SPRING))["parked"] == 0


# From a number to its dossiers.


async def test_behind_a_number_stand_its_dossiers(client: httpx.AsyncClient) -> None:
    body = await asked(
        client, DOSSIERS, **SPRING, cell="resolved.late", by="field,procedure", group=FIELD
    )
    (one,) = body["dossiers"]
    assert (one["code"], one["class"], one["procedure"]) == (LATE, "resolved.late", XRAY)
    assert (one["received_on"], one["due_on"], one["ended_on"]) == (
        *("2019-04-26", "2019-05-07", "2019-05-08"),
    )
    assert (one["late_cause"], one["cause_confirmed"], one["apologised"]) == (None, False, False)
    assert body["next"] is None
    other = await asked(client, DOSSIERS, **SPRING, cell="resolved.late", by="field", group="x")
    assert other["dossiers"] == []


async def test_every_number_of_every_row_opens_as_many_dossiers(client: httpx.AsyncClient) -> None:
    query = {"from": "2019-01-01", "to": "2019-08-31", "by": "channel,procedure"}
    body = await asked(client, REPORT, **query)
    opened = 0
    for row in body["rows"]:
        for cell in ("received.total", "resolved.late", "open.overdue", "not_accepted"):
            part, _, name = cell.rpartition(".")
            number = row[part][name] if part else row[name]
            group = "/".join(row["path"])
            behind = await asked(client, DOSSIERS, **query, cell=cell, group=group)
            assert len(behind["dossiers"]) == number
            opened += number
    assert opened == 2 * 5  # each at both levels: two received and in their class, one refused


async def test_what_is_late_now_is_open_and_overdue(client: httpx.AsyncClient) -> None:
    body = await asked(client, LATE_NOW)
    assert body["as_of"] == "2019-08-31"
    assert [(one["code"], one["due_on"]) for one in body["dossiers"]] == [(OPEN, "2019-08-27")]
    assert (await asked(client, LATE_NOW, as_of="2019-08-27"))["dossiers"] == []
    then = await asked(client, LATE_NOW, known_at="2019-05-31T00:00:00Z")
    assert then["dossiers"] == []


async def test_as_known_then_a_result_had_not_arrived(client: httpx.AsyncClient) -> None:
    query = {**SPRING, "cell": "open.overdue", "as_of": "2019-05-08"}
    then = await asked(client, DOSSIERS, **query, known_at="2019-05-03T00:00:00Z")
    now = await asked(client, DOSSIERS, **query)
    assert ([one["code"] for one in then["dossiers"]], now["dossiers"]) == ([LATE], [])


# From a dossier to what decided it.


async def test_a_dossier_says_by_which_events_and_days_it_is_late(
    client: httpx.AsyncClient,
) -> None:
    """Two holidays, a day off for them, and a Saturday worked instead (domain: 26/04/2019)."""
    body = await asked(client, f"/v1/dossiers/{LATE}/timeliness")
    assert (body["class"], body["due_on"], body["ended_on"]) == (
        *("resolved.late", "2019-05-07", "2019-05-08"),
    )
    assert [(event["kind"], event["roles"]) for event in body["events"]] == [
        ("dossier.received", ["started"]),
        ("dossier.result-arrived", ["ended"]),
    ]
    started, ended = body["events"]
    assert (started["version"], ended["version"]) == (1, 2)
    assert started["position"] < ended["position"]
    assert ended["occurred_at"] == "2019-05-08T02:00:00Z"
    assert (ended["recorded_at"], ended["source"]) == ("2019-05-08T02:00:00Z", "one-stop")
    causes = {(why["cause"], why["day"]) for why in body["due"]["because"]}
    assert ("made-up", "2019-05-04") in causes
    assert ("skipped", "2019-04-29") in causes
    assert any("2019-05-04" in sentence for sentence in body["says"])
    assert {clock: told["class"] for clock, told in body["clocks"].items()}.keys() >= {
        *("owed", "national", "no-reset", "recorded", "paper", "digital", "gross"),
    }


async def test_it_says_so_in_vietnamese_too(told: Office) -> None:
    async with client_for(told, "vi") as client:
        body = await asked(client, f"/v1/dossiers/{LATE}/timeliness")
    assert any("04/05/2019" in sentence for sentence in body["says"])


async def test_a_supplement_moves_the_due_date(told: Office, client: httpx.AsyncClient) -> None:
    await told.tell(
        "supplement-requested",
        "2019-08-21T08:00",
        dossier=OPEN,
        supplement="1",
        relayed=True,
    )
    await told.tell("supplement-received", "2019-08-26T08:00", dossier=OPEN, supplement="1")
    body = await asked(client, f"/v1/dossiers/{OPEN}/timeliness", as_of="2019-08-29")
    told_ = [(event["roles"], event["due_on"]) for event in body["events"]]
    assert [roles for roles, _ in told_] == [["started"], ["moved"], ["moved"]]
    assert [due for _, due in told_][:2] == ["2019-08-27", None]
    assert body["due_on"] == told_[2][1] > "2019-08-27"


async def test_as_it_was_before_it_had_ended(client: httpx.AsyncClient) -> None:
    path = f"/v1/dossiers/{LATE}/timeliness"
    body = await asked(client, path, as_of="2019-05-07")
    assert (body["class"], len(body["events"])) == ("open.in_time", 1)
    known = await asked(client, path, known_at="2019-05-03T00:00:00Z", as_of="2019-05-08")
    assert (known["class"], known["ended_at"]) == ("open.overdue", None)


async def test_what_was_refused_at_the_desk_is_judged_by_no_clock(
    client: httpx.AsyncClient,
) -> None:
    body = await asked(client, f"/v1/dossiers/{REFUSED}/timeliness")
    assert (body["class"], body["clocks"], body["says"]) == ("not_accepted", {}, [])
    assert [event["roles"] for event in body["events"]] == [["ended"]]


async def test_before_it_was_received_no_report_counts_it(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"/v1/dossiers/{LATE}/timeliness", params={"as_of": "2019-04-25"})
    assert problem(answer) == (404, "not-received")
    answer = await client.get("/v1/dossiers/nobody/timeliness")
    assert problem(answer) == (404, "unknown-dossier")


# Questions that make no sense.


@pytest.mark.parametrize(
    ("path", "query", "code"),
    [
        (REPORT, "", "period-missing"),
        (REPORT, "to=2019-04-30", "period-missing"),
        (REPORT, "from=2019-04-30&to=2019-04-01", "period-backwards"),
        (REPORT, "period=2019-Q1&from=2019-04-30", "period-twice"),
        (REPORT, "period=2019-Q9", "unknown-period"),
        (REPORT, "period=2019-Q1&scheme=moon", "unknown-scheme"),
        (REPORT, "period=2019&by=colour", "unknown-grouping"),
        (REPORT, "period=2019&by=field,field", "grouping-twice"),
        (REPORT, "period=2019&by=field,unit,procedure,officer,channel", "too-many-levels"),
        (REPORT, "period=2019&clock=alarm", "unknown-clock"),
        (REPORT, "period=2019&as_of=2019-09-01", "day-not-come"),
        (REPORT, "period=2019&known_at=2019-08-01", "invalid-parameter"),
        (REPORT, "period=2019&known_at=2019-08-01T08:00:00", "invalid-parameter"),
        (DOSSIERS, "period=2019&cell=resolved", "unknown-cell"),
        (DOSSIERS, "period=2019&group=x", "group-without-level"),
        (DOSSIERS, "period=2019&cursor=x", "unknown-cursor"),
        (DOSSIERS, "period=2019&cursor=%00", "invalid-parameter"),
        (DOSSIERS, "period=2019&limit=0", "invalid-parameter"),
        (LATE_NOW, "as_of=2019-09-01", "day-not-come"),
        (LATE_NOW, "cursor=2019-01-01", "unknown-cursor"),
        (f"/v1/dossiers/{LATE}/timeliness", "clock=alarm", "unknown-clock"),
        (f"/v1/dossiers/{LATE}/timeliness", "as_of=2019-09-01", "day-not-come"),
    ],
)
async def test_a_question_that_makes_no_sense_is_refused_with_a_code(
    client: httpx.AsyncClient, path: str, query: str, code: str
) -> None:
    assert problem(await client.get(f"{path}?{query}")) == (422, code)


async def test_pages_follow_each_other_to_the_end(database: Any) -> None:
    days = {"from": "2025-11-01", "to": "2025-11-30"}
    async with calling(database) as api:
        for number in range(5):
            await created(api, f"HS-{number}")
        await api.read_models.catch_up()
        for path, query in ((DOSSIERS, days), (LATE_NOW, {})):
            found, cursor, pages = [], "", 0
            while cursor is not None:
                body = (await api.get(path, **query, limit=2, cursor=cursor)).json()
                found += [one["code"] for one in body["dossiers"]]
                cursor, pages = body["next"], pages + 1
            assert sorted(found) == [f"HS-{number}" for number in range(5)]
            assert pages == 3


async def created(api: Api, code: str) -> None:
    data = {"promised_return": "2025-11-05T17:00:00+07:00", "owed": ["paper"]}
    assert (await api.create(dossier=code, data=data)).status_code == 201
