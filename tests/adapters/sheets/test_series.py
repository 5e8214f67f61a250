"""The periods of a chart: of one length, in the scheme that was asked for."""

from datetime import date
from typing import Final

import pytest

from adapters import catalogue
from adapters.sheets.series import MOST, within
from domain.dossier.clocks import Clock
from projections.report import Grouping
from projections.report.asking import Asked, Said, Wrong, asked

SCHEMES: Final = catalogue.schemes()
TODAY: Final = date(2019, 10, 15)


def question(**said: object) -> Asked:
    return asked(Said(**said), SCHEMES, TODAY)  # type: ignore[arg-type]


def test_the_months_of_a_year_that_have_begun_the_last_as_it_stands_today() -> None:
    found = within(question(period="2019", by="field", clock="national"), "month", SCHEMES)

    assert [name for name, _ in found] == [f"2019-{month:02}" for month in range(1, 11)]
    assert [each.period.as_of for _, each in found][-2:] == [date(2019, 9, 30), TODAY]
    assert {(each.by, each.clock) for _, each in found} == {((Grouping.FIELD,), Clock.NATIONAL)}


def test_every_period_that_the_days_touch_is_whole() -> None:
    days = {"from_on": date(2019, 2, 10), "to_on": date(2019, 4, 1)}

    found = within(question(**days), "quarter", SCHEMES)

    assert [name for name, _ in found] == ["2019-Q1", "2019-Q2"]
    assert found[0][1].period.from_on == date(2019, 1, 1)
    assert found[1][1].period.as_of == date(2019, 4, 1)


def test_quarters_with_their_own_cut_off() -> None:
    found = within(question(period="2019", scheme="tt-01-2020"), "quarter", SCHEMES)

    days = [(name, each.period.from_on, each.period.to_on) for name, each in found]
    assert days[:2] == [
        ("2019-Q1", date(2018, 12, 15), date(2019, 3, 14)),
        ("2019-Q2", date(2019, 3, 15), date(2019, 6, 14)),
    ]


@pytest.mark.parametrize("every", ["quarter", "week", ""])
def test_a_length_that_the_scheme_has_not_is_refused(every: str) -> None:
    with pytest.raises(Wrong) as wrong:
        within(question(period="2019-08", scheme="vinh-phuc"), every, SCHEMES)

    assert wrong.value.code == "unknown-length"
    assert wrong.value.params["known"] == "month"


def test_more_periods_than_a_chart_holds_are_refused() -> None:
    days = {"from_on": date(2000, 1, 1), "to_on": date(2019, 1, 1)}

    with pytest.raises(Wrong) as wrong:
        within(question(**days), "month", SCHEMES)

    assert wrong.value.code == "too-many-periods"
    assert wrong.value.params["most"] == MOST


def test_without_the_scheme_there_is_nothing_to_divide_by() -> None:
    with pytest.raises(Wrong) as wrong:
        within(question(period="2019"), "month", {})

    assert wrong.value.code == "unknown-scheme"
