"""What holds of every calendar, term and instant."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from domain.calendar.because import Cause
from domain.calendar.calendar import WorkCalendar
from domain.calendar.counting import DAY, add_working_days, take_working_days, working_days_between
from domain.calendar.due import due, remaining
from domain.calendar.office_time import (
    add_working_minutes,
    next_office_instant,
    working_minutes_between,
)
from domain.calendar.term import Length, Roll, Unit
from tests.domain.calendar.strategies import (
    SCOPES,
    calendars,
    dates,
    instants,
    lengths,
    made_up,
)


def longer(length: Length) -> Length:
    return length.model_copy(update={"amount": length.amount + 1})


@given(calendars, lengths(), instants)
def test_a_longer_term_never_ends_earlier(
    calendar: WorkCalendar, length: Length, start: datetime
) -> None:
    assume(length.unit is not Unit.SAME_DAY)

    assert due(calendar, length, start).at <= due(calendar, longer(length), start).at


@given(calendars, lengths(), instants, st.timedeltas(timedelta(), timedelta(days=10)))
def test_what_comes_in_later_is_never_due_on_an_earlier_day(
    calendar: WorkCalendar, length: Length, start: datetime, by: timedelta
) -> None:
    assert due(calendar, length, start).on <= due(calendar, length, start + by).on


@given(calendars, lengths(), instants, st.timedeltas(timedelta(), timedelta(days=1)))
def test_what_a_calendar_was_asked_before_changes_no_answer(
    calendar: WorkCalendar, length: Length, start: datetime, by: timedelta
) -> None:
    due(calendar, length, start + by)

    assert due(calendar, length, start) == due(replace(calendar), length, start)


@given(calendars, lengths(), instants)
def test_a_term_that_rolls_or_counts_work_never_ends_on_a_day_off(
    calendar: WorkCalendar, length: Length, start: datetime
) -> None:
    assert calendar.is_working_day(due(calendar, length, start).on)


@given(calendars, lengths(), instants)
def test_nothing_is_due_before_it_came_in(
    calendar: WorkCalendar, length: Length, start: datetime
) -> None:
    found = due(calendar, length, start)

    assert found.at >= start
    assert found.at.tzinfo is calendar.zone
    assert found.on - found.at.date() in (timedelta(), -DAY)


@given(calendars, lengths(), instants)
def test_the_days_named_are_those_on_which_calendar_and_weekly_rhythm_disagree(
    calendar: WorkCalendar, length: Length, start: datetime
) -> None:
    found = due(calendar, length, start)
    named = {why.day: why for why in found.because if why.cause in (Cause.SKIPPED, Cause.MADE_UP)}

    for day, why in named.items():
        assert calendar.is_working_day(day) is (why.cause is Cause.MADE_UP)
        assert calendar.is_ordinary(day) is (why.cause is Cause.SKIPPED)
        assert why.declared == calendar.status(day).decided_by
        assert why.declared is not None


@given(calendars, st.integers(1, 60), instants)
def test_working_days_are_the_weekdays_without_the_skipped_and_with_the_made_up(
    calendar: WorkCalendar, amount: int, start: datetime
) -> None:
    found = due(calendar, Length(amount=amount, unit=Unit.WORKING_DAY), start)
    causes = [why.cause for why in found.because]
    came = start.astimezone(calendar.zone).date()
    span = (came + ahead * DAY for ahead in range(1, (found.on - came).days + 1))
    weekdays = sum(calendar.is_ordinary(day) for day in span)

    assert weekdays - causes.count(Cause.SKIPPED) + causes.count(Cause.MADE_UP) == amount


@given(calendars, instants, st.integers(1, 40))
def test_a_term_that_does_not_roll_ends_on_its_date(
    calendar: WorkCalendar, start: datetime, amount: int
) -> None:
    length = Length(amount=amount, unit=Unit.CALENDAR_DAY, roll=Roll.NONE)

    came = start.astimezone(calendar.zone).date()
    assert due(calendar, length, start).on == came + amount * DAY


@given(calendars, dates, st.integers(0, 60))
def test_adding_working_days_and_counting_them_agree(
    calendar: WorkCalendar, start: date, amount: int
) -> None:
    end = add_working_days(calendar, start, amount)

    assert working_days_between(calendar, start, end) == amount


@given(calendars, dates, st.integers(1, 60))
def test_what_was_added_can_be_taken_off_again(
    calendar: WorkCalendar, start: date, amount: int
) -> None:
    assume(calendar.is_working_day(start))

    end = add_working_days(calendar, start, amount)
    assert take_working_days(calendar, end, amount) == start


@given(calendars, instants, st.integers(0, 5_000))
def test_adding_working_minutes_and_counting_them_agree(
    calendar: WorkCalendar, start: datetime, amount: int
) -> None:
    end = add_working_minutes(calendar, start, amount)

    assert working_minutes_between(calendar, start, end) == amount


@given(calendars, dates, dates, dates)
def test_working_days_sum_to_the_whole(
    calendar: WorkCalendar, first: date, second: date, third: date
) -> None:
    parts = working_days_between(calendar, first, second)
    parts += working_days_between(calendar, second, third)

    assert parts == working_days_between(calendar, first, third)


@given(calendars, instants, instants, instants)
def test_working_minutes_sum_to_the_whole(
    calendar: WorkCalendar, first: datetime, second: datetime, third: datetime
) -> None:
    parts = working_minutes_between(calendar, first, second)
    parts += working_minutes_between(calendar, second, third)

    assert parts == working_minutes_between(calendar, first, third)


@given(calendars, instants)
def test_no_office_time_passes_before_the_next_office_instant(
    calendar: WorkCalendar, at: datetime
) -> None:
    opens = next_office_instant(calendar, at)

    assert opens >= at
    assert working_minutes_between(calendar, at, opens) == 0
    assert working_minutes_between(calendar, opens, opens + timedelta(minutes=1)) == 1


@given(calendars, lengths(), instants, instants)
def test_what_is_left_at_the_start_is_what_passed_and_what_is_left(
    calendar: WorkCalendar, length: Length, start: datetime, now: datetime
) -> None:
    until = due(calendar, length, start)
    at_first, left = remaining(calendar, until, start), remaining(calendar, until, now)

    passed = working_minutes_between(calendar, start, now)
    assert at_first.working_minutes == passed + left.working_minutes


@given(calendars)
def test_in_the_far_future_all_is_known(calendar: WorkCalendar) -> None:
    assert calendar.as_known(date.max) == calendar


@given(calendars, dates, dates)
def test_one_knows_what_one_knew_at_the_earlier_of_two_days(
    calendar: WorkCalendar, one: date, other: date
) -> None:
    assert calendar.as_known(one).as_known(other) == calendar.as_known(min(one, other))


@given(made_up(), dates, dates)
def test_asking_for_an_office_and_as_of_a_day_may_be_done_in_either_order(
    calendar: WorkCalendar, on: date, day: date
) -> None:
    known_first = calendar.as_known(on).within(*SCOPES)
    office_first = calendar.within(*SCOPES).as_known(on)

    assert known_first.status(day) == office_first.status(day)
