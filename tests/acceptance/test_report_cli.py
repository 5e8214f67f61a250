"""From a figure of the founding case to the events that decided it, at a terminal."""

from collections.abc import Iterator
from typing import Any, Final

import pytest

from tests.acceptance import ready
from tests.acceptance.installation import Installation

NINE_MONTHS: Final = ("--period", "2019-9M")
TDC: Final = "standards-metrology-quality"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    # Served meanwhile, so that commands need not start its database.
    with ready.founding_case(tmp_path_factory) as copy, copy.serving():
        yield copy


def told(loaded: Installation, *words: str) -> Any:
    return loaded.ok("report", *words).json


def dossiers(loaded: Installation, *words: str) -> Any:
    return told(loaded, "dossiers", *words, "--json")


def test_a_figure_opens_down_to_what_decided_it(loaded: Installation) -> None:
    report = told(loaded, "timeliness", *NINE_MONTHS, "--by", "field,unit", "--format", "json")
    assert report["period"]["name"] == "2019-9M"
    assert report["total"]["received"]["total"] == 311
    (row,) = [each for each in report["rows"] if each["level"] == 2 and each["resolved"]["late"]]
    assert (row["path"][0], row["resolved"]["late"]) == (TDC, 3)

    group = ("--by", "field,unit", "--group", "/".join(row["path"]))
    behind = dossiers(loaded, *NINE_MONTHS, *group, "--cell", "resolved.late")["dossiers"]
    assert len(behind) == 3

    for one in behind:
        why = told(loaded, "why", one["code"], "--json")
        assert why["class"] == one["class"] == "resolved.late"
        assert why["due_on"] < why["ended_on"]
        assert any("ended" in event["roles"] for event in why["events"])
        assert why["says"]
        # Of the figure, the same answer by every clock that the report could have been judged by.
        assert why["clocks"]["owed"]["class"] == "resolved.late"
        before = told(loaded, "why", one["code"], "--as-of", why["due_on"], "--json")
        assert before["class"] == "open.in_time"


def test_pages_put_together_are_the_figure(loaded: Installation) -> None:
    words = (*NINE_MONTHS, "--by", "field", "--group", TDC, "--limit", "100")
    first = dossiers(loaded, *words)
    second = dossiers(loaded, *words, "--cursor", first["next"])
    assert (len(first["dossiers"]), len(second["dossiers"]), second["next"]) == (100, 89, None)
    assert len({one["code"] for page in (first, second) for one in page["dossiers"]}) == 189


def test_what_is_late_on_a_day_is_overdue_in_the_report_of_the_day(loaded: Installation) -> None:
    for day in ("2019-04-01", "2019-03-31"):
        period = ("--from", "2018-01-01", "--to", day, "--as-of", day)
        report = told(loaded, "timeliness", *period, "--format", "json")
        late = told(loaded, "late", "--as-of", day, "--json")["dossiers"]
        assert len(late) == report["total"]["open"]["overdue"]
    assert [one["code"] for one in late] == ["000.00.12.H39-190322-0002"]


def test_as_known_then_it_was_open_still(loaded: Installation) -> None:
    code = "000.00.12.H39-190322-0002"
    known = ("--as-of", "2019-04-01", "--known-at", "2019-04-01T09:00:00+07:00")
    assert told(loaded, "why", code, *known, "--json")["class"] == "open.overdue"
    days = ("--from", "2019-01-01", "--to", "2019-04-01", "--cell", "resolved.late")
    assert dossiers(loaded, *days, *known[2:])["dossiers"] == []
    assert [one["code"] for one in dossiers(loaded, *days)["dossiers"]] == [code]


def test_people_read_it_in_their_language(loaded: Installation) -> None:
    code = "000.00.12.H39-190322-0002"
    english = loaded.ok("report", "why", code).out
    assert "ended the clock" in english
    vietnamese = loaded.ok("report", "why", code, HOSO_LANG="vi").out
    assert "đã giải quyết, quá hạn (theo quy định), 31/08/2019" in vietnamese
    listed = loaded.ok("report", "dossiers", *NINE_MONTHS, "--cell", "resolved.late").out
    assert listed.count("resolved, late") == 3


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("timeliness",), "period-missing"),
        (("timeliness", "--from", "2019-02-01", "--to", "2019-01-01"), "period-backwards"),
        (("timeliness", "--period", "2019-Q5"), "unknown-period"),
        (("timeliness", *NINE_MONTHS, "--scheme", "moon"), "unknown-scheme"),
        (("timeliness", *NINE_MONTHS, "--by", "colour"), "unknown-grouping"),
        (("timeliness", *NINE_MONTHS, "--by", "unit,unit"), "grouping-twice"),
        (("timeliness", *NINE_MONTHS, "--clock", "alarm"), "unknown-clock"),
        (("timeliness", *NINE_MONTHS, "--as-of", "2199-01-01"), "day-not-come"),
        (("timeliness", *NINE_MONTHS, "--as-of", "yesterday"), "not-a-day"),
        (("timeliness", *NINE_MONTHS, "--known-at", "2019-08-01T08:00"), "not-an-instant"),
        (("timeliness", *NINE_MONTHS, "--format", "pdf"), "unknown-format"),
        (("dossiers", *NINE_MONTHS, "--cell", "late"), "unknown-cell"),
        (("dossiers", *NINE_MONTHS, "--group", "x"), "group-without-level"),
        (("dossiers", *NINE_MONTHS, "--cursor", "x"), "unknown-cursor"),
        (("late", "--as-of", "2199-01-01"), "day-not-come"),
        (("late", "--known-at", "2019-08-01"), "not-an-instant"),
        (("why", "HS-1", "--clock", "alarm"), "unknown-clock"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_question_that_makes_no_sense_is_refused_with_a_code(
    loaded: Installation, words: tuple[str, ...], code: str
) -> None:
    ran = loaded.run("report", *words, HOSO_LANG="vi")
    assert (ran.exit_code, ran.out) == (2, "")
    assert f"[{code}]" in ran.err
    assert "Traceback" not in ran.err
    assert not ran.err.isascii()


def test_a_dossier_that_no_report_counts_yet_says_so(loaded: Installation) -> None:
    ran = loaded.run("report", "why", "000.00.12.H39-190322-0002", "--as-of", "2019-03-01")
    assert (ran.exit_code, ran.out) == (2, "")
    assert "[not-received]" in ran.err
