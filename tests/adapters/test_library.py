"""The eventsourcing library on our table: its own test cases, and its applications beside us."""

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any, Final
from unittest.mock import Mock, patch
from uuid import uuid4

import anyio
import pytest
from anyio.to_thread import run_sync
from eventsourcing.application import Application
from eventsourcing.persistence import IntegrityError, StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg.conninfo import conninfo_to_dict

from adapters.postgres.database import Database, opened
from adapters.postgres.event_store import PostgresEventStore
from adapters.postgres.library import LIBRARY_ENV, Recorder, StreamEvent
from domain.dossier.events import Noted, Received
from domain.store import Conflict
from domain.testimony import Code
from tests.adapters.promises import assigned, on_slip, recording, told
from tests.adapters.writing import positions_of, tailed, writer

# The module of the cases imports the library's cipher, which needs a package that no case needs.
with patch.dict(sys.modules, {"eventsourcing.cipher": Mock()}):
    from eventsourcing.tests.persistence import (
        ApplicationRecorderTestCase,
        NonInterleavingNotificationIDsBaseCase,
    )

pytestmark = pytest.mark.anyio

KINDS: Final = {
    "stock": (PostgresApplicationRecorder, False),
    "stock with functions": (PostgresApplicationRecorder, True),
    "ours": (Recorder, False),
}


def address(conninfo: str) -> dict[str, Any]:
    found = conninfo_to_dict(conninfo)
    return {name: str(found[name]) for name in ("dbname", "host", "port", "user")}


@contextmanager
def recorder_on(conninfo: str, kind: str) -> Iterator[PostgresApplicationRecorder]:
    recorder, functions = KINDS[kind]
    datastore = PostgresDatastore(
        **address(conninfo),
        password="",
        pool_size=4,
        max_overflow=20,
        originator_id_type="text",
        enable_db_functions=functions,
    )
    with datastore:
        made = recorder(datastore, events_table_name="hoso_events")
        made.create_table()
        yield made


@pytest.fixture(params=list(KINDS))
def recorder(
    request: pytest.FixtureRequest, conninfo: str
) -> Iterator[PostgresApplicationRecorder]:
    with recorder_on(conninfo, request.param) as made:
        yield made


class Named:
    """The library's cases, with text for ids and the recorder of the test."""

    recorder: PostgresApplicationRecorder

    def new_originator_id(self) -> str:
        return str(uuid4())

    def create_recorder(self) -> PostgresApplicationRecorder:
        return self.recorder


class RecorderCase(Named, ApplicationRecorderTestCase[PostgresApplicationRecorder]):
    pass


class NonInterleavingCase(Named, NonInterleavingNotificationIDsBaseCase):
    pass


CASES: Final = [
    (RecorderCase, "test_insert_select"),
    (RecorderCase, "test_concurrent_no_conflicts"),
    (RecorderCase, "test_concurrent_throughput"),
    (RecorderCase, "optional_test_insert_subscribe"),
    (NonInterleavingCase, "test"),
]

# unittest's own collection cannot meet our servers: the cases run by hand, below.
RecorderCase.__test__ = False  # type: ignore[attr-defined]
NonInterleavingCase.__test__ = False  # type: ignore[attr-defined]


@pytest.mark.parametrize(("case", "name"), CASES, ids=[name for _, name in CASES])
def test_the_library_s_own_cases_pass(
    case: type[Any], name: str, recorder: PostgresApplicationRecorder
) -> None:
    running = case(name)
    running.recorder = recorder
    getattr(running, name)()


def test_the_library_s_cases_are_all_run() -> None:
    theirs = {name for name in dir(ApplicationRecorderTestCase) if "test_" in name}
    assert theirs - {"test_performance"} == {name for case, name in CASES if case is RecorderCase}


class Follower(Application[str]):
    name = "hoso"


def environment(conninfo: str) -> dict[str, str]:
    named = {f"POSTGRES_{name.upper()}": value for name, value in address(conninfo).items()}
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_PASSWORD": "",
        **named,
        **LIBRARY_ENV,
    }


@pytest.fixture
def follower(conninfo: str) -> Iterator[Follower]:
    with closing(Follower(environment(conninfo))) as application:
        yield application


async def test_an_application_follows_what_we_record(
    follower: Follower, database: Database
) -> None:
    store = PostgresEventStore(database)
    await store.append([recording("a", 0), recording("b", 0)])
    await run_sync(heard_and_answered, follower)
    log = await store.after(2, 10)
    assert [(event.position, event.stream, event.version) for event in log] == [(3, "a", 2)]
    assert log[0].told.event == Noted(name="đã xem", attributes={"ai": "thư viện"})


def heard_and_answered(follower: Follower) -> None:
    section = follower.notification_log["1,10"]
    assert [(one.originator_id, one.topic) for one in section.items] == [
        ("a", "dossier.noted"),
        ("b", "dossier.noted"),
    ]
    with follower.recorder.subscribe(gt=1) as subscription:
        heard = next(subscription)
        assert follower.mapper.to_domain_event(heard) == StreamEvent("b", 1, Noted(name="ghi chú"))
        seen = Noted(name="đã xem", attributes={"ai": "thư viện"})
        (recorded,) = follower.save(StreamEvent("a", 2, seen))
        assert recorded.notification.id == 3
        assert next(subscription).id == 3


async def test_we_read_what_an_application_appended(follower: Follower, database: Database) -> None:
    await run_sync(follower.save, StreamEvent("theirs", 1, Received(channel=None)))
    store = PostgresEventStore(database)
    (event,) = await store.history("theirs")
    assert event.told.event == Received()
    assert event.told.dossier == Code("eventsourcing", "theirs")
    assert (event.told.source, event.told.request_id) == ("eventsourcing", "theirs:1")
    assert event.told.occurred_at == event.recorded_at
    assert await store.known_at(event.recorded_at) == 1
    (ours,) = await store.append([recording("theirs", 1, told(code="theirs"))])
    assert (ours.position, ours.version) == (2, 2)


async def test_an_application_that_comes_late_is_told_so(
    follower: Follower, database: Database
) -> None:
    store = PostgresEventStore(database)
    await store.append([recording("a", 0)])
    with pytest.raises(IntegrityError):
        await run_sync(follower.save, StreamEvent("a", 1, Noted(name="trễ")))
    (event,) = await store.append([recording("a", 1)])
    assert event.position == 2


ASSIGNED: Final = "dossier.code-assigned"
SLIP: Final = b'{"system":"slip","value":"05"}'
WITHOUT_CODE: Final = (
    *(b"", b"no json", b"\xff\xfe", b"null", b"[]", b'"slip"', b"[" * 100_000),
    *(b'{"system":"slip"}', b'{"system":"slip","value":""}', b'{"system":"slip","value":7}'),
    *(b'{"system":"slip","value":"\\u0000"}', b'{"system":"slip","value":"%s"}' % (b"5" * 9_000)),
)


async def test_a_code_that_the_library_assigns_leads_to_its_stream(
    recorder: PostgresApplicationRecorder, database: Database
) -> None:
    store = PostgresEventStore(database)
    await run_sync(recorder.insert_events, [StoredEvent("theirs", 1, ASSIGNED, SLIP)])
    assert list(await store.streams(["05"])) == [((Code("slip", "05"), "theirs"),)]
    with pytest.raises(Conflict):
        await store.append([recording("ours", 0, assigned("05", to="ours"))])
    (ours,) = await store.append([recording("theirs", 1, on_slip("05"))])
    assert (ours.position, ours.version) == (2, 2)


async def test_the_library_cannot_assign_the_code_of_another_stream(
    recorder: PostgresApplicationRecorder, database: Database
) -> None:
    store = PostgresEventStore(database)
    await store.append([recording("ours", 0, on_slip("05"))])
    note = StoredEvent("theirs", 1, "dossier.noted", NOTE)
    taken = StoredEvent("theirs", 2, ASSIGNED, SLIP)
    with pytest.raises(IntegrityError):
        await run_sync(recorder.insert_events, [note, taken])
    assert await store.head() == 1


async def test_a_state_that_names_no_code_is_stored_and_assigns_none(
    recorder: PostgresApplicationRecorder, database: Database
) -> None:
    events = [StoredEvent("s", v, ASSIGNED, state) for v, state in enumerate(WITHOUT_CODE, 1)]
    await run_sync(recorder.insert_events, events)
    assert await run_sync(recorder.select_events, "s") == events
    assert list(await PostgresEventStore(database).dossiers("", 10)) == []


def saving(recorder: PostgresApplicationRecorder, name: str) -> int:
    """How many events the library inserted."""
    saved = 0
    for number in range(50):
        events = [StoredEvent(f"{name}-{number}", v, "dossier.noted", NOTE) for v in (1, 2, 3)]
        saved += len(recorder.insert_events(events) or ())
    return saved


NOTE: Final = b'{"name":"ghi ch\xc3\xba"}'


async def test_all_kinds_of_writers_at_once_leave_no_gap(conninfo: str) -> None:
    """Every deadlock and every lost position would be an error or a gap here."""
    saved: list[int] = []
    async with opened(conninfo, size=8) as database:
        store = PostgresEventStore(database)

        async def library(kind: str, number: int) -> None:
            with recorder_on(conninfo, kind) as made:
                saved.append(await run_sync(saving, made, f"{kind} {number}"))

        async with anyio.create_task_group() as tasks:
            for kind in KINDS:
                tasks.start_soon(library, kind, 1)
                tasks.start_soon(library, kind, 2)
            tail = await tailed([writer(store, f"w{n}", 60) for n in range(4)], positions_of(store))
        while await tail.read_on():
            pass
        assert tail.seen == list(range(1, await store.head() + 1))
        theirs = [e for e in await store.after(0, 10_000) if e.told.source == "eventsourcing"]
    assert len(theirs) == sum(saved)
    assert sum(saved) == 6 * 150
