"""Whatever is told of whichever dossiers, in whatever order: the report adds up, and what was
known on a day stays what was known on it."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from itertools import count
from typing import Any, Final

import anyio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from adapters import catalogue
from adapters.postgres.queries import spans_known
from adapters.postgres.read_models import ReadModels
from adapters.postgres.vault import opened_vault
from domain.admission import admit
from domain.dossier.dossier import Dossier, evolve, fold
from domain.dossier.events import Told
from domain.dossier.order import in_order
from domain.dossier.standing import standing
from domain.engine import Engine
from domain.law import Law, enact
from domain.procedure.events import Amended, Published
from domain.procedure.procedure import Procedure, Transition
from domain.request import Posted
from projections.report import BECAME, CELLS, PARTS, Grouping, Levels, Period, document
from projections.timeliness import Span
from tests.adapters.asking import engine_over
from tests.adapters.conftest import anyio_backend, conninfo, database, server, servers
from tests.adapters.histories import Delivery, deliveries, posted
from tests.adapters.memory import MemoryEventStore, MemoryVault
from tests.adapters.projecting import ask, models, store
from tests.domain.case import ZONE
from tests.domain.procedure.definitions import a_term, a_version
from tests.projections.knowing import reported

pytestmark = pytest.mark.anyio

__all__ = ["anyio_backend", "conninfo", "database", "models", "server", "servers", "store"]

EMPTY: Final = (
    "DELETE FROM hoso_events; DELETE FROM hoso_codes; DELETE FROM hoso_projections;"
    "UPDATE hoso_head SET position = 0, recorded_at = '-infinity'"
)

LONG_AGO: Final = date(2021, 1, 1)
MIDWEEK: Final = date(2025, 11, 5)
SHIPPED: Final = catalogue.law(ZONE)


def of_three_days(*amended: Amended) -> Law:
    """Three working days for the one procedure; all else as shipped."""
    first = Published(procedure=version(LONG_AGO, 3), known_on=LONG_AGO)
    changes: list[Published | Amended] = [first, *amended]
    return enact(ZONE, changes, SHIPPED.common, SHIPPED.calendar, SHIPPED.registry)


def to_one_day(transition: Transition) -> Amended:
    """From the Wednesday on."""
    return Amended(procedure=version(MIDWEEK, 1, transition=transition), known_on=MIDWEEK)


def version(first_day: date, days: int, **said: Any) -> Procedure:
    term = a_term("settlement", days, starts=["complete"])
    return Procedure.model_validate(a_version(first_day, code="2.002131", terms=[term], **said))


LAWS: Final = {
    "shipped": SHIPPED,
    "governed": of_three_days(),
    "keeping": of_three_days(to_one_day(Transition.RECEIVED_BEFORE_KEEPS_OLD)),
    "changing": of_three_days(to_one_day(Transition.PENDING_TAKES_NEW)),
}
"""By names, which are told more shortly when a test fails."""

DAYS: Final = [date(2025, 11, 2) + timedelta(days=ahead) for ahead in range(10)]
"""From before anything happens until after the last."""
TODAY: Final = date(2025, 11, 20)
"""When all of it is told."""

ALL_YEAR: Final = Period(date(2025, 1, 1), date(2025, 12, 31), TODAY)
PLACES: Final = [
    (f"{part}.{cell}", part, cell)
    for part, cell in (*CELLS.values(), ("ended", "withdrawn"), ("ended", "stopped"))
]
CAME: Final = [("received", cell) for cell in ("online", "direct", "carried_over")]
DIRECTIONS: Final = [*CAME, *((part, cell) for _, part, cell in PLACES)]
"""The ways in and out."""

laws = st.sampled_from(list(LAWS))
levels = st.lists(st.sampled_from(Grouping), max_size=3, unique=True).map(tuple)


@dataclass(frozen=True, slots=True)
class Asked:
    period: Period
    by: Levels = ()


def questions() -> SearchStrategy[Asked]:
    days = st.lists(st.sampled_from(DAYS), min_size=2, max_size=2).map(sorted)
    as_of = st.sampled_from([*DAYS, TODAY])
    return st.builds(
        lambda two, day, by: Asked(Period(two[0], two[1], day), by), days, as_of, levels
    )


@dataclass(frozen=True, slots=True)
class Office:
    """An engine in memory, whose clock goes on by a minute with every batch that it hears."""

    law: Law
    store: MemoryEventStore
    engine: Engine
    heard: list[datetime]
    """When each batch was recorded."""

    async def hear(self, batch: list[Posted]) -> None:
        self.heard.append(self.heard[-1] + timedelta(minutes=1))
        await admit(self.engine, batch)

    async def spans(self, known_at: datetime) -> list[Span]:
        return await spans_known(self.store, self.law, known_at)

    async def now(self, asked: Asked) -> dict[str, Any]:
        """By all that was heard, whenever that was."""
        return reported(await self.spans(self.heard[-1]), asked.period, asked.by, "now")

    async def report(self, asked: Asked, known_at: datetime) -> dict[str, Any]:
        spans = await self.spans(known_at)
        return reported(spans, asked.period, asked.by, known_at.isoformat())


def office(law: str) -> Office:
    heard = [datetime(TODAY.year, TODAY.month, TODAY.day, 1, tzinfo=UTC)]
    store = MemoryEventStore(now=lambda: heard[-1])
    named = map("s{:03}".format, count(1))
    engine = Engine(
        store, MemoryVault(), LAWS[law], now=lambda: heard[-1], new_stream=lambda: next(named)
    )
    return Office(LAWS[law], store, engine, heard)


async def told(law: str, batches: Iterable[list[Posted]]) -> Office:
    hearing = office(law)
    for batch in batches:
        await hearing.hear(batch)
    return hearing


every = settings(max_examples=30, deadline=None)


# It adds up.


@every
@given(deliveries(), laws, questions())
async def test_at_every_group_what_was_received_was_resolved_or_is_open_or_ended(
    delivery: Delivery, law: str, asked: Asked
) -> None:
    """Given any history, when it is reported as known after any batch, then every row adds up by
    both clocks, and what stands above is the sum of what stands below."""
    hearing = await told(law, delivery.batches)
    for known_at in hearing.heard:
        found = await hearing.report(asked, known_at)
        rows = found["rows"]
        for row in (*rows, found["total"]):
            adds_up(row)
        for depth in range(1, len(asked.by)):
            above = [row for row in rows if row["level"] == depth]
            for row in above:
                below = [one for one in rows if one["path"][:-1] == row["path"]]
                assert added(below) == +numbers(row)
        assert added(row for row in rows if row["level"] <= 1) == +numbers(found["total"])


def adds_up(row: dict[str, Any]) -> None:
    for clock in (row, row["national"]):
        assert row["received"]["total"] == sum(clock[part]["total"] for part in BECAME)
    for cells in (row[part] for part in PARTS):
        assert cells["total"] == sum(count for name, count in cells.items() if name != "total")


def numbers(row: dict[str, Any]) -> Counter[str]:
    """What is counted in it, by its place."""
    return Counter(dict(_numbers(row, "")))


def _numbers(told: dict[str, Any], place: str) -> Iterator[tuple[str, int]]:
    for name, value in told.items():
        if isinstance(value, dict):
            yield from _numbers(value, f"{place}{name}.")
        elif isinstance(value, int) and name != "level":
            yield f"{place}{name}", value


def added(rows: Iterable[dict[str, Any]]) -> Counter[str]:
    """Without the noughts."""
    return sum(map(numbers, rows), Counter())


@every
@given(deliveries(), laws, questions())
async def test_the_classes_part_the_dossiers(delivery: Delivery, law: str, asked: Asked) -> None:
    """Given any history, then each dossier came in one way and went one way, once, by each clock;
    and together they are the report."""
    hearing = await told(law, delivery.batches)
    spans = await hearing.spans(hearing.heard[-1])
    each = [
        reported([span for span in spans if span.stream == stream], asked.period, ())["total"]
        for stream in {span.stream for span in spans}
    ]
    for alone in each:
        came = alone["received"]["total"]
        assert came + alone["not_accepted"] <= 1
        assert [alone[part][cell] for part, cell in DIRECTIONS].count(1) == 2 * came
    whole = await hearing.report(asked, hearing.heard[-1])
    assert added(each) == +numbers(whole["total"])


# As of any day it says where things stood.


@every
@given(deliveries(), laws, st.sampled_from([*DAYS, TODAY]))
async def test_as_of_a_day_it_says_where_every_dossier_stood_and_as_of_now_where_it_stands(
    delivery: Delivery, law: str, day: date
) -> None:
    """Given any history, when it is judged at the end of a day, then the classes are those of the
    dossiers as they were, folded anew and judged by the law of that day."""
    hearing = await told(law, delivery.batches)
    expected: Counter[str] = Counter()
    for stream in await hearing.store.dossiers("", 10):
        heard = [event.told for event in await hearing.store.history(stream)]
        expected += Counter(stood(heard, hearing.law, day))

    asked = Asked(Period(date(2025, 1, 1), date(2025, 12, 31), day))
    total = (await hearing.now(asked))["total"]

    assert +Counter({place: total[part][cell] for place, part, cell in PLACES}) == expected


def stood(heard: list[Told], law: Law, day: date) -> Iterator[str]:
    """The cell that the dossier was in at the end of the day; none before it was received."""
    zone = fold(heard).zone(law.zone)
    by_then = [
        one for one in in_order(heard).happened if one.occurred_at.astimezone(zone).date() <= day
    ]
    dossier = reduce(evolve, by_then, Dossier())
    if dossier.started_at:
        ending = dossier.result.ending
        ended = ending is not None and ending.at == dossier.ended_at
        judged = standing(dossier, law, day).on(day)
        yield f"ended.{ending.why}" if ending and ended else ".".join(CELLS[judged])


async def test_a_law_that_changes_is_heeded_from_its_day_on_though_nothing_happens() -> None:
    """Given a dossier received on Monday that is due on Thursday, when from Wednesday on a day is
    all that there is for what is pending, too, then it is overdue on Wednesday."""
    received = posted(0, "HS-1", 2, {"kind": "received", "procedure": "2.002131"})
    hearing = await told("changing", [[received]])

    for day, cell in ((MIDWEEK - timedelta(days=1), "in_time"), (MIDWEEK, "overdue")):
        asked = Asked(Period(DAYS[0], DAYS[-1], day))
        total = (await hearing.now(asked))["total"]
        assert total["open"][cell] == 1


# What was known stays known.


@every
@given(deliveries(), laws, questions())
async def test_what_was_known_then_does_not_change_whatever_is_told_later(
    delivery: Delivery, law: str, asked: Asked
) -> None:
    """Given a report as known then, when more is told, of the days before it, corrections and
    annulments too, then the same question has the same answer."""
    hearing, reports = office(law), dict[datetime, str]()
    for batch in delivery.batches:
        await hearing.hear(batch)
        reports[hearing.heard[-1]] = text(await hearing.report(asked, hearing.heard[-1]))

    again = {at: text(await hearing.report(asked, at)) for at in reports}

    assert again == reports


@every
@given(deliveries(), laws, questions())
async def test_in_whatever_order_and_however_often_it_is_told_the_report_is_the_same(
    delivery: Delivery, law: str, asked: Asked
) -> None:
    at_once = await told(law, [delivery.in_order])
    shuffled = await told(law, delivery.batches)

    assert text(await shuffled.now(asked)) == text(await at_once.now(asked))


def text(report: dict[str, Any]) -> str:
    return json.dumps(report, ensure_ascii=False)


# The same where it is kept.


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(delivery=deliveries(), asked=questions())
async def test_in_the_database_known_then_stays_and_as_of_now_is_live(
    delivery: Delivery, asked: Asked, models: ReadModels
) -> None:
    await ask(models.database, EMPTY)
    await ask(models.database, "DELETE FROM hoso_timeliness")
    engine = engine_over(models.store, await opened_vault(models.database))
    reports: dict[datetime, str] = {}
    for batch in delivery.batches:
        await admit(engine, batch)
        ((now,),) = await ask(models.database, "SELECT hoso_now()")
        reports[now] = text(await known_in(models, asked, now))

    await models.catch_up()

    assert {at: text(await known_in(models, asked, at)) for at in reports} == reports
    for question in (asked, Asked(ALL_YEAR, asked.by)):
        live = await models.counts(question.period, question.by)
        found = document(live, question.period, question.by, now.isoformat())
        assert found == await known_in(models, question, now)


async def known_in(models: ReadModels, asked: Asked, known_at: datetime) -> dict[str, Any]:
    spans = await models.spans_known(known_at)
    return reported(spans, asked.period, asked.by, known_at.isoformat())


async def test_what_is_being_recorded_while_somebody_asks_is_known_then_or_never(
    models: ReadModels,
) -> None:
    """Given an event that has its time of recording and is not committed yet, when the report is
    asked for as known now, then the same question has the same answer once it is committed."""
    answers: list[int] = []

    async def asking() -> None:
        answers.append(await models.store.known_at(now))

    async with (
        anyio.create_task_group() as tasks,
        models.database.connection() as conn,
        conn.transaction(),
    ):
        await conn.execute(
            "INSERT INTO hoso_events (originator_id, originator_version, topic, state) "
            "VALUES ('s', 1, 'dossier.completed', '{}')"
        )
        now = datetime.now(UTC) + timedelta(milliseconds=1)
        tasks.start_soon(asking)
        await anyio.sleep(0.3)

    assert answers == [await models.store.known_at(now)]
