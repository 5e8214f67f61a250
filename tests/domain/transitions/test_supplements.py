"""T11 to T14: supplements and fees (NĐ 61/2018 Art. 5(1)(e), 15(3), 19(4), 22(3); NĐ 63/2010
Art. 20(4); TT 28/2012/TT-BKHCN Art. 10)."""

from datetime import date
from typing import Any

import pytest

from domain.dossier.clock import PromisedBy
from domain.dossier.events import (
    FeePaid,
    FeeRequested,
    HandlerAssigned,
    IntakeSupplementReceived,
    IntakeSupplementRequested,
    Stopped,
    StopReason,
    SupplementItem,
    SupplementLapsed,
    SupplementReceived,
    SupplementRequested,
    Told,
)
from domain.dossier.lifecycle import Stage
from domain.dossier.refusals import (
    BeforeReceipt,
    FeeNotRequested,
    ItemBeyondLaw,
    ItemWithoutReason,
    OutOfOrder,
    SupplementAroundOneStop,
    SupplementNotRequested,
    SupplementOutOfWindow,
    SupplementRepeated,
    SupplementWindowOpen,
    WorkAfterClose,
)
from tests.domain.case import closed, moment, on, result
from tests.domain.transitions.case import (
    CONFORMITY,
    EVALUATION,
    HANDLER,
    LICENCE,
    accepted,
    leads,
    march,
    sent,
    under_law,
)

assigned = on(march(4), HandlerAssigned(handler=HANDLER), 14)


def wanted(*items: str, day: int = 6, hour: int = 9, **said: Any) -> Told:
    """The slip after the appraisal (Mẫu 02), through the one-stop."""
    listed = tuple(SupplementItem(component=item, reason="Hết hạn") for item in items)
    event = SupplementRequested(**{"items": listed, "relayed": True, **said})
    return on(march(day), event, hour, request_id=f"wanted {event.supplement} {day}")


def brought(*items: str, day: int = 11, **said: Any) -> Told:
    event = SupplementReceived(**{"items": items, **said})
    return on(march(day), event, request_id=f"brought {event.supplement} {day}")


def lapsed(day: int, hour: int = 9) -> Told:
    return on(march(day), SupplementLapsed(), hour)


@pytest.mark.parametrize(
    ("past", "before"),
    [((accepted(),), Stage.RECEIVED), ((accepted(), assigned), Stage.IN_PROGRESS)],
)
def test_t11_the_applicant_is_asked_to_complete_it_art_19_4(
    past: tuple[Told, ...], before: Stage
) -> None:
    leads(under_law(*past).when(wanted("standard")), before, Stage.AWAITING_SUPPLEMENT, 5)


@pytest.mark.parametrize("procedure", [CONFORMITY, LICENCE])
def test_t11_within_three_working_days_from_the_receipt_art_19_4(procedure: str) -> None:
    """By sector law (TT 28/2012) as by the decree, which speaks where the sector is silent."""
    under_law(accepted(procedure)).when(wanted(day=7, hour=16)).regular()
    under_law(accepted(procedure)).when(wanted(day=8, hour=8)).irregular(
        SupplementOutOfWindow("2019-03-07")
    )


def test_t11_sector_law_may_give_more_time_tt02_2015_art_9() -> None:
    under_law(accepted(EVALUATION)).when(wanted(day=11)).regular()
    under_law(accepted(EVALUATION)).when(wanted(day=12)).irregular(
        SupplementOutOfWindow("2019-03-11")
    )


def test_t11_to_have_asked_at_the_desk_gives_no_more_time() -> None:
    at_the_desk = (
        sent(),
        on(march(4), IntakeSupplementRequested(), 8, 30),
        on(march(5), IntakeSupplementReceived(), 8),
        accepted(day=march(5)),
    )

    under_law(*at_the_desk).when(wanted(day=7)).regular()
    under_law(*at_the_desk).when(wanted(day=12)).irregular(SupplementOutOfWindow("2019-03-08"))


def test_t11_the_applicant_comes_at_most_twice_nd63_2010_art_20_4() -> None:
    twice = (accepted(), wanted(day=5), brought(day=6), wanted(day=6, hour=10, supplement="2"))
    answered = (*twice, brought(day=7, supplement="2"))

    under_law(*twice[:-1]).when(twice[-1]).regular()
    under_law(*answered).when(wanted(day=7, hour=10, supplement="3")).irregular(
        SupplementRepeated(3, 2)
    )


def test_t11_once_at_the_desk_counts_too_nd63_2010_art_20_4() -> None:
    at_the_desk = (
        sent(),
        on(march(4), IntakeSupplementRequested(), 8, 30),
        on(march(4), IntakeSupplementReceived(), 9),
        accepted(hour=10),
        wanted(day=5),
        brought(day=6),
    )

    under_law(*at_the_desk).when(wanted(day=6, hour=10, supplement="2")).irregular(
        SupplementRepeated(3, 2)
    )


def test_t11_the_one_stop_passes_it_on_art_5_1_e() -> None:
    under_law(accepted()).when(wanted(relayed=False)).irregular(SupplementAroundOneStop("1"))
    under_law(accepted()).when(wanted(relayed=None)).regular()


def test_t11_no_more_is_asked_for_than_the_law_lists_art_5_1() -> None:
    under_law(accepted()).when(wanted("standard", "plan")).irregular(
        ItemBeyondLaw("plan", CONFORMITY)
    )


def test_t11_the_slip_says_why_for_each_item_mau_02() -> None:
    bare = (SupplementItem(component="standard"),)

    under_law(accepted()).when(wanted(items=bare)).irregular(ItemWithoutReason(("standard",)))


def test_t11_several_things_may_be_wrong_with_one_request() -> None:
    under_law(accepted()).when(wanted("plan", day=8, relayed=False)).irregular(
        ItemBeyondLaw("plan", CONFORMITY),
        SupplementAroundOneStop("1"),
        SupplementOutOfWindow("2019-03-07"),
    )


def test_t11_before_the_acceptance_the_desk_asks() -> None:
    under_law(sent()).when(wanted(day=4)).irregular(BeforeReceipt("dossier.supplement-requested"))


def test_t11_what_is_resolved_wants_nothing_more() -> None:
    under_law(accepted(), result(None, march(6), 8)).when(wanted(day=7)).irregular(
        OutOfOrder("dossier.supplement-requested", "resolved")
    )


def test_t11_however_often_it_is_asked_each_request_is_judged_once() -> None:
    """Before NĐ 61/2018 no decree in the log says how often: forty requests are no forty levels."""
    day = date(2017, 3, 6)
    way = [accepted(day=day, hour=7)]
    for number in range(40):
        hour, minute = 8 + number // 10, number % 10 * 6
        name = str(number)
        way.append(on(day, SupplementRequested(supplement=name), hour, minute, request_id=name))
        came = SupplementReceived(supplement=name)
        way.append(on(day, came, hour, minute + 3, request_id=f"{name} came"))

    under_law(*way).finds()


def test_t12_what_the_applicant_brings_sets_it_going_again_art_19_4() -> None:
    asked = under_law(accepted(), wanted("standard")).when(brought("standard"))

    leads(asked, Stage.AWAITING_SUPPLEMENT, Stage.IN_PROGRESS, 4)


def test_t12_it_is_answered_item_by_item() -> None:
    both = (accepted(), wanted("standard", "declaration"))
    one = brought("standard", day=7)

    leads(under_law(*both).when(one), Stage.AWAITING_SUPPLEMENT, Stage.AWAITING_SUPPLEMENT, 5)
    leads(
        under_law(*both, one).when(brought("declaration")),
        Stage.AWAITING_SUPPLEMENT,
        Stage.IN_PROGRESS,
        4,
    )


def test_t12_the_new_return_date_stands_beside_the_old_one() -> None:
    first, new = moment(march(11), 16), moment(march(18), 16)
    way = (accepted(promised_return=first), wanted(), brought(promised_return=new))
    promises = under_law(*way).dossier.clock.promises

    assert [(each.by, each.returns_at) for each in promises] == [
        (PromisedBy.SLIP, first),
        (PromisedBy.SUPPLEMENT, new),
    ]


@pytest.mark.parametrize("past", [(accepted(),), (accepted(), wanted(), brought(day=8))])
def test_t12_what_nobody_asked_for(past: tuple[Told, ...]) -> None:
    under_law(*past).when(brought()).irregular(SupplementNotRequested("1"))


def test_t13_the_applicants_time_passes_tt28_2012_art_10() -> None:
    """Fifteen working days from the request, to the end of the last one."""
    asked = under_law(accepted(), wanted()).when(lapsed(28, 0))

    leads(asked, Stage.AWAITING_SUPPLEMENT, Stage.AWAITING_SUPPLEMENT, 5)
    under_law(accepted(), wanted()).when(lapsed(27, 23)).irregular(
        SupplementWindowOpen("1", "2019-03-27")
    )


def test_t13_who_was_given_more_time_on_the_slip_has_it() -> None:
    past = (accepted(), wanted(answer_by=moment(march(29), 17)))

    under_law(*past).when(lapsed(28)).irregular(SupplementWindowOpen("1", "2019-03-29"))


def test_t13_who_was_given_less_has_what_the_law_gives() -> None:
    past = (accepted(), wanted(answer_by=moment(march(12), 17)))

    under_law(*past).when(lapsed(13)).irregular(SupplementWindowOpen("1", "2019-03-27"))


def test_t13_where_the_law_is_silent_the_slip_speaks() -> None:
    past = (accepted(LICENCE), wanted(answer_by=moment(march(12), 17)))

    under_law(*past).when(lapsed(12)).irregular(SupplementWindowOpen("1", "2019-03-12"))
    under_law(*past).when(lapsed(13)).regular()


def test_t13_nothing_lapses_that_nobody_asked_for() -> None:
    under_law(accepted()).when(lapsed(28)).irregular(
        OutOfOrder("dossier.supplement-lapsed", "received"), SupplementNotRequested("1")
    )


def test_t13_then_a_person_stops_it_mau_05() -> None:
    stopped = on(march(28), Stopped(reason=StopReason.SUPPLEMENT_LAPSED), 10)
    asked = under_law(accepted(), wanted(), lapsed(28)).when(stopped)

    leads(asked, Stage.AWAITING_SUPPLEMENT, Stage.STOPPED, 8)
    asked.then(ended_at=moment(march(28), 10))


notified = on(march(5), FeeRequested(fee="licence-fee", amount=100_000))
paid = on(march(6), FeePaid(fee="licence-fee", amount=100_000))


@pytest.mark.parametrize(
    ("past", "before"),
    [((accepted(),), Stage.RECEIVED), ((accepted(), assigned), Stage.IN_PROGRESS)],
)
def test_t14_a_fee_is_notified_qd766(past: tuple[Told, ...], before: Stage) -> None:
    leads(under_law(*past).when(notified), before, Stage.AWAITING_FEE, 6)


def test_t14_and_paid_art_22_3() -> None:
    leads(under_law(accepted(), notified).when(paid), Stage.AWAITING_FEE, Stage.IN_PROGRESS, 4)


def test_t14_while_a_supplement_is_owed_a_fee_changes_nothing() -> None:
    past = (accepted(), wanted(day=4, hour=10), notified)

    leads(under_law(*past).when(paid), Stage.AWAITING_SUPPLEMENT, Stage.AWAITING_SUPPLEMENT, 5)
    leads(under_law(*past).when(brought(day=6)), Stage.AWAITING_SUPPLEMENT, Stage.AWAITING_FEE, 6)


def test_t14_a_fee_that_nobody_asked_for() -> None:
    under_law(accepted()).when(paid).irregular(FeeNotRequested("licence-fee"))
    under_law(accepted(), notified, paid).when(on(march(7), FeePaid(fee="licence-fee"))).irregular(
        FeeNotRequested("licence-fee")
    )


def test_t14_who_hands_in_pays_at_the_counter() -> None:
    at_once = on(march(4), FeePaid(fee="licence-fee"), 8, 30)

    leads(under_law(sent()).when(at_once), Stage.PROVISIONAL, Stage.PROVISIONAL, 1)


def test_t14_nobody_asks_for_a_fee_after_the_end() -> None:
    past = (accepted(), result(None, march(4), 16))

    under_law(*past).when(notified).irregular(OutOfOrder("dossier.fee-requested", "resolved"))
    under_law(*past, closed(march(4), 17)).when(notified).irregular(
        WorkAfterClose("dossier.fee-requested")
    )
