"""What a unit finds at a desk: the missing, the unexpected, and codes that nobody knows."""

from collections.abc import AsyncIterator
from time import perf_counter
from typing import Any, Final

import psycopg
import pytest

from adapters.postgres import consignments
from adapters.postgres.consignments import PostgresPlaces
from adapters.postgres.database import Database
from domain.dossier.values import Carrier
from tests.adapters.calling import Behind, problem
from tests.adapters.listing import (
    DEPARTMENT,
    Office,
    became,
    findings,
    in_memory,
    on_postgres,
)

pytestmark = pytest.mark.anyio

OTHER_DESK: Final = {"organisation": "centre", "desk": "quầy 4"}


class ShelfPromises:
    async def test_it_finds_the_missing_the_unexpected_and_the_unknown(
        self, office: Office
    ) -> None:
        await office.opened("here", "gone")
        await office.opened("astray", **OTHER_DESK)
        found = await office.checked("here", "astray", "typo")
        assert became(found) == {
            "here": "present",
            "astray": "unexpected",
            "gone": "missing",
            "typo": "unknown",
        }
        assert findings(found, "here") == []
        assert findings(found, "astray") == findings(found, "gone") == ["shelf-contradicts"]
        assert found.json()["totals"] == {
            **{"missing": 1, "present": 1},
            **{"unexpected": 1, "unknown": 1},
        }
        said = (await office.events("gone"))[-1].told.event
        assert (said.kind, getattr(said, "present", None)) == ("dossier.shelf-checked", False)

    async def test_the_same_list_again_is_recorded_once(self, office: Office) -> None:
        await office.opened("here", "gone")
        first = await office.checked("here")
        head = await office.engine.store.head()
        again = await office.checked("here")
        assert again.content == first.content
        assert again.headers["idempotent-replayed"] == "true"
        assert await office.engine.store.head() == head

    async def test_what_is_on_its_way_is_missed_by_nobody(self, office: Office) -> None:
        await office.opened("here", "sent")
        await office.sent("sent")
        assert became(await office.checked("here")) == {"here": "present"}

    async def test_what_came_after_the_look_or_left_before_it_is_not_missed(
        self, office: Office
    ) -> None:
        await office.opened("here", "later", "left")
        await office.sent("left")
        await office.received("left")
        early = await office.checked("here", occurred_at="2025-11-03T08:00:00+07:00")
        assert became(early) == {"here": "unexpected"}
        at_the_department = await office.checked("left", desk=DEPARTMENT)
        assert became(at_the_department) == {"left": "present"}

    async def test_a_desk_misses_only_what_is_recorded_at_that_desk(self, office: Office) -> None:
        await office.opened("here", "gone")
        await office.opened("neighbour", **OTHER_DESK)
        somewhere = {"carrier": "paper", "desk": {"organisation": "centre"}}
        await office.opened("somewhere")
        await office.tell("somewhere", "carrier-received", 4, **somewhere)
        assert became(await office.checked("here")) == {"here": "present", "gone": "missing"}

        everywhere = await office.checked("here", desk={"organisation": "centre"})
        assert became(everywhere) == {
            **{"here": "present", "gone": "missing"},
            **{"neighbour": "missing", "somewhere": "missing"},
        }

    async def test_paper_and_data_lie_on_shelves_of_their_own(self, office: Office) -> None:
        await office.opened("HS-1")
        found = await office.checked("HS-1", carrier="digital")
        assert became(found) == {"HS-1": "unexpected"}
        result = await office.checked("HS-1", object="result")
        assert became(result) == {"HS-1": "unexpected"}

    async def test_duplicates_count_once(self, office: Office) -> None:
        await office.opened("HS-1")
        await office.tell("HS-1", "code-assigned", 3, system="register", value="7/2025")
        assert became(await office.checked("HS-1", "7/2025", "HS-1")) == {"HS-1": "present"}

    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ({"codes": []}, "empty-list"),
            ({"codes": [7]}, "invalid-field"),
            ({"desk": None}, "invalid-field"),
            ({"carrier": "both"}, "invalid-field"),
            ({"shelf": "A"}, "unknown-field"),
        ],
    )
    async def test_a_list_that_is_wrong_itself_records_nothing(
        self, office: Office, said: dict[str, Any], code: str
    ) -> None:
        await office.opened("HS-1")
        head = await office.engine.store.head()
        assert problem(await office.checked("HS-1", **said)) == (422, code)
        assert await office.engine.store.head() == head


class TestInMemory(ShelfPromises):
    @pytest.fixture
    async def office(self) -> AsyncIterator[Office]:
        async with in_memory() as office:
            yield office


class TestOnPostgres(ShelfPromises):
    @pytest.fixture
    async def office(self, database: Database) -> AsyncIterator[Office]:
        async with on_postgres(database) as office:
            yield office


THOUSAND: Final = """
INSERT INTO hoso_dossier_view (stream, position, version, state, findings)
SELECT 'other ' || number, 1, 1, jsonb_build_object('custody', jsonb_build_object('holdings',
    jsonb_build_object('file/paper', jsonb_build_object(
        'holder', jsonb_build_object('organisation', 'unit ' || number % 20, 'desk', NULL),
        'beside', CASE WHEN number % 20 = 7 THEN '[{"organisation": "beside"}]' ELSE '[]' END::jsonb
    ))), 'filling', repeat('x', 2000)), '[]'
FROM generate_series(1, 1000) AS number
"""
SLIPS: Final = """
INSERT INTO hoso_events (originator_id, originator_version, topic, state, occurred_at)
SELECT 'stream ' || number, 1, 'dossier.transferred',
    convert_to('{"taker":{"organisation":"x"},"slip":"' || number % 50 || '"}', 'UTF8'), now()
FROM generate_series(1, 1000) AS number
"""
MOST: Final = 0.1
"""Seconds for one look among a thousand dossiers."""


async def test_among_a_thousand_dossiers_a_look_is_quick(database: Database) -> None:
    places = PostgresPlaces(database)
    async with database.connection() as conn:
        await conn.execute(THOUSAND.encode())
        await conn.execute(SLIPS.encode())
    begun = perf_counter()
    assert len(await places.lying_at(["unit 7"], "file", Carrier.PAPER)) == 50
    assert len(await places.lying_at(["beside", "unit 7"], "file", Carrier.PAPER)) == 50
    assert await places.lying_at(["unit 7"], "result", Carrier.PAPER) == []
    assert len(await places.on_slip("7")) == 20
    assert perf_counter() - begun < 4 * MOST


async def test_both_looks_use_an_index(database: Database) -> None:
    async with database.connection() as conn:
        await conn.execute(THOUSAND.encode())
        await conn.execute(SLIPS.encode())
        await conn.execute("ANALYZE hoso_dossier_view, hoso_events")
        lying = await _plan(conn, consignments.LYING_AT, ["file/paper@unit 7"])
        travelling = await _plan(conn, consignments.ON_SLIP, "7")
    assert "hoso_dossier_view_holders" in lying
    assert "hoso_events_slip" in travelling


async def _plan(conn: psycopg.AsyncConnection[Any], query: str, asked: Any) -> str:
    cursor = await conn.execute(f"EXPLAIN {query}".encode(), (asked,))
    return "\n".join(row[0] for row in await cursor.fetchall())


@pytest.mark.parametrize(
    "state", [b"", b'\xff\xfe "slip"', b'["slip"]', b'"slip"', b'{"slip": {"a": 1}}']
)
async def test_whatever_the_library_stores_stands_in_nobodys_way(
    database: Database, state: bytes
) -> None:
    async with database.connection() as conn:
        await conn.execute(
            "INSERT INTO hoso_events (originator_id, originator_version, topic, state) "
            "VALUES ('a', 1, 'x', %s)",
            (state,),
        )
    assert await PostgresPlaces(database).on_slip("7") == []


async def test_what_is_not_projected_yet_is_not_compared() -> None:
    async with in_memory() as office:
        await office.opened("HS-1")
        office.read_models.reached = Behind().reached
        answer = await office.checked("HS-1")
    assert problem(answer) == (503, "not-yet-projected")
