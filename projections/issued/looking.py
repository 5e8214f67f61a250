"""Looks at every dossier once, for all that wants to see it."""

from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from itertools import groupby
from typing import Final

from domain.calendar.counting import DAY
from domain.dossier.course import AN_INSTANT
from domain.dossier.events import DossierEvent
from domain.law import Law
from domain.register import Entered
from domain.reports.documents import Documents
from domain.reports.events import Part
from domain.reports.law_text import Entries, entries_of
from domain.store import EventStore
from projections.issued.bridge import bridge, explained, unexplained
from projections.issued.comparing import Comparison, steps
from projections.issued.document import Carried, Previous, asked_of
from projections.issued.kept import Integrity, Kept, before, issued_of, law_parts, read
from projections.issued.members import Events, Member, member
from projections.issued.tally import Tally, until
from projections.report import Period
from projections.report.asking import Asked

AT_ONCE: Final = 50
"""Dossiers that are read together: so long nobody else of the process is served."""

Progress = Callable[[int], None]
"""Told how many more dossiers have been read."""

See = Callable[[str, Events], None]


@dataclass(frozen=True, slots=True)
class Looking:
    store: EventStore[DossierEvent]
    documents: Documents
    law_at: Callable[[int], Law]
    """The law as it was learnt by a position."""
    release: str
    """Of hoso."""

    async def position(self, known_at: datetime | None) -> int:
        """The last one that was recorded by then; of all that is recorded."""
        return await self.store.known_at(known_at) if known_at else await self.store.head()

    async def kept(self, entered: Entered, *, repeated: bool = False) -> Kept:
        issued = issued_of(entered)
        text = await self.documents.document(issued.number, issued.sha256)
        law = await self.documents.texts(issued.inputs.law.values())
        return read(entered, text, law, repeated=repeated)

    async def members_and_bridge(
        self, asked: Asked, position: int, told: Sequence[Entered], progress: Progress
    ) -> tuple[list[Member], Carried]:
        """The members as known at a position, and from where those that are carried over come."""
        law = self.law_at(position)
        members: list[Member] = []

        def see(_: str, known: Events) -> None:
            if one := member(until(known, position), law, asked):
                members.append(one)

        earlier, previous = await self.before(asked, told, position)
        await self.look(max(position, previous.position), [see, earlier.see], progress)
        earlier.see_the_rest()
        return members, await self.carried(asked, position, members, (earlier, previous))

    async def tally(self, kept: Kept, now_at: int) -> Tally:
        """The report, to be compared with what it would be as known at a position. Raises Refused
        where what is kept of it is not what it was."""
        inputs = kept.issued.inputs
        texts = await self.documents.texts(inputs.law.values())
        frozen = law_parts(kept.issued, texts)
        comparison = self._compared(asked_of(inputs), inputs.position, now_at, frozen)
        return Tally(comparison, kept.members, same_release=inputs.release == self.release)

    async def before(
        self, asked: Asked, told: Sequence[Entered], now_at: int
    ) -> tuple[Tally, Previous]:
        """What the period before left open: as its report said, or, where none was issued or none
        is as it was, as it was known when that period ended."""
        border = asked.period.from_on - DAY
        altered: list[str] = []
        for entered in before(told, asked):
            kept = await self.kept(entered)
            if kept.integrity is Integrity.UNALTERED:
                issued = kept.issued
                at, known_at = issued.inputs.position, issued.inputs.known_at
                previous = Previous(border, issued.number, at, tuple(altered), known_at)
                return await self.tally(kept, now_at), previous
            altered.append(kept.issued.number)
        begins = datetime.combine(asked.period.from_on, time(), self.law_at(now_at).zone)
        position = await self.store.known_at(begins - AN_INSTANT)
        then = replace(asked, period=Period(border, border, border), named=None)
        comparison = self._compared(then, position, now_at, entries_of(self.law_at(position)))
        return Tally(comparison), Previous(border, None, position, tuple(altered))

    async def carried(
        self, asked: Asked, now_at: int, now: Sequence[Member], before: tuple[Tally, Previous]
    ) -> Carried:
        tally, previous = before
        found = bridge(tally.issued, tally.moved, now)
        streams = unexplained(found)
        events = await self.store.histories(streams, known_to=now_at) if streams else ()
        histories = {stream: list(of) for stream, of in groupby(events, lambda each: each.stream)}
        return Carried(previous, explained(found, histories, self.law_at(now_at), asked))

    async def compare(self, tallies: Sequence[Tally], progress: Progress) -> None:
        """Lets them see every dossier that may have moved. Where the same code reads the same law
        that is whoever was counted, and whoever something was recorded of since."""
        ends = [(each.comparison.issued_at, each.comparison.now_at) for each in tallies]
        known_to = max(map(max, ends))
        touched = None
        if all(each.is_alike for each in tallies):
            touched = await self._recorded(min(map(min, ends)), known_to)
            touched |= {stream for each in tallies for stream in each.kept or ()}
        await self.look(known_to, [each.see for each in tallies], progress, touched)
        for each in tallies:
            each.see_the_rest()

    async def _recorded(self, after: int, to: int) -> set[str]:
        """The streams of what was recorded behind a position, up to another."""
        found: set[str] = set()
        while after < to and (events := await self.store.after(after, AT_ONCE * AT_ONCE)):
            found |= {event.stream for event in events if event.position <= to}
            after = events[-1].position
        return found

    async def look(
        self,
        known_to: int,
        sees: Sequence[See],
        progress: Progress,
        among: Collection[str] | None = None,
    ) -> None:
        """Every dossier, or each of some, with all that is known of it up to the position."""
        async for streams in self._streams(among):
            events = await self.store.histories(streams, known_to=known_to)
            for named, history in groupby(events, lambda each: each.stream):
                known = list(history)
                for see in sees:
                    see(named, known)
            progress(len(streams))

    async def _streams(self, among: Collection[str] | None) -> AsyncIterator[Sequence[str]]:
        if among is not None:
            named = sorted(among)
            for first in range(0, len(named), AT_ONCE):
                yield named[first : first + AT_ONCE]
            return
        last = ""
        while streams := await self.store.dossiers(last, AT_ONCE):
            last = streams[-1]
            yield streams

    def _compared(
        self, asked: Asked, issued_at: int, now_at: int, frozen: Mapping[Part, Entries]
    ) -> Comparison:
        now = entries_of(self.law_at(now_at))
        return Comparison(asked, issued_at, now_at, steps(frozen, now))
