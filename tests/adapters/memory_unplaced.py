"""What could not be placed, in memory: it keeps the same promises as that on PostgreSQL."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from uuid import uuid4

from anyio.lowlevel import checkpoint

from domain.access import Reach
from domain.refusals import Refused, RequestIdReused
from domain.request import Posted, canonical
from domain.unplaced import (
    LEASE,
    Dismissed,
    Event,
    Kept,
    Placed,
    State,
    UnknownUnplaced,
    Wanted,
    Why,
)
from tests.adapters.memory import MemoryEventStore, MemoryVault


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class _Code:
    """Something waits for it."""

    due: bool = True
    leased_until: datetime | None = None


@dataclass(slots=True)
class MemoryUnplaced:
    """Keeps the promises of domain.unplaced.Unplaced and Awaited."""

    store: MemoryEventStore
    vault: MemoryVault
    now: Callable[[], datetime] = _now
    _kept: dict[str, Kept] = field(default_factory=dict)
    _codes: dict[str, _Code] = field(default_factory=dict)
    _position: int = 0

    async def keep(self, posted: Sequence[Posted], fingerprints: Sequence[bytes]) -> Sequence[str]:
        texts = [canonical(one.request).decode() for one in posted]
        sealed = await self.vault.seal(texts)
        told = zip(posted, fingerprints, sealed, strict=True)
        kept = [self._keep(one, print_, said.entry) for one, print_, said in told]
        for one, print_ in zip(kept, fingerprints, strict=True):
            if one.fingerprint != print_:
                raise Refused(RequestIdReused(one.source, one.request_id))
        return [one.id for one in kept]

    def _keep(self, posted: Posted, fingerprint: bytes, said: str) -> Kept:
        request = posted.request
        name = (request.source, request.request_id)
        for one in self._kept.values():
            if (one.source, one.request_id) == name:
                return one
        kept = Kept(
            str(uuid4()),
            *name,
            request.dossier,
            request.code_system,
            posted.event.kind,
            request.occurred_at,
            request.unit,
            posted.entered_by,
            posted.reach,
            self.now(),
            said,
            fingerprint,
        )
        self._codes.setdefault(request.dossier, _Code()).due = True
        self._kept[kept.id] = kept
        return kept

    async def waiting(self, wanted: Wanted) -> Sequence[Kept]:
        if wanted.after:
            await self.one(wanted.after, wanted.reach)
        return [
            one
            for one in self._behind(wanted.after)
            if wanted.state in (None, one.state) and _is_told_within(wanted.reach, one)
        ][: wanted.limit]

    async def one(self, id: str, reach: Reach) -> Kept:
        await checkpoint()
        kept = self._kept.get(id)
        if kept is None or not _is_told_within(reach, kept):
            raise Refused(UnknownUnplaced(id))
        return kept

    async def texts(self, kept: Sequence[Kept]) -> Sequence[str]:
        texts = await self.vault.open([one.said for one in kept])
        found = [text for text in texts if text is not None]
        if len(found) < len(kept):
            raise LookupError("the vault no longer has what was told")
        return found

    async def placed(self, events: Mapping[str, Event], by: str | None) -> None:
        await checkpoint()
        for id, event in events.items():
            kept = self._kept[id]
            on = Placed(event.told.dossier, event.position, self.now(), by)
            if not kept.placed:
                self._kept[id] = replace(kept, placed=on, refused=())

    async def dismissed(self, id: str, by: str, reason: str) -> Kept:
        await checkpoint()
        kept = self._kept[id]
        if kept.state is State.WAITING:
            self._kept[id] = replace(kept, dismissed=Dismissed(self.now(), by, reason))
        return self._kept[id]

    async def stirred(self) -> bool:
        events = await self.store.after(self._position, 5)
        if not events:
            return False
        self._position = events[-1].position
        streams = {event.stream for event in events}
        names = [*self._codes]
        for name, bearers in zip(names, await self.store.streams(names), strict=True):
            if any(stream in streams for _, stream in bearers):
                self._codes[name].due = True
        return True

    async def next(self) -> str | None:
        await checkpoint()
        now = self.now()
        for name, code in self._codes.items():
            if code.leased_until is not None and code.leased_until >= now:
                continue
            if code.due or code.leased_until:
                code.due, code.leased_until = False, now + LEASE
                return name
        return None

    async def awaiting(self, code: str, after: str | None, limit: int) -> Sequence[Kept]:
        await checkpoint()
        self._codes[code].leased_until = self.now() + LEASE
        behind = self._behind(after)
        waiting = (one for one in behind if one.state is State.WAITING and one.dossier == code)
        return [*waiting][:limit]

    async def refused(self, id: str, why: Sequence[Why], seen: int) -> None:
        await checkpoint()
        self._kept[id] = replace(self._kept[id], refused=tuple(why), seen=seen)

    async def done(self, code: str, *, again: bool) -> None:
        await checkpoint()
        known = self._codes.pop(code)  # to the end of the queue
        self._codes[code] = _Code(known.due or again)

    def _behind(self, after: str | None) -> Sequence[Kept]:
        ids = [*self._kept]
        first = ids.index(after) + 1 if after else 0
        return [self._kept[id] for id in ids[first:]]


def _is_told_within(reach: Reach, kept: Kept) -> bool:
    return reach is None or kept.unit in reach
