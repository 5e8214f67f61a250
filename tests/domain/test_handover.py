"""A courier or a third office in between, and what is lost, found or looked for on the way."""

from dataclasses import replace

from domain.dossier.custody import Holding, Transit
from domain.dossier.events import (
    CarrierFound,
    CarrierLost,
    ShelfChecked,
    Told,
    TransferAcknowledged,
    TransferRecalled,
    TransferRefused,
)
from domain.dossier.refusals import NoHandover, ShelfContradicts, StillInTransit, WrongCustodian
from domain.dossier.values import LOST, Holder
from tests.domain.case import (
    ARCHIVE,
    CENTRE,
    COUNTER,
    DEPARTMENT,
    DIGITAL,
    FRIDAY,
    MONDAY,
    PAPER,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    acknowledged,
    came_in,
    handed_over,
    moment,
    on,
    received,
)
from tests.domain.spec import given

POST = Holder(organisation="post", desk="bưu tá 12")
at_the_centre = (came_in(PAPER), received())
by_post = handed_over(via=POST)
way = Transit(CENTRE, DEPARTMENT, moment(TUESDAY), via=POST)
fetched = acknowledged(TUESDAY, 11, taker=POST)
delivered = acknowledged(WEDNESDAY, taker=DEPARTMENT)
unwanted = on(WEDNESDAY, TransferRefused(carrier=PAPER, taker=DEPARTMENT, reason="Sai"), 15)


def after(*told: Told) -> Holding | None:
    return given(*at_the_centre, *told).dossier.custody.of("file", PAPER)


def by_the_courier(taken: Told) -> Told:
    return replace(taken, request_id=f"{taken.request_id} by post")


def looked_for(*, present: bool, desk: Holder = DEPARTMENT) -> Told:
    return on(WEDNESDAY, ShelfChecked(carrier=PAPER, desk=desk, present=present), 8)


def test_who_only_carries_it_has_it_and_it_is_on_its_way_still() -> None:
    assert after(by_post, fetched) == Holding(POST, moment(TUESDAY, 11), way, moved=True)
    given(*at_the_centre, by_post, fetched, delivered).finds()
    assert after(by_post, fetched, delivered) == Holding(
        DEPARTMENT, moment(WEDNESDAY, 15), moved=True
    )


def test_the_courier_need_not_have_said_anything() -> None:
    given(*at_the_centre, by_post, delivered).finds()
    assert after(by_post, delivered) == Holding(DEPARTMENT, moment(WEDNESDAY, 15), moved=True)


def test_the_courier_acknowledges_it_once() -> None:
    again = replace(fetched, occurred_at=moment(TUESDAY, 14), request_id="again")

    given(*at_the_centre, by_post, fetched).when(again).finds(NoHandover("file", PAPER))
    assert after(by_post, fetched, again) == after(by_post, fetched)


def test_another_courier_is_the_wrong_one() -> None:
    other = acknowledged(TUESDAY, 11, taker=Holder(organisation="post", desk="bưu tá 13"))

    given(*at_the_centre, by_post).when(other).finds(
        WrongCustodian("file", PAPER, DEPARTMENT, Holder(organisation="post", desk="bưu tá 13"))
    )


def test_a_third_office_hands_it_on_to_whom_it_was_sent_to() -> None:
    on_again = handed_over(WEDNESDAY, giver=POST)

    given(*at_the_centre, by_post, fetched, on_again, delivered).finds()
    assert after(by_post, fetched, on_again) == Holding(
        POST, moment(TUESDAY, 11), Transit(POST, DEPARTMENT, moment(WEDNESDAY)), moved=True
    )


def test_a_third_office_hands_it_to_nobody_else() -> None:
    astray = handed_over(WEDNESDAY, giver=POST, taker=ARCHIVE)

    given(*at_the_centre, by_post, fetched).when(astray).finds(
        StillInTransit("file", PAPER, DEPARTMENT)
    )


def test_what_the_taker_refuses_travels_back_by_the_same_courier() -> None:
    back = Transit(DEPARTMENT, CENTRE, moment(WEDNESDAY, 15), via=POST)
    fetched_again = by_the_courier(acknowledged(THURSDAY, 9, taker=POST))
    home = acknowledged(FRIDAY, taker=CENTRE)

    assert after(by_post, fetched, unwanted) == Holding(POST, moment(TUESDAY, 11), back, moved=True)
    given(*at_the_centre, by_post, fetched, unwanted, fetched_again, home).finds()
    assert after(by_post, fetched, unwanted, fetched_again) == Holding(
        POST, moment(THURSDAY), back, moved=True
    )
    assert after(by_post, fetched, unwanted, fetched_again, home) == Holding(
        CENTRE, moment(FRIDAY, 15), moved=True
    )


def test_what_the_courier_will_not_carry_never_reaches_the_taker() -> None:
    left = on(TUESDAY, TransferRefused(carrier=PAPER, taker=POST, reason="Thiếu niêm phong"), 11)

    given(*at_the_centre, by_post).when(left).finds()
    assert after(by_post, left) == Holding(
        CENTRE, moment(MONDAY, 8), Transit(POST, CENTRE, moment(TUESDAY, 11)), moved=True
    )


def test_what_is_recalled_from_the_courier_is_with_its_giver_again() -> None:
    recalled = on(WEDNESDAY, TransferRecalled(carrier=PAPER))

    given(*at_the_centre, by_post, fetched, recalled).finds()
    assert after(by_post, fetched, recalled) == Holding(CENTRE, moment(WEDNESDAY), moved=True)
    assert after(by_post, recalled) == Holding(CENTRE, moment(MONDAY, 8), moved=True)


def test_data_goes_by_a_third_office_as_well() -> None:
    takes = replace(acknowledged(carrier=DIGITAL, taker=POST), request_id="post")
    sent = handed_over(carrier=DIGITAL, via=POST)

    given(came_in(DIGITAL), received(), sent, takes).finds()
    held = given(came_in(DIGITAL), received(), sent, takes).dossier.custody.of("file", DIGITAL)
    assert held is not None
    assert (held.holder, held.transit and held.transit.taker) == (POST, DEPARTMENT)


def test_what_is_lost_on_the_way_is_with_nobody_until_it_is_found_or_made_anew() -> None:
    lost = on(WEDNESDAY, CarrierLost(carrier=PAPER, reason="Mất trên đường"))
    anew = on(FRIDAY, CarrierFound(carrier=PAPER, desk=COUNTER, reconstituted=True))

    assert after(by_post, fetched, lost) == Holding(LOST, moment(WEDNESDAY), moved=True)
    assert after(by_post, fetched, lost, anew) == Holding(COUNTER, moment(FRIDAY), moved=True)
    given(*at_the_centre, by_post, fetched, lost, anew).finds()


def test_what_was_not_in_the_box_stays_in_transit() -> None:
    given(*at_the_centre, by_post).when(looked_for(present=False)).finds()
    assert after(by_post, looked_for(present=False)) == after(by_post)


def test_a_shelf_of_data_is_that_of_everybody_who_has_it() -> None:
    to_two = tuple(
        replace(handed_over(carrier=DIGITAL, taker=taker), request_id=f"to {taker.organisation}")
        for taker in (ARCHIVE, DEPARTMENT)
    )
    taken = tuple(
        on(
            WEDNESDAY,
            TransferAcknowledged(carrier=DIGITAL, taker=taker),
            hour,
            request_id=f"by {taker.organisation}",
        )
        for hour, taker in ((9, ARCHIVE), (10, DEPARTMENT))
    )
    past = (came_in(DIGITAL), received(), *to_two, *taken)

    for desk in (ARCHIVE, DEPARTMENT):
        there = on(THURSDAY, ShelfChecked(carrier=DIGITAL, desk=desk, present=True))
        given(*past).when(there).finds()
    astray = on(THURSDAY, ShelfChecked(carrier=DIGITAL, desk=CENTRE, present=True))
    given(*past).when(astray).finds(ShelfContradicts("file", DIGITAL, DEPARTMENT, CENTRE))
