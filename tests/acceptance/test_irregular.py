"""What is irregular happened all the same: recorded with a finding, or overridden by a person."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.acceptance.dossier import CENTRE, DEPARTMENT, Body, decided, head, said
from tests.acceptance.installation import Installation

APPROVED = {"reason": "Chị Ánh đã kiểm tra", "approver": "Lê Út"}


def receipt(dossier: str, year: int = 2019) -> Body:
    return said("received", f"{year}-08-27T08:00", dossier=dossier, procedure="2.002131")


def paper(dossier: str) -> Body:
    return said("carrier-received", "2019-08-27T09:00", dossier=dossier, carrier="paper")


def at_the_centre(dossier: str) -> Body:
    body = paper(dossier)
    return {**body, "data": {**body["data"], "desk": CENTRE}}


def before_its_law(dossier: str) -> list[Body]:
    return [receipt(dossier, 2009)]


def beyond_the_law(dossier: str) -> list[Body]:
    body = paper(dossier)
    plan = {**body, "data": {**body["data"], "components": [{"code": "plan"}]}}
    return [receipt(dossier), plan]


def too_early(dossier: str) -> list[Body]:
    return [receipt(dossier), said("returned", "2019-08-28T09:00", dossier=dossier)]


def by_another(dossier: str) -> list[Body]:
    handed = said(
        "transferred",
        "2019-08-27T10:00",
        dossier=dossier,
        giver=DEPARTMENT,
        taker=CENTRE,
        carrier="paper",
    )
    return [receipt(dossier), at_the_centre(dossier), handed]


IRREGULAR: dict[str, Callable[[str], list[Body]]] = {
    "procedure-not-in-force": before_its_law,
    "unknown-component": beyond_the_law,
    "out-of-order": too_early,
    "wrong-custodian": by_another,
}
"""By the code of its finding, a dossier whose last event is irregular."""

each = pytest.mark.parametrize("code", IRREGULAR)


def post(client: httpx.Client, body: Body) -> httpx.Response:
    path = "/v1/dossiers"
    if body["kind"] != "dossier.received":
        path += f"/{body['dossier']}/events"
    return client.post(path, json=body)


def told_up_to_the_last(client: httpx.Client, bodies: list[Body]) -> Body:
    """All but the last are regular, and told."""
    for body in bodies[:-1]:
        assert post(client, body).json()["findings"] == []
    return bodies[-1]


def findings(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 201, answer.text
    return [finding["code"] for finding in answer.json()["findings"]]


@each
def test_it_is_recorded_with_its_finding(client: httpx.Client, code: str) -> None:
    body = told_up_to_the_last(client, IRREGULAR[code](f"record {code}"))

    assert findings(post(client, body)) == [code]


@each
def test_a_person_is_refused_and_told_how_to_override(client: httpx.Client, code: str) -> None:
    body = told_up_to_the_last(client, IRREGULAR[code](f"decide {code}"))
    before = head(client)

    answer = post(client, decided(body))

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (409, code)
    assert [reason["class"] for reason in problem["reasons"]] == ["irregular"]
    assert "override.reason" in problem["override"]
    assert "override.approver" in problem["override"]
    assert head(client) == before


@each
def test_an_override_takes_it_with_its_finding(client: httpx.Client, code: str) -> None:
    body = told_up_to_the_last(client, IRREGULAR[code](f"override {code}"))

    assert findings(post(client, {**decided(body), "override": APPROVED})) == [code]


@pytest.mark.parametrize("lacking", APPROVED)
def test_an_override_without_reason_or_approver_is_none(client: httpx.Client, lacking: str) -> None:
    body = told_up_to_the_last(client, too_early(f"without {lacking}"))
    half = {name: value for name, value in APPROVED.items() if name != lacking}
    before = head(client)

    answer = post(client, {**decided(body), "override": half})

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-field")
    assert answer.json()["params"]["field"] == f"override.{lacking}"
    assert head(client) == before


def test_no_override_helps_an_act_whose_conditions_fail(client: httpx.Client) -> None:
    told_up_to_the_last(client, [receipt("no way"), {}])
    closed = decided(said("completed", "2019-09-01T09:00", dossier="no way"))
    before = head(client)

    answer = post(client, {**closed, "override": APPROVED})

    assert (answer.status_code, answer.json()["code"]) == (409, "not-returned")
    assert "override" not in answer.json()
    assert head(client) == before


@each
def test_an_import_records_it_and_a_replay_tells_the_finding(
    shared: Installation, client: httpx.Client, code: str
) -> None:
    bodies = IRREGULAR[code](f"import {code}")
    log = shared.folder / "irregular.ndjson"
    log.write_text("".join(f"{json.dumps(body)}\n" for body in bodies))

    done = shared.ok("import", log, "--json").json
    told: dict[str, Any] = shared.ok("replay", f"import {code}", "--json").json

    assert (done["recorded"], done["rejected"]) == (len(bodies), 0)
    offices = [event for event in told["events"] if event["source"] != "hoso"]
    found = [[finding["code"] for finding in event["findings"]] for event in offices]
    assert found == [*([] for _ in bodies[:-1]), [code]]
