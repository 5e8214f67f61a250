"""The watch: a divergence that nobody posts is found on time alone, entered once, and ended."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

import anyio
import pytest

from adapters.postgres.database import Database, opened
from adapters.postgres.event_store import PostgresEventStore
from adapters.postgres.looks import PostgresLooks
from adapters.postgres.vault import opened_vault
from adapters.worker import watch
from adapters.worker.watch import Watch
from domain.dossier.events import Told
from domain.engine import Engine
from domain.watch import LATER, Looked, look
from projections import divergences
from projections.divergences import DivergenceRow
from projections.projection import Story
from tests.domain.case import result
from tests.domain.divergence.case import (
    DIGITAL,
    FRIDAY,
    MONDAY,
    PAPER,
    SATURDAY,
    at,
    came,
    took,
)
from tests.domain.divergence.test_walkthroughs import friday
from tests.domain.spec import posted
from tests.domain.transitions.case import CENTRE, SHIPPED, forwarded

pytestmark = pytest.mark.anyio


@dataclass
class Office:
    """An engine whose clock the test sets, and the watch beside it."""

    engine: Engine
    watch: Watch
    now: datetime = at(FRIDAY, 14, 20)

    async def hears(self, *told: Told) -> None:
        for one in told:
            await self.engine.perform(posted(one), opens=True)

    async def looks(self, now: datetime) -> list[str]:
        """What a round then entered."""
        before = await self.engine.store.head()
        self.now = now
        await self.watch.round()
        log = await self.engine.store.after(before, 100)
        assert all(event.told.source == "hoso" and event.told.actor is None for event in log)
        return [f"{_kind(event.told)} {_what(event.told)}" for event in log]

    async def rows(self) -> list[DivergenceRow]:
        (stream,) = await self.engine.store.dossiers("", 10)
        story = Story(await self.engine.store.history(stream), SHIPPED)
        return sorted(divergences.told(story), key=lambda row: (row.found_at, row.kind))


def _kind(told: Told) -> str:
    return told.event.kind.removeprefix("dossier.divergence-")


def _what(told: Told) -> Any:
    return getattr(told.event, "divergence", None)


@pytest.fixture
async def office(database: Database) -> Office:
    store, vault = PostgresEventStore(database), await opened_vault(database)
    return office_over(store, vault, PostgresLooks(database))


def office_over(store: Any, vault: Any, looks: Any) -> Office:
    engine = Engine(store, vault, SHIPPED, lambda: here.now, lambda: str(uuid4()))
    here = Office(engine, Watch(engine, looks))
    return here


async def test_time_alone_finds_it_and_it_is_entered_once(office: Office) -> None:
    await office.hears(*friday[:2])
    assert await office.looks(at(FRIDAY, 16, 9)) == []
    assert await office.looks(at(FRIDAY, 16, 10)) == ["found receipt"]
    assert await office.looks(at(FRIDAY, 16, 10)) == []
    assert await office.looks(at(FRIDAY, 16, 40)) == []
    (row,) = await office.rows()
    assert (row.kind, row.since, row.found_at) == (
        "receipt",
        at(FRIDAY, 14, 10),
        at(FRIDAY, 16, 10),
    )
    assert row.unrecorded
    assert row.ends == ["record", "person"]
    assert row.ended_at is None


async def test_what_happens_ends_it(office: Office) -> None:
    await office.hears(*friday[:2])
    await office.looks(at(FRIDAY, 16, 20))
    office.now = at(FRIDAY, 16, 35)
    await office.hears(friday[2])
    assert await office.looks(at(FRIDAY, 16, 40)) == ["converged receipt"]
    assert await office.looks(at(SATURDAY, 8, 30)) == ["found absence", "found custody"]
    office.now = at(SATURDAY, 10, 5)
    await office.hears(forwarded(SATURDAY, 9), took(PAPER, at(SATURDAY, 10)))
    await office.looks(at(SATURDAY, 11))
    ended = {(row.kind, row.ended_how) for row in await office.rows()}
    assert ("receipt", "converged") in ended
    assert all(how for _, how in ended)


async def test_a_later_record_dispels_it(office: Office) -> None:
    """The paper had come at 15:00; it was typed after the alarm."""
    await office.hears(*friday[:2])
    await office.looks(at(FRIDAY, 16, 20))
    office.now = at(FRIDAY, 16, 45)
    await office.hears(came(PAPER, at(FRIDAY, 15), CENTRE))
    assert await office.looks(at(FRIDAY, 16, 50)) == ["dispelled receipt"]
    assert [row.ended_how for row in await office.rows()] == ["dispelled"]


async def test_two_that_look_at_once_enter_it_once(office: Office, conninfo: str) -> None:
    await office.hears(*friday[:2])
    office.now = at(FRIDAY, 16, 20)
    async with opened(conninfo) as database:
        store, vault = PostgresEventStore(database), await opened_vault(database)
        other = office_over(store, vault, PostgresLooks(database))
        other.now = office.now
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(office.watch.round)
            tasks.start_soon(other.watch.round)
    log = await office.engine.store.after(0, 100)
    assert [_kind(event.told) for event in log].count("found") == 1


async def test_one_that_cannot_be_looked_at_keeps_nobody_from_being_looked_at(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.hears(*friday[:2])
    (first,) = await office.engine.store.dossiers("", 10)

    async def failing(engine: Engine, stream: str, now: datetime) -> Looked:
        if stream == first:
            raise ZeroDivisionError
        return await look(engine, stream, now)

    monkeypatch.setattr(watch, "look", failing)
    assert await office.looks(at(FRIDAY, 16, 20)) == []
    monkeypatch.undo()
    assert await office.looks(at(FRIDAY, 16, 30)) == []
    assert await office.looks(at(FRIDAY, 16, 20) + LATER) == ["found receipt"]


async def test_a_result_owed_on_both_carriers_is_missed_on_one(office: Office) -> None:
    office.now = at(MONDAY, 9)
    await office.hears(*friday, result(DIGITAL, MONDAY, 8))
    found = await office.looks(at(MONDAY, 16, 30))
    assert "found result" in found
    assert [row.needs_person for row in await office.rows() if row.kind == "result"] == [True]


async def test_what_lies_a_little_ahead_is_looked_at_when_it_has_happened(office: Office) -> None:
    """The office's clock is ahead of ours: recorded, and not happened yet."""
    office.now = at(FRIDAY, 14, 5)
    await office.hears(*friday[:2])
    assert await office.looks(at(FRIDAY, 14, 6)) == []
    assert await office.looks(at(FRIDAY, 16, 10)) == ["found receipt"]


async def test_as_known_at_any_position_there_is_what_had_been_entered_by_then(
    office: Office,
) -> None:
    await office.hears(*friday[:2])
    await office.looks(at(FRIDAY, 16, 20))
    office.now = at(FRIDAY, 16, 35)
    await office.hears(friday[2])
    await office.looks(at(SATURDAY, 8, 30))
    (stream,) = await office.engine.store.dossiers("", 10)
    for position in range(1, await office.engine.store.head() + 1):
        known = await office.engine.store.history(stream, known_to=position)
        found = [_what(event.told) for event in known if _kind(event.told) == "found"]
        over = [event for event in known if _kind(event.told) in ("converged", "dispelled")]
        rows = list(divergences.told(Story(known, SHIPPED)))
        assert sorted(row.kind for row in rows) == sorted(found)
        assert sum(row.ended_at is not None for row in rows) == len(over)


async def test_who_saw_less_of_a_dossier_erases_no_look(database: Database) -> None:
    """Another server's look began before the last event, and ends after ours."""
    looks = PostgresLooks(database)
    await looks.looked("s", 2, at(FRIDAY, 16))
    await looks.looked("s", 1, None)
    assert await looks.due(at(FRIDAY, 16), 10) == ["s"]
    await looks.looked("s", 3, None)
    assert await looks.due(at(FRIDAY, 16), 10) == []
