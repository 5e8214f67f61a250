"""What became of what travelled on a slip, read from a dossier's own history."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from domain.dossier.events import (
    CarrierFound,
    CarrierLost,
    ShelfChecked,
    Told,
    TransferAcknowledged,
    TransferRecalled,
    TransferRefused,
)
from domain.dossier.values import Holder
from domain.slip import Line, LineState, lines
from tests.domain.case import (
    ARCHIVE,
    CENTRE,
    DEPARTMENT,
    DIGITAL,
    DOSSIER,
    FRIDAY,
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

SLIP = "05/2026"
POST = Holder(organisation="post")
sent = handed_over(slip=SLIP, via=POST)
fetched = acknowledged(TUESDAY, 10, taker=POST)
came = acknowledged(WEDNESDAY, taker=DEPARTMENT)
unwanted = on(WEDNESDAY, TransferRefused(carrier=PAPER, taker=DEPARTMENT, reason="Sai"), 15)
home = acknowledged(THURSDAY, 9, taker=CENTRE)
recalled = on(WEDNESDAY, TransferRecalled(carrier=PAPER))
lost = on(THURSDAY, CarrierLost(carrier=PAPER))
anew = on(FRIDAY, CarrierFound(carrier=PAPER, desk=CENTRE, reconstituted=True))
elsewhere = handed_over(WEDNESDAY, taker=ARCHIVE, slip="06/2026")
onwards = handed_over(THURSDAY, giver=DEPARTMENT, taker=ARCHIVE)


def looked(hour: int, *, present: bool, desk: Holder = DEPARTMENT) -> Told:
    return on(WEDNESDAY, ShelfChecked(carrier=PAPER, desk=desk, present=present), hour)


def line(*told: Told, slip: str = SLIP) -> Line:
    (only,) = lines(slip, told)
    return only


def stands(*told: Told) -> tuple[LineState, datetime, Holder | None]:
    seen = line(*told)
    return seen.state, seen.since, seen.holder


def test_what_is_handed_over_is_in_transit_since_it_left() -> None:
    assert line(came_in(PAPER), received(), sent) == Line(
        DOSSIER,
        "file",
        PAPER,
        LineState.IN_TRANSIT,
        moment(TUESDAY),
        CENTRE,
        DEPARTMENT,
        POST,
        moment(TUESDAY),
    )


@pytest.mark.parametrize(
    ("told", "state", "since", "holder"),
    [
        ((fetched,), LineState.IN_TRANSIT, moment(TUESDAY), POST),
        ((came,), LineState.RECEIVED, moment(WEDNESDAY, 15), DEPARTMENT),
        ((fetched, came), LineState.RECEIVED, moment(WEDNESDAY, 15), DEPARTMENT),
        ((unwanted,), LineState.REFUSED, moment(WEDNESDAY, 15), None),
        ((unwanted, home), LineState.TAKEN_BACK, moment(THURSDAY), CENTRE),
        ((recalled,), LineState.RECALLED, moment(WEDNESDAY), CENTRE),
        ((looked(8, present=False),), LineState.MISSING, moment(WEDNESDAY, 8), None),
        (
            (looked(8, present=False), looked(9, present=False)),
            LineState.MISSING,
            moment(WEDNESDAY, 8),
            None,
        ),
        (
            (looked(8, present=False), looked(9, present=True)),
            LineState.IN_TRANSIT,
            moment(TUESDAY),
            None,
        ),
        ((looked(8, present=False), came), LineState.RECEIVED, moment(WEDNESDAY, 15), DEPARTMENT),
        ((looked(8, present=False, desk=ARCHIVE),), LineState.IN_TRANSIT, moment(TUESDAY), None),
        ((fetched, lost), LineState.LOST, moment(THURSDAY), None),
        ((lost, anew), LineState.FOUND, moment(FRIDAY), CENTRE),
        ((elsewhere,), LineState.SENT_ON, moment(WEDNESDAY), None),
        ((came, lost), LineState.RECEIVED, moment(WEDNESDAY, 15), DEPARTMENT),
        ((came, onwards), LineState.RECEIVED, moment(WEDNESDAY, 15), DEPARTMENT),
    ],
)
def test_what_is_told_of_it_says_where_it_stands(
    told: tuple[Told, ...], state: LineState, since: datetime, holder: Holder | None
) -> None:
    assert stands(sent, *told) == (state, since, holder)


def test_who_carries_it_may_tell_of_handing_it_to_whom_it_was_sent_to() -> None:
    on_again = handed_over(WEDNESDAY, giver=POST)

    assert stands(sent, fetched, on_again)[0] is LineState.IN_TRANSIT
    assert stands(sent, fetched, on_again, came)[0] is LineState.RECEIVED


def test_what_came_with_the_slip_and_did_not_stand_on_it_is_surplus() -> None:
    astray = on(WEDNESDAY, TransferAcknowledged(carrier=PAPER, taker=DEPARTMENT, slip=SLIP))
    returned = on(
        WEDNESDAY,
        TransferRefused(carrier=PAPER, taker=DEPARTMENT, reason="Không có trong phiếu", slip=SLIP),
    )

    assert stands(astray) == (LineState.SURPLUS, moment(WEDNESDAY), DEPARTMENT)
    assert line(astray).sent_at is None
    assert line(returned).state is LineState.REFUSED


def test_each_object_on_each_carrier_is_a_line_of_its_own() -> None:
    as_data = replace(handed_over(slip=SLIP, carrier=DIGITAL), request_id="data")
    of_others = replace(handed_over(slip="07/2026", carrier=DIGITAL), request_id="other")

    assert len(lines(SLIP, (sent, as_data))) == 2
    assert len(lines(SLIP, (sent, of_others))) == 1
    assert lines("08/2026", (sent, as_data)) == ()


EVERYTHING = (sent, fetched, looked(8, present=False), unwanted, home, lost, anew)


@drawn(st.permutations(EVERYTHING))
def test_in_whatever_order_it_is_told(told: list[Told]) -> None:
    assert lines(SLIP, told) == lines(SLIP, EVERYTHING)
