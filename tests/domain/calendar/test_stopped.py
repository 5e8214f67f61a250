"""Terms part of which is not counted: laboratory time, a supplement, a fee that is waited for."""

from datetime import timedelta

import pytest

from domain.calendar.because import Cause
from domain.calendar.due import Due
from domain.calendar.stopped import Stop, due_with_stops
from domain.calendar.term import EndRule, Roll, StartRule
from tests.domain.calendar.words import (
    at,
    calendar_days,
    day,
    found,
    months,
    same_day,
    shown,
    stop,
    unexpected,
    vietnam,
    working_days,
    working_hours,
)

# The evaluation of an organisation: 45 working days, laboratory time not counted
# (TT 02/2015/TT-BKHCN Art. 9(4))


def test_laboratory_time_is_not_counted_and_tet_within_it_moves_nothing() -> None:
    until = found(
        working_days(45),
        "14/01/2019 09:00",
        stop("25/01/2019 14:00", "22/02/2019 10:00", "lab-test"),
    )

    # Nine days up to 25/01, and 36 from 25/02 on.
    assert until.at == at("16/04/2019 17:00")
    assert until.on == day("16/04/2019")
    assert shown(until) == [
        "counted-from 15/01",
        "paused 25/01 lab-test",
        "resumed 22/02 lab-test",
        "skipped 15/04 Compensation for Hùng Kings' Commemoration Day",
    ]


def test_a_tet_that_was_counted_through_is_told_before_the_pause() -> None:
    until = found(
        working_days(45),
        "14/01/2019 09:00",
        stop("15/02/2019 14:00", "22/02/2019 10:00", "lab-test"),
    )

    # Nineteen days up to 15/02, and 26 from 25/02 on.
    assert until.on == day("01/04/2019")
    assert shown(until) == [
        "counted-from 15/01",
        *(f"skipped {each:02}/02 Lunar New Year 2019" for each in (4, 5, 6, 7, 8)),
        "paused 15/02 lab-test",
        "resumed 22/02 lab-test",
    ]


def test_a_pause_says_when_and_for_what() -> None:
    lab = stop("25/01/2019 14:00", "22/02/2019 10:00", "lab-test")

    _, paused, resumed, *_ = found(working_days(45), "14/01/2019 09:00", lab).because

    assert (paused.cause, paused.at, paused.what) == (Cause.PAUSED, lab.began, "lab-test")
    assert (resumed.cause, resumed.at, resumed.what) == (Cause.RESUMED, lab.ended, "lab-test")


def test_stops_that_touch_are_one_named_by_its_first_and_its_last() -> None:
    until = found(
        working_days(45),
        "14/01/2019 09:00",
        stop("12/02/2019 10:00", "22/02/2019 10:00", "supplement 1"),
        stop("25/01/2019 14:00", "12/02/2019 10:00", "lab-test"),
        stop("28/01/2019 08:00", "30/01/2019 08:00", "fee"),
    )

    assert until.on == day("16/04/2019")
    assert shown(until, Cause.PAUSED, Cause.RESUMED) == [
        "paused 25/01 lab-test",
        "resumed 22/02 supplement 1",
    ]


# Working days


def test_a_term_that_is_paused_between_a_swapped_day_and_the_saturday_that_makes_up_for_it() -> (
    None
):
    until = found(working_days(5), "26/04/2019 10:00", stop("02/05/2019 09:00", "03/05/2019 16:00"))

    # Used: 02/05. Left: 04/05, 06/05, 07/05, 08/05.
    assert until.on == day("08/05/2019")
    assert shown(until) == [
        "counted-from 02/05",
        "skipped 29/04 Day off by swap",
        "skipped 30/04 Reunification Day",
        "skipped 01/05 Labour Day",
        "paused 02/05 supplement 1",
        "resumed 03/05 supplement 1",
        "made-up 04/05 Make-up working day",
    ]


def test_a_make_up_saturday_in_the_pause_moves_nothing() -> None:
    until = found(working_days(5), "26/04/2019 10:00", stop("03/05/2019 09:00", "04/05/2019 10:00"))

    assert until.on == day("08/05/2019")
    assert "made-up 04/05 Make-up working day" not in shown(until)


@pytest.mark.parametrize(
    ("began", "ended", "until"),
    [
        # 5 working days from Monday 03/06/2019: due on Monday 10/06.
        ("04/06/2019 08:00", "04/06/2019 16:00", "10/06/2019 17:00"),
        ("04/06/2019 16:00", "05/06/2019 08:00", "11/06/2019 17:00"),
        ("03/06/2019 11:00", "03/06/2019 12:00", "10/06/2019 17:00"),
        ("03/06/2019 11:00", "05/06/2019 12:00", "12/06/2019 17:00"),
        ("07/06/2019 08:00", "08/06/2019 10:00", "10/06/2019 17:00"),
        ("08/06/2019 08:00", "09/06/2019 10:00", "10/06/2019 17:00"),
        ("10/06/2019 08:00", "12/06/2019 10:00", "12/06/2019 17:00"),
        ("10/06/2019 08:00", "12/06/2019 20:00", "12/06/2019 20:00"),
        ("10/06/2019 08:00", "15/06/2019 10:00", "17/06/2019 17:00"),
        ("10/06/2019 17:00", "15/06/2019 10:00", "10/06/2019 17:00"),
        ("01/06/2019 08:00", "03/06/2019 10:00", "10/06/2019 17:00"),
        ("01/06/2019 08:00", "05/06/2019 10:00", "12/06/2019 17:00"),
        ("05/06/2019 08:00", "05/06/2019 08:00", "10/06/2019 17:00"),
        ("05/06/2019 08:00", "04/06/2019 08:00", "10/06/2019 17:00"),
    ],
)
def test_a_stop_costs_the_working_days_after_its_first_up_to_its_last(
    began: str, ended: str, until: str
) -> None:
    assert found(working_days(5), "03/06/2019 10:00", stop(began, ended)).at == at(until)


def test_with_nothing_left_on_a_day_off_it_is_due_on_the_next_working_day() -> None:
    until = found(
        working_days(1, roll=Roll.NONE),
        "25/04/2019 10:00",
        stop("26/04/2019 09:00", "28/04/2019 09:00"),
    )

    assert until.on == day("02/05/2019")
    assert shown(until) == [
        "counted-from 26/04",
        "paused 26/04 supplement 1",
        "resumed 28/04 supplement 1",
        "came-on-day-off 28/04",
        "rolled 28/04",
        "skipped 29/04 Day off by swap",
        "skipped 30/04 Reunification Day",
        "skipped 01/05 Labour Day",
    ]


def test_what_is_stopped_before_a_day_of_it_passed_is_counted_from_the_end_of_the_stop() -> None:
    after, before = "03/06/2019 11:00", "31/05/2019 11:00"

    for began, paused in ((after, after), (before, "03/06/2019 10:00")):
        until = found(working_days(5), "03/06/2019 10:00", stop(began, "05/06/2019 12:00", "fee"))
        assert shown(until) == ["paused 03/06 fee", "resumed 05/06 fee", "counted-from 06/06"]
        assert until.because[0].at == at(paused)


def test_two_supplements_are_two_pauses() -> None:
    until = found(
        working_days(10),
        "03/06/2019 10:00",
        stop("13/06/2019 08:00", "17/06/2019 09:00", "supplement 2"),
        stop("05/06/2019 08:00", "07/06/2019 09:00", "supplement 1"),
    )

    # 04/06, 05/06; 10/06 to 13/06; 18/06 to 21/06.
    assert until.on == day("21/06/2019")
    assert shown(until) == [
        "counted-from 04/06",
        "paused 05/06 supplement 1",
        "resumed 07/06 supplement 1",
        "paused 13/06 supplement 2",
        "resumed 17/06 supplement 2",
    ]


def test_a_stop_may_begin_in_the_time_that_an_earlier_one_gave() -> None:
    first = stop("05/06/2019 08:00", "12/06/2019 09:00")
    second = stop("14/06/2019 08:00", "17/06/2019 09:00", "supplement 2")

    assert found(working_days(5), "03/06/2019 10:00", second).on == day("10/06/2019")
    assert found(working_days(5), "03/06/2019 10:00", first, second).on == day("18/06/2019")


@pytest.mark.parametrize(
    ("ended", "until"), [("05/06/2019 15:00", "11/06"), ("05/06/2019 15:01", "12/06")]
)
def test_what_ends_a_stop_after_the_cut_off_comes_in_on_the_next_day(
    ended: str, until: str
) -> None:
    term = working_days(5, cut_off="15:00")

    assert f"{found(term, '03/06/2019 10:00', stop('04/06/2019 09:00', ended)).on:%d/%m}" == until


@pytest.mark.parametrize(
    ("began", "ended", "until"),
    [
        # 5 days from 03/06 on, that day the first: due on Friday 07/06.
        ("03/06/2019 11:00", "03/06/2019 16:00", "07/06/2019 17:00"),
        ("04/06/2019 11:00", "05/06/2019 09:00", "10/06/2019 17:00"),
        ("04/06/2019 18:00", "05/06/2019 20:00", "11/06/2019 17:00"),
        ("04/06/2019 16:00", "04/06/2019 20:00", "07/06/2019 17:00"),
        ("07/06/2019 11:00", "11/06/2019 09:00", "11/06/2019 17:00"),
        ("06/06/2019 11:00", "08/06/2019 09:00", "11/06/2019 17:00"),
        ("07/06/2019 11:00", "15/06/2019 09:00", "17/06/2019 17:00"),
    ],
)
def test_of_a_term_that_starts_at_once_the_day_on_which_it_resumes_is_counted(
    began: str, ended: str, until: str
) -> None:
    at_once = working_days(5, start_rule=StartRule.IMMEDIATE)

    assert found(at_once, "03/06/2019 10:00", stop(began, ended)).at == at(until)


def test_at_once_the_day_on_which_it_is_stopped_is_not_used_and_a_day_off_is_none() -> None:
    at_once = working_days(7, start_rule=StartRule.IMMEDIATE)

    saturday = found(at_once, "03/06/2019 10:00", stop("08/06/2019 09:00", "11/06/2019 09:00"))
    made_up = found(at_once, "02/05/2019 10:00", stop("04/05/2019 09:00", "06/05/2019 09:00"))

    assert (saturday.on, made_up.on) == (day("12/06/2019"), day("10/05/2019"))
    assert unexpected(made_up) == []


def test_a_stop_before_what_came_in_late_begins_to_count_does_not_hasten_it() -> None:
    late, stops = "03/06/2019 16:00", stop("03/06/2019 16:30", "03/06/2019 16:45")
    next_day = working_hours(2, start_rule=StartRule.NEXT_DAY)

    assert found(working_days(1, cut_off="15:00"), late, stops).on == day("05/06/2019")
    assert found(next_day, late, stops).at == at("04/06/2019 09:00")


def test_a_last_day_until_midnight_is_used_up_in_its_evening() -> None:
    term = working_days(1, start_rule=StartRule.IMMEDIATE, end_rule=EndRule.END_OF_DAY)

    for ended, until in (("03/06/2019 21:00", "04/06/2019"), ("05/06/2019 09:00", "06/06/2019")):
        evening = stop("03/06/2019 20:00", ended)
        assert found(term, "03/06/2019 10:00", evening).at == at(f"{until} 00:00")


def test_what_ends_at_the_same_time_keeps_the_time_of_its_start() -> None:
    term = working_days(2, end_rule=EndRule.SAME_TIME)

    for began, ended, until in (
        ("04/06/2019 08:00", "04/06/2019 08:30", "05/06/2019 09:12"),
        ("04/06/2019 08:00", "06/06/2019 16:00", "07/06/2019 09:12"),
        ("05/06/2019 08:00", "06/06/2019 16:00", "06/06/2019 16:00"),
    ):
        assert found(term, "03/06/2019 09:12", stop(began, ended)).at == at(until)


# Calendar days and months


def test_calendar_days_roll_once_at_the_end() -> None:
    # 25 days from 10/01/2019 end in Tết; 15 used up to 25/01, 10 left from 30/01 on.
    until = found(
        calendar_days(25), "10/01/2019 10:00", stop("25/01/2019 10:00", "30/01/2019 10:00")
    )

    assert until.on == day("11/02/2019")
    assert shown(until) == [
        "counted-from 11/01",
        "paused 25/01 supplement 1",
        "resumed 30/01 supplement 1",
        "rolled 09/02",
    ]


def test_a_stop_on_a_weekend_costs_calendar_days_and_no_roll_lets_a_last_day_off_be() -> None:
    weekend = stop("08/06/2019 10:00", "09/06/2019 10:00")

    rolled = found(calendar_days(11), "03/06/2019 10:00", weekend)
    as_it_is = found(calendar_days(11, roll=Roll.NONE), "03/06/2019 10:00", weekend)

    assert (rolled.on, as_it_is.on) == (day("17/06/2019"), day("15/06/2019"))
    assert unexpected(rolled) == ["rolled 15/06"]
    assert unexpected(as_it_is) == []


def test_a_stop_on_the_days_that_it_rolled_over_leaves_nothing() -> None:
    sunday = stop("09/06/2019 10:00", "12/06/2019 10:00")

    assert found(calendar_days(5), "03/06/2019 10:00", sunday).on == day("12/06/2019")


def test_months_are_added_before_the_stop_lengthens_them_by_its_days() -> None:
    until = found(months(1), "30/01/2019 10:00", stop("20/02/2019 10:00", "25/02/2019 10:00"))

    # The last day of February, and five days: 05/03. Not eight days from 25/02.
    assert until.on == day("05/03/2019")
    assert shown(until) == [
        "counted-from 31/01",
        "short-month 28/02",
        "paused 20/02 supplement 1",
        "resumed 25/02 supplement 1",
    ]


def test_a_month_that_was_stopped_before_it_began_is_a_month_from_the_end_of_the_stop() -> None:
    fee = stop("25/01/2019 10:00", "28/02/2019 10:00", "fee")

    assert found(months(1), "30/01/2019 10:00", fee).on == day("28/03/2019")


# Working hours


def test_of_hours_the_minutes_of_office_time_are_counted_up_to_the_stop() -> None:
    until = found(
        working_hours(8),
        "26/04/2019 15:00",
        stop("26/04/2019 16:30", "30/04/2019 12:00", "fee"),
        stop("02/05/2019 10:00", "02/05/2019 10:30", "supplement 1"),
    )

    # 1:30 on 26/04, 3:00 up to 10:00 on 02/05, 3:30 from 10:30 on.
    assert until.at == at("02/05/2019 16:00")
    assert shown(until) == [
        "counted-from 26/04",
        "paused 26/04 fee",
        "resumed 30/04 fee",
        "came-on-day-off 30/04 Reunification Day",
        "skipped 01/05 Labour Day",
        "paused 02/05 supplement 1",
        "resumed 02/05 supplement 1",
    ]


def test_seconds_of_office_time_are_not_lost_in_a_stop() -> None:
    received = at("03/06/2019 10:15") + timedelta(seconds=42)
    began = at("03/06/2019 11:00") + timedelta(seconds=10)
    pause = Stop(began, began + timedelta(seconds=15), "fee")

    until = due_with_stops(vietnam(), working_hours(8), received, [pause])

    assert isinstance(until, Due)
    assert until.at == received + timedelta(days=1, seconds=15)


def test_hours_from_the_next_day_run_on_at_once_after_a_stop() -> None:
    next_day = working_hours(10, start_rule=StartRule.NEXT_DAY)

    until = found(next_day, "26/04/2019 10:00", stop("02/05/2019 08:00", "04/05/2019 08:00"))

    assert until.at == at("06/05/2019 09:00")
    assert unexpected(until)[-1] == "made-up 04/05 Make-up working day"


def test_hours_that_are_stopped_before_the_office_opens_are_counted_from_the_end_of_the_stop() -> (
    None
):
    until = found(
        working_hours(2), "02/06/2019 22:00", stop("03/06/2019 06:00", "03/06/2019 12:00")
    )

    assert until.at == at("03/06/2019 15:30")
    assert shown(until) == [
        "came-on-day-off 02/06",
        "paused 03/06 supplement 1",
        "resumed 03/06 supplement 1",
        "came-out-of-hours 03/06",
        "counted-from 03/06",
    ]


# Same day


@pytest.mark.parametrize(
    ("ended", "until"),
    [
        ("03/06/2019 14:00", "03/06/2019 17:00"),
        ("03/06/2019 16:00", "04/06/2019 17:00"),
        ("05/06/2019 10:00", "05/06/2019 17:00"),
        ("08/06/2019 10:00", "10/06/2019 17:00"),
    ],
)
def test_same_day_is_due_as_if_it_had_come_in_when_the_stop_ended(ended: str, until: str) -> None:
    pause = stop("03/06/2019 10:00", ended)

    assert found(same_day(cut_off="15:00"), "03/06/2019 09:00", pause).at == at(until)


def test_same_day_at_the_same_time_is_due_when_the_stop_that_covers_its_start_ends() -> None:
    at_once = same_day(end_rule=EndRule.SAME_TIME)

    until = found(at_once, "03/06/2019 10:00", stop("03/06/2019 10:00", "04/06/2019 09:00"))

    assert until.at == at("04/06/2019 09:00")
