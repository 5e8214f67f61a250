"""T6, T7 and T10: forwarded, assigned, sent to several (NĐ 61/2018 Art. 18, 19(1), 19(6))."""

from datetime import date
from typing import Any

import pytest

from domain.dossier.events import (
    HandlerAssigned,
    MilestoneRecorded,
    ShelfChecked,
    Told,
    TransferAcknowledged,
    TransferRecalled,
    TransferRefused,
)
from domain.dossier.lifecycle import Stage
from domain.dossier.refusals import (
    BeforeReceipt,
    MilestoneUnknown,
    NoHandover,
    OfficerNotInUnit,
    OutOfOrder,
    ShelfContradicts,
    StillInTransit,
    TransferLate,
    WrongCustodian,
)
from domain.dossier.values import APPLICANT, Carrier, Holder
from tests.domain.case import DIGITAL, PAPER, given_out, on, result
from tests.domain.transitions.case import (
    CENTRE,
    CONFORMITY,
    DIVISION,
    EVALUATION,
    HANDLER,
    SCIENCE,
    TDC,
    accepted,
    forwarded,
    handed_in,
    leads,
    march,
    under_law,
)

at_the_centre = (handed_in(PAPER), handed_in(DIGITAL), accepted())


def taken(
    by: Holder | None = DIVISION, carrier: Carrier = PAPER, day: int = 4, hour: int = 11
) -> Told:
    event = TransferAcknowledged(carrier=carrier, taker=by)
    return on(march(day), event, hour, request_id=f"{carrier} taken by {by} {day} {hour}")


def assigned(**said: Any) -> Told:
    return on(march(5), HandlerAssigned(**{"handler": HANDLER, "unit": TDC, **said}))


@pytest.mark.parametrize("carrier", [PAPER, DIGITAL])
def test_t6_what_was_accepted_is_forwarded_art_18(carrier: Carrier) -> None:
    asked = under_law(*at_the_centre).when(forwarded(carrier=carrier))

    leads(asked, Stage.RECEIVED, Stage.IN_PROGRESS, 4)


@pytest.mark.parametrize("carrier", [PAPER, DIGITAL])
def test_t6_custody_moves_with_the_takers_signature_mau_05(carrier: Carrier) -> None:
    past = (*at_the_centre, forwarded(carrier=carrier))
    leads(under_law(*past).when(taken(carrier=carrier)), Stage.IN_PROGRESS, Stage.IN_PROGRESS, 4)

    before = under_law(*past).dossier.custody.of("file", carrier)
    after = under_law(*past, taken(carrier=carrier)).dossier.custody.of("file", carrier)
    assert before is not None
    assert after is not None
    assert (before.holder, after.holder) == (CENTRE, DIVISION)


def test_t6_who_takes_it_implies_that_it_was_handed_over() -> None:
    leads(
        under_law(*at_the_centre, forwarded()).when(taken()),
        Stage.IN_PROGRESS,
        Stage.IN_PROGRESS,
        4,
    )
    under_law(*at_the_centre).when(taken()).irregular(NoHandover("file", PAPER))
    under_law(*at_the_centre, taken()).then(stage=Stage.IN_PROGRESS)


def test_t6_before_the_acceptance_nothing_is_handed_on() -> None:
    under_law(handed_in(PAPER)).when(forwarded()).irregular(BeforeReceipt("dossier.transferred"))


def test_t6_after_the_return_nothing_is_handed_on() -> None:
    past = (*at_the_centre, result(PAPER, march(5)), given_out(PAPER, march(5), 10))

    under_law(*past).when(forwarded(march(6), carrier=DIGITAL)).irregular(
        OutOfOrder("dossier.transferred", "returned")
    )


def test_t6_only_the_holder_hands_over() -> None:
    under_law(*at_the_centre).when(forwarded(giver=SCIENCE)).irregular(
        WrongCustodian("file", PAPER, CENTRE, SCIENCE)
    )


def test_t6_only_who_it_was_sent_to_takes_it() -> None:
    under_law(*at_the_centre, forwarded()).when(taken(SCIENCE)).irregular(
        WrongCustodian("file", PAPER, DIVISION, SCIENCE)
    )


def test_t6_the_successor_takes_it_in_the_place_of_its_predecessor() -> None:
    """NQ 202/2025: Long An was merged into Tây Ninh on 1 July 2025."""
    day = date(2025, 7, 2)
    past = (
        handed_in(PAPER, day=date(2025, 6, 30)),
        accepted(day=date(2025, 6, 30)),
        forwarded(day=date(2025, 6, 30), taker=Holder(organisation="long-an-dost")),
    )
    new = Holder(organisation="tay-ninh-dost")

    under_law(*past).when(on(day, TransferAcknowledged(carrier=PAPER, taker=new))).regular()


def test_t6_a_handover_is_answered_once() -> None:
    past = (*at_the_centre, forwarded(), taken())

    for answer in (
        taken(hour=12),
        on(march(4), TransferRefused(carrier=PAPER, taker=DIVISION, reason="Thiếu tờ"), 12),
        on(march(4), TransferRecalled(carrier=PAPER), 12),
    ):
        under_law(*past).when(answer).irregular(NoHandover("file", PAPER))


def test_t6_what_is_refused_goes_back_and_what_is_recalled_stays() -> None:
    refused = on(march(4), TransferRefused(carrier=PAPER, taker=DIVISION, reason="Thiếu tờ"), 11)
    recalled = on(march(4), TransferRecalled(carrier=PAPER), 11)
    past = (*at_the_centre, forwarded())

    for answer in (refused, recalled):
        leads(under_law(*past).when(answer), Stage.IN_PROGRESS, Stage.IN_PROGRESS, 4)
    under_law(*past, refused).when(taken(CENTRE, hour=12)).regular()
    under_law(*past, recalled).when(forwarded(hour=12)).regular()


@pytest.mark.parametrize(
    ("came", "day", "hour", "minute"),
    [
        pytest.param(9, 4, 16, 30, id="the same working day"),
        pytest.param(9, 4, 18, 0, id="the same day, after the office has closed"),
        pytest.param(15, 4, 16, 59, id="at 15:00 it is the same day still"),
        pytest.param(16, 5, 8, 0, id="after 15:00, in the first hour of the next day"),
        pytest.param(16, 4, 17, 0, id="after 15:00, and at once"),
    ],
)
def test_t6_paper_is_forwarded_in_time_art_18(came: int, day: int, hour: int, minute: int) -> None:
    past = (handed_in(PAPER), accepted(hour=came, authority="long-an-dost"))

    under_law(*past).when(forwarded(march(day), hour, minute)).regular()


@pytest.mark.parametrize(
    ("came", "day", "hour", "minute", "until"),
    [
        pytest.param(9, 5, 7, 0, "2019-03-04", id="not the same day"),
        pytest.param(15, 5, 7, 0, "2019-03-04", id="at 15:00 it is the same day still"),
        pytest.param(16, 5, 8, 1, "2019-03-05T08:00+07:00", id="after the first hour"),
        pytest.param(16, 6, 7, 0, "2019-03-05T08:00+07:00", id="two days later"),
    ],
)
def test_t6_paper_that_is_forwarded_late_art_18(
    came: int, day: int, hour: int, minute: int, until: str
) -> None:
    past = (handed_in(PAPER), accepted(hour=came, authority="long-an-dost"))

    under_law(*past).when(forwarded(march(day), hour, minute)).irregular(TransferLate(until))


def test_t6_what_comes_on_a_day_off_is_forwarded_on_the_next_working_day() -> None:
    """2 March 2019 is a Saturday."""
    past = (handed_in(PAPER, day=march(2)), accepted(day=march(2)))

    under_law(*past).when(forwarded(march(4), 16)).regular()
    under_law(*past).when(forwarded(march(5), 8)).irregular(TransferLate("2019-03-04"))


def test_t6_an_original_that_comes_by_post_is_forwarded_when_it_has_come() -> None:
    """Filed online, the paper sent after it (TT 02/2022/TT-BKHCN): the law makes that lag."""
    past = (handed_in(DIGITAL), accepted(), handed_in(PAPER, day=march(7), hour=10))

    under_law(*past).when(forwarded(march(7), 16)).regular()
    under_law(*past).when(forwarded(march(8), 16)).irregular(TransferLate("2019-03-07"))


@pytest.mark.parametrize("said", [{"carrier": DIGITAL}, {"object": "original:licence"}])
def test_t6_the_rule_of_15_00_is_one_for_the_paper_file(said: dict[str, Any]) -> None:
    under_law(*at_the_centre).when(forwarded(march(6), **said)).regular()


def test_t6_the_rule_of_15_00_is_one_for_the_first_handover() -> None:
    on_its_way = (*at_the_centre, forwarded(), taken())
    back = given_out(PAPER, march(6), object="file", why="supplement")
    brought = handed_in(PAPER, day=march(12))

    under_law(*on_its_way).when(forwarded(march(8), giver=DIVISION, taker=SCIENCE)).regular()
    under_law(*on_its_way, back, brought).when(forwarded(march(13))).regular()


def test_t6_what_the_shelf_says_agrees_with_the_record() -> None:
    there = ShelfChecked(carrier=PAPER, desk=CENTRE, present=True)
    gone = ShelfChecked(carrier=PAPER, desk=CENTRE, present=False)
    arrived = ShelfChecked(carrier=PAPER, desk=DIVISION, present=True)

    leads(
        under_law(*at_the_centre).when(on(march(4), there, 11)), Stage.RECEIVED, Stage.RECEIVED, 2
    )
    for seen in (gone, arrived):
        under_law(*at_the_centre, forwarded()).when(on(march(4), seen, 11)).regular()


def test_t6_what_the_shelf_says_contradicts_the_record_art_21() -> None:
    gone = on(march(4), ShelfChecked(carrier=PAPER, desk=CENTRE, present=False), 11)
    there = on(march(4), ShelfChecked(carrier=PAPER, desk=CENTRE, present=True), 11)
    back = given_out(PAPER, march(4), 10, object="file", why="supplement")

    under_law(*at_the_centre).when(gone).irregular(ShelfContradicts("file", PAPER, CENTRE, CENTRE))
    under_law(*at_the_centre, forwarded()).when(there).irregular(
        ShelfContradicts("file", PAPER, DIVISION, CENTRE)
    )
    under_law(*at_the_centre, back).when(there).irregular(
        ShelfContradicts("file", PAPER, APPLICANT, CENTRE)
    )


def test_t7_a_handler_is_assigned_art_19_1() -> None:
    leads(under_law(accepted()).when(assigned()), Stage.RECEIVED, Stage.IN_PROGRESS, 4)
    assert under_law(accepted(), assigned()).dossier.work.handler == HANDLER


def test_t7_a_handler_who_is_not_of_the_unit_on_that_day() -> None:
    under_law(accepted()).when(assigned(unit="long-an-dost-science")).irregular(
        OfficerNotInUnit(HANDLER, "long-an-dost-science", "2019-03-05")
    )


@pytest.mark.parametrize("said", [{"unit": None}, {"handler": "hanh"}])
def test_t7_who_or_where_unrecorded_is_not_judged(said: dict[str, Any]) -> None:
    under_law(accepted()).when(assigned(**said)).regular()


def test_t7_nobody_is_assigned_before_the_acceptance() -> None:
    under_law().when(assigned()).irregular(BeforeReceipt("dossier.handler-assigned"))


def test_t7_nobody_is_assigned_to_what_is_resolved() -> None:
    under_law(accepted(), result(PAPER, march(4), 16)).when(assigned()).irregular(
        OutOfOrder("dossier.handler-assigned", "resolved")
    )


def test_t10_paper_goes_from_agency_to_agency_art_19_6() -> None:
    past = (*at_the_centre, forwarded())

    under_law(*past).when(forwarded(hour=11, taker=SCIENCE)).irregular(
        StillInTransit("file", PAPER, DIVISION)
    )
    on_to_the_next = forwarded(hour=12, giver=DIVISION, taker=SCIENCE)
    leads(under_law(*past, taken()).when(on_to_the_next), Stage.IN_PROGRESS, Stage.IN_PROGRESS, 4)


def test_t10_data_goes_to_several_at_once_art_19_6() -> None:
    first = forwarded(carrier=DIGITAL)
    second = forwarded(carrier=DIGITAL, taker=SCIENCE)
    takes, takes_too = taken(DIVISION, DIGITAL), taken(SCIENCE, DIGITAL, hour=12)
    back = forwarded(march(5), carrier=DIGITAL, giver=DIVISION, taker=CENTRE)
    back_too = forwarded(march(5), 11, carrier=DIGITAL, giver=SCIENCE, taker=CENTRE)
    way = (*at_the_centre, first, second, takes, takes_too, back, back_too)

    for steps in range(len(at_the_centre), len(way)):
        under_law(*way[:steps]).when(way[steps]).regular()
    under_law(*way[:-2]).when(forwarded(march(5), carrier=DIGITAL)).irregular(
        WrongCustodian("file", DIGITAL, SCIENCE, CENTRE)
    )


def test_t10_the_council_met_tt02_2015_art_11() -> None:
    met = on(march(20), MilestoneRecorded(milestone="council-met"))

    leads(under_law(accepted(EVALUATION)).when(met), Stage.RECEIVED, Stage.IN_PROGRESS, 4)


def test_t10_no_term_of_the_procedure_names_it() -> None:
    met = on(march(20), MilestoneRecorded(milestone="council-met"))

    under_law(accepted()).when(met).irregular(MilestoneUnknown("council-met", CONFORMITY))
