"""Many requests at once become what they become one by one, however they are cut and repeated."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count
from typing import Any, Final

import anyio
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from adapters.postgres.database import Database
from adapters.postgres.event_store import PostgresEventStore
from adapters.postgres.unplaced import PostgresUnplaced
from adapters.postgres.vault import opened_vault
from domain.batch import key_of
from domain.dossier.events import CodeAssigned, DossierEvent, Told
from domain.dossier.values import Sealed, Subject, SubjectRef
from domain.engine import Engine
from domain.hot import Memory
from domain.posting import Became, Item, Rehearsal, post, totals
from domain.request import Mode, OverrideRequest, Posted, Request
from domain.store import Conflict, Recording
from domain.unplaced import Wanted
from tests.adapters.asking import engine_over, posted
from tests.adapters.memory import MemoryEventStore, MemoryVault
from tests.adapters.memory_unplaced import MemoryUnplaced
from tests.domain.case import LAW, NEXT_MONDAY, moment
from tests.domain.strategies import HOURS, NAMES, things
from tests.drawing import maybe

pytestmark = pytest.mark.anyio

CODES: Final = ("A", "B", "C")
SYSTEMS: Final = ("portal", "slip")
REACH: Final = frozenset({"one-stop"})


class PlainVault(MemoryVault):
    """Gives the same references for the same texts, so that what is recorded can be compared."""

    async def seal(self, texts: Sequence[str]) -> Sequence[Sealed]:
        await super().seal(texts)
        return [Sealed(entry=text, commitment="") for text in texts]

    async def refer(self, authority: str, subject: Subject) -> SubjectRef:
        return SubjectRef(subject_id=f"{authority}/{subject.name}")


@dataclass(slots=True)
class Desk:
    """An engine, and what could not be placed beside it."""

    engine: Engine
    unplaced: MemoryUnplaced

    async def post(self, batch: Sequence[Posted]) -> list[Item]:
        return list(await post(self.engine, self.unplaced, batch))

    async def one_by_one(self, batch: Sequence[Posted]) -> list[Item]:
        return [item for each in batch for item in await self.post([each])]


def desk(store: MemoryEventStore | None = None) -> Desk:
    vault, ids = PlainVault(), count()
    store = store or MemoryEventStore()
    engine = Engine(
        store,
        vault,
        LAW,
        now=lambda: moment(NEXT_MONDAY, 8),
        new_stream=lambda: f"s{next(ids)}",
    )
    return Desk(engine, MemoryUnplaced(store, vault))


def assigned() -> SearchStrategy[DossierEvent]:
    return st.builds(CodeAssigned, system=st.sampled_from(SYSTEMS), value=st.sampled_from(CODES))


@st.composite
def requests(draw: st.DrawFn) -> Posted:
    """Anything that may be posted of a few dossiers, under a few request ids."""
    said = draw(st.one_of(things(), things(), things(), assigned()))
    mode = draw(st.sampled_from((*3 * (Mode.RECORD,), Mode.DECIDE)))
    override = st.builds(OverrideRequest, reason=st.just("gấp"), approver=st.just("Lê Út"))
    request = Request(
        dossier=draw(st.sampled_from(CODES)),
        code_system=draw(st.sampled_from((None, None, None, *SYSTEMS))),
        kind=said.kind,
        occurred_at=draw(st.sampled_from((*HOURS, *HOURS, HOURS[-1] + timedelta(days=99)))),
        source="one-stop",
        request_id=draw(st.sampled_from((*NAMES, *"ijklmnopqrst"))),
        data=said.model_dump(mode="json"),
        source_seq=draw(maybe(st.integers(0, 3))),
        actor=draw(maybe(st.sampled_from(("hanh", "chi")))),
        unit=draw(maybe(st.just("one-stop"))),
        mode=mode,
        override=draw(maybe(override)) if mode is Mode.DECIDE else None,
    )
    return Posted(request, said, "cán bộ", None, draw(st.sampled_from((None, None, REACH))))


OPENED: Final = [
    posted("received", f"open {code}", dossier=code, occurred_at=HOURS[0].isoformat(), **system)
    for code in CODES
    for system in ({}, {"code_system": "slip"})
]


@st.composite
def batches(draw: st.DrawFn) -> list[list[Posted]]:
    """Some requests in any order, some of them more than once, cut anywhere."""
    opened = draw(st.lists(st.sampled_from(OPENED), unique_by=id, max_size=len(OPENED)))
    told = [*opened, *draw(st.lists(requests(), min_size=1, max_size=9))]
    again = draw(st.lists(st.sampled_from(told), max_size=6))
    behind = draw(st.permutations([*told, *again]))
    every = behind if draw(st.booleans()) else [*opened, *behind]
    cuts = sorted(draw(st.sets(st.integers(1, len(every)), max_size=3)) | {len(every)})
    return [list(every[a:b]) for a, b in zip([0, *cuts], cuts, strict=False)]


async def log_of(desk: Desk) -> list[tuple[str, int, Told]]:
    """What stands there, its streams numbered as they came."""
    numbers: dict[str, int] = {}
    events = await desk.engine.store.after(0, 1000)
    for one in events:
        numbers.setdefault(one.stream, len(numbers))
    return [(f"{numbers[one.stream]}", one.version, one.told) for one in events]


def result(item: Item) -> Any:
    """What is told of it, but for ids that differ each time."""
    where = [(one.position, one.version, one.told) for one in item.events]
    return item.became, where, item.findings, item.reasons


@settings(max_examples=100, deadline=None)
@given(chunks=batches())
async def test_a_batch_is_what_its_requests_are_one_by_one(chunks: list[list[Posted]]) -> None:
    together, apart = desk(), desk()
    items = [item for chunk in chunks for item in await together.post(chunk)]
    every = [each for chunk in chunks for each in chunk]
    for item in items:
        event(item.became)
    assert [result(one) for one in items] == [result(one) for one in await apart.one_by_one(every)]
    assert await log_of(together) == await log_of(apart)
    assert sum(totals(items).values()) == len(every)


@settings(max_examples=40, deadline=None)
@given(chunks=batches(), before=batches())
async def test_a_rehearsal_says_what_would_become_of_it(
    chunks: list[list[Posted]], before: list[list[Posted]]
) -> None:
    real, every = desk(), [each for chunk in chunks for each in chunk]
    for chunk in before:
        await real.post(chunk)
    log = await log_of(real)
    rehearsal = Rehearsal(real.engine)
    said = [item for chunk in chunks for item in await rehearsal.post(chunk)]
    assert await log_of(real) == log
    done = [item for chunk in chunks for item in await real.post(chunk)]
    # Whether the id of what waits is taken, only what is kept can tell.
    kept = {(one.source, one.request_id) for one in real.unplaced._kept.values()}
    for posted_, rehearsed, became in zip(every, said, done, strict=True):
        if key_of(posted_) not in kept:
            assert outcome(rehearsed) == outcome(became)


def outcome(item: Item) -> Any:
    return item.became, item.findings, item.reasons


async def test_batches_at_once_record_each_request_once() -> None:
    shared = desk()
    said: list[dict[str, Any]] = [{"kind": "received"}, *5 * [{"kind": "noted", "name": "x"}]]
    every = [
        posted(request_id=f"{code}{n}", dossier=code, **each)
        for n, each in enumerate(said)
        for code in CODES
    ]
    items: list[Item] = []

    async def send(batch: Sequence[Posted]) -> None:
        items.extend(await shared.post(batch))

    async with anyio.create_task_group() as tasks:
        for begin in range(8):
            tasks.start_soon(send, [*every[begin:], *every[:begin]])
    log = [one.told.request_id for one in await shared.engine.store.after(0, 1000)]
    kept = [one.request_id for one in shared.unplaced._kept.values()]
    assert len(log) == len({*log})
    assert {*log, *kept} == {one.request.request_id for one in every}
    assert totals(items)[Became.RECORDED] == len(log)
    assert sum(totals(items).values()) == 8 * len(every)


class Busy(MemoryEventStore):
    """Somebody else is always quicker with more than one at a time."""

    async def append(self, recordings: Sequence[Recording[DossierEvent]]) -> Any:
        if len(recordings) > 1:
            raise Conflict("somebody was quicker")
        return await super().append(recordings)


async def test_where_others_are_quicker_each_is_decided_by_itself() -> None:
    busy, idle = desk(Busy()), desk()
    batch = [posted("received", "a"), posted("returned", "b"), posted("noted", "c", name="x")]
    assert [result(one) for one in await busy.post(batch)] == [
        result(one) for one in await idle.post(batch)
    ]


async def test_the_vault_takes_once_however_often_is_decided() -> None:
    class Once(Busy):
        left = 1

        async def append(self, recordings: Sequence[Recording[DossierEvent]]) -> Any:
            self.left -= 1
            if self.left >= 0:
                raise Conflict("somebody was quicker")
            return await MemoryEventStore.append(self, recordings)

    once = desk(Once())
    vault = once.engine.vault
    assert isinstance(vault, MemoryVault)
    why = {"name": "x", "attributes": {"ghi chú": "Chị Ánh đến sớm"}}
    batch = [posted("received", "a"), posted("noted", "b", **why)]
    await once.post(batch)
    assert len(vault.texts) == 1


async def test_the_next_batch_reads_nothing_of_what_goes_on() -> None:
    class Counting(MemoryEventStore):
        read = 0

        async def histories(self, streams: Sequence[str], **known: Any) -> Any:
            self.read += len(streams)
            return await super().histories(streams, **known)

    store = Counting()
    counting = desk(store)
    for hour in range(8, 12):
        at = f"2025-11-04T{hour:02}:00:00+07:00"
        kind = "received" if hour == 8 else "noted"
        said = {} if hour == 8 else {"name": "x"}
        batch = [posted(kind, dossier=code, occurred_at=at, **said) for code in CODES]
        assert {one.became for one in await counting.post(batch)} == {Became.RECORDED}
    assert store.read == 0
    late = [
        posted("noted", dossier=c, occurred_at="2025-11-01T08:00:00+07:00", name="x") for c in CODES
    ]
    await counting.post(late)
    assert store.read == len(CODES)


async def test_a_thousand_go_by_copy_and_come_again_as_they_were(database: Database) -> None:
    vault = await opened_vault(database)
    engine = engine_over(PostgresEventStore(database), vault)
    unplaced = PostgresUnplaced(database, vault)
    batch = [
        posted(kind, f"{n}{kind}", dossier=f"HS-{n}", occurred_at=f"2025-11-0{day}T08:00:00+07:00")
        for day, kind in enumerate(("received", "returned"), start=3)
        for n in range(600)
    ]
    first = await post(engine, unplaced, batch)
    assert {one.became for one in first} == {Became.RECORDED}
    assert [one.events[0].position for one in first] == [*range(1, 1201)]
    again = await post(replace(engine, memory=Memory()), unplaced, batch[::-1])
    assert [replace(one, became=Became.RECORDED) for one in again[::-1]] == list(first)
    stray = await post(engine, unplaced, [posted("returned", dossier="X"), *batch[:2]])
    assert [one.became for one in stray] == ["unplaced", "already", "already"]


async def test_what_waits_is_kept_in_the_order_in_which_it_came() -> None:
    waiting = desk()
    batch = [posted("noted", str(n), name="x") for n in range(9)]
    await waiting.post([*batch, batch[0], posted("noted", "9", name="x")])
    kept = await waiting.unplaced.waiting(Wanted())
    assert [one.request_id for one in kept] == [*map(str, range(10))]


def bearers(*units: str) -> list[Posted]:
    """Of the code "twin", each by another system, and each in the name of another unit."""
    said = posted("received", dossier="twin")
    return [
        replace(
            said,
            request=said.request.model_copy(
                update={"code_system": unit, "request_id": unit, "unit": unit}
            ),
        )
        for unit in units
    ]


@pytest.mark.parametrize("size", [1, 2])
async def test_of_two_that_bear_a_code_a_teller_knows_the_one_within_reach(size: int) -> None:
    """Nothing tells that a foreign dossier bears the same code: by itself or in a batch."""
    twins = desk()
    await twins.post(bearers("other", "one-stop"))
    batch = [
        replace(posted("noted", str(n), dossier="twin", name="x"), reach=REACH) for n in range(size)
    ]
    items = await twins.post(batch)
    assert {one.became for one in items} == {Became.RECORDED}
    assert {one.events[0].told.dossier.system for one in items} == {"one-stop"}


@pytest.mark.parametrize("kind", ["received", "noted"])
@pytest.mark.parametrize("foreign", [("other",), ("other", "third")])
async def test_codes_of_foreign_dossiers_are_as_if_nobody_bore_them(
    kind: str, foreign: tuple[str, ...]
) -> None:
    named = {"name": "x"} if kind == "noted" else {}
    twins = desk()
    await twins.post(bearers(*foreign))
    batch = [replace(posted(kind, str(n), dossier="twin", **named), reach=REACH) for n in range(2)]
    items = [*await twins.post(batch), *await twins.post(batch[:1])]
    assert {one.became for one in items} == {Became.UNPLACED}


@pytest.mark.parametrize("kinds", [("noted", "noted"), ("code-assigned", "noted")])
async def test_nothing_is_refused_by_what_is_remembered(kinds: Sequence[str]) -> None:
    """Another process recorded meanwhile that it was handed over, so that it is within reach."""
    store = MemoryEventStore()
    here, there = desk(store), desk(store)
    opened = posted("received", dossier="A", occurred_at=HOURS[0].isoformat())
    await here.post([opened, posted("received", dossier="B", occurred_at=HOURS[0].isoformat())])
    taker = {"organisation": "one-stop"}
    handed = posted("transferred", dossier="A", occurred_at=HOURS[1].isoformat(), taker=taker)
    await there.post([handed])
    more = {"noted": {"name": "x"}, "code-assigned": {"system": "slip", "value": "A1"}}
    batch = [
        replace(
            posted(kind, str(n), dossier="A", occurred_at=HOURS[n].isoformat(), **more[kind]),
            reach=REACH,
        )
        for n, kind in enumerate(kinds, start=4)
    ]
    assert {one.became for one in await there.post(batch)} == {Became.RECORDED}
    assert {one.became for one in await here.post(batch)} == {Became.ALREADY}
