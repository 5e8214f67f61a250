"""The calendar of Viet Nam that comes with hoso: whole, sourced, and right where others err."""

from datetime import date

import holidays
import pytest

from domain.calendar.announced import Announced
from domain.calendar.counting import days, working_days_between
from domain.calendar.days import Kind
from tests.domain.calendar.words import day, vietnam

FIRST, LAST = date(2018, 1, 1), date(2026, 12, 31)

WRONG_IN_THE_LIBRARY = {
    # 12729/VPCP-KGVX came seven days before; the library has neither side of the swap.
    date(2026, 1, 2): "worked",
    date(2026, 1, 10): "off",
}


@pytest.mark.parametrize(
    ("year", "worked"),
    [
        (2018, 250),
        (2019, 252),
        (2020, 252),
        (2021, 250),
        (2022, 249),
        (2023, 249),
        (2024, 251),
        (2025, 250),
        (2026, 249),
    ],
)
def test_the_working_days_of_a_year(year: int, worked: int) -> None:
    new_years_eve = date(year - 1, 12, 31)

    assert working_days_between(vietnam(), new_years_eve, date(year, 12, 31)) == worked


def test_the_working_days_of_the_founding_case() -> None:
    assert working_days_between(vietnam(), day("31/12/2018"), day("31/08/2019")) == 166


def test_it_agrees_with_the_holidays_library_but_for_what_the_library_lacks() -> None:
    library = holidays.country_holidays("VN", years=range(2018, 2027))
    differing = {
        each: "worked" if library.is_working_day(each) else "off"
        for each in days(FIRST, LAST)
        if library.is_working_day(each) is not vietnam().is_working_day(each)
    }

    assert differing == WRONG_IN_THE_LIBRARY


@pytest.mark.parametrize(
    ("off", "made_up"),
    [
        ("31/12/2018", "05/01/2019"),
        ("29/04/2019", "04/05/2019"),
        ("29/04/2024", "04/05/2024"),
        ("02/05/2025", "26/04/2025"),
        ("02/01/2026", "10/01/2026"),
        ("31/08/2026", "22/08/2026"),
    ],
)
def test_a_swap_has_two_sides_that_know_each_other(off: str, made_up: str) -> None:
    given_off, worked = vietnam().status(day(off)), vietnam().status(day(made_up))

    assert not given_off.working
    assert worked.working
    assert given_off.decided_by
    assert worked.decided_by
    assert (given_off.decided_by.kind, given_off.decided_by.instead_of) == (
        Kind.SWAPPED_OFF,
        day(made_up),
    )
    assert (worked.decided_by.kind, worked.decided_by.instead_of) == (
        Kind.MAKEUP_WORK_DAY,
        day(off),
    )


def test_there_are_no_other_swaps() -> None:
    kinds = [entry.kind for entry in vietnam().declared]

    assert (kinds.count(Kind.SWAPPED_OFF), kinds.count(Kind.MAKEUP_WORK_DAY)) == (6, 6)


def test_every_holiday_on_a_weekly_day_off_is_compensated_once() -> None:
    compensated = [
        entry.instead_of for entry in vietnam().declared if entry.kind is Kind.COMPENSATORY_DAY
    ]
    on_days_off = [
        entry.day
        for entry in vietnam().declared
        if entry.kind is Kind.PUBLIC_HOLIDAY and not vietnam().is_ordinary(entry.day)
    ]

    assert sorted(filter(None, compensated)) == sorted(on_days_off)
    assert len(compensated) == len(on_days_off)


def test_every_year_has_the_holidays_of_the_labour_code() -> None:
    counted = dict.fromkeys(range(2018, 2027), 0)
    for entry in vietnam().declared:
        counted[entry.day.year] += entry.kind is Kind.PUBLIC_HOLIDAY

    assert counted == {year: 10 + (year >= 2021) + (year >= 2026) for year in counted}


def test_what_has_a_day_of_publication_was_published_before_it_took_effect() -> None:
    late = [
        entry.day
        for entry in vietnam().declared
        if entry.announced_on and entry.announced_on >= entry.day
    ]

    assert late == []


def test_what_we_only_know_ourselves_says_so() -> None:
    entries: tuple[Announced, ...] = (*vietnam().declared, *vietnam().hours, *vietnam().covered)

    assert {entry.basis for entry in entries} == {"F", "K:h", "K:m"}
    assert {entry.basis for entry in vietnam().hours} == {"K:m"}


def test_it_covers_2018_to_2026_and_nothing_else() -> None:
    assert all(vietnam().is_covered(each) for each in days(FIRST, LAST))
    assert not vietnam().is_covered(day("31/12/2017"))
    assert not vietnam().is_covered(day("01/01/2027"))


def test_eight_hours_are_worked_on_every_working_day() -> None:
    for each in days(FIRST, LAST):
        spans = vietnam().hours_of(each)
        minutes = sum(
            (closes.hour - opens.hour) * 60 + closes.minute - opens.minute
            for opens, closes in spans
        )
        assert minutes == (480 if vietnam().is_working_day(each) else 0), each
