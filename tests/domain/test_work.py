"""What was asked of the applicant and of others, and time that may not count."""

from domain.dossier.events import (
    ExclusionBegan,
    ExclusionEnded,
    FeePaid,
    FeeRequested,
    HandlerAssigned,
    MilestoneRecorded,
    OpinionReceived,
    OpinionRequested,
    SupplementItem,
    SupplementLapsed,
    SupplementReceived,
    SupplementRequested,
    Told,
)
from domain.dossier.lifecycle import Stage
from domain.dossier.refusals import SupplementNotRequested
from domain.dossier.work import Asked, Excluded, Opinion, Supplement, Work
from domain.procedure.term import Exclusion
from tests.domain.case import FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, moment, on, received
from tests.domain.spec import given

asked = on(TUESDAY, SupplementRequested(supplement="plan"))
brought = on(WEDNESDAY, SupplementReceived(supplement="plan"))
asked_again = on(THURSDAY, SupplementRequested(supplement="plan"))
brought_again = on(FRIDAY, SupplementReceived(supplement="plan"))


def work(*told: Told) -> Work:
    return given(received(), *told).dossier.work


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


def test_a_supplement_keeps_what_was_asked_for_and_what_came() -> None:
    items = tuple(SupplementItem(component=code, reason="Thiếu") for code in ("plan", "form"))
    slip = SupplementRequested(items=items, relayed=True, answer_by=moment(FRIDAY))
    way = (on(TUESDAY, slip), on(WEDNESDAY, SupplementReceived(items=("plan",))))
    asked_for = Supplement(
        "1",
        moment(TUESDAY),
        items=("form", "plan"),
        came=("plan",),
        relayed=True,
        answer_by=moment(FRIDAY),
    )

    assert work(*way).supplements == (asked_for,)
    (whole,) = work(*way, on(THURSDAY, SupplementReceived(items=("form",)))).supplements
    assert (whole.came, whole.until, whole.lapsed) == (("form", "plan"), moment(THURSDAY), False)


def test_what_names_no_items_brings_all_of_them() -> None:
    slip = SupplementRequested(items=(SupplementItem(component="plan"),))
    (whole,) = work(on(TUESDAY, slip), on(WEDNESDAY, SupplementReceived())).supplements

    assert (whole.came, whole.until) == (("plan",), moment(WEDNESDAY))


def test_of_what_named_no_items_anything_is_an_answer() -> None:
    came = on(WEDNESDAY, SupplementReceived(supplement="plan", items=("form",)))

    assert owed(asked, came) == ()


def test_what_lapsed_was_given_up_not_answered() -> None:
    lapsed = on(FRIDAY, SupplementLapsed(supplement="plan"))
    (given_up,) = work(asked, lapsed).supplements

    assert (given_up.lapsed, given_up.until, given_up.came) == (True, moment(FRIDAY), ())
    assert not work(asked, brought, lapsed).supplements[0].lapsed


def test_what_came_the_moment_it_lapsed_has_come() -> None:
    at_once = on(FRIDAY, SupplementReceived(supplement="plan"))
    lapsed = on(FRIDAY, SupplementLapsed(supplement="plan"))

    assert not work(asked, at_once, lapsed).supplements[0].lapsed


def test_a_fee_is_owed_until_it_is_paid() -> None:
    notified, paid = on(TUESDAY, FeeRequested(fee="a")), on(WEDNESDAY, FeePaid(fee="a"))

    assert work(notified).fees_open == ("a",)
    assert work(notified, paid).fees == (Asked("a", moment(TUESDAY), moment(WEDNESDAY)),)
    assert work(paid).fees == (Asked("a", moment(WEDNESDAY), moment(WEDNESDAY)),)
    assert work(notified, on(TUESDAY, FeePaid(fee="b"), 10)).fees_open == ("a",)


def test_an_opinion_is_waited_for_until_it_comes() -> None:
    request = OpinionRequested(agency="health", answer_by=moment(THURSDAY))
    waited_for = Opinion("1", moment(TUESDAY), agency="health", answer_by=moment(THURSDAY))

    assert work(on(TUESDAY, request)).opinions == (waited_for,)
    assert work(on(TUESDAY, request), on(FRIDAY, OpinionReceived())).opinions_open == ()


def test_excluded_time_ends_once() -> None:
    began = on(TUESDAY, ExclusionBegan(why=Exclusion.LAB_TEST))
    ended, again = on(WEDNESDAY, ExclusionEnded()), on(FRIDAY, ExclusionEnded())
    tested = Excluded("1", moment(TUESDAY), moment(WEDNESDAY), why=Exclusion.LAB_TEST)

    assert work(began).exclusions_open == ("1",)
    assert work(began, ended, again).exclusions == (tested,)


def test_the_first_record_of_a_milestone_counts() -> None:
    met = [on(day, MilestoneRecorded(milestone="council-met")) for day in (WEDNESDAY, TUESDAY)]

    assert work(*met).milestones == {"council-met": moment(TUESDAY)}


def test_the_handler_is_the_one_assigned_last() -> None:
    handlers = [on(day, HandlerAssigned(handler=day.isoformat())) for day in (TUESDAY, MONDAY)]

    assert work(*handlers).handler == TUESDAY.isoformat()
