"""Follows the log and keeps the read models up with it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass
from typing import Final, Protocol

import structlog

PAUSE: Final = 1.0
"""Seconds before trying again when the database cannot be reached."""


class Log(Protocol):
    def follow(self, position: int) -> AsyncIterator[int]: ...


class ReadModels(Protocol):
    def catch_up(self) -> Awaitable[None]: ...


@dataclass(frozen=True, slots=True)
class Worker:
    log: Log
    read_models: ReadModels

    async def run(self) -> None:
        """Until cancelled. An outage, or a fault of ours, is logged once and waited out."""
        logged = ""
        while True:
            try:
                await self.read_models.catch_up()
                async for _ in self.log.follow(0):
                    await self.read_models.catch_up()
                    logged = ""
            except Exception as fault:
                # The server must go on taking events; readiness shows that this lags.
                if str(fault) != logged:
                    structlog.get_logger().error("worker waits", fault=str(fault))
                logged = str(fault)
                await asyncio.sleep(PAUSE)
