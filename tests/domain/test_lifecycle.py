"""Where each event leads, and where it is regular."""

from collections import Counter

import pytest

from domain.dossier.events import (
    KINDS,
    IntakeSupplementReceived,
    IntakeSupplementRequested,
    Noted,
    Received,
    StatusReported,
    Submitted,
    SupplementReceived,
    SupplementRequested,
    Told,
    TransferRefused,
)
from domain.dossier.lifecycle import NATIONAL_STATUS, STATUS, TABLE, Stage
from domain.dossier.refusals import BeforeReceipt, OutOfOrder, WorkAfterClose
from tests.domain.case import (
    FRIDAY,
    MONDAY,
    NEXT_MONDAY,
    PAPER,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    acknowledged,
    came_in,
    closed,
    given_out,
    handed_over,
    moment,
    on,
    received,
    result,
)
from tests.domain.spec import given

asked_for_more = on(WEDNESDAY, SupplementRequested())
brought_more = on(THURSDAY, SupplementReceived())

AS_IT_SHOULD_BE = (
    (received(), Stage.RECEIVED),
    (came_in(PAPER, MONDAY, 9), Stage.RECEIVED),
    (handed_over(), Stage.IN_PROGRESS),
    (acknowledged(), Stage.IN_PROGRESS),
    (asked_for_more, Stage.AWAITING_SUPPLEMENT),
    (brought_more, Stage.IN_PROGRESS),
    (result(PAPER, FRIDAY), Stage.RESOLVED),
    (given_out(PAPER, FRIDAY, 14), Stage.RETURNED),
    (closed(FRIDAY), Stage.CLOSED),
)


def test_a_dossier_goes_its_way_from_the_counter_to_the_archive() -> None:
    way = [told for told, _ in AS_IT_SHOULD_BE]

    for steps, (_, stage) in enumerate(AS_IT_SHOULD_BE, start=1):
        given(*way[:steps]).then(stage=stage)
    given(*way).finds()


def test_a_dossier_of_which_nothing_was_told_is_provisional() -> None:
    given().then(stage=Stage.PROVISIONAL)


def test_a_carrier_may_come_before_the_acceptance() -> None:
    given(came_in(PAPER, MONDAY, 7)).then(stage=Stage.PROVISIONAL)
    given(came_in(PAPER, MONDAY, 7), received()).finds()


def test_work_on_what_was_not_received_is_recorded_and_found() -> None:
    early = handed_over(MONDAY, 7)

    given(early, received()).then(stage=Stage.RECEIVED)
    given(early, received()).finds(BeforeReceipt("dossier.transferred"))


def test_what_belongs_to_the_counter_is_out_of_order_there_not_early() -> None:
    asked = on(MONDAY, IntakeSupplementRequested(), 7)

    given().when(on(MONDAY, IntakeSupplementReceived(), 7)).finds(
        OutOfOrder("dossier.intake-supplement-received", "provisional")
    )
    given(asked).when(on(MONDAY, Submitted(), 8)).finds(
        OutOfOrder("dossier.submitted", "awaiting intake supplement")
    )


def test_a_second_receipt_is_a_further_testimony_and_moves_nothing() -> None:
    again = on(TUESDAY, Received(), 8, source="department")

    given(received(), again).then(stage=Stage.RECEIVED, started_at=moment(MONDAY, 8))
    given(received(), again).finds(OutOfOrder("dossier.received", "received"))


def test_the_earlier_of_two_receipts_is_the_acceptance_whoever_was_heard_first() -> None:
    earlier = on(MONDAY, Received(), 7, source="department")

    given(received(), earlier).then(started_at=moment(MONDAY, 7))


def test_a_supplement_nobody_asked_for_in_time_does_not_reopen_a_resolved_dossier() -> None:
    late = on(FRIDAY, SupplementRequested(), 10)

    given(received(), result(PAPER, FRIDAY), late).then(stage=Stage.RESOLVED)


@pytest.mark.parametrize("why", ["supplement", "withdrawal"])
def test_papers_given_back_are_no_result_given_out(why: str) -> None:
    given(received(), handed_over()).when(given_out(PAPER, WEDNESDAY, object="file", why=why)).then(
        stage=Stage.IN_PROGRESS
    )


@pytest.mark.parametrize("why", ["supplement", "withdrawal"])
@pytest.mark.parametrize("past", [(), (received(),), (received(), result(PAPER, TUESDAY))])
def test_papers_may_be_given_back_at_any_time(past: tuple[Told, ...], why: str) -> None:
    given(*past).when(given_out(PAPER, WEDNESDAY, object="file", why=why)).finds()


def test_papers_given_back_after_the_end_are_found() -> None:
    way = (received(), given_out(PAPER, TUESDAY), closed(WEDNESDAY))

    given(*way).when(given_out(PAPER, FRIDAY, why="supplement")).finds(
        WorkAfterClose("dossier.returned")
    )


def test_a_result_given_out_of_an_open_dossier_is_out_of_order() -> None:
    asked = given(received()).when(given_out(PAPER, FRIDAY))

    asked.then(stage=Stage.RETURNED)
    asked.finds(OutOfOrder("dossier.returned", "received"))


def test_nothing_opens_what_is_closed() -> None:
    way = (received(), result(PAPER, TUESDAY), given_out(PAPER, TUESDAY, 10), closed(WEDNESDAY))

    for later in (handed_over(FRIDAY), result(PAPER, FRIDAY), given_out(PAPER, FRIDAY)):
        given(*way).when(later).then(stage=Stage.CLOSED)
        given(*way).when(later).finds(WorkAfterClose(later.event.kind))


def test_what_was_closed_before_it_was_received_stays_closed() -> None:
    given(closed(MONDAY, 7), received()).then(stage=Stage.CLOSED, started_at=moment(MONDAY, 8))
    given(closed(MONDAY, 7), received()).finds(
        BeforeReceipt("dossier.completed"), WorkAfterClose("dossier.received")
    )


@pytest.mark.parametrize("stage", list(Stage))
def test_a_note_is_regular_always_and_leads_nowhere(stage: Stage) -> None:
    assert stage in TABLE[Noted].regular
    assert TABLE[Noted].moves == {}


def test_a_refused_handover_leads_nowhere() -> None:
    refused = on(TUESDAY, TransferRefused(carrier=PAPER, reason="Thiếu dấu"), 10)

    given(received(), handed_over(), refused).then(stage=Stage.IN_PROGRESS)
    given(received(), handed_over(), refused).finds()


def test_the_table_knows_every_kind() -> None:
    # What a national status says, it says by its number.
    assert {*TABLE, StatusReported} == set(KINDS.values())
    assert set(STATUS) == set(range(1, 11))


def test_closed_has_no_number_of_its_own_in_the_national_list() -> None:
    assert {stage for stage in Stage if stage.national_status is None} == {Stage.CLOSED}
    assert set(NATIONAL_STATUS.values()) == set(range(1, 11))


def test_only_where_the_national_list_knows_one_word_for_two_stages_do_they_share_a_number() -> (
    None
):
    named = Counter(NATIONAL_STATUS.values())

    assert {stage for stage, number in NATIONAL_STATUS.items() if named[number] > 1} == {
        Stage.AWAITING_INTAKE_SUPPLEMENT,
        Stage.AWAITING_SUPPLEMENT,
        Stage.WITHDRAWAL_REQUESTED,
        Stage.WITHDRAWN,
    }


def test_late_news_lands_where_it_happened() -> None:
    way = (received(), result(PAPER, FRIDAY), given_out(PAPER, NEXT_MONDAY))

    given(*way).when(handed_over()).then(stage=Stage.RETURNED)
    given(*way).when(handed_over()).finds()
