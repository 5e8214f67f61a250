"""T15 and T22: withdrawn, stopped (QĐ 766/QĐ-TTg; NĐ 61/2018; TT 03/2025/TT-VPCP Annex I)."""

from typing import Any

import pytest

from domain.dossier.events import (
    HandlerAssigned,
    Resumed,
    Stopped,
    StopReason,
    SupplementRequested,
    Told,
    WithdrawalRequested,
    Withdrawn,
)
from domain.dossier.lifecycle import Stage
from domain.dossier.refusals import (
    BeforeReceipt,
    NotEnded,
    OriginalNotReturned,
    OutOfOrder,
    WithdrawalUnsigned,
)
from domain.dossier.result import Ending, Why
from domain.refusals import InvalidField, Refused
from domain.request import read
from tests.domain.case import PAPER, closed, given_out, moment, on, result
from tests.domain.spec import posted
from tests.domain.transitions.case import (
    HANDLER,
    accepted,
    handed_in,
    leads,
    march,
    sent,
    under_law,
)

assigned = on(march(4), HandlerAssigned(handler=HANDLER), 14)
wanted = on(march(5), SupplementRequested())
gives_up = on(march(6), WithdrawalRequested(signed=True))
withdrawn = on(march(7), Withdrawn())
resumed = on(march(8), Resumed(legal_basis="Bản án 1/2019"))


def stopped(reason: StopReason = StopReason.COURT_ORDER) -> Told:
    return on(march(7), Stopped(reason=reason))


@pytest.mark.parametrize(
    ("past", "before"),
    [
        ((accepted(),), Stage.RECEIVED),
        ((accepted(), assigned), Stage.IN_PROGRESS),
        ((accepted(), wanted), Stage.AWAITING_SUPPLEMENT),
    ],
)
def test_t15_the_applicant_asks_for_it_back(past: tuple[Told, ...], before: Stage) -> None:
    asked = under_law(*past).when(gives_up)

    leads(asked, before, Stage.WITHDRAWAL_REQUESTED, 7)
    asked.then(ended_at=None)


def test_t15_and_gets_it() -> None:
    asked = under_law(accepted(), gives_up).when(withdrawn)

    leads(asked, Stage.WITHDRAWAL_REQUESTED, Stage.WITHDRAWN, 7)
    asked.then(ended_at=moment(march(7)))


def test_t15_before_the_acceptance_it_is_simply_given_back() -> None:
    leads(under_law(sent()).when(gives_up), Stage.PROVISIONAL, Stage.PROVISIONAL, 1)
    leads(under_law(sent()).when(withdrawn), Stage.PROVISIONAL, Stage.WITHDRAWN, 7)


def test_t15_the_request_is_the_applicants_own() -> None:
    unsigned = on(march(6), WithdrawalRequested(signed=False))

    under_law(accepted()).when(unsigned).irregular(WithdrawalUnsigned())
    under_law(accepted()).when(on(march(6), WithdrawalRequested())).regular()


def test_t15_nothing_is_withdrawn_that_nobody_asked_for() -> None:
    under_law(accepted()).when(withdrawn).irregular(OutOfOrder("dossier.withdrawn", "received"))
    under_law(accepted(), withdrawn).then(stage=Stage.WITHDRAWN)


def test_t15_what_is_resolved_is_not_withdrawn() -> None:
    past = (accepted(), result(PAPER, march(5)))

    for told in (gives_up, withdrawn):
        under_law(*past).when(told).irregular(OutOfOrder(told.event.kind, "resolved"))
        under_law(*past, told).then(stage=Stage.RESOLVED)


def test_t15_the_papers_go_back_and_it_is_closed() -> None:
    past = (handed_in(PAPER, object="original:deed"), accepted(), gives_up, withdrawn)
    back = given_out(PAPER, march(8), object="original:deed", why="withdrawal")

    under_law(*past).when(closed(march(8), why="withdrawn")).refused(
        OriginalNotReturned(("original:deed",))
    )
    leads(under_law(*past).when(back), Stage.WITHDRAWN, Stage.WITHDRAWN, 7)
    asked = under_law(*past, back).when(closed(march(8), why="withdrawn"))
    assert asked.decided().findings == ()
    asked.then(stage=Stage.CLOSED, ended_at=moment(march(7)))


def test_t15_what_was_not_withdrawn_is_not_closed_so() -> None:
    under_law(accepted(), gives_up).when(closed(march(8), why="withdrawn")).refused(
        NotEnded("withdrawn", "withdrawal requested")
    )


@pytest.mark.parametrize("reason", StopReason)
def test_t22_it_is_stopped_for_a_reason_in_law_mau_05(reason: StopReason) -> None:
    asked = under_law(accepted(), assigned).when(stopped(reason))

    leads(asked, Stage.IN_PROGRESS, Stage.STOPPED, 8)
    asked.then(ended_at=moment(march(7)))
    ending = under_law(accepted(), assigned, stopped(reason)).dossier.result.ending
    assert ending == Ending(Why.STOPPED, moment(march(7)), reason)


def test_t22_there_are_no_other_reasons() -> None:
    body: dict[str, Any] = posted(stopped()).request.model_dump(mode="json")
    body["data"]["reason"] = "too-much-work"

    with pytest.raises(Refused) as refusal:
        read(body)
    assert [(r.code, r.params["field"]) for r in refusal.value.reasons] == [
        (InvalidField.code, "data.reason")
    ]


def test_t22_what_was_never_accepted_is_refused_not_stopped() -> None:
    under_law(sent()).when(stopped()).irregular(BeforeReceipt("dossier.stopped"))
    under_law(sent(), stopped()).then(stage=Stage.PROVISIONAL)


def test_t22_what_is_resolved_is_not_stopped() -> None:
    under_law(accepted(), result(PAPER, march(5))).when(stopped()).irregular(
        OutOfOrder("dossier.stopped", "resolved")
    )


def test_t22_what_was_stopped_may_go_on() -> None:
    asked = under_law(accepted(), assigned, stopped()).when(resumed)

    leads(asked, Stage.STOPPED, Stage.IN_PROGRESS, 4)
    asked.then(ended_at=None)


def test_t22_what_the_applicant_owes_is_owed_still() -> None:
    asked = under_law(accepted(), wanted, stopped()).when(resumed)

    leads(asked, Stage.STOPPED, Stage.AWAITING_SUPPLEMENT, 5)


def test_t22_nothing_goes_on_that_was_not_stopped() -> None:
    under_law(accepted()).when(resumed).irregular(OutOfOrder("dossier.resumed", "received"))


def test_t22_work_on_what_was_stopped() -> None:
    assigned_again = on(march(8), HandlerAssigned(handler=HANDLER))

    under_law(accepted(), stopped()).when(assigned_again).irregular(
        OutOfOrder("dossier.handler-assigned", "stopped")
    )


def test_t22_it_is_closed_as_stopped() -> None:
    past = (accepted(), stopped())

    assert under_law(*past).when(closed(march(8), why="stopped")).decided().findings == ()
    under_law(*past).when(closed(march(8), why="withdrawn")).refused(
        NotEnded("withdrawn", "stopped")
    )
