"""A source that knows no more than the national status: stages move forward, nothing is invented,
and whatever tells more refines it."""

from datetime import date
from itertools import permutations
from typing import Any

import pytest

from domain.dossier.clock import Clock
from domain.dossier.custody import Custody
from domain.dossier.events import (
    FeePaid,
    FeeRequested,
    HandlerAssigned,
    IntakeRefused,
    IntakeSupplementRequested,
    Received,
    StatusReported,
    Stopped,
    StopReason,
    Submitted,
    SupplementReceived,
    SupplementRequested,
    Told,
    Withdrawn,
)
from domain.dossier.intake import HandIn, ProcedurePin
from domain.dossier.lifecycle import Stage
from domain.dossier.refusals import FeeNotRequested, OutOfOrder, SupplementNotRequested
from domain.dossier.result import Ending, Why
from domain.dossier.work import Work
from tests.domain.case import (
    FRIDAY,
    MONDAY,
    PAPER,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    XRAY,
    closed,
    given_out,
    handed_over,
    moment,
    on,
    received,
    result,
)
from tests.domain.spec import given

S = Stage


def status(number: int, day: date = TUESDAY, hour: int = 8) -> Told:
    event = StatusReported.model_validate({"status": number})
    return on(day, event, hour, source="portal", request_id=f"{number} {day} {hour}")


FIRST_HEARD = {
    1: S.PROVISIONAL,
    2: S.RECEIVED,
    3: S.NOT_ACCEPTED,
    4: S.IN_PROGRESS,
    5: S.AWAITING_INTAKE_SUPPLEMENT,
    6: S.PROVISIONAL,  # a fee may be owed at the counter, before anybody accepted anything
    7: S.WITHDRAWN,
    8: S.STOPPED,
    9: S.RESOLVED,
    10: S.RETURNED,
}
ONCE_RECEIVED = {
    1: S.RECEIVED,
    2: S.RECEIVED,
    3: S.RECEIVED,
    4: S.IN_PROGRESS,
    5: S.AWAITING_SUPPLEMENT,
    6: S.AWAITING_FEE,
    7: S.WITHDRAWN,
    8: S.STOPPED,
    9: S.RESOLVED,
    10: S.RETURNED,
}


@pytest.mark.parametrize(("number", "stage"), FIRST_HEARD.items())
def test_whatever_is_heard_first_of_a_dossier_is_believed(number: int, stage: Stage) -> None:
    asked = given().when(status(number))

    asked.then(stage=stage)
    asked.regular()


@pytest.mark.parametrize(("number", "stage"), ONCE_RECEIVED.items())
def test_of_a_dossier_that_was_received_it_moves_on(number: int, stage: Stage) -> None:
    asked = given(received()).when(status(number))

    asked.then(stage=stage)
    asked.finds(*([OutOfOrder("dossier.status-reported", "received")] if number in (1, 3) else []))


@pytest.mark.parametrize("number", range(1, 9))
def test_what_is_resolved_does_not_go_back(number: int) -> None:
    past = (received(), result(PAPER, MONDAY, 10))

    given(*past).when(status(number)).irregular(OutOfOrder("dossier.status-reported", "resolved"))
    given(*past, status(number)).then(stage=S.RESOLVED, ended_at=moment(MONDAY, 10))


def test_while_it_is_worked_on_it_waits_and_goes_on() -> None:
    way = [status(number, hour=hour) for hour, number in enumerate((2, 4, 5, 4, 6, 4, 9, 10), 8)]
    stages = [given(*way[: steps + 1]).dossier.stage for steps in range(len(way))]

    assert [stage.national_status for stage in stages] == [2, 4, 5, 4, 6, 4, 9, 10]
    given(*way).finds()


def test_a_repetition_is_no_news() -> None:
    for number in (2, 4, 9, 10):
        given(status(number), status(number, hour=9)).finds()


@pytest.mark.parametrize("number", FIRST_HEARD)
def test_it_invents_no_detail(number: int) -> None:
    dossier = given(status(number)).dossier

    assert (dossier.custody, dossier.clock, dossier.work) == (Custody(), Clock(), Work())
    assert dossier.intake.hand_in == HandIn()
    assert (dossier.intake.procedure, dossier.intake.channel) == (None, None)
    assert (dossier.result.outcome, dossier.result.number) == (None, None)
    assert dossier.reported is (number not in (1, 6))


def test_the_instants_that_the_law_counts_are_those_of_the_status() -> None:
    given(status(2)).then(started_at=moment(TUESDAY, 8), ended_at=None)
    given(status(4)).then(started_at=None, ended_at=None)
    assert given(status(3)).dossier.intake.refused_at == moment(TUESDAY, 8)
    for number in (7, 8, 9, 10):
        given(status(2, MONDAY), status(number)).then(ended_at=moment(TUESDAY, 8))


def test_a_status_of_all_carriers_ends_what_is_owed_on_each() -> None:
    given(received(owed=("paper", "digital")), status(9)).then(ended_at=moment(TUESDAY, 8))


def test_without_a_result_the_portal_may_say_that_it_was_returned() -> None:
    given(received(), status(10)).then(stage=S.RETURNED, ended_at=moment(TUESDAY, 8))
    given(received(), status(9), status(10, THURSDAY)).then(ended_at=moment(TUESDAY, 8))


REFINED: tuple[tuple[int, Told], ...] = (
    (2, received(WEDNESDAY, procedure=XRAY)),
    (3, on(WEDNESDAY, IntakeRefused(legal_basis="TT 28/2012"))),
    (4, on(WEDNESDAY, HandlerAssigned(handler="hanh"))),
    (5, on(WEDNESDAY, IntakeSupplementRequested())),
    (7, on(WEDNESDAY, Withdrawn())),
    (8, on(WEDNESDAY, Stopped(reason=StopReason.FORGERY))),
    (9, result(PAPER, WEDNESDAY, number="12")),
    (10, given_out(PAPER, WEDNESDAY)),
)


@pytest.mark.parametrize(("number", "finer"), REFINED)
def test_what_tells_more_refines_it(number: int, finer: Told) -> None:
    asked = given(status(number)).when(finer)

    asked.regular()
    asked.then(stage=FIRST_HEARD[number], reported=False)


ON_THE_WAY: dict[int, tuple[Told, ...]] = {
    4: (received(),),
    8: (received(),),
    9: (received(),),
    10: (received(), result(PAPER, TUESDAY)),
}


@pytest.mark.parametrize(("number", "finer"), REFINED)
def test_to_hear_the_status_after_the_detail_is_no_news(number: int, finer: Told) -> None:
    known = given(*ON_THE_WAY.get(number, ()), finer)
    asked = known.when(status(number, THURSDAY))

    asked.regular()
    asked.then(stage=known.dossier.stage, reported=False, ended_at=known.dossier.ended_at)


def test_what_was_refined_is_not_refined_twice() -> None:
    again = on(THURSDAY, Received(), 8)

    given(status(2), received(WEDNESDAY)).when(again).irregular(
        OutOfOrder("dossier.received", "received")
    )


def test_the_receipt_takes_the_place_of_its_status() -> None:
    told = received(WEDNESDAY, procedure=XRAY, channel="online", authority="H58")
    dossier = given(status(2), told).dossier

    assert dossier.intake.procedure == ProcedurePin(XRAY, None, None)
    assert dossier.intake.accepted is not None
    assert dossier.intake.accepted.officer == "hanh"
    assert dossier.started_at == moment(WEDNESDAY, 8)


def test_the_receipt_tells_its_details_even_after_work_was_reported() -> None:
    told = received(WEDNESDAY, procedure=XRAY)
    dossier = given(status(2), status(4, hour=9), told).dossier

    assert dossier.intake.procedure == ProcedurePin(XRAY, None, None)
    assert dossier.stage is S.IN_PROGRESS
    given(status(2), status(4, hour=9)).when(told).finds(
        OutOfOrder("dossier.received", "in progress")
    )


def test_so_does_what_was_submitted_before_it() -> None:
    sent = on(TUESDAY, Submitted(procedure=XRAY), 9)

    assert given(status(2), sent).dossier.intake.procedure == ProcedurePin(XRAY, None, None)
    assert given(received(), sent).dossier.intake.procedure is None


@pytest.mark.parametrize(
    ("number", "finer", "ending"),
    [
        (
            8,
            Stopped(reason=StopReason.FORGERY),
            Ending(Why.STOPPED, moment(WEDNESDAY), StopReason.FORGERY),
        ),
        (7, Withdrawn(), Ending(Why.WITHDRAWN, moment(WEDNESDAY))),
    ],
)
def test_the_end_that_tells_more_takes_the_place_of_its_status(
    number: int, finer: Any, ending: Ending
) -> None:
    told = on(WEDNESDAY, finer)

    assert given(received(), status(number), told).dossier.result.ending == ending
    again = on(THURSDAY, finer)
    assert given(received(), status(number), told, again).dossier.result.ending == ending


def test_another_end_than_the_one_reported_changes_nothing() -> None:
    told = on(WEDNESDAY, Stopped(reason=StopReason.FORGERY))

    given(received(), status(7)).when(told).finds(OutOfOrder("dossier.stopped", "withdrawn"))
    ending = given(received(), status(7), told).dossier.result.ending
    assert ending == Ending(Why.WITHDRAWN, moment(TUESDAY, 8), reported=True)


def test_a_status_does_not_answer_what_was_asked_in_detail() -> None:
    wanted = on(MONDAY, SupplementRequested(), 10)
    fee = on(MONDAY, FeeRequested(), 11)

    given(received(), wanted).when(status(4)).then(stage=S.AWAITING_SUPPLEMENT)
    given(received(), fee).when(status(4)).then(stage=S.AWAITING_FEE)
    given(received(), wanted, on(MONDAY, SupplementReceived(), 12)).when(status(4)).then(
        stage=S.IN_PROGRESS
    )
    given(received(), fee, on(MONDAY, FeePaid(), 12)).when(status(4)).then(stage=S.IN_PROGRESS)


def test_what_was_asked_for_by_its_status_may_be_answered_in_detail() -> None:
    brought, paid = on(WEDNESDAY, SupplementReceived()), on(WEDNESDAY, FeePaid())

    for number, answer in ((5, brought), (6, paid)):
        asked = given(received(), status(number)).when(answer)
        asked.regular()
        asked.then(stage=S.IN_PROGRESS, reported=False)
    given(received(), status(5)).when(paid).irregular(FeeNotRequested("1"))
    given(received(), status(6)).when(brought).irregular(SupplementNotRequested("1"))
    given(received(), on(MONDAY, SupplementRequested(supplement="plan"))).when(brought).irregular(
        SupplementNotRequested("1")
    )


def test_a_dossier_may_be_known_half_by_its_status() -> None:
    way = (status(2, MONDAY), handed_over(), status(9, THURSDAY), given_out(PAPER, FRIDAY))

    given(*way).then(stage=S.RETURNED, started_at=moment(MONDAY, 8), ended_at=moment(THURSDAY, 8))
    given(*way, closed(FRIDAY)).finds()


def test_the_order_of_delivery_changes_nothing() -> None:
    way = (
        status(2, MONDAY, 7),
        received(procedure=XRAY),
        status(4, TUESDAY),
        on(TUESDAY, HandlerAssigned(handler="hanh")),
        status(9, THURSDAY),
    )

    for told in permutations(way):
        assert given(*told).dossier == given(*way).dossier
        given(*told).finds()
