"""Follows the log and keeps the read models up with it."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing, suppress
from dataclasses import dataclass
from typing import Final, Protocol

import structlog

PAUSE: Final = 1.0
"""Seconds before trying again when the database cannot be reached."""

IDLE: Final = 10.0
"""Seconds after which it looks though nothing moved, and shows that it is there."""


class Log(Protocol):
    def follow(self, position: int) -> AsyncIterator[int]: ...


class ReadModels(Protocol):
    def catch_up(self, progress: Callable[[int], None]) -> Awaitable[None]: ...


@dataclass(frozen=True, slots=True)
class Worker:
    log: Log
    read_models: ReadModels
    beat: Callable[[str | None], None] = lambda _: None
    """Told whenever it got on with its work, and what it came to grief on."""

    async def run(self) -> None:
        """Until cancelled. An outage, or a fault of ours, is logged once and waited out."""
        logged = ""
        while True:
            try:
                await self._catch_up()
                async with aclosing(self._moves()) as moves:
                    async for _ in moves:
                        await self._catch_up()
                        logged = ""
            except Exception as fault:
                # The server must go on taking events; readiness shows that this lags.
                if str(fault) != logged:
                    structlog.get_logger().error("worker waits", fault=str(fault))
                logged = str(fault)
                self.beat(str(fault) or type(fault).__name__)
                await asyncio.sleep(PAUSE)

    async def _catch_up(self) -> None:
        await self.read_models.catch_up(lambda _: self.beat(None))
        self.beat(None)

    async def _moves(self) -> AsyncGenerator[None]:
        """Of the log; and now and then, though it rests."""
        moves = aiter(self.log.follow(0))
        while True:
            move = asyncio.ensure_future(anext(moves))
            try:
                while not move.done():
                    await asyncio.wait([move], timeout=IDLE)
                    if not move.done():
                        yield
                await move
                yield
            finally:
                move.cancel()
                with suppress(asyncio.CancelledError):
                    await move
