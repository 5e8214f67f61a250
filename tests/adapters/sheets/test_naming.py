"""What the rows are called on paper."""

from importlib.metadata import version
from io import BytesIO
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from adapters import catalogue
from adapters.messages import Lang
from adapters.sheets.naming import as_issued, for_people
from adapters.sheets.xlsx_form import xlsx_of
from projections.report import Grouping
from tests.adapters.sheets.reports import RADIATION, report

LAW: Final = catalogue.law(ZoneInfo("Asia/Ho_Chi_Minh"))
FIELD: Final = LAW.common.fields[0]


def label(by: Grouping, key: str, lang: Lang = "vi") -> str:
    [row] = for_people(report({(key,): RADIATION}, (by,)), LAW, lang)["rows"]
    return str(row["label"])


@pytest.mark.parametrize(("lang", "name"), [("vi", FIELD.name_vi), ("en", FIELD.name_en)])
def test_a_field_by_its_name(lang: Lang, name: str) -> None:
    assert label(Grouping.FIELD, FIELD.name, lang) == name


def test_a_procedure_by_its_code_and_its_name() -> None:
    code = "2.002131"

    told = label(Grouping.PROCEDURE, code)

    assert told.startswith(f"{code} ")
    assert len(told) > len(code) + 1


@pytest.mark.parametrize("by", Grouping)
def test_what_nobody_knows_stays_as_it_was_told(by: Grouping) -> None:
    assert label(by, "chưa ai biết") == "chưa ai biết"


@pytest.mark.parametrize("by", Grouping)
def test_what_nobody_told_is_named_so(by: Grouping) -> None:
    assert label(by, "") == "chưa ghi nhận"


def test_each_level_is_called_by_what_it_is_of() -> None:
    by = (Grouping.CHANNEL, Grouping.FIELD)
    document = for_people(report({("post", FIELD.name): RADIATION}, by), LAW, "vi")

    assert [row["label"] for row in document["rows"]] == ["bưu chính", FIELD.name_vi]


def test_it_says_which_release_counted_and_an_issued_one_keeps_its_own() -> None:
    document = report({(): RADIATION}, ())

    assert for_people(document, LAW, "vi")["engine"] == f"hoso {version('hoso')}"
    assert for_people({**document, "engine": "hoso 0.0.1"}, LAW, "vi")["engine"] == "hoso 0.0.1"


def test_an_issued_report_says_by_which_number_and_hash_it_can_be_found() -> None:
    report_ = report({(FIELD.name,): RADIATION})
    shown = {
        "number": "2019-0001",
        "recorded_at": "2019-04-02T01:00:00Z",
        "issued_by": "van-phong",
        "sha256": "ab" * 32,
        "inputs": {"position": 77, "release": "0.0.1"},
        "report": report_,
    }

    book = load_workbook(BytesIO(xlsx_of(for_people(as_issued(shown), LAW, "vi"), "vi")))

    told = [str(row[0].value) for row in book["II.06a"].iter_rows(min_row=12)]
    assert [note for note in told if "2019-0001" in note and "ab" * 32 in note]
    assert "Phần mềm: hoso 0.0.1" in told


def test_the_whole_stays_as_it_is() -> None:
    whole = report({(): RADIATION}, ())

    assert for_people(whole, LAW, "vi")["rows"] == whole["rows"]
