"""T21: the apology and the one new return date (NĐ 61/2018 Art. 19(9)); deadlines that move with
the calendar or the law; why it was late (TT 02/2017/TT-VPCP, form 07g)."""

from datetime import date
from typing import Any

import pytest

from domain.dossier.deadlines import deadlines
from domain.dossier.events import (
    DeadlineRecomputed,
    LateCause,
    LateCauseConfirmed,
    LateCauseRecorded,
    Rescheduled,
    Told,
    WithdrawalRequested,
)
from domain.dossier.lifecycle import Stage
from domain.dossier.refusals import (
    ApologyLate,
    BeforeReceipt,
    LateCauseNotConfirmable,
    OutOfOrder,
    PromiseShortened,
    SecondReschedule,
)
from domain.dossier.regime import regime
from domain.refusals import ActNotPostable, Refused
from tests.domain.case import PAPER, ZONE, moment, on, result
from tests.domain.transitions.case import (
    SHIPPED,
    accepted,
    leads,
    march,
    under_law,
)

promised = accepted(promised_return=moment(march(11), 16))


def put_off(day: int, until: int, hour: int = 9) -> Told:
    event = Rescheduled(promised_return=moment(march(until), 16), reason="Chờ kết quả")
    return on(march(day), event, hour)


def recomputed(day: int, until: int) -> Told:
    return on(march(day), DeadlineRecomputed(cause="calendar", new=moment(march(until), 16)))


def test_t21_an_apology_gives_a_new_return_date_art_19_9() -> None:
    leads(under_law(promised).when(put_off(8, 15)), Stage.RECEIVED, Stage.RECEIVED, 2)


def test_t21_the_legal_date_does_not_move_art_19_9() -> None:
    due = deadlines(regime(under_law(promised, put_off(8, 15)).dossier, SHIPPED))

    assert (due.promised.on, due.current.on) == (march(11), march(15))
    assert (due.legal.on, due.owed.on) == (march(11), march(11))


def test_t21_it_is_put_off_once_art_19_9() -> None:
    under_law(promised, put_off(8, 15)).when(put_off(14, 20)).irregular(SecondReschedule(1))


def test_t21_the_apology_comes_a_day_before_art_19_9() -> None:
    under_law(promised).when(put_off(10, 15, hour=23)).regular()
    under_law(promised).when(put_off(11, 15, hour=0)).irregular(ApologyLate("2019-03-10"))


def test_t21_where_nothing_was_promised_it_comes_a_day_before_the_legal_date() -> None:
    under_law(accepted()).when(put_off(10, 15)).regular()
    under_law(accepted()).when(put_off(11, 15)).irregular(ApologyLate("2019-03-10"))


@pytest.mark.parametrize("told", [put_off(8, 8), recomputed(8, 8)])
def test_t21_a_promise_gets_no_shorter_art_20(told: Told) -> None:
    under_law(promised).when(told).irregular(PromiseShortened("2019-03-11", "2019-03-08"))


@pytest.mark.parametrize(
    ("past", "reason"),
    [
        ((), BeforeReceipt("dossier.rescheduled")),
        (
            (promised, on(march(5), WithdrawalRequested(signed=True))),
            OutOfOrder("dossier.rescheduled", "withdrawal requested"),
        ),
        (
            (promised, result(PAPER, march(5))),
            OutOfOrder("dossier.rescheduled", "resolved"),
        ),
    ],
)
def test_t21_only_what_is_worked_on_is_put_off(past: tuple[Told, ...], reason: Any) -> None:
    under_law(*past).when(put_off(8, 15)).irregular(reason)


def test_t21_a_deadline_that_moves_with_the_calendar_is_no_apology() -> None:
    moved = recomputed(8, 12)

    leads(under_law(promised).when(moved), Stage.RECEIVED, Stage.RECEIVED, 2)
    under_law(promised, moved).when(put_off(11, 15)).regular()


late = (promised, result(PAPER, march(13)))


def cause_recorded(cause: LateCause, **envelope: Any) -> Told:
    return on(march(14), LateCauseRecorded(cause=cause), **envelope)


def confirmed(cause: LateCause, **envelope: Any) -> Told:
    return on(march(15), LateCauseConfirmed(cause=cause), **envelope)


def test_t21_the_cause_of_lateness_takes_two_people_form_07g() -> None:
    by_one = cause_recorded(LateCause.STAFFING, actor="hanh")
    leads(under_law(*late).when(by_one), Stage.RESOLVED, Stage.RESOLVED, 9)

    asked = under_law(*late, by_one).when(confirmed(LateCause.STAFFING, actor="chi"))
    assert asked.decided().findings == ()
    known = under_law(*asked.past, asked.told).dossier.clock.late_cause
    assert known is not None
    assert (known.recorded_by, known.confirmed_by) == ("hanh", "chi")


@pytest.mark.parametrize(
    ("recorded_by", "confirmed_by"),
    [
        pytest.param({"actor": "hanh"}, {"actor": "hanh"}, id="the same person"),
        pytest.param({"actor": "hanh"}, {}, id="nobody"),
        pytest.param({"actor": "hanh"}, {"actor": "chi", "entered_by": "hanh"}, id="in her name"),
        pytest.param({"entered_by": "hanh"}, {"actor": "hanh"}, id="who had entered it"),
        pytest.param({}, {"actor": "chi"}, id="recorded by nobody knows whom"),
        pytest.param({}, {"actor": "chi", "entered_by": "chi"}, id="by nobody, entered by one"),
    ],
)
def test_t21_nobody_confirms_his_own_cause(
    recorded_by: dict[str, str], confirmed_by: dict[str, str]
) -> None:
    past = (*late, cause_recorded(LateCause.STAFFING, **recorded_by))

    under_law(*past).when(confirmed(LateCause.STAFFING, **confirmed_by)).refused(
        LateCauseNotConfirmable("staffing")
    )


def test_t21_only_the_cause_that_was_recorded_is_confirmed() -> None:
    past = (*late, cause_recorded(LateCause.STAFFING, actor="hanh"))

    for known, cause in ((past, LateCause.OFFICER), (late, LateCause.STAFFING)):
        asked = under_law(*known).when(confirmed(cause, actor="chi"))
        asked.refused(LateCauseNotConfirmable(cause.value))
        with pytest.raises(Refused) as refusal:
            asked.recorded()
        assert refusal.value.reasons == (ActNotPostable("dossier.late-cause-confirmed"),)


def test_t21_what_was_never_accepted_is_not_late() -> None:
    under_law().when(cause_recorded(LateCause.STAFFING)).irregular(
        BeforeReceipt("dossier.late-cause-recorded")
    )


def test_the_days_of_these_tests_are_working_days() -> None:
    """The legal date that all of them hang on: five working days from Monday the 4th."""
    calendar = SHIPPED.calendar_of("long-an-dost", ZONE)

    assert calendar is not None
    assert [day for day in range(4, 16) if not calendar.is_working_day(date(2019, 3, day))] == [
        9,
        10,
    ]
