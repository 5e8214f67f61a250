"""What is asked of the report: questions that make no sense are refused with a code."""

from datetime import date
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.catalogue import schemes
from adapters.messages import LANGS, of
from domain.dossier.clocks import Clock
from projections.report import Grouping, Period
from projections.report.asking import Said, Wrong, asked, cursor_key, keys, levels, wanted
from projections.report.listing import cursor

SCHEMES: Final = schemes()
TODAY: Final = date(2019, 10, 15)
QUARTER: Final = {"period": "2019-Q3"}
DAYS: Final = {"from_on": date(2019, 7, 1), "to_on": date(2019, 9, 30)}


def question(**said: Any) -> Any:
    return asked(Said(**said), SCHEMES, TODAY)


def test_a_period_is_its_days_or_its_name() -> None:
    by_name, by_days = question(**QUARTER), question(**DAYS)
    assert by_name.period == by_days.period == Period(**DAYS, as_of=date(2019, 9, 30))
    assert (by_name.named.scheme, by_name.named.name) == ("calendar", "2019-Q3")
    assert by_days.named is None


def test_what_has_not_ended_is_judged_today() -> None:
    assert question(period="2019-Q4").period.as_of == TODAY
    assert question(period="2019-Q4", as_of=date(2019, 10, 1)).period.as_of == date(2019, 10, 1)


def test_levels_stand_outermost_first() -> None:
    found = question(**QUARTER, by="field,procedure,unit-now", clock="no-reset")
    assert found.by == (Grouping.FIELD, Grouping.PROCEDURE, Grouping.UNIT_NOW)
    assert found.clock is Clock.NO_RESET


WRONG: Final[list[tuple[dict[str, Any], str]]] = [
    ({}, "period-missing"),
    ({"from_on": DAYS["from_on"]}, "period-missing"),
    ({"scheme": "calendar"}, "period-missing"),
    ({**QUARTER, **DAYS}, "period-twice"),
    ({"from_on": DAYS["to_on"], "to_on": DAYS["from_on"]}, "period-backwards"),
    ({"period": "2019-Q5"}, "unknown-period"),
    ({"period": "2019-H1", "scheme": "tt-01-2020"}, "unknown-period"),
    ({**QUARTER, "scheme": "lunar"}, "unknown-scheme"),
    ({**QUARTER, "by": "colour"}, "unknown-grouping"),
    ({**QUARTER, "by": "field,"}, "unknown-grouping"),
    ({**QUARTER, "by": "field,unit,field"}, "grouping-twice"),
    ({**QUARTER, "by": "field,procedure,unit,officer,channel"}, "too-many-levels"),
    ({**QUARTER, "clock": "alarm"}, "unknown-clock"),
    ({**QUARTER, "as_of": date(2019, 10, 16)}, "day-not-come"),
    ({"from_on": date.min, "to_on": DAYS["to_on"]}, "year-out-of-range"),
    ({"from_on": DAYS["from_on"], "to_on": date.max}, "year-out-of-range"),
    ({"from_on": date(1899, 12, 31), "to_on": DAYS["to_on"]}, "year-out-of-range"),
    ({**QUARTER, "as_of": date.min}, "year-out-of-range"),
]


@pytest.mark.parametrize(("said", "code"), WRONG, ids=lambda value: str(value)[:40])
def test_a_question_that_makes_no_sense_is_refused(said: dict[str, Any], code: str) -> None:
    with pytest.raises(Wrong) as wrong:
        question(**said)
    assert wrong.value.code == code
    # The sentences say what was asked for.
    told = [of(code, wrong.value.params, lang) for lang in LANGS]
    assert told[0] != told[1]
    for value in map(str, wrong.value.params.values()):
        assert all(value in sentence for sentence in told) or value == "as_of"


@pytest.mark.parametrize("cell", ["resolved", "resolved.lost", "settled_minutes", "", "late"])
def test_a_figure_behind_which_no_dossiers_stand_cannot_be_opened(cell: str) -> None:
    with pytest.raises(Wrong, match="unknown-cell"):
        wanted(question(**QUARTER), cell, None)


def test_a_group_goes_no_deeper_than_the_levels() -> None:
    by_field = question(**QUARTER, by="field")
    assert wanted(by_field, "resolved.late", "a").group == ("a",)
    assert wanted(by_field, "resolved.late", "").group == ("",)
    assert wanted(by_field, "resolved.late", None).group == ()
    with pytest.raises(Wrong, match="group-without-level"):
        wanted(by_field, "resolved.late", "a/b")


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=5), min_size=1, max_size=4))
def test_any_keys_are_read_as_they_were_written(path: list[str]) -> None:
    written = (key.replace("%", "%25").replace("/", "%2F") for key in path)
    assert keys("/".join(written)) == tuple(path)


@given(st.dates(), st.text(max_size=5))
def test_a_cursor_is_read_as_it_was_written(day: date, stream: str) -> None:
    assert cursor_key(cursor((day, stream))) == (day, stream)


@pytest.mark.parametrize("told", ["x", "2019-13-01:s", ":", "2019-01-01"])
def test_a_cursor_that_no_page_gave_is_refused(told: str) -> None:
    with pytest.raises(Wrong, match="unknown-cursor"):
        cursor_key(told)


def test_without_levels_there_are_none() -> None:
    assert levels(None) == levels("") == ()
