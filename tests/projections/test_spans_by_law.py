"""Spans under a law with terms: who waits, what the hour decides, what hangs on a reading."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.dossier import clocks
from domain.dossier.dossier import Dossier
from domain.dossier.events import (
    DossierEvent,
    HandlerAssigned,
    IntakeRefused,
    Rescheduled,
    ResultArrived,
    ResultDrafted,
    Resumed,
    Stopped,
    SupplementReceived,
    SupplementRequested,
    Told,
    Withdrawn,
)
from domain.dossier.events.result import StopReason
from domain.dossier.timeliness import Timeliness
from domain.law import Law
from projections import evenings, timeliness
from projections.dossier_view import view
from projections.report import PARTS, Period
from projections.timeliness import Span, rows
from tests.domain.case import (
    ABOLISHED,
    FRIDAY,
    MONDAY,
    NEXT_MONDAY,
    PAPER,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    acknowledged,
    given_out,
    handed_over,
    moment,
    on,
    result,
)
from tests.projections.knowing import (
    CHANGING,
    GOVERNED,
    KEEPING,
    LAWS,
    accepted,
    accepted_dossiers,
    known,
    reported,
)

MUCH_LATER = MONDAY + timedelta(days=90)
asked = SupplementRequested(supplement="1", relayed=True)
stopped = Stopped(reason=StopReason.COURT_ORDER)


def spans(*told: Told, law: Law = GOVERNED) -> list[Span]:
    return list(rows(known(*told), law))


def last(*told: Told, law: Law = GOVERNED) -> Span:
    return spans(*told, law=law)[-1]


def cells(*told: Told, as_of: date) -> set[str]:
    """Where a report over all days counts the dossier, judged on that day."""
    period = Period(MONDAY - timedelta(days=30), MUCH_LATER, as_of)
    row = reported(spans(*told), period, (), None)["total"]
    parts = {f"{part}.{cell}": count for part in PARTS for cell, count in row[part].items()}
    beside = {name: row[name] for name in ("contested", "not_accepted")}
    return {
        cell for cell, count in {**parts, **beside}.items() if count and not cell.endswith(".total")
    }


def test_without_a_promise_it_is_due_by_the_law() -> None:
    span = last(accepted())
    assert (span.due_on, span.overdue_from, span.otherwise) == (THURSDAY, FRIDAY, [])


@pytest.mark.parametrize(("event", "how"), [(Withdrawn(), "withdrawn"), (stopped, "stopped")])
def test_what_ends_without_a_result_says_how(event: DossierEvent, how: str) -> None:
    span = last(accepted(), on(TUESDAY, event))
    assert (span.ended_on, span.ended_how) == (TUESDAY, how)
    told = (accepted(promised_return=moment(FRIDAY, 17)), on(FRIDAY, event))
    assert cells(*told, as_of=FRIDAY) == {"received.direct", f"ended.{how}"}
    assert cells(*told, as_of=THURSDAY) == {"received.direct", "open.in_time"}


def test_what_is_taken_up_again_has_not_ended() -> None:
    span = last(accepted(), on(TUESDAY, stopped), on(WEDNESDAY, Resumed()))
    assert (span.ended_on, span.ended_how) == (None, None)


def test_what_is_withdrawn_after_its_result_came_was_resolved() -> None:
    span = last(accepted(), result(PAPER, TUESDAY), on(WEDNESDAY, Withdrawn()))
    assert (span.ended_on, span.ended_as, span.ended_how) == (TUESDAY, "early", None)


def test_a_result_that_comes_after_all_resolves_what_was_stopped() -> None:
    span = last(accepted(), on(TUESDAY, stopped), result(PAPER, FRIDAY))
    assert (span.ended_on, span.ended_as, span.ended_how) == (FRIDAY, "late", None)


def test_an_intake_refusal_is_a_span_of_its_own_kind_until_it_is_accepted() -> None:
    refused = on(MONDAY, IntakeRefused(legal_basis="NĐ 61/2018 Art. 17"), 7)
    (span,) = spans(refused)
    assert (span.received_on, span.ended_on, span.ended_how) == (MONDAY, MONDAY, "not-accepted")
    assert (span.due_on, span.ended_as, span.otherwise) == (None, None, [])
    assert cells(refused, as_of=MUCH_LATER) == {"not_accepted"}
    one, other = spans(refused, accepted(day=TUESDAY))
    assert (one.ended_how, one.to_on) == ("not-accepted", TUESDAY)
    assert (other.ended_how, other.received_on) == (None, TUESDAY)


def test_a_refusal_after_the_acceptance_refuses_nothing() -> None:
    span = last(accepted(), on(TUESDAY, IntakeRefused(legal_basis="NĐ 61/2018 Art. 17")))
    assert (span.received_on, span.ended_how, span.due_on) == (MONDAY, None, THURSDAY)


def test_while_the_applicant_is_waited_for_it_is_in_time_however_long() -> None:
    span = last(accepted(), on(TUESDAY, asked))
    assert (span.due_on, span.waits, span.overdue_from) == (None, True, None)
    assert cells(accepted(), on(TUESDAY, asked), as_of=MUCH_LATER) == {
        "received.direct",
        "open.in_time",
    }


def test_once_it_is_complete_it_counts_from_zero_again() -> None:
    came = on(FRIDAY, SupplementReceived(supplement="1"))
    span = last(accepted(), on(TUESDAY, asked), came)
    wednesday_after = NEXT_MONDAY + timedelta(days=2)
    assert (span.due_on, span.waits) == (wednesday_after, False)


def test_an_apology_is_told_and_moves_no_date_that_is_owed() -> None:
    apology = on(TUESDAY, Rescheduled(promised_return=moment(NEXT_MONDAY)))
    before, after = spans(accepted(), apology)
    assert (before.apologised, after.apologised) == (False, True)
    assert after.standing == before.standing


@pytest.mark.parametrize(
    ("hour", "minute", "ended_as"),
    [(7, 59, "early"), (8, 0, "on_time"), (8, 1, "late")],
)
def test_a_term_in_hours_is_judged_to_the_minute(hour: int, minute: int, ended_as: str) -> None:
    """Eight of them from Monday at 8:00, of which seven are worked that day."""
    arrived = on(TUESDAY, ResultArrived(carrier=PAPER), hour, minute)
    span = last(accepted(procedure=ABOLISHED), arrived)
    assert (span.due_on, span.ended_on, span.ended_as) == (TUESDAY, TUESDAY, ended_as)


def test_a_term_in_hours_is_over_at_the_end_of_its_last_day() -> None:
    span = last(accepted(procedure=ABOLISHED))
    assert (span.due_on, span.overdue_from) == (TUESDAY, TUESDAY)
    assert span.standing.on(MONDAY) is Timeliness.IN_TIME
    assert span.standing.on(TUESDAY) is Timeliness.OVERDUE


def test_a_dossier_is_contested_on_the_days_on_which_the_readings_differ() -> None:
    """The law says Thursday, the slip says Friday."""
    span = last(accepted(promised_return=moment(FRIDAY, 17)))
    rule = "due-is-the-earlier-of-promised-and-legal"
    assert [other["rule"] for other in span.otherwise] == [rule]
    days = (THURSDAY, FRIDAY, FRIDAY + timedelta(days=1))
    assert [span.contested(day) for day in days] == [(), (rule,), ()]
    told = accepted(promised_return=moment(FRIDAY, 17))
    assert cells(told, as_of=FRIDAY) == {"received.direct", "open.overdue", "contested"}


def test_what_ended_may_be_contested_for_ever() -> None:
    slip = accepted(promised_return=moment(FRIDAY, 17))
    on_friday = last(slip, result(PAPER, FRIDAY))
    assert on_friday.contested(MUCH_LATER)
    assert not last(slip, result(PAPER, TUESDAY)).contested(MUCH_LATER)


def test_what_the_law_changes_for_pending_dossiers_counts_from_the_next_event_on() -> None:
    told = (accepted(), handed_over(), acknowledged(WEDNESDAY))
    due = [(span.from_on, span.due_on) for span in spans(*told, law=CHANGING)]
    assert due == [(MONDAY, THURSDAY), (WEDNESDAY, TUESDAY)]
    assert [span.due_on for span in spans(*told)] == [THURSDAY]


def test_what_keeps_the_law_of_its_receipt_may_be_contested_once_there_is_another() -> None:
    told = (accepted(), handed_over(), acknowledged(WEDNESDAY))
    others = [
        (span.from_on, {other["rule"]: other["due_on"] for other in span.otherwise})
        for span in spans(*told, law=KEEPING)
    ]
    rule = "receipt-pins-terms-components-supplement-and-carriers"
    assert others == [(MONDAY, {}), (WEDNESDAY, {rule: TUESDAY.isoformat()})]


def test_what_has_ended_keeps_the_law_that_it_ended_under() -> None:
    told = (accepted(), result(PAPER, TUESDAY), given_out(PAPER, FRIDAY))
    span = last(*told, law=CHANGING)
    assert (span.from_on, span.due_on, span.ended_as) == (TUESDAY, THURSDAY, "early")


@pytest.mark.parametrize("law", [GOVERNED, CHANGING])
def test_the_view_shows_the_due_day_that_the_report_judges_by(law: Law) -> None:
    story = [accepted(), handed_over(), acknowledged(WEDNESDAY), result(PAPER, THURSDAY)]
    for count in range(1, len(story) + 1):
        told = story[:count]
        shown = view(known(*told), law).state["due"]["owed"]["on"]
        then = told[-1].occurred_at.date()
        judged = [span.due_on for span in spans(*told, law=law) if span.from_on <= then]
        assert date.fromisoformat(shown) == judged[-1]


def test_it_is_not_judged_again_when_nothing_that_decides_has_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found: list[date] = []

    def judging(dossier: Dossier, law: Law, day: date) -> clocks.Judged:
        found.append(day)
        return clocks.judged(dossier, law, day)

    monkeypatch.setattr(timeliness, "judged", judging)
    handled = on(FRIDAY, HandlerAssigned(handler="nam"))
    drafted = on(NEXT_MONDAY, ResultDrafted())
    spans(accepted(), handed_over(), acknowledged(WEDNESDAY), handled, drafted)
    assert found == [MONDAY]


@settings(max_examples=75, deadline=None)
@given(accepted_dossiers(), st.sampled_from(list(LAWS)))
def test_to_judge_every_evening_would_tell_the_same(told: list[Told], law: str) -> None:
    found = spans(*told, law=LAWS[law])
    with pytest.MonkeyPatch.context() as patch:
        # Never the same as on the evening before.
        patch.setattr(evenings.Evening, "decides", lambda *_: (object(),))
        assert spans(*told, law=LAWS[law]) == found
