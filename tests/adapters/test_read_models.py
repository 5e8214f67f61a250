"""Read models: live equals rebuilt equals folded, whatever comes in between."""

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final

import anyio
import pytest
from hypothesis import HealthCheck, given, settings

from adapters.postgres import runner, tables
from adapters.postgres.database import opened
from adapters.postgres.event_store import PostgresEventStore
from adapters.postgres.read_models import ReadModels
from adapters.postgres.vault import opened_vault
from domain.admission import admit
from domain.dossier.dossier import fold
from domain.dossier.events import Received
from domain.dossier.values import Channel
from domain.engine import Engine
from domain.request import Posted
from projections import ALL, timeliness
from projections.report import Grouping, Period
from projections.timeliness import Span
from projections.view import state
from tests.adapters.asking import LAW, engine_over
from tests.adapters.histories import Delivery, deliveries
from tests.adapters.projecting import NAMES, ask, everything, models, parked, positions, rows, store
from tests.adapters.promises import recording, told
from tests.projections.knowing import reported

pytestmark = pytest.mark.anyio

__all__ = ["models", "store"]

WEEK: Final = [date(2025, 11, day) for day in range(3, 10)]
PERIODS: Final = [
    Period(date(2025, 1, 1), date(2025, 12, 31), date(2025, 12, 31)),
    *(Period(day, day, day) for day in WEEK),
    *(Period(WEEK[1], day, WEEK[-1]) for day in WEEK[2:]),
]
EMPTY: Final = (
    "DELETE FROM hoso_events; DELETE FROM hoso_codes; DELETE FROM hoso_projections;"
    "UPDATE hoso_head SET position = 0, recorded_at = '-infinity'"
)


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
    groupings = ((), *((one,) for one in Grouping))
    documents = (reported(spans, period, by, known_at=None) for by in groupings)
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
    async with models.database.connection() as conn:
        for name in NAMES:
            await conn.execute(f"DELETE FROM hoso_{name}".encode())
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
    await models.rebuild()
    assert await everything(models) == live


async def test_a_dossier_not_received_yet_is_no_fault(
    models: ReadModels, store: PostgresEventStore
) -> None:
    await store.append([recording("a", 0)])
    await models.catch_up()
    assert await parked(models) == {}
    assert await rows(models.database, "timeliness") == []


async def test_following_every_event_is_reading_them_at_once(
    models: ReadModels, store: PostgresEventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    for version in range(6):
        await store.append([recording("a", version), recording("b", version)])
        await models.catch_up()
    live = await everything(models)
    await ask(models.database, "DELETE FROM hoso_projections")
    monkeypatch.setattr(runner, "BATCH", 5)
    reached: list[int] = []
    await models.catch_up(reached.append)
    assert reached == [5, 10, 12]
    assert await everything(models) == live


class Stall:
    """Keeps a projection waiting where it calls `function` for the given time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, function: str, at: int) -> None:
        self.reached, self.go_on = anyio.Event(), anyio.Event()
        self._at = at
        monkeypatch.setattr(tables, function, self._before(getattr(tables, function)))

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
    stall = Stall(monkeypatch, "locked", at=1)
    slow = replace(models)
    async with anyio.create_task_group() as tasks:
        # One transaction of it: the next one would make good again what this one spoilt.
        batch = await slow._runner._told(ALL, 0, 10)
        assert batch
        tasks.start_soon(slow._runner._commit, batch)
        await stall.reached.wait()
        await store.append([recording("a", 1)])
        await models.catch_up()
        stall.go_on.set()
    views = await ask(models.database, "SELECT stream, position, version FROM hoso_dossier_view")
    assert views == [("a", 2, 2)]
    assert await positions(models) == {2}


async def test_a_runner_killed_in_its_transaction_begins_where_it_had_committed(
    models: ReadModels, store: PostgresEventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.append([recording(stream, v) for v in range(4) for stream in "abc"])
    monkeypatch.setattr(runner, "BATCH", 5)
    with monkeypatch.context() as patch:
        stall = Stall(patch, "moved", at=2)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(models.catch_up)
            await stall.reached.wait()
            tasks.cancel_scope.cancel()
    assert await positions(models) == {5}
    versions = await ask(models.database, "SELECT stream, version FROM hoso_dossier_view")
    assert sorted(versions) == [("a", 2), ("b", 2), ("c", 1)]

    await models.catch_up()
    live = await everything(models)
    await models.rebuild()
    assert await everything(models) == live
    assert await positions(models) == {12}


async def test_projections_that_have_read_unequally_far_go_on_together(
    models: ReadModels, store: PostgresEventStore
) -> None:
    await store.append([recording(stream, v) for v in range(4) for stream in "abc"])
    await models.catch_up()
    live = await everything(models)
    await ask(
        models.database,
        "UPDATE hoso_projections SET position = 7 WHERE name = 'history';"
        "UPDATE hoso_projections SET position = 3 WHERE name = 'timeliness'",
    )
    reached: list[int] = []
    await models.catch_up(reached.append)
    assert reached == [7, 12]
    assert await everything(models) == live


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
        assert await positions(models) == {50}
        assert [len(await rows(narrow, name)) for name in ("dossier_view", "history")] == [50, 50]


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
    assert await positions(models) == {0}
