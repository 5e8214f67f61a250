"""Who holds what, since when, or between whom it travels."""

from dataclasses import replace
from datetime import datetime

from domain.dossier.custody import Holding, Transit
from domain.dossier.dossier import Dossier
from domain.dossier.events import Told, TransferRecalled, TransferRefused
from domain.dossier.refusals import NoHandover, WrongCustodian
from domain.dossier.values import APPLICANT, Carrier, Holder
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
    given_out,
    handed_over,
    moment,
    on,
    received,
    result,
)
from tests.domain.spec import given

at_the_centre = (came_in(PAPER), received())
refused = on(TUESDAY, TransferRefused(carrier=PAPER, reason="Sai hồ sơ"), 15)
recalled = on(TUESDAY, TransferRecalled(carrier=PAPER), 15)
taken_back = acknowledged(WEDNESDAY, 9, taker=CENTRE)


def holding(dossier: Dossier, carrier: Carrier = PAPER, object: str = "file") -> Holding | None:
    return dossier.custody.of(object, carrier)


def moved(holder: Holder | None, since: datetime, transit: Transit | None = None) -> Holding:
    """With whom something is that was handed over before."""
    return Holding(holder, since, transit, moved=True)


def after(*told: Told) -> Holding | None:
    return holding(given(*at_the_centre, *told).dossier)


def test_the_desk_that_took_a_carrier_in_holds_it() -> None:
    assert after() == Holding(CENTRE, moment(MONDAY, 8))


def test_handing_over_is_no_giving_up_until_somebody_acknowledges() -> None:
    on_its_way = Transit(CENTRE, DEPARTMENT, moment(TUESDAY, 9))

    assert after(handed_over()) == moved(CENTRE, moment(MONDAY, 8), on_its_way)


def test_custody_moves_when_the_taker_acknowledges() -> None:
    assert after(handed_over(), acknowledged()) == moved(DEPARTMENT, moment(TUESDAY, 15))


def test_the_digital_file_goes_its_own_way() -> None:
    dossier = given(came_in(DIGITAL), *at_the_centre, handed_over(), acknowledged()).dossier

    assert holding(dossier, DIGITAL) == Holding(CENTRE, moment(MONDAY, 8))


def test_who_acknowledges_has_it_even_if_nobody_told_of_a_handover() -> None:
    unannounced = acknowledged(taker=DEPARTMENT)

    assert after(unannounced) == moved(DEPARTMENT, moment(TUESDAY, 15))
    given(*at_the_centre).when(unannounced).finds(NoHandover("file", PAPER))


def test_an_acknowledgement_by_another_is_found_and_believed() -> None:
    astray = acknowledged(taker=ARCHIVE)

    assert after(handed_over(), astray) == moved(ARCHIVE, moment(TUESDAY, 15))
    given(*at_the_centre, handed_over()).when(astray).finds(
        WrongCustodian("file", PAPER, DEPARTMENT, ARCHIVE)
    )


def test_what_is_refused_travels_back_to_its_giver() -> None:
    travelling = Transit(DEPARTMENT, CENTRE, moment(TUESDAY, 15))

    assert after(handed_over(), refused) == moved(CENTRE, moment(MONDAY, 8), travelling)


def test_what_was_refused_is_taken_back() -> None:
    assert after(handed_over(), refused, taken_back) == moved(CENTRE, moment(WEDNESDAY))
    given(*at_the_centre, handed_over(), refused, taken_back).finds()


def test_what_was_refused_is_not_kept_by_who_refused_it() -> None:
    given(*at_the_centre, handed_over(), refused).when(
        acknowledged(WEDNESDAY, taker=DEPARTMENT)
    ).finds(WrongCustodian("file", PAPER, CENTRE, DEPARTMENT))


def test_a_refusal_of_what_nobody_gave_travels_nowhere() -> None:
    orphan = given(received(), handed_over(giver=None), refused).dossier

    assert holding(orphan) == moved(None, moment(TUESDAY, 9))


def test_what_is_recalled_stays_where_it_was() -> None:
    assert after(handed_over(), recalled) == moved(CENTRE, moment(MONDAY, 8))
    given(*at_the_centre, handed_over(), recalled).finds()


def test_a_handover_is_answered_once() -> None:
    given(*at_the_centre, handed_over(), acknowledged()).when(
        acknowledged(TUESDAY, 16, taker=DEPARTMENT)
    ).finds(NoHandover("file", PAPER))


def test_only_the_holder_hands_over() -> None:
    by_another = handed_over(giver=ARCHIVE)

    given(*at_the_centre).when(by_another).finds(WrongCustodian("file", PAPER, CENTRE, ARCHIVE))
    assert after(by_another, acknowledged()) == moved(DEPARTMENT, moment(TUESDAY, 15))


def test_who_hands_over_what_another_held_has_had_it_only_since_then() -> None:
    by_another = handed_over(giver=ARCHIVE)

    assert after(by_another) == moved(
        ARCHIVE, moment(TUESDAY), Transit(ARCHIVE, DEPARTMENT, moment(TUESDAY))
    )


def test_a_desk_is_another_than_its_neighbour() -> None:
    counter_4 = Holder(organisation="centre", desk="counter 4")

    given(came_in(PAPER, desk=COUNTER), received()).when(handed_over(giver=counter_4)).finds(
        WrongCustodian("file", PAPER, COUNTER, counter_4)
    )


def test_a_desk_left_unsaid_contradicts_none() -> None:
    given(came_in(PAPER, desk=COUNTER), received()).when(handed_over(giver=CENTRE)).finds()
    given(*at_the_centre, handed_over()).when(
        acknowledged(taker=Holder(organisation="department", desk="room 2"))
    ).finds()


def test_who_hands_on_without_a_receipt_had_it() -> None:
    dossier = given(received(), handed_over()).dossier

    assert holding(dossier) == moved(
        CENTRE, moment(TUESDAY), Transit(CENTRE, DEPARTMENT, moment(TUESDAY))
    )


def test_the_result_is_an_object_of_its_own() -> None:
    dossier = given(*at_the_centre, result(PAPER, FRIDAY, desk=COUNTER)).dossier

    assert holding(dossier, object="result") == Holding(COUNTER, moment(FRIDAY))
    assert holding(dossier) == Holding(CENTRE, moment(MONDAY, 8))


def test_what_was_given_out_is_with_the_applicant() -> None:
    dossier = given(received(), result(PAPER, THURSDAY), given_out(PAPER, FRIDAY)).dossier

    assert holding(dossier, object="result") == Holding(APPLICANT, moment(FRIDAY))


def test_what_names_no_carrier_moves_none() -> None:
    unnamed = handed_over(carrier=None)

    given(*at_the_centre).when(unnamed).then(custody=given(*at_the_centre).dossier.custody)
    given(*at_the_centre, unnamed).when(acknowledged(carrier=None)).finds()


def test_what_was_handed_over_once_stays_so_wherever_it_comes_back_from() -> None:
    back = given_out(PAPER, WEDNESDAY, object="file", why="supplement")
    again = came_in(PAPER, THURSDAY)

    assert after(handed_over(), acknowledged(), back) == moved(APPLICANT, moment(WEDNESDAY))
    assert after(handed_over(), acknowledged(), back, again) == moved(CENTRE, moment(THURSDAY, 8))


sent_to_two = tuple(
    replace(handed_over(carrier=DIGITAL, taker=taker), request_id=f"to {taker.organisation}")
    for taker in (ARCHIVE, DEPARTMENT)
)


def test_data_sent_to_several_is_on_its_way_to_each() -> None:
    under_way = given(came_in(DIGITAL), received(), *sent_to_two).dossier.custody.of(
        "file", DIGITAL
    )

    assert under_way is not None
    assert {transit.taker for transit in under_way.transits} == {DEPARTMENT, ARCHIVE}
    assert under_way.holders == (CENTRE,)


def test_who_acknowledges_data_leaves_it_to_the_others_to_answer() -> None:
    takes = acknowledged(carrier=DIGITAL, taker=DEPARTMENT)
    takes_too = acknowledged(WEDNESDAY, carrier=DIGITAL, taker=ARCHIVE)
    way = (came_in(DIGITAL), received(), *sent_to_two)

    one = given(*way, takes).dossier.custody.of("file", DIGITAL)
    both = given(*way, takes, takes_too).dossier.custody.of("file", DIGITAL)
    assert one is not None
    assert both is not None
    assert (one.holders, [t.taker for t in one.transits]) == ((DEPARTMENT,), [ARCHIVE])
    assert (both.holders, both.transits) == ((ARCHIVE, DEPARTMENT), ())


def test_one_of_several_refuses_and_the_others_are_still_asked() -> None:
    refuses = on(TUESDAY, TransferRefused(carrier=DIGITAL, taker=DEPARTMENT, reason="Sai"), 15)
    held = given(came_in(DIGITAL), received(), *sent_to_two, refuses).dossier.custody.of(
        "file", DIGITAL
    )

    assert held is not None
    assert [(t.giver, t.taker) for t in held.transits] == [(DEPARTMENT, CENTRE), (CENTRE, ARCHIVE)]


def test_paper_lies_in_one_place_whatever_is_told_of_it() -> None:
    on_again = handed_over(WEDNESDAY, giver=CENTRE, taker=ARCHIVE)
    astray = acknowledged(THURSDAY, taker=Holder(organisation="police"))

    assert after(handed_over(), on_again) == moved(
        CENTRE, moment(MONDAY, 8), Transit(CENTRE, ARCHIVE, moment(WEDNESDAY))
    )
    assert after(handed_over(), refused, astray) == moved(
        Holder(organisation="police"), moment(THURSDAY, 15)
    )
