"""The route that says what decided a dossier's class."""

from datetime import datetime
from typing import Any, Protocol

from fastapi import APIRouter

from adapters.http.access import Caller
from adapters.http.long_reads import told_of
from adapters.http.problems import Problem
from adapters.http.reading import Day, Named, QueryMoment
from adapters.http.reports import right
from adapters.messages import Lang
from adapters.messages.explained import explained
from domain.engine import Engine
from domain.knowledge import Moments, known
from domain.law import Law
from projections.report.asking import clock as clock_named
from projections.report.asking import not_ahead
from projections.report.why import why
from projections.view import plain


class ReadModels(Protocol):
    async def law_known(self, known_at: datetime | None) -> Law: ...


def of_a_dossier(engine: Engine, read_models: ReadModels, lang: Lang) -> APIRouter:
    """To be asked before the dossier itself, whose code may hold anything."""
    router = APIRouter(prefix="/v1/dossiers", tags=["dossiers"])

    @router.get("/{code:path}/timeliness")
    async def timeliness(
        named: Named,
        by: Caller,
        as_of: Day | None = None,
        known_at: QueryMoment | None = None,
        clock: str | None = None,
    ) -> dict[str, Any]:
        """Why a dossier is early, on time or late at the end of `as_of` (by default today): its
        due date with what explains it, the events that started, moved and ended the owed clock,
        and what every other clock would say."""
        by_clock, now = right(lambda: clock_named(clock)), engine.today
        day = right(lambda: not_ahead(as_of, now)) or now
        found = await known(engine.store, named.code, Moments(known_at=known_at), by.reach)
        law = await read_models.law_known(known_at)
        told = await told_of(found, lambda: why(found, law, day, by_clock))
        if told is None:
            raise Problem("not-received", dossier=named.said)
        head = {"dossier": named.said, "known_at": plain(known_at)}
        return {**head, **explained(told, law, lang)}

    return router
