"""Whatever was told of whichever dossiers: the report adds up at every level, by every clock."""

from datetime import date, timedelta
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.dossier.clocks import Clock
from projections.report import (
    BECAME,
    BESIDE,
    PARTS,
    Grouping,
    Levels,
    Period,
    Row,
    as_json,
    cells_by_group,
    counted,
    rows,
    rows_of,
    total,
)
from projections.report.cells import cells
from projections.report.listing import OPENABLE, TOTAL, Wanted, behind, item
from projections.report.rows import share
from projections.timeliness import Span
from tests.projections.spans import (
    JUNE,
    any_span,
    any_spans,
    clocks,
    groupings,
    june,
    periods,
    span,
    standing,
)

every = settings(max_examples=40, deadline=None)

FIELD_UNIT: Final = (Grouping.FIELD, Grouping.UNIT)


def figures(row: Row) -> dict[str, int]:
    """Every figure of the row that may be added up."""
    told = as_json(row)
    parts = {part: told[part] for part in PARTS}
    parts |= {f"national.{part}": told["national"][part] for part in BECAME}
    summed = {f"{part}.{cell}": n for part, found in parts.items() for cell, n in found.items()}
    return {**summed, **{name: told[name] for name in BESIDE}}


# The identities.


@every
@given(any_spans(), periods(), groupings, clocks)
def test_what_was_received_is_resolved_or_open_or_ended_at_every_level_by_every_clock(
    spans: list[Span], period: Period, by: Levels, clock: Clock
) -> None:
    found = rows(spans, period, by, clock)
    for row in [*found, total(found)]:
        sums = figures(row)
        became = [f"{part}.total" for part in BECAME]
        assert sums["received.total"] == sum(sums[each] for each in became)
        assert sums["received.total"] == sum(sums[f"national.{each}"] for each in became)


@every
@given(any_spans(), periods(), groupings, clocks)
def test_every_parent_is_the_sum_of_its_children(
    spans: list[Span], period: Period, by: Levels, clock: Clock
) -> None:
    found = rows(spans, period, by, clock)
    for parent in [*found, total(found)]:
        below = [
            figures(row)
            for row in found
            if row.level == parent.level + 1 and row.path[:-1] == parent.path
        ]
        if below:
            assert figures(parent) == {
                name: sum(each[name] for each in below) for name in figures(parent)
            }
        else:
            assert parent.level == len(by) or not found


@every
@given(any_spans(), periods(), groupings, clocks)
def test_however_deeply_it_is_grouped_the_total_is_the_same(
    spans: list[Span], period: Period, by: Levels, clock: Clock
) -> None:
    assert total(rows(spans, period, by, clock)) == total(rows(spans, period, (), clock))


@every
@given(any_span(), periods(), clocks)
def test_the_classes_partition(one: Span, period: Period, clock: Clock) -> None:
    """A dossier is in one cell of what came and in one of what became of it, by either clock."""
    found = [part for part, _ in cells(one, period, clock) if part]
    if not counted(one, period, clock):
        return
    if one.ended_how == "not-accepted":
        assert found == []
    else:
        kinds = ["received", "became", "national.became"]
        alike = {**dict.fromkeys(BECAME, kinds[1])}
        alike |= {f"national.{part}": kinds[2] for part in BECAME}
        assert [alike.get(part, part) for part in found] == kinds


@every
@given(any_spans(), periods(), clocks)
def test_each_dossier_that_counts_is_counted_once(
    spans: list[Span], period: Period, clock: Clock
) -> None:
    whole = figures(total(rows(spans, period, (), clock)))
    known = sum(counted(one, period, clock) for one in spans)
    assert whole["received.total"] + whole["not_accepted"] == known


@every
@given(any_spans(), periods(), clocks)
def test_what_stands_beside_is_among_the_classes(
    spans: list[Span], period: Period, clock: Clock
) -> None:
    whole = figures(total(rows(spans, period, (), clock)))
    late = whole["resolved.late"] + whole["open.overdue"]
    assert max(whole["late_without_cause"], whole["late_without_apology"]) <= late
    judged = whole["resolved.total"] + whole["open.total"]
    assert max(whole["contested"], whole["promised_not_legal"]) <= judged
    assert whole["settled"] <= whole["resolved.total"]
    assert whole["national_ended_in_time"] <= whole["national.ended.total"]


@every
@given(any_spans(), st.dates(june(1), june(30)), clocks)
def test_what_is_open_at_the_end_of_a_period_is_carried_into_the_next_by_every_clock(
    spans: list[Span], last: date, clock: Clock
) -> None:
    """Column 6 of form II.06a is column 11 of the period before, as it was then reported."""
    ahead = last + timedelta(days=1)
    begun = [one for one in spans if one.received_on <= last]
    before = figures(total(rows(begun, Period(date(1900, 1, 1), last, last), (), clock)))
    after = figures(total(rows(begun, Period(ahead, ahead, last), (), clock)))
    assert after["received.carried_over"] == before["open.total"]


# Drill-down: behind each number stand as many dossiers as it says.


@every
@given(any_spans(), periods(), groupings, clocks, st.sampled_from(sorted(OPENABLE)))
def test_behind_every_number_are_as_many_dossiers_as_it_says(
    spans: list[Span], period: Period, by: Levels, clock: Clock, cell: str
) -> None:
    found = rows(spans, period, by, clock)
    for row in [*found, total(found)]:
        wanted = Wanted(period, OPENABLE[cell], by, row.path, clock)
        assert len(behind(spans, wanted)) == figures(row)[cell]


@every
@given(any_span(), periods(), clocks)
def test_a_listed_dossier_says_the_cell_that_it_was_counted_in(
    one: Span, period: Period, clock: Clock
) -> None:
    told = item(one, period.as_of, clock)
    found = {".".join(filter(None, cell)) for cell in cells(one, period, clock)}
    assert told["class"] in found
    assert bool(told["promised_not_legal"]) is ("promised_not_legal" in found)
    assert told["national"] is None or f"national.{told['national']}" in found


def test_every_cell_and_every_total_can_be_opened() -> None:
    names = {name for name in figures(total([])) if name != "settled_minutes"}
    assert set(OPENABLE) == names
    assert TOTAL in {name for _, name in OPENABLE.values()}


# Levels.


def test_levels_are_flattened_outermost_first() -> None:
    spans = [span(field="b"), span(field="a", unit="y"), span(field="a", unit="x"), span(unit="x")]
    found = [(row.level, row.path, row.received.direct) for row in rows(spans, JUNE, FIELD_UNIT)]
    assert found == [
        (1, ("",), 1),
        (2, ("", "x"), 1),
        (1, ("a",), 2),
        (2, ("a", "x"), 1),
        (2, ("a", "y"), 1),
        (1, ("b",), 1),
        (2, ("b", ""), 1),
    ]


def test_a_unit_is_reported_as_it_was_then_or_as_it_is_now() -> None:
    spans = [span(unit="tdc", unit_now="dost"), span(unit="dost", unit_now="dost")]
    then = [row.key for row in rows(spans, JUNE, (Grouping.UNIT,))]
    now = [row.key for row in rows(spans, JUNE, (Grouping.UNIT_NOW,))]
    assert (then, now) == (["dost", "tdc"], ["dost"])


def test_the_late_are_told_by_their_cause() -> None:
    """Form 07g of TT 02/2017/TT-VPCP: why it was late, and of whom nobody said so."""
    late: dict[str, Any] = {"ended_on": june(20), "ended_as": "late"}
    spans = [span(late_cause="staffing", **late), span(**late), span()]
    found = {row.key: row.resolved.late for row in rows(spans, JUNE, (Grouping.LATE_CAUSE,))}
    assert found == {"staffing": 1, "": 1}


# The cells beside the form.


def beside(one: Span, clock: Clock = Clock.OWED) -> set[str]:
    return {name for part, name in cells(one, JUNE, clock) if not part}


LATE: Final = {"ended_on": june(21)}
OVERDUE: Final = {"due_on": june(25)}


@pytest.mark.parametrize("late", [LATE, OVERDUE])
def test_a_late_dossier_wants_a_cause_from_two_people_and_an_apology(late: Any) -> None:
    assert beside(span(**late)) == {"late_without_cause", "late_without_apology"}
    one_person = span(**late, late_cause="staffing", apologised=True)
    assert beside(one_person) == {"late_without_cause"}
    assert beside(span(**late, late_cause="staffing", cause_confirmed=True)) == {
        "late_without_apology"
    }


@pytest.mark.parametrize("told", [{"ended_on": june(20)}, {"due_on": june(30)}])
def test_what_is_not_late_wants_neither(told: Any) -> None:
    assert beside(span(**told)) == set()


def test_a_new_promise_does_not_make_a_late_dossier_on_time() -> None:
    """Late against the legal date, on time against the new one: both are shown."""
    one = span(**LATE, dates={"promised": standing(due_on=june(25), ended_on=june(21))})
    assert "promised_not_legal" in beside(one)
    assert item(one, JUNE.as_of)["promised_not_legal"] == {
        "promised": {"due_on": "2025-06-25", "class": "early"},
        "legal": {"due_on": "2025-06-20", "class": "late"},
    }


def test_where_nothing_was_promised_there_is_nothing_to_compare() -> None:
    one = span(**LATE, dates={"promised": standing(due_on=None, ended_on=june(21))})
    assert "promised_not_legal" not in beside(one)


def test_a_dossier_is_judged_by_the_clock_that_was_asked_for() -> None:
    digital = {"digital": standing(ended_on=june(19))}
    (owed,) = rows([span(**LATE, clocks=digital)], JUNE, ())
    (by_digital,) = rows([span(**LATE, clocks=digital)], JUNE, (), Clock.DIGITAL)
    assert (owed.resolved.late, by_digital.resolved.early) == (1, 1)
    assert owed.national == by_digital.national


def test_what_a_clock_saw_resolved_before_it_was_withdrawn_stays_resolved() -> None:
    digital = {"digital": standing(ended_on=june(19))}
    one = span(ended_on=june(22), ended_how="withdrawn", clocks=digital)
    assert rows([one], JUNE, ())[0].ended.withdrawn == 1
    assert rows([one], JUNE, (), Clock.DIGITAL)[0].resolved.early == 1


# Rates.


def rates(*spans: Span) -> dict[str, str | None]:
    told: dict[str, str | None] = as_json(total(rows(spans, JUNE, ())))["rates"]
    return told


def test_practice_divides_by_what_was_resolved_or_by_what_fell_due() -> None:
    done = [span(ended_on=june(19)), span(ended_on=june(20)), span(**LATE)]
    told = rates(*done, span(**OVERDUE), span(due_on=june(30)))
    assert told["on_time_of_resolved"] == "66.67"
    assert told["on_time_of_due"] == "50.00"
    # Two done in time and one still in time, of the five received (QĐ 766/QĐ-TTg, index 2.1).
    assert told["national_index"] == "60.00"


def test_the_national_index_has_a_withdrawal_in_time_or_not() -> None:
    """It ends with status 7 or 8 as with a result, where it had been accepted."""
    early, late = ({"ended_on": june(day), "ended_how": "withdrawn"} for day in (15, 25))
    told = rates(span(**early), span(**late), span(ended_on=june(25)))
    assert (told["national_index"], told["on_time_of_resolved"]) == ("33.33", "0.00")


def test_the_mean_is_over_those_whose_office_time_is_known() -> None:
    times = (480, 481, None)
    told = rates(*(span(ended_on=june(19), settled_minutes=minutes) for minutes in times))
    assert told["mean_settlement_hours"] == "8.01"


def test_of_nothing_there_is_no_rate() -> None:
    assert set(as_json(total([]))["rates"].values()) == {None}
    assert rates(span())["on_time_of_resolved"] is None


@pytest.mark.parametrize(
    ("of", "whole", "told"),
    [(1, 200, "0.01"), (1, 201, "0.00"), (199, 200, "1.00"), (100, 3, "33.33"), (200, 3, "66.67")],
)
def test_a_share_is_rounded_half_up(of: int, whole: int, told: str) -> None:
    assert share(of, whole) == told


def test_rows_are_made_of_counts_alone() -> None:
    spans = [span(field="a"), span(field="b")]
    assert rows_of(cells_by_group(spans, JUNE, (Grouping.FIELD,))) == rows(
        spans, JUNE, (Grouping.FIELD,)
    )
