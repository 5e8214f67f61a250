"""What is generated is of one kind with what the projection tells, and its halves agree."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import psycopg
import pytest

from adapters.postgres.counting import counts
from adapters.postgres.database import Database, opened
from adapters.postgres.embedded import running
from adapters.postgres.event_store import PostgresEventStore
from adapters.postgres.queries import spans
from benchmarks.areas.report import MIDDLE, any_days, quarter
from benchmarks.generated import EVER, QUARTER, fill
from benchmarks.peers.raw_events import COUNTS, RawEvents
from domain.dossier.events import Received
from projections.report import Grouping, Period, cells_by_group

DOSSIERS: Final = 600
BY: Final = (Grouping.PROCEDURE,)


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(tmp_path_factory.mktemp("generated") / "hoso") as conninfo:
        asyncio.run(_filled(conninfo))
        yield conninfo


async def _filled(conninfo: str) -> None:
    async with opened(conninfo):
        await fill(conninfo, DOSSIERS)


def asked(conninfo: str, ask: Any) -> Any:
    async def answer() -> Any:
        async with opened(conninfo) as database:
            return await ask(database)

    return asyncio.run(answer())


@pytest.mark.parametrize("period", [QUARTER, MIDDLE, EVER, any_days()[0]], ids=str)
def test_its_rows_are_spans_that_the_projection_counts_alike(
    generated: str, period: Period
) -> None:
    async def both(database: Database) -> None:
        found = cells_by_group(await spans(database, period), period, BY)
        assert found == await counts(database, period, BY)

    asked(generated, both)


def test_every_dossier_came_once_and_something_became_of_most(generated: str) -> None:
    cells = asked(generated, lambda database: counts(database, EVER, ()))[()]
    parts: Counter[str] = Counter()
    for (part, _), number in cells.items():
        parts[part] += number

    assert parts["received"] + cells["", "not_accepted"] == DOSSIERS
    assert parts["resolved"] > 0.9 * DOSSIERS
    assert 0 < cells["resolved", "late"] + cells["open", "overdue"] < 0.06 * DOSSIERS
    assert min(cells["ended", "withdrawn"], cells["", "contested"]) > 0


def test_a_stretch_ends_where_the_next_one_of_the_dossier_begins(generated: str) -> None:
    with psycopg.connect(generated) as conn:
        torn = conn.execute(
            "SELECT stream FROM (SELECT *, lead(from_on) OVER (PARTITION BY stream ORDER BY "
            "from_on) AS following FROM hoso_timeliness) AS span WHERE to_on IS DISTINCT FROM "
            "following"
        )
        assert torn.fetchall() == []


def test_its_events_can_be_read_and_are_of_the_same_dossiers(generated: str) -> None:
    async def told(database: Database) -> Any:
        return await PostgresEventStore(database).after(0, 3 * DOSSIERS)

    events = asked(generated, told)
    came = Counter(
        event.told.event.procedure for event in events if isinstance(event.told.event, Received)
    )
    found = asked(generated, lambda database: counts(database, EVER, BY))
    received = {
        path[0]: sum(number for cell, number in cells.items() if cell[0] == "received")
        for path, cells in found.items()
    }
    assert came == Counter(received)
    assert [event.position for event in events] == list(range(1, len(events) + 1))


def test_the_log_alone_counts_as_many_received_in_the_quarter(generated: str) -> None:
    raw = RawEvents(COUNTS)
    with psycopg.connect(generated) as raw.conn:
        its = {row[0]: row[1:3] for row in raw.answer(QUARTER)}
    ours = asked(generated, lambda database: counts(database, QUARTER, BY))
    for (procedure,), cells in ours.items():
        carried = cells.get(("received", "carried_over"), 0)
        new = cells.get(("received", "online"), 0) + cells.get(("received", "direct"), 0)
        assert its.get(procedure, (0, 0)) == (carried, new)


def test_the_same_seed_gives_the_same_rows(generated: str, tmp_path: Path) -> None:
    with running(tmp_path / "again") as conninfo:
        asyncio.run(_filled(conninfo))
        first, second = (asked(each, lambda of: spans(of, EVER)) for each in (generated, conninfo))
    assert sorted(first, key=str) == sorted(second, key=str)


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [("2019-12-31", "2019-10-01", "2019-12-31"), ("2017-01-02", "2017-01-01", "2017-03-31")],
)
def test_the_quarter_of_a_day_is_that_of_the_calendar(day: str, first: str, last: str) -> None:
    found = quarter(EVER.from_on.fromisoformat(day))

    assert (found.from_on.isoformat(), found.to_on.isoformat()) == (first, last)
    assert found.as_of.isoformat() == day
