"""What is told, as it happened; what the record says of itself is heeded."""

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from domain.dossier.events import (
    Annulled,
    Corrected,
    Noted,
    Received,
    Reconciled,
    Told,
    TransferAcknowledged,
    Transferred,
)
from domain.dossier.lifecycle import Stage
from domain.dossier.order import in_order, order_of_happening
from domain.dossier.refusals import BeforeReceipt, CorrectionDoesNotFit, UnknownTarget
from domain.dossier.values import Channel, Instant, Sealed
from domain.testimony import EventRef
from tests.domain.case import (
    CENTRE,
    DEPARTMENT,
    DIGITAL,
    FRIDAY,
    MONDAY,
    NEXT_MONDAY,
    NOBODY,
    PAPER,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    came_in,
    given_out,
    handed_over,
    moment,
    on,
    received,
    result,
)
from tests.domain.spec import given
from tests.domain.strategies import dossiers

receipt = received()


def annulled(target: Told | EventRef, name: str, hour: int = 10) -> Told:
    ref = target if isinstance(target, EventRef) else target.ref
    event = Annulled(target=ref, reason="Ghi nhầm hồ sơ", approver="chi")
    return on(FRIDAY, event, hour, request_id=name)


def corrected(target: Told | EventRef, field: str, new: Any, **said: Any) -> Told:
    ref = target if isinstance(target, EventRef) else target.ref
    hour = said.pop("hour", 10)
    event = Corrected(target=ref, field=field, new=new, reason="Gõ nhầm", approver="chi", **said)
    return on(FRIDAY, event, hour, request_id=f"{field} {new}")


def happened(*told: Told) -> list[Told]:
    return list(in_order(told).happened)


def test_the_order_is_that_of_happening_not_of_telling() -> None:
    assert happened(result(PAPER, FRIDAY), handed_over(), receipt) == [
        receipt,
        handed_over(),
        result(PAPER, FRIDAY),
    ]


def test_at_one_moment_the_source_own_sequence_decides() -> None:
    second = on(MONDAY, Noted(name="a"), 9, source_seq=2, request_id="b")
    first = on(MONDAY, Noted(name="b"), 9, source_seq=1, request_id="z")

    assert happened(second, first) == [first, second]


def test_at_one_moment_of_no_sequence_things_go_the_way_they_usually_go() -> None:
    taken = on(MONDAY, TransferAcknowledged(carrier=PAPER), 8)
    handed = on(MONDAY, Transferred(taker=DEPARTMENT, giver=CENTRE, carrier=PAPER), 8)

    for told in permutations((taken, receipt, handed)):
        assert happened(*told) == [receipt, handed, taken]
        given(*told).finds()


def test_a_repetition_tells_nothing_new() -> None:
    assert happened(receipt, handed_over(), receipt) == [receipt, handed_over()]


def test_what_was_annulled_never_happened() -> None:
    struck = in_order([receipt, handed_over(), annulled(handed_over(), "a")])

    assert handed_over() not in struck.happened
    assert struck.annulled == (handed_over(),)
    given(receipt, handed_over(), annulled(handed_over(), "a")).then(stage=Stage.RECEIVED)


def test_an_annulled_receipt_leaves_a_provisional_dossier() -> None:
    given(receipt, annulled(receipt, "a")).then(stage=Stage.PROVISIONAL, started_at=None)


def test_an_annulled_annulment_strikes_nothing() -> None:
    first = annulled(handed_over(), "a")
    second = annulled(first, "b", hour=11)

    given(receipt, handed_over(), first, second).then(stage=Stage.IN_PROGRESS)
    assert in_order([receipt, handed_over(), first, second]).annulled == (first,)


@pytest.mark.parametrize("names", list(permutations("abc")))
@pytest.mark.parametrize("hours", [(10, 10, 10), (12, 11, 10), (10, 11, 12)])
def test_annulments_are_heard_by_what_they_name_not_by_their_hour(
    names: tuple[str, str, str], hours: tuple[int, int, int]
) -> None:
    first = annulled(handed_over(), names[0], hours[0])
    second = annulled(first, names[1], hours[1])
    third = annulled(second, names[2], hours[2])

    given(receipt, handed_over(), first).then(stage=Stage.RECEIVED)
    given(receipt, handed_over(), first, second).then(stage=Stage.IN_PROGRESS)
    given(receipt, handed_over(), first, second, third).then(stage=Stage.RECEIVED)


def test_an_annulment_of_nothing_known_is_found() -> None:
    given(receipt).when(annulled(NOBODY, "a")).finds(UnknownTarget("nobody", "never"))


def test_an_annulment_may_be_heard_before_what_it_strikes() -> None:
    early = annulled(handed_over(), "a")

    given(receipt, early).when(handed_over()).then(stage=Stage.RECEIVED)
    given(receipt, early, handed_over()).finds()


def test_annulments_that_name_each_other_strike_nothing() -> None:
    there = annulled(EventRef("one-stop", "back"), "there")
    back = annulled(there, "back")
    itself = annulled(EventRef("one-stop", "itself"), "itself")

    assert in_order([receipt, there, back, itself]).annulled == ()
    given(receipt, there, back).finds(
        UnknownTarget("one-stop", "there"), UnknownTarget("one-stop", "back")
    )


def test_a_correction_changes_what_was_said() -> None:
    way = (received(channel="direct"), corrected(receipt, "channel", "online"))

    assert given(*way).dossier.intake.channel == "online"
    given(*way).finds()


def test_a_correction_of_the_time_moves_the_event_in_the_order() -> None:
    moved = corrected(handed_over(), "occurred_at", moment(MONDAY, 7).isoformat())

    assert [told.event.kind for told in happened(receipt, handed_over(), moved)] == [
        "dossier.transferred",
        "dossier.received",
        "dossier.corrected",
    ]


def test_a_correction_that_moves_the_receipt_behind_the_work_makes_the_work_irregular() -> None:
    moved = corrected(receipt, "occurred_at", moment(WEDNESDAY).isoformat())

    given(receipt, handed_over(), moved).then(started_at=moment(WEDNESDAY))
    given(receipt, handed_over()).when(moved).finds()
    given(receipt, handed_over(), moved).finds(BeforeReceipt("dossier.transferred"))


def test_corrections_follow_each_other() -> None:
    first = corrected(receipt, "channel", "post", old="direct", hour=10)
    second = corrected(receipt, "channel", "online", old="post", hour=11)

    for told in permutations((received(channel="direct"), first, second)):
        assert given(*told).dossier.intake.channel == "online"
        given(*told).finds()


def test_a_correction_of_another_value_is_found_and_changes_nothing() -> None:
    wrong = corrected(receipt, "channel", "online", old="post")

    assert given(received(channel="direct"), wrong).dossier.intake.channel == "direct"
    given(received(channel="direct")).when(wrong).finds(
        CorrectionDoesNotFit("channel", "it had another value")
    )


@pytest.mark.parametrize("old", ["2026-03-06T17:00:00+07:00", "2026-03-06T10:00:00Z"])
def test_the_old_time_may_be_written_with_any_offset(old: str) -> None:
    later = moment(NEXT_MONDAY).isoformat()

    for target, field in ((receipt, "promised_return"), (result(PAPER, FRIDAY, 17), "occurred_at")):
        given(receipt, result(PAPER, FRIDAY, 17)).when(
            corrected(target, field, later, old=old, hour=18)
        ).finds()


@pytest.mark.parametrize(
    ("field", "new", "why"),
    [
        ("colour", "red", "the event has no such field"),
        ("kind", "dossier.completed", "the event has no such field"),
        ("channel", "by pigeon", "it cannot take the new value"),
        ("promised_return", "2026-03-06T17:00:00", "it cannot take the new value"),
        ("timezone", "Asia/Atlantis", "it cannot take the new value"),
        ("occurred_at", "2026-03-06T17:00:00", "the new value is no time with an offset"),
        ("occurred_at", "yesterday", "the new value is no time with an offset"),
        ("occurred_at", 1741258800, "the new value is no time with an offset"),
        ("occurred_at", "0001-01-01T00:00:00+14:00", "the new value is no time with an offset"),
        ("occurred_at", "9999-12-31T23:59:59-14:00", "the new value is no time with an offset"),
    ],
)
def test_a_correction_that_does_not_fit_is_found(field: str, new: Any, why: str) -> None:
    wrong = corrected(receipt, field, new)

    given(receipt).when(wrong).finds(CorrectionDoesNotFit(field, why))
    given(receipt, wrong).then(started_at=moment(MONDAY, 8))


def test_the_old_time_must_be_the_one_that_was_told() -> None:
    new = moment(TUESDAY).isoformat()

    given(receipt).when(corrected(receipt, "occurred_at", new, old=new)).finds(
        CorrectionDoesNotFit("occurred_at", "it had another value")
    )


def test_what_was_said_may_be_taken_back() -> None:
    unpromised = given(receipt, corrected(receipt, "promised_return", None)).dossier

    assert unpromised.clock.promised_at is None
    assert unpromised.started_at == moment(MONDAY, 8)


def test_the_record_about_the_record_is_annulled_not_corrected() -> None:
    first = corrected(receipt, "channel", "online")
    about_it = corrected(first, "new", "post", hour=11)

    given(receipt, first).when(about_it).finds(UnknownTarget("one-stop", "channel online"))


def test_a_correction_of_nothing_known_is_found() -> None:
    given(receipt).when(corrected(NOBODY, "channel", "post")).finds(
        UnknownTarget("nobody", "never")
    )


def test_an_annulled_correction_corrects_nothing() -> None:
    online = corrected(receipt, "channel", "online")
    way = (received(channel="direct"), online, annulled(online, "a", hour=11))

    assert given(*way).dossier.intake.channel == "direct"


def test_a_reconciliation_can_be_annulled() -> None:
    settled = on(
        FRIDAY,
        Reconciled(settles=(Instant.RECEIPT,), speaks={Instant.RECEIPT: DIGITAL}, reason="x"),
        9,
    )
    way = (came_in(DIGITAL, MONDAY, 7), receipt, settled)

    given(*way).then(started_at=moment(MONDAY, 7))
    given(*way, annulled(settled, "a")).then(started_at=moment(MONDAY, 8))


def test_a_correction_keeps_what_the_vault_holds() -> None:
    kept = Sealed(entry="e", commitment="c")
    note = on(TUESDAY, Noted(name="goi dien", attributes=kept))
    way = (receipt, note, corrected(note, "name", "gọi điện", old="goi dien"))

    assert in_order(way).happened[1].event == Noted(name="gọi điện", attributes=kept)


def test_an_order_with_nothing_said_of_the_record_is_the_same_as_one_with() -> None:
    way = (receipt, handed_over(), result(PAPER, THURSDAY), given_out(PAPER, FRIDAY))
    stray = annulled(NOBODY, "a", hour=12)

    assert happened(*way, stray)[:-1] == happened(*way)


def test_a_second_receipt_takes_over_when_the_first_is_annulled() -> None:
    again = on(TUESDAY, Received(channel=Channel.POST), 8, source="department")

    given(receipt, again, annulled(receipt, "a")).then(started_at=moment(TUESDAY, 8))


@settings(max_examples=50, deadline=None)
@drawn(dossiers(), st.data())
def test_what_came_in_order_is_taken_as_it_came(told: list[Told], data: st.DataObject) -> None:
    plain = [one for one in told if not isinstance(one.event, Annulled | Corrected)]
    sorted_ = sorted(plain, key=order_of_happening)
    delivered = data.draw(st.permutations([*plain, *plain[:2]]) | st.just(sorted_))

    assert happened(*delivered) == sorted_
