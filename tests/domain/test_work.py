"""Which supplements the applicant still owes."""

from domain.dossier.events import SupplementReceived, SupplementRequested, Told
from domain.dossier.lifecycle import Stage
from domain.dossier.refusals import SupplementNotRequested
from tests.domain.case import FRIDAY, THURSDAY, TUESDAY, WEDNESDAY, on, received
from tests.domain.spec import given

asked = on(TUESDAY, SupplementRequested(supplement="plan"))
brought = on(WEDNESDAY, SupplementReceived(supplement="plan"))
asked_again = on(THURSDAY, SupplementRequested(supplement="plan"))
brought_again = on(FRIDAY, SupplementReceived(supplement="plan"))


def owed(*told: Told) -> tuple[str, ...]:
    return given(received(), *told).dossier.work.supplements_open


def test_what_was_asked_for_is_owed_until_it_comes() -> None:
    assert owed(asked) == ("plan",)
    assert owed(asked, brought) == ()


def test_what_came_and_is_asked_for_again_is_owed_again() -> None:
    assert owed(asked, brought, asked_again) == ("plan",)
    assert owed(asked, brought, asked_again, brought_again) == ()
    given(received(), asked, brought, asked_again, brought_again).finds()


def test_what_is_asked_for_twice_is_owed_once() -> None:
    assert owed(asked, asked_again) == ("plan",)
    assert owed(asked, asked_again, brought_again) == ()


def test_what_nobody_asked_for_pays_for_nothing() -> None:
    unasked = on(TUESDAY, SupplementReceived(supplement="photo"), 8)

    assert owed(unasked, asked) == ("plan",)
    given(received()).when(unasked).finds(SupplementNotRequested("photo"))


def test_requests_of_one_dossier_are_told_apart() -> None:
    photo = on(TUESDAY, SupplementRequested(supplement="photo"), 10)

    assert owed(asked, photo) == ("plan", "photo")
    assert owed(asked, photo, brought) == ("photo",)


def test_the_applicants_answer_brings_the_dossier_back_to_work() -> None:
    given(received(), asked).then(stage=Stage.AWAITING_SUPPLEMENT)
    given(received(), asked, brought).then(stage=Stage.IN_PROGRESS)
