"""Looks at dossiers when something was recorded of them, or when time alone may part carriers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import structlog

from adapters.worker.pulse import nothing
from domain.engine import Engine
from domain.store import StoreUnavailable
from domain.watch import LATER, Looks, look

PAUSE: Final = 2.0
"""Seconds between two rounds: an alarm is an hour's matter, and a round without work is cheap."""

BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Watch:
    engine: Engine
    looks: Looks
    beat: Callable[[], None] = nothing
    """Told that it gets on: a round may take long."""

    async def round(self) -> int:
        """Looks at whatever is to be looked at by now; how many events that entered."""
        entered, seen = 0, set[str]()
        head = await self.engine.store.head()
        while (found := await self.looks.changed(BATCH))[1]:
            position, streams = found
            # A look sees all that was recorded by then: one is enough for what came before it.
            new = [stream for stream in streams if position > head or stream not in seen]
            seen.update(streams)
            entered += await self._look(new)
            await self.looks.moved(position)
            # In between: a long log must not keep alarms waiting that are due.
            entered += await self._look(await self.looks.due(self.engine.now(), BATCH))
        while streams := await self.looks.due(self.engine.now(), BATCH):
            entered += await self._look(streams)
        return entered

    async def _look(self, streams: Sequence[str]) -> int:
        entered = 0
        for stream in streams:
            now = self.engine.now()
            self.beat()
            try:
                looked = await look(self.engine, stream, now)
            except StoreUnavailable:
                raise
            except Exception as fault:
                # Whatever it is about, it must not keep the others from being looked at.
                structlog.get_logger().error("dossier not watched", stream=stream, fault=str(fault))
                await self.looks.postponed(stream, now + LATER)
                continue
            entered += len(looked.entered)
            await self.looks.looked(stream, looked.version, looked.next_at)
        return entered
