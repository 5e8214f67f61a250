"""Changes of the law at one instant: a simulated clock stands still, and its entries count in
their order all the same."""

from dataclasses import replace

import pytest

from domain.dossier.decisions import walk
from domain.dossier.dossier import fold
from domain.dossier.refusals import OutOfOrder
from domain.dossier.standing import standing
from domain.lawmaking.book import with_entry
from domain.lawmaking.whatif import Change, effect
from domain.register import Entered
from tests.domain.calendar.words import at, day
from tests.domain.clock.telling import accepted, result
from tests.domain.entering import Installation, a_holiday
from tests.domain.test_whatif import BRIDGE, SATURDAY, anew, seen


@pytest.fixture
def here() -> Installation:
    """One dossier of five working days."""
    installation = Installation()
    installation.tells("A", accepted("26/08/2019 08:00", returns="03/09/2019 17:00"))
    return installation


def test_a_second_change_at_the_same_instant(here: Installation) -> None:
    here.enter(BRIDGE, SATURDAY)
    wednesday = a_holiday("04/09/2019", "27/08/2019")

    asked_first = here.what_if(wednesday, SATURDAY)
    done = here.enter(wednesday, SATURDAY, "2")

    assert (seen(asked_first), anew(asked_first)) == ({"A": "04/09 → 05/09"}, {"A": "05/09 17:00"})
    assert (seen(done.effects), anew(done.effects)) == (seen(asked_first), anew(asked_first))
    assert here.standing("A", day("31/08/2019")).due_on == day("05/09/2019")


def test_a_result_at_the_same_instant_comes_after_the_deadline(here: Installation) -> None:
    """Else the deadline of what has ended would seem to have moved."""
    here.enter(BRIDGE, SATURDAY)
    here.tells("A", result(SATURDAY))

    steps = [*walk((one.told for one in here.known()["A"]), here.book.law)]
    assert [step.told.event.kind for step in steps][1:] == [
        "dossier.deadline-recomputed",
        "dossier.result-arrived",
    ]
    assert OutOfOrder not in {type(one) for step in steps for one in step.reasons}


def test_entries_at_one_instant_count_in_their_order(here: Installation) -> None:
    """Also where the later position has a digit more, and so would come first as a text."""
    history, law = here.known()["A"], here.law

    for position, on in ((9999, "03/09/2019"), (10_000, "04/09/2019")):
        event = a_holiday(on, "27/08/2019")
        after = with_entry(law, Entered(position, 1, at(SATURDAY), event, "", "", ""))
        found = effect(history, Change(event, law, after, at(SATURDAY), position))
        assert found
        assert found.repromised
        history += [replace(history[-1], position=position + 1, told=found.repromised)]
        law = after

    dossier = fold(one.told for one in history)
    assert standing(dossier, law, day("31/08/2019")).due_on == day("05/09/2019")
    promised = [f"{one.returns_at:%d/%m}" for one in dossier.clock.promises]
    assert promised == ["03/09", "04/09", "05/09"]
