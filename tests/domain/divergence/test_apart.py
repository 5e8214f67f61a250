"""Where paper and digital lie on different local days, until a person settles it."""

from zoneinfo import ZoneInfo

from domain.dossier.divergence import Apart, apart
from domain.dossier.events import Reconciled, Told
from domain.dossier.values import Carrier, Instant
from tests.domain.case import (
    DIGITAL,
    FRIDAY,
    MONDAY,
    PAPER,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    ZONE,
    came_in,
    given_out,
    moment,
    on,
    received,
    result,
)
from tests.domain.spec import given

came_a_day_apart = (received(), came_in(PAPER), came_in(DIGITAL, TUESDAY))


def open_after(*told: Told, zone: ZoneInfo = ZONE) -> tuple[Apart, ...]:
    return apart(given(*told).dossier, zone)


def settled(*instants: Instant, speaks: dict[Instant, Carrier] | None = None) -> Told:
    return on(FRIDAY, Reconciled(settles=instants, speaks=speaks or {}, reason="x"), 15)


def test_carriers_that_came_on_different_days_disagree_on_the_receipt() -> None:
    assert open_after(*came_a_day_apart) == (
        Apart(Instant.RECEIPT, paper=moment(MONDAY, 8), digital=moment(TUESDAY, 8)),
    )


def test_a_lag_within_a_day_moves_nothing() -> None:
    assert open_after(received(), came_in(PAPER), came_in(DIGITAL, MONDAY, 23)) == ()


def test_one_carrier_alone_disagrees_with_nobody() -> None:
    assert open_after(received(), result(DIGITAL, FRIDAY)) == ()
    assert open_after(received(), result(DIGITAL, THURSDAY), result(None, FRIDAY)) == ()


def test_results_and_returns_are_compared_too() -> None:
    way = (
        received(),
        result(DIGITAL, WEDNESDAY),
        result(PAPER, THURSDAY),
        given_out(DIGITAL, WEDNESDAY, 10),
        given_out(PAPER, FRIDAY),
    )

    assert open_after(*way) == (
        Apart(Instant.RESULT, paper=moment(THURSDAY), digital=moment(WEDNESDAY)),
        Apart(Instant.RETURN, paper=moment(FRIDAY), digital=moment(WEDNESDAY, 10)),
    )


def test_papers_given_back_are_no_return_of_the_result() -> None:
    back = given_out(PAPER, TUESDAY, object="file", why="supplement")

    assert open_after(received(), back, given_out(DIGITAL, FRIDAY)) == ()


def test_the_day_is_that_of_the_authority() -> None:
    # 23:00 and 01:00 in Hanoi are one day in London.
    late, early = came_in(PAPER, MONDAY, 23), came_in(DIGITAL, TUESDAY, 1)
    in_london = received(timezone="Europe/London")

    assert len(open_after(received(), late, early)) == 1
    assert open_after(in_london, late, early) == ()
    assert open_after(received(), late, early, zone=ZoneInfo("Europe/London")) == ()


def test_what_a_person_settled_is_no_longer_open() -> None:
    assert open_after(*came_a_day_apart, settled(Instant.RECEIPT)) == ()
    assert len(open_after(*came_a_day_apart, settled(Instant.RESULT))) == 1


def test_a_late_testimony_may_show_that_there_never_was_one() -> None:
    earlier = came_in(DIGITAL, MONDAY, 9)

    assert open_after(*came_a_day_apart, earlier) == ()
