"""Routes of consignments: what travels on one slip, and what came out of the box."""

from typing import Any

from fastapi import APIRouter, Request, Response

from adapters.http.access import Caller
from adapters.http.bodies import A_BODY, json_body
from adapters.http.listed import answer
from adapters.http.reading import text
from adapters.messages import Lang
from domain.consignment import receive, send, standing
from domain.engine import Engine
from domain.places import Places
from projections.consignment import document


def routes(engine: Engine, places: Places, lang: Lang) -> APIRouter:
    router = APIRouter(prefix="/v1/consignments", tags=["consignments"])

    @router.post("", openapi_extra=A_BODY)
    async def consign(request: Request, by: Caller) -> Response:
        """Each dossier of the list is handed over on the slip; the answer says what became of
        each. The same list again records nothing twice."""
        body = await json_body(request)
        sent = await send(engine, body, by)
        return answer(sent, lang, slip=text(body["slip"], "slip"))

    @router.post("/{slip:path}/receipt", openapi_extra=A_BODY)
    async def receipt(slip: str, request: Request, by: Caller) -> Response:
        """What came out of the box: received, refused with a reason, surplus. What stood on the
        slip and is not named is missing, and stays in transit."""
        named, body = text(slip, "slip"), await json_body(request)
        return answer(await receive(engine, places, named, body, by), lang, slip=named)

    @router.get("/{slip:path}")
    async def consignment(slip: str, by: Caller) -> dict[str, Any]:
        """What became of each dossier on the slip, and of what came with it."""
        named = text(slip, "slip")
        return document(named, await standing(engine, places, named, by.reach))

    return router
