"""Logs of other systems, imported and reported on: a real one, and one small enough to check."""

import gzip
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from adapters.postgres.embedded import running
from tests.acceptance import logs
from tests.acceptance.installation import Installation
from tests.acceptance.ready import LOG, RECEIPT, receipt_log

XES = "{http://www.xes-standard.org/}"

with_the_log = pytest.mark.skipif(not LOG.exists(), reason="the receipt log is not at hand")

Judged = Callable[[datetime], Any]


@pytest.fixture(scope="session")
def receipt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with the receipt log in it."""
    with receipt_log(tmp_path_factory) as copy, running(copy.data):
        yield copy


def figures(installation: Installation) -> dict[str, int]:
    total = installation.report("2010-01-01", "2012-01-23")
    assert total["resolved"]["undetermined"] == total["open"]["undetermined"] == 0
    return {
        "received": total["received"]["total"],
        "resolved": total["resolved"]["total"],
        "early or on time": total["resolved"]["early"] + total["resolved"]["on_time"],
        "late": total["resolved"]["late"],
        "open": total["open"]["total"],
        "overdue": total["open"]["overdue"],
        "in time": total["open"]["in_time"],
    }


KNOWN = {
    "received": 1434,
    "resolved": 1329,
    "early or on time": 1020,
    "late": 309,
    "open": 105,
    "overdue": 37,
    "in time": 68,
}


@with_the_log
def test_the_receipt_log_gives_the_known_figures(receipt: Installation) -> None:
    assert figures(receipt) == KNOWN


@with_the_log
def test_importing_it_again_adds_nothing(receipt: Installation) -> None:
    again = receipt.ok("import", LOG, "--mapping", RECEIPT, "--json").json

    assert (again["already"], again["recorded"], again["rejected"]) == (11_340, 0, 0)
    assert receipt.events() == 11_340
    assert figures(receipt) == KNOWN


# The day's first and last zone: were they heeded, days and so classes would move.
ELSEWHERE = ("Pacific/Kiritimati", "Pacific/Pago_Pago")


def moved(installation: Installation, zone: str) -> Installation:
    return replace(installation, environment={"HOSO_TIMEZONE": zone})


@with_the_log
def test_the_days_are_those_of_the_log_wherever_hoso_runs(receipt: Installation) -> None:
    """In one of them: the small log is read in both."""
    elsewhere = moved(receipt, ELSEWHERE[0])
    elsewhere.ok("rebuild", "timeliness")

    assert figures(elsewhere) == KNOWN


def cases() -> list[dict[str, datetime]]:
    """The dates of each case, straight from the file."""
    with gzip.open(LOG) as file:
        traces = ET.parse(file).getroot().iter(f"{XES}trace")
        return [
            {
                one.attrib["key"]: datetime.fromisoformat(one.attrib["value"])
                for one in trace.findall(f"{XES}date")
            }
            for trace in traces
        ]


def late_by(judged: Judged) -> int:
    return sum(
        judged(case["enddate"]) > judged(case["deadline"]) for case in cases() if "enddate" in case
    )


def in_amsterdam(at: datetime) -> date:
    return at.astimezone(ZoneInfo("Europe/Amsterdam")).date()


@with_the_log
def test_lateness_computed_another_way_is_the_same() -> None:
    assert late_by(in_amsterdam) == KNOWN["late"]
    of_open = [in_amsterdam(case["deadline"]) for case in cases() if "enddate" not in case]
    overdue = sum(day < date(2012, 1, 23) for day in of_open)
    assert (len(of_open), overdue) == (KNOWN["open"], KNOWN["overdue"])


@with_the_log
def test_instants_and_days_of_utc_would_give_other_answers() -> None:
    assert late_by(lambda at: at) == 377
    assert late_by(lambda at: at.astimezone(ZoneInfo("UTC")).date()) == 358


@pytest.fixture(params=["log.xes.gz", "log.csv"])
def small(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    name: str = request.param
    text = logs.as_xes() if ".xes" in name else logs.as_csv()
    raw = text.encode()
    file = tmp_path / name
    file.write_bytes(gzip.compress(raw) if file.suffix == ".gz" else raw)
    (tmp_path / "mapping.toml").write_text(logs.MAPPING)
    return file


def test_a_small_log_gives_the_answers_that_one_can_count(
    standing: Installation, small: Path
) -> None:
    done = standing.ok("import", small, "--mapping", "mapping.toml", "--json").json
    total = standing.report("2020-03-01", "2020-03-31")

    assert (done["recorded"], done["left_out"]) == (logs.EVENTS, [])
    assert total["received"]["direct"] == total["received"]["total"] == 7
    assert {cell: n for cell, n in total["resolved"].items() if n} == {
        "early": 1,
        "on_time": 1,
        "late": 2,
        "total": 4,
    }
    assert {cell: n for cell, n in total["open"].items() if n} == {
        "in_time": 1,
        "overdue": 1,
        "undetermined": 1,
        "total": 3,
    }


@pytest.mark.parametrize("zone", ELSEWHERE)
@pytest.mark.parametrize("small", ["log.csv"], indirect=True)
def test_a_small_log_gives_the_same_answers_wherever_hoso_runs(
    standing: Installation, small: Path, zone: str
) -> None:
    elsewhere = moved(standing, zone)
    elsewhere.ok("import", small, "--mapping", "mapping.toml")

    resolved = elsewhere.report("2020-03-01", "2020-03-31")["resolved"]

    assert (resolved["early"], resolved["on_time"], resolved["late"]) == (1, 1, 2)


def test_a_dossier_of_a_log_can_be_replayed(standing: Installation, small: Path) -> None:
    standing.ok("import", small, "--mapping", "mapping.toml")

    told = standing.ok("replay", "late", "--json").json

    kinds = [event["kind"] for event in told["events"]]
    assert kinds == ["dossier.received", "dossier.noted", "dossier.completed"]
    assert told["state"]["stage"] == "closed"
    assert {event["source"] for event in told["events"]} == {"register"}
