"""The report as CSV: a line a row, nothing left out, nothing that a spreadsheet would run."""

import csv
import re
from io import StringIO
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given, settings

from adapters.messages import LANGS, Lang
from adapters.sheets.csv_form import csv_of, defused
from projections.report import Grouping
from tests.adapters.sheets.reports import (
    RADIATION,
    hostile,
    of_fields,
    of_levels,
    report,
)

VALUES = "=+-@"


def read(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))


def leaves(told: Any, under: str = "") -> dict[str, str]:
    """Every figure of a row, by its dotted name, as text."""
    found: dict[str, str] = {}
    for name, value in told.items():
        if isinstance(value, dict):
            found |= leaves(value, f"{under}{name}.")
        elif name not in ("key", "label", "path", "level"):
            found[under + name] = "" if value is None else str(value)
    return found


def test_every_row_is_a_line_and_every_figure_a_column() -> None:
    document = of_levels()

    lines = read(csv_of(document, "en"))

    rows = [*document["rows"], document["total"]]
    assert [line["level"] for line in lines] == ["1", "2", "2", "1", "2", "0"]
    assert [line.items() >= leaves(row).items() for line, row in zip(lines, rows, strict=True)] == [
        True
    ] * len(rows)


def test_a_line_says_its_path_and_how_it_was_judged() -> None:
    document = report(
        {("an-toan", "1.001392"): RADIATION},
        (Grouping.FIELD, Grouping.PROCEDURE),
        known_at="2019-04-02T00:00:00+00:00",
    )

    lines = read(csv_of(document, "en"))

    assert [(line["by.field"], line["by.procedure"]) for line in lines] == [
        ("an-toan", ""),
        ("an-toan", "1.001392"),
        ("", ""),
    ]
    for line in lines:
        assert (line["from"], line["to"], line["as_of"]) == ("2019-01-01", *["2019-03-31"] * 2)
        assert line["known_at"] == "2019-04-02T00:00:00+00:00"
        assert (line["clock"], line["zone"]) == ("owed", "Asia/Ho_Chi_Minh")


def test_without_a_grouping_the_whole_stands_alone() -> None:
    assert [line["label"] for line in read(csv_of(report({(): RADIATION}, ()), "vi"))] == [
        "Tổng số"
    ]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("by", Grouping)
def test_headings_have_names_in_both_languages(lang: Lang, by: Grouping) -> None:
    document = report({("x",): RADIATION}, (by,))

    [names, *_] = csv.reader(StringIO(csv_of(document, lang, named=True)))
    [codes, *_] = csv.reader(StringIO(csv_of(document, lang)))

    assert len(names) == len(codes) == len({*names})
    assert all(names)


def test_a_rate_of_nothing_is_an_empty_cell() -> None:
    [line] = read(csv_of(report({}), "en"))

    assert line["rates.on_time_of_resolved"] == ""
    assert line["received.total"] == "0"


def test_dossiers_whose_field_nobody_told_are_named_so() -> None:
    assert read(csv_of(report({("",): RADIATION}), "vi"))[0]["label"] == "chưa ghi nhận"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("=1+1", "'=1+1"),
        (" =1+1", "' =1+1"),
        ("\t=1", "'\t'=1"),
        ("\rx", "'\rx"),
        ("\n+x", "'\n'+x"),
        ("－2", "'－2"),
        ("＝x", "'＝x"),
        ("\u200b@x", "'\u200b@x"),
        ("Sở;=1", "Sở;'=1"),
        ("Sở KH&CN - phòng 2", "Sở KH&CN - phòng 2"),
        ("1.001392", "1.001392"),
        ("", ""),
        (-5, -5),
        (None, None),
    ],
)
def test_what_would_run_is_defused_and_nothing_else_touched(text: Any, told: Any) -> None:
    assert defused(text) == told


@settings(deadline=None)
@given(hostile())
def test_whatever_a_field_is_called_no_cell_is_a_formula_and_no_figure_moves(name: str) -> None:
    document = of_fields(an_toan=name)

    lines = read(csv_of(document, "vi"))

    assert len(lines) == 3
    assert lines[0]["label"] == defused(name)
    assert lines[0].items() >= leaves(document["rows"][0]).items()
    for line in lines:
        for cell in line.values():
            # Also where a semicolon or a break would end the cell.
            for piece in re.split(r"[;\t\r\n]", cell):
                seen = normalize("NFKC", piece.lstrip(" \u3000\u200b\ufeff"))
                assert not seen.startswith(tuple(VALUES))
            assert cell[:1] not in ("\t", "\r", "\n")


@given(hostile())
def test_nothing_of_a_name_is_lost(name: str) -> None:
    assert defused(name).replace("'", "") == name.replace("'", "")
