"""Worked due dates, each with the days that moved it."""

import pytest

from domain.calendar.because import Cause
from domain.calendar.due import due, remaining
from domain.calendar.term import Roll, StartRule
from tests.domain.calendar.words import (
    at,
    calendar_days,
    day,
    shown,
    unexpected,
    vietnam,
    vietnam_due,
    working_days,
)

TET_2019 = [f"skipped {each:02}/02 Lunar New Year 2019" for each in (4, 5, 6, 7, 8)]
HOLIDAYS_OF_APRIL_2019 = [
    "skipped 29/04 Day off by swap",
    "skipped 30/04 Reunification Day",
    "skipped 01/05 Labour Day",
]


@pytest.mark.parametrize(
    ("received", "term", "until", "moved_by"),
    [
        ("26/04/2019", 2, "03/05/2019", HOLIDAYS_OF_APRIL_2019),
        (
            "26/04/2019",
            3,
            "04/05/2019",
            [*HOLIDAYS_OF_APRIL_2019, "made-up 04/05 Make-up working day"],
        ),
        (
            "26/04/2019",
            5,
            "07/05/2019",
            [*HOLIDAYS_OF_APRIL_2019, "made-up 04/05 Make-up working day"],
        ),
        ("01/02/2019", 15, "01/03/2019", TET_2019),
        ("30/08/2019", 5, "09/09/2019", ["skipped 02/09 National Day"]),
        (
            "26/04/2024",
            3,
            "04/05/2024",
            [*HOLIDAYS_OF_APRIL_2019, "made-up 04/05 Make-up working day"],
        ),
        ("25/04/2025", 1, "26/04/2025", ["made-up 26/04 Make-up working day"]),
        (
            "31/12/2025",
            5,
            "09/01/2026",
            ["skipped 01/01 New Year's Day", "skipped 02/01 Day off by swap"],
        ),
        ("21/08/2026", 1, "22/08/2026", ["made-up 22/08 Make-up working day"]),
    ],
)
def test_a_term_in_working_days(received: str, term: int, until: str, moved_by: list[str]) -> None:
    found = vietnam_due(working_days(term), f"{received} 10:00")

    assert found.on == day(until)
    assert found.at == at(f"{until} 17:00")
    assert unexpected(found) == moved_by


@pytest.mark.parametrize(
    ("received", "until", "moved_by"),
    [
        (
            "10/01/2019",
            "11/02/2019",
            ["rolled 04/02 Lunar New Year 2019", *TET_2019[1:]],
        ),
        (
            "05/04/2019",
            "02/05/2019",
            ["rolled 30/04 Reunification Day", "skipped 01/05 Labour Day"],
        ),
        ("03/06/2019", "28/06/2019", []),
    ],
)
def test_a_term_of_25_calendar_days(received: str, until: str, moved_by: list[str]) -> None:
    found = vietnam_due(calendar_days(25), f"{received} 10:00")

    assert found.on == day(until)
    assert unexpected(found) == moved_by


def test_a_reason_names_the_document_and_the_day_that_was_swapped() -> None:
    found = vietnam_due(working_days(5), "31/12/2025 10:00")
    swap = next(why.declared for why in found.because if why.day == day("02/01/2026"))

    assert swap
    assert (swap.name_vi, swap.source) == ("Nghỉ hoán đổi ngày làm việc", "12729/VPCP-KGVX")
    assert (swap.announced_on, swap.instead_of) == (day("25/12/2025"), day("10/01/2026"))


def test_a_promise_printed_before_a_late_swap_can_be_explained_as_known_then_and_now() -> None:
    received, term = at("23/12/2025 10:00"), working_days(8)

    then = due(vietnam().as_known(day("24/12/2025")), term, received)
    now = due(vietnam().as_known(day("25/12/2025")), term, received)

    assert (then.on, now.on) == (day("05/01/2026"), day("06/01/2026"))
    assert unexpected(then) == ["skipped 01/01 New Year's Day"]
    assert set(unexpected(now)) - set(unexpected(then)) == {"skipped 02/01 Day off by swap"}


def test_a_term_into_a_year_whose_holidays_are_not_fixed_is_provisional() -> None:
    within = vietnam_due(working_days(15), "10/12/2026 10:00")
    beyond = vietnam_due(working_days(20), "10/12/2026 10:00")

    assert not within.provisional
    assert beyond.provisional
    assert shown(beyond, Cause.NOT_COVERED) == ["not-covered 01/01"]


def test_the_same_term_was_provisional_while_tet_was_not_yet_fixed() -> None:
    received, term = at("20/12/2021 10:00"), working_days(30)

    then = due(vietnam().as_known(day("10/01/2022")), term, received)
    now = due(vietnam(), term, received)

    assert (then.on, then.provisional) == (day("01/02/2022"), True)
    assert (now.on, now.provisional) == (day("08/02/2022"), False)


def test_the_first_day_counted_is_the_one_after_the_event() -> None:
    assert shown(vietnam_due(working_days(1), "03/06/2019 10:00")) == ["counted-from 04/06"]
    assert shown(vietnam_due(working_days(1), "07/06/2019 10:00")) == ["counted-from 10/06"]
    assert shown(vietnam_due(calendar_days(4), "07/06/2019 10:00")) == ["counted-from 08/06"]


def test_a_last_day_off_stays_when_the_term_does_not_roll() -> None:
    found = vietnam_due(calendar_days(25, roll=Roll.NONE), "05/04/2019 10:00")

    assert found.on == day("30/04/2019")
    assert found.at == at("01/05/2019 00:00")
    assert unexpected(found) == []


def test_a_make_up_saturday_is_no_day_off_to_roll_from() -> None:
    found = vietnam_due(calendar_days(1), "09/01/2026 10:00")

    assert found.on == day("10/01/2026")
    assert unexpected(found) == ["made-up 10/01 Make-up working day"]


def test_a_make_up_saturday_that_is_first_and_last_day_is_named_once() -> None:
    evening_before = "21/08/2026 18:00"
    found = vietnam_due(calendar_days(1, start_rule=StartRule.IMMEDIATE), evening_before)

    assert found.on == day("22/08/2026")
    assert unexpected(found) == ["made-up 22/08 Make-up working day"]


def test_a_sunday_rolls_by_the_weekly_rhythm_alone() -> None:
    found = vietnam_due(calendar_days(9), "07/06/2019 10:00")

    assert found.on == day("17/06/2019")
    assert unexpected(found) == ["rolled 16/06"]


@pytest.mark.parametrize(
    ("now", "days_left", "minutes_left"),
    [
        ("03/05/2019 17:00", 0, 0),
        ("03/05/2019 15:00", 0, 120),
        ("26/04/2019 16:00", 2, 60 + 2 * 480),
        ("04/05/2019 07:30", -1, -30),
        ("06/05/2019 09:05", -2, -480 - 125),
    ],
)
def test_what_is_left_or_late_in_working_days_and_minutes(
    now: str, days_left: int, minutes_left: int
) -> None:
    until = vietnam_due(working_days(2), "26/04/2019 10:00")

    left = remaining(vietnam(), until, at(now))

    assert (left.working_days, left.working_minutes) == (days_left, minutes_left)


def test_naive_instants_are_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        due(vietnam(), working_days(1), at("03/06/2019 10:00").replace(tzinfo=None))
