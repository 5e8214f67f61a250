"""Periods by name: their borders are data."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from adapters.catalogue import schemes
from projections.periods import FIRST_YEAR, LAST_YEAR, Named, parse

SCHEMES = schemes()


def days(scheme: str, name: str) -> tuple[str, str] | None:
    found = SCHEMES[scheme].period(name)
    return (found.from_on.isoformat(), found.to_on.isoformat()) if found else None


@pytest.mark.parametrize(
    ("scheme", "name", "first", "last"),
    [
        ("calendar", "2019", "2019-01-01", "2019-12-31"),
        ("calendar", "2019-H2", "2019-07-01", "2019-12-31"),
        ("calendar", "2019-Q3", "2019-07-01", "2019-09-30"),
        ("calendar", "2019-9M", "2019-01-01", "2019-09-30"),
        ("calendar", "2020-02", "2020-02-01", "2020-02-29"),
        # TT 01/2020/TT-VPCP: cut off on the 14th of the last month of the quarter.
        ("tt-01-2020", "2021-Q1", "2020-12-15", "2021-03-14"),
        ("tt-01-2020", "2021-Q4", "2021-09-15", "2021-12-14"),
        ("tt-01-2020", "2021", "2020-12-15", "2021-12-14"),
        # Vĩnh Phúc: from the 21st to the 20th.
        ("vinh-phuc", "2018-01", "2017-12-21", "2018-01-20"),
        ("vinh-phuc", "2018-12", "2018-11-21", "2018-12-20"),
    ],
)
def test_a_period_begins_and_ends_as_its_scheme_says(
    scheme: str, name: str, first: str, last: str
) -> None:
    assert days(scheme, name) == (first, last)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "2019-Q0",
        "2019-Q5",
        "2019-13",
        "2019-2",
        "19-Q1",
        "2019-q3",
        "٢٠١٩",
        "1899",
        "2200",
        "x",
    ],
)
def test_a_name_that_no_period_bears_is_none(name: str) -> None:
    assert [days(scheme, name) for scheme in SCHEMES] == [None, None, None]


years = st.integers(FIRST_YEAR, LAST_YEAR - 1)


@given(years, st.sampled_from(sorted(SCHEMES)))
def test_periods_of_one_length_follow_each_other_without_a_gap(year: int, scheme: str) -> None:
    for kind in SCHEMES[scheme].periods:
        found = [*kind.of(year), *kind.of(year + 1)]
        if kind.months * kind.times == 12:
            for (_, _, last), (_, first, _) in pairwise(found):
                assert first == last + timedelta(days=1)


@given(years, st.sampled_from(sorted(SCHEMES)))
def test_a_period_is_found_by_the_name_that_it_bears(year: int, scheme: str) -> None:
    for kind in SCHEMES[scheme].periods:
        for name, first, last in kind.of(year):
            assert SCHEMES[scheme].period(name) == Named(scheme, name, first, last)


@pytest.mark.parametrize("scheme", ["calendar", "tt-01-2020"])
def test_a_year_is_the_sum_of_its_quarters(scheme: str) -> None:
    found = [SCHEMES[scheme].period(name) for name in ("2021", "2021-Q1", "2021-Q4")]
    year, first, last = (each for each in found if each)
    assert (year.from_on, year.to_on) == (first.from_on, last.to_on)


def test_a_scheme_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValidationError):
        parse({"schemes": [{"name": "Quarter of ours", "periods": []}]})


def test_a_scheme_of_ones_own_is_data() -> None:
    kind = {"form": "{year}-W{number}", "first_month": 2, "first_day": 5, "months": 6, "times": 2}
    told = {"name": "own", "says_en": "e", "says_vi": "v", "basis": "b", "periods": [kind]}
    found = parse({"schemes": [told]})["own"].period("2020-W2")
    assert found == Named("own", "2020-W2", date(2020, 8, 5), date(2021, 2, 4))
