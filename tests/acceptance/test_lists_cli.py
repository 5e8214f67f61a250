"""Slips and shelves at a terminal: `hoso consignment` and `hoso shelf-check`."""

import json
from pathlib import Path

import httpx
import pytest

from tests.acceptance.dossier import CENTRE, DEPARTMENT, received, said
from tests.acceptance.installation import Installation

DESK = {**CENTRE, "desk": "quầy 3"}
SLIP = "05/2019"
AT = ("--at", "2019-08-28T16:00:00+07:00")
SHELF = ("--organisation", "centre", "--desk", "quầy 3", "--carrier", "paper", *AT)


@pytest.fixture(scope="module")
def offices(shared: Installation) -> Installation:
    """Three dossiers at the Centre, two of them sent to the department, one of which came."""
    told = [
        body
        for code in ("A-1", "A-2", "A-3")
        for body in (
            said("carrier-received", "2019-08-27T07:30", code, carrier="paper", desk=DESK),
            received(code),
        )
    ]
    file = shared.folder / "desk.ndjson"
    file.write_text("".join(f"{json.dumps(body)}\n" for body in told))
    shared.ok("import", file)
    return shared


@pytest.fixture(scope="module")
def sent(offices: Installation) -> Installation:
    way = {"slip": SLIP, "giver": DESK, "taker": DEPARTMENT, "carrier": "paper"}
    at = {"occurred_at": "2019-08-27T14:00:00+07:00", "via": {"organisation": "post"}}
    came = {"occurred_at": "2019-08-28T08:00:00+07:00", "taker": DEPARTMENT, "received": ["A-1"]}
    with offices.serving() as server, server.client() as client:
        posted(client, "/v1/consignments", {**way, **at, "dossiers": ["A-1", "A-2"]})
        posted(client, f"/v1/consignments/{SLIP}/receipt", came)
    return offices


def posted(client: httpx.Client, path: str, body: object) -> None:
    assert client.post(path, json=body).status_code == 200


def listed(folder: Path, *codes: str) -> Path:
    file = folder / "shelf.txt"
    file.write_text("\ufeff" + "".join(f"{code}\r\n\r\n" for code in codes))
    return file


def test_a_slip_shows_what_became_of_each(sent: Installation) -> None:
    english = sent.ok("consignment", SLIP).out
    vietnamese = sent.ok("consignment", SLIP, HOSO_LANG="vi").out

    for word in ("received", "missing, in transit", "A-1", "A-2", "department", "post"):
        assert word in english
    for word in ("đã nhận", "thiếu khi nhận, đang chuyển", "hồ sơ · giấy", "27/08/2019, 14:00"):
        assert word in vietnamese
    told = sent.ok("consignment", SLIP, "--json").json
    assert (told["slip"], told["totals"]) == (SLIP, {"missing": 1, "received": 1})


def test_a_slip_that_nobody_told_of(offices: Installation) -> None:
    ran = offices.run("consignment", "99/2019")

    assert (ran.exit_code, ran.out) == (1, "")
    assert "[unknown-slip]" in ran.err


def test_a_shelf_is_compared_with_the_record(sent: Installation, tmp_path: Path) -> None:
    good = sent.ok("shelf-check", listed(tmp_path, "A-3"), *SHELF, "--json").json
    assert good["totals"] == {"present": 1}

    file = listed(tmp_path, "A-1", "typo")
    wrong = sent.run("shelf-check", file, *SHELF, "--json")
    assert wrong.exit_code == 1
    assert {one["dossier"]: one["outcome"] for one in wrong.json["dossiers"]} == {
        "A-1": "unexpected",
        "A-3": "missing",
        "typo": "unknown",
    }
    events = sent.events()
    table = sent.run("shelf-check", file, *SHELF, HOSO_LANG="vi").out
    for word in ("có, không đúng ghi nhận", "thiếu", "không có mã này", "centre, quầy 3"):
        assert word in table
    assert sent.events() == events


@pytest.mark.parametrize(
    ("words", "exit_code", "code"),
    [
        (("--organisation", "centre", "--carrier", "pigeon"), 1, "invalid-field"),
        (("--organisation", "centre"), 2, ""),
        (("--organisation", "centre", "--carrier", "paper", "--at", "noon"), 2, ""),
    ],
)
def test_what_is_wrong_is_told(
    offices: Installation, tmp_path: Path, words: tuple[str, ...], exit_code: int, code: str
) -> None:
    ran = offices.run("shelf-check", listed(tmp_path, "A-1"), *words)

    assert (ran.exit_code, ran.out) == (exit_code, "")
    assert code in ran.err


@pytest.mark.parametrize(
    ("bytes_", "exit_code", "code"),
    [(b"\n \n", 1, "empty-list"), (b"\xff\xfe", 2, "unreadable-list")],
)
def test_a_list_of_nothing_and_what_is_no_text(
    offices: Installation, tmp_path: Path, bytes_: bytes, exit_code: int, code: str
) -> None:
    file = tmp_path / "shelf.txt"
    file.write_bytes(bytes_)
    ran = offices.run("shelf-check", file, *SHELF)

    assert (ran.exit_code, ran.out) == (exit_code, "")
    assert f"[{code}]" in ran.err


def test_both_commands_say_what_they_are_for(untouched: Installation) -> None:
    for command in ("consignment", "shelf-check"):
        assert f"Usage: hoso {command}" in untouched.ok(command, "--help").out
    assert not untouched.data.exists()
