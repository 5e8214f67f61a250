"""How each unit starts and ends: at night, on Sundays, after the cut-off, in short months."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from domain.calendar.because import Cause
from domain.calendar.due import due
from domain.calendar.term import EndRule, Length, Roll, StartRule, Unit
from tests.domain.calendar.words import (
    at,
    calendar_days,
    day,
    months,
    same_day,
    shown,
    unexpected,
    vietnam,
    vietnam_due,
    working_days,
    working_hours,
)

START = (Cause.CAME_ON_DAY_OFF, Cause.CAME_AFTER_CUT_OFF, Cause.CAME_OUT_OF_HOURS)


# Working days


@pytest.mark.parametrize("received", ["03/06/2019 00:01", "03/06/2019 12:00", "03/06/2019 23:59"])
def test_for_days_the_date_matters_and_not_the_hour(received: str) -> None:
    found = vietnam_due(working_days(1), received)

    assert found.at == at("04/06/2019 17:00")
    assert shown(found, *START) == []


@pytest.mark.parametrize("received", ["08/06/2019 10:00", "09/06/2019 10:00"])
def test_what_comes_in_at_the_weekend_is_counted_from_the_next_working_day(received: str) -> None:
    found = vietnam_due(working_days(1), received)

    assert found.on == day("10/06/2019")
    assert shown(found, Cause.COUNTED_FROM) == ["counted-from 10/06"]
    assert shown(found, *START) == [f"came-on-day-off {received[:5]}"]


def test_the_day_of_the_instant_is_the_local_one() -> None:
    late_on_the_third_in_utc = at("03/06/2019 20:00", "UTC")

    found = vietnam_due(working_days(1), "04/06/2019 03:00")

    assert late_on_the_third_in_utc == at("04/06/2019 03:00")
    assert found.on == day("05/06/2019")


@pytest.mark.parametrize(
    ("received", "until"),
    [
        ("07/06/2019 15:00", "10/06/2019"),
        ("07/06/2019 15:01", "11/06/2019"),
        ("08/06/2019 09:00", "11/06/2019"),
        ("10/06/2019 09:00", "11/06/2019"),
    ],
)
def test_after_the_cut_off_or_on_a_day_off_counts_as_the_next_working_day(
    received: str, until: str
) -> None:
    assert vietnam_due(working_days(1, cut_off="15:00"), received).on == day(until)


@pytest.mark.parametrize(
    ("received", "first_day", "until"),
    [
        ("03/06/2019 10:00", "03/06", "04/06/2019 17:00"),
        ("03/06/2019 18:00", "04/06", "05/06/2019 17:00"),
        ("08/06/2019 10:00", "10/06", "11/06/2019 17:00"),
        ("22/08/2026 10:00", "22/08", "24/08/2026 17:00"),
    ],
)
def test_a_term_that_starts_at_once_has_that_day_for_its_first(
    received: str, first_day: str, until: str
) -> None:
    found = vietnam_due(working_days(2, start_rule=StartRule.IMMEDIATE), received)

    assert found.at == at(until)
    assert [line[:18] for line in shown(found, Cause.COUNTED_FROM)] == [f"counted-from {first_day}"]


def test_a_make_up_saturday_that_is_the_first_day_is_explained() -> None:
    at_once = vietnam_due(working_days(2, start_rule=StartRule.IMMEDIATE), "22/08/2026 10:00")
    next_day = vietnam_due(working_days(2), "22/08/2026 10:00")

    assert unexpected(at_once) == ["made-up 22/08 Make-up working day"]
    assert unexpected(next_day) == []


@pytest.mark.parametrize(
    ("end_rule", "until"),
    [
        (EndRule.OFFICE_CLOSE, "04/06/2019 17:00"),
        (EndRule.END_OF_DAY, "05/06/2019 00:00"),
        (EndRule.SAME_TIME, "04/06/2019 09:12"),
    ],
)
def test_a_term_ends_at_the_close_at_midnight_or_at_the_same_time(
    end_rule: EndRule, until: str
) -> None:
    found = vietnam_due(working_days(1, end_rule=end_rule), "03/06/2019 09:12")

    assert (found.at, found.on) == (at(until), day("04/06/2019"))


# Calendar days and months


def test_days_that_start_at_once_and_end_at_the_same_time_are_whole_ones() -> None:
    at_once, same_time = StartRule.IMMEDIATE, EndRule.SAME_TIME
    whole = calendar_days(2, start_rule=at_once, end_rule=same_time)
    broken = calendar_days(2, start_rule=at_once)

    assert vietnam_due(whole, "03/06/2019 09:12").at == at("05/06/2019 09:12")
    assert vietnam_due(broken, "03/06/2019 09:12").at == at("04/06/2019 17:00")


@pytest.mark.parametrize(
    ("received", "amount", "until", "because"),
    [
        ("15/01/2019", 1, "15/02/2019", []),
        ("31/01/2019", 1, "28/02/2019", ["short-month 28/02"]),
        ("31/01/2020", 1, "02/03/2020", ["short-month 29/02", "rolled 29/02"]),
        ("29/02/2020", 12, "01/03/2021", ["short-month 28/02", "rolled 28/02"]),
        ("30/11/2018", 2, "30/01/2019", []),
        (
            "30/03/2019",
            1,
            "02/05/2019",
            ["rolled 30/04 Reunification Day", "skipped 01/05 Labour Day"],
        ),
    ],
)
def test_months_end_on_the_same_day_or_the_last_one(
    received: str, amount: int, until: str, because: list[str]
) -> None:
    found = vietnam_due(months(amount), f"{received} 10:00")

    assert found.on == day(until)
    assert unexpected(found) == because


def test_a_month_that_starts_at_once_ends_the_day_before() -> None:
    at_once = months(1, start_rule=StartRule.IMMEDIATE, roll=Roll.NONE)

    assert vietnam_due(at_once, "01/03/2019 10:00").on == day("31/03/2019")


def test_a_calendar_term_put_off_over_a_holiday_says_so() -> None:
    found = vietnam_due(calendar_days(4, cut_off="15:00"), "26/04/2019 16:00")

    assert found.on == day("06/05/2019")
    assert shown(found) == [
        "came-after-cut-off 26/04",
        "counted-from 03/05",
        "skipped 29/04 Day off by swap",
        "skipped 30/04 Reunification Day",
        "skipped 01/05 Labour Day",
    ]


# Working hours


@pytest.mark.parametrize(
    ("received", "until"),
    [
        ("03/06/2019 07:00", "03/06/2019 17:00"),
        ("03/06/2019 10:15", "04/06/2019 10:15"),
        ("03/06/2019 12:00", "04/06/2019 11:30"),
        ("03/06/2019 17:00", "04/06/2019 17:00"),
        ("03/06/2019 23:00", "04/06/2019 17:00"),
        ("07/06/2019 16:00", "10/06/2019 16:00"),
        ("08/06/2019 09:00", "10/06/2019 17:00"),
        ("26/04/2019 15:00", "02/05/2019 15:00"),
        ("21/08/2026 15:00", "22/08/2026 15:00"),
    ],
)
def test_eight_working_hours_run_through_office_time_only(received: str, until: str) -> None:
    assert vietnam_due(working_hours(8), received).at == at(until)


def test_hours_say_from_which_instant_they_run_and_what_they_skipped() -> None:
    found = vietnam_due(working_hours(8), "26/04/2019 18:30")
    came, counted = found.because[:2]

    assert (came.cause, came.at) == (Cause.CAME_OUT_OF_HOURS, at("26/04/2019 18:30"))
    assert (counted.cause, counted.at) == (Cause.COUNTED_FROM, at("02/05/2019 07:00"))
    assert unexpected(found) == [
        "skipped 29/04 Day off by swap",
        "skipped 30/04 Reunification Day",
        "skipped 01/05 Labour Day",
    ]


def test_hours_that_begin_on_a_make_up_saturday_say_so() -> None:
    found = vietnam_due(working_hours(2), "22/08/2026 08:00")

    assert found.at == at("22/08/2026 10:00")
    assert unexpected(found) == ["made-up 22/08 Make-up working day"]


def test_seconds_are_not_lost() -> None:
    received = at("03/06/2019 10:15").replace(second=42)

    assert due(vietnam(), working_hours(8), received).at == received + timedelta(days=1)


def test_hours_from_the_next_day_and_to_the_close_where_the_term_says_so() -> None:
    next_day = working_hours(2, start_rule=StartRule.NEXT_DAY)
    to_the_close = working_hours(2, end_rule=EndRule.OFFICE_CLOSE)

    assert vietnam_due(next_day, "03/06/2019 10:00").at == at("04/06/2019 09:00")
    assert vietnam_due(to_the_close, "03/06/2019 10:00").at == at("03/06/2019 17:00")


# Same day


@pytest.mark.parametrize(
    ("received", "until", "late"),
    [
        ("03/06/2019 09:00", "03/06/2019 17:00", []),
        ("03/06/2019 12:00", "03/06/2019 17:00", []),
        ("03/06/2019 15:00", "03/06/2019 17:00", []),
        ("03/06/2019 15:01", "04/06/2019 17:00", ["came-after-cut-off 03/06"]),
        ("07/06/2019 20:00", "10/06/2019 17:00", ["came-after-cut-off 07/06"]),
        ("08/06/2019 09:00", "10/06/2019 17:00", ["came-on-day-off 08/06"]),
        (
            "29/04/2019 09:00",
            "02/05/2019 17:00",
            ["came-on-day-off 29/04 Day off by swap"],
        ),
    ],
)
def test_same_day_with_a_cut_off(received: str, until: str, late: list[str]) -> None:
    found = vietnam_due(same_day(cut_off="15:00"), received)

    assert found.at == at(until)
    assert shown(found, *START) == late


@pytest.mark.parametrize(
    ("received", "until"),
    [("03/06/2019 17:00", "03/06/2019 17:00"), ("03/06/2019 17:01", "04/06/2019 17:00")],
)
def test_same_day_without_a_cut_off_closes_with_the_office(received: str, until: str) -> None:
    assert vietnam_due(same_day(), received).at == at(until)


def test_same_day_until_midnight_has_all_evening() -> None:
    until_midnight = same_day(end_rule=EndRule.END_OF_DAY)

    assert vietnam_due(until_midnight, "03/06/2019 20:00").at == at("04/06/2019 00:00")


# The term itself


def test_hours_run_at_once_to_the_same_time_and_all_else_from_the_next_day() -> None:
    hours, days = working_hours(8), working_days(8)

    assert (hours.start_rule, hours.end_rule) == (StartRule.IMMEDIATE, EndRule.SAME_TIME)
    assert (days.start_rule, days.end_rule) == (StartRule.NEXT_DAY, EndRule.OFFICE_CLOSE)
    assert Length.model_validate_json(hours.model_dump_json()) == hours


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"amount": 0, "unit": "working-day"}, "the amount is 0 for same-day"),
        ({"amount": 1, "unit": "same-day"}, "the amount is 0 for same-day"),
        ({"amount": -1, "unit": "month"}, "greater than or equal to 0"),
        ({"amount": 0, "unit": "same-day", "cut_off": "25:00"}, "hour must be in"),
        ({"amount": 0, "unit": "same-day", "cut_off": "3 pm"}, "should match pattern"),
        ({"amount": 1, "unit": "week"}, "Input should be"),
        ("eight hours", "valid dictionary"),
    ],
)
def test_a_term_that_makes_no_sense_is_refused(told: object, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Length.model_validate(told)


def test_every_unit_can_be_counted() -> None:
    for unit in Unit:
        length = Length(amount=0 if unit is Unit.SAME_DAY else 3, unit=unit)
        assert vietnam_due(length, "03/06/2019 10:00").at >= at("03/06/2019 10:00")
