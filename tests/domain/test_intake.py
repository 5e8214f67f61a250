"""What is known from the counter."""

from dataclasses import replace
from datetime import datetime

import pytest

from domain.dossier.events import (
    Digitised,
    IntakeRefused,
    IntakeSupplementReceived,
    IntakeSupplementRequested,
    Linked,
    Received,
    Submitted,
    Told,
)
from domain.dossier.intake import Acceptance, Authority, HandIn, ProcedurePin
from domain.dossier.values import Channel, Component, Proof, SubjectRef
from tests.domain.case import (
    ABOLISHED,
    APPLICATION,
    DIGITAL,
    DOSSIER,
    MONDAY,
    PAPER,
    TUESDAY,
    XRAY,
    came_in,
    moment,
    on,
    received,
)
from tests.domain.spec import given


def test_the_acceptance_says_when_where_and_by_whom() -> None:
    intake = given(received()).dossier.intake

    assert intake.accepted == Acceptance(moment(MONDAY, 8), "one-stop", "hanh")
    assert intake.code == DOSSIER


def test_a_dossier_keeps_what_it_was_received_under() -> None:
    first = received(procedure=XRAY, procedure_version="2", authority="H58", timezone="UTC")
    again = on(TUESDAY, Received(procedure=ABOLISHED, authority="H01"))
    intake = given(first, again).dossier.intake

    assert intake.procedure == ProcedurePin(XRAY, "2", None)
    assert intake.authority == Authority("H58", "UTC")


def test_an_applicant_is_known_by_a_reference() -> None:
    subject = SubjectRef(subject_id="s-1")

    assert given(received(subject=subject)).dossier.intake.subject_id == "s-1"
    assert given(received()).dossier.intake.subject_id is None


def test_each_carrier_came_when_it_first_came() -> None:
    way = (came_in(PAPER, TUESDAY), came_in(PAPER, MONDAY), came_in(DIGITAL, TUESDAY))

    assert given(*way).dossier.intake.hand_in.carriers == {
        PAPER: moment(MONDAY, 8),
        DIGITAL: moment(TUESDAY, 8),
    }


def test_components_add_up() -> None:
    plan = came_in(PAPER, MONDAY, components=(Component(code="plan"),))
    rest = came_in(
        DIGITAL, TUESDAY, components=(Component(code=APPLICATION), Component(code="plan"))
    )

    assert given(rest, plan).dossier.intake.hand_in.components == (APPLICATION, "plan")


def test_an_original_that_comes_is_not_the_file() -> None:
    diploma = came_in(PAPER, object="diploma", components=(Component(code="diploma"),))

    assert given(diploma).dossier.intake.hand_in.carriers == {}
    assert given(diploma).dossier.intake.hand_in.components == ()


def hand_in(*told: Told) -> HandIn:
    return given(*told).dossier.intake.hand_in


def test_what_was_submitted_is_kept_where_the_receipt_does_not_say() -> None:
    sent = on(MONDAY, Submitted(procedure=XRAY, channel=Channel.ONLINE, authority="H58"), 7)
    intake = given(sent, received()).dossier.intake

    assert (intake.procedure, intake.channel) == (ProcedurePin(XRAY, None, None), "online")
    assert intake.authority == Authority("H58")
    assert intake.hand_in.submitted_at == moment(MONDAY, 7)
    renamed = given(sent, received(procedure=ABOLISHED, channel="post")).dossier.intake
    assert (renamed.procedure, renamed.channel) == (ProcedurePin(ABOLISHED, None, None), "post")


def test_the_first_hand_over_that_anybody_knows_of_is_the_first() -> None:
    sent = on(TUESDAY, Submitted(), 7)

    assert hand_in().first_at is None
    assert hand_in(sent, came_in(PAPER, MONDAY)).first_at == moment(MONDAY, 8)
    assert hand_in(sent, came_in(PAPER, TUESDAY)).first_at == moment(TUESDAY, 7)


@pytest.mark.parametrize(
    ("proven", "first"),
    [
        pytest.param(moment(MONDAY, 7), moment(MONDAY, 7), id="earlier than it was typed"),
        pytest.param(moment(MONDAY, 9), moment(MONDAY, 9), id="later than it was typed"),
    ],
)
def test_evidence_goes_before_what_was_typed(proven: datetime, first: datetime) -> None:
    proof = Proof(kind="queue-ticket", at=proven)

    assert hand_in(came_in(PAPER, proof=proof)).first_at == first
    assert hand_in(came_in(PAPER, proof=proof)).carriers == {PAPER: moment(MONDAY, 8)}


def test_evidence_of_another_hand_in_moves_nothing_later() -> None:
    proof = Proof(kind="queue-ticket", at=moment(TUESDAY, 7))
    first = Proof(kind="queue-ticket", at=moment(MONDAY, 9))
    again = came_in(PAPER, TUESDAY, proof=proof)

    assert hand_in(came_in(PAPER), again).first_at == moment(MONDAY, 8)
    assert hand_in(came_in(PAPER, proof=first), again).first_at == moment(MONDAY, 9)


def test_what_completes_a_hand_in_joins_its_list_if_there_is_one() -> None:
    asked = on(MONDAY, IntakeSupplementRequested(), 9)
    brought = on(TUESDAY, IntakeSupplementReceived(items=("plan",)))
    listed = came_in(PAPER, components=(Component(code=APPLICATION),))

    assert hand_in(listed, asked, brought).components == (APPLICATION, "plan")
    assert hand_in(came_in(PAPER), asked, brought).components == ()
    assert hand_in(asked, brought).supplements_requested == (moment(MONDAY),)
    assert hand_in(asked, brought).supplemented_at == moment(TUESDAY)


def test_what_was_scanned_is_known_by_its_component() -> None:
    scans = [on(MONDAY, Digitised(component=code), 9) for code in ("plan", APPLICATION, "plan")]
    scans = [replace(told, request_id=f"{number}") for number, told in enumerate(scans)]

    assert hand_in(*scans).digitised == (APPLICATION, "plan")


def test_what_is_filed_with_it_is_known_by_its_procedure() -> None:
    links = [
        on(MONDAY, Linked(relation="filed-with", other="H58-1", procedure=XRAY), 9),
        on(MONDAY, Linked(relation="filed-with", other="H58-2"), 10),
        on(MONDAY, Linked(relation="same-as", other="H58-3", procedure=ABOLISHED), 11),
    ]

    assert hand_in(*links).filed_with == (XRAY,)


def test_it_is_refused_when_it_first_was() -> None:
    refusals = [on(day, IntakeRefused(legal_basis="TT 28/2012")) for day in (TUESDAY, MONDAY)]

    assert given(*refusals).dossier.intake.refused_at == moment(MONDAY)
