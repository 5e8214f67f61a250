"""What is known from the counter."""

from domain.dossier.events import Received
from domain.dossier.intake import Acceptance, Authority, ProcedurePin
from domain.dossier.values import Component, SubjectRef
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
