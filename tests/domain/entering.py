"""An installation in memory that receives dossiers and learns of changes of the law."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import accumulate, groupby
from typing import Any, Final, TypeVar

import anyio

from domain.calendar.days import DeclaredDay, Kind
from domain.dossier.dossier import fold
from domain.dossier.events import DossierEvent, Told
from domain.dossier.standing import Standing, standing
from domain.dossier.timeliness import Timeliness
from domain.engine import Engine
from domain.hot import Memory
from domain.law import Law
from domain.lawmaking.book import LawBook
from domain.lawmaking.decision import Decision, Done, Lawmaking
from domain.lawmaking.events import CalendarDeclared, CalendarWithdrawn, LawEvent, OneDay, Touches
from domain.lawmaking.whatif import Effect
from domain.register import Entered
from domain.store import RecordedEvent, Recording
from domain.testimony import Code
from tests.adapters.memory import MemoryEventStore, MemoryVault
from tests.adapters.memory_register import MemoryRegister
from tests.domain.calendar.words import at, day, declared
from tests.domain.clock.telling import shipped

T = TypeVar("T")

HOLIDAY: Final = Kind.PUBLIC_HOLIDAY
MAKEUP: Final = Kind.MAKEUP_WORK_DAY
BY: Final = ("clerk", "head of office")
"""Who enters a change of the law, and who confirms it."""


def a_holiday(on: str, announced: str, kind: Kind = HOLIDAY, **said: Any) -> CalendarDeclared:
    """Both as forms write them."""
    return of_days(a_day(on, announced, kind, **said))


def a_day(on: str, announced: str, kind: Kind = HOLIDAY, **said: Any) -> DeclaredDay:
    return declared(on, kind, announced_on=day(announced), source="1/TB", **said)


def of_days(*days: DeclaredDay) -> CalendarDeclared:
    return CalendarDeclared(days=days, confirmed_by=BY[1])


def taken_back(on: str, published: str, kind: Kind = HOLIDAY) -> CalendarWithdrawn:
    withdrawn = (OneDay(day(on), kind, "VN"),)
    return CalendarWithdrawn(days=withdrawn, withdrawn_on=day(published), confirmed_by=BY[1])


@dataclass
class Installation:
    """Everything happens when `now` says."""

    law: Law = field(default_factory=shipped)
    now: datetime = field(default_factory=lambda: at("01/08/2019 08:00"))
    store: MemoryEventStore = field(init=False)
    register: MemoryRegister = field(init=False)
    book: LawBook = field(init=False)
    vault: MemoryVault = field(default_factory=MemoryVault)
    memory: Memory = field(default_factory=Memory)

    def __post_init__(self) -> None:
        self.store = MemoryEventStore(now=lambda: self.now)
        self.register = MemoryRegister(self.store)
        self.book = LawBook(self.law)

    @property
    def engine(self) -> Engine:
        clock: Callable[[], datetime] = lambda: self.now  # noqa: E731
        return Engine(self.store, self.vault, self.book, clock, lambda: "unused", self.memory)

    @property
    def lawmaking(self) -> Lawmaking:
        return Lawmaking(self.engine, self.book, self.register, self)

    async def streams(self, touches: Touches) -> Sequence[str]:
        """As a Touched: it may name more than are touched."""
        return await self.store.dossiers("", 10_000)

    def tells(self, stream: str, *told: Told) -> None:
        """Each as soon as it happened."""
        run(self.tells_async, stream, *told)

    async def tells_async(self, stream: str, *told: Told) -> None:
        for one in told:
            self.now = max(self.now, one.occurred_at)
            (version,) = await self.store.versions([stream])
            await self.store.append([Recording(stream, version, (replaced(one, stream),), b"")])

    def what_if(self, event: LawEvent, on: str) -> tuple[Effect, ...]:
        self.now = at(on)
        return run(self.lawmaking.what_if, event)

    def enter(self, event: LawEvent, on: str, request_id: str = "1", actor: str = BY[0]) -> Done:
        self.now = max(self.now, at(on))
        return run(self.lawmaking.enter, Decision(event, actor, "office", request_id))

    def known(self, to: int | None = None) -> dict[str, list[RecordedEvent[DossierEvent]]]:
        """Of every dossier, what was known at a position."""
        events = run(self.store.after, 0, 10_000)[:to]
        by_stream = sorted(events, key=lambda event: event.stream)
        return {of: list(each) for of, each in groupby(by_stream, key=lambda event: event.stream)}

    def standing(self, stream: str, on: date, known_to: int | None = None) -> Standing:
        """By the law and the events as known at a position; by default as known now."""
        law = self.book.law if known_to is None else self.book.as_learnt(known_to)
        told = [event.told for event in self.known(known_to)[stream]]
        return standing(fold(told), law, on)

    def stands(self, stream: str, on: str, known_to: int | None = None) -> Timeliness:
        return self.standing(stream, day(on), known_to).on(day(on))


def known(told: Sequence[Told]) -> list[RecordedEvent[DossierEvent]]:
    """Each recorded as soon as it happened, or when what was recorded before it was."""
    times = accumulate((one.occurred_at for one in told), max)
    return [
        RecordedEvent(number, "stream", number, recorded_at, one)
        for number, (recorded_at, one) in enumerate(zip(times, told, strict=True), start=1)
    ]


def replaced(told: Told, stream: str) -> Told:
    name = f"{told.request_id} {stream}"
    return replace(told, dossier=Code("dossier-code", stream), request_id=name[-200:])


def run(call: Callable[..., Coroutine[Any, Any, T]], *args: Any) -> T:
    return anyio.run(call, *args)


def entries(of: Installation) -> Sequence[Entered]:
    return of.book.entered
