"""Spans: what a report counts of a dossier, day by day."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.dossier.clocks import Clock
from domain.dossier.events import Corrected, Noted, Received, Told
from domain.dossier.standing import Standing
from projections.timeliness import Span, rows
from projections.view import plain
from tests.domain.case import (
    CENTRE,
    DIGITAL,
    FRIDAY,
    LAW,
    MONDAY,
    PAPER,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    XRAY,
    came_in,
    closed,
    given_out,
    moment,
    on,
    received,
    result,
)
from tests.projections import knowing
from tests.projections.knowing import STREAM, annulled, known

SATURDAY = FRIDAY + timedelta(days=1)


def spans(*told: Told) -> list[Span]:
    return list(rows(known(*told), LAW))


def whenever_recorded(*told: Told) -> list[Span]:
    """Without the clock of recording, and as if nothing began where only that changed."""
    without = [replace(each, to_on=None, clocks=_but_recorded(each)) for each in spans(*told)]
    return [
        span
        for before, span in pairwise((None, *without))
        if span and (before is None or replace(span, from_on=before.from_on) != before)
    ]


def _but_recorded(span: Span) -> dict[str, Any]:
    return {name: told for name, told in span.clocks.items() if name != Clock.RECORDED}


def stretches(*told: Told) -> list[tuple[object, ...]]:
    return [(span.from_on, span.to_on, span.ended_on) for span in spans(*told)]


def test_a_dossier_that_was_never_received_has_no_span() -> None:
    assert spans(came_in(PAPER), on(TUESDAY, Noted(name="gọi")), result(PAPER, FRIDAY)) == []


def test_one_span_tells_all_that_a_report_counts() -> None:
    (span,) = spans(received(procedure=XRAY, channel="online"))
    assert span == Span(
        stream=STREAM,
        from_on=MONDAY,
        to_on=None,
        code="000.00.12.H58-260302-0001",
        received_on=MONDAY,
        due_on=FRIDAY,
        waits=False,
        overdue_from=SATURDAY,
        ended_on=None,
        ended_as=None,
        ended_how=None,
        otherwise=[],
        channel="online",
        field="radiation",
        procedure=XRAY,
        unit="one-stop",
        officer="hanh",
        # No term is known, so nobody can say how it stands by the law alone.
        dates={"legal": plain(Standing())},
        unit_now="one-stop",
    )


def test_what_was_not_told_stays_untold() -> None:
    (span,) = spans(on(MONDAY, Received()))
    untold = (span.due_on, span.channel, span.field, span.procedure, span.unit, span.officer)
    assert untold == (None,) * 6


def test_the_field_that_the_receipt_names_goes_before_the_procedures() -> None:
    (span,) = spans(received(procedure=XRAY, field="health"))
    assert span.field == "health"


def test_an_unknown_procedure_has_no_field() -> None:
    (span,) = spans(received(procedure="9.999999"))
    assert (span.procedure, span.field) == ("9.999999", None)


def test_what_a_report_does_not_count_starts_no_span() -> None:
    noted = on(TUESDAY, Noted(name="gọi"))
    assert stretches(received(), came_in(PAPER, WEDNESDAY), noted) == [(MONDAY, None, None)]


def test_the_result_starts_a_span_on_its_day() -> None:
    assert stretches(received(), result(PAPER, THURSDAY), given_out(PAPER, FRIDAY)) == [
        (MONDAY, THURSDAY, None),
        (THURSDAY, None, THURSDAY),
    ]


def test_of_several_changes_on_one_day_the_evening_counts() -> None:
    assert stretches(received(MONDAY, 8), result(PAPER, MONDAY, 15)) == [(MONDAY, None, MONDAY)]


def test_a_day_on_which_all_came_back_to_what_it_was_starts_no_span() -> None:
    wrong = result(PAPER, WEDNESDAY, 9)
    assert stretches(received(), wrong, annulled(wrong)) == [(MONDAY, None, None)]


def test_a_result_owed_on_both_carriers_ends_with_the_later() -> None:
    told = (received(owed=(PAPER, DIGITAL)), result(DIGITAL, TUESDAY), result(PAPER, THURSDAY))
    assert stretches(*told) == [
        (MONDAY, TUESDAY, None),
        # From here on it is known that another reading ends it with the first one.
        (TUESDAY, THURSDAY, None),
        (THURSDAY, None, THURSDAY),
    ]
    others = [[other["ended_on"] for other in span.otherwise] for span in spans(*told)]
    assert others == [[], ["2026-03-03"], ["2026-03-03"]]


def test_a_late_entry_lands_on_the_day_it_happened() -> None:
    late = result(PAPER, TUESDAY)
    assert stretches(received(), closed(THURSDAY), late) == [
        (MONDAY, TUESDAY, None),
        (TUESDAY, None, TUESDAY),
    ]


def test_a_receipt_that_was_told_last_lands_first() -> None:
    assert stretches(closed(FRIDAY), received()) == [
        (MONDAY, FRIDAY, None),
        (FRIDAY, None, FRIDAY),
    ]


def test_an_annulled_receipt_leaves_no_span() -> None:
    wrong = received()
    assert spans(wrong, result(PAPER, TUESDAY), annulled(wrong)) == []


def test_beside_an_annulled_receipt_the_other_one_stands() -> None:
    wrong, right = received(), received(WEDNESDAY)
    (span,) = spans(wrong, right, annulled(wrong))
    assert (span.from_on, span.received_on) == (WEDNESDAY, WEDNESDAY)


def test_a_corrected_receipt_moves_its_day() -> None:
    wrong = received(TUESDAY)
    new = moment(MONDAY).isoformat()
    mended = Corrected(
        target=wrong.ref, field="occurred_at", new=new, reason="phiếu giấy", approver="Lê Út"
    )
    (span,) = spans(wrong, on(FRIDAY, mended))
    assert (span.from_on, span.received_on) == (MONDAY, MONDAY)


def test_days_are_the_installations_where_the_authority_names_no_zone() -> None:
    (span,) = spans(received(MONDAY, 23))
    assert (span.from_on, span.received_on) == (MONDAY, MONDAY)


def test_days_are_the_authoritys_where_it_names_its_zone() -> None:
    told = (received(MONDAY, 23, timezone="Asia/Tokyo"), result(PAPER, THURSDAY, 22))
    assert [(span.from_on, span.ended_on) for span in spans(*told)] == [
        (TUESDAY, None),
        (FRIDAY, FRIDAY),
    ]


def test_days_are_the_authoritys_also_before_it_is_named() -> None:
    """Tuesday here is Monday there: the days of one dossier never go back."""
    in_paris = {"timezone": "Europe/Paris", "promised_return": moment(FRIDAY, 17)}
    told = (came_in(PAPER, TUESDAY, 1), received(TUESDAY, 2, **in_paris))
    assert stretches(*told, result(PAPER, TUESDAY, 17)) == [
        (MONDAY, TUESDAY, None),
        (TUESDAY, None, TUESDAY),
    ]


def test_the_due_day_is_the_authoritys_too() -> None:
    due = moment(FRIDAY, 1)
    (here,) = spans(received(promised_return=due))
    (there,) = spans(received(promised_return=due, timezone="Europe/Paris"))
    assert (here.due_on, there.due_on) == (FRIDAY, THURSDAY)


def test_custody_alone_changes_nothing_that_is_counted() -> None:
    assert stretches(received(), came_in(DIGITAL, TUESDAY, desk=CENTRE)) == [(MONDAY, None, None)]


@settings(max_examples=50, deadline=None)
@given(told=knowing.testimonies())
def test_spans_follow_each_other_without_gap_and_each_tells_something_new(
    told: list[Told],
) -> None:
    found = spans(*told)
    for one, following in pairwise(found):
        assert one.from_on < following.from_on
        assert one.to_on == following.from_on
        assert replace(following, from_on=one.from_on, to_on=one.to_on) != one
    assert all(span.to_on is None for span in found[-1:])


@settings(max_examples=50, deadline=None)
@given(told=knowing.testimonies(), data=st.data())
def test_spans_do_not_depend_on_the_order_of_delivery(
    told: list[Told], data: st.DataObject
) -> None:
    """Save by the clock that asks when it was recorded."""
    shuffled = data.draw(st.permutations(told))
    assert whenever_recorded(*shuffled) == whenever_recorded(*told)


@settings(max_examples=50, deadline=None)
@given(told=knowing.testimonies())
def test_on_each_day_that_a_span_begins_something_happened(told: list[Told]) -> None:
    mended = any(isinstance(one.event, Corrected) for one in told)
    days = {one.occurred_at.astimezone(LAW.zone).date() for one in told}
    for span in spans(*told):
        assert mended or span.from_on in days
        assert span.to_on is None or span.to_on - span.from_on >= timedelta(days=1)
