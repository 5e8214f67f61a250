"""Writers and tailing readers, together in one process or as processes of their own.

As a program: `python -m tests.adapters.writing WHAT CONNINFO NAME`, four of WHAT at once. Engines
print the id of each request, or batch of five, once it is acknowledged.
"""

import asyncio
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, Final

import anyio

from adapters.postgres.database import Database, opened
from adapters.postgres.event_store import PostgresEventStore
from adapters.postgres.vault import opened_vault
from domain.admission import admit
from domain.engine import Answer, Engine
from domain.request import Posted
from domain.store import Conflict, StoreUnavailable
from tests.adapters.asking import engine_over, posted
from tests.adapters.promises import recording
from tests.stress import TIMES

PROJECT: Final = Path(__file__).parents[2]
BATCH: Final = 5

Write = Callable[[], Coroutine[Any, Any, None]]

Positions = Callable[[int], Awaitable[Sequence[int]]]
"""The positions of what is behind a position, in order."""


class Tail:
    """A reader that never looks back: what it passed over, it has missed."""

    def __init__(self, after: Positions) -> None:
        self.seen: list[int] = []
        self._after = after

    async def read_on(self) -> bool:
        page = await self._after(self.seen[-1] if self.seen else 0)
        self.seen += page
        return bool(page)

    async def read_while(self, writing: Callable[[], bool]) -> None:
        while writing() or await self.read_on():
            await self.read_on()

    async def missed(self) -> set[int]:
        """What a reader from the start finds, and this one passed over."""
        everything = Tail(self._after)
        while await everything.read_on():
            pass
        return set(everything.seen) - set(self.seen)


async def tailed(write: Sequence[Write], after: Positions) -> Tail:
    """A reader that tailed the log while all of `write` wrote at once."""
    tail, writing = Tail(after), len(write)

    async def writer(one: Write) -> None:
        nonlocal writing
        try:
            await one()
        finally:
            writing -= 1

    async with anyio.create_task_group() as tasks:
        for one in write:
            tasks.start_soon(writer, one)
        await tail.read_while(lambda: writing > 0)
    return tail


def positions_of(store: PostgresEventStore) -> Positions:
    async def after(position: int) -> list[int]:
        return [event.position for event in await store.after(position, 500)]

    return after


def writer(store: PostgresEventStore, name: str, rounds: int) -> Write:
    """Opens dossiers of its own, and carries on one that all writers share."""

    async def write() -> None:
        for number in range(rounds):
            own = f"{name}-{number}"
            (version,) = await store.versions(["shared"])
            shared = [recording("shared", version)] if number % 4 == 0 else []
            try:
                await store.append([recording(own, 0), recording(own, 1), *shared])
            except Conflict:
                await store.append([recording(own, 0)])

    return write


def a_note(request_id: str, dossier: str) -> Posted:
    said = {"name": "ghi chú", "attributes": {"ai": "Nguyễn Văn Hậu"}}
    return posted("noted", request_id, dossier=dossier, **said)


def a_step(request_id: str, dossier: str) -> Posted:
    """A request that needs no vault, so that memory alone may decide on it."""
    number = int(request_id.rpartition("-")[2])
    at = datetime(2025, 11, 4, tzinfo=UTC) + timedelta(seconds=number)
    said = {"milestone": "inspected", "occurred_at": at.isoformat()}
    return posted("milestone-recorded", request_id, dossier=dossier, **said)


async def acknowledging(engine: Engine, name: str) -> None:
    """Appends for ever, and says what was acknowledged."""
    for number in count():
        request_id = f"{name}-{number}"
        if number % 2:
            await admit(engine, [a_note(f"{request_id}/{n}", f"HS-{n}") for n in range(BATCH)])
            print(f"batch {request_id}", flush=True)
        else:
            await engine.perform(a_note(request_id, f"of {name}"), opens=True)
            print(f"request {request_id}", flush=True)


async def naive(database: Database, rounds: int) -> None:
    """Takes positions from a sequence, as if transactions ended in the order they began in."""
    for _ in range(rounds):
        async with database.transaction() as conn:
            await conn.execute("INSERT INTO naive DEFAULT VALUES")
            await conn.execute("SELECT pg_sleep(random() / 200)")


async def contending(engine: Engine, name: str) -> None:
    """Has a say in one dossier that everybody wants, and says what became of it."""
    for number in range(25 * TIMES):
        request_id = f"{name}-{number}"
        try:
            kind = a_note if number % 2 else a_step
            await engine.perform(kind(request_id, "wanted"), opens=True)
        except Conflict:
            print(f"conflict {request_id}", flush=True)
        else:
            print(f"request {request_id}", flush=True)


async def insisting(engine: Engine, name: str) -> None:
    """Sends each request until it is answered, whatever happens to the database."""
    for number in count():
        request_id, dossier = f"{name}-{number}", f"{name} {number % 3}"
        kind = a_note if number % 2 else a_step
        await _answered(engine, kind(request_id, dossier))
        print(f"request {request_id}", flush=True)


async def _answered(engine: Engine, request: Posted) -> Answer:
    while True:
        try:
            return await engine.perform(request, opens=True)
        except (StoreUnavailable, Conflict):
            await anyio.sleep(0.02)


async def _main(what: str, conninfo: str, name: str) -> None:
    async with opened(conninfo, size=5) as database, anyio.create_task_group() as tasks:
        store = PostgresEventStore(database)
        engine = engine_over(store, await opened_vault(database))
        for number in range(4):
            own = f"{name}.{number}"
            match what:
                case "write":
                    tasks.start_soon(writer(store, own, 60 * TIMES))
                case "naive":
                    tasks.start_soon(naive, database, 40 * TIMES)
                case "contend":
                    tasks.start_soon(contending, engine, own)
                case "engine":
                    tasks.start_soon(_patiently, engine, own)
                case _:
                    tasks.start_soon(insisting, engine, own)


async def _patiently(engine: Engine, name: str) -> None:
    """Four at once may all conflict three times; that is an answer, and no reason to stop."""
    for attempt in count():
        try:
            await acknowledging(engine, f"{name}.{attempt}")
        except Conflict:
            continue


@contextmanager
def process(*arguments: str) -> Iterator["subprocess.Popen[str]"]:
    """This program with these arguments; killed at the end of the block."""
    command = [sys.executable, "-m", "tests.adapters.writing", *arguments]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as running:
        try:
            yield running
        finally:
            running.send_signal(signal.SIGKILL)


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:]))
