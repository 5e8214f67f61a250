"""The report as form II.06a/VPCP/KSTT: its columns, its numbering, numbers as numbers."""

import re
import tracemalloc
from io import BytesIO
from typing import Any, Final
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from openpyxl import load_workbook

from adapters.messages import Lang
from adapters.sheets.columns import CLOCKS, FORM, LAYOUTS
from adapters.sheets.legible import legible
from adapters.sheets.lines import cells, figure, roman
from adapters.sheets.xlsx_form import xlsx_of
from projections.report import BECAME, Counts, Grouping, Groups
from tests.adapters.sheets.reports import (
    RADIATION,
    STANDARDS,
    counted,
    hostile,
    of_fields,
    of_levels,
    of_many,
    report,
)

ABOVE: Final = 6
HEAD: Final = range(ABOVE + 1, ABOVE + 5)
FIRST: Final = HEAD[-1] + 1

TO_THE_FORM: Final = [
    "received.total",
    "received.online",
    "received.direct",
    "received.carried_over",
    "resolved.total",
    "resolved.early",
    "resolved.on_time",
    "resolved.late",
    "open.total",
    "open.in_time",
    "open.overdue",
]
"""Columns (3) to (13), TT 01/2020/TT-VPCP."""


def opened(document: dict[str, Any], lang: Lang = "vi") -> Any:
    """Untyped: to its stubs a cell may hold anything."""
    return load_workbook(BytesIO(xlsx_of(document, lang)))


def rows(sheet: Any) -> list[list[Any]]:
    """The figures and what stands before them, without the notes."""
    found = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=FIRST)]
    return found[: next(at for at, row in enumerate(found) if not any(row))]


def notes(sheet: Any) -> list[str]:
    found = [row[0].value for row in sheet.iter_rows(min_row=FIRST)]
    return found[found.index("Ghi chú") :]


def test_the_columns_are_those_of_the_form_in_its_order() -> None:
    numbers = [column.value for column in opened(of_fields())["II.06a"][HEAD[-1]] if column.value]

    assert [number.partition("=")[0] for number in numbers] == [
        *(f"({number})" for number in range(1, 14)),
        *("(a)", "(b)", "(c)", "(d)", "(e)", "(f)"),
    ]
    assert [column.cell for column in FORM.columns][: len(TO_THE_FORM)] == TO_THE_FORM


def test_the_head_is_merged_as_it_is_printed() -> None:
    sheet = opened(of_fields())["II.06a"]

    merged = {str(each) for each in sheet.merged_cells.ranges}
    assert {"A7:A9", "B7:B9", "C7:F7", "D8:E8", "G7:J7", "K7:M7", "N7:S7", "A2:S2"} <= merged
    assert sheet["A1"].value == "Biểu số II.06a/VPCP/KSTT"
    assert sheet["A2"].value == "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH"
    assert sheet["A3"].value == "Kỳ báo cáo: từ ngày 01/01/2019 đến ngày 31/03/2019"
    assert sheet["D8"].value == "Trong kỳ"
    assert [sheet[cell].value for cell in ("D9", "E9", "F8")] == [
        "Trực tuyến",
        "Trực tiếp, dịch vụ bưu chính",
        "Từ kỳ trước",
    ]


def test_in_english_the_head_stays_vietnamese_and_is_translated_beside() -> None:
    sheet = opened(of_fields(), "en")["II.06a"]

    assert sheet["H8"].value == "Trước hạn\nEarly"


def test_every_figure_is_a_number_where_its_column_says() -> None:
    document = of_levels()
    book = opened(document)

    told = [*document["rows"], document["total"]]
    for sheet, layout in zip(book, LAYOUTS, strict=True):
        for found, row in zip(rows(sheet), told, strict=True):
            for value, column in zip(found[2:], layout.columns, strict=True):
                counts = figure(row, column.cell)
                assert value == (float(counts) if isinstance(counts, str) else counts)
                assert value is None or type(value) in (int, float)


def test_no_figure_of_the_report_is_missing_but_sums_that_the_form_has_not() -> None:
    shown = {column.cell for layout in LAYOUTS for column in layout.columns}

    missing = {*cells(of_fields()["total"])} - shown
    assert missing == {"ended.total", *(f"national.{part}.total" for part in BECAME)}


def test_no_sheet_has_a_formula() -> None:
    document = of_fields(an_toan='=HYPERLINK("http://example.org")')

    for sheet in opened(document):
        kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
        assert kinds <= {"n", "s", "inlineStr"}


def test_levels_are_numbered_as_the_form_does_and_sums_are_bold() -> None:
    sheet = opened(of_levels())["II.06a"]

    assert [row[0] for row in rows(sheet)] == ["I", "1", "2", "II", "1", None]
    assert [row[1] for row in rows(sheet)][-1] == "Tổng số"
    bold = [sheet.cell(FIRST + at, 3).font.b for at in range(6)]
    assert bold == [True, False, False, True, False, True]


def test_deeper_levels_are_numbered_below_theirs() -> None:
    by = (Grouping.FIELD, Grouping.PROCEDURE, Grouping.CHANNEL)
    groups: Groups = {("f", "p", "direct"): RADIATION, ("f", "p", "online"): RADIATION}

    assert [row[0] for row in rows(opened(report(groups, by))["II.06a"])][:4] == [
        "I",
        "1",
        "1.1",
        "1.2",
    ]


def test_a_single_level_is_counted_plainly() -> None:
    assert [row[0] for row in rows(opened(of_fields())["II.06a"])] == ["1", "2", None]


def test_roman_numbers() -> None:
    assert [roman(number) for number in (1, 4, 9, 14, 40, 1999)] == [
        "I",
        "IV",
        "IX",
        "XIV",
        "XL",
        "MCMXCIX",
    ]


@pytest.mark.parametrize(
    "counts", [RADIATION, STANDARDS, counted(withdrawn=4), counted(early=1, unknown=9)]
)
def test_what_the_sheet_says_adds_up_to_what_came(counts: Counts) -> None:
    """(3) = (7) + (11) + (c) + (d), (7) = (8) + (9) + (10) + (a), (11) = (12) + (13) + (b)."""
    book = opened(report({("x",): counts}))
    sheet = book["II.06a"]

    for row in rows(sheet):
        told = dict(zip([*range(1, 14), *"abcdef"], row, strict=True))
        assert told[3] == told[4] + told[5] + told[6]
        assert told[3] == told[7] + told[11] + told["c"] + told["d"]
        assert told[7] == told[8] + told[9] + told[10] + told["a"]
        assert told[11] == told[12] + told[13] + told["b"]
    assert "(3) = (7) + (11) + (c) + (d)" in notes(sheet)[1]


def test_both_clocks_stand_side_by_side() -> None:
    sheet = opened(of_fields())["Hai cách tính"]

    late = [column.cell for column in CLOCKS.columns].index("resolved.late")
    assert rows(sheet)[0][2 + late : 4 + late] == [2, 0]
    assert [sheet.cell(HEAD[2], 3 + late + at).value for at in (0, 1)] == ["biểu", "quốc gia"]


def test_the_foot_says_how_the_figures_were_judged() -> None:
    document = report({("x",): RADIATION}, known_at="2019-04-02T00:00:00+00:00")

    for sheet in opened({**document, "engine": "hoso 9.9"}):
        said = notes(sheet)
        assert "Tính đến hết ngày: 31/03/2019" in said
        assert "Theo dữ liệu đã ghi nhận đến: 2019-04-02T00:00:00+00:00" in said
        assert "Ngày theo múi giờ: Asia/Ho_Chi_Minh" in said
        assert "Cách tính thời hạn: theo quy định" in said
        assert any(note.startswith("So với hạn: ngày địa phương") for note in said)
        assert "Đúng hạn, % trên đến hạn: chia cho cột (7) + (13)" in said
        assert "Phần mềm: hoso 9.9" in said


def test_it_prints_on_a4_across_with_its_head_on_every_page() -> None:
    for sheet in opened(of_fields()):
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.freeze_panes == f"C{FIRST}"
        assert sheet.print_title_rows == f"${HEAD[0]}:${HEAD[-1]}"


def test_a_wide_figure_has_a_wide_column() -> None:
    many = {("received", "online"): 10**9, ("resolved", "early"): 10**9}

    wide = opened(report({("x",): many}))["II.06a"].column_dimensions
    assert wide["C"].width > len(f"{10**9:,}")
    assert wide["J"].width < wide["C"].width


def test_the_same_report_gives_the_same_bytes_with_no_time_of_day_in_them() -> None:
    one, other = (xlsx_of(of_levels(), "vi") for _ in range(2))

    assert one == other
    with ZipFile(BytesIO(one)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert re.findall(rb">(\d{4})-", archive.read("docProps/core.xml")) == [b"1980"] * 2


def peak(document: dict[str, Any]) -> int:
    """Bytes that writing it took at most."""
    tracemalloc.start()
    try:
        xlsx_of(document, "vi")
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_long_sheet_takes_no_more_memory_than_its_own_bytes() -> None:
    few, many = (of_many(rows) for rows in (100, 600))
    xlsx_of(few, "vi")

    # Cells that are kept take five times as much a row, before they are written.
    assert peak(many) - peak(few) < 500 * 2_000


@settings(max_examples=40, deadline=None)
@given(hostile())
def test_whatever_a_field_is_called_it_is_a_text_and_the_sheet_opens(name: str) -> None:
    sheet = opened(of_fields(an_toan=name))["II.06a"]

    cell = sheet.cell(FIRST, 2)
    assert cell.data_type == "s" or not cell.value
    assert (cell.value or "").split() == legible(name).replace("\r\n", "\n").split()
    assert rows(sheet)[0][2:6] == [17, 10, 3, 4]
