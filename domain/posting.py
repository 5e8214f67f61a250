"""Many requests at once: each gets the outcome that it would get alone, after those before it.

What a chunk comes to is recorded in one transaction. Where others recorded on its dossiers
meanwhile it is decided again, then each by itself, as the engine does. Posted are always as many
as recorded, already, unplaced and refused.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Generic, TypeAlias, TypeVar, cast

from domain.batch import Batch, Decision, Key, key_of, waits_for_its_dossier
from domain.course import Steps
from domain.dossier.events import CarrierReceived, DossierEvent, Received, Submitted
from domain.engine import Engine, overridden, same_body
from domain.frozen import maker, replace
from domain.hot import Reasons
from domain.modes import findings
from domain.refusals import Reason, Refused
from domain.request import Posted
from domain.sealing import is_private
from domain.store import Conflict, Pending, RecordedEvent, Recording
from domain.unplaced import Unplaced
from domain.vault import taken

T = TypeVar("T")

Event: TypeAlias = RecordedEvent[DossierEvent]

CHUNK: Final = 1000
"""Requests of a transaction: it bounds memory, and how long the order lock is held."""

TOGETHER: Final = 2
"""Times that a chunk is decided on before each of it is by itself."""

TURN: Final = 64
"""Requests that are decided on, and events that are folded for that, before others are served:
some milliseconds at most."""

OPENING: Final[frozenset[str]] = frozenset(
    str(kind.model_fields["kind"].default) for kind in (Submitted, Received, CarrierReceived)
)
"""Kinds that open the dossier of a code that nobody bears. Whatever else is told of such a code
is kept until its dossier is there."""


class Became(StrEnum):
    """What became of a request."""

    RECORDED = "recorded"
    ALREADY = "already"
    """It came before: this is its first answer again."""
    UNPLACED = "unplaced"
    """No dossier bears the code yet: it is kept, and recorded once one does."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Item:
    """What became of one request, and why."""

    became: Became
    events: tuple[Event, ...] = ()
    """What was recorded of it; empty in a rehearsal."""
    findings: tuple[Reason, ...] = ()
    reasons: tuple[Reason, ...] = ()
    """Why it was refused; none where its dossier moved on three times (a conflict)."""
    unplaced: str | None = None
    """By what it is called while it waits for its dossier; None in a rehearsal."""


Totals = Mapping[Became, int]
"""How many became what; all of them are what was posted."""


def totals(items: Sequence[Item]) -> Totals:
    return Counter(item.became for item in items)


async def post(
    engine: Engine,
    unplaced: Unplaced,
    posted: Sequence[Posted],
    *,
    opens: frozenset[str] = OPENING,
) -> Sequence[Item]:
    """What became of each, in the given order.

    Raises StoreUnavailable; the chunks of a thousand before stay recorded, and the same again gets
    their answers.
    """
    items: list[Item] = []
    for begin in range(0, len(posted), CHUNK):
        chunk = posted[begin : begin + CHUNK]
        items += await _Posting(engine, unplaced, opens).items(chunk)
    return items


@dataclass(slots=True)
class Rehearsal:
    """Says what would become of requests if they were posted, and records nothing. What the ones
    come to is heeded for those behind, however many are asked for at a time."""

    engine: Engine
    opens: frozenset[str] = OPENING
    _batch: Batch = field(init=False)

    def __post_init__(self) -> None:
        self._batch = Batch(self.engine, self.opens, surely=True)

    async def post(self, posted: Sequence[Posted]) -> Sequence[Item]:
        """Raises StoreUnavailable."""
        decisions = await _decided(self._batch, posted)
        first = await _first_reasons(self._batch, decisions)
        return [_item(one, {}, first) for one in decisions]


@dataclass(slots=True)
class _Posting:
    """Of one chunk."""

    engine: Engine
    unplaced: Unplaced
    opens: frozenset[str]
    sealed: dict[int, tuple[DossierEvent, str | None]] = field(default_factory=dict)
    """By the identity of what was posted: the event as the vault has left it, and its entry of why
    it was overridden."""

    async def items(self, chunk: Sequence[Posted]) -> Sequence[Item]:
        if len(chunk) > 1:
            for attempt in range(TOGETHER):
                try:
                    return await self._together(chunk, surely=attempt > 0)
                except Conflict:
                    continue
        return [await self._alone(posted) for posted in chunk]

    async def _alone(self, posted: Posted) -> Item:
        try:
            answer = await self.engine.perform(posted, opens=posted.event.kind in self.opens)
        except Conflict:
            return Item(Became.REFUSED)
        except Refused as refused:
            if not waits_for_its_dossier(posted, refused):
                return Item(Became.REFUSED, reasons=refused.reasons)
            return await self._kept(posted, self.engine.fingerprint(posted))
        became = Became.ALREADY if answer.repeated else Became.RECORDED
        return Item(became, answer.events, answer.findings)

    async def _together(self, chunk: Sequence[Posted], *, surely: bool) -> Sequence[Item]:
        """Raises Conflict, with nothing recorded."""
        batch = Batch(self.engine, self.opens, surely=surely)
        decisions = await _decided(batch, chunk)
        first = await _first_reasons(batch, decisions)
        # Before anything is recorded: what waits for a dossier is tried when that appears.
        kept = await self._all_kept([one for one in decisions if one.waits])
        recorded = await self._recorded(batch, [one for one in decisions if one.told])
        return [kept.get(id(one)) or _item(one, recorded, first) for one in decisions]

    async def _all_kept(self, waiting: Sequence[Decision]) -> Mapping[int, Item]:
        once = dict[Key, Decision]()
        for one in waiting:
            once.setdefault(key_of(one.posted), one)
        try:
            ids = await self._ids(list(once.values()))
        except Refused:
            return {id(one): await self._kept(one.posted, one.fingerprint) for one in waiting}
        named = dict(zip(once, ids, strict=True))
        return {id(one): _waits(one, once[key_of(one.posted)], named) for one in waiting}

    async def _ids(self, waiting: Sequence[Decision]) -> Sequence[str]:
        if not waiting:
            return ()
        fingerprints = [one.fingerprint for one in waiting]
        return await self.unplaced.keep([one.posted for one in waiting], fingerprints)

    async def _kept(self, posted: Posted, fingerprint: bytes) -> Item:
        try:
            (named,) = await self.unplaced.keep([posted], [fingerprint])
        except Refused as refused:
            return Item(Became.REFUSED, reasons=refused.reasons)
        return Item(Became.UNPLACED, unplaced=named)

    async def _recorded(self, batch: Batch, decisions: Sequence[Decision]) -> Mapping[int, Event]:
        """Raises Conflict, with nothing recorded."""
        if not decisions:
            return {}
        private = [one for one in decisions if _is_for_the_vault(one.posted)]
        if unsealed := [one for one in private if id(one.posted) not in self.sealed]:
            await self._seal(unsealed)
        streams = {one.stream for one in decisions}
        # The others were decided on as they were posted, and stand as the vault left them.
        hot = await _InTurns(batch.folded(streams.difference(one.stream for one in private)))
        for stream in streams:
            self.engine.memory.forget(stream)
        events = await self.engine.store.append([self._recording(one) for one in decisions])
        batch.keep(decisions, hot)
        return {id(one): event for one, event in zip(decisions, events, strict=True)}

    async def _seal(self, decisions: Sequence[Decision]) -> None:
        """The vault takes what is personal or free text: once, however often is decided."""
        vault = self.engine.vault
        events = await taken(vault, [one.posted.event for one in decisions])
        overrides = [one.posted.request.override for one in decisions]
        whys = iter(await vault.seal([each.reason for each in overrides if each]))
        for one, event, override in zip(decisions, events, overrides, strict=True):
            self.sealed[id(one.posted)] = event, next(whys).entry if override else None

    def _recording(self, one: Decision) -> Recording[DossierEvent]:
        assert one.told
        told, override = one.told, one.posted.request.override
        if sealed := self.sealed.get(id(one.posted)):
            event, why = sealed
            told = overridden(replace(told, event=event), override, why, one.reasons)
        recorded_at, sole = one.posted.recorded_at, isinstance(one.name, str)
        return _made(
            *(one.stream, one.after, (told,), one.fingerprint, recorded_at, sole),
            *(one.behind, Pending()),
        )


def _is_for_the_vault(posted: Posted) -> bool:
    return posted.request.override is not None or is_private(posted.event)


_made: Final = maker(Recording)


async def _decided(batch: Batch, chunk: Sequence[Posted]) -> list[Decision]:
    await batch.look(chunk)
    return await _InTurns(_each_decided(batch, chunk))


def _each_decided(batch: Batch, chunk: Sequence[Posted]) -> Steps[list[Decision]]:
    decisions = []
    for posted in chunk:
        decisions.append((yield from batch.decide(posted)))
        yield
    return decisions


@dataclass(frozen=True, slots=True)
class _InTurns(Generic[T]):
    """Does all the steps, and lets whatever else waits in the process have its turn between some
    of them, as every event loop understands it."""

    steps: Steps[T]

    def __await__(self) -> Steps[T]:
        done = 0
        while True:
            try:
                next(self.steps)
            except StopIteration as finished:
                return cast("T", finished.value)
            done += 1
            if done % TURN == 0:
                yield


def _waits(one: Decision, first: Decision, named: Mapping[Key, str]) -> Item:
    """As the first in the batch with the same request id."""
    try:
        same_body(first.fingerprint, one.fingerprint, one.posted.request)
    except Refused as refused:
        return Item(Became.REFUSED, reasons=refused.reasons)
    return Item(Became.UNPLACED, unplaced=named[key_of(one.posted)])


async def _first_reasons(batch: Batch, decisions: Sequence[Decision]) -> Mapping[int, Reasons]:
    return await _InTurns(batch.first_reasons([one.earlier for one in decisions if one.earlier]))


def _item(one: Decision, recorded: Mapping[int, Event], first: Mapping[int, Reasons]) -> Item:
    """`recorded`: by the identity of their decisions; none in a rehearsal."""
    if one.refused:
        return Item(Became.REFUSED, reasons=one.refused)
    if one.waits:
        return Item(Became.UNPLACED)
    if one.earlier:
        events = one.earlier.events
        return Item(Became.ALREADY, events, findings(first[events[0].position]))
    decided = one.same or one
    event = recorded.get(id(decided))
    became = Became.ALREADY if one.same else Became.RECORDED
    return Item(became, (event,) if event else (), findings(decided.reasons))
