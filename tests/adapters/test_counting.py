"""Counted and listed where the rows are, or from spans: the same report."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import timedelta
from itertools import product
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from psycopg.types.json import Jsonb

from adapters.postgres.counting import counts
from adapters.postgres.database import Database
from adapters.postgres.listing import late, listed
from domain.dossier.clocks import Clock
from projections.report import Levels, Period, cells_by_group, rows
from projections.report import listing as told
from projections.report.listing import OPENABLE, Key, Page, Wanted
from projections.timeliness import Span
from tests.projections.spans import (
    DAY,
    JUNE,
    any_span,
    any_spans,
    clocks,
    groupings,
    june,
    not_accepted,
    otherwise,
    periods,
    span,
    standing,
)

pytestmark = pytest.mark.anyio

# One database for all the examples of a test: each begins with an empty table.
few = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

OF_JSON: Final = ("otherwise", "clocks", "dates")

Sorting = Callable[[Span], Key]


async def kept(database: Database, found: Sequence[Span]) -> None:
    """These are the rows of the table, and no others."""
    async with database.connection() as conn, conn.cursor() as cursor:
        await cursor.execute("TRUNCATE hoso_timeliness")
        names = list(asdict(span()))
        copy = f"COPY hoso_timeliness ({', '.join(names)}) FROM STDIN"
        async with cursor.copy(copy.encode()) as out:
            for row in found:
                values = asdict(row)
                values |= {name: Jsonb(values[name]) for name in OF_JSON}
                await out.write_row([values[name] for name in names])


@st.composite
def histories(draw: st.DrawFn) -> list[Span]:
    """Dossiers of one or two spans, of which the second begins where the first ends."""
    found: list[Span] = []
    for first in draw(any_spans(6)):
        second = replace(draw(any_span()), stream=first.stream)
        begins = first.to_on
        if begins and begins > first.from_on:
            found += [first, replace(second, from_on=begins, to_on=None)]
        else:
            found.append(replace(first, to_on=None))
    return found


@few
@given(histories(), periods(), groupings, clocks)
async def test_the_database_counts_what_the_projection_counts(
    database: Database, found: list[Span], period: Period, by: Levels, clock: Clock
) -> None:
    await kept(database, found)
    assert await counts(database, period, by, clock) == cells_by_group(found, period, by, clock)


def wanted() -> SearchStrategy[Wanted]:
    """Any number; of the total."""
    cells = st.sampled_from(sorted(OPENABLE.values()))
    return st.builds(Wanted, periods(), cells, groupings, st.just(()), clocks)


@few
@given(histories(), wanted())
async def test_behind_every_number_the_database_finds_the_same_dossiers(
    database: Database, found: list[Span], wanted: Wanted
) -> None:
    await kept(database, found)
    for row in rows(found, wanted.period, wanted.by, wanted.clock):
        group = replace(wanted, group=row.path)
        assert await listed(database, group, Page()) == told.behind(found, group)


@few
@given(histories(), st.dates(JUNE.from_on - DAY, JUNE.to_on + DAY))
async def test_what_is_late_on_a_day_is_what_the_spans_say(
    database: Database, found: list[Span], day: Any
) -> None:
    await kept(database, found)
    assert await late(database, day, Page()) == told.late(found, day)
    overdue = Wanted(Period(JUNE.from_on - 99 * DAY, day, day), ("open", "overdue"))
    received = [one for one in told.late(found, day) if one.received_on <= day]
    assert {one.stream for one in await listed(database, overdue, Page())} == {
        one.stream for one in received
    }


def corners() -> list[Span]:
    """Received before and in June; ended never, before, in and behind it, told on the day or ahead
    of it; with and without a result; and otherwise by the national clock."""
    open_, done = ({"national": standing(due_on=june(15), ended_on=on)} for on in (None, june(15)))
    every = product(
        (june(1) - 9 * DAY, june(10)),
        (None, june(1) - 5 * DAY, june(5), june(15), june(30), june(30) + 2 * DAY),
        (june(1) - 9 * DAY, june(12)),
        (None, june(20)),
        (None, "withdrawn"),
        ({}, open_, done),
    )
    return [
        span(
            stream=f"{number:03}",
            received_on=received_on,
            ended_on=ended_on,
            from_on=from_on,
            to_on=to_on,
            ended_how=how if ended_on else None,
            clocks=by_clock,
        )
        for number, (received_on, ended_on, from_on, to_on, how, by_clock) in enumerate(every)
    ]


async def test_at_the_borders_of_days_the_database_counts_and_lists_the_same(
    database: Database,
) -> None:
    found = corners()
    await kept(database, found)
    some_days = [june(day) for day in (1, 5, 10, 11, 15, 20, 25, 30)]
    for from_on, to_on, as_of in product((june(1), june(11)), (june(11), june(30)), some_days):
        period = Period(from_on, to_on, as_of)
        for clock in (Clock.OWED, Clock.NATIONAL):
            assert await counts(database, period, (), clock) == cells_by_group(
                found, period, (), clock
            )
            for cell in (("open", "overdue"), ("ended", "withdrawn"), ("resolved", "late")):
                wanted = Wanted(period, cell, clock=clock)
                assert await listed(database, wanted, Page()) == told.behind(found, wanted)
    for day in some_days:
        assert await late(database, day, Page()) == told.late(found, day)


def crowd() -> list[Span]:
    """Something in every cell that there is, by the owed clock and by another."""
    gross = {"gross": standing(due_on=june(12)), "national": standing(due_on=june(15))}
    return [
        span(stream="a", ended_on=june(19), settled_minutes=90, channel="online"),
        span(stream="b", ended_on=june(20), clocks=gross, settled_minutes=30),
        span(stream="c", ended_on=june(21), late_cause="staffing", cause_confirmed=True),
        span(stream="d", due_on=None, ended_on=june(21), apologised=True),
        span(stream="e", due_on=june(30)),
        span(stream="f", due_on=june(25), apologised=True),
        span(stream="g", due_on=None),
        span(stream="h", ended_on=june(15), ended_how="withdrawn"),
        span(stream="i", ended_on=june(15), ended_how="stopped"),
        replace(not_accepted(june(11)), stream="j"),
        span(stream="k", received_on=june(1) - 9 * DAY),
        span(stream="l", otherwise=[otherwise("rule", due_on=june(30))]),
        span(stream="m", dates={"promised": standing(due_on=june(30))}),
    ]


async def test_there_is_a_dossier_in_every_cell(database: Database) -> None:
    """Or the comparisons above would compare nothing with nothing."""
    await kept(database, crowd())
    (found,) = (await counts(database, JUNE, ())).values()
    beside = {cell for cell in OPENABLE.values() if not cell[0]}
    assert {cell for cell in found if not cell[0]} == {*beside, ("", "settled_minutes")}
    assert {part for part, _ in found if part} == {part for part, _ in OPENABLE.values() if part}
    assert found == cells_by_group(crowd(), JUNE, ())[()]


@pytest.mark.parametrize("limit", [1, 2, 5])
async def test_pages_put_together_are_the_whole_list(database: Database, limit: int) -> None:
    await kept(database, crowd())
    wanted = Wanted(JUNE, OPENABLE["received.total"])
    whole = await listed(database, wanted, Page())
    assert len(whole) == len(crowd()) - 1

    async def page(behind: Key | None) -> list[Span]:
        return await listed(database, wanted, Page(limit, behind))

    assert await paged(page, told.received) == whole


async def test_pages_of_what_is_late_begin_with_the_oldest_due(database: Database) -> None:
    due = [june(25) - timedelta(days=day % 3) for day in range(7)]
    await kept(database, [span(stream=str(n), due_on=on) for n, on in enumerate(due)])

    async def page(behind: Key | None) -> list[Span]:
        return await late(database, JUNE.as_of, Page(2, behind))

    found = await paged(page, told.due)
    assert [one.due_on for one in found] == sorted(due)
    assert len({one.stream for one in found}) == 7


async def paged(page: Any, by: Sorting) -> list[Span]:
    found: list[Span] = []
    while here := await page(by(found[-1]) if found else None):
        found += here
    return found
