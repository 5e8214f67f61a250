"""Whatever happened to whichever dossiers, on whatever day it is judged: the sums hold."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.dossier.events import Told
from projections.report import PARTS, Grouping, Period, counted
from projections.timeliness import Span, rows
from tests.domain.case import MONDAY
from tests.projections.knowing import LAWS, accepted_dossiers, known, reported

DAYS = [MONDAY + timedelta(days=ahead) for ahead in range(-3, 12)]
"""From before the first hour at which something happens until after the last."""


def levels(found: dict[str, Any]) -> Iterable[dict[str, Any]]:
    return [*found["rows"], found["total"]]


def spans_of(dossiers: list[list[Told]], law: str) -> list[Span]:
    return [
        replace(span, stream=str(number))
        for number, told in enumerate(dossiers)
        for span in rows(known(*told), LAWS[law])
    ]


def standing_on(spans: list[Span], day: date) -> list[Span]:
    return [one for one in spans if one.from_on <= day and (not one.to_on or day < one.to_on)]


some_dossiers = st.lists(accepted_dossiers(), min_size=1, max_size=4)
periods = st.lists(st.sampled_from(DAYS), min_size=2, max_size=2).map(sorted)


@settings(max_examples=30, deadline=None)
@given(some_dossiers, st.sampled_from(list(LAWS)), periods)
def test_what_was_received_is_resolved_or_open_or_ended_on_every_day_at_every_level(
    dossiers: list[list[Told]], law: str, days: list[date]
) -> None:
    spans = spans_of(dossiers, law)
    for as_of in DAYS:
        for by in ((), *((one,) for one in Grouping)):
            found = reported(spans, Period(days[0], days[1], as_of), by, None)
            for row in levels(found):
                received, resolved, open_, ended = (row[part]["total"] for part in PARTS)
                assert received == resolved + open_ + ended
                assert row["contested"] <= resolved + open_
            for part in PARTS:
                for cell, count in found["total"][part].items():
                    assert sum(row[part][cell] for row in found["rows"]) == count


@settings(max_examples=30, deadline=None)
@given(some_dossiers, st.sampled_from(list(LAWS)))
def test_every_dossier_is_counted_once_from_the_day_that_it_was_received_on(
    dossiers: list[list[Told]], law: str
) -> None:
    spans = spans_of(dossiers, law)
    for as_of in DAYS:
        period = Period(DAYS[0], DAYS[-1], as_of)
        standing = standing_on(spans, as_of)
        assert len({one.stream for one in standing}) == len(standing)
        row = reported(spans, period, (), None)["total"]
        assert row["received"]["total"] + row["not_accepted"] == sum(
            counted(one, period) for one in standing
        )


@settings(max_examples=30, deadline=None)
@given(some_dossiers, st.sampled_from(list(LAWS)))
def test_what_is_open_at_the_end_of_a_period_is_carried_into_the_next(
    dossiers: list[list[Told]], law: str
) -> None:
    """Column 6 of form II.06a is column 11 of the period before, as it was then reported."""
    spans = spans_of(dossiers, law)
    for last in DAYS[:-1]:
        first = last + timedelta(days=1)
        before = reported(spans, Period(DAYS[0], last, last), (), None)["total"]
        after = reported(spans, Period(first, first, last), (), None)["total"]
        assert after["received"]["carried_over"] == before["open"]["total"]
