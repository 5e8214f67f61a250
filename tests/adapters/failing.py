"""Event stores in memory that fail now and then."""

from dataclasses import dataclass
from typing import Any

from domain.store import Overloaded, StoreUnavailable
from tests.adapters.memory import MemoryEventStore


@dataclass(slots=True)
class Failing(MemoryEventStore):
    """Takes so many chunks, and no more."""

    left: int = 1

    async def append(self, recordings: Any) -> Any:
        self.left -= 1
        if self.left < 0:
            raise StoreUnavailable("no route")
        return await MemoryEventStore.append(self, recordings)


@dataclass(slots=True)
class Busy(MemoryEventStore):
    """Takes a chunk when it is tried for the fourth time."""

    tried: int = 0

    async def append(self, recordings: Any) -> Any:
        self.tried += 1
        if self.tried % 4:
            raise Overloaded("much waits")
        return await MemoryEventStore.append(self, recordings)
