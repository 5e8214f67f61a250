"""From any accepted history to a figure, and from the figure to the events that decided it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.dossier.clocks import Clock
from domain.dossier.events import (
    IntakeRefused,
    Rescheduled,
    SupplementReceived,
    SupplementRequested,
    Told,
)
from projections.report import Grouping, Levels, Period, as_json, rows, total
from projections.report.cells import cells, counted
from projections.report.listing import OPENABLE, Wanted, behind
from projections.report.why import Role, Why, why
from projections.report.why import as_json as told_of
from projections.timeliness import Span
from projections.timeliness import rows as spans_of
from tests.domain.case import (
    DIGITAL,
    FRIDAY,
    MONDAY,
    PAPER,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    moment,
    on,
    result,
)
from tests.projections.knowing import (
    CHANGING,
    GOVERNED,
    LAWS,
    accepted,
    accepted_dossiers,
    annulled,
    known,
)

DAYS: Final = [MONDAY + timedelta(days=ahead) for ahead in range(-3, 12)]
"""From before the first hour at which something happens until after the last."""

some = settings(max_examples=40, deadline=None)
laws = st.sampled_from(list(LAWS))
some_days = st.lists(st.sampled_from(DAYS), min_size=2, max_size=2).map(sorted)
groupings = st.lists(st.sampled_from(Grouping), max_size=3, unique=True).map(tuple)


def spans(dossiers: list[list[Told]], law: str) -> list[Span]:
    return [
        replace(span, stream=str(number))
        for number, told in enumerate(dossiers)
        for span in spans_of(known(*told), LAWS[law])
    ]


some_dossiers = st.lists(accepted_dossiers(), min_size=1, max_size=3)


@some
@given(some_dossiers, laws, some_days, groupings, st.sampled_from(Clock))
def test_what_was_received_is_resolved_or_open_or_ended_by_every_clock_on_every_day(
    dossiers: list[list[Told]], law: str, days: list[date], by: Levels, clock: Clock
) -> None:
    found = spans(dossiers, law)
    for as_of in DAYS:
        period = Period(days[0], days[1], as_of)
        reported = rows(found, period, by, clock)
        for row in [*reported, total(reported)]:
            told = as_json(row)
            received = told["received"]["total"]
            for became in (told, told["national"]):
                parts = ("resolved", "open", "ended")
                assert received == sum(became[part]["total"] for part in parts)


@some
@given(some_dossiers, laws, some_days, st.sampled_from(Clock))
def test_behind_every_number_are_as_many_dossiers_as_it_says(
    dossiers: list[list[Told]], law: str, days: list[date], clock: Clock
) -> None:
    found = spans(dossiers, law)
    for as_of in DAYS[::3]:
        period = Period(days[0], days[1], as_of)
        told = as_json(total(rows(found, period, (), clock)))
        told |= {f"national.{part}": each for part, each in told["national"].items()}
        for name, cell in OPENABLE.items():
            number = told[cell[0]][cell[1]] if cell[0] else told[name]
            listed = behind(found, Wanted(period, cell, clock=clock))
            assert len({one.stream for one in listed}) == len(listed) == number


@some
@given(some_dossiers, laws)
def test_as_of_now_is_what_stands(dossiers: list[list[Told]], law: str) -> None:
    found = spans(dossiers, law)
    live = [one for one in found if one.to_on is None]
    now = Period(DAYS[0], DAYS[-1], DAYS[-1])
    by = (Grouping.PROCEDURE, Grouping.CHANNEL)
    assert rows(found, now, by) == rows(live, now, by)


@some
@given(accepted_dossiers(), laws)
def test_why_tells_the_cell_that_the_report_counts(told: list[Told], law: str) -> None:
    history = known(*told)
    found = list(spans_of(history, LAWS[law]))
    for day in DAYS:
        period = Period(DAYS[0], DAYS[-1], day)
        standing = [one for one in found if counted(one, period)]
        answer = why(history, LAWS[law], day)
        assert bool(standing) is (answer is not None)
        if answer:
            assert answer.cell in set(cells(standing[0], period))


@some
@given(accepted_dossiers(), st.sampled_from(["governed", "keeping"]))
def test_the_last_of_the_deciding_events_leave_the_answer(told: list[Told], law: str) -> None:
    for day in DAYS:
        answer = why(known(*told), LAWS[law], day)
        if answer and answer.decided:
            last = answer.decided[-1].after
            assert (last.started_at, last.ended_at) == (
                answer.stood.started_at,
                answer.stood.ended_at,
            )
            assert last.deadline.on == answer.stood.deadline.on


def decided(*told: Told, day: date = FRIDAY, **more: Any) -> list[tuple[str, list[str]]]:
    body = told_of(found(*told, day=day, **more))
    return [(each["kind"].removeprefix("dossier."), each["roles"]) for each in body["events"]]


def found(*told: Told, day: date = FRIDAY, law: Any = GOVERNED, **more: Any) -> Why:
    answer = why(known(*told), law, day, **more)
    assert answer
    return answer


ASKED: Final = on(TUESDAY, SupplementRequested(supplement="1", relayed=True))
ANSWERED: Final = on(THURSDAY, SupplementReceived(supplement="1"))


def test_the_receipt_starts_a_request_stops_and_an_answer_starts_anew() -> None:
    assert decided(accepted(), ASKED, ANSWERED) == [
        ("received", ["started"]),
        ("supplement-requested", ["moved"]),
        ("supplement-received", ["moved"]),
    ]


def test_the_result_ends_it_on_the_last_carrier_owed() -> None:
    slip = accepted(owed=(PAPER, DIGITAL))
    paper, digital = result(PAPER, WEDNESDAY), result(DIGITAL, FRIDAY)
    assert decided(slip, paper, digital) == [
        ("received", ["started"]),
        ("result-arrived", ["ended"]),
    ]
    answer = told_of(found(slip, paper, digital))
    assert (answer["class"], answer["clocks"]["paper"]["class"]) == (
        "resolved.late",
        "resolved.early",
    )


def test_an_apology_moves_nothing_that_it_is_judged_by() -> None:
    sorry = on(WEDNESDAY, Rescheduled(promised_return=moment(FRIDAY, 17), reason="ốm"))
    late = found(accepted(), sorry, day=FRIDAY)
    assert [one.roles for one in late.decided] == [(Role.STARTED,)]
    told = told_of(late)
    assert (told["class"], told["apologised"]) == ("open.overdue", True)


def test_what_was_annulled_decides_nothing() -> None:
    arrived = result(PAPER, WEDNESDAY)
    slip = accepted(owed=(PAPER,))
    assert decided(slip, arrived)[-1] == ("result-arrived", ["ended"])
    assert decided(slip, arrived, annulled(arrived)) == [("received", ["started"])]


def test_each_event_says_where_it_stands_in_the_log() -> None:
    slip = accepted(owed=(PAPER,))
    events = told_of(found(slip, result(PAPER, WEDNESDAY)))["events"]
    assert [(each["position"], each["version"]) for each in events] == [(10, 1), (20, 2)]
    for each in events:
        assert each["recorded_at"] > each["occurred_at"]
        assert each["source"]


def test_a_law_that_changed_moves_the_date_with_no_event() -> None:
    """It took three days when it was received; from Wednesday on it takes one."""
    before = found(accepted(), law=CHANGING, day=TUESDAY)
    after = found(accepted(), law=CHANGING, day=WEDNESDAY)
    assert before.stood.deadline.on == THURSDAY
    assert [one.roles for one in after.decided] == [(Role.STARTED,)]


@pytest.mark.parametrize("day", [MONDAY - timedelta(days=1), DAYS[0]])
def test_before_it_was_received_nobody_asks_why(day: date) -> None:
    assert why(known(accepted()), GOVERNED, day) is None


def test_a_refusal_at_the_desk_is_all_that_decided_it() -> None:
    refused = on(MONDAY, IntakeRefused(legal_basis="NĐ 61/2018 Art. 17"), 7)
    assert decided(refused) == [("intake-refused", ["ended"])]
    assert found(refused).cell == ("", "not_accepted")
