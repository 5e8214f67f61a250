"""The dossier as a whole: half an answer moves no stage."""

import ast
from inspect import getsource
from types import ModuleType
from typing import Final

import pytest
from hypothesis import given as drawn
from hypothesis import settings

from domain.dossier import clock, custody, intake, work
from domain.dossier import result as result_of
from domain.dossier.dossier import fold
from domain.dossier.events import (
    KINDS,
    Annulled,
    Completed,
    DossierEvent,
    SupplementReceived,
    SupplementRequested,
    Told,
)
from domain.dossier.lifecycle import Stage
from domain.refusals import ActNotPostable, Refused
from domain.testimony import EventRef
from tests.domain.case import (
    DIGITAL,
    FRIDAY,
    MONDAY,
    NEXT_MONDAY,
    PAPER,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    given_out,
    on,
    received,
    result,
)
from tests.domain.spec import given
from tests.domain.strategies import dossiers, things

owed_on_both = received(owed=(PAPER, DIGITAL))


PARTS: Final = {
    "intake": intake,
    "custody": custody,
    "clock": clock,
    "work": work,
    "result": result_of,
}


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_a_part_hears_the_kinds_that_it_is_written_for(part: ModuleType) -> None:
    cases = [node for node in ast.walk(ast.parse(getsource(part))) if type(node) is ast.MatchClass]
    named = [ast.unparse(case.cls).removeprefix("events.") for case in cases]
    kinds = {kind.__name__: kind for kind in KINDS.values()}
    assert {kinds[name] for name in named if name in kinds} == part.HEARD


@settings(max_examples=50, deadline=None)
@drawn(dossiers(), things())
def test_an_event_that_a_part_does_not_hear_changes_nothing_of_it(
    history: list[Told], event: DossierEvent
) -> None:
    dossier = fold(history)
    for name, part in PARTS.items():
        if type(event) not in part.HEARD:
            before = getattr(dossier, name)
            assert part.evolve(before, on(FRIDAY, event)) == before


def test_a_result_on_one_of_two_carriers_owed_is_not_resolved() -> None:
    assert fold([owed_on_both, result(PAPER, THURSDAY)]).stage is Stage.RECEIVED


def test_a_result_on_all_carriers_owed_is_resolved_when_the_clock_has_stopped() -> None:
    dossier = fold([owed_on_both, result(PAPER, THURSDAY), result(DIGITAL, FRIDAY)])
    assert dossier.stage is Stage.RESOLVED
    assert dossier.ended_at == result(DIGITAL, FRIDAY).occurred_at


def test_one_of_two_supplements_leaves_the_dossier_waiting_for_the_other() -> None:
    asked = [
        on(day, SupplementRequested(supplement=name))
        for day, name in ((MONDAY, "1"), (TUESDAY, "2"))
    ]
    first = on(WEDNESDAY, SupplementReceived(supplement="1"))
    second = on(THURSDAY, SupplementReceived(supplement="2"))
    assert fold([received(), *asked, first]).stage is Stage.AWAITING_SUPPLEMENT
    assert fold([received(), *asked, first, second]).stage is Stage.IN_PROGRESS


def test_a_service_cannot_take_back_what_a_person_did() -> None:
    past = (received(), result(PAPER, THURSDAY), given_out(PAPER, FRIDAY))
    done = on(FRIDAY, Completed(), 16)
    target = EventRef(done.source, done.request_id, done.ordinal)
    annulment = on(NEXT_MONDAY, Annulled(target=target, reason="mistake", approver="chi"))
    with pytest.raises(Refused) as refused:
        given(*past, done).when(annulment).recorded()
    assert refused.value.reasons == (ActNotPostable("dossier.annulled"),)
