"""Entering a change of the law: one decision, over every dossier whose deadline it moves.

The entry comes first; then, at once, what it does to open dossiers. Whoever is killed in between
sends the same again, and it is completed.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from itertools import groupby
from typing import Final, Protocol

from domain.dossier.events import DossierEvent
from domain.engine import ATTEMPTS, Engine
from domain.law import Law
from domain.lawmaking.book import LawBook, with_entry
from domain.lawmaking.events import LawEvent, Touches, takes_effect, touches
from domain.lawmaking.rules import must_be_sound
from domain.lawmaking.whatif import Change, Effect, Known, effect, request_id
from domain.modes import OURS
from domain.refusals import Refused, RequestIdReused
from domain.register import LAW, Entered, Register
from domain.store import Conflict, Recording
from domain.testimony import EventRef

AT_ONCE: Final = 50
"""Dossiers that are read and judged together: in between others have their turn."""

Progress = Callable[[int, int], None]
"""Told how many dossiers were looked at, of how many."""


class Touched(Protocol):
    """Which dossiers a change of the law may touch: more than it does touch."""

    def streams(self, touches: Touches) -> Awaitable[Sequence[str]]:
        """Accepted dossiers alone, as they stand at the head of the log."""
        ...


@dataclass(frozen=True, slots=True)
class Decision:
    """Who enters what; who confirms it stands in the event."""

    event: LawEvent
    actor: str
    source: str
    request_id: str
    entered_by: str | None = None
    """The key under which it comes, or the account at a terminal."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a decision led to."""

    entry: Entered
    effects: tuple[Effect, ...] = ()
    moved: int = 0
    """Open dossiers whose deadline it moved, now or when it was sent before."""


@dataclass(frozen=True, slots=True)
class _Looked:
    """A dossier that the change does something to."""

    stream: str
    version: int
    effect: Effect
    moved: bool
    """Whether this decision has moved its deadline before."""


@dataclass(frozen=True, slots=True)
class Lawmaking:
    engine: Engine
    book: LawBook
    register: Register
    touched: Touched
    progress: Progress = field(default=lambda _done, _of: None, compare=False)

    async def learn(self) -> None:
        """What others entered meanwhile."""
        self.book.learn(await self.register.entered(LAW))

    async def what_if(self, event: LawEvent) -> tuple[Effect, ...]:
        """What entering it now would do; of a procedure that takes effect later, on its first
        day. Raises Refused where it could not be entered."""
        await self.learn()
        now, before = self.engine.now(), self.book.law
        must_be_sound(event, before, now)
        position = await self.engine.store.head() + 1
        entry = Entered(position, self.book.version + 1, now, event, "", "", "")
        at = max(now, _begins(event, before) or now)
        change = Change(event, before, with_entry(before, entry), at, position)
        return tuple(one.effect for one in await self._effects(change))

    async def enter(self, decision: Decision) -> Done:
        """Raises Refused with nothing entered; Conflict when others were quicker again and again,
        which the same decision again completes."""
        entry = await self._entered(decision)
        await self.learn()
        for _ in range(ATTEMPTS):
            try:
                return await self._completed(entry, decision)
            except Conflict:
                continue
        raise Conflict(LAW)

    async def _entered(self, decision: Decision) -> Entered:
        for _ in range(ATTEMPTS):
            await self.learn()
            if earlier := self._earlier(decision):
                return earlier
            must_be_sound(decision.event, self.book.law, self.engine.now(), decision.actor)
            try:
                return await self.register.enter(
                    LAW,
                    decision.event,
                    actor=decision.actor,
                    source=decision.source,
                    request_id=decision.request_id,
                    after=self.book.version,
                    entered_by=decision.entered_by,
                )
            except Conflict:
                continue
        raise Conflict(LAW)

    def _earlier(self, decision: Decision) -> Entered | None:
        """The same request, if it came before. Raises Refused if it had another body."""
        asked = decision.source, decision.request_id
        same = (one for one in self.book.entered if (one.source, one.request_id) == asked)
        earlier = next(same, None)
        if earlier and (earlier.event, earlier.actor) != (decision.event, decision.actor):
            raise Refused(RequestIdReused(*asked))
        return earlier

    async def _completed(self, entry: Entered, decision: Decision) -> Done:
        found = await self._effects(
            Change(
                decision.event,
                self.book.before(entry),
                self.book.law,
                max(self.engine.now(), entry.recorded_at),
                entry.position,
                entry.actor,
            )
        )
        moving = [one for one in found if one.effect.repromised]
        new = [self._recording(one) for one in moving if not one.moved]
        for recording in new:
            self.engine.memory.forget(recording.stream)
        if new:
            await self.engine.store.append(new)
        effects = tuple(one.effect for one in found)
        return Done(entry, effects, len(new) + sum(one.moved for one in found))

    def _recording(self, of: _Looked) -> Recording[DossierEvent]:
        told = of.effect.repromised
        assert told
        fingerprint = self.engine.vault.fingerprint(told.request_id.encode())
        return Recording(of.stream, of.version, (told,), fingerprint)

    async def _effects(self, change: Change) -> list[_Looked]:
        streams = await self.touched.streams(touches(change.event, change.after))
        found: list[_Looked] = []
        for first in range(0, len(streams), AT_ONCE):
            some = streams[first : first + AT_ONCE]
            histories = await self.engine.store.histories(some)
            by_stream = groupby(histories, key=lambda event: event.stream)
            looked = (_looked(list(known), change) for _, known in by_stream)
            found += [one for one in looked if one]
            self.progress(first + len(some), len(streams))
        return sorted(found, key=lambda one: one.effect.code)


def _begins(event: LawEvent, law: Law) -> datetime | None:
    """The noon of the first day on which a procedure is another."""
    day = takes_effect(event)
    return datetime.combine(day, time(12), law.zone) if day else None


def _looked(known: Known, change: Change) -> _Looked | None:
    ours = request_id(change.position, known[-1].stream)
    # What this very decision recorded is no reason to record nothing else of it.
    without = [event for event in known if event.told.ref != EventRef(OURS, ours)]
    found = effect(without, change)
    if found is None:
        return None
    last = known[-1]
    return _Looked(last.stream, last.version, found, moved=len(without) < len(known))
