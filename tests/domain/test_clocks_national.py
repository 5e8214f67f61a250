"""The national index of timeliness (QĐ 766/QĐ-TTg, index 2.1), case by case."""

from dataclasses import replace
from typing import Final

import pytest

from domain.dossier.clocks import Clock
from domain.dossier.events import (
    Completed,
    IntakeRefused,
    Resumed,
    Returned,
    StatusReported,
    Stopped,
    StopReason,
    SupplementLapsed,
    Told,
    Withdrawn,
)
from domain.dossier.standing import Standing
from domain.dossier.timeliness import Timeliness
from tests.domain.by_clock import classes, of, standings
from tests.domain.calendar.words import day
from tests.domain.clock.telling import (
    DIGITAL,
    PAPER,
    SMALL,
    a_small_one,
    accepted,
    answered,
    asked,
    rescheduled,
    result,
    says,
    settled_in,
)

EARLY, ON_TIME, LATE = Timeliness.EARLY, Timeliness.ON_TIME, Timeliness.LATE
IN_TIME, OVERDUE = Timeliness.IN_TIME, Timeliness.OVERDUE

PROMISED: Final = accepted("13/05/2019 08:00", SMALL, "20/05/2019 17:00", owed=(PAPER, DIGITAL))
UNPROMISED: Final = accepted("13/05/2019 08:00", SMALL, owed=(PAPER,))


def national(*told: Told, on: str = "31/05/2019", **how: object) -> Timeliness:
    return classes(*told, on=on, **how)[Clock.NATIONAL]  # type: ignore[arg-type]


# When it ends.


@pytest.mark.parametrize(
    ("when", "stands"),
    [
        ("17/05/2019 18:00", EARLY),
        ("20/05/2019 00:00", ON_TIME),
        ("20/05/2019 17:00", ON_TIME),
        ("20/05/2019 17:01", LATE),
        ("21/05/2019 07:00", LATE),
    ],
)
def test_it_is_judged_by_the_instant_of_the_return_date(when: str, stands: Timeliness) -> None:
    assert national(PROMISED, result(when, PAPER)) is stands


def test_it_ends_with_the_first_carrier_and_what_is_owed_with_the_last() -> None:
    told = (PROMISED, result("20/05/2019 09:00", DIGITAL), result("22/05/2019 09:00", PAPER))
    assert (classes(*told, on="31/05/2019")[Clock.OWED], national(*told)) == (LATE, ON_TIME)


def test_resolved_goes_before_given_out_and_that_before_closed() -> None:
    given_out = says("17/05/2019 09:00", Returned(carrier=PAPER))
    closed = says("16/05/2019 09:00", Completed())
    assert national(PROMISED, given_out, closed, result("21/05/2019 09:00", PAPER)) is LATE
    late_given = says("21/05/2019 09:00", Returned(carrier=PAPER))
    assert national(PROMISED, closed, late_given) is LATE
    assert national(PROMISED, closed) is EARLY


@pytest.mark.parametrize(("status", "stands"), [(9, ON_TIME), (10, ON_TIME), (4, OVERDUE)])
def test_a_source_that_tells_statuses_alone_is_enough(status: int, stands: Timeliness) -> None:
    told = says("20/05/2019 09:00", StatusReported.model_validate({"status": status}))
    assert national(PROMISED, told) is stands


@pytest.mark.parametrize(
    "event",
    [
        Withdrawn(),
        Stopped(reason=StopReason.COURT_ORDER),
        IntakeRefused(legal_basis="NĐ 61/2018 Art. 17"),
    ],
)
def test_what_came_to_nothing_after_its_acceptance_ended_then(event: object) -> None:
    assert national(PROMISED, says("20/05/2019 09:00", event)) is ON_TIME  # type: ignore[arg-type]
    assert national(PROMISED, says("21/05/2019 09:00", event)) is LATE  # type: ignore[arg-type]


def test_a_refusal_before_the_acceptance_ends_nothing() -> None:
    refused = says("10/05/2019 09:00", IntakeRefused(legal_basis="NĐ 61/2018 Art. 17"))
    assert national(refused, PROMISED, on="20/05/2019") is IN_TIME


def test_what_is_taken_up_again_has_not_ended() -> None:
    stopped = says("15/05/2019 09:00", Stopped(reason=StopReason.COURT_ORDER))
    resumed = says("16/05/2019 09:00", Resumed())
    assert national(PROMISED, stopped, resumed, on="21/05/2019") is OVERDUE


@pytest.mark.parametrize(("on", "stands"), [("20/05/2019", IN_TIME), ("21/05/2019", OVERDUE)])
def test_what_is_open_is_judged_by_the_day_that_is_asked_for(on: str, stands: Timeliness) -> None:
    assert national(PROMISED, on=on) is stands


# What it is compared with.


def test_an_apology_launders_it() -> None:
    """The legal date does not move (NĐ 61/2018 Art. 19(9)); the index asks for the date that
    stands now."""
    told = (PROMISED, rescheduled("17/05/2019 09:00", "27/05/2019 17:00"))
    settled = (*told, result("24/05/2019 09:00", PAPER), result("24/05/2019 09:00", DIGITAL))
    assert (classes(*settled, on="31/05/2019")[Clock.OWED], national(*settled)) == (LATE, EARLY)
    assert (classes(*told, on="27/05/2019")[Clock.OWED], national(*told, on="27/05/2019")) == (
        OVERDUE,
        IN_TIME,
    )


def test_a_return_date_without_an_hour_is_over_with_its_day() -> None:
    promised = accepted("13/05/2019 08:00", SMALL, "20/05/2019 00:00", owed=(PAPER,))
    assert national(promised, result("20/05/2019 18:00", PAPER)) is ON_TIME
    assert national(promised, result("21/05/2019 00:01", PAPER)) is LATE


def test_without_a_return_date_the_term_counts_from_the_acceptance() -> None:
    law = a_small_one(settled_in(5, "milestone:on-site"))
    assert classes(UNPROMISED, law=law, on="31/05/2019")[Clock.OWED] is Timeliness.OPEN_UNDETERMINED
    assert national(UNPROMISED, law=law, on="20/05/2019") is IN_TIME
    assert national(UNPROMISED, law=law, on="21/05/2019") is OVERDUE
    assert national(UNPROMISED, result("20/05/2019 09:00", PAPER), law=law) is ON_TIME


def test_without_a_return_date_and_a_term_nobody_can_tell() -> None:
    nameless = replace(UNPROMISED, event=UNPROMISED.event.model_copy(update={"procedure": None}))
    assert national(nameless) is Timeliness.OPEN_UNDETERMINED
    assert national(nameless, result("14/05/2019 09:00", PAPER)) is Timeliness.UNDETERMINED


# Supplements.


def test_while_the_applicant_is_waited_for_it_counts_as_ended_when_he_was_asked() -> None:
    assert national(PROMISED, asked("17/05/2019 10:00")) is IN_TIME
    # Asked for only after the return date, it is overdue.
    assert national(PROMISED, asked("21/05/2019 10:00")) is OVERDUE


def test_asked_more_than_once_and_waited_for_it_is_overdue() -> None:
    first = (PROMISED, asked("14/05/2019 10:00"), answered("15/05/2019 09:00"))
    twice = (*first, asked("16/05/2019 10:00", "2"))
    assert national(*twice, on="15/05/2019") is IN_TIME
    assert national(*twice, on="16/05/2019") is OVERDUE
    assert classes(*twice, on="16/05/2019")[Clock.OWED] is IN_TIME


def test_once_the_second_one_is_answered_the_return_date_counts_again() -> None:
    first = (PROMISED, asked("14/05/2019 10:00"), answered("15/05/2019 09:00"))
    second = (asked("16/05/2019 10:00", "2"), answered("17/05/2019 09:00", "2"))
    assert national(*first, *second, on="20/05/2019") is IN_TIME
    assert national(*first, *second, result("20/05/2019 10:00", PAPER)) is EARLY


def test_the_time_for_which_the_applicant_was_waited_for_is_taken_from_the_end() -> None:
    waited = (PROMISED, asked("14/05/2019 10:00"), answered("16/05/2019 10:00"))
    # Two days by the clock on the wall: what came on Wednesday counts as of Monday.
    assert national(*waited, result("22/05/2019 17:00", PAPER)) is ON_TIME
    assert national(*waited, result("22/05/2019 17:01", PAPER)) is LATE
    # What is still open is spared nothing.
    assert national(*waited, on="21/05/2019") is OVERDUE


def test_without_a_return_date_what_is_open_is_spared_it_too() -> None:
    waited = (UNPROMISED, asked("14/05/2019 10:00"), answered("16/05/2019 10:00"))
    assert national(*waited, on="22/05/2019") is IN_TIME
    assert national(*waited, on="23/05/2019") is OVERDUE


def test_what_was_given_up_was_not_waited_for() -> None:
    lapsed = says("16/05/2019 10:00", SupplementLapsed(supplement="1"))
    told = (PROMISED, asked("14/05/2019 10:00"), lapsed, result("21/05/2019 09:00", PAPER))
    assert national(*told) is LATE


def test_it_tells_the_return_date_and_the_day_on_which_it_ended() -> None:
    found = standings(of(PROMISED, result("21/05/2019 09:00", DIGITAL), on="21/05/2019"))
    assert found[Clock.NATIONAL] == Standing(
        due_on=day("20/05/2019"),
        overdue_from=day("21/05/2019"),
        ended_on=day("21/05/2019"),
        ended_as=LATE,
    )
