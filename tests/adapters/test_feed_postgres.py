"""The log in pages, on PostgreSQL: nothing is skipped, nothing stalls, nothing comes too early."""

from collections.abc import Sequence
from typing import Any, Final

import pytest
from psycopg import AsyncConnection

from adapters.postgres import feed as pages
from adapters.postgres.database import Database
from adapters.postgres.event_store import PostgresEventStore
from adapters.postgres.feed import PostgresFeed
from adapters.postgres.read_models import ReadModels
from domain.register import STREAMS
from projections import concerned
from projections.feed import EVERYTHING, Page, Unread, Wanted
from tests.adapters.asking import LAW
from tests.adapters.promises import recording, told
from tests.adapters.writing import tailed, writer
from tests.stress import TIMES

pytestmark = pytest.mark.anyio

LAND: Final = Wanted(frozenset({"land"}))


@pytest.fixture
def store(database: Database) -> PostgresEventStore:
    return PostgresEventStore(database)


@pytest.fixture
def feed(database: Database) -> PostgresFeed:
    return PostgresFeed(database)


async def record(store: PostgresEventStore, *units: str) -> None:
    """An event of a dossier of each unit's own."""
    for number, unit in enumerate(units, start=await store.head()):
        code = f"{unit}-{number}"
        await store.append([recording(code, 0, told(code=code, unit=unit))])


async def project(store: PostgresEventStore) -> None:
    await ReadModels(store.database, store, LAW, [concerned.PROJECTION]).catch_up()


async def inserted(conninfo: str, *rows: tuple[Any, ...]) -> None:
    """As the stock library appends."""
    async with await AsyncConnection.connect(conninfo, autocommit=True) as conn:
        for row in rows:
            await conn.execute("INSERT INTO hoso_events VALUES (%s, %s, %s, %s)", row)


def positions(page: Page) -> list[int]:
    return [event.position for event in page.events]


async def test_events_are_told_as_the_store_has_them(
    store: PostgresEventStore, feed: PostgresFeed
) -> None:
    assert await feed.page(0, 10) == Page([], 0, 0)
    await record(store, "land", "health", "land")
    page = await feed.page(0, 10)
    assert list(page.events) == list(await store.after(0, 10))
    assert (page.next, page.head) == (3, 3)
    assert await feed.page(1, 1) == Page(page.events[1:2], 2, 3)


async def test_what_is_recorded_of_the_law_is_passed_over_and_stalls_nobody(
    store: PostgresEventStore, feed: PostgresFeed, conninfo: str
) -> None:
    await record(store, "land")
    await inserted(conninfo, *((stream, n, "x", b"{}") for stream in STREAMS for n in (1, 2)))
    page = await feed.page(1, 10)
    assert page == Page([], 5, 5)
    await record(store, "land")
    assert positions(await feed.page(page.next, 10)) == [6]


async def test_who_wants_little_of_a_long_log_is_taken_along_it(
    store: PostgresEventStore, feed: PostgresFeed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "SPAN", 2)
    monkeypatch.setattr(pages, "SPANS", 2)
    await record(store, *["health"] * 6, "land", "land")
    await project(store)
    assert await feed.page(0, 10, LAND) == Page([], 4, 8)
    assert positions(await feed.page(4, 10, LAND)) == [7, 8]
    assert (await feed.page(4, 1, LAND)).next == 7
    assert positions(await feed.page(0, 4)) == [1, 2, 3, 4]
    nothing = await feed.page(0, 10, Wanted(kinds=frozenset({"dossier.received"})))
    assert (positions(nothing), nothing.next) == ([], 4)


async def test_who_has_units_is_led_as_far_as_the_projection(
    store: PostgresEventStore, feed: PostgresFeed
) -> None:
    await record(store, "land", "health", "land")
    assert await feed.page(0, 10, LAND) == Page([], 0, 0)
    await project(store)
    await record(store, "land")
    page = await feed.page(0, 10, LAND)
    assert (positions(page), page.next, page.head) == ([1, 3], 3, 3)
    assert await feed.page(4, 10, LAND) == Page([], 4, 3)
    assert await feed.led() == 3
    assert await feed.concerned(["land-0", "health-1", "land-3", "nobody"]) == {
        "land-0": frozenset({"land"}),
        "health-1": frozenset({"health"}),
    }
    await project(store)
    assert positions(await feed.page(page.next, 10, LAND)) == [4]


async def test_of_a_reach_of_no_bodies_nothing_is_told(
    store: PostgresEventStore, feed: PostgresFeed
) -> None:
    await record(store, "land")
    await project(store)
    assert await feed.page(0, 10, Wanted(frozenset())) == Page([], 1, 1)


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        (("dossier.split", b'{"into": ["a"]}'), Unread("dossier.split", {"into": ["a"]})),
        (("dossier.noted", b'{"nom": 1}'), Unread("dossier.noted", {"nom": 1})),
        (("two\nlines", b"\x00 no json"), Unread("two-lines", None)),
        ((None, None), Unread("unknown", None)),
    ],
)
async def test_what_this_release_cannot_read_is_told_as_it_is_stored(
    store: PostgresEventStore,
    feed: PostgresFeed,
    conninfo: str,
    stored: tuple[str | None, bytes | None],
    said: Unread,
) -> None:
    await record(store, "land")
    await inserted(conninfo, ("land-0", 2, *stored))
    await record(store, "land")
    page = await feed.page(0, 10)
    assert (positions(page), page.next) == ([1, 2, 3], 3)
    assert page.events[1].told.event == said


async def test_nothing_is_skipped_while_transactions_overlap(
    store: PostgresEventStore, feed: PostgresFeed
) -> None:
    async def after(position: int) -> Sequence[int]:
        page = await feed.page(position, 7, EVERYTHING)
        return positions(page)

    tail = await tailed([writer(store, f"w{n}", 20 * TIMES) for n in range(6)], after)
    assert await tail.missed() == set()
    assert tail.seen == list(range(1, await store.head() + 1))
