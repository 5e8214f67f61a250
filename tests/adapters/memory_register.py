"""A register in memory, beside an event store in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from anyio.lowlevel import checkpoint
from pydantic import BaseModel

from domain.refusals import Refused, RequestIdReused
from domain.register import Entered
from domain.store import Conflict
from tests.adapters.memory import MemoryEventStore


@dataclass(slots=True)
class MemoryRegister:
    """Keeps the promises of domain.register.Register. An entry stands at the position of the
    event before it: what is known at that position knows the entry."""

    store: MemoryEventStore = field(default_factory=MemoryEventStore)
    _streams: dict[str, list[Entered]] = field(default_factory=dict)

    async def enter(
        self,
        stream: str,
        event: BaseModel,
        *,
        actor: str,
        source: str,
        request_id: str,
        after: int,
        entered_by: str | None = None,
        recorded_at: datetime | None = None,
    ) -> Entered:
        position = await self.store.head()
        for earlier in (one for told in self._streams.values() for one in told):
            if (earlier.source, earlier.request_id) == (source, request_id):
                if earlier.event != event:
                    raise Refused(RequestIdReused(source, request_id))
                return earlier
        told = self._streams.setdefault(stream, [])
        if len(told) != after:
            raise Conflict("the stream has moved on")
        at = (recorded_at or self.store.now()).astimezone(UTC)
        who = actor, source, request_id, entered_by
        told.append(Entered(position, after + 1, at, event, *who))
        return told[-1]

    async def entered(self, stream: str, known_to: int | None = None) -> Sequence[Entered]:
        await checkpoint()
        told = self._streams.get(stream, [])
        return [one for one in told if known_to is None or one.position <= known_to]
