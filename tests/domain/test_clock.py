"""The legal clock: from the acceptance to the last carrier owed."""

from datetime import date, timedelta

import pytest

from domain.dossier.events import Received, Reconciled, Told
from domain.dossier.timeliness import Timeliness, timeliness
from domain.dossier.values import Carrier, Instant
from tests.domain.case import (
    DIGITAL,
    FRIDAY,
    MONDAY,
    NEXT_MONDAY,
    PAPER,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    came_in,
    closed,
    given_out,
    moment,
    on,
    received,
    result,
)
from tests.domain.spec import given

owed_on_both = received(owed=(PAPER, DIGITAL))
owed_on_paper = received(owed=(PAPER,))


def lets_speak(instant: Instant, carrier: Carrier) -> Reconciled:
    return Reconciled(settles=(instant,), speaks={instant: carrier}, reason="Theo sổ theo dõi")


def test_the_clock_starts_with_the_acceptance_not_with_a_carrier() -> None:
    given(came_in(DIGITAL, MONDAY, 7), received()).then(started_at=moment(MONDAY, 8))
    given(came_in(DIGITAL)).then(started_at=None)


def test_a_carrier_that_a_person_lets_speak_starts_it() -> None:
    speaks = on(TUESDAY, lets_speak(Instant.RECEIPT, PAPER))

    given(received(), came_in(PAPER, MONDAY, 10), speaks).then(started_at=moment(MONDAY, 10))


def test_no_carrier_speaks_before_the_dossier_is_accepted() -> None:
    given(came_in(PAPER), on(TUESDAY, lets_speak(Instant.RECEIPT, PAPER))).then(started_at=None)


def test_the_result_on_every_carrier_owed_stops_the_clock() -> None:
    digital, paper = result(DIGITAL, WEDNESDAY), result(PAPER, FRIDAY)

    given(owed_on_both, digital).then(ended_at=None)
    given(owed_on_both, digital, paper).then(ended_at=moment(FRIDAY))
    given(owed_on_both, paper, digital).then(ended_at=moment(FRIDAY))


def test_a_carrier_that_nobody_is_owed_stops_nothing() -> None:
    given(owed_on_paper, result(DIGITAL, WEDNESDAY)).then(ended_at=None)


def test_where_nothing_is_said_of_what_is_owed_the_first_carrier_counts() -> None:
    given(received(), result(PAPER, FRIDAY), result(DIGITAL, THURSDAY)).then(
        ended_at=moment(THURSDAY)
    )


def test_giving_one_carrier_out_early_does_not_stop_the_clock_of_the_other() -> None:
    digital_only = (owed_on_both, result(DIGITAL, TUESDAY), given_out(DIGITAL, WEDNESDAY))

    given(*digital_only).then(ended_at=None)
    given(*digital_only, result(PAPER, NEXT_MONDAY)).then(ended_at=moment(NEXT_MONDAY))


def test_a_result_given_out_was_there_even_if_its_arrival_was_never_told() -> None:
    given(owed_on_paper, given_out(PAPER, FRIDAY)).then(ended_at=moment(FRIDAY))
    given(owed_on_both, result(DIGITAL, TUESDAY), given_out(PAPER, FRIDAY)).then(
        ended_at=moment(FRIDAY)
    )


def test_what_names_no_carrier_speaks_for_those_of_which_nothing_is_known() -> None:
    given(owed_on_both, result(None, THURSDAY)).then(ended_at=moment(THURSDAY))
    given(owed_on_both, given_out(None, THURSDAY)).then(ended_at=moment(THURSDAY))
    given(owed_on_both, result(None, THURSDAY), result(PAPER, FRIDAY)).then(ended_at=moment(FRIDAY))


def test_pick_up_does_not_move_the_end() -> None:
    given(owed_on_paper, result(PAPER, THURSDAY), given_out(PAPER, NEXT_MONDAY)).then(
        ended_at=moment(THURSDAY)
    )


@pytest.mark.parametrize("receipt", [received(), owed_on_paper, owed_on_both])
def test_without_any_result_the_closing_ends_it(receipt: Told) -> None:
    given(receipt, closed(FRIDAY)).then(ended_at=moment(FRIDAY, 16))


def test_the_closing_stands_for_the_carrier_that_was_never_heard_of() -> None:
    given(owed_on_both, given_out(DIGITAL, TUESDAY), closed(FRIDAY)).then(
        ended_at=moment(FRIDAY, 16)
    )


def test_the_first_arrival_counts_not_the_repetition() -> None:
    given(owed_on_paper, result(PAPER, FRIDAY), result(PAPER, THURSDAY)).then(
        ended_at=moment(THURSDAY)
    )


def test_the_carrier_that_a_person_lets_speak_ends_it() -> None:
    speaks = on(NEXT_MONDAY, lets_speak(Instant.RESULT, DIGITAL), 10)

    given(owed_on_both, result(DIGITAL, THURSDAY), result(PAPER, NEXT_MONDAY), speaks).then(
        ended_at=moment(THURSDAY)
    )


def test_an_unnamed_arrival_is_nobodys_voice() -> None:
    given(received(), result(DIGITAL, WEDNESDAY), result(None, FRIDAY)).then(
        ended_at=moment(WEDNESDAY)
    )


def test_the_first_promise_on_the_slip_is_kept() -> None:
    another = on(TUESDAY, Received(promised_return=moment(NEXT_MONDAY)))
    silent = received(promised_return=None)

    assert given(received(), another).dossier.clock.promised_at == moment(FRIDAY, 17)
    assert given(silent, another).dossier.clock.promised_at == moment(NEXT_MONDAY)


BEFORE, AFTER = FRIDAY - timedelta(days=1), FRIDAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("due", "ended", "as_of", "expected"),
    [
        pytest.param(FRIDAY, BEFORE, AFTER, Timeliness.EARLY, id="the day before is early"),
        pytest.param(FRIDAY, FRIDAY, AFTER, Timeliness.ON_TIME, id="the day itself is on time"),
        pytest.param(FRIDAY, AFTER, AFTER, Timeliness.LATE, id="the day after is late"),
        pytest.param(FRIDAY, None, FRIDAY, Timeliness.IN_TIME, id="open on the day is in time"),
        pytest.param(FRIDAY, None, AFTER, Timeliness.OVERDUE, id="open the day after is overdue"),
        pytest.param(FRIDAY, AFTER, FRIDAY, Timeliness.IN_TIME, id="what ends later is open yet"),
        pytest.param(None, FRIDAY, AFTER, Timeliness.UNDETERMINED, id="no due date is never good"),
        pytest.param(None, None, AFTER, Timeliness.OPEN_UNDETERMINED, id="open, no due date"),
    ],
)
def test_days_are_compared(
    due: date | None, ended: date | None, as_of: date, expected: Timeliness
) -> None:
    assert timeliness(due, ended, as_of) is expected
