"""T16 to T20 and T23: drafted, signed, issued, at the desk, returned (NĐ 61/2018 Art. 19(8), 20,
21; NĐ 30/2020 Art. 13 to 15)."""

from datetime import date

import pytest

from domain.dossier.events import (
    ApplicantNotified,
    ResultArrived,
    ResultDrafted,
    ResultIssued,
    ResultReplaced,
    ResultSigned,
    SentBack,
    SubmittedForSignature,
    Told,
)
from domain.dossier.lifecycle import Stage
from domain.dossier.refusals import (
    ArrivedUnissued,
    BeforeReceipt,
    IssuedUnsigned,
    OriginalNotReturned,
    OutOfOrder,
    SamePerson,
    SignerWithoutAuthority,
    WorkAfterClose,
)
from tests.domain.case import DIGITAL, PAPER, closed, given_out, moment, on, result
from tests.domain.spec import APPROVED
from tests.domain.transitions.case import (
    HANDLER,
    HEAD,
    LEADER,
    LICENCE,
    accepted,
    handed_in,
    leads,
    march,
    under_law,
)

drafted = on(march(6), ResultDrafted(outcome="granted"), 8, actor=HANDLER)
submitted = on(march(6), SubmittedForSignature(signer=HEAD), 10, actor=HANDLER)
sent_back = on(march(6), SentBack(reason="Sai số"), 14, actor=HEAD)
issued = on(march(7), ResultIssued(outcome="granted", number="12/TB", day=march(7)), 9)


SIGNING = march(6)


def signed(by: str | None = HEAD, day: date = SIGNING) -> Told:
    return on(day, ResultSigned(signer=by), 16)


@pytest.mark.parametrize("outcome", ["granted", "refused"])
def test_t16_the_handler_drafts_a_result_a_refusal_is_one_art_19_8(outcome: str) -> None:
    event = ResultDrafted.model_validate({"outcome": outcome})

    leads(under_law(accepted()).when(on(march(6), event)), Stage.RECEIVED, Stage.IN_PROGRESS, 4)


@pytest.mark.parametrize("told", [submitted, sent_back, signed()], ids=lambda told: told.event.kind)
def test_t16_it_goes_up_to_be_signed_and_may_come_back(told: Told) -> None:
    leads(under_law(accepted(), drafted).when(told), Stage.IN_PROGRESS, Stage.IN_PROGRESS, 4)


def test_t16_nobody_drafts_before_the_acceptance() -> None:
    under_law().when(drafted).irregular(BeforeReceipt("dossier.result-drafted"))


def test_t16_who_drafted_it_does_not_sign_it_iso9001_8_6() -> None:
    under_law(accepted(), drafted).when(signed(HANDLER)).irregular(
        SamePerson(HANDLER, ("drafted", "signed")),
        SignerWithoutAuthority(HANDLER, "2019-03-06"),
    )
    drafted_by_the_head = on(march(6), ResultDrafted(), 8, actor=HEAD)
    under_law(accepted(), drafted_by_the_head).when(signed(HEAD)).irregular(
        SamePerson(HEAD, ("drafted", "signed"))
    )


@pytest.mark.parametrize("signer", [HEAD, None, "hanh"])
def test_t17_it_is_signed_by_who_may_nd30_2020_art_13(signer: str | None) -> None:
    leads(
        under_law(accepted(), drafted).when(signed(signer)),
        Stage.IN_PROGRESS,
        Stage.IN_PROGRESS,
        4,
    )


def test_t17_a_signer_without_position_or_delegation_nd30_2020_art_13() -> None:
    under_law(accepted()).when(signed(LEADER)).irregular(
        SignerWithoutAuthority(LEADER, "2019-03-06")
    )
    under_law(accepted()).when(on(march(6), ResultSigned(), 16, actor=LEADER)).irregular(
        SignerWithoutAuthority(LEADER, "2019-03-06")
    )


def test_t17_a_delegation_holds_on_its_days_alone_nd30_2020_art_13() -> None:
    """The head of the sub-department signs for the leaders during 2019."""
    licence = accepted(LICENCE, day=date(2019, 12, 2))

    under_law(licence).when(signed(HEAD, date(2019, 12, 31))).regular()
    under_law(licence).when(signed(HEAD, date(2020, 1, 2))).irregular(
        SignerWithoutAuthority(HEAD, "2020-01-02")
    )


def test_t17_it_is_numbered_dated_and_sealed_nd30_2020_art_15() -> None:
    past = (accepted(), drafted, submitted, signed())

    leads(under_law(*past).when(issued), Stage.IN_PROGRESS, Stage.IN_PROGRESS, 4)
    known = under_law(*past, issued).dossier.result
    assert (known.number, known.document.issued_at) == ("12/TB", moment(march(7)))


@pytest.mark.parametrize("by", [HANDLER, None])
def test_t17_nothing_is_issued_unsigned_nd30_2020_art_14(by: str | None) -> None:
    draft = on(march(6), ResultDrafted(), 8, actor=by)

    under_law(accepted(), draft).when(issued).irregular(IssuedUnsigned())
    under_law(accepted(), drafted, signed(), on(march(6), SentBack(), 17)).when(issued).irregular(
        IssuedUnsigned()
    )


def test_t17_whose_signing_nobody_told_may_be_issued() -> None:
    under_law(accepted()).when(issued).regular()


def test_t17_the_signer_that_the_result_names_may_sign_nd30_2020_art_13() -> None:
    by_the_leader = on(march(7), ResultIssued(number="12/TB", signer=LEADER))

    under_law(accepted()).when(by_the_leader).irregular(
        SignerWithoutAuthority(LEADER, "2019-03-07")
    )


done = (accepted(owed=(PAPER, DIGITAL)), drafted, signed(), issued)


def test_t18_the_result_at_the_desk_on_all_carriers_owed_resolves_it_art_20() -> None:
    on_paper, as_data = result(PAPER, march(7), 10), result(DIGITAL, march(8))

    leads(under_law(*done).when(on_paper), Stage.IN_PROGRESS, Stage.IN_PROGRESS, 4)
    under_law(*done, on_paper).then(ended_at=None)
    leads(under_law(*done, on_paper).when(as_data), Stage.IN_PROGRESS, Stage.RESOLVED, 9)
    under_law(*done, on_paper, as_data).then(ended_at=moment(march(8)))


def test_t18_a_refusal_resolves_it_too_art_19_8() -> None:
    refusal = on(march(7), ResultArrived(outcome="refused"), 10)
    asked = under_law(accepted()).when(refusal)

    leads(asked, Stage.RECEIVED, Stage.RESOLVED, 9)
    asked.then(ended_at=moment(march(7), 10))


@pytest.mark.parametrize("past", [(drafted,), (signed(),), (drafted, signed())])
def test_t18_without_number_and_date_no_result_exists_art_20(past: tuple[Told, ...]) -> None:
    under_law(accepted(), *past).when(result(PAPER, march(7), 10)).irregular(ArrivedUnissued())


def test_t18_a_draft_of_an_unnamed_handler_is_no_result_either() -> None:
    unnamed = on(march(6), ResultDrafted())

    under_law(accepted(), unnamed).when(result(PAPER, march(7), 10)).irregular(ArrivedUnissued())


def test_t18_nothing_is_resolved_before_the_acceptance() -> None:
    under_law().when(result(PAPER, march(7))).irregular(BeforeReceipt("dossier.result-arrived"))


resolved = (accepted(owed=(PAPER,)), result(PAPER, march(7), 10))


def test_t19_the_result_is_returned_art_20() -> None:
    asked = under_law(*resolved).when(given_out(PAPER, march(8)))

    leads(asked, Stage.RESOLVED, Stage.RETURNED, 10)
    asked.then(ended_at=moment(march(7), 10))


def test_t19_nothing_is_returned_before_it_is_resolved() -> None:
    under_law(accepted()).when(given_out(PAPER, march(8))).irregular(
        OutOfOrder("dossier.returned", "received")
    )


def test_t19_originals_go_back_before_it_is_closed_art_20_2() -> None:
    original = handed_in(PAPER, object="original:licence")
    past = (original, *resolved, given_out(PAPER, march(8)))
    back = given_out(PAPER, march(8), 10, object="original:licence", why="original")

    under_law(*past).when(closed(march(8))).refused(OriginalNotReturned(("original:licence",)))
    leads(under_law(*past).when(back), Stage.RETURNED, Stage.RETURNED, 10)
    asked = under_law(*past, back).when(closed(march(8)))
    assert asked.decided().findings == ()
    asked.then(stage=Stage.CLOSED)


def test_t20_who_is_told_that_it_waits_may_come_late() -> None:
    """NĐ 61/2018 Art. 20: the applicant's delay is not the agency's lateness."""
    told = on(march(7), ApplicantNotified(about="result-ready", means="sms"), 11)

    leads(under_law(*resolved).when(told), Stage.RESOLVED, Stage.RESOLVED, 9)
    under_law(*resolved, told).when(given_out(PAPER, date(2019, 6, 3))).then(
        ended_at=moment(march(7), 10)
    )


@pytest.mark.parametrize("stage", ["early-return", "delay", "supplement", "receipt", "stop"])
def test_t20_the_applicant_is_told_of_anything_at_any_time(stage: str) -> None:
    event = ApplicantNotified.model_validate({"about": stage})

    for past in ((), (accepted(),), (*resolved, given_out(PAPER, march(8)))):
        under_law(*past).when(on(march(9), event)).regular()


def test_t20_what_nobody_fetches_is_closed_as_unclaimed() -> None:
    asked = under_law(*resolved).when(closed(date(2019, 9, 2), why="unclaimed"))

    assert asked.recorded(APPROVED).findings == ()
    asked.then(stage=Stage.CLOSED, ended_at=moment(march(7), 10))


def replaced(why: str) -> Told:
    event = ResultReplaced.model_validate({"why": why, "number": "12a/TB"})
    return on(date(2019, 4, 1), event, 9)


@pytest.mark.parametrize("why", ["corrected", "revoked", "replaced"])
def test_t23_a_result_is_replaced_and_nothing_reopened_art_21(why: str) -> None:
    returned = (*resolved, given_out(PAPER, march(8)))

    leads(under_law(*returned).when(replaced(why)), Stage.RETURNED, Stage.RETURNED, 10)
    leads(
        under_law(*returned, closed(march(8))).when(replaced(why)),
        Stage.CLOSED,
        Stage.CLOSED,
        None,
    )
    under_law(*returned, replaced(why)).then(ended_at=moment(march(7), 10))


def test_t23_there_is_nothing_to_replace_before_a_result() -> None:
    under_law(accepted()).when(replaced("corrected")).irregular(
        OutOfOrder("dossier.result-replaced", "received")
    )


@pytest.mark.parametrize("told", [drafted, issued, result(PAPER, march(11))])
def test_t23_work_after_the_end_is_found_and_reopens_nothing(told: Told) -> None:
    past = (accepted(day=march(1)), result(PAPER, march(4)), given_out(PAPER, march(4), 10))

    under_law(*past, closed(march(4), 11)).when(told).irregular(WorkAfterClose(told.event.kind))
    under_law(*past, closed(march(4), 11), told).then(stage=Stage.CLOSED)
