"""T1 to T5: at the counter (NĐ 61/2018 Art. 15 to 17; NĐ 45/2020)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.dossier.deadlines import by_term
from domain.dossier.events import (
    CodeAssigned,
    Digitised,
    FeePaid,
    FeeRequested,
    HandlerAssigned,
    IntakeRefused,
    IntakeSupplementReceived,
    IntakeSupplementRequested,
    Received,
    SupplementItem,
    Told,
)
from domain.dossier.lifecycle import Stage
from domain.dossier.refusals import (
    CodeTaken,
    ComponentsMissing,
    ItemBeyondLaw,
    ItemWithoutReason,
    OutOfOrder,
    OutsideOneStop,
    ProcedureNotInForce,
    PromisedBeyondLegal,
    ScanWithoutMatch,
    SupplementRepeated,
    UnknownComponent,
    UnknownProcedure,
)
from domain.dossier.regime import regime
from domain.dossier.values import Carrier, Proof
from domain.refusals import InvalidField, OccurredInFuture, Refused
from domain.request import Mode, read
from domain.testimony import Code
from tests.domain.case import DIGITAL, DOSSIER, PAPER, moment, on
from tests.domain.spec import NOW, Office, posted
from tests.domain.transitions.case import (
    CONFORMITY,
    DECLARATION,
    HANDLER,
    LICENCE,
    SHIPPED,
    accepted,
    handed_in,
    leads,
    march,
    sent,
    under_law,
)

REASON = "Thiếu chữ ký"


def asked_to_complete(
    *items: str, day: int = 4, hour: int = 9, reason: str | None = REASON
) -> Told:
    """The slip of the desk (Mẫu 02)."""
    listed = tuple(SupplementItem(component=item, reason=reason) for item in items)
    return on(march(day), IntakeSupplementRequested(items=listed), hour)


def completed(day: int = 5, *items: str) -> Told:
    return on(march(day), IntakeSupplementReceived(items=items), 9)


turned_away = on(march(4), IntakeRefused(legal_basis="TT 28/2012 Art. 10"), 10)


def test_t1_what_is_sent_online_is_submitted_nd45() -> None:
    asked = under_law().when(sent())

    leads(asked, Stage.PROVISIONAL, Stage.PROVISIONAL, 1)
    asked.then(started_at=None)


def test_t1_the_receipt_is_stamped_once() -> None:
    again = sent(hour=10)

    intake = under_law(sent()).when(again)
    assert under_law(*intake.past, again).dossier.intake.hand_in.submitted_at == moment(march(4), 8)


def test_t1_nobody_submits_what_was_accepted() -> None:
    under_law(accepted()).when(sent(hour=10)).irregular(OutOfOrder("dossier.submitted", "received"))


def test_t1_nothing_is_submitted_tomorrow() -> None:
    told = sent(day=date(2026, 4, 1))
    reason = OccurredInFuture(told.occurred_at.isoformat(), NOW.isoformat())

    under_law().when(told).refused(reason)
    with pytest.raises(Refused, match="occurred-in-future"):
        under_law().when(told).recorded()


@pytest.mark.parametrize("carrier", [PAPER, DIGITAL])
def test_t2_what_comes_to_the_desk_is_received_for_check(carrier: Carrier) -> None:
    asked = under_law().when(handed_in(carrier, *DECLARATION))

    leads(asked, Stage.PROVISIONAL, Stage.PROVISIONAL, 1)
    asked.then(started_at=None)


def test_t2_the_hand_over_counts_not_the_typing() -> None:
    """NĐ 61/2018 Art. 17: a ticket or a post stamp goes before what the desk typed."""
    stamped = Proof(kind="post-stamp", at=moment(march(1), 16))
    typed = handed_in(PAPER, *DECLARATION, proof=stamped)

    assert under_law(typed).dossier.intake.hand_in.first_at == moment(march(1), 16)


def test_t2_evidence_of_a_later_hand_in_does_not_hide_an_earlier_one() -> None:
    later = Proof(kind="queue-ticket", at=moment(march(5), 7))
    again = handed_in(PAPER, day=march(5), proof=later)

    hand_in = under_law(handed_in(PAPER), again).dossier.intake.hand_in
    assert hand_in.first_at == moment(march(4), 8)


def test_t2_later_evidence_may_show_that_it_came_earlier() -> None:
    ticket = Proof(kind="queue-ticket", at=moment(march(4), 7))
    shown = handed_in(PAPER, day=march(5), proof=ticket)

    hand_in = under_law(handed_in(PAPER), shown).dossier.intake.hand_in
    assert hand_in.first_at == moment(march(4), 7)


def test_t2_a_paper_that_the_procedure_does_not_list_art_5() -> None:
    under_law(sent()).when(handed_in(PAPER, "declaration", "plan", hour=9)).irregular(
        UnknownComponent("plan", CONFORMITY)
    )


def test_t3_the_desk_asks_for_what_is_missing_mau_02() -> None:
    asked = under_law(sent()).when(asked_to_complete("standard"))

    leads(asked, Stage.PROVISIONAL, Stage.AWAITING_INTAKE_SUPPLEMENT, 5)
    asked.then(started_at=None)


def test_t3_what_the_applicant_brings_is_checked_again() -> None:
    asked = under_law(sent(), asked_to_complete("standard")).when(completed(5, "standard"))

    leads(asked, Stage.AWAITING_INTAKE_SUPPLEMENT, Stage.PROVISIONAL, 1)
    asked.then(started_at=None)


def test_t3_the_desk_asks_once_art_15() -> None:
    past = (sent(), asked_to_complete("standard"), completed(5, "standard"))

    under_law(*past).when(asked_to_complete("declaration", day=6)).irregular(
        SupplementRepeated(2, 1)
    )


def test_t3_the_desk_asks_for_no_more_than_the_law_art_5() -> None:
    under_law(sent()).when(asked_to_complete("standard", "plan")).irregular(
        ItemBeyondLaw("plan", CONFORMITY)
    )


def test_t3_the_slip_says_why_for_each_item_mau_02() -> None:
    under_law(sent()).when(asked_to_complete("standard", reason=None)).irregular(
        ItemWithoutReason(("standard",))
    )


def test_t3_nobody_knows_what_may_be_asked_for_while_no_procedure_is_named() -> None:
    under_law(sent(procedure=None)).when(asked_to_complete("plan")).regular()


def test_t3_the_desk_asks_before_it_accepts() -> None:
    under_law(accepted()).when(asked_to_complete("standard", hour=10)).irregular(
        OutOfOrder("dossier.intake-supplement-requested", "received")
    )


def test_t3_nobody_brings_what_nobody_asked_for() -> None:
    under_law(sent()).when(completed()).irregular(
        OutOfOrder("dossier.intake-supplement-received", "provisional")
    )


def test_t4_a_refusal_at_the_desk_is_final_mau_03() -> None:
    leads(under_law(sent()).when(turned_away), Stage.PROVISIONAL, Stage.NOT_ACCEPTED, 3)
    under_law(sent(), turned_away).then(started_at=None, ended_at=None)


def test_t4_what_was_to_be_completed_may_be_refused() -> None:
    asked = under_law(sent(), asked_to_complete("standard")).when(turned_away)

    leads(asked, Stage.AWAITING_INTAKE_SUPPLEMENT, Stage.NOT_ACCEPTED, 3)


def test_t4_a_refusal_gives_its_reason_in_law() -> None:
    body: dict[str, Any] = posted(turned_away).request.model_dump(mode="json")
    del body["data"]["legal_basis"]

    with pytest.raises(Refused) as refusal:
        read(body)
    assert [r.code for r in refusal.value.reasons] == [InvalidField.code]


def test_t4_after_the_acceptance_a_refusal_is_a_result_art_19_8() -> None:
    under_law(accepted()).when(turned_away).irregular(
        OutOfOrder("dossier.intake-refused", "received")
    )
    under_law(accepted(), turned_away).then(stage=Stage.RECEIVED)


@pytest.mark.parametrize("event", [HandlerAssigned(handler=HANDLER), Received()])
def test_t4_nothing_follows_a_refusal(event: HandlerAssigned | Received) -> None:
    under_law(sent(), turned_away).when(on(march(4), event, 11)).irregular(
        OutOfOrder(event.kind, "not accepted")
    )


def test_t5_the_one_acceptance_starts_the_clock_mau_01() -> None:
    told = accepted(promised_return=moment(march(11), 16))
    asked = under_law(sent(), handed_in(PAPER, *DECLARATION)).when(told)

    leads(asked, Stage.PROVISIONAL, Stage.RECEIVED, 2)
    asked.then(started_at=moment(march(4), 9))
    dossier = under_law(*asked.past, told).dossier
    assert dossier.intake.code == told.dossier
    assert dossier.clock.promised_at == moment(march(11), 16)


def test_t5_what_was_completed_at_the_desk_is_accepted() -> None:
    past = (sent(), asked_to_complete("standard"), completed(5, "standard"))

    leads(under_law(*past).when(accepted(day=march(5))), Stage.PROVISIONAL, Stage.RECEIVED, 2)


def test_t5_a_dossier_is_accepted_once() -> None:
    under_law(accepted()).when(accepted(day=march(5))).irregular(
        OutOfOrder("dossier.received", "received")
    )


def test_t5_nothing_is_accepted_without_what_the_procedure_asks_for_art_17_1() -> None:
    under_law(handed_in(PAPER, "declaration")).when(accepted()).irregular(
        ComponentsMissing(("business-registration", "standard"), CONFORMITY)
    )


def test_t5_what_is_asked_for_depends_on_the_case() -> None:
    with_certificate = handed_in(PAPER, *DECLARATION, "certificate")
    third_party = accepted(cases=("third-party",))

    under_law(with_certificate).when(third_party).regular()
    under_law(handed_in(PAPER, *DECLARATION)).when(third_party).irregular(
        ComponentsMissing(("certificate",), CONFORMITY)
    )


def test_t5_what_came_on_both_carriers_is_complete_together() -> None:
    past = (
        handed_in(DIGITAL, "declaration", "standard"),
        handed_in(PAPER, "business-registration"),
    )

    under_law(*past).when(accepted()).regular()


def test_t5_a_hand_in_without_a_list_is_not_judged() -> None:
    under_law(handed_in(PAPER)).when(accepted()).regular()


def test_t5_a_paper_beyond_the_list_is_found_when_the_procedure_is_named() -> None:
    under_law(handed_in(PAPER, *DECLARATION, "plan")).when(accepted()).irregular(
        UnknownComponent("plan", CONFORMITY)
    )


def test_t5_a_paper_beyond_the_list_is_found_once() -> None:
    past = (sent(), handed_in(PAPER, *DECLARATION, "plan", hour=9))

    under_law(*past).when(accepted(hour=10)).regular()
    under_law(*past, accepted(hour=10)).finds(UnknownComponent("plan", CONFORMITY))


def test_t5_of_a_procedure_that_was_never_published() -> None:
    under_law().when(accepted("9.999999")).irregular(UnknownProcedure("9.999999"))


def test_t5_of_a_procedure_that_is_not_in_force_on_the_day() -> None:
    under_law().when(accepted("LA-KHCN-23", day=march(19))).regular()
    under_law().when(accepted("LA-KHCN-23", day=march(20))).irregular(
        ProcedureNotInForce("LA-KHCN-23", "2019-03-20")
    )


def test_t5_only_the_one_stop_accepts_art_16() -> None:
    told = on(march(4), accepted().event, 9, actor=HANDLER, unit="long-an-dost-tdc")

    under_law().when(told).irregular(OutsideOneStop("long-an-dost-tdc"))


def test_t5_whom_the_registry_does_not_know_it_does_not_judge() -> None:
    under_law().when(on(march(4), accepted().event, 9, actor="hanh", unit="one-stop")).regular()


@pytest.mark.parametrize("day", [10, 11])
def test_t5_the_slip_may_promise_less_than_the_law_gives(day: int) -> None:
    under_law().when(accepted(promised_return=moment(march(day), 16))).regular()


def test_t5_the_slip_may_not_promise_more_than_the_law_gives_art_5() -> None:
    under_law().when(accepted(promised_return=moment(march(12), 8))).irregular(
        PromisedBeyondLegal("2019-03-12", "2019-03-11")
    )


def test_t5_where_the_law_says_so_the_fee_starts_the_clock_nd142_art_29() -> None:
    day = date(2021, 3, 1)
    past = (accepted(LICENCE, day=day), on(day, FeeRequested(), 9, 30))
    paid = on(date(2021, 3, 3), FeePaid())

    def settled_by(*told: Told) -> date | None:
        return by_term(regime(under_law(*told).dossier, SHIPPED), "settlement").on

    assert settled_by(*past) is None
    assert settled_by(*past, paid) == date(2021, 3, 29)


@pytest.mark.parametrize("said", [{"matches_paper": True}, {"matches_paper": True, "pages": 3}])
def test_t5_a_paper_is_scanned_and_matches_art_17_1(said: dict[str, Any]) -> None:
    scanned = on(march(4), Digitised(component="standard", **said), 10)
    asked = under_law(accepted()).when(scanned)

    leads(asked, Stage.RECEIVED, Stage.RECEIVED, 2)
    assert under_law(accepted(), scanned).dossier.intake.hand_in.digitised == ("standard",)


@pytest.mark.parametrize("said", [{}, {"matches_paper": False}])
def test_t5_a_scan_of_which_nobody_says_that_it_matches_tt01_2023(said: dict[str, Any]) -> None:
    under_law(accepted()).when(on(march(4), Digitised(component="standard", **said), 10)).irregular(
        ScanWithoutMatch("standard")
    )


@pytest.mark.parametrize("mode", Mode)
def test_t5_no_code_is_given_twice_art_26(mode: Mode) -> None:
    office = Office((accepted(),), SHIPPED)
    given_again = CodeAssigned(system=DOSSIER.system, value=DOSSIER.value)
    another = replace(on(march(4), given_again, 11), dossier=Code("portal", "G22-1"))

    with pytest.raises(Refused) as refusal:
        office.asked(another, mode)
    assert refusal.value.reasons == (CodeTaken(DOSSIER.system, DOSSIER.value),)
