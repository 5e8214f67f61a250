"""Changes of the law at a terminal, beside a running server: `hoso what-if` and `hoso law`."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from tests.acceptance.installation import Installation

STANDARD: Final = "SKHCN-TDC-09"
"""Five working days."""
BRIDGE: Final = ("--holiday", "2019-09-03", "--announced", "2019-08-27")
BY: Final = ("--actor", "clerk", "--confirmed-by", "head of office", "--document", "995/TB")
PERIOD: Final = ("2019-08-01", "2019-09-30")
PATIENCE: Final = 30


def event(code: str, kind: str, at: str, **data: Any) -> dict[str, Any]:
    named = {"source": "one-stop", "request_id": f"{kind} {code}"}
    return {
        "dossier": code,
        "kind": f"dossier.{kind}",
        "occurred_at": f"{at}:00+07:00",
        **named,
        "data": data,
    }


@pytest.fixture(scope="module")
def desk(shared: Installation) -> Installation:
    """One with a slip that is open still, one without that came back on the fourth."""
    slip = {"procedure": STANDARD, "promised_return": "2019-09-03T17:00:00+07:00"}
    told = [
        event("L-1", "received", "2019-08-26T08:00", **slip),
        event("L-2", "received", "2019-08-26T08:00", procedure=STANDARD),
        event("L-2", "result-arrived", "2019-09-04T10:00"),
    ]
    file = shared.folder / "law.ndjson"
    file.write_text("".join(f"{json.dumps(one)}\n" for one in told))
    shared.ok("import", file)
    return shared


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


def ours(report: dict[str, Any]) -> tuple[int, int]:
    """On time and late."""
    return report["resolved"]["on_time"], report["resolved"]["late"]


def test_a_holiday_that_was_announced_late(desk: Installation) -> None:
    """Asked first, then entered beside a server, which tells by it at once. It is long over: its
    deadline moves, and nobody is promised a day that is past."""
    before = datetime.now(UTC).isoformat()
    on_time, late = ours(desk.report(*PERIOD))
    asked_first = desk.ok("what-if", *BRIDGE, "--json").json
    table = desk.ok("what-if", *BRIDGE).out

    assert asked_first["totals"] == {"touched": 2, "moved": 1, "promised_anew": 0, "flips": 1}
    for word in ("L-1", "L-2", "2019-09-03 → 2019-09-04", "late → on time"):
        assert word in table
    assert "nghỉ" in desk.ok("what-if", *BRIDGE, HOSO_LANG="vi").out.lower()
    assert desk.ok("law").out.strip() == "Nothing was entered of the law."

    with desk.serving() as server, server.client() as client:
        assert ours(_report(client)) == (on_time, late)
        done = desk.ok("law", "declare", *BRIDGE, *BY, "--json").json
        until(lambda: ours(_report(client)) == (on_time + 1, late - 1))
        assert client.get("/v1/law/entries").json()["entries"][0]["moved"] == 1

    assert (done["entry"]["moved"], done["totals"]) == (1, asked_first["totals"])
    assert ours(desk.report(*PERIOD, "--known-at", before)) == (on_time, late)
    again = desk.ok("law", "declare", *BRIDGE, *BY, "--json").json
    assert again["entry"] == done["entry"]
    listed = desk.ok("law").out
    for word in ("2019-09-03", "2019-08-27", "clerk, head of office"):
        assert word in listed
    replayed = desk.ok("replay", "L-1", "--json").json
    assert [one["kind"] for one in replayed["events"]].count("dossier.deadline-recomputed") == 1


def _report(client: httpx.Client) -> dict[str, Any]:
    days = {"from": PERIOD[0], "to": PERIOD[1], "as_of": PERIOD[1]}
    total: dict[str, Any] = client.get("/v1/reports/timeliness", params=days).json()["total"]
    return total


def test_a_changed_term(desk: Installation, tmp_path: Path) -> None:
    """What cannot be entered is refused with every flaw, and nothing is recorded."""
    file = tmp_path / "term.toml"
    file.write_text('[[version]]\ncode = "X-1"\ncolour = "red"\n')

    ran = desk.run("law", "declare", "--procedure", file, *BY)

    assert ran.exit_code == 1
    assert "[invalid-definition]" in ran.err
    file.write_text("[[version]]\n[[version]]\n")
    two = desk.run("what-if", "--procedure", file)
    assert (two.exit_code, "[unreadable-definition]" in two.err) == (2, True)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (("--holiday", "2019-09-02", "--announced", "2019-08-27", *BY), "day-declared-already"),
        (("--holiday", "2019-09-06", *BY), "invalid-field"),
        (("--holiday", "tomorrow", "--announced", "2019-08-27", *BY), "invalid-field"),
        (
            (*BRIDGE, "--actor", "clerk", "--confirmed-by", "CLERK"),
            "law-confirmed-by-who-enters",
        ),
    ],
)
def test_refusals(desk: Installation, said: tuple[str, ...], code: str) -> None:
    ran = desk.run("law", "declare", *said)

    assert (ran.exit_code, ran.out) == (1, "")
    assert f"[{code}]" in ran.err
