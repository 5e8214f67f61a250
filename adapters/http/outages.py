"""Routes of outages: which there were, declaring one, confirming it, ending it, taking it back."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import JSONResponse

from adapters.http.access import Caller
from adapters.http.bodies import A_BODY, json_body
from domain.listed import read_as
from domain.outages.asked import Declaration, End, Said
from domain.outages.desk import Done, Outages
from projections.outages import document, listed

Id = Annotated[int, Path(ge=1, le=2**53)]


def outages(kept: Outages) -> APIRouter:
    router = APIRouter(prefix="/v1/outages", tags=["outages"])

    @router.get("")
    async def declared() -> dict[str, Any]:
        """Every outage of a source that was ever declared: since when, until when, why, and who
        said what of it."""
        return {"outages": listed(await kept.listed())}

    @router.post("", status_code=201, openapi_extra=A_BODY)
    async def declare(request: Request, by: Caller) -> JSONResponse:
        """Say that a source was cut off from hoso. Nothing follows until a second person confirms
        it, under another key. Leave out `to` while it is not over. The same again gets the first
        answer."""
        return _told(await kept.declare(read_as(Declaration, await json_body(request)), by))

    @router.post("/{id}/confirmation", status_code=201, openapi_extra=A_BODY)
    async def confirm(id: Id, request: Request, by: Caller) -> JSONResponse:
        """Confirm it: what the source sends again (`provenance: resent`) and recorded itself within
        the outage is judged by that time (`source_recorded_at`), also what it has sent already. As
        known before, nothing changes."""
        return _told(await kept.confirm(id, read_as(Said, await json_body(request)), by))

    @router.post("/{id}/end", status_code=201, openapi_extra=A_BODY)
    async def end(id: Id, request: Request, by: Caller) -> JSONResponse:
        """Say when it was over: one that was open, or sooner than was declared. For one that
        lasted longer, declare the rest."""
        return _told(await kept.end(id, read_as(End, await json_body(request)), by))

    @router.post("/{id}/withdrawal", status_code=201, openapi_extra=A_BODY)
    async def withdraw(id: Id, request: Request, by: Caller) -> JSONResponse:
        """Take it back: it counts no longer. To correct one, withdraw it and declare another."""
        return _told(await kept.withdraw(id, read_as(Said, await json_body(request)), by))

    return router


def _told(done: Done) -> JSONResponse:
    headers = {"Idempotent-Replayed": "true"} if done.repeated else {}
    return JSONResponse(document(done.outage), status_code=201, headers=headers)
