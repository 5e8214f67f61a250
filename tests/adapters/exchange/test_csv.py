"""CSV as offices keep it."""

from pathlib import Path

import pytest

from adapters.exchange import BadFile, Body, survey
from adapters.exchange.csv_rows import delimiter_of
from tests.adapters.exchange.logs import (
    CSV_MAPPING,
    bodies,
    csv_text,
    lines,
    mapping,
    problems,
    written,
)

BY = mapping(CSV_MAPPING)
HEADER = ["case", "opened", "closed", "concept:name", "time:timestamp", "note"]
FIRST = ["A-1", "2020-03-02", "", "checked", "2020-03-03T08:00:00", "well"]
SECOND = ["A-1", "2020-03-02", "", "sent", "2020-03-04T08:00:00", ""]
OTHER = ["B-1", "2020-03-05", "2020-03-09", "checked", "2020-03-06T08:00:00", "too"]

ONE_ROW_A_DOSSIER = """
source = "register"
timezone = "Asia/Ho_Chi_Minh"
unrecorded = ["procedure", "channel"]
[times]
format = "%d/%m/%Y"
[case]
code = "Number"
code_system = "register"
[[case_event]]
kind = "dossier.received"
at = "In"
[[case_event]]
kind = "dossier.completed"
at = "Out"
"""


def told(folder: Path, *rows: list[str], delimiter: str = ",") -> list[Body]:
    return bodies(written(folder, "a.csv", csv_text(HEADER, rows, delimiter)), BY)


def test_a_row_is_an_event_and_the_case_is_told_once_for_its_rows(tmp_path: Path) -> None:
    found = told(tmp_path, FIRST, SECOND, OTHER)

    assert [body["request_id"] for body in found] == [
        "A-1#dossier.received",
        "A-1#1",
        "A-1#2",
        "B-1#dossier.received",
        "B-1#1",
        "B-1#dossier.completed",
    ]


def test_the_columns_of_the_case_are_no_attributes_of_its_events(tmp_path: Path) -> None:
    _, checked, sent = told(tmp_path, FIRST, SECOND)

    assert checked["data"] == {"name": "checked", "attributes": {"note": "well"}}
    assert sent["data"] == {"name": "sent", "attributes": {}}


def test_a_case_whose_rows_are_scattered_is_told_again_in_the_same_words(tmp_path: Path) -> None:
    found = told(tmp_path, FIRST, OTHER, SECOND)

    again = [body for body in found if body["request_id"] == "A-1#dossier.received"]
    assert len(again) == 2
    assert again[0] == again[1]
    assert [body["source_seq"] for body in found if body["request_id"].startswith("A-1#")] == [
        0,
        1_001,
        0,
        1_002,
    ]


def test_an_end_that_only_a_later_row_knows_is_told(tmp_path: Path) -> None:
    ended = [*SECOND]
    ended[2] = "2020-03-09"

    found = told(tmp_path, FIRST, ended)

    assert [body["occurred_at"] for body in found if body["kind"] == "dossier.completed"] == [
        "2020-03-09T00:00:00+07:00"
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_offices_part_cells_in_three_ways(tmp_path: Path, delimiter: str, mark: str) -> None:
    content = mark + csv_text(HEADER, [FIRST, SECOND], delimiter)

    assert len(bodies(written(tmp_path, "a.csv", content), BY)) == 3


@pytest.mark.parametrize(
    ("header", "delimiter"),
    [("a,b;c,d", ","), ('"a,b,c";d', ";"), ("a\tb\tc,d", "\t"), ("alone", ",")],
)
def test_the_header_says_what_parts_the_cells(header: str, delimiter: str) -> None:
    assert delimiter_of(header) == delimiter


def test_the_mapping_may_say_it_instead(tmp_path: Path) -> None:
    header = ["case", "opened", "concept:name", "time:timestamp", "a, b, c, d, e, f"]
    row = ["A-1", "2020-03-02", "checked", "2020-03-03T08:00:00", "x"]
    content = ";".join(header) + "\n" + ";".join(row) + "\n"
    path = written(tmp_path, "a.csv", content)

    with pytest.raises(BadFile) as refused:
        bodies(path, BY)
    assert refused.value.code == "attribute-missing"
    assert len(bodies(path, mapping(CSV_MAPPING + '[csv]\ndelimiter = ";"\n'))) == 2


def test_a_cell_may_have_lines_and_numbers_are_those_of_the_file(tmp_path: Path) -> None:
    long = [*FIRST[:-1], "one\ntwo\nthree"]

    found = lines(written(tmp_path, "a.csv", csv_text(HEADER, [long, SECOND])), BY)

    assert [line.number for line in found] == [2, 2, 5]
    assert found[1].body is not None
    assert found[1].body["data"]["attributes"]["note"] == "one\ntwo\nthree"


def test_blank_lines_are_no_rows(tmp_path: Path) -> None:
    content = "\n\n" + csv_text(HEADER, [FIRST]).replace("\r\n", "\n\n") + "\n\n"

    assert [line.number for line in lines(written(tmp_path, "a.csv", content), BY)] == [5, 5]


def test_a_column_without_a_name_is_kept_under_its_number(tmp_path: Path) -> None:
    content = csv_text([*HEADER, "", "note"], [[*FIRST, "x", "y"]])

    kept = bodies(written(tmp_path, "a.csv", content), BY)[1]["data"]["attributes"]

    assert kept == {"note": "well", "column 7": "x", "note (2)": "y"}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        pytest.param("A-9,2020-03-02", "wrong-cell-count", id="too few cells"),
        pytest.param("A-9,2020-03-02,,x,2020-03-03,,,", "wrong-cell-count", id="too many"),
        pytest.param('"A-9"9,2020-03-02,,x,2020-03-03,', "bad-quoting", id="a stray quote"),
        pytest.param("A-9,2020-03-02,,x,2020-03-03,\0", "nul-character", id="a NUL"),
        pytest.param(",2020-03-02,,x,2020-03-03,", "no-code", id="no code"),
    ],
)
def test_a_bad_row_is_named_by_its_line_and_the_rest_is_kept(
    tmp_path: Path, row: str, code: str
) -> None:
    good = csv_text(HEADER, [FIRST])
    path = written(tmp_path, "a.csv", good + row + "\r\n" + csv_text(SECOND, []))

    assert problems(path, BY) == [(3, code)]
    kept = {line.body["request_id"] for line in lines(path, BY) if line.body}
    assert kept == {"A-1#dossier.received", "A-1#1", "A-1#2"}


def test_a_file_with_a_header_alone_holds_nothing(tmp_path: Path) -> None:
    assert survey(written(tmp_path, "a.csv", csv_text(HEADER, [])), BY).lines == 0


def test_a_row_may_be_a_whole_dossier(tmp_path: Path) -> None:
    content = "Number;In;Out;Shelf\n1;02/03/2020;09/03/2020;a\n2;03/03/2020;;b\n"
    path, by = written(tmp_path, "a.csv", content), mapping(ONE_ROW_A_DOSSIER)

    found = bodies(path, by)

    assert [(body["dossier"], body["kind"], body["occurred_at"]) for body in found] == [
        ("1", "dossier.received", "2020-03-02T00:00:00+07:00"),
        ("1", "dossier.completed", "2020-03-09T00:00:00+07:00"),
        ("2", "dossier.received", "2020-03-03T00:00:00+07:00"),
    ]
    assert {body["precision"] for body in found} == {"day"}
    assert found[0]["data"] == {"timezone": "Asia/Ho_Chi_Minh"}


def test_a_column_that_goes_nowhere_is_reported(tmp_path: Path) -> None:
    content = "Number;In;Out;Shelf\n1;02/03/2020;09/03/2020;a\n"
    path = written(tmp_path, "a.csv", content)

    assert survey(path, mapping(ONE_ROW_A_DOSSIER)).left_out == ("case: Shelf",)
    ignoring = mapping(ONE_ROW_A_DOSSIER, 'ignore = ["Shelf"]')
    assert survey(path, ignoring).left_out == ()


def test_a_column_that_goes_nowhere_may_be_noted(tmp_path: Path) -> None:
    content = "Number;In;Out;Shelf\n1;02/03/2020;;a\n"
    path = written(tmp_path, "a.csv", content)
    rule = '[[case_event]]\nkind = "dossier.noted"\nat = "In"\ndata = { name = "the rest" }\n'
    by = mapping(ONE_ROW_A_DOSSIER + rule)

    assert bodies(path, by)[-1]["data"] == {"name": "the rest", "attributes": {"Shelf": "a"}}
    assert survey(path, by).left_out == ()


def test_scattered_cases_are_counted_once(tmp_path: Path) -> None:
    content = csv_text(HEADER, [FIRST, OTHER, SECOND, OTHER])

    assert survey(written(tmp_path, "a.csv", content), BY).dossiers == 2
