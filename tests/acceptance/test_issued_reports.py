"""Issued reports at a terminal and over HTTP: on the founding case, simulated."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any, Final

import httpx
import pytest

from tests.acceptance import ready
from tests.acceptance.installation import Installation, Ran, Server
from tests.projections.issuing import by_cause, causes, difference, must_add_up

OPEN: Final = "000.00.12.H39-190515-0001"
"""In time at the end of June; its result came in August."""
STRUCK: Final = "000.00.12.H39-190328-0002"
"""Received on 28 March, and still open at the end of the month."""
ISSUE: Final = ("report", "issue", "--actor", "Lê Út", "--by", "field")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with ready.founding_case(tmp_path_factory) as copy:
        yield copy


@pytest.fixture(scope="module")
def loaded(shared: Installation) -> Installation:
    """Q1 and Q2 are issued; then somebody types that a dossier was withdrawn in June, and strikes
    out the receipt of another one."""
    with shared.serving() as server:
        assert server.address
        shared.ok(*ISSUE, "--period", "2019-Q1", "--request-id", "first")
        shared.ok(*ISSUE, "--period", "2019-Q2")
        history = shared.ok("replay", STRUCK, "--json").json["events"]
        (receipt,) = (one for one in history if one["kind"] == "dossier.received")
        typed = (
            said(OPEN, "withdrawn", "2019-06-20", {}),
            said(
                STRUCK,
                "annulled",
                "2019-08-31",
                {
                    "target": {"source": receipt["source"], "request_id": receipt["request_id"]},
                    "reason": "Nhập nhầm",
                    "approver": "Lê Út",
                },
            ),
        )
        log = shared.folder / "typed.ndjson"
        log.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in typed))
        shared.ok("import", log)
    return shared


@pytest.fixture(scope="module")
def server(loaded: Installation) -> Iterator[Server]:
    with loaded.serving() as server:
        yield server


def said(dossier: str, kind: str, day: str, data: dict[str, Any]) -> dict[str, Any]:
    return {
        "dossier": dossier,
        "kind": f"dossier.{kind}",
        "occurred_at": f"{day}T09:00:00+07:00",
        "source": "typed",
        "request_id": f"{dossier} {kind}",
        "actor": "hanh",
        "data": data,
    }


def refused(ran: Ran) -> tuple[int, str]:
    assert ran.out == ""
    return ran.exit_code, ran.err.rstrip().rpartition("[")[2].removesuffix("]")


@pytest.mark.usefixtures("server")
def test_the_reports_are_listed_and_shown_as_they_were_issued(loaded: Installation) -> None:
    first, second, *_ = loaded.ok("report", "issued", "--json").json
    assert (first["number"], second["number"]) == ("2019-0001", "2019-0002")
    found = loaded.ok("report", "issued", "2019-0002", "--json").json
    total = found["report"]["total"]
    assert (total["open"]["total"], total["resolved"]["late"]) == (12, 1)
    assert found["carried_over"]["previous"]["number"] == "2019-0001"
    shown = loaded.ok("report", "issued", "2019-0002").out
    assert "Report 2019-0002: 2019-Q2 (calendar), 2019-04-01 – 2019-06-30" in shown
    assert "as it was issued" in shown
    lines = loaded.ok("report", "issued", "2019-0002", "--format", "csv").out
    assert "2019-04-01,2019-06-30" in lines
    document = loaded.ok("report", "issued", "2019-0002", "--document").out
    assert hashlib.sha256(document.encode()).hexdigest() == found["sha256"]
    assert (
        "đúng như khi phát hành" in loaded.ok("report", "issued", "2019-0002", HOSO_LANG="vi").out
    )


@pytest.mark.usefixtures("server")
def test_what_is_issued_is_what_the_report_of_the_read_models_says(loaded: Installation) -> None:
    """The one is folded from the events, the other counted where the rows are."""
    period = ("--period", "2019-08", "--by", "field,unit-now")
    issued = loaded.ok("report", "issue", "--actor", "minh", *period, "--as-of", "2019-08-31")
    assert "2019-08 (calendar)" in issued.out
    *_, last = loaded.ok("report", "issued", "--json").json
    report = loaded.ok("report", "issued", last["number"], "--json").json["report"]
    counted = loaded.ok("report", "timeliness", *period, "--format", "json").json
    assert {**report, "parked": 0} == counted


@pytest.mark.usefixtures("server")
def test_computed_again_a_report_says_what_has_changed_and_why(loaded: Installation) -> None:
    found = loaded.ok("report", "recompute", "2019-0002", "--json").json
    must_add_up(found)
    assert difference(found)["open.in_time"] == -1
    assert by_cause(found, "ended.withdrawn") == {"late-record": 1}
    assert causes(found)[OPEN] == ["late-record"]
    assert ["intellectual-property"] in [group["path"] for group in found["groups"]]
    table = loaded.ok("report", "recompute", "2019-0002", COLUMNS="400").out
    assert "Withdrawn of 2019-06-20 09:00, recorded 2019-08-31 23:59 (position" in table
    words = {"HOSO_LANG": "vi", "COLUMNS": "400"}
    assert "ghi nhận sau báo cáo" in loaded.ok("report", "recompute", "2019-0002", **words).out


@pytest.mark.usefixtures("server")
def test_an_annulment_moves_a_cell_of_the_report_that_counted_it(loaded: Installation) -> None:
    found = loaded.ok("report", "recompute", "2019-0001", "--json").json
    must_add_up(found)
    assert causes(found) == {STRUCK: ["correction-or-annulment"]}
    assert by_cause(found, "open.in_time") == {"correction-or-annulment": -1}
    assert found["dossiers"][0]["now"] is None


@pytest.mark.usefixtures("server")
def test_as_known_when_it_was_issued_nothing_differs(loaded: Installation) -> None:
    """All of the simulation was recorded before, and what was typed then comes after."""
    then = ("--known-at", "2019-08-31T23:00:00+07:00")
    assert not loaded.ok("report", "recompute", "2019-0002", *then, "--json").json["differs"]
    assert "Nothing differs." in loaded.ok("report", "recompute", "2019-0002", *then).out


@pytest.mark.usefixtures("server")
def test_the_bridge_says_which_dossiers_came_and_went(loaded: Installation) -> None:
    found = loaded.ok("report", "bridge", "2019-0002", "--json").json
    assert found["previous"]["number"] == "2019-0001"
    assert found["carried_over"] - found["open_then"] == -1
    ((reason,),) = (one["reasons"] for one in found["went"])
    assert (found["went"][0]["code"], reason["cause"]) == (STRUCK, "correction-or-annulment")
    same = loaded.ok("report", "bridge", "--period", "2019-Q2", "--by", "field", "--json").json
    assert same == found
    assert "Report 2019-0001 said that" in loaded.ok("report", "bridge", "2019-0002").out
    assert "bớt" in loaded.ok("report", "bridge", "2019-0002", HOSO_LANG="vi").out


def test_a_terminal_tells_what_http_answers(loaded: Installation, client: httpx.Client) -> None:
    path = "/v1/reports/issued"
    assert client.get(f"{path}/2019-0001").json() == (
        loaded.ok("report", "issued", "2019-0001", "--json").json
    )
    answered = client.get(f"{path}/2019-0001/recomputed").json()
    assert answered == loaded.ok("report", "recompute", "2019-0001", "--json").json


@pytest.mark.usefixtures("server")
def test_the_same_request_again_is_the_same_report(loaded: Installation) -> None:
    again = loaded.ok(*ISSUE, "--period", "2019-Q1", "--request-id", "first", "--json").json
    assert again["number"] == "2019-0001"
    other = loaded.run(*ISSUE, "--period", "2019-Q2", "--request-id", "first")
    assert refused(other) == (1, "request-id-reused")


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((*ISSUE, "--period", "2019-Q3"), (1, "period-not-over")),
        ((*ISSUE, "--period", "2019-Q2", "--number", "2019-0001"), (1, "report-number-not-next")),
        ((*ISSUE, "--period", "2019-Q7"), (2, "unknown-period")),
        ((*ISSUE, "--from", "2019-06-30", "--to", "2019-04-01"), (2, "period-backwards")),
        ((*ISSUE, "--period", "2019-Q2", "--known-at", "yesterday"), (2, "not-an-instant")),
        (("report", "issue", "--actor", " ", "--period", "2019-Q1"), (2, "invalid-parameter")),
        (("report", "issued", "2019-0099"), (1, "unknown-report")),
        (("report", "issued", "--document"), (2, "invalid-parameter")),
        (("report", "recompute", "2019-0099"), (1, "unknown-report")),
        (("report", "bridge"), (2, "period-missing")),
    ],
)
def test_what_cannot_be_asked_is_refused(
    loaded: Installation, arguments: tuple[str, ...], expected: tuple[int, str]
) -> None:
    assert refused(loaded.run(*arguments)) == expected
