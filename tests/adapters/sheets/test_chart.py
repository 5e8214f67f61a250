"""The chart: every figure also in words, nothing by colour alone, nothing that runs."""

import re
from datetime import date
from typing import Any, Final
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given, settings

from adapters.messages import LANGS, Lang
from adapters.sheets.chart import SLOT, chart_of
from adapters.sheets.legible import legible
from projections.report import Groups, Period
from tests.adapters.sheets.reports import RADIATION, STANDARDS, counted, hostile, report

SVG: Final = "{http://www.w3.org/2000/svg}"
ALLOWED: Final = {"svg", "title", "desc", "g", "rect", "line", "circle", "text"}


def month(number: int, groups: Groups, **labels: str) -> tuple[str, dict[str, Any]]:
    period = Period(date(2019, number, 1), date(2019, number, 28), date(2019, number, 28))
    names = {key.replace("_", "-"): told for key, told in labels.items()}
    return f"{number:02}/2019", report(groups, labels=names, period=period)


TWO_MONTHS: Final = [
    month(1, {("an-toan",): RADIATION, ("do-luong",): STANDARDS}, an_toan="An toàn bức xạ"),
    month(2, {("an-toan",): counted(early=3, late=1)}, an_toan="An toàn bức xạ"),
]


def drawn(picture: str) -> Xml.Element:
    return Xml.fromstring(picture)


def words(picture: str) -> list[str]:
    return [each.text or "" for each in drawn(picture).iter(f"{SVG}text")]


def described(picture: str) -> str:
    return drawn(picture).findtext(f"{SVG}desc") or ""


def count(picture: str, name: str) -> int:
    return len(list(drawn(picture).iter(f"{SVG}{name}")))


def test_the_rate_and_what_was_late_stand_as_text_at_every_point() -> None:
    told = words(chart_of(TWO_MONTHS, "vi"))

    # 10 of the 13 resolved; 2 late and 1 overdue. Then 3 of 4; 1 late. The other field: all.
    assert [each for each in ("76,92", "2 + 1", "75", "1", "100", "0") if each not in told] == []
    assert told.count("01/2019") == told.count("02/2019") == 2
    assert "An toàn bức xạ" in told


def test_who_does_not_see_it_reads_every_figure() -> None:
    said = described(chart_of(TWO_MONTHS, "en"))

    assert "An toàn bức xạ, 01/2019: 76.92 % (10 of 13 on time), 2 late, 1 overdue." in said
    assert "An toàn bức xạ, 02/2019: 75 % (3 of 4 on time), 1 late, 0 overdue." in said
    assert "do-luong, 01/2019: 100 % (2000 of 2000 on time), 0 late, 0 overdue." in said


@pytest.mark.parametrize("lang", LANGS)
def test_it_says_of_what_by_which_clock_and_with_which_knowledge(lang: Lang) -> None:
    told = " ".join(words(chart_of(TWO_MONTHS, lang)))

    expected = {
        "en": ("by field", "Clock: as owed", "everything recorded", "of all that were resolved"),
        "vi": ("theo lĩnh vực", "theo quy định", "toàn bộ dữ liệu", "trên tổng số đã giải quyết"),
    }
    assert all(each in told for each in expected[lang])


def test_a_line_is_broken_where_nothing_was_resolved() -> None:
    nothing = counted(overdue=1)
    with_gap = [month(n, {("x",): c}) for n, c in enumerate((RADIATION, nothing, RADIATION), 1)]
    without = [month(n, {("x",): RADIATION}) for n in (1, 2, 3)]

    assert count(chart_of(without, "en"), "line") - count(chart_of(with_gap, "en"), "line") == 2
    assert "–" in words(chart_of(with_gap, "en"))
    assert "x, 02/2019: none resolved" in described(chart_of(with_gap, "en"))


def test_a_month_without_dossiers_keeps_its_place() -> None:
    told = words(chart_of([TWO_MONTHS[0], month(2, {}), month(3, {})], "vi"))

    assert told.count("02/2019") == told.count("03/2019") == 2


def test_nothing_at_all_is_said_in_words() -> None:
    assert "Không có hồ sơ nào trong các kỳ này." in words(chart_of([month(1, {})], "vi"))
    assert chart_of([], "vi")


def test_without_a_grouping_the_whole_is_one_panel() -> None:
    period = Period(date(2019, 1, 1), date(2019, 3, 31), date(2019, 3, 31))
    whole = report({(): RADIATION}, (), period=period)

    told = words(chart_of([("2019-Q1", whole)], "vi"))
    assert "Tổng số" in told
    assert "76,92" in told


def test_two_fields_of_one_name_stay_apart() -> None:
    same = month(1, {("a",): RADIATION, ("b",): STANDARDS}, a="Đo lường", b="Đo lường")

    assert words(chart_of([same], "vi")).count("Đo lường") == 2


def test_late_and_overdue_differ_by_more_than_colour() -> None:
    bars = [
        each
        for each in drawn(chart_of(TWO_MONTHS, "vi")).iter(f"{SVG}rect")
        if each.get("width") == "12"
    ]

    assert {each.get("fill") for each in bars} == {"#a3211b", "#ffffff"}
    assert all(each.get("stroke") for each in bars if each.get("fill") == "#ffffff")


def test_many_periods_make_a_wide_picture() -> None:
    periods = [(f"{n}", TWO_MONTHS[0][1]) for n in range(60)]

    assert float(drawn(chart_of(periods, "vi")).get("width", "0")) > 60 * SLOT


def test_the_same_reports_give_the_same_text() -> None:
    assert chart_of(TWO_MONTHS, "vi") == chart_of(TWO_MONTHS, "vi")


def test_it_has_a_title_and_a_description() -> None:
    picture = drawn(chart_of(TWO_MONTHS, "vi"))

    labelled = (picture.get("aria-labelledby") or "").split()
    assert picture.get("role") == "img"
    assert labelled == [
        picture.find(f"{SVG}{name}").get("id")  # type: ignore[union-attr]
        for name in ("title", "desc")
    ]


@settings(max_examples=30, deadline=None)
@given(hostile())
def test_whatever_a_field_is_called_it_is_text_and_nothing_runs(name: str) -> None:
    picture = chart_of([month(1, {("x",): RADIATION}, x=name)], "vi")

    parsed = drawn(picture)
    assert {each.tag.removeprefix(SVG) for each in parsed.iter()} <= ALLOWED
    names = {attribute for each in parsed.iter() for attribute in each.attrib}
    assert not [each for each in names if re.match("on|href|.*href|style", each)]
    assert re.findall(r"https?://[^\"]+", re.sub(r">[^<]*<", "><", picture)) == [
        "http://www.w3.org/2000/svg"
    ]
    titles = ["".join((each.text or "").split()) for each in parsed.iter(f"{SVG}title")]
    assert "".join(legible(name).split()) in titles
