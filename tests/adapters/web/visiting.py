"""A browser without a window: it keeps its session, and reads a page as people do."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import uuid4
from zoneinfo import ZoneInfo

import httpx
from lxml import html

from adapters import catalogue
from adapters.http.app import create_app
from adapters.messages import Lang
from adapters.web.pages import missing_as_pages, pages
from domain.access import Reach
from domain.dossier.clocks import Clock as By
from domain.dossier.concerned import concerned, within
from domain.engine import Answer, Engine
from domain.knowledge import Known
from domain.law import Law
from domain.request import read
from projections import timeliness
from projections.report import Groups, Levels, Period, cells_by_group
from projections.timeliness import Span
from tests.adapters.calling import TOKEN, Behind
from tests.adapters.memory import MemoryEventStore, MemoryVault
from tests.adapters.memory_keys import MemoryKeys

ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
LAW: Final = catalogue.law(ZONE)
NOW: Final = datetime(2019, 8, 31, 17, tzinfo=ZONE)

CENTRE: Final = {"organisation": "long-an-centre-reception", "desk": "long-an-counter-results"}
COUNTER: Final = {"organisation": "long-an-dost-tdc", "desk": "long-an-counter-tdc"}
UNIT: Final = {"organisation": "long-an-dost-tdc"}
CODE: Final = "000.00.12.H39-190712-0001"


class Folded(Behind):
    """Read models that fold the store anew for every question."""

    def __init__(self, store: MemoryEventStore, reach: Reach = None) -> None:
        self.store = store
        self.reach = reach

    def within(self, reach: Reach) -> "Folded":
        return self if reach is None else Folded(self.store, reach)

    async def reached(self, position: int, patience: float) -> bool:
        return True

    async def counts(self, period: Period, by: Levels, clock: By = By.OWED) -> Groups:
        return cells_by_group(await self.spans(period), period, by, clock)

    async def law_known(self, known_at: datetime | None) -> Law:
        return LAW

    async def spans(self, period: Period) -> list[Span]:
        return await self._told(None)

    async def spans_known(self, known_at: datetime) -> list[Span]:
        return await self._told(await self.store.known_at(known_at))

    async def _told(self, known_to: int | None) -> list[Span]:
        streams = await self.store.dossiers("", 10_000)
        known = [await self.store.history(stream, known_to=known_to) for stream in streams]
        seen = [each for each in known if each and self._sees(each)]
        return [span for each in seen for span in timeliness.rows(each, LAW)]

    def _sees(self, known: Known) -> bool:
        return within(self.reach, concerned(event.told for event in known))


@dataclass(slots=True)
class Clock:
    """When things are recorded; it never goes back."""

    shows: datetime = datetime(2019, 1, 1, tzinfo=UTC)

    def reach(self, at: datetime) -> None:
        self.shows = max(self.shows, at)


@dataclass(slots=True)
class Office:
    """Tells what happened, as soon as it happens or `late` after it."""

    engine: Engine
    clock: Clock
    number: int = 0

    async def tell(
        self,
        kind: str,
        occurred_at: str,
        /,
        dossier: str = CODE,
        late: timedelta = timedelta(),
        envelope: Mapping[str, Any] | None = None,
        **data: Any,
    ) -> Answer:
        happened = datetime.fromisoformat(occurred_at).replace(tzinfo=ZONE)
        self.clock.reach(happened + late)
        self.number += 1
        body = {
            "dossier": dossier,
            "kind": kind,
            "occurred_at": happened.isoformat(),
            "source": "one-stop",
            "request_id": str(self.number),
            # Told dossier by dossier, not in the order of happening: as a simulation may.
            "provenance": "simulated",
            "data": data,
        }
        posted = read({**body, **(envelope or {})}, "bearer-token")
        told = replace(posted, recorded_at=self.clock.shows)
        return await self.engine.perform(told, opens=True)


def office(now: datetime = NOW) -> Office:
    clock = Clock()
    store = MemoryEventStore(lambda: clock.shows)
    engine = Engine(store, MemoryVault(), LAW, now=lambda: now, new_stream=lambda: str(uuid4()))
    return Office(engine, clock)


@dataclass(frozen=True, slots=True)
class Page:
    """An answer that is a page."""

    answer: httpx.Response

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def text(self) -> str:
        """What stands in its main part."""
        (text,) = self.words("//main")
        return text

    def all(self, path: str) -> list[Any]:
        found: Any = html.fromstring(self.answer.text).xpath(path)
        return list(found)

    def words(self, path: str) -> list[str]:
        """The text of each of the elements, with single spaces."""
        return [" ".join(each.text_content().split()) for each in self.all(path)]

    def href(self, words: str) -> str:
        """Where the links of these words lead."""
        links = {each.get("href") for each in self.all("//a") if each.text_content() == words}
        (found,) = links
        return str(found)

    def row(self, heading: str) -> list[str]:
        """The cells of a row of a table."""
        return self.words(f"//tr[th[@scope='row' and normalize-space()='{heading}']]/td")


@dataclass(frozen=True, slots=True)
class Browser:
    client: httpx.AsyncClient

    async def get(self, path: str, **query: Any) -> Page:
        return Page(await self.client.get(path, params=query or None))

    async def enter(self) -> None:
        assert (await self.client.get("/", params={"token": TOKEN})).status_code == 303


@asynccontextmanager
async def browsing(
    engine: Engine,
    read_models: Any,
    lang: Lang = "en",
    simulation: Mapping[str, Any] | None = None,
    *,
    entered: bool = True,
    keys: MemoryKeys | None = None,
) -> AsyncIterator[Browser]:
    keys = keys or MemoryKeys(TOKEN)
    app = create_app(engine, read_models, keys=keys, lang=lang)
    app.include_router(pages(engine, read_models, keys=keys, lang=lang, simulation=simulation))
    missing_as_pages(app, lang)
    transport = httpx.ASGITransport(app)
    headers = {"Accept": "text/html"}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://hoso.test", headers=headers
    ) as client:
        browser = Browser(client)
        if entered:
            await browser.enter()
        yield browser
