"""The dossier as a whole: half an answer moves no stage."""

import pytest

from domain.dossier.dossier import fold
from domain.dossier.events import Annulled, Completed, SupplementReceived, SupplementRequested
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

owed_on_both = received(owed=(PAPER, DIGITAL))


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
