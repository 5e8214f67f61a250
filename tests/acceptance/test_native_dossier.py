"""One dossier from receipt to completion: told over HTTP, replayed from the command line."""

from typing import Any

import httpx
import pytest

from tests.acceptance.dossier import CODE, WORK, Body, cut_off, decided, received, said
from tests.acceptance.installation import Installation, Server

DISPUTED = said(
    "reconciled",
    "2019-09-04T11:00",
    settles=["result"],
    speaks={"result": "paper"},
    reason="the stamp is on the paper",
)
RECONCILED = decided(DISPUTED)
CONFIRMED = {**RECONCILED, "data": {**RECONCILED["data"], "second_person": "lan"}}
RETURNED = said("returned", "2019-09-04T15:00")
TOO_EARLY = decided(said("completed", "2019-09-04T10:30"))
COMPLETED = decided(said("completed", "2019-09-04T16:00"))


def post(client: httpx.Client, body: Body) -> httpx.Response:
    return client.post(f"/v1/dossiers/{CODE}/events", json=body)


def refusals(response: httpx.Response) -> set[str]:
    assert response.status_code in (409, 422), response.text
    assert response.headers["content-type"] == "application/problem+json"
    return {reason["code"] for reason in response.json()["reasons"]}


def accepted(response: httpx.Response) -> list[str]:
    """The codes of its findings."""
    assert response.status_code == 201, response.text
    return [finding["code"] for finding in response.json()["findings"]]


@pytest.fixture(scope="module")
def refused() -> dict[str, set[str]]:
    """What each act was refused for, in the order of the day."""
    return {}


@pytest.fixture(scope="module", autouse=True)
def _lived(shared: Installation, server: Server, refused: dict[str, set[str]]) -> None:
    """The dossier's life, up to its end; what was refused on the way is kept in `refused`."""
    with server.client() as client:
        assert accepted(client.post("/v1/dossiers", json=received())) == []
        for body in WORK:
            assert accepted(post(client, body)) == [], body
        refused["completed"] = refusals(post(client, TOO_EARLY))
        refused["reconciled"] = refusals(post(client, RECONCILED))
        refused["reported"] = refusals(post(client, DISPUTED))
        for body in (CONFIRMED, RETURNED, COMPLETED):
            assert accepted(post(client, body)) == [], body
    # Declared afterwards: what was told already is judged anew.
    cut_off(shared)


def replayed(shared: Installation, *options: str) -> Any:
    return shared.ok("replay", CODE, "--json", *options).json


def test_it_cannot_be_completed_while_paper_and_digital_disagree(
    refused: dict[str, set[str]],
) -> None:
    assert "open-divergence" in refused["completed"]


def test_who_reconciles_the_result_cannot_be_alone(refused: dict[str, set[str]]) -> None:
    assert refused["reconciled"] == {"second-person-required"}


def test_no_service_reports_what_only_a_person_can_do(refused: dict[str, set[str]]) -> None:
    assert refused["reported"] == {"act-not-postable"}


def test_it_is_closed_in_the_end_and_nothing_of_it_was_irregular(client: httpx.Client) -> None:
    seen = client.get(f"/v1/dossiers/{CODE}").json()

    assert seen["state"]["stage"] == "closed"
    assert (seen["version"], seen["findings"]) == (len(WORK) + 4, [])


def test_a_replay_beside_the_server_tells_the_same_history(
    shared: Installation, client: httpx.Client
) -> None:
    over_http = client.get(f"/v1/dossiers/{CODE}/events").json()["events"]
    told = replayed(shared)

    assert told["events"] == over_http
    stages = ["received"] * 3 + ["in progress"] * 2 + ["awaiting supplement", "in progress"]
    # The result on one carrier leaves it in progress: it is owed on both.
    stages += ["in progress"] + ["resolved"] * 2 + ["returned", "closed"]
    assert [event["stage"] for event in told["events"]] == stages


def test_a_replay_shows_the_dossier_as_it_was(shared: Installation, client: httpx.Client) -> None:
    noon = "2019-08-28T12:00:00+07:00"
    then = replayed(shared, "--at", noon)

    assert then["state"]["stage"] == "awaiting supplement"
    assert then["events"][-1]["paper"]["holder"]["organisation"] == "department"
    over_http = client.get(f"/v1/dossiers/{CODE}", params={"at": noon}).json()
    assert over_http["state"] == then["state"]


def test_a_replay_shows_the_dossier_as_it_was_at_a_version(shared: Installation) -> None:
    then = replayed(shared, "--version", "4")

    assert (then["version"], then["state"]["stage"]) == (4, "in progress")
    assert "in_transit" in then["events"][-1]["paper"]


def test_a_replay_shows_what_was_known(shared: Installation) -> None:
    recorded = replayed(shared)["events"]
    then = replayed(shared, "--known-at", recorded[5]["recorded_at"])

    assert [event["position"] for event in then["events"]] == list(range(1, 7))


def test_the_report_counts_it_on_the_day_that_the_paper_came(
    shared: Installation, client: httpx.Client
) -> None:
    days = {"from": "2019-08-01", "to": "2019-09-30"}
    total = client.get("/v1/reports/timeliness", params=days).json()["total"]

    assert total["received"]["total"] == total["received"]["direct"] == 1
    # Two days before the term ends, which the supplement of 29 August set off anew.
    assert total["resolved"]["total"] == total["resolved"]["early"] == 1
    assert total["open"]["total"] == 0
    assert shared.report("2019-08-01", "2019-09-30") == total


def test_the_report_of_the_day_before_has_it_open(shared: Installation) -> None:
    total = shared.report("2019-08-01", "2019-09-03")

    assert (total["resolved"]["total"], total["open"]["in_time"]) == (0, 1)


def test_the_whole_life_told_again_adds_nothing(client: httpx.Client) -> None:
    before = client.get("/readyz").json()["head"]
    again = [client.post("/v1/dossiers", json=received())]
    again += [post(client, body) for body in (*WORK, CONFIRMED, RETURNED, COMPLETED)]

    assert {answer.status_code for answer in again} == {201}
    assert {answer.headers.get("Idempotent-Replayed") for answer in again} == {"true"}
    assert client.get("/readyz").json()["head"] == before
