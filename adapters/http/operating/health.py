"""Whether the process lives, and whether hoso can be relied on: for whoever keeps it running."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

import structlog
from fastapi import APIRouter, Request

from adapters.http.operating.readiness import Failed, Queue, failing
from adapters.http.problems import Problem
from adapters.messages import Lang
from adapters.messages.health import said
from domain.store import StoreUnavailable
from domain.vitals import Vitals

PATIENCE: Final = 3.0
"""Seconds in which the database must have answered."""


@dataclass(slots=True)
class Bounded:
    """Asks the database how it is, once at a time, and never waits for long: one that hangs would
    else take a connection with every question."""

    ask: Callable[[], Awaitable[Vitals]]
    _asked: "asyncio.Task[Vitals | None] | None" = field(default=None, init=False)

    async def __call__(self) -> Vitals:
        """Raises StoreUnavailable."""
        asked = self._asked
        if asked is None or asked.done():
            asked = self._asked = asyncio.create_task(self._vitals())
        await asyncio.wait([asked], timeout=PATIENCE)
        if not asked.done():
            # The next one asks anew, as soon as it has ended.
            asked.cancel()
        vitals = asked.result() if asked.done() and not asked.cancelled() else None
        if vitals is None:
            raise StoreUnavailable("the database does not tell how it is")
        return vitals

    async def _vitals(self) -> Vitals | None:
        try:
            return await self.ask()
        except StoreUnavailable:
            return None
        except Exception as fault:
            # A table that is gone, say: whoever asks is not helped by a fault.
            structlog.get_logger().error("vitals unknown", fault=str(fault))
            return None


@dataclass(frozen=True, slots=True)
class Health:
    """What is asked of an installation that is served."""

    vitals: Bounded
    queue: Queue
    lang: Lang

    async def ready(self, *, stopping: bool) -> dict[str, Any]:
        """How far its readers are. Raises Problem for what fails."""
        if stopping:
            self._fail([Failed("process", "stopping", {})])
        vitals = None
        with suppress(StoreUnavailable):
            vitals = await self.vitals()
        if vitals is None:
            self._fail([Failed("database", "database-away", {"seconds": round(PATIENCE)})])
        assert vitals
        if failed := [*failing(vitals, self.queue)]:
            self._fail(failed)
        return {
            "head": vitals.head,
            "projections": {one.name: one.position for one in vitals.lags},
            "parked": {one.name: one.parked for one in vitals.lags if one.parked},
        }

    def _fail(self, failed: list[Failed]) -> None:
        told = {one.name: said(one.code, self.lang, **one.params) for one in failed}
        raise Problem("not-ready", failed=told)


def health(of: Health) -> APIRouter:
    router = APIRouter(tags=["health"])

    @router.get("/healthz")
    async def alive() -> dict[str, str]:
        """The process answers."""
        return {"status": "ok"}

    @router.get("/readyz")
    async def ready(request: Request) -> dict[str, Any]:
        """Events are recorded and read, and somebody works on them; else it is told which of it
        fails. Parked dossiers are counted; all others are served."""
        stopping = getattr(request.app.state, "stopping", None)
        return await of.ready(stopping=stopping is not None and stopping.is_set())

    return router
