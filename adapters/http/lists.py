"""Everything of the API that takes a list of dossiers, behind the bearer token."""

from fastapi import APIRouter, Depends

from adapters.http import consignments, shelf_checks
from adapters.http.reading import authorized
from adapters.http.seeing import ReadModels
from adapters.messages import Lang
from domain.engine import Engine
from domain.places import Places


def lists(
    engine: Engine,
    read_models: ReadModels,
    places: Places,
    *,
    token: str,
    lang: Lang,
) -> APIRouter:
    router = APIRouter(prefix="/v1", dependencies=[Depends(authorized(token))])
    router.include_router(consignments.routes(engine, places, lang))
    router.include_router(shelf_checks.routes(engine, read_models, places, lang))
    return router
