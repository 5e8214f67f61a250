"""Recording what a file tells: good lines kept, bad ones named with line and reason."""

from typing import Any, Final

import pytest

from adapters.exchange import recording
from adapters.exchange.errors import Problem
from adapters.exchange.recording import Recording, Reject, Summary
from adapters.exchange.records import Line
from adapters.messages import sentence
from domain.engine import Engine
from domain.store import StoreUnavailable
from tests.adapters.asking import engine_over
from tests.adapters.memory import MemoryEventStore, MemoryVault

pytestmark = pytest.mark.anyio

NO_DATE: Final = Problem("no-time", {"value": "?"}, "There is no time in “?”.")


def line(number: int, **fields: Any) -> Line:
    body = {
        "dossier": f"HS-{number}",
        "kind": "dossier.received",
        "occurred_at": "2025-11-03T09:00:00+07:00",
        "source": "register",
        "request_id": f"r{number}",
        **fields,
    }
    return Line(number, body, None)


GOOD: Final = [line(number) for number in (2, 3, 5)]
BAD: Final = [
    Line(4, None, NO_DATE),
    line(6, kind="eaten"),
    line(7, occurred_at="2031-01-01T00:00:00Z"),
    line(8, request_id="r2"),
    line(9, colour="red", occurred_at="2025-11-03T09:00:00"),
]
REASONS: Final = {
    4: "no-time",
    6: "unknown-kind",
    7: "occurred-in-future",
    8: "request-id-reused",
    9: "time-without-offset",
}


@pytest.fixture
def engine() -> Engine:
    return engine_over(MemoryEventStore(), MemoryVault())


async def recorded(
    engine: Engine, lines: list[Line], *, dry_run: bool = False
) -> tuple[Summary, list[Reject]]:
    rejects: list[Reject] = []
    one = Recording(engine, rejects.append, lambda reason: sentence(reason, "en"), dry_run)
    return await one.record(lines, lambda _: None), rejects


async def test_good_lines_are_kept_and_bad_ones_named(engine: Engine) -> None:
    summary, rejects = await recorded(engine, [*GOOD, *BAD])
    assert summary == Summary(recorded=3, already=0, rejected=5)
    assert {reject.line: reject.code for reject in rejects} == REASONS
    assert [event.told.request_id for event in await engine.store.after(0, 9)] == ["r2", "r3", "r5"]


async def test_a_reject_says_what_is_wrong_in_words(engine: Engine) -> None:
    _, rejects = await recorded(engine, BAD)
    said = {reject.line: reject.message for reject in rejects}
    assert said[4] == NO_DATE.message
    assert "eaten" in said[6]
    # Everything that is wrong with the line, not the first alone.
    assert "colour" in said[9]
    assert "offset" in said[9]


async def test_the_problem_of_a_reader_keeps_its_values(engine: Engine) -> None:
    _, (reject,) = await recorded(engine, BAD[:1])
    assert reject == Reject(4, "no-time", {"value": "?"}, NO_DATE.message)


async def test_the_same_file_again_adds_nothing(engine: Engine) -> None:
    await recorded(engine, GOOD)
    summary, rejects = await recorded(engine, GOOD)
    assert (summary, rejects) == (Summary(recorded=0, already=3, rejected=0), [])
    assert await engine.store.head() == 3


async def test_a_line_that_stands_twice_is_recorded_once(engine: Engine) -> None:
    summary, _ = await recorded(engine, [*GOOD, GOOD[0]])
    assert summary == Summary(recorded=3, already=1, rejected=0)


async def test_a_mended_file_adds_only_what_was_missing(engine: Engine) -> None:
    await recorded(engine, [*GOOD, *BAD])
    summary, _ = await recorded(engine, [*GOOD, line(4)])
    assert summary == Summary(recorded=1, already=3, rejected=0)


async def test_a_dry_run_names_the_bad_lines_and_records_nothing(engine: Engine) -> None:
    summary, rejects = await recorded(engine, [*GOOD, *BAD], dry_run=True)
    assert {reject.line for reject in rejects} == {4, 6, 9}
    assert (summary.recorded, summary.already) == (0, 0)
    assert await engine.store.head() == 0


async def test_acts_of_the_past_are_history(engine: Engine) -> None:
    closed = line(3, kind="completed", dossier="HS-2")
    summary, rejects = await recorded(engine, [GOOD[0], closed])
    assert (summary.recorded, rejects) == (2, [])


async def test_progress_is_told_chunk_by_chunk(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "CHUNK", 2)
    done: list[int] = []
    one = Recording(engine, lambda _: None, lambda reason: reason.code)
    summary = await one.record(iter([*GOOD, *BAD]), done.append)
    assert done == [2, 2, 2, 2]
    assert summary == Summary(recorded=3, already=0, rejected=5)


async def test_an_empty_file_is_no_fault(engine: Engine) -> None:
    assert await recorded(engine, []) == (Summary(), [])


async def test_chunks_before_an_outage_stay_recorded(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "CHUNK", 2)

    def then_the_database_goes(done: int) -> None:
        async def down(_: Any) -> Any:
            raise StoreUnavailable("no route")

        monkeypatch.setattr(MemoryEventStore, "append", lambda _, recordings: down(recordings))

    one = Recording(engine, lambda _: None, lambda reason: reason.code)
    with pytest.raises(StoreUnavailable):
        await one.record(GOOD, then_the_database_goes)
    assert await engine.store.head() == 2
    monkeypatch.undo()
    assert (await recorded(engine, GOOD))[0] == Summary(recorded=1, already=2, rejected=0)
