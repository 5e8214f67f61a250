"""Every irregularity in both modes: recorded with a finding, refused to a person, or approved."""

import pytest

from domain.dossier.events import Annulled, Received
from domain.dossier.refusals import (
    Irregular,
    OutOfOrder,
    ProcedureNotInForce,
    UnknownComponent,
    UnknownProcedure,
)
from domain.dossier.values import Component
from tests.domain.case import (
    ABOLISHED,
    APPLICATION,
    FRIDAY,
    MONDAY,
    PAPER,
    TUESDAY,
    XRAY,
    acknowledged,
    came_in,
    given_out,
    handed_over,
    moment,
    on,
    received,
    result,
)
from tests.domain.irregular import IRREGULAR, PLAN, Irregularity
from tests.domain.spec import APPROVED, given

each_irregularity = pytest.mark.parametrize(
    "case", IRREGULAR, ids=[case.reason.code for case in IRREGULAR]
)


@each_irregularity
def test_what_is_irregular_is_recorded_with_its_finding(case: Irregularity) -> None:
    answer = case.asked.recorded()

    assert answer.findings == (case.reason,)
    assert len(answer.events) == 1


@each_irregularity
def test_what_is_irregular_is_refused_to_a_person(case: Irregularity) -> None:
    case.asked.refused(case.reason)


@each_irregularity
def test_what_is_irregular_is_recorded_once_somebody_approves_it(case: Irregularity) -> None:
    (event,) = case.asked.recorded(override=APPROVED).events

    assert event.told.override is not None
    assert event.told.override.codes == (case.reason.code,)
    assert event.told.override.approver == APPROVED.approver
    assert APPROVED.reason not in repr(event)


@each_irregularity
def test_what_is_irregular_is_imported_as_it_is(case: Irregularity) -> None:
    admitted = case.asked.imported()

    assert admitted.event is not None
    assert admitted.reasons == ()


def test_every_irregularity_stands_here() -> None:
    shown = {case.reason.code for case in IRREGULAR}

    assert shown == {irregular.code for irregular in Irregular.__subclasses__()}
    assert len(shown) == len(IRREGULAR)


def test_what_is_regular_is_nobodys_finding() -> None:
    answer = given(received()).when(handed_over()).recorded()

    assert answer.findings == ()


def test_an_approval_that_nobody_needed_names_no_finding() -> None:
    (event,) = given(received()).when(handed_over()).recorded(override=APPROVED).events

    assert event.told.override is not None
    assert event.told.override.codes == ()


def test_a_procedure_that_an_import_made_up_is_known_to_nobody_and_fine() -> None:
    given().when(received(procedure="stand-in:log")).finds()
    given(received(procedure="stand-in:log")).when(came_in(PAPER, components=PLAN)).finds()


def test_a_dossier_of_an_unnamed_procedure_lists_no_components() -> None:
    given(received()).when(came_in(PAPER, MONDAY, 9, components=PLAN)).finds()


def test_components_of_the_procedure_may_come() -> None:
    listed = (Component(code=APPLICATION, count=2),)

    given(received(procedure=XRAY)).when(came_in(PAPER, MONDAY, 9, components=listed)).finds()


def test_the_last_day_in_force_is_in_force_where_the_authority_is() -> None:
    # On New Year's Eve in London it is the new year in Hanoi, when the procedure is abolished.
    evening = moment(MONDAY).replace(year=2021, month=1, day=1, hour=5)
    said = {"procedure": ABOLISHED, "timezone": "Europe/London"}
    there = Received.model_validate(said)
    here = Received(procedure=ABOLISHED)

    given().when(on(evening.date(), there, 5)).finds()
    given().when(on(evening.date(), here, 5)).finds(ProcedureNotInForce(ABOLISHED, "2021-01-01"))


def test_components_are_those_in_force_on_the_day_where_the_authority_is() -> None:
    evening = moment(MONDAY).replace(year=2021, month=1, day=1, hour=5)
    there = Received.model_validate({"procedure": ABOLISHED, "timezone": "Europe/London"})
    plan = came_in(PAPER, evening.date(), 6, components=PLAN)

    given(on(evening.date(), there, 5)).when(plan).finds(UnknownComponent("plan", ABOLISHED))


def test_a_second_receipt_is_irregular_twice_if_its_procedure_is_unknown_too() -> None:
    again = on(TUESDAY, Received(procedure="9.999999"), 8)

    given(received()).when(again).finds(
        OutOfOrder("dossier.received", "received"), UnknownProcedure("9.999999")
    )


def test_an_event_is_judged_where_it_happened_not_where_it_was_heard() -> None:
    given(received(), result(PAPER, FRIDAY), given_out(PAPER, FRIDAY, 10)).when(
        handed_over()
    ).finds()
    given(received(), result(PAPER, MONDAY, 9), given_out(PAPER, MONDAY, 10)).when(
        handed_over()
    ).finds(OutOfOrder("dossier.transferred", "returned"))


def test_what_was_annulled_before_it_was_heard_is_not_judged() -> None:
    struck = on(FRIDAY, Annulled(target=acknowledged().ref, reason="Nhầm", approver="chi"))

    given(received(), struck).when(acknowledged()).finds()
