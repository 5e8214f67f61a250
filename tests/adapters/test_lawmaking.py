"""Changes of the law on PostgreSQL: read models tell anew what they touch, in whatever process, and
whoever was killed meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import uuid4

import pytest

from adapters.postgres import rebuild
from adapters.postgres.database import Database
from adapters.postgres.event_store import PostgresEventStore
from adapters.postgres.law_entries import PostgresTouched
from adapters.postgres.looks import PostgresLooks
from adapters.postgres.read_models import ReadModels
from adapters.postgres.register import PostgresRegister
from adapters.postgres.retelling import Retelling
from adapters.postgres.simulation import mark
from adapters.postgres.vault import opened_vault
from domain.dossier.events import Told
from domain.engine import Engine
from domain.lawmaking.book import LawBook
from domain.lawmaking.decision import Decision, Done, Lawmaking
from domain.lawmaking.events import KINDS, LawEvent
from domain.lawmaking.outages import KINDS as OF_OUTAGES
from domain.store import Recording, StoreUnavailable
from domain.vault import Vault
from projections import ALL
from projections.timeliness import Span
from tests.adapters.projecting import everything
from tests.domain.calendar.words import at, day
from tests.domain.clock.telling import accepted, asked, result, shipped
from tests.domain.entering import BY, a_holiday, replaced, taken_back
from tests.domain.test_whatif import TAKES_NEW, amended

pytestmark = pytest.mark.anyio

BRIDGE: Final = a_holiday("03/09/2019", "27/08/2019")


@dataclass
class Process:
    """One of the processes of an installation, with what it knows of the law."""

    database: Database
    vault: Vault
    now: datetime = field(default_factory=lambda: at("01/08/2019 08:00"))
    book: LawBook = field(default_factory=lambda: LawBook(shipped()))

    def __post_init__(self) -> None:
        self.store = PostgresEventStore(self.database)
        self.register = PostgresRegister(self.database, {**KINDS, **OF_OUTAGES})
        self.retelling = Retelling(self.database, self.register, self.book)
        self.models = ReadModels(self.database, self.store, self.book, ALL, self.retelling)
        self.touched = PostgresTouched(self.database, self.models.catch_up)
        self.engine = Engine(
            self.store, self.vault, self.book, lambda: self.now, lambda: str(uuid4())
        )
        self.lawmaking = Lawmaking(self.engine, self.book, self.register, self.touched)

    def another(self) -> "Process":
        return Process(self.database, self.vault, self.now)

    async def shows(self, when: str) -> None:
        """What the clock of the installation shows."""
        self.now = at(when)
        async with self.database.connection() as conn:
            await conn.execute("UPDATE hoso_simulation SET shows = %s", (self.now,))

    async def tells(self, stream: str, *told: Told) -> None:
        for one in told:
            await self.shows(f"{max(one.occurred_at, self.now):%d/%m/%Y %H:%M}")
            (version,) = await self.store.versions([stream])
            recording = Recording(stream, version, (replaced(one, stream),), b"")
            await self.store.append([recording])

    async def enter(self, event: LawEvent, when: str, request_id: str = "1") -> Done:
        await self.shows(when)
        return await self.lawmaking.enter(Decision(event, BY[0], "office", request_id))

    async def due(self) -> dict[str, date | None]:
        """As the read model has it now."""
        await self.models.catch_up()
        return {span.code: span.due_on for span in await self.spans() if span.to_on is None}

    async def spans(self) -> Sequence[Span]:
        async with self.database.connection() as conn:
            cursor = await conn.execute("SELECT code, to_on, due_on FROM hoso_timeliness")
            return [_Row(*row) for row in await cursor.fetchall()]  # type: ignore[misc]


@dataclass(frozen=True)
class _Row:
    code: str
    to_on: date | None
    due_on: date | None


@pytest.fixture
async def here(database: Database) -> Process:
    await mark(database, {}, at("01/08/2019 08:00"))
    return Process(database, await opened_vault(database))


async def four(here: Process) -> None:
    """One with a slip, one without, one that ended without, one that waits."""
    await here.tells("slip", accepted("26/08/2019 08:00", returns="03/09/2019 17:00"))
    await here.tells("none", accepted("26/08/2019 09:00"))
    await here.tells("ended", accepted("26/08/2019 10:00"))
    await here.tells("waits", accepted("28/08/2019 10:00"), asked("29/08/2019 10:00"))
    await here.tells("ended", result("04/09/2019 10:00"))


NEW_DUE: Final = day("04/09/2019")
OLD_DUE: Final = day("03/09/2019")


async def test_what_it_touches_is_told_anew(here: Process) -> None:
    await four(here)
    assert (await here.due())["ended"] == OLD_DUE

    done = await here.enter(BRIDGE, "04/09/2019 12:00")

    assert done.moved == 2
    assert await here.due() == {"slip": NEW_DUE, "none": NEW_DUE, "ended": NEW_DUE, "waits": None}
    assert await here.touched.moved() == {done.entry.position: 2}


async def test_told_anew_is_as_built_anew(here: Process) -> None:
    """Whatever was entered: read models from nothing are the same, row by row."""
    await four(here)
    await here.enter(BRIDGE, "04/09/2019 12:00")
    await here.models.catch_up()
    await here.tells("later", accepted("05/09/2019 08:00"))
    await here.enter(taken_back("03/09/2019", "05/09/2019"), "05/09/2019 12:00", "2")
    change = amended("30/08/2019", 9, TAKES_NEW, "05/09/2019")
    assert (await here.enter(change, "05/09/2019 13:00", "3")).moved
    await here.models.catch_up()
    live = await everything(here.models)

    await here.another().models.rebuild()

    assert live == await everything(here.models)


async def test_every_process_learns_it(here: Process) -> None:
    """Two processes on one database: what one enters, the other decides and tells by."""
    other = here.another()
    await four(here)
    await other.models.catch_up()
    before = other.engine.law.calendar

    await here.enter(BRIDGE, "04/09/2019 12:00")

    assert await other.due() == await here.due()
    assert other.engine.law.calendar != before
    assert other.engine.law.calendar == here.engine.law.calendar
    await here.tells("late", accepted("05/09/2019 08:00", returns="12/09/2019 17:00"))
    assert (await other.due())["late"] == day("12/09/2019")


async def test_stories_that_were_told_by_the_law_before_are_forgotten(here: Process) -> None:
    other = here.another()
    await four(here)
    await other.models.catch_up()
    await here.lawmaking.learn()
    await here.register.enter("law", BRIDGE, actor=BY[0], source="office", request_id="1", after=0)
    await here.tells("none", result("04/09/2019 10:00"))

    assert (await other.due())["none"] == NEW_DUE


async def test_who_was_killed_before_anything_moved(
    here: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    await four(here)
    with monkeypatch.context() as patch:

        async def killed(*recordings: Any) -> None:
            raise StoreUnavailable("killed")

        patch.setattr(PostgresEventStore, "append", killed)
        with pytest.raises(StoreUnavailable):
            await here.enter(BRIDGE, "04/09/2019 12:00")
    other = here.another()
    assert (await other.due())["slip"] == OLD_DUE

    done = await other.enter(BRIDGE, "05/09/2019 12:00")
    again = await here.enter(BRIDGE, "05/09/2019 13:00")

    assert (done.moved, again.moved) == (2, 2)
    assert (await here.due())["slip"] == NEW_DUE
    head = await here.store.head()
    assert head == 9


async def test_as_known_then(here: Process) -> None:
    """A report as known before the entry never changes; one as known since heeds it."""
    await four(here)
    before, evening = at("04/09/2019 11:00"), at("04/09/2019 23:00")
    await here.shows("04/09/2019 11:00")
    known_then = await here.models.spans_known(before)

    await here.enter(BRIDGE, "04/09/2019 12:00")
    await here.shows("05/09/2019 08:00")

    assert await here.models.spans_known(before) == known_then
    ended = [one for one in await here.models.spans_known(evening) if one.code == "ended"]
    assert [one.due_on for one in ended][-1] == NEW_DUE
    assert [one.due_on for one in known_then if one.code == "ended"][-1] == OLD_DUE


async def test_a_rebuild_during_which_the_law_changes(
    here: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    await four(here)
    await here.models.catch_up()
    other, build = here.another(), rebuild.rebuild

    async def meanwhile(*said: Any) -> Any:
        built = await build(*said)
        await here.enter(BRIDGE, "04/09/2019 12:00")
        await here.models.catch_up()
        return built

    monkeypatch.setattr(rebuild, "rebuild", meanwhile)
    await other.models.rebuild("timeliness")

    assert (await other.due())["ended"] == NEW_DUE


async def test_the_watch_looks_again_at_what_it_touches(here: Process) -> None:
    """By other working hours a handover is missed sooner, or later."""
    await four(here)
    await here.models.catch_up()
    looks, far = PostgresLooks(here.database), at("30/12/2019 08:00")
    streams = [*(await here.store.dossiers("", 10)), "nobody"]
    for stream in streams:
        await looks.looked(stream, 9, far)
    await here.enter(BRIDGE, "04/09/2019 12:00")
    await here.models.catch_up()

    assert set(await looks.due(here.now, 10)) == {"slip", "none", "ended", "waits"}


async def test_a_what_if_records_nothing(here: Process) -> None:
    await four(here)
    head = await here.store.head()
    await here.shows("04/09/2019 12:00")

    found = await here.lawmaking.what_if(BRIDGE)

    assert [one.code.value for one in found] == ["ended", "none", "slip"]
    assert (await here.store.head(), here.book.version) == (head, 0)


async def test_a_second_change_by_a_clock_that_stands_still(here: Process) -> None:
    await here.tells("slip", accepted("26/08/2019 08:00", returns="03/09/2019 17:00"))
    await here.enter(BRIDGE, "31/08/2019 09:00")
    wednesday = a_holiday("04/09/2019", "27/08/2019")

    (found,) = await here.lawmaking.what_if(wednesday)
    done = await here.enter(wednesday, "31/08/2019 09:00", "2")

    assert found.after.due.on == done.effects[0].after.due.on == day("05/09/2019")
    assert await here.due() == {"slip": day("05/09/2019")}


async def test_many_are_moved_at_once(here: Process) -> None:
    """More than go in one statement: all of them, or none."""
    for number in range(260):
        await here.tells(f"{number:03}", accepted("26/08/2019 08:00"))

    done = await here.enter(BRIDGE, "28/08/2019 12:00")

    assert done.moved == 260
    assert set((await here.due()).values()) == {NEW_DUE}
