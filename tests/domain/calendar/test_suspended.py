"""Terms that are stopped and not resumed: what is left of them, and why."""

import pytest

from domain.calendar.because import Cause
from domain.calendar.stopped import LeftIn, Stop, Suspended, due_with_stops
from domain.calendar.term import Length
from tests.domain.calendar.words import (
    at,
    calendar_days,
    found,
    months,
    same_day,
    shown,
    stop,
    suspended,
    vietnam,
    vietnam_due,
    working_days,
    working_hours,
)


def left(length: Length, start: str, *stops: Stop) -> tuple[int, LeftIn]:
    until = suspended(length, start, *stops)
    return until.left, until.unit


def test_while_a_stop_runs_there_is_no_due_date_but_what_is_left() -> None:
    until = suspended(
        working_days(45),
        "14/01/2019 09:00",
        stop("15/02/2019 14:00", None, "lab-test"),
        stop("16/01/2019 14:00", "17/01/2019 14:00"),
    )

    assert (until.since, until.what) == (at("15/02/2019 14:00"), "lab-test")
    assert (until.left, until.unit) == (45 - 18, LeftIn.WORKING_DAY)
    assert shown(until) == [
        "counted-from 15/01",
        "paused 16/01 supplement 1",
        "resumed 17/01 supplement 1",
        *(f"skipped {each:02}/02 Lunar New Year 2019" for each in (4, 5, 6, 7, 8)),
        "paused 15/02 lab-test",
    ]


def test_each_unit_says_what_is_left_of_it() -> None:
    start, late = "03/06/2019 10:00", stop("05/06/2019 10:30", None)
    early = stop("03/06/2019 08:00", None)

    assert left(working_days(5), start, late) == (3, LeftIn.WORKING_DAY)
    assert left(calendar_days(5), start, late) == (3, LeftIn.CALENDAR_DAY)
    assert left(working_hours(24), start, late) == (450, LeftIn.WORKING_MINUTE)
    assert left(months(1), start, late) == (28, LeftIn.CALENDAR_DAY)
    assert left(months(1), start, early) == (1, LeftIn.MONTH)
    assert left(same_day(), start, early) == (0, LeftIn.SAME_DAY)


def test_a_minute_of_which_some_is_left_is_left() -> None:
    began = at("03/06/2019 10:59").replace(second=20)

    until = due_with_stops(
        vietnam(), working_hours(2), at("03/06/2019 10:00"), [Stop(began, None, "fee")]
    )

    assert isinstance(until, Suspended)
    assert until.left == 61


def test_of_what_came_in_late_and_was_stopped_that_evening_all_is_left() -> None:
    evening = stop("03/06/2019 16:30", None)

    assert suspended(working_days(1, cut_off="15:00"), "03/06/2019 16:00", evening).left == 1


def test_a_term_that_was_stopped_before_its_start_is_suspended_since_then() -> None:
    until = suspended(
        working_days(5),
        "03/06/2019 10:00",
        stop("27/05/2019 10:00", None, "fee"),
        stop("29/05/2019 10:00", "04/06/2019 10:00", "supplement 1"),
    )

    assert (until.since, until.what, until.left) == (at("03/06/2019 10:00"), "fee", 5)


def test_a_stop_that_begins_when_the_term_has_ended_suspends_nothing() -> None:
    until = found(working_days(5), "03/06/2019 10:00", stop("10/06/2019 17:00", None))

    assert until == vietnam_due(working_days(5), "03/06/2019 10:00")


def test_a_holiday_that_is_still_to_be_declared_matters_only_where_it_is_counted() -> None:
    before = found(
        working_days(5), "21/12/2026 10:00", stop("23/12/2026 10:00", "24/12/2026 09:00")
    )
    into = found(working_days(5), "21/12/2026 10:00", stop("23/12/2026 10:00", "05/01/2027 09:00"))

    assert not before.provisional
    assert shown(into, Cause.NOT_COVERED) == ["not-covered 05/01"]


def test_that_a_holiday_may_be_declared_is_said_of_what_is_suspended_too_and_once() -> None:
    until = suspended(
        working_days(9),
        "28/12/2026 10:00",
        stop("04/01/2027 10:00", "06/01/2027 10:00"),
        stop("08/01/2027 10:00", None, "supplement 2"),
    )

    assert shown(until, Cause.NOT_COVERED) == ["not-covered 01/01"]


def test_naive_stops_are_refused() -> None:
    naive = at("04/06/2019 10:00").replace(tzinfo=None)

    for pause in (Stop(naive, None, "fee"), Stop(at("04/06/2019 10:00"), naive, "fee")):
        with pytest.raises(ValueError, match="offset"):
            due_with_stops(vietnam(), working_days(5), at("03/06/2019 10:00"), [pause])
