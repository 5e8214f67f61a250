"""An import of many chunks by COPY: killed, disturbed, or told twice at once, it ends the same.

As a program: `python -m tests.adapters.test_importing CONNINFO FILE`; prints the lines done.
"""

import asyncio
import json
import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import anyio
import pytest

from adapters.exchange import read
from adapters.exchange.recording import CHUNK, Recording, Summary
from adapters.postgres import batch, bulk
from adapters.postgres.database import Database, opened
from adapters.postgres.event_store import PostgresEventStore
from adapters.postgres.vault import opened_vault
from adapters.postgres.waiting import COPIED
from domain.admission import admit
from domain.dossier.events import DossierEvent
from domain.request import read as read_request
from domain.store import Recorded, RecordedEvent
from tests.adapters.asking import engine_over
from tests.adapters.databases import Server
from tests.adapters.test_chain import broken_in
from tests.adapters.writing import PROJECT

pytestmark = pytest.mark.anyio

DOSSIERS: Final = 420
"""Of six events each: two chunks and a half, told day by day, so that dossiers span chunks."""
LINES: Final = 6 * DOSSIERS
SAID: Final = [
    ("received", {"procedure": "2.002131", "channel": "direct", "owed": ["paper"]}),
    ("carrier-received", {"carrier": "paper"}),
    ("handler-assigned", {"handler": "officer-17", "unit": "cấp phép"}),
    ("milestone-recorded", {"milestone": "inspected"}),
    ("result-issued", {"outcome": "granted", "number": "17/GP"}),
    ("returned", {"carrier": "paper"}),
]

LOG: Final = """
SELECT notification_id, code, originator_version, topic, state, occurred_at, precision, source,
    request_id, ordinal, fingerprint, code_system, actor, entered_by, unit, provenance
FROM hoso_events ORDER BY notification_id
"""


def body(dossier: int, number: int) -> dict[str, Any]:
    kind, data = SAID[number]
    at = datetime(2025, 3, 3, tzinfo=UTC) + timedelta(days=number, seconds=dossier)
    return {
        "dossier": f"HS-{dossier}",
        "kind": kind,
        "occurred_at": at.isoformat(),
        "source": "register",
        "request_id": f"HS-{dossier}/{number}",
        "actor": f"officer-{dossier % 5}",
        "data": data,
    }


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("register") / "register.ndjson"
    bodies = (body(dossier, number) for number in range(6) for dossier in range(DOSSIERS))
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in bodies), "utf-8")
    return path


async def imported(
    database: Database, file: Path, progress: Callable[[int], None] = lambda _: None
) -> Summary:
    store = PostgresEventStore(database)
    engine = engine_over(store, await opened_vault(database))
    recording = Recording(engine, lambda reject: pytest.fail(str(reject)), str)
    return await recording.record(read(file, None), progress)


async def log(database: Database) -> Sequence[Any]:
    async with database.connection() as conn:
        return await (await conn.execute(LOG)).fetchall()


@pytest.fixture(scope="module")
async def expected(server: Server, file: Path) -> Sequence[Any]:
    """What an import that nothing disturbs leaves."""
    with server.database() as conninfo:
        async with opened(conninfo) as database:
            assert await imported(database, file) == Summary(recorded=LINES)
            assert await broken_in(database) == []
            return await log(database)


async def test_every_whole_chunk_goes_by_copy(
    database: Database, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[int] = []

    async def counted(cursor: Any, request: Any) -> Any:
        copied.append(request.size)
        return await original(cursor, request)

    original = bulk.copied
    monkeypatch.setattr(batch, "copied", counted)
    await imported(database, file)
    assert LINES % CHUNK >= COPIED
    assert copied == [CHUNK, CHUNK, LINES % CHUNK]


async def test_one_that_was_killed_and_is_run_again_ends_with_the_same_bytes(
    conninfo: str, database: Database, file: Path, expected: Sequence[Any]
) -> None:
    for _ in range(3):
        await anyio.to_thread.run_sync(killed, conninfo, file)
        begun = await log(database)
        assert begun == expected[: len(begun)]
    before = len(begun)
    assert await imported(database, file) == Summary(recorded=LINES - before, already=before)
    assert await log(database) == expected
    assert await broken_in(database) == []


def killed(conninfo: str, file: Path) -> None:
    """An import that is killed (-9) somewhere in a chunk."""
    command = [sys.executable, "-m", "tests.adapters.test_importing", conninfo, str(file)]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE) as running:
        try:
            assert running.stdout
            assert running.stdout.readline() == b"ready\n"
            with suppress(subprocess.TimeoutExpired):
                running.wait(random.uniform(0, 0.2))
        finally:
            running.kill()


async def test_two_of_the_same_file_at_once_record_each_line_once(
    conninfo: str, database: Database, file: Path, expected: Sequence[Any]
) -> None:
    async with opened(conninfo) as other:
        both = await asyncio.gather(imported(database, file), imported(other, file))
    assert sum(one.recorded for one in both) == LINES
    assert [one.recorded + one.already for one in both] == [LINES, LINES]
    assert await log(database) == expected
    assert await broken_in(database) == []


@pytest.mark.parametrize("other", [False, True], ids=["the same", "of another dossier"])
async def test_a_request_recorded_meanwhile_costs_no_other_line(
    database: Database, other: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server hears a request of the chunk after the import looked, before it records."""
    bodies = [body(dossier, number) for dossier in range(60) for number in range(6)]
    meant = {**bodies[0], "dossier": "HS-other"} if other else bodies[0]
    store = PostgresEventStore(database)
    engine = engine_over(store, await opened_vault(database))
    server = engine_over(PostgresEventStore(database), await opened_vault(database))
    append = store.append

    async def late(recordings: Any) -> Sequence[RecordedEvent[DossierEvent]]:
        monkeypatch.undo()
        await server.perform(read_request(meant, "import"), opens=True)
        return await append(recordings)

    monkeypatch.setattr(store, "append", late)
    posted = [read_request(one, "import") for one in bodies]
    outcomes = await admit(engine, posted)
    codes = [reason.code for one in outcomes for reason in one.reasons]
    assert codes == (["request-id-reused"] if other else [])
    found: Sequence[Recorded[DossierEvent] | None] = await store.recorded(
        [(one["source"], one["request_id"]) for one in bodies]
    )
    assert all(found)
    assert await store.head() == len(bodies)
    assert await broken_in(database) == []


async def _main(conninfo: str, file: str) -> None:
    async with opened(conninfo) as database:
        print("ready", flush=True)
        await imported(database, Path(file), lambda done: print(done, flush=True))


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:]))
