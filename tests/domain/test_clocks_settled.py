"""How much office time it took to settle a dossier (QĐ 766/QĐ-TTg, index 2.2)."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.calendar.office_time import working_minutes_between
from domain.dossier.events import Stopped, StopReason, SupplementLapsed, Told, Withdrawn
from domain.law import Law
from tests.domain.by_clock import RESETS, of
from tests.domain.calendar.words import at
from tests.domain.case import ZONE
from tests.domain.clock.strategies import instants
from tests.domain.clock.telling import (
    PAPER,
    SMALL,
    a_small_one,
    accepted,
    answered,
    asked,
    fee,
    lab,
    paid,
    result,
    says,
    settled_in,
    shipped,
)

A_DAY = 480
RECEIVED = accepted("13/05/2019 08:00", SMALL, owed=(PAPER,))


def took(*told: Told, law: Law = RESETS) -> int | None:
    return of(*told, law=law, on="28/06/2019").settled_minutes


def between(since: str, until: str) -> int:
    calendar = shipped().calendar
    assert calendar
    return working_minutes_between(calendar, at(since), at(until))


def test_within_a_day_it_took_the_minutes_of_the_office_without_its_break() -> None:
    # The office opens at 7:00 and closes at 17:00, with a break from 11:30 to 13:30.
    assert took(RECEIVED, result("13/05/2019 14:00", PAPER)) == (3 * 60 + 30) + 30


def test_days_off_take_nothing() -> None:
    # Monday to the Wednesday after next: seven days between, each of eight hours.
    until = "24/05/2019 08:00"
    assert took(RECEIVED, result(until, PAPER)) == 9 * A_DAY
    assert took(RECEIVED, result(until, PAPER)) == between("13/05/2019 08:00", until)


def test_over_a_holiday_and_a_swapped_day_it_is_the_time_of_the_calendar() -> None:
    told = (accepted("26/04/2019 14:30", SMALL, owed=(PAPER,)), result("08/05/2019 10:15", PAPER))
    assert took(*told) == between("26/04/2019 14:30", "08/05/2019 10:15")


def test_what_was_worked_before_a_supplement_counts_though_the_term_began_anew() -> None:
    told = (RECEIVED, asked("15/05/2019 08:00"), answered("17/05/2019 08:00"))
    assert took(*told, result("20/05/2019 08:00", PAPER)) == 2 * A_DAY + A_DAY


def test_a_supplement_that_moved_nothing_is_no_time_of_the_applicant() -> None:
    around = asked("15/05/2019 08:00", relayed=False)
    told = (RECEIVED, around, answered("17/05/2019 08:00"), result("20/05/2019 08:00", PAPER))
    assert took(*told) == 5 * A_DAY


def test_what_the_term_leaves_out_took_none_of_it() -> None:
    tested = lab("14/05/2019 08:00", "16/05/2019 08:00")
    assert took(RECEIVED, *tested, result("17/05/2019 08:00", PAPER)) == 2 * A_DAY


def test_stops_that_overlap_are_left_out_once() -> None:
    tested = lab("14/05/2019 08:00", "16/05/2019 08:00")
    told = (*tested, asked("15/05/2019 08:00"), answered("17/05/2019 08:00"))
    assert took(RECEIVED, *told, result("20/05/2019 08:00", PAPER)) == 2 * A_DAY


def test_what_was_given_up_is_left_out_until_then() -> None:
    lapsed = says("17/05/2019 08:00", SupplementLapsed(supplement="1"))
    told = (RECEIVED, asked("15/05/2019 08:00"), lapsed, result("20/05/2019 08:00", PAPER))
    assert took(*told) == 3 * A_DAY


def test_it_starts_with_what_the_term_names() -> None:
    law = a_small_one(settled_in(5, "received", "paid"))
    told = (RECEIVED, fee("13/05/2019 08:30"), paid("16/05/2019 08:00"))
    assert took(*told, result("17/05/2019 08:00", PAPER), law=law) == A_DAY


def test_without_a_term_it_starts_with_the_acceptance() -> None:
    told = accepted("13/05/2019 08:00", "unheard-of", owed=(PAPER,))
    assert took(told, result("15/05/2019 08:00", PAPER)) == 2 * A_DAY


@pytest.mark.parametrize(
    "ending",
    [Withdrawn(), Stopped(reason=StopReason.COURT_ORDER)],
)
def test_what_came_to_nothing_was_not_settled(ending: Withdrawn | Stopped) -> None:
    assert took(RECEIVED, says("15/05/2019 08:00", ending)) is None


def test_what_is_open_is_not_settled_yet() -> None:
    assert took(RECEIVED) is None


def test_a_result_before_the_start_took_nothing() -> None:
    assert took(RECEIVED, result("10/05/2019 08:00", PAPER)) == 0


def test_nobody_can_tell_without_a_calendar_office_hours_or_a_start() -> None:
    told = (RECEIVED, result("15/05/2019 08:00", PAPER))
    assert took(*told, law=replace(RESETS, calendar=None)) is None
    assert RESETS.calendar
    shut = replace(RESETS, calendar=replace(RESETS.calendar, hours=()))
    assert took(*told, law=shut) is None


@settings(max_examples=100, deadline=None)
@given(instants, instants, st.sampled_from((None, "Europe/Amsterdam", "America/New_York")))
def test_it_is_the_office_time_of_the_calendar_to_the_minute(
    one: datetime, other: datetime, zone: str | None
) -> None:
    since, until = sorted((one, other))
    assume(until - since < timedelta(days=500))
    receipt = replace(RECEIVED, occurred_at=since)
    receipt = replace(receipt, event=receipt.event.model_copy(update={"timezone": zone}))
    arrived = replace(result("13/05/2019 08:00", PAPER), occurred_at=until)
    calendar = shipped().calendar_of(None, ZoneInfo(zone) if zone else ZONE)
    assert calendar
    assert took(receipt, arrived) == working_minutes_between(calendar, since, until)
