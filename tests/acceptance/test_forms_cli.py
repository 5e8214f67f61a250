"""The report as a file, at a terminal: CSV, the official form, a chart; on the founding case."""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any, Final
from xml.etree import ElementTree as Xml

import pytest
from openpyxl import load_workbook

from tests.acceptance import ready
from tests.acceptance.installation import Installation, Server

PERIOD: Final = ("--from", "2019-01-01", "--to", "2019-08-31")
REPORT: Final = ("report", "timeliness", *PERIOD, "--by", "field,procedure")

pytestmark = pytest.mark.usefixtures("server")


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with ready.founding_case(tmp_path_factory) as copy:
        yield copy


@pytest.fixture(scope="module")
def server(loaded: Installation) -> Iterator[Server]:
    """At work on it, so that no command need start a database."""
    with loaded.serving() as server:
        yield server


@pytest.fixture(scope="module")
def told(loaded: Installation, server: Server) -> Any:
    return loaded.ok(*REPORT, "--format", "json").json


def test_the_official_form_says_what_the_report_says(loaded: Installation, told: Any) -> None:
    file = loaded.folder / "báo cáo.xlsx"

    loaded.ok(*REPORT, "--format", "xlsx", "--out", file, HOSO_LANG="vi")

    sheet = load_workbook(file)["II.06a"]
    found = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=11)]
    rows = found[: len(told["rows"]) + 1]
    assert [row[2] for row in rows] == [
        each["received"]["total"] for each in (*told["rows"], told["total"])
    ]
    # The case of Long An: 137 early, three late.
    assert [rows[-1][column] for column in (7, 9)] == [137, 3]
    assert rows[0][0] == "I"
    assert "An toàn bức xạ và hạt nhân" in [row[1] for row in rows]


def test_csv_is_the_same_to_the_last_figure(loaded: Installation, told: Any) -> None:
    out = loaded.ok(*REPORT, "--format", "csv").out

    lines = list(csv.DictReader(StringIO(out.removeprefix("\ufeff"), newline="")))
    rows = [*told["rows"], told["total"]]
    assert [(line["resolved.early"], line["rates.on_time_of_due"] or None) for line in lines] == [
        (str(row["resolved"]["early"]), row["rates"]["on_time_of_due"]) for row in rows
    ]
    assert out.startswith("\ufefffrom,to,as_of,")


def test_csv_has_headings_for_people(loaded: Installation) -> None:
    out = loaded.ok(*REPORT, "--format", "csv", "--headings", HOSO_LANG="vi").out

    assert out.startswith("\ufeffTừ ngày,Đến ngày,")


def test_a_chart_shows_the_months_of_the_case(loaded: Installation) -> None:
    picture = loaded.ok("report", "chart", *PERIOD, HOSO_LANG="vi").out

    words = [each.text for each in Xml.fromstring(picture).iter()]
    assert {f"2019-{month:02}" for month in range(1, 9)} <= {*words}
    assert "An toàn bức xạ và hạt nhân" in words


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((*REPORT, "--format", "pdf"), "unknown-format"),
        ((*REPORT, "--out", "report.json", "--format", "json"), "unknown-format"),
        ((*REPORT, "--format", "csv", "--out", "nowhere/report.csv"), "cannot-write"),
        (("report", "chart", *PERIOD, "--every", "week"), "unknown-length"),
        (("report", "chart", "--from", "1990-01-01", "--to", "2019-08-31"), "too-many-periods"),
    ],
)
def test_what_cannot_be_is_refused(
    loaded: Installation, arguments: tuple[str, ...], code: str
) -> None:
    ran = loaded.run(*arguments)

    assert ran.exit_code == 2
    assert f"[{code}]" in ran.err
    assert ran.out == ""
