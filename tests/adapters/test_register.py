"""The installation's own record stands beside the dossiers, and is none."""

import asyncio
from datetime import UTC, datetime
from typing import Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict

from adapters.postgres.database import Database
from adapters.postgres.event_store import PostgresEventStore
from adapters.postgres.looks import PostgresLooks
from adapters.postgres.read_models import ReadModels
from adapters.postgres.register import PostgresRegister
from adapters.postgres.vault import opened_vault
from domain.dossier.history import UnreadableEvent
from domain.refusals import Refused
from domain.register import LAW, REPORTS, Register
from domain.store import Conflict
from projections import ALL
from tests.adapters.asking import LAW as OUR_LAW
from tests.adapters.asking import engine_over
from tests.adapters.memory_register import MemoryRegister
from tests.adapters.writing import a_note

pytestmark = pytest.mark.anyio


class Hung(BaseModel):
    """Something that can be entered."""

    model_config = ConfigDict(frozen=True)
    kind: Literal["test.hung"] = "test.hung"
    day: str
    note: str | None = None


KINDS = {"test.hung": Hung}
BY: dict[str, Any] = {"actor": "clerk", "source": "office"}


class RegisterPromises:
    async def test_what_was_entered_is_read_again_in_its_order(self, register: Register) -> None:
        first = await register.enter(LAW, Hung(day="one"), **BY, request_id="1", after=0)
        second = await register.enter(LAW, Hung(day="two"), **BY, request_id="2", after=1)
        await register.enter(REPORTS, Hung(day="three"), **BY, request_id="3", after=0)
        assert list(await register.entered(LAW)) == [first, second]
        assert (first.version, second.version) == (1, 2)
        assert first.recorded_at <= second.recorded_at
        assert [one.actor for one in await register.entered(REPORTS)] == ["clerk"]

    async def test_the_key_under_which_it_came_is_kept(self, register: Register) -> None:
        """An entry without one is from before it was kept: it is read for ever."""
        by_key = {**BY, "entered_by": "a1b2c3"}
        first = await register.enter(LAW, Hung(day="one"), **by_key, request_id="1", after=0)
        await register.enter(LAW, Hung(day="two"), **BY, request_id="2", after=1)
        assert [one.entered_by for one in await register.entered(LAW)] == ["a1b2c3", None]
        other = {**BY, "entered_by": "another"}
        again = await register.enter(LAW, Hung(day="one"), **other, request_id="1", after=2)
        assert again == first

    async def test_the_same_request_again_gets_what_it_first_led_to(
        self, register: Register
    ) -> None:
        first = await register.enter(LAW, Hung(day="one"), **BY, request_id="1", after=0)
        again = await register.enter(LAW, Hung(day="one"), **BY, request_id="1", after=1)
        assert again == first
        assert len(await register.entered(LAW)) == 1

    async def test_a_request_id_used_for_something_else_is_refused(
        self, register: Register
    ) -> None:
        await register.enter(LAW, Hung(day="one"), **BY, request_id="1", after=0)
        with pytest.raises(Refused) as refused:
            await register.enter(LAW, Hung(day="two"), **BY, request_id="1", after=1)
        assert [one.code for one in refused.value.reasons] == ["request-id-reused"]

    async def test_who_looked_at_an_older_version_is_told(self, register: Register) -> None:
        await register.enter(LAW, Hung(day="one"), **BY, request_id="1", after=0)
        with pytest.raises(Conflict):
            await register.enter(LAW, Hung(day="two"), **BY, request_id="2", after=0)
        assert len(await register.entered(LAW)) == 1


class TestInMemory(RegisterPromises):
    @pytest.fixture
    def register(self) -> Register:
        return MemoryRegister()


class TestOnPostgres(RegisterPromises):
    @pytest.fixture
    def register(self, database: Database) -> Register:
        return PostgresRegister(database, KINDS)

    async def test_of_those_who_enter_at_once_one_comes_through(self, register: Register) -> None:
        entering = (
            register.enter(LAW, Hung(day=str(n)), **BY, request_id=str(n), after=0)
            for n in range(5)
        )
        done = await asyncio.gather(*entering, return_exceptions=True)
        assert sum(isinstance(one, Conflict) for one in done) == 4
        assert len(await register.entered(LAW)) == 1

    async def test_only_a_simulation_says_when(self, register: Register) -> None:
        with pytest.raises(ValueError, match="only a simulation"):
            await register.enter(
                LAW, Hung(day="1"), **BY, request_id="1", after=0, recorded_at=datetime.now(UTC)
            )
        assert await register.entered(LAW) == []

    async def test_a_request_id_of_a_dossier_is_taken(
        self, database: Database, register: Register
    ) -> None:
        engine = engine_over(PostgresEventStore(database), await opened_vault(database))
        answer = await engine.perform(a_note("first", "HS-1"), opens=True)
        (told,) = (event.told for event in answer.events)
        same: dict[str, Any] = {"source": told.source, "request_id": told.request_id}
        with pytest.raises(Refused) as refused:
            await register.enter(LAW, Hung(day="one"), actor="clerk", **same, after=0)
        assert [one.code for one in refused.value.reasons] == ["request-id-reused"]

    async def test_what_another_release_entered_is_named(
        self, database: Database, register: Register
    ) -> None:
        entered = await register.enter(LAW, Hung(day="1"), **BY, request_id="1", after=0)
        with pytest.raises(UnreadableEvent) as fault:
            await PostgresRegister(database, {}).entered(LAW)
        assert (fault.value.kind, fault.value.position) == ("test.hung", entered.position)

    async def test_dossiers_and_the_register_share_positions_and_nothing_else(
        self, database: Database, register: Register
    ) -> None:
        store = PostgresEventStore(database)
        engine = engine_over(store, await opened_vault(database))
        await engine.perform(a_note("first", "HS-1"), opens=True)
        entered = await register.enter(LAW, Hung(day="1"), **BY, request_id="1", after=0)
        await engine.perform(a_note("second", "HS-1"))
        last = await register.enter(LAW, Hung(day="2"), **BY, request_id="2", after=1)
        assert (entered.position, last.position, await store.head()) == (2, 4, 4)
        assert [event.position for event in await store.after(0, 10)] == [1, 3]
        assert [event.position for event in await store.after(1, 1)] == [3]
        assert len(await store.dossiers("", 10)) == 1
        assert [one.position for one in await register.entered(LAW, known_to=3)] == [2]
        models = ReadModels(database, store, OUR_LAW, ALL)
        await models.catch_up()
        standings = await models.standings()
        assert [(one.position, one.parked) for one in standings] == [(4, 0)] * len(ALL)
        await models.rebuild()
        assert [(one.position, one.parked) for one in await models.standings()] == [(4, 0)] * len(
            ALL
        )
        _, looked_at = await PostgresLooks(database).changed(10)
        assert len(looked_at) == 1
