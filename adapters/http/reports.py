"""Routes of what is read across dossiers: the list, the report, and what stands behind it."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime
from typing import Annotated, Any, Protocol, TypeVar

from fastapi import APIRouter, Depends, Query, Request, Response

from adapters.http import forms, seeing
from adapters.http.access import Caller
from adapters.http.problems import Problem
from adapters.http.reading import Day, QueryMoment, text
from adapters.http.seeing import After, Seen
from adapters.messages import Lang
from adapters.sheets.series import within
from domain.access import Principal, Reach
from domain.dossier.clocks import Clock
from domain.dossier.lifecycle import Stage
from domain.engine import Engine
from projections.dossier_view import DossierView
from projections.periods import Schemes
from projections.report import Groups
from projections.report.asking import Asked, Said, Wrong, asked, cursor_key, not_ahead, wanted
from projections.report.document import of as document_of
from projections.report.listing import Page, Wanted, behind, due, late, paged
from projections.timeliness import PROJECTION, Span
from projections.view import plain

Answer = TypeVar("Answer")

Question = Callable[..., Asked]

Report = Callable[[Principal, Asked, datetime | None, int | None], Awaitable[dict[str, Any]]]
"""To whom, of what is asked, as known at a moment, once the read models have reached a position."""

Limit = Annotated[int, Query(ge=1, le=1000)]


class ReadModels(seeing.ReadModels, Protocol):
    def within(self, reach: Reach) -> "ReadModels":
        """Of the dossiers within reach alone."""
        ...

    async def groups(self, asked: Asked, known_at: datetime | None) -> Groups: ...

    async def listed(self, wanted: Wanted, page: Page) -> Sequence[Span]: ...

    async def late(self, day: date, page: Page) -> Sequence[Span]: ...

    async def spans_known(self, known_at: datetime) -> list[Span]: ...

    async def parked_by(self, name: str) -> int: ...

    async def views(self, after: str, limit: int, stage: str | None) -> Sequence[DossierView]: ...


def right(ask: Callable[[], Answer]) -> Answer:
    """What it gives. Raises Problem for a question that makes no sense."""
    try:
        return ask()
    except Wrong as wrong:
        raise Problem(wrong.code, **wrong.params) from None


def asking(engine: Engine, schemes: Schemes) -> Callable[..., Asked]:
    """What a report is asked for by, as a dependency."""

    def question(
        *,
        from_: Annotated[Day | None, Query(alias="from")] = None,
        to: Day | None = None,
        period: Annotated[str | None, Query(description="Instead of both: 2019-Q3.")] = None,
        scheme: Annotated[str | None, Query(description="Of the period; calendar.")] = None,
        by: Annotated[str | None, Query(description="Levels, outermost first.")] = None,
        clock: str | None = None,
        as_of: Day | None = None,
    ) -> Asked:
        said = Said(from_, to, period, scheme, by, clock, as_of)
        return right(lambda: asked(said, schemes, engine.today))

    return question


def routes(engine: Engine, read_models: ReadModels, schemes: Schemes, lang: Lang) -> APIRouter:
    router = APIRouter(prefix="/v1")

    seen = seeing.seeing(engine, read_models)
    question = asking(engine, schemes)
    _list(router, read_models, seen)
    report = _reporting(engine, read_models, seen)
    told = forms.Forms(engine, lang)
    _timeliness(router, read_models, report, question, told)
    _chart(router, report, question, schemes, told)
    _behind(router, read_models, seen, question)
    _late_now(router, engine, read_models, seen)
    return router


def _list(router: APIRouter, read_models: ReadModels, seen: Seen) -> None:
    @router.get("/dossiers", tags=["dossiers"], dependencies=[Depends(seen)])
    async def dossiers(
        who: Caller,
        cursor: str = "",
        limit: Limit = 100,
        stage: Stage | None = None,
    ) -> dict[str, Any]:
        """All dossiers, a page at a time; `next` is the cursor of the next page."""
        last = text(cursor, "cursor")
        page = await read_models.within(who.reach).views(
            last, limit, stage.value if stage else None
        )
        return {
            "dossiers": [{"dossier": _code(view), **plain(view)} for view in page],
            "next": page[-1].stream if len(page) == limit else None,
        }


def _reporting(engine: Engine, read_models: ReadModels, seen: Seen) -> Report:
    async def report(
        who: Principal, asked: Asked, known_at: datetime | None, after: int | None
    ) -> dict[str, Any]:
        if known_at is None:
            await seen(after)
        groups = await read_models.within(who.reach).groups(asked, known_at)
        return document_of(asked, groups, known_at, engine.law.zone.key)

    return report


def _timeliness(
    router: APIRouter,
    read_models: ReadModels,
    report: Report,
    question: Question,
    told: forms.Forms,
) -> None:
    @router.get("/reports/timeliness", tags=["reports"], responses=forms.ANSWERS)
    async def timeliness(
        *,
        request: Request,
        who: Caller,
        asked: Annotated[Asked, Depends(question)],
        known_at: QueryMoment | None = None,
        format: forms.Format = None,
        after: After = None,
    ) -> Any:
        """Form II.06a over local days `from` to `to`, or over a `period` of a `scheme`, judged at
        the end of `as_of` (by default the earlier of its last day and today) by a `clock`, and by
        the national one beside it. `by` are levels, outermost first: `field,procedure`."""
        form = forms.wanted(request, format)
        found = await report(who, asked, known_at, after)
        if form != forms.JSON:
            return await told.file(found, form)
        return {**found, "parked": await _parked(read_models, who, known_at)}


def _chart(
    router: APIRouter, report: Report, question: Question, schemes: Schemes, told: forms.Forms
) -> None:
    @router.get(
        "/reports/timeliness/chart",
        tags=["reports"],
        response_class=Response,
        responses=forms.A_PICTURE,
    )
    async def chart(
        *,
        who: Caller,
        asked: Annotated[Asked, Depends(question)],
        every: Annotated[str, Query(description="month, quarter, half-year or year")] = "month",
        known_at: QueryMoment | None = None,
        after: After = None,
    ) -> Response:
        """What was on time and what was late, period by period, as a picture: a panel per row of
        the outermost level of `by`. Every figure in it stands as text, too."""
        parts = right(lambda: within(asked, every, schemes))
        return await told.chart(
            [(name, await report(who, each, known_at, after)) for name, each in parts]
        )


def _behind(
    router: APIRouter, read_models: ReadModels, seen: Seen, question: Callable[..., Asked]
) -> None:
    @router.get("/reports/timeliness/dossiers", tags=["reports"])
    async def dossiers(
        *,
        who: Caller,
        asked: Annotated[Asked, Depends(question)],
        cell: str = "received.total",
        group: str | None = None,
        cursor: str | None = None,
        limit: Limit = 100,
        known_at: QueryMoment | None = None,
        after: After = None,
    ) -> dict[str, Any]:
        """The dossiers behind a number of the report, in the order of their receipt. `cell` is
        such as `resolved.late` or `contested`; `group` are the keys of a row's path, each with
        %2F for its slashes, joined by slashes; without it, those behind the total. `next` is the
        cursor of the next page."""
        which = right(lambda: wanted(asked, cell, _text(group, "group")))
        page = Page(limit + 1, right(lambda: cursor_key(_text(cursor, "cursor"))))
        models = read_models.within(who.reach)
        if known_at:
            found = behind(await models.spans_known(known_at), which, page)
        else:
            await seen(after)
            found = list(await models.listed(which, page))
        told = paged(found, limit, which.period.as_of, which.clock)
        return {**told, "parked": await _parked(read_models, who, known_at)}


def _late_now(router: APIRouter, engine: Engine, read_models: ReadModels, seen: Seen) -> None:
    @router.get("/reports/late-now", tags=["reports"])
    async def late_now(
        *,
        who: Caller,
        as_of: Day | None = None,
        known_at: QueryMoment | None = None,
        cursor: str | None = None,
        limit: Limit = 100,
        after: After = None,
    ) -> dict[str, Any]:
        """What is open and overdue at the end of `as_of`, by default today: the oldest due first.
        `next` is the cursor of the next page."""
        now = engine.today
        day = right(lambda: not_ahead(as_of, now)) or now
        page = Page(limit + 1, right(lambda: cursor_key(_text(cursor, "cursor"))))
        models = read_models.within(who.reach)
        if known_at:
            found = late(await models.spans_known(known_at), day, page)
        else:
            await seen(after)
            found = list(await models.late(day, page))
        told = {"as_of": day.isoformat(), **paged(found, limit, day, Clock.OWED, due)}
        return {**told, "parked": await _parked(read_models, who, known_at)}


def _code(view: DossierView) -> str | None:
    """By which it was received, or was first heard of."""
    code = view.state["intake"].get("code") or {}
    found: str | None = code.get("value")
    return found


async def _parked(read_models: ReadModels, who: Principal, known_at: datetime | None) -> int:
    """Dossiers that the figures are without, or have as they were; what is folded from the log
    itself leaves none out."""
    return 0 if known_at else await read_models.within(who.reach).parked_by(PROJECTION.name)


def _text(value: str | None, name: str) -> str | None:
    return None if value is None else text(value, name)
