"""Routes of what is read across dossiers: the list, and the timeliness report."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Depends, Query

from adapters.http import seeing
from adapters.http.problems import Problem
from adapters.http.reading import Day, QueryMoment, text
from adapters.http.seeing import After, Seen
from domain.dossier.lifecycle import Stage
from domain.engine import Engine
from projections.dossier_view import DossierView
from projections.report import Grouping, Groups, Period, cells_by_group, document
from projections.timeliness import Span
from projections.view import plain


class ReadModels(seeing.ReadModels, Protocol):
    async def counts(self, period: Period, by: Grouping | None) -> Groups: ...

    async def spans_known(self, known_at: datetime) -> list[Span]: ...

    async def views(self, after: str, limit: int, stage: str | None) -> Sequence[DossierView]: ...


def routes(engine: Engine, read_models: ReadModels) -> APIRouter:
    router = APIRouter()

    seen = seeing.seeing(engine, read_models)
    _list(router, read_models, seen)
    _timeliness(router, engine, read_models, seen)
    return router


def _list(router: APIRouter, read_models: ReadModels, seen: Seen) -> None:
    @router.get("/dossiers", tags=["dossiers"], dependencies=[Depends(seen)])
    async def dossiers(
        cursor: str = "",
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
        stage: Stage | None = None,
    ) -> dict[str, Any]:
        """All dossiers, a page at a time; `next` is the cursor of the next page."""
        behind = text(cursor, "cursor")
        page = await read_models.views(behind, limit, stage.value if stage else None)
        return {
            "dossiers": [plain(view) for view in page],
            "next": page[-1].stream if len(page) == limit else None,
        }


def _timeliness(router: APIRouter, engine: Engine, read_models: ReadModels, seen: Seen) -> None:
    @router.get("/reports/timeliness", tags=["reports"])
    async def timeliness(
        *,
        from_: Annotated[Day, Query(alias="from")],
        to: Day,
        by: Grouping | None = None,
        as_of: Day | None = None,
        known_at: QueryMoment | None = None,
        after: After = None,
    ) -> dict[str, Any]:
        """Form II.06a over local days `from` to `to`, judged at the end of `as_of` (by default
        the earlier of `to` and today)."""
        period = _period(from_, to, as_of, engine.now().astimezone(engine.law.zone).date())
        if known_at:
            groups = cells_by_group(await read_models.spans_known(known_at), period, by)
        else:
            await seen(after)
            groups = await read_models.counts(period, by)
        return document(groups, period, by, plain(known_at))


def _period(from_on: date, to_on: date, as_of: date | None, today: date) -> Period:
    if to_on < from_on:
        raise Problem("invalid-parameter", name="to", why="the period ends before it begins")
    if as_of and as_of > today:
        raise Problem("invalid-parameter", name="as_of", why="that day has not come yet")
    return Period(from_on, to_on, as_of or min(to_on, today))
