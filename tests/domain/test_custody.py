"""Who holds what, since when, or between whom it travels."""

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


def after(*told: Told) -> Holding | None:
    return holding(given(*at_the_centre, *told).dossier)


def test_the_desk_that_took_a_carrier_in_holds_it() -> None:
    assert after() == Holding(CENTRE, moment(MONDAY, 8))


def test_handing_over_is_no_giving_up_until_somebody_acknowledges() -> None:
    on_its_way = Transit(CENTRE, DEPARTMENT, moment(TUESDAY, 9))

    assert after(handed_over()) == Holding(CENTRE, moment(MONDAY, 8), on_its_way)


def test_custody_moves_when_the_taker_acknowledges() -> None:
    assert after(handed_over(), acknowledged()) == Holding(DEPARTMENT, moment(TUESDAY, 15))


def test_the_digital_file_goes_its_own_way() -> None:
    dossier = given(came_in(DIGITAL), *at_the_centre, handed_over(), acknowledged()).dossier

    assert holding(dossier, DIGITAL) == Holding(CENTRE, moment(MONDAY, 8))


def test_who_acknowledges_has_it_even_if_nobody_told_of_a_handover() -> None:
    unannounced = acknowledged(taker=DEPARTMENT)

    assert after(unannounced) == Holding(DEPARTMENT, moment(TUESDAY, 15))
    given(*at_the_centre).when(unannounced).finds(NoHandover("file", PAPER))


def test_an_acknowledgement_by_another_is_found_and_believed() -> None:
    astray = acknowledged(taker=ARCHIVE)

    assert after(handed_over(), astray) == Holding(ARCHIVE, moment(TUESDAY, 15))
    given(*at_the_centre, handed_over()).when(astray).finds(
        WrongCustodian("file", PAPER, DEPARTMENT, ARCHIVE)
    )


def test_what_is_refused_travels_back_to_its_giver() -> None:
    travelling = Transit(DEPARTMENT, CENTRE, moment(TUESDAY, 15))

    assert after(handed_over(), refused) == Holding(CENTRE, moment(MONDAY, 8), travelling)


def test_what_was_refused_is_taken_back() -> None:
    assert after(handed_over(), refused, taken_back) == Holding(CENTRE, moment(WEDNESDAY))
    given(*at_the_centre, handed_over(), refused, taken_back).finds()


def test_what_was_refused_is_not_kept_by_who_refused_it() -> None:
    given(*at_the_centre, handed_over(), refused).when(
        acknowledged(WEDNESDAY, taker=DEPARTMENT)
    ).finds(WrongCustodian("file", PAPER, CENTRE, DEPARTMENT))


def test_a_refusal_of_what_nobody_gave_travels_nowhere() -> None:
    orphan = given(received(), handed_over(giver=None), refused).dossier

    assert holding(orphan) == Holding(None, moment(TUESDAY, 9))


def test_what_is_recalled_stays_where_it_was() -> None:
    assert after(handed_over(), recalled) == Holding(CENTRE, moment(MONDAY, 8))
    given(*at_the_centre, handed_over(), recalled).finds()


def test_a_handover_is_answered_once() -> None:
    given(*at_the_centre, handed_over(), acknowledged()).when(
        acknowledged(TUESDAY, 16, taker=DEPARTMENT)
    ).finds(NoHandover("file", PAPER))


def test_only_the_holder_hands_over() -> None:
    by_another = handed_over(giver=ARCHIVE)

    given(*at_the_centre).when(by_another).finds(WrongCustodian("file", PAPER, CENTRE, ARCHIVE))
    assert after(by_another, acknowledged()) == Holding(DEPARTMENT, moment(TUESDAY, 15))


def test_who_hands_over_what_another_held_has_had_it_only_since_then() -> None:
    by_another = handed_over(giver=ARCHIVE)

    assert after(by_another) == Holding(
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

    assert holding(dossier) == Holding(
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
