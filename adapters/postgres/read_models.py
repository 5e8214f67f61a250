"""Read models in PostgreSQL: what follows the log, what rebuilds, and what readers ask."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import Final

from adapters.postgres import counting, queries, runner
from adapters.postgres import rebuild as rebuilding
from adapters.postgres.database import Database
from adapters.postgres.queries import Standing
from adapters.postgres.rebuild import Rebuilding
from adapters.postgres.runner import Progress, Runner
from domain.dossier.events import DossierEvent
from domain.law import Law
from domain.store import EventStore
from projections.dossier_view import DossierView
from projections.projection import Projection
from projections.report import Grouping, Groups, Period
from projections.timeliness import Span

__all__ = ["ReadModels", "Rebuilding", "Standing"]

LOOK: Final = 0.02
"""Seconds between two looks at how far the projections are."""


@dataclass(frozen=True, slots=True)
class ReadModels:
    database: Database
    store: EventStore[DossierEvent]
    law: Law
    projections: Sequence[Projection]
    _runner: Runner = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_runner", runner.Runner(self.database, self.law))

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
        await rebuilding.rebuild(self.database, self.law, chosen, workers, progress)

    async def standings(self) -> Sequence[Standing]:
        return await queries.standings(self.database, [one.name for one in self.projections])

    async def counts(self, period: Period, by: Grouping | None) -> Groups:
        """What projections.report counts from the spans of the period."""
        return await counting.counts(self.database, period, by)

    async def spans(self, period: Period) -> list[Span]:
        return await queries.spans(self.database, period)

    async def spans_known(self, known_at: datetime) -> list[Span]:
        return await queries.spans_known(self.store, self.law, known_at)

    async def views(self, after: str, limit: int, stage: str | None) -> list[DossierView]:
        return await queries.views(self.database, after, limit, stage)

    async def reached(self, position: int, patience: float) -> bool:
        """Whether every projection reaches the position within `patience` seconds."""
        deadline = monotonic() + patience
        names = [one.name for one in self.projections]
        while await queries.reached(self.database, names) < position:
            if monotonic() > deadline:
                return False
            await asyncio.sleep(LOOK)
        return True
