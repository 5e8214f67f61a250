"""T8 and T9: verified, and asked of another agency (NĐ 61/2018 Art. 19(3), 19(5)); time that does
not count (TT 02/2015/TT-BKHCN Art. 9(4))."""

from datetime import date
from typing import Any, Final

import pytest

from domain.dossier.events import (
    DossierEvent,
    ExclusionBegan,
    ExclusionEnded,
    FeeRequested,
    HandlerAssigned,
    MilestoneRecorded,
    OpinionReceived,
    OpinionRequested,
    Rescheduled,
    ResultDrafted,
    ResultIssued,
    ResultSigned,
    Stopped,
    StopReason,
    SubmittedForSignature,
    SupplementRequested,
    Told,
    VerificationRecorded,
)
from domain.dossier.lifecycle import Stage
from domain.dossier.refusals import (
    BeforeReceipt,
    ExclusionNotBegun,
    ExclusionUnlawful,
    OpinionLate,
    OpinionNotRequested,
    OpinionWithoutDeadline,
    OutOfOrder,
    ProcedureStops,
    VerificationIncomplete,
)
from domain.law import enact
from domain.procedure.term import Exclusion
from tests.domain.case import PAPER, ZONE, handed_over, moment, on, received
from tests.domain.procedure.definitions import CODE, STOPS, a_term, abolished, published
from tests.domain.spec import given
from tests.domain.transitions.case import (
    CONFORMITY,
    EVALUATION,
    accepted,
    leads,
    march,
    under_law,
)

RECORD: Final[dict[str, Any]] = {"place": "Tân An", "participants": "Sở, cơ sở", "content": "Đạt"}
WEIGHED = OpinionRequested(agency="health", answer_by=moment(march(12), 17), content="Ý kiến")

asked_for = on(march(5), WEIGHED)


def verified(**said: Any) -> Told:
    return on(march(6), VerificationRecorded(**{**RECORD, **said}))


def answered(day: int = 12, hour: int = 17, opinion: str = "1") -> Told:
    return on(march(day), OpinionReceived(opinion=opinion), hour)


def test_t8_it_is_verified_on_the_spot_art_19_3() -> None:
    leads(under_law(accepted()).when(verified()), Stage.RECEIVED, Stage.IN_PROGRESS, 4)
    leads(
        under_law(accepted(), asked_for).when(verified()),
        Stage.IN_PROGRESS,
        Stage.IN_PROGRESS,
        4,
    )


@pytest.mark.parametrize("unsaid", list(RECORD))
def test_t8_the_record_names_place_participants_and_content_art_19_3(unsaid: str) -> None:
    under_law(accepted()).when(verified(**{unsaid: None})).irregular(
        VerificationIncomplete((unsaid,))
    )


def test_t8_nothing_is_verified_before_the_acceptance() -> None:
    under_law().when(verified()).irregular(BeforeReceipt("dossier.verification-recorded"))


def test_t8_time_in_the_laboratory_is_left_out_where_sector_law_says_so_tt02_2015() -> None:
    began = on(march(6), ExclusionBegan(why=Exclusion.LAB_TEST))
    ended = on(march(8), ExclusionEnded())

    leads(under_law(accepted(EVALUATION)).when(began), Stage.RECEIVED, Stage.IN_PROGRESS, 4)
    leads(
        under_law(accepted(EVALUATION), began).when(ended),
        Stage.IN_PROGRESS,
        Stage.IN_PROGRESS,
        4,
    )


def test_t8_no_other_time_is_left_out() -> None:
    tested = on(march(6), ExclusionBegan(why=Exclusion.LAB_TEST))
    waited = on(march(6), ExclusionBegan(why=Exclusion.FEE_WAIT))

    under_law(accepted()).when(tested).irregular(ExclusionUnlawful(Exclusion.LAB_TEST, CONFORMITY))
    under_law(accepted(EVALUATION)).when(waited).irregular(
        ExclusionUnlawful(Exclusion.FEE_WAIT, EVALUATION)
    )


def test_t8_what_never_began_does_not_end() -> None:
    under_law(accepted(EVALUATION)).when(on(march(8), ExclusionEnded())).irregular(
        ExclusionNotBegun("1")
    )


def test_t9_another_agency_is_asked_with_a_deadline_art_19_5() -> None:
    leads(under_law(accepted()).when(asked_for), Stage.RECEIVED, Stage.IN_PROGRESS, 4)
    assert under_law(accepted(), asked_for).dossier.work.opinions_open == ("1",)


def test_t9_a_request_without_a_deadline_art_19_5() -> None:
    under_law(accepted()).when(on(march(5), OpinionRequested(agency="health"))).irregular(
        OpinionWithoutDeadline("1")
    )


def test_t9_the_agency_answers_by_then() -> None:
    asked = under_law(accepted(), asked_for).when(answered())

    leads(asked, Stage.IN_PROGRESS, Stage.IN_PROGRESS, 4)
    assert under_law(accepted(), asked_for, answered()).dossier.work.opinions_open == ()


def test_t9_the_agency_answers_late_art_19_5() -> None:
    until = moment(march(12), 17)

    under_law(accepted(), asked_for).when(answered(13, 8)).irregular(
        OpinionLate("1", until.isoformat())
    )


def test_t9_an_answer_to_what_nobody_asked() -> None:
    under_law(accepted()).when(answered()).irregular(OpinionNotRequested("1"))
    under_law(accepted(), asked_for).when(answered(opinion="2")).irregular(OpinionNotRequested("2"))
    under_law(accepted(), asked_for, answered()).when(answered(13)).irregular(
        OpinionNotRequested("1")
    )


TERMS = [a_term(excludes=["lab-test"]), a_term("milestone:council-met")]
STOPS_IN_FLIGHT = enact(
    ZONE,
    (published(date(2013, 1, 27), terms=TERMS), abolished(date(2019, 3, 6), transition=STOPS)),
)
accepted_before = received(march(4), procedure=CODE, promised_return=None)
WORK: tuple[DossierEvent, ...] = (
    HandlerAssigned(handler="hanh"),
    VerificationRecorded(**RECORD),
    WEIGHED,
    MilestoneRecorded(milestone="council-met"),
    ExclusionBegan(why=Exclusion.LAB_TEST),
    SupplementRequested(),
    FeeRequested(),
    Rescheduled(promised_return=moment(march(20))),
    ResultDrafted(),
    SubmittedForSignature(),
    ResultSigned(),
    ResultIssued(number="12"),
)


@pytest.mark.parametrize("event", WORK, ids=lambda event: event.kind)
def test_t7_to_t17_no_work_goes_on_when_an_abolition_stops_what_is_in_flight(
    event: DossierEvent,
) -> None:
    past = given(accepted_before, law=STOPS_IN_FLIGHT)

    past.when(on(march(5), event)).regular()
    past.when(on(march(6), event)).irregular(ProcedureStops(CODE, "2019-03-06"))


def test_t7_to_t17_what_was_stopped_says_so_once() -> None:
    stopped = on(march(6), Stopped(reason=StopReason.PROCEDURE_ABOLISHED), 8)
    past = given(accepted_before, stopped, law=STOPS_IN_FLIGHT)

    past.finds()
    past.when(on(march(6), ResultDrafted())).irregular(
        OutOfOrder("dossier.result-drafted", "stopped")
    )


def test_t7_to_t17_the_papers_still_go_back() -> None:
    past = given(accepted_before, law=STOPS_IN_FLIGHT)

    past.when(handed_over(march(7), carrier=PAPER)).regular()
