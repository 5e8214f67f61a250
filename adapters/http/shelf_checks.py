"""The route of shelf checks: a unit's list of codes against what the record says lies there."""

from fastapi import APIRouter, Request, Response

from adapters.http.access import Caller
from adapters.http.bodies import A_BODY, json_body
from adapters.http.listed import answer
from adapters.http.seeing import ReadModels, seeing
from adapters.messages import Lang
from domain.engine import Engine
from domain.places import Places
from domain.shelf import check


def routes(engine: Engine, read_models: ReadModels, places: Places, lang: Lang) -> APIRouter:
    router = APIRouter(prefix="/v1/shelf-checks", tags=["consignments"])
    seen = seeing(engine, read_models)

    @router.post("", openapi_extra=A_BODY)
    async def shelf_check(request: Request, by: Caller) -> Response:
        """All that lay at a desk, by code. Each is recorded as seen there, and each dossier that
        should lie there and is not listed as not seen. The same list again records nothing
        twice."""
        body = await json_body(request)
        await seen(None)
        return answer(await check(engine, places, body, by), lang)

    return router
