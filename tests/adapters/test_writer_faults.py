"""Faults at the worst moment: who asked hears the truth, and nobody else hears of it."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import anyio
import pytest
from psycopg import AsyncConnection, AsyncCopy
from psycopg.conninfo import make_conninfo
from psycopg.errors import QueryCanceled

from adapters.postgres import line, waiting, writer
from adapters.postgres.database import Database, opened
from adapters.postgres.event_store import PostgresEventStore
from adapters.postgres.line import Line
from adapters.postgres.together import Together
from adapters.postgres.vault import opened_vault
from domain.request import Posted
from domain.store import Conflict, OutcomeUnknown, StoreUnavailable
from tests.adapters.asking import engine_over, posted
from tests.adapters.promises import recording, told
from tests.adapters.test_writer import held
from tests.adapters.wire import Wire, wire_to

pytestmark = pytest.mark.anyio


@pytest.fixture
def store(database: Database) -> PostgresEventStore:
    return PostgresEventStore(database)


@pytest.fixture
async def wire(conninfo: str) -> AsyncIterator[Wire]:
    async with wire_to(conninfo) as wire:
        yield wire


async def test_who_asks_again_when_two_questions_end_together_is_answered() -> None:
    let: dict[str, asyncio.Future[None]] = {}

    async def ask(keys: Sequence[str]) -> Mapping[str, int]:
        if keys[0] in ("a", "b"):
            let[keys[0]] = asyncio.get_running_loop().create_future()
            await let[keys[0]]
        return {key: len(key) for key in keys}

    shared: Together[str, int] = Together(ask)

    async def twice() -> None:
        await shared.find(["a"])
        await shared.find(["again"])

    async def once() -> None:
        await shared.find(["b"])

    asking = []
    for ask_ in (twice, once):
        asking.append(asyncio.ensure_future(ask_()))
        await asyncio.sleep(0.01)
    assert len(let) == 2
    for answer in let.values():
        answer.set_result(None)
    _, waiting_ = await asyncio.wait(asking, timeout=1)
    for one in asking:
        one.cancel()
    assert not waiting_


async def test_nobody_waits_for_ever_when_the_store_closes(
    conninfo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "DRAINING", 0.2)
    async with opened(conninfo) as database:
        store = PostgresEventStore(database)
        async with held(conninfo):
            asking = [
                asyncio.ensure_future(store.append([recording("a", version)]))
                for version in range(3)
            ]
            await asyncio.sleep(0.1)
            await database.writer.close()
            _, waiting_ = await asyncio.wait(asking, timeout=2)
        for one in asking:
            one.cancel()
        await asyncio.gather(*asking, return_exceptions=True)
    assert not waiting_


async def test_of_a_lost_request_the_whole_is_looked_up(
    conninfo: str, database: Database, wire: Wire
) -> None:
    """Another process recorded the first of its events meanwhile, and nothing else of it."""
    near = PostgresEventStore(database)
    shared = told("r1", "a")
    async with opened(wire.conninfo) as other:
        far = PostgresEventStore(other)
        await far.append([recording("first", 0)])
        wire.cut_questions = wire.down = True

        async def meanwhile() -> None:
            await anyio.sleep(0.3)
            await near.append([recording("a", 0, shared)])
            wire.mend()

        outcome: Any = None
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(meanwhile)
            try:
                outcome = await far.append(
                    [recording("a", 0, shared), recording("b", 0, told("r2", "b"))]
                )
            except (StoreUnavailable, Conflict) as error:
                outcome = error
    (second,) = await near.recorded([("portal", "r2")])
    assert second is None
    assert isinstance(outcome, Exception)


async def test_another_body_is_no_answer_to_a_lost_request(
    conninfo: str, database: Database, wire: Wire
) -> None:
    near = PostgresEventStore(database)
    mine, theirs = told("r1", "a", actor="Út"), told("r1", "a", actor="Ba")
    async with opened(wire.conninfo) as other:
        far = PostgresEventStore(other)
        await far.append([recording("first", 0)])
        wire.cut_questions = wire.down = True

        async def meanwhile() -> None:
            await anyio.sleep(0.3)
            await near.append([replace(recording("a", 0, theirs), fingerprint=b"another")])
            wire.mend()

        outcome: Any = None
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(meanwhile)
            try:
                outcome = await far.append([recording("a", 0, mine)])
            except (StoreUnavailable, Conflict) as error:
                outcome = error
    log = await near.after(1, 10)
    assert [event.told.actor for event in log] == ["Ba"]
    assert isinstance(outcome, Exception)


async def test_a_hot_dossier_starves_nobody(store: PostgresEventStore, conninfo: str) -> None:
    done: list[str] = []

    async def ask(stream: str, version: int) -> None:
        await store.append([recording(stream, version)])
        done.append(stream)

    async with anyio.create_task_group() as tasks, held(conninfo):
        for version in range(1500):
            tasks.start_soon(ask, "hot", version)
        tasks.start_soon(ask, "other", 0)
        await anyio.sleep(0.5)
    assert done.index("other") < 100


async def test_a_dossier_told_twice_in_a_request_is_told_in_order(
    store: PostgresEventStore,
) -> None:
    with pytest.raises(Conflict):
        await store.append([recording("a", 0), recording("a", 5)])


async def test_what_is_answered_is_what_stands_also_where_only_some_tell_their_time(
    store: PostgresEventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = datetime.now(UTC) + timedelta(days=1)
    for copied in (250, 1):
        monkeypatch.setattr(waiting, "COPIED", copied)
        both = [
            replace(recording(f"a{copied}", 0), recorded_at=ahead),
            recording(f"b{copied}", 0),
        ]
        with suppress(Exception):  # whether it is taken or not
            events = await store.append(both)
            assert list(await store.after(events[0].position - 1, 2)) == list(events)
    await store.append([recording("c", 0)])
    times = [event.recorded_at for event in await store.after(0, 100)]
    assert times == sorted(times)
    assert all(time < ahead for time in times)


async def test_text_is_kept_whatever_the_client_encoding(conninfo: str) -> None:
    async with opened(make_conninfo(conninfo, client_encoding="LATIN1")) as other:
        far = PostgresEventStore(other)
        one = told("r", "HS-é", actor="José")
        with suppress(StoreUnavailable):  # or it says that it cannot
            await far.append([recording("a", 0, one)])
    async with opened(conninfo) as database:
        log = await PostgresEventStore(database).after(0, 10)
    assert [event.told.actor for event in log] in ([], ["José"])


async def test_an_importer_that_is_stopped_holds_up_nobody_for_ever(
    store: PostgresEventStore, conninfo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-Z in the middle of a COPY: the server waits for its client, the others for the lock."""
    monkeypatch.setattr(line, "WAITING", "300ms")
    stopped, go_on = asyncio.Event(), asyncio.Event()
    write = AsyncCopy.write

    async def stopping(copy: Any, part: Any) -> None:
        stopped.set()
        await go_on.wait()
        await write(copy, part)

    monkeypatch.setattr(AsyncCopy, "write", stopping)
    async with opened(conninfo) as other:
        many = [recording(f"s{number}", 0) for number in range(waiting.COPIED)]
        importing = asyncio.ensure_future(PostgresEventStore(other).append(many))
        await stopped.wait()
        try:
            with anyio.fail_after(3), pytest.raises(StoreUnavailable):
                await store.append([recording("a", 0)])
        finally:
            go_on.set()
            await importing
    assert len(await store.append([recording("a", 0)])) == 1


def a_step(number: int) -> Posted:
    at = datetime(2025, 11, 4, tzinfo=UTC) + timedelta(seconds=number)
    said = {"milestone": "inspected", "occurred_at": at.isoformat()}
    return posted("milestone-recorded", f"s-{number}", **said)


def a_note(number: int) -> Posted:
    at = datetime(2025, 11, 4, tzinfo=UTC) + timedelta(seconds=number)
    said = {"name": "ghi chú", "attributes": {"ai": "Hậu"}, "occurred_at": at.isoformat()}
    return posted("noted", f"n-{number}", **said)


async def outcomes_of(
    database: Database, requests: Sequence[Posted], gives_up: int | None = None
) -> Counter[str]:
    """What becomes of those who ask one process about one dossier, at once, in this order."""
    engine = engine_over(PostgresEventStore(database), await opened_vault(database))
    await engine.perform(posted("received"), opens=True)
    heard: Counter[str] = Counter()

    async def ask(request: Posted) -> None:
        try:
            await engine.perform(request)
            heard["recorded"] += 1
        except (Conflict, asyncio.CancelledError) as error:
            heard[type(error).__name__] += 1

    asking = []
    for number, request in enumerate(requests):
        asking.append(asyncio.ensure_future(ask(request)))
        if number % 10 == 9:
            await asyncio.sleep(0.001)
        if number == gives_up:
            await asyncio.sleep(0)
            asking[-1].cancel()
    _, stalled = await asyncio.wait(asking, timeout=10)
    heard["stalled"] += len(stalled)
    for one in stalled:
        one.cancel()
    return +heard


async def test_who_gives_up_spoils_nothing_for_the_others(database: Database) -> None:
    heard = await outcomes_of(database, [a_step(n) for n in range(60)], gives_up=20)
    assert heard == {"recorded": 59, "CancelledError": 1}


async def test_ten_private_notes_at_once_of_one_process_are_recorded(database: Database) -> None:
    heard = await outcomes_of(database, [a_note(n) for n in range(10)])
    assert heard["recorded"] == 10


async def test_what_was_said_not_to_be_recorded_is_not_recorded_later(
    conninfo: str, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line asked who it is when it was opened again, and was not told: whom it ends then,
    is the session before."""
    async with opened(wire.conninfo) as other:
        far = PostgresEventStore(other)
        await far.append([recording("first", 0)])
        wire.hang_up()
        wire.unnoticed = False
        await asyncio.sleep(0.1)
        row, failed = Line.row, False

        async def failing_once(line: Line, query: str, params: Any = ()) -> Any:
            nonlocal failed
            if "SELECT pid, backend_start" in query and not failed:
                failed = True
                raise QueryCanceled("canceling statement due to statement timeout")
            return await row(line, query, params)

        monkeypatch.setattr(Line, "row", failing_once)
        with pytest.raises(StoreUnavailable):
            await far.append([recording("b", 0)])

        async def cut() -> None:
            await anyio.sleep(0.2)
            wire.hang_up()

        async with held(conninfo), anyio.create_task_group() as tasks:
            tasks.start_soon(cut)
            with pytest.raises(StoreUnavailable) as said:
                await far.append([recording("a", 0)])
        await asyncio.sleep(0.3)
    async with opened(conninfo) as database:
        (version,) = await PostgresEventStore(database).versions(["a"])
    assert version == 0 or isinstance(said.value, OutcomeUnknown)


async def altered(conninfo: str, setting: str) -> None:
    async with await AsyncConnection.connect(conninfo, autocommit=True) as conn:
        await conn.execute(f"ALTER DATABASE {conn.info.dbname} SET {setting}".encode())


async def test_another_isolation_by_default_refuses_nobody(conninfo: str) -> None:
    await altered(conninfo, "default_transaction_isolation = 'repeatable read'")
    async with opened(conninfo) as one, opened(conninfo) as other:
        stores = PostgresEventStore(one), PostgresEventStore(other)
        for _ in range(30):
            await asyncio.gather(
                *(store.append([recording(str(uuid4()), 0)]) for store in stores),
            )
        assert await stores[0].head() == 60


async def test_a_server_that_only_reads_is_unavailable(conninfo: str) -> None:
    """As a standby is, after a failover."""
    async with opened(conninfo) as other:
        store = PostgresEventStore(other)
        await store.append([recording("a", 0)])
        await altered(conninfo, "default_transaction_read_only = on")
        async with await AsyncConnection.connect(conninfo, autocommit=True) as conn:
            await conn.execute(
                b"SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                b"WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        with pytest.raises(StoreUnavailable):
            await store.append([recording("b", 0)])
