"""Both lists of what could not be placed keep what domain.unplaced promises."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any, Final

import pytest

from adapters.postgres.awaited import PostgresAwaited
from adapters.postgres.database import Database, opened
from adapters.postgres.event_store import PostgresEventStore
from adapters.postgres.unplaced import PostgresUnplaced
from adapters.postgres.vault import opened_vault
from tests.adapters.asking import engine_over, posted
from tests.adapters.databases import Server
from tests.adapters.memory import MemoryEventStore, MemoryVault
from tests.adapters.memory_unplaced import MemoryUnplaced
from tests.adapters.unplaced_promises import (
    SECRET,
    AwaitedPromises,
    Desk,
    PlacingPromises,
    UnplacedPromises,
    note,
)

pytestmark = pytest.mark.anyio


class TestInMemory(UnplacedPromises, AwaitedPromises, PlacingPromises):
    @pytest.fixture
    def desk(self) -> Desk:
        store, vault = MemoryEventStore(), MemoryVault()
        unplaced = MemoryUnplaced(store, vault)
        return Desk(engine_over(store, vault), unplaced, unplaced)


EMPTY: Final = """
TRUNCATE hoso_unplaced, hoso_awaited, hoso_codes, hoso_events;
UPDATE hoso_head SET position = 0;
UPDATE hoso_stirred SET position = 0;
"""


@pytest.fixture(scope="module")
def shared(server: Server) -> Iterator[str]:
    """One database for all tests of this file: to make one takes longer than most of them."""
    with server.database() as conninfo:
        yield conninfo


@pytest.fixture
async def database(shared: str) -> AsyncIterator[Database]:
    async with opened(shared) as database:
        await does(database, EMPTY)
        yield database


async def on(database: Database) -> Desk:
    vault = await opened_vault(database)
    unplaced = PostgresUnplaced(database, vault)
    engine = engine_over(PostgresEventStore(database), vault)
    return Desk(engine, unplaced, PostgresAwaited(database, unplaced))


async def rows(database: Database, query: str) -> list[Any]:
    async with database.connection() as conn:
        return await (await conn.execute(query.encode())).fetchall()


async def does(database: Database, query: str) -> None:
    async with database.connection() as conn:
        await conn.execute(query.encode())


class TestOnPostgres(UnplacedPromises, AwaitedPromises, PlacingPromises):
    @pytest.fixture
    async def desk(self, database: Database) -> Desk:
        return await on(database)

    async def test_nothing_personal_stands_outside_the_vault(
        self, desk: Desk, database: Database
    ) -> None:
        person = {"name": SECRET, "id": "080085001234"}
        (id,) = await desk.keeps(posted("submitted", "1", subject=person))
        await desk.unplaced.dismissed(id, "chị Ba", SECRET)
        ((row,),) = await rows(database, "SELECT hoso_unplaced::text FROM hoso_unplaced")
        assert "0800" not in row
        assert "Nguyễn" not in row

    async def test_another_process_takes_over_what_one_died_with(
        self, desk: Desk, database: Database, shared: str
    ) -> None:
        await desk.keeps(note("1"))
        await desk.opens()
        assert await desk.awaited.next() == "HS-1"
        async with opened(shared) as elsewhere:
            other = await on(elsewhere)
            assert await other.tries() == 0
            await does(database, "UPDATE hoso_awaited SET leased_until = now()")
            assert await other.tries() == 1
        assert (await desk.told())[1:] == ["1"]

    async def test_two_processes_place_everything_once_and_in_order(
        self, desk: Desk, shared: str
    ) -> None:
        codes = [f"HS-{number}" for number in range(6)]
        await desk.keeps(*(note(f"{code} {n}", dossier=code) for n in "1234" for code in codes))
        for code in codes:
            await desk.opens(code)
        async with opened(shared) as elsewhere:
            placed = await asyncio.gather(desk.tries(), (await on(elsewhere)).tries())
        assert sum(placed) == 24
        told = (await desk.told())[len(codes) :]
        for code in codes:
            assert [one for one in told if one.startswith(code)] == [f"{code} {n}" for n in "1234"]

    async def test_what_nothing_waits_for_is_looked_for_no_more(
        self, desk: Desk, database: Database
    ) -> None:
        await desk.keeps(note("1"))
        await desk.opens()
        await desk.tries()
        await desk.tries()
        assert await rows(database, "SELECT * FROM hoso_awaited") == []

    async def test_who_keeps_while_the_last_one_is_done_with_is_tried(
        self, desk: Desk, database: Database
    ) -> None:
        """A code is forgotten only while nothing comes for it."""
        await desk.keeps(note("1"))
        await desk.opens()
        await desk.awaited.next()
        async with database.transaction() as conn:
            await conn.execute("UPDATE hoso_awaited SET due = true")
            done = asyncio.create_task(desk.awaited.done("HS-1", again=False))
            await asyncio.sleep(0.1)
            await conn.execute("UPDATE hoso_unplaced SET dismissed_at = now()")
        await done
        assert await desk.awaited.next() == "HS-1"
