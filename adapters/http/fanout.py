"""One tail of the log in a process, from which all who follow there are told.

A follower is a position and nothing more: what is told next is found from it, in the window at
the end of the log or, for whoever has fallen behind that, in pages of the log itself.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, Protocol
from weakref import WeakValueDictionary

import structlog

from adapters.http.window import Window, frame
from projections.feed import EVERYTHING, Page, Wanted

RECENT: Final = 1000
"""Positions that a tail begins with: who comes again after a restart is told from the window."""

PAGE: Final = 1000
"""Events that the tail reads at once."""

OWN_PAGE: Final = 100
"""Events that a follower who has fallen behind reads at once, and holds."""

READERS: Final = 2
"""Who read pages at once, each under a key of its own, so that others find a connection to the
database."""

TURN: Final = 50
"""Followers who are told at the same time: nobody else is kept waiting for longer than that."""

SHARE: Final = 0.0002
"""Seconds for each follower of a turn until the next turn, of which it takes less than half: what
is recorded until all had their turn is told together."""

PATIENCE: Final = 1.0
"""Seconds that the window waits, before it forgets, for those who still read from it."""

LOOK: Final = 0.05
"""Seconds between two looks at what is waited for."""

PAUSE: Final = 1.0
"""Seconds before trying again when the database cannot be reached."""


class Log(Protocol):
    def follow(self, position: int) -> AsyncIterator[int]: ...


class Feed(Protocol):
    """The log in pages; adapters/postgres/feed.py says what each promises."""

    async def page(self, after: int, limit: int, wanted: Wanted = EVERYTHING) -> Page: ...

    async def head(self) -> int: ...

    async def led(self) -> int: ...

    async def concerned(self, streams: Collection[str]) -> Mapping[str, frozenset[str]]: ...


@dataclass(slots=True, eq=False)
class Follower:
    """Everything wanted up to `position` is told."""

    wanted: Wanted
    position: int
    by: str = ""
    """The id of its key."""
    awake: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when there may be more, or when it is over."""


@dataclass(slots=True, eq=False)
class Fanout:
    """Reads while anybody follows, and holds nothing when nobody does."""

    log: Log
    feed: Feed
    stopped: bool = False
    _window: Window | None = None
    """None until the tail has found its place."""
    _followers: set[Follower] = field(default_factory=set)
    _tasks: list["asyncio.Task[None]"] = field(default_factory=list)
    _moved: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when it may be known of more whom they concern."""
    _more: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when there is more to tell."""
    _readers: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(READERS))
    _reading_by: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)
    """By the ids of keys; none of a key that nobody reads with."""

    def stop(self) -> None:
        """Ends every stream now, and each that is asked for later: the process is to end."""
        self.stopped = True
        for follower in self._followers:
            follower.awake.set()

    def count(self) -> int:
        """Who follows."""
        return len(self._followers)

    @contextmanager
    def joined(self, follower: Follower) -> Iterator[None]:
        self._followers.add(follower)
        if not self._tasks:
            work = (self._tail, self._lead, self._turns)
            self._tasks = [asyncio.create_task(_patiently(each)) for each in work]
        self._moved.set()
        try:
            yield
        finally:
            self._followers.remove(follower)
            if not self._followers:
                self._rest()

    async def next(self, follower: Follower) -> bytes:
        """Frames of what it is told next, and moves it; b"" where there is nothing by now.
        Raises StoreUnavailable."""
        frames, before = b"", -1
        while not (frames or self.stopped or follower.position == before):
            before, window = follower.position, self._window
            if window and before >= window.floor:
                frames, follower.position = window.behind(before, follower.wanted)
            else:
                frames = await self._read(follower)
        return frames

    async def page(self, by: str, after: int, limit: int, wanted: Wanted) -> Page:
        """A page of the log, in its turn: a key reads one at a time. Raises StoreUnavailable."""
        async with self._reading_by.setdefault(by, asyncio.Lock()), self._readers:
            return await self.feed.page(after, limit, wanted)

    async def _read(self, follower: Follower) -> bytes:
        page = await self.page(follower.by, follower.position, OWN_PAGE, follower.wanted)
        follower.position = page.next
        return b"".join([frame(event) for event in page.events])

    def _rest(self) -> None:
        for task in self._tasks:
            task.cancel()
        self._tasks, self._window = [], None

    async def _turns(self) -> None:
        while True:
            await self._more.wait()
            self._more.clear()
            followers, now = [*self._followers], asyncio.get_running_loop().time
            begun = now()
            for first in range(0, len(followers), TURN):
                turn = followers[first : first + TURN]
                for follower in turn:
                    follower.awake.set()
                # Who was late with a turn, for the machine was busy, is not with all behind it.
                due = begun + SHARE * (first + len(turn))
                await asyncio.sleep(max(due - now(), 0))

    async def _tail(self) -> None:
        window = self._window
        if window is None:
            head = await self.feed.head()
            window = self._window = Window(max(head - RECENT, 0))
        async for head in self.log.follow(window.head):
            while window.head < head:
                page = await self.feed.page(window.head, PAGE)
                await self._make_room(window)
                window.add(page.events, page.next)
                self._moved.set()
                self._more.set()

    async def _make_room(self, window: Window) -> None:
        floor = window.surplus()
        waited = 0.0
        while waited < PATIENCE and self._reading(window, floor):
            await asyncio.sleep(LOOK)
            waited += LOOK
        window.rise(floor)

    def _reading(self, window: Window, floor: int) -> bool:
        """Whether somebody still has to read from the window what it is to forget."""
        return any(window.floor <= one.position < floor for one in self._followers)

    async def _lead(self) -> None:
        """For those who have a reach: whom the dossiers concern, as soon as it is known."""
        while True:
            await self._moved.wait()
            self._moved.clear()
            while (window := self._window) and window.led < window.head and self._scoped():
                await self._learn(window)
                await asyncio.sleep(LOOK)

    async def _learn(self, window: Window) -> None:
        led = min(await self.feed.led(), window.head)
        if led <= window.led:
            return
        lines = window.unled(led)
        found = await self.feed.concerned({each.stream for each in lines})
        for each in lines:
            each.concerned = found.get(each.stream, each.concerned)
        window.led = led
        self._more.set()

    def _scoped(self) -> bool:
        return any(one.wanted.reach is not None for one in self._followers)


async def _patiently(work: Callable[[], Awaitable[None]]) -> None:
    """Until cancelled. An outage, or a fault of ours, is logged once and waited out: who follows
    is told the rest afterwards."""
    logged, now = "", asyncio.get_running_loop().time
    while True:
        begun = now()
        try:
            await work()
        except Exception as fault:
            if str(fault) != logged or now() - begun > PAUSE:
                structlog.get_logger().error("followers wait", fault=str(fault))
            logged = str(fault)
            await asyncio.sleep(PAUSE)
