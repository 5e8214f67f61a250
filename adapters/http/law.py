"""Routes of changes of the law: what one would do, entering it, and what was entered."""

from collections.abc import Awaitable, Mapping, Sequence
from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse

from adapters.http.access import Caller
from adapters.http.bodies import A_BODY, json_body
from adapters.messages import Lang
from adapters.messages.deadlines import explain
from domain.engine import Engine
from domain.lawmaking.asked import entry, event, said
from domain.lawmaking.decision import Decision, Lawmaking
from projections import whatif


def _shown(
    offset: Annotated[int, Query(ge=0, le=2**31)] = 0,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 1_000,
) -> slice:
    """Which of the dossiers are told, each with its explanation; the totals are of all."""
    return slice(offset, offset + limit)


Shown = Annotated[slice, Depends(_shown)]


class Moved(Protocol):
    def moved(self) -> Awaitable[Mapping[int, int]]:
        """By the position of an entry, how many open dossiers it moved."""
        ...


def law(lawmaking: Lawmaking, moved: Moved, *, lang: Lang) -> APIRouter:
    router = APIRouter(prefix="/v1", tags=["law"])
    engine = lawmaking.engine

    @router.post("/what-if", openapi_extra=A_BODY)
    async def what_if(request: Request, shown: Shown) -> dict[str, Any]:
        """What a late holiday, a withdrawn day or a changed procedure would do: the dossiers whose
        due date or class would differ, and what would be promised anew. Nothing is recorded."""
        told = said(await json_body(request))
        await lawmaking.learn()
        change = event(told, engine.law, engine.today)
        return _says(whatif.document(await lawmaking.what_if(change), shown), engine, lang)

    @router.post("/law/entries", status_code=201, openapi_extra=A_BODY)
    async def enter(request: Request, by: Caller, shown: Shown) -> JSONResponse:
        """Enter the change: one decision, which moves the deadline of every open dossier that it
        touches. The same request again gets the first entry, and completes what was broken off."""
        told = entry(await json_body(request))
        await lawmaking.learn()
        change = event(told, engine.law, engine.today)
        before = lawmaking.book.version
        who = told.actor, told.source, told.request_id, by.id
        done = await lawmaking.enter(Decision(change, *who))
        headers = {} if done.entry.version > before else {"Idempotent-Replayed": "true"}
        body = _says(whatif.entered(done, shown), engine, lang)
        return JSONResponse(body, status_code=201, headers=headers)

    @router.get("/law/entries")
    async def entries() -> dict[str, Any]:
        """What was entered, in its order: when it was announced, when it was learnt, by whom and
        under which key, and how many open dossiers it moved."""
        await lawmaking.learn()
        counts = await moved.moved()
        listed = [(one, counts.get(one.position, 0)) for one in lawmaking.book.changes]
        return {"entries": whatif.entries(listed)}

    return router


def _says(document: dict[str, Any], engine: Engine, lang: Lang) -> dict[str, Any]:
    """With the sentences that explain each due date."""
    for one in _judged(document["dossiers"]):
        one["says"] = explain(one["due"], lang, engine.law.zone, engine.law.common)
    return document


def _judged(dossiers: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [dossier[side] for dossier in dossiers for side in ("before", "after")]
