"""Everything of the API that takes a list of dossiers."""

from fastapi import APIRouter

from adapters.http import consignments, shelf_checks
from adapters.http.seeing import ReadModels
from adapters.messages import Lang
from domain.engine import Engine
from domain.places import Places


def lists(
    engine: Engine,
    read_models: ReadModels,
    places: Places,
    *,
    lang: Lang,
) -> APIRouter:
    router = APIRouter()
    router.include_router(consignments.routes(engine, places, lang))
    router.include_router(shelf_checks.routes(engine, read_models, places, lang))
    return router
