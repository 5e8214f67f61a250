"""Read models in PostgreSQL: what follows the log, what rebuilds, and what readers ask."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from time import monotonic
from typing import Final

from adapters.postgres import counting, listing, queries, runner
from adapters.postgres import rebuild as rebuilding
from adapters.postgres.database import Database
from adapters.postgres.queries import Standing
from adapters.postgres.rebuild import Rebuilding
from adapters.postgres.retelling import Retelling
from adapters.postgres.runner import Progress, Runner
from domain.access import Reach
from domain.dossier.clocks import Clock
from domain.dossier.events import DossierEvent
from domain.law import InForce, Law
from domain.store import EventStore
from projections.dossier_view import DossierView
from projections.projection import Projection
from projections.report import Groups, Levels, Period, cells_by_group
from projections.report.asking import Asked
from projections.report.listing import Page, Wanted
from projections.timeliness import Span

__all__ = ["ReadModels", "Rebuilding", "Standing"]

LOOK: Final = 0.02
"""Seconds between two looks at how far the projections are."""


@dataclass(frozen=True, slots=True)
class ReadModels:
    database: Database
    store: EventStore[DossierEvent]
    in_force: InForce
    projections: Sequence[Projection]
    retelling: Retelling | None = None
    """None where the law never changes."""
    reach: Reach = None
    """Of whose dossiers they tell."""
    rest: float = 0.0
    """As the runner has it."""
    _runner: Runner = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        made = runner.Runner(self.database, self.in_force, self.retelling, self.rest)
        object.__setattr__(self, "_runner", made)

    def within(self, reach: Reach) -> "ReadModels":
        """The same, of the dossiers within reach alone."""
        return self if reach is None else replace(self, reach=reach)

    @property
    def law(self) -> Law:
        return self.in_force.law

    async def catch_up(self, progress: Progress = lambda _: None) -> None:
        """Every projection to the head of the log. A dossier that one cannot take is parked:
        logged, named in its standing, and left as it was; it holds up no other."""
        await self._runner.catch_up(self.projections, progress)

    async def rebuild(
        self,
        *names: str,
        workers: int = 1,
        progress: rebuilding.Progress = lambda _: None,
    ) -> None:
        """Those, or all, from nothing beside the live ones. Raises Rebuilding."""
        chosen = [one for one in self.projections if one.name in names or not names]
        await self._runner.learn()
        law, to = self.law, await self.store.head()
        await rebuilding.rebuild(self.database, law, chosen, workers, progress)
        await self._runner.learn()
        if self.retelling and self.law is not law:
            # It was built by the law of its beginning.
            changes = self.retelling.between(to, await self.store.head())
            await self._runner.retell(chosen, changes)

    async def standings(self) -> Sequence[Standing]:
        return await queries.standings(self.database, [one.name for one in self.projections])

    async def parked_by(self, name: str) -> int:
        """Dossiers that the projection of that name leaves as they were."""
        return await queries.parked(self.database, name, self.reach)

    async def counts(self, period: Period, by: Levels, clock: Clock = Clock.OWED) -> Groups:
        """What projections.report counts from the spans of the period."""
        return await counting.counts(self.database, period, by, clock, self.reach)

    async def groups(self, asked: Asked, known_at: datetime | None) -> Groups:
        """What is asked for, as it is known now, or as it was known at a moment."""
        if known_at is None:
            return await self.counts(asked.period, asked.by, asked.clock)
        return cells_by_group(await self.spans_known(known_at), asked.period, asked.by, asked.clock)

    async def listed(self, wanted: Wanted, page: Page) -> list[Span]:
        """The dossiers behind a number of the report, in the order of their receipt."""
        return await listing.listed(self.database, wanted, page, self.reach)

    async def late(self, day: date, page: Page) -> list[Span]:
        """What is open and overdue at the end of the day, the oldest due first."""
        return await listing.late(self.database, day, page, self.reach)

    async def spans(self, period: Period) -> list[Span]:
        return await queries.spans(self.database, period, self.reach)

    async def spans_known(self, known_at: datetime) -> list[Span]:
        return await queries.spans_known(self.store, self.in_force, known_at, self.reach)

    async def law_known(self, known_at: datetime | None) -> Law:
        """As the installation had learnt it by then; without a moment, as it is now."""
        if known_at is None:
            return self.law
        return self.in_force.as_learnt(await self.store.known_at(known_at))

    async def views(self, after: str, limit: int, stage: str | None) -> list[DossierView]:
        return await queries.views(self.database, after, limit, stage, self.reach)

    async def reached(self, position: int, patience: float) -> bool:
        """Whether every projection reaches the position within `patience` seconds."""
        deadline = monotonic() + patience
        names = [one.name for one in self.projections]
        while await queries.reached(self.database, names) < position:
            if monotonic() > deadline:
                return False
            await asyncio.sleep(LOOK)
        return True
