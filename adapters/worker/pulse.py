"""That who works is alive, for others to see: a loop that hangs or has ended shows nothing more."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Final, Protocol

import structlog

from domain.store import StoreUnavailable

PAUSE: Final = 2.0
"""Seconds between two times that it is shown, where there is no news."""

UNSEEN: Final = ""
"""Before the first round."""

PROJECTING: Final = "projecting"
WATCH: Final = "watch"
PLACING: Final = "placing"


def nothing() -> None:
    """Where nobody wants to see it."""


@dataclass(frozen=True, slots=True)
class Beat:
    """A loop got on with its work so many seconds ago; what its last round came to grief on."""

    name: str
    seconds: float
    fault: str | None = None


class Kept(Protocol):
    """Where others see it."""

    def keep(self, beats: Sequence[Beat]) -> Awaitable[None]: ...

    def forget(self) -> Awaitable[None]:
        """This process works no more."""
        ...


@dataclass(slots=True, eq=False)
class Pulse:
    """Of the loops of this process."""

    kept: Kept
    _last: dict[str, tuple[float, str | None]] = field(default_factory=dict)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def beat(self, name: str, fault: str | None = None) -> None:
        _, before = self._last.get(name, (0.0, UNSEEN))
        self._last[name] = (monotonic(), fault)
        if before != fault:
            self._news.set()

    async def rounds(self, name: str, do: Callable[[], Awaitable[object]], pause: float) -> None:
        """One after the other, until cancelled. An outage, or a fault of ours, is logged once and
        waited out: the server must go on taking events."""
        logged = ""
        while True:
            try:
                await do()
                fault = ""
            except Exception as error:
                fault = str(error) or type(error).__name__
                if fault != logged:
                    structlog.get_logger().error(f"{name} waits", fault=fault)
            logged = fault
            self.beat(name, fault or None)
            await asyncio.sleep(pause)

    async def run(self) -> None:
        """Shows it, until cancelled."""
        try:
            while True:
                # Where it cannot be shown, that is what others see.
                with suppress(StoreUnavailable):
                    await self.kept.keep(self._beats())
                with suppress(TimeoutError):
                    async with asyncio.timeout(PAUSE):
                        await self._news.wait()
                self._news.clear()
        finally:
            with suppress(StoreUnavailable, TimeoutError):
                async with asyncio.timeout(PAUSE):
                    await self.kept.forget()

    def _beats(self) -> list[Beat]:
        now = monotonic()
        return [Beat(name, now - at, fault) for name, (at, fault) in self._last.items()]
