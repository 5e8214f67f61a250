"""Projections follow the log: several in one pass, each batch in one commit with the position."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import Any, Final

import structlog
from psycopg import AsyncConnection

from adapters.postgres import log, tables
from adapters.postgres.database import Database
from adapters.postgres.log import Events, Fault, Read, by_stream
from adapters.postgres.retelling import Retelling
from adapters.postgres.telling import Telling, ended, tell
from domain.law import InForce, Law
from domain.register import Entered
from domain.store import Conflict
from projections.projection import Projection
from projections.story import Story

BATCH: Final = 2000
"""Events a transaction takes; it bounds memory and how much a crash repeats."""

REMEMBERED: Final = 2000
"""Dossiers whose story is kept, so that the next event is told of them alone; each takes some ten
kilobytes."""

Connection = AsyncConnection[Any]
Progress = Callable[[int], None]
"""Told the position reached."""
Put = Callable[[Connection, Telling], Any]


@dataclass(slots=True, eq=False)
class Stories:
    """The stories of the dossiers that were heard of last."""

    law: Law
    _kept: OrderedDict[str, Story] = field(default_factory=OrderedDict)

    async def of(self, conn: Connection, read: Read) -> tuple[list[Story], Mapping[str, Fault]]:
        """Of the dossiers of a page of the log, as known at its end; and what cannot be read."""
        begun = {stream: self._begun(events) for stream, events in by_stream(read.events).items()}
        missing = {stream for stream, story in begun.items() if story is None} - read.faults.keys()
        found = await log.histories(conn, sorted(missing), read.last) if missing else Read([])
        faults = {**read.faults, **found.faults}
        told = {stream: Story(known, self.law) for stream, known in by_stream(found.events).items()}
        stories = {**begun, **told}
        return [
            self._keep(story) for stream, story in stories.items() if story and stream not in faults
        ], faults

    def _begun(self, events: Events) -> Story | None:
        """None where what came before is not at hand."""
        first = events[0]
        if first.version == 1:
            return Story(events, self.law)
        before = self._kept.get(first.stream)
        if before is None or before.version != first.version - 1:
            return None
        return before.further(events)

    def _keep(self, story: Story) -> Story:
        self._kept[story.stream] = story
        self._kept.move_to_end(story.stream)
        if len(self._kept) > REMEMBERED:
            self._kept.popitem(last=False)
        return story


@dataclass(frozen=True, slots=True)
class Group:
    """Projections that have read equally far, and where others wait for them."""

    projections: Sequence[Projection]
    position: int
    ahead: int | None

    def limit(self, position: int) -> int:
        """How many events to take next; none where the others are."""
        return BATCH if self.ahead is None else min(BATCH, self.ahead - position)


@dataclass(frozen=True, slots=True)
class Batch:
    """What is told of the dossiers of a page of the log, from behind a position to its last."""

    tellings: Sequence[Telling]
    stories: Sequence[Story]
    after: int
    last: int
    changes: Sequence[Entered] = ()
    """Of the law, in it: other dossiers are told anew because of them, before it is written."""


@dataclass(slots=True, eq=False)
class Runner:
    """Whatever it is given to run; it keeps nothing that it could not find again."""

    database: Database
    in_force: InForce
    retelling: Retelling | None = None
    """None where the law never changes."""
    rest: float = 0.0
    """Seconds that it rests for each second that it worked, unless it is far behind. It leaves the
    processors to who answers, and what is told of a dossier meanwhile is told of it at once."""
    _stories: Stories = field(init=False)
    _tried: bool = False
    """Whether what was parked was tried again: once, for another release may read it."""

    def __post_init__(self) -> None:
        self._stories = Stories(self.law)

    @property
    def law(self) -> Law:
        return self.in_force.law

    async def learn(self) -> None:
        """What was entered of the law: stories that were told by the one before are forgotten."""
        if self.retelling:
            await self.retelling.learn()
        if self._stories.law is not self.law:
            self._stories = Stories(self.law)

    async def retell(self, projections: Sequence[Projection], changes: Sequence[Entered]) -> None:
        """The dossiers that these changes of the law touch, as far as each has read."""
        streams = await self.retelling.touched(changes) if self.retelling and changes else []
        for projection in projections if streams else ():
            async with self.database.connection() as conn:
                position = (await tables.locked(conn, [projection.name]))[projection.name]
            await self._try_all([projection], streams, position)

    async def catch_up(self, projections: Sequence[Projection], progress: Progress) -> None:
        """Every projection to the head of the log."""
        if not self._tried:
            await self.learn()
            await self._try_parked(projections)
            self._tried = True
        while group := await self._furthest_behind(projections):
            if not await self._follow(group, progress):
                return

    async def _furthest_behind(self, projections: Sequence[Projection]) -> Group | None:
        async with self.database.connection() as conn:
            cursor = await conn.execute("SELECT name, position FROM hoso_projections")
            reached = dict(await cursor.fetchall())
        at = {each.name: reached.get(each.name, 0) for each in projections}
        if not at:
            return None
        last = min(at.values())
        ahead = [position for position in at.values() if position > last]
        group = [each for each in projections if at[each.name] == last]
        return Group(group, last, min(ahead) if ahead else None)

    async def _follow(self, group: Group, progress: Progress) -> bool:
        """Up to the others, or the head; whether there may be more. While a batch is written,
        the next one is told."""
        position = group.position
        writing: asyncio.Task[bool] | None = None
        try:
            while limit := group.limit(position):
                began = monotonic()
                batch = await self._told(group.projections, position, limit)
                if writing and not await writing:
                    return True
                if batch is None:
                    return False
                if self.rest and batch.last - position < limit:
                    await asyncio.sleep(self.rest * (monotonic() - began))
                if self.retelling and batch.changes:
                    streams = await self.retelling.touched(batch.changes)
                    await self._try_all(group.projections, streams, position)
                writing = asyncio.create_task(self._commit(batch, progress))
                position = batch.last
            if writing:
                await writing
            return True
        finally:
            await ended(writing)

    async def _told(
        self, projections: Sequence[Projection], position: int, limit: int
    ) -> Batch | None:
        # Read and told before the transaction, which then holds no second connection.
        async with self.database.connection() as conn:
            read = await log.page(conn, position, limit)
        if not read.last:
            return None
        # Only now: what stands in the page is in force by the time that it is told.
        await self.learn()
        async with self.database.connection() as conn:
            stories, faults = await self._stories.of(conn, read)
        tellings = await tell(projections, stories, faults.values())
        changes = self.retelling.between(position, read.last) if self.retelling else ()
        return Batch(tellings, stories, position, read.last, changes)

    async def _try_parked(self, projections: Sequence[Projection]) -> None:
        for projection in projections:
            async with self.database.connection() as conn:
                position, streams = await _parked(conn, projection.name)
            await self._try_all([projection], streams, position)

    async def _try_all(self, group: Sequence[Projection], streams: Sequence[str], at: int) -> None:
        for first in range(0, len(streams), REMEMBERED):
            await self._try(group, streams[first : first + REMEMBERED], at)

    async def _try(self, group: Sequence[Projection], streams: Sequence[str], at: int) -> None:
        async with self.database.connection() as conn:
            read = await log.histories(conn, streams, at)
        known = by_stream(read.events)
        stories = [Story(told, self.law) for one, told in known.items() if one not in read.faults]
        tellings = await tell(group, stories, read.faults.values())
        await self._commit(Batch(tellings, stories, at, at))

    async def _commit(self, batch: Batch, progress: Progress = lambda _: None) -> bool:
        """Whether any of it was ours to write."""
        try:
            few = tables.are_few(batch.tellings)
            ours = await self._committed(batch, tables.put_few if few else tables.put)
        except (*tables.UNTAKEABLE, Conflict):
            last = {story.stream: story.known[-1].position for story in batch.stories}
            ours = await self._committed(batch, partial(tables.put_carefully, last=last))
        if ours:
            progress(batch.last)
        return ours

    async def _committed(self, batch: Batch, put: Put) -> bool:
        names = [telling.projection.name for telling in batch.tellings]
        async with self.database.transaction() as conn:
            reached = await tables.locked(conn, names)
            # Another runner may have been quicker with some of them.
            ours = [one for one in batch.tellings if reached[one.projection.name] == batch.after]
            if ours:
                await _write(conn, ours, batch.last, put)
        return bool(ours)


async def _write(conn: Connection, tellings: Sequence[Telling], to: int, put: Put) -> None:
    names = [telling.projection.name for telling in tellings]
    streams = {stream for telling in tellings for stream in (*telling.rows, *telling.faults)}
    # What is few goes in one round trip.
    async with conn.pipeline() if put is tables.put_few else nullcontext():
        for telling in tellings:
            await put(conn, telling)
        before = await tables.moved(conn, names, streams, to)
    for telling in tellings:
        if telling.faults:
            await tables.park(conn, telling.projection.name, telling.faults.values())
            _log(telling, before)


def _log(telling: Telling, before: set[tuple[str, str]]) -> None:
    """A line for all that a batch parks; what was parked before is not told again."""
    name = telling.projection.name
    faults = [one for one in telling.faults.values() if (name, one.stream) not in before]
    if faults:
        structlog.get_logger().error(
            "dossiers parked",
            projection=name,
            dossiers=len(faults),
            stream=faults[0].stream,
            position=faults[0].position,
            fault=faults[0].told,
        )


async def _parked(conn: Connection, name: str) -> tuple[int, list[str]]:
    """How far it has read, and which dossiers are parked."""
    cursor = await conn.execute(
        "SELECT p.position, array_agg(k.stream ORDER BY k.stream) FROM hoso_projections p "
        "JOIN hoso_parked k ON k.projection = p.name WHERE p.name = %s GROUP BY p.position",
        (name,),
    )
    row = await cursor.fetchone()
    return (row[0], row[1]) if row else (0, [])
