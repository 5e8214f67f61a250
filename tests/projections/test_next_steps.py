"""What may be said of a dossier now, or done to it."""

from typing import Any

import pytest
from hypothesis import given

from domain.access import Principal, Role
from domain.dossier.decisions import judge
from domain.dossier.events import (
    Annulled,
    Completed,
    Corrected,
    DossierEvent,
    Returned,
    StatusReported,
    Told,
)
from domain.dossier.refusals import BeforeReceipt, OutOfOrder, WorkAfterClose
from projections.next_steps import next_steps
from tests.domain.case import (
    DIGITAL,
    FRIDAY,
    LAW,
    PAPER,
    THURSDAY,
    TUESDAY,
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
from tests.domain.strategies import things
from tests.projections.knowing import known

HANDLER = Principal("h", Role.HANDLER)
SERVICE = Principal("s", Role.SERVICE)
AUDITOR = Principal("a", Role.AUDITOR)

NOW = moment(FRIDAY, 17)
BY_STAGE = (BeforeReceipt, OutOfOrder, WorkAfterClose)

RESOLVED = (received(), result(PAPER, THURSDAY), result(DIGITAL, THURSDAY))
COURSES = (
    (came_in(PAPER),),
    (received(),),
    (received(), handed_over(), acknowledged(TUESDAY)),
    RESOLVED,
    (*RESOLVED, given_out(PAPER, FRIDAY), given_out(DIGITAL, FRIDAY)),
    (*RESOLVED, given_out(PAPER, FRIDAY), given_out(DIGITAL, FRIDAY), closed(FRIDAY)),
)


def told(*history: Told, by: Principal = HANDLER) -> dict[str, Any]:
    return next_steps(known(*history), LAW, by, NOW)


def kinds(document: dict[str, Any]) -> set[str]:
    return {step["kind"].removeprefix("dossier.") for step in document["next"]}


def step(document: dict[str, Any], kind: str) -> dict[str, Any]:
    return next(one for one in document["next"] if one["kind"] == f"dossier.{kind}")


def told_by_the_stage_alone(event: DossierEvent) -> bool:
    """Papers may go back at any time, and a status is told row by row."""
    return not isinstance(event, Returned | StatusReported | Annulled | Corrected)


def test_what_was_only_handed_in_may_be_accepted_or_refused_and_not_yet_worked_on() -> None:
    document = told(came_in(PAPER))
    assert (document["stage"], document["status"]) == ("provisional", 1)
    assert {"received", "intake-refused", "intake-supplement-requested"} <= kinds(document)
    assert not {"transferred", "result-issued", "completed"} & kinds(document)


def test_a_step_says_what_it_needs_and_where_it_leads() -> None:
    handed = step(told(received()), "transferred")
    assert handed == {
        "kind": "dossier.transferred",
        "modes": ["record", "decide"],
        "leads_to": "in progress",
        "leads_to_status": 4,
        "needs": ["taker"],
        "findings": [],
    }


def test_an_act_is_done_and_never_reported_so_a_service_is_not_offered_it() -> None:
    assert step(told(*RESOLVED), "completed")["modes"] == ["decide"]
    assert "completed" not in kinds(told(*RESOLVED, by=SERVICE))
    assert step(told(*RESOLVED, by=SERVICE), "transferred")["modes"] == ["record"]


def test_an_auditor_is_offered_nothing() -> None:
    document = told(*RESOLVED, by=AUDITOR)
    assert (document["next"], document["statuses"]) == ([], [])
    assert document["stage"] == "resolved"


def test_what_would_be_refused_now_says_why() -> None:
    codes = [one["code"] for one in step(told(*RESOLVED), "completed")["findings"]]
    assert codes
    assert codes == [reason.code for reason in judge(RESOLVED, on(FRIDAY, Completed(), 17), LAW)]


def test_the_statuses_that_a_coarse_source_may_report() -> None:
    document = told(received())
    assert {one["status"]: one["leads_to_status"] for one in document["statuses"]}[9] == 9
    assert 1 not in {one["status"] for one in document["statuses"]}


@pytest.mark.parametrize("history", COURSES)
def test_nothing_that_is_listed_is_out_of_place_and_all_that_is_not_listed_is(
    history: tuple[Told, ...],
) -> None:
    offered = kinds(told(*history))

    @given(things().filter(told_by_the_stage_alone))
    def holds(event: DossierEvent) -> None:
        reasons = judge(history, on(FRIDAY, event, 17), LAW)
        stage_says = any(isinstance(reason, BY_STAGE) for reason in reasons)
        assert stage_says != (event.kind.removeprefix("dossier.") in offered)

    holds()
