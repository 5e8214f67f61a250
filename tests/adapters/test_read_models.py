"""Read models: live equals rebuilt equals folded, whatever comes in between."""

import json
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final, LiteralString

import anyio
import pytest
from hypothesis import HealthCheck, given, settings
from psycopg import sql
from structlog.testing import capture_logs

from adapters.postgres import read_models
from adapters.postgres.database import Database, opened
from adapters.postgres.event_store import PostgresEventStore
from adapters.postgres.read_models import ReadModels, Unprojectable
from adapters.postgres.vault import opened_vault
from domain.admission import admit
from domain.dossier.dossier import fold
from domain.dossier.events import Received
from domain.dossier.history import UnreadableEvent
from domain.dossier.values import Channel
from domain.engine import Engine
from domain.law import Law
from domain.request import Posted
from projections import ALL, timeliness
from projections.projection import Known, Projection
from projections.report import Grouping, Period, document
from projections.timeliness import Span
from projections.view import state
from tests.adapters.asking import LAW, engine_over
from tests.adapters.histories import Delivery, deliveries
from tests.adapters.promises import recording, told

pytestmark = pytest.mark.anyio

NAMES: Final = [projection.name for projection in ALL]
WEEK: Final = [date(2025, 11, day) for day in range(3, 10)]
PERIODS: Final = [
    Period(date(2025, 1, 1), date(2025, 12, 31), date(2025, 12, 31)),
    *(Period(day, day, day) for day in WEEK),
    *(Period(WEEK[1], day, WEEK[-1]) for day in WEEK[2:]),
]
EMPTY: Final = (
    "DELETE FROM hoso_events; DELETE FROM hoso_codes; DELETE FROM hoso_projections;"
    "DELETE FROM hoso_dossier_view; DELETE FROM hoso_history; DELETE FROM hoso_timeliness;"
    "UPDATE hoso_head SET position = 0, recorded_at = '-infinity'"
)


@pytest.fixture
def store(database: Database) -> PostgresEventStore:
    return PostgresEventStore(database)


@pytest.fixture
def models(database: Database, store: PostgresEventStore) -> ReadModels:
    return ReadModels(database, store, LAW, ALL)


async def rows(database: Database, name: str) -> list[Any]:
    """Every row of a projection, as text."""
    async with database.connection() as conn:
        table = sql.Identifier(f"hoso_{name}")
        cursor = await conn.execute(sql.SQL("SELECT t::text FROM {} t ORDER BY 1").format(table))
        return [row[0] for row in await cursor.fetchall()]


async def everything(models: ReadModels) -> dict[str, list[Any]]:
    return {name: await rows(models.database, name) for name in NAMES}


async def ask(database: Database, query: LiteralString) -> list[Any]:
    async with database.connection() as conn:
        cursor = await conn.execute(query)
        return await cursor.fetchall() if cursor.description else []


async def states(models: ReadModels) -> dict[str, str]:
    """What is shown of each dossier by its code, byte for byte."""
    found = await ask(
        models.database,
        "SELECT value, state::text, findings::text FROM hoso_dossier_view JOIN hoso_codes "
        "USING (stream)",
    )
    return {code: state + findings for code, state, findings in found}


async def reports(models: ReadModels) -> list[str]:
    return [one for period in PERIODS for one in printed(await models.spans(period), period)]


def printed(spans: Sequence[Span], period: Period) -> list[str]:
    """The reports of a period, by everything that they can be grouped by."""
    documents = (document(spans, period, by, known_at=None) for by in (None, *Grouping))
    return [json.dumps(one, ensure_ascii=False) for one in documents]


async def folded(models: ReadModels) -> tuple[dict[str, str], list[str]]:
    """States and reports straight from the log, with no read model in between."""
    log = await models.store.after(0, 10_000)
    known: dict[str, list[Any]] = {}
    for event in log:
        known.setdefault(event.stream, []).append(event)
    of_streams = {
        stream: canonical(state(fold(event.told for event in events), LAW))
        for stream, events in known.items()
    }
    spans = [span for events in known.values() for span in timeliness.rows(events, LAW)]
    return of_streams, [one for period in PERIODS for one in printed(spans, period)]


def canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


async def states_by_stream(models: ReadModels) -> dict[str, str]:
    found = await ask(models.database, "SELECT stream, state FROM hoso_dossier_view")
    return {stream: canonical(state) for stream, state in found}


async def delivered(models: ReadModels, engine: Engine, batches: Sequence[list[Posted]]) -> None:
    """Into an empty store, the read models following every batch."""
    await ask(models.database, EMPTY)
    for batch in batches:
        await admit(engine, batch)
        await models.catch_up()


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(delivery=deliveries())
async def test_live_is_rebuilt_is_folded_in_whatever_order_it_came(
    delivery: Delivery, models: ReadModels
) -> None:
    engine = engine_over(models.store, await opened_vault(models.database))
    await delivered(models, engine, [delivery.in_order])
    in_order = await states(models), await reports(models)

    await delivered(models, engine, delivery.batches)
    assert (await states(models), await reports(models)) == in_order
    live = await everything(models)
    assert (await states_by_stream(models), await reports(models)) == await folded(models)
    for name in NAMES:
        await models.rebuild(name)
    assert await everything(models) == live


async def test_a_dossier_not_received_yet_is_no_fault(
    models: ReadModels, store: PostgresEventStore
) -> None:
    await store.append([recording("a", 0)])
    await models.catch_up()
    assert [(one.name, one.stopped_by) for one in await models.standings()] == [
        (name, None) for name in NAMES
    ]
    assert await rows(models.database, "timeliness") == []


async def test_following_every_event_is_reading_them_at_once(
    models: ReadModels, store: PostgresEventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    for version in range(6):
        await store.append([recording("a", version), recording("b", version)])
        await models.catch_up()
    live = await everything(models)
    await ask(models.database, "DELETE FROM hoso_projections")
    monkeypatch.setattr(read_models, "BATCH", 5)
    reached: list[int] = []
    await models.catch_up(reached.append)
    assert reached == [5, 10, 12] * len(ALL)
    assert await everything(models) == live


class Stall:
    """Keeps a projection waiting where it calls `function` for the given time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, function: str, at: int) -> None:
        self.reached, self.go_on = anyio.Event(), anyio.Event()
        self._at = at
        monkeypatch.setattr(read_models, function, self._before(getattr(read_models, function)))

    def _before(self, function: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def stalling(*arguments: Any) -> Any:
            self._at -= 1
            if self._at == 0:
                self.reached.set()
                await self.go_on.wait()
            return await function(*arguments)

        return stalling


async def test_a_runner_that_was_overtaken_puts_nothing_back(
    models: ReadModels, store: PostgresEventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.append([recording("a", 0)])
    stall = Stall(monkeypatch, "_position", at=1)
    async with anyio.create_task_group() as tasks:
        # One transaction of it: the next one would make good again what this one spoilt.
        tasks.start_soon(models._further, ALL[0], 0, 10)
        await stall.reached.wait()
        await store.append([recording("a", 1)])
        await models.catch_up()
        stall.go_on.set()
    views = await ask(models.database, "SELECT stream, position, version FROM hoso_dossier_view")
    assert views == [("a", 2, 2)]
    assert [one.position for one in await models.standings()] == [2, 2, 2]


async def test_a_projection_killed_in_its_transaction_begins_where_it_had_committed(
    models: ReadModels, store: PostgresEventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.append([recording(stream, v) for v in range(4) for stream in "abc"])
    monkeypatch.setattr(read_models, "BATCH", 5)
    with monkeypatch.context() as patch:
        stall = Stall(patch, "_moved", at=2)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(models.catch_up)
            await stall.reached.wait()
            tasks.cancel_scope.cancel()
    assert [one.position for one in await models.standings()] == [5, 0, 0]
    versions = await ask(models.database, "SELECT stream, version FROM hoso_dossier_view")
    assert sorted(versions) == [("a", 2), ("b", 2), ("c", 1)]

    await models.catch_up()
    live = await everything(models)
    for name in NAMES:
        await models.rebuild(name)
    assert await everything(models) == live
    assert [one.position for one in await models.standings()] == [12, 12, 12]


async def test_readers_see_the_old_rows_until_the_rebuilt_ones_stand(
    models: ReadModels, store: PostgresEventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.append([recording(stream, 0) for stream in "abcdef"])
    await models.catch_up()
    await ask(models.database, "UPDATE hoso_dossier_view SET findings = '[\"as it was\"]'")
    old = await rows(models.database, "dossier_view")
    monkeypatch.setattr(read_models, "BATCH", 2)
    stall = Stall(monkeypatch, "_moved", at=2)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(models.rebuild, "dossier_view")
        await stall.reached.wait()
        assert await rows(models.database, "dossier_view") == old
        stall.go_on.set()
    new = await rows(models.database, "dossier_view")
    assert len(new) == len(old)
    assert all("as it was" in row for row in old)
    assert not any("as it was" in row for row in new)


async def test_a_reader_never_finds_a_projection_empty_while_it_is_rebuilt(
    models: ReadModels, store: PostgresEventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_models, "BATCH", 20)
    await store.append([recording(f"{n:03}", 0) for n in range(200)])
    await models.catch_up()
    counts: set[int] = set()
    rebuilt = anyio.Event()

    async def rebuild() -> None:
        await models.rebuild("history")
        rebuilt.set()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(rebuild)
        while not rebuilt.is_set():
            counts.add(len(await rows(models.database, "history")))
    assert counts == {200}


async def test_runners_at_once_project_each_event_once_whatever_the_pool_holds(
    conninfo: str, store: PostgresEventStore
) -> None:
    await store.append([recording(f"{n:03}", 0) for n in range(50)])
    async with opened(conninfo, size=1) as narrow:
        models = ReadModels(narrow, PostgresEventStore(narrow), LAW, ALL)
        with anyio.fail_after(8):
            async with anyio.create_task_group() as tasks:
                for _ in range(5):
                    tasks.start_soon(models.catch_up)
        assert [one.position for one in await models.standings()] == [50, 50, 50]
        assert [len(found) for found in (await everything(models)).values()] == [50, 50, 0]


def failing_for(stream: str) -> Projection:
    """The dossier view, but for one dossier."""
    view = ALL[0]

    def told_rows(known: Known, law: Law) -> Iterable[Any]:
        if known[-1].stream == stream and known[-1].version >= 2:
            raise ZeroDivisionError("nobody thought of this")
        return view.rows(known, law)

    return replace(view, rows=told_rows)


async def test_a_poisonous_dossier_stops_its_projection_alone_and_is_named(
    models: ReadModels, store: PostgresEventStore
) -> None:
    await store.append([recording(stream, v) for v in range(3) for stream in "abc"])
    poisoned = replace(models, projections=[failing_for("b"), *ALL[1:]])
    with capture_logs() as logs:
        await poisoned.catch_up()
        await poisoned.catch_up()
    stopped, *others = await poisoned.standings()
    assert (stopped.position, stopped.stopped_at) == (4, 5)
    assert stopped.stopped_by == "ZeroDivisionError: nobody thought of this"
    assert [(one.position, one.stopped_at) for one in others] == [(9, None), (9, None)]
    assert [(log["projection"], log["position"]) for log in logs] == [("dossier_view", 5)]
    versions = await ask(models.database, "SELECT stream, version FROM hoso_dossier_view")
    assert sorted(versions) == [("a", 2), ("b", 1), ("c", 1)]


async def test_a_projection_that_was_mended_goes_on_by_itself(
    models: ReadModels, store: PostgresEventStore
) -> None:
    await store.append([recording(stream, v) for v in range(3) for stream in "abc"])
    await replace(models, projections=[failing_for("b"), *ALL[1:]]).catch_up()
    await models.catch_up()
    assert [(one.position, one.stopped_by) for one in await models.standings()] == [(9, None)] * 3
    live = await everything(models)
    await models.rebuild("dossier_view")
    assert await everything(models) == live


async def test_a_rebuild_that_fails_leaves_the_old_rows(
    models: ReadModels, store: PostgresEventStore
) -> None:
    await store.append([recording(stream, v) for v in range(2) for stream in "ab"])
    await models.catch_up()
    before = await everything(models), await models.standings()
    with pytest.raises(Unprojectable, match="nobody thought of this"):
        await replace(models, projections=[failing_for("b")]).rebuild("dossier_view")
    assert (await everything(models), await models.standings()) == before


async def append_as_the_library(models: ReadModels, stream: str, kind: str, state: str) -> None:
    async with models.database.connection() as conn:
        await conn.execute(
            "INSERT INTO hoso_events (originator_id, originator_version, topic, state) "
            "VALUES (%s, 1, %s, convert_to(%s, 'UTF8'))",
            (stream, kind, state),
        )


async def test_an_event_that_nobody_can_read_stops_what_is_behind_it_and_is_named(
    models: ReadModels, store: PostgresEventStore
) -> None:
    await store.append([recording("a", 0), recording("b", 0)])
    await append_as_the_library(models, "x", "dossier.split", "{}")
    await store.append([recording("c", 0)])
    await models.catch_up()
    for standing in await models.standings():
        assert (standing.position, standing.stopped_at) == (2, 3)
        assert "dossier.split" in (standing.stopped_by or "")
    views = await ask(models.database, "SELECT stream FROM hoso_dossier_view")
    assert sorted(views) == [("a",), ("b",)]
    before = await everything(models)
    with pytest.raises(UnreadableEvent, match="position 3"):
        await models.rebuild("history")
    assert await everything(models) == before


async def test_a_text_that_the_database_cannot_hold_stops_its_projection_alone(
    models: ReadModels, store: PostgresEventStore
) -> None:
    await append_as_the_library(models, "x", "dossier.noted", '{"name": "a\\u0000b"}')
    await store.append([recording("c", 0)])
    await models.catch_up()
    found = {one.name: (one.position, one.stopped_at) for one in await models.standings()}
    assert found == {"dossier_view": (2, None), "history": (0, 1), "timeliness": (2, None)}


async def test_what_was_known_then_is_folded_from_the_log(
    models: ReadModels, store: PostgresEventStore
) -> None:
    first = await store.append(
        [recording("a", 0, replace(told(code="a"), event=Received(channel=Channel.ONLINE)))]
    )
    await store.append(
        [recording("b", 0, replace(told(code="b"), event=Received(channel=Channel.POST)))]
    )
    await models.catch_up()
    then = await models.spans_known(first[0].recorded_at)
    assert [(span.code, span.channel) for span in then] == [("a", "online")]
    now = await models.spans_known(datetime.now(UTC))
    assert sorted(now, key=by_stream) == sorted(await models.spans(PERIODS[0]), key=by_stream)


def by_stream(span: Span) -> str:
    return span.stream


async def test_a_projection_that_never_ran_stands_at_the_beginning(models: ReadModels) -> None:
    assert [(one.name, one.position) for one in await models.standings()] == [
        (name, 0) for name in NAMES
    ]
    await models.catch_up()
    assert [one.position for one in await models.standings()] == [0, 0, 0]
