"""Requests that are recorded together are answered one by one, whatever happens to the others."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import anyio
import psycopg
import pytest
from anyio.lowlevel import checkpoint

from adapters.postgres import batch, waiting
from adapters.postgres.database import Database, opened
from adapters.postgres.event_store import PostgresEventStore
from domain.dossier.events import DossierEvent
from domain.store import (
    Conflict,
    OutcomeUnknown,
    Overloaded,
    Recording,
    StoreUnavailable,
)
from tests.adapters.promises import assigned, on_slip, recording, told
from tests.adapters.wire import Wire, wire_to

pytestmark = pytest.mark.anyio

Asked = Sequence[Recording[DossierEvent]]


@pytest.fixture
def store(database: Database) -> PostgresEventStore:
    return PostgresEventStore(database)


@asynccontextmanager
async def held(conninfo: str) -> AsyncIterator[None]:
    """Somebody else has the order lock: all that is asked meanwhile waits."""
    async with opened(conninfo) as other, other.transaction() as conn:
        await conn.execute("SELECT FROM hoso_head FOR UPDATE")
        yield


async def answers(
    store: PostgresEventStore, conninfo: str, *asked: Asked
) -> list[int | type[Exception]]:
    """The version that each led to, or why it did not: asked at once, in this order."""
    told: list[Any] = [None] * len(asked)

    async def ask(number: int) -> None:
        try:
            told[number] = (await store.append(asked[number]))[-1].version
        except Exception as error:
            told[number] = type(error)

    async with anyio.create_task_group() as tasks, held(conninfo):
        for number in range(len(asked)):
            tasks.start_soon(ask, number)
        await anyio.sleep(0.05)
    return told


async def test_what_waits_is_recorded_together(store: PostgresEventStore, conninfo: str) -> None:
    asked = [[recording(f"s{number}", 0)] for number in range(50)]
    assert await answers(store, conninfo, *asked) == [1] * 50
    times = {event.recorded_at for event in await store.after(0, 100)}
    assert len(times) <= 3  # the first two were under way before the others came


async def test_of_those_recorded_together_only_the_guilty_conflicts(
    store: PostgresEventStore, conninfo: str
) -> None:
    await store.append([recording("a", 0, told("same", "a"), told(code="a"))])
    moved, never, repeated = recording("a", 0), recording("b", 3), told("same", "c")
    taken = recording("d", 0, told(code="a"))
    asked = [
        *([recording(f"s{number}", 0)] for number in range(5)),
        *([moved], [never], [recording("c", 0, repeated)], [taken]),
        *([recording(f"t{number}", 0), recording(f"t{number}", 1)] for number in range(5)),
    ]
    assert await answers(store, conninfo, *asked) == [1] * 5 + [Conflict] * 4 + [2] * 5
    log = await store.after(0, 100)
    assert [event.position for event in log] == list(range(1, 18))


async def test_a_code_that_is_assigned_to_two_is_the_conflict_of_the_second(
    store: PostgresEventStore, conninfo: str
) -> None:
    await store.append([recording("a", 0, on_slip("05"))])
    asked = [
        *([recording(f"s{number}", 0)] for number in range(5)),
        [recording("b", 0, assigned("05", to="HS-2"))],
        *([recording(f"t{number}", 0)] for number in range(5)),
    ]
    assert await answers(store, conninfo, *asked) == [1] * 5 + [Conflict] + [1] * 5


async def test_a_code_that_two_claim_at_once_is_the_first_ones(
    store: PostgresEventStore, conninfo: str
) -> None:
    asked = [[recording(f"s{number}", 0, told(code="HS-1"))] for number in range(9)]
    assert await answers(store, conninfo, *asked) == [1] + [Conflict] * 8


async def test_what_the_database_cannot_hold_fails_alone(
    store: PostgresEventStore, conninfo: str
) -> None:
    too_long = "".join(map(chr, range(0x4E00, 0x4E00 + 9000)))
    asked = [
        *([recording(f"s{number}", 0)] for number in range(3)),
        [recording("x", 0, told(code=too_long))],
        [recording("t", 0)],
    ]
    *before, fault, after = await answers(store, conninfo, *asked)
    assert (before, after) == ([1, 1, 1], 1)
    assert fault is psycopg.errors.ProgramLimitExceeded
    assert await store.head() == 4


async def test_what_follows_one_that_is_under_way_follows_it_into_the_log(
    store: PostgresEventStore, conninfo: str
) -> None:
    chain = [recording("a", 0)]
    for version in range(1, 30):
        chain.append(replace(recording("a", version), behind=chain[-1].pending))
    assert await answers(store, conninfo, *([one] for one in chain)) == list(range(1, 31))


async def test_beyond_what_may_wait_nothing_is_taken(
    store: PostgresEventStore, conninfo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "MOST_WAITING", 10)
    asked = [[recording(f"s{number}", 0)] for number in range(15)]
    found = await answers(store, conninfo, *asked)
    assert set(found) == {1, Overloaded}
    # Two lines may have taken one each before ten were waiting.
    assert 10 <= found.count(1) <= 12
    assert await store.head() == found.count(1)
    assert len(await store.append([recording("later", 0)])) == 1


async def test_a_busy_dossier_holds_up_no_other(store: PostgresEventStore, conninfo: str) -> None:
    chain = [[recording("a", version)] for version in range(20)]
    others = [[recording(f"s{number}", 0)] for number in range(20)]
    assert await answers(store, conninfo, *chain, *others) == [*range(1, 21), *[1] * 20]


async def test_what_waits_when_the_store_closes_is_recorded(conninfo: str) -> None:
    recorded: list[int] = []
    async with anyio.create_task_group() as tasks, opened(conninfo) as database:
        store = PostgresEventStore(database)

        async def ask(number: int) -> None:
            recorded.append((await store.append([recording(f"s{number}", 0)]))[0].position)

        for number in range(40):
            tasks.start_soon(ask, number)
        await checkpoint()
    assert sorted(recorded) == list(range(1, 41))
    with pytest.raises(StoreUnavailable):
        await store.append([recording("late", 0)])


@pytest.fixture
async def wire(conninfo: str) -> AsyncIterator[Wire]:
    async with wire_to(conninfo) as wire:
        yield wire


@pytest.fixture
async def far(wire: Wire) -> AsyncIterator[PostgresEventStore]:
    """A store at the other end of the wire, which has recorded three events in both ways."""
    async with opened(wire.conninfo) as database:
        store = PostgresEventStore(database)
        await store.append([recording("first", 0)])
        await store.append([recording("first", 1), recording("first", 2)])
        yield store


async def test_an_answer_that_was_lost_is_looked_up(far: PostgresEventStore, wire: Wire) -> None:
    one, other = told("r1", "a"), told("r2", "a", ordinal=1)
    async with anyio.create_task_group() as tasks:
        wire.cut_answers = True
        tasks.start_soon(mended, wire)
        events = await far.append([recording("a", 0, one, other)])
    assert [(event.position, event.version) for event in events] == [(4, 1), (5, 2)]
    assert list(await far.after(3, 10)) == list(events)


async def mended(wire: Wire) -> None:
    await anyio.sleep(0.3)
    wire.mend()


async def test_a_question_that_was_lost_recorded_nothing(
    far: PostgresEventStore, wire: Wire
) -> None:
    async with anyio.create_task_group() as tasks:
        wire.cut_questions = True
        tasks.start_soon(mended, wire)
        with pytest.raises(StoreUnavailable) as told_:
            await far.append([recording("a", 0)])
    assert not isinstance(told_.value, OutcomeUnknown)
    assert await far.head() == 3
    assert len(await far.append([recording("a", 0)])) == 1


async def test_while_the_server_is_away_nobody_claims_to_know(
    far: PostgresEventStore, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "PATIENCE", 0.2)
    wire.cut_answers = wire.down = True
    one = recording("a", 0, told("r", "a"))
    with pytest.raises(OutcomeUnknown):
        await far.append([one])
    assert one.pending.failed
    with pytest.raises(StoreUnavailable):
        await far.append([recording("b", 0)])
    wire.mend()
    (led_to,) = await far.recorded([("portal", "r")])
    assert led_to
    assert [event.position for event in led_to.events] == [4]


async def test_of_a_lost_batch_each_hears_what_became_of_it(
    far: PostgresEventStore, wire: Wire, conninfo: str
) -> None:
    async def cut() -> None:
        await anyio.sleep(0.02)
        wire.cut_answers = True
        await mended(wire)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(cut)
        asked = [[recording(f"s{number}", 0)] for number in range(30)]
        said = await answers(far, conninfo, *asked)
    log = await far.after(3, 100)
    there = {event.stream for event in log}
    assert [event.position for event in log] == list(range(4, 4 + len(log)))
    # The second batch may not have come to its commit: then it is not there, and told so.
    assert said == [1 if f"s{n}" in there else StoreUnavailable for n in range(30)]
    assert there


async def test_a_session_that_was_lost_cannot_record_later(
    far: PostgresEventStore, wire: Wire, conninfo: str
) -> None:
    """The server has not noticed that the wire was cut, and waits for the order lock: what the
    caller was told was not recorded must not be recorded afterwards."""

    async def cut() -> None:
        await anyio.sleep(0.1)
        wire.hang_up()

    async with held(conninfo), anyio.create_task_group() as tasks:
        tasks.start_soon(cut)
        with pytest.raises(StoreUnavailable):
            await far.append([recording("a", 0)])
    await anyio.sleep(0.2)
    assert await far.head() == 3
