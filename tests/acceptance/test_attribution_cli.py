"""Whose time it was, at a terminal and over HTTP: on the founding case, simulated."""

from collections.abc import Iterator
from typing import Any, Final

import httpx
import pytest

from tests.acceptance import ready
from tests.acceptance.installation import Installation, Server

PERIOD: Final = ("--from", "2019-01-01", "--to", "2019-08-31")
LATE: Final = {
    "000.00.12.H39-190322-0002": 263,
    "000.00.12.H39-190627-0001": 253,
    "000.00.12.H39-190703-0001": 19,
}
"""The three, and by how many minutes of office time."""
READINGS: Final[tuple[dict[str, str], ...]] = ({}, {"carrier": "paper"}, {"carrier": "digital"})


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with ready.founding_case(tmp_path_factory) as copy:
        yield copy


@pytest.fixture(scope="module")
def server(loaded: Installation) -> Iterator[Server]:
    """At work on it, so that no command need start a database."""
    with loaded.serving() as server:
        yield server


def one(client: httpx.Client, code: str, **query: str) -> Any:
    return client.get(f"/v1/dossiers/{code}/attribution", params=query).json()


def report(client: httpx.Client, **query: str) -> Any:
    period = {"from": PERIOD[1], "to": PERIOD[3]}
    return client.get("/v1/reports/attribution", params={**period, **query}).json()


@pytest.mark.parametrize("code", LATE)
@pytest.mark.parametrize("reading", READINGS, ids=str)
def test_every_minute_of_the_three_is_charged_once(
    client: httpx.Client, code: str, reading: dict[str, str]
) -> None:
    found = one(client, code, **reading)["attribution"]

    assert found["late_minutes"] == LATE[code]
    for parts in (found["charges"], found["accounts"]):
        assert sum(each["minutes"] for each in parts) == found["minutes"]
        assert sum(each["after"] for each in parts) == LATE[code]
    assert sum(each["minutes"] for each in found["made_it_late"]) == LATE[code]


@pytest.mark.usefixtures("server")
def test_a_manager_reads_who_made_it_late(loaded: Installation) -> None:
    code = "000.00.12.H39-190703-0001"
    english = loaded.ok("attribution", code).out
    vietnamese = loaded.ok("attribution", code, HOSO_LANG="vi").out

    assert "Late by 19 min: 19 min waiting for the paper, with Sub-department of" in english
    assert "late from 2019-07-05, 00:00 on" in english
    assert "What ate the slack" in english
    assert "Quá hạn 19 phút: 19 phút chờ bản giấy do Chi cục Tiêu chuẩn Đo lường" in vietnamese
    assert "Thời hạn đã dùng vào việc gì" in vietnamese
    assert "long-an" not in english + vietnamese


@pytest.mark.usefixtures("server")
def test_before_it_was_received_nobody_can_say(loaded: Installation) -> None:
    asked = ("attribution", "000.00.12.H39-190703-0001", "--at", "2019-07-02T10:00:00+07:00")

    assert "Nobody can say whose time it was" in loaded.ok(*asked).out
    found = loaded.ok(*asked, "--format", "json").json
    assert (found["attribution"], found["reason"]["code"]) == (None, "receipt")


@pytest.mark.usefixtures("server")
def test_an_open_dossier_is_charged_up_to_what_the_clock_shows(loaded: Installation) -> None:
    rows = loaded.ok("attribution", "000.00.12.H39-190703-0001", "--at", "2019-07-04T10:00:00Z")

    assert "still open" in rows.out


@pytest.mark.parametrize("reading", READINGS, ids=str)
def test_the_report_is_the_same_whole_by_whatever_it_is_grouped(
    client: httpx.Client, reading: dict[str, str]
) -> None:
    totals = []
    for by in ("account", "unit", "step", "procedure", "month"):
        found = report(client, by=by, **reading)
        for name in ("minutes", "before", "after"):
            assert sum(row[name] for row in found["rows"]) == found["total"][name]
        totals.append(found["total"])
        assert found["dossiers"] == {"ended": 287, "late": 3, "unattributed": 0, "open": 24}
    assert totals == [totals[0]] * len(totals)
    assert totals[0]["after"] == sum(LATE.values())


def test_most_of_what_was_late_was_waiting_for_the_paper(client: httpx.Client) -> None:
    first, *_ = report(client)["rows"]

    assert (first["key"], first["label"]) == ("other-carrier", "waiting for the other carrier")
    assert first["share_after"] > 0.9


@pytest.mark.usefixtures("server")
def test_the_report_is_a_table_in_both_languages(loaded: Installation) -> None:
    asked = ("report", "attribution", *PERIOD, "--by", "unit")
    english, vietnamese = loaded.ok(*asked).out, loaded.ok(*asked, HOSO_LANG="vi").out

    assert "287 dossiers ended, 3 of them late. Still open, in no row: 24." in english
    assert "287 hồ sơ đã kết thúc, trong đó 3 quá hạn." in vietnamese
    assert "Chi cục Tiêu chuẩn Đo lường Chất lượng tỉnh Long An" in vietnamese


def test_a_terminal_tells_what_http_answers(loaded: Installation, client: httpx.Client) -> None:
    code = next(iter(LATE))
    at_once = loaded.ok("attribution", code, "--format", "json").json
    by_unit = loaded.ok("report", "attribution", *PERIOD, "--by", "unit", "--format", "json").json

    assert at_once == one(client, code)
    assert by_unit == report(client, by="unit")


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("report", "attribution", *PERIOD, "--by", "colour"), "unknown-grouping"),
        (("report", "attribution", *PERIOD, "--format", "pdf"), "unknown-format"),
        (("report", "attribution", *PERIOD, "--carrier", "pigeon"), "invalid-parameter"),
        (
            ("report", "attribution", "--from", "2019-02-01", "--to", "2019-01-01"),
            "invalid-parameter",
        ),
        (("attribution", "x", "--carrier", "pigeon"), "invalid-parameter"),
        (("attribution", "x", "--format", "pdf"), "unknown-format"),
        (("attribution", "x", "--at", "2199-01-01T00:00:00Z"), "invalid-parameter"),
        (("attribution", next(iter(LATE)), "--at", "2019-09-02T00:00:00Z"), "invalid-parameter"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    loaded: Installation, arguments: tuple[str, ...], code: str
) -> None:
    ran = loaded.run(*arguments)

    assert (ran.exit_code, ran.out) == (2, "")
    assert f"[{code}]" in ran.err


@pytest.mark.usefixtures("server")
def test_an_unknown_dossier_is_refused(loaded: Installation) -> None:
    ran = loaded.run("attribution", "nobody")

    assert (ran.exit_code, ran.out) == (1, "")
    assert "[unknown-dossier]" in ran.err
