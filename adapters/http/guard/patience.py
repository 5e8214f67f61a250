"""An end to waiting, at a tenth of what a timer for each wait costs."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, TypeVar

T = TypeVar("T")

LATE = -1.0


@dataclass(slots=True)
class Patience:
    """One look at all who wait, `every` so many seconds while anybody does: an end comes so much
    late at most."""

    every: float
    _until: dict["asyncio.Task[Any]", float] = field(default_factory=dict)
    _looking: asyncio.AbstractEventLoop | None = None

    async def within(self, awaited: Awaitable[T], until: float) -> T:
        """What is awaited, until an instant of the steady clock. Raises TimeoutError."""
        task = asyncio.current_task()
        assert task
        self._until[task] = until
        loop = task.get_loop()
        if self._looking is not loop:
            self._looking = loop
            loop.call_later(self.every, self._look)
        try:
            return await awaited
        except asyncio.CancelledError:
            # Unless somebody else wants it ended, too: then it ends.
            if self._until[task] == LATE and not task.uncancel():
                raise TimeoutError from None
            raise
        finally:
            del self._until[task]

    def _look(self) -> None:
        now = monotonic()
        for task, until in self._until.items():
            if LATE < until < now:
                self._until[task] = LATE
                task.cancel()
        if not self._until:
            self._looking = None
        elif self._looking:
            self._looking.call_later(self.every, self._look)
