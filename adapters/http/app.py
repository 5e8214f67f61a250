"""The application: every route under /v1 behind the bearer token, health beside it."""

from collections.abc import Sequence
from typing import Any, Final, Protocol

from fastapi import APIRouter, Depends, FastAPI
from fastapi.responses import JSONResponse
from starlette.middleware import Middleware

from adapters.http import attribution, dossiers, reports, why
from adapters.http.problems import Faults, install
from adapters.http.reading import authorized
from adapters.messages import Lang
from domain.engine import Engine
from projections import projection
from projections.periods import Schemes

NONE: Final[Schemes] = {}


class Standing(projection.Standing, Protocol):
    """How far a projection has read, and how many dossiers it could not take on the way."""

    @property
    def position(self) -> int: ...

    def says(self) -> str: ...


class ReadModels(reports.ReadModels, why.ReadModels, Protocol):
    async def standings(self) -> Sequence[Standing]: ...


def create_app(
    engine: Engine, read_models: ReadModels, *, token: str, lang: Lang, schemes: Schemes = NONE
) -> FastAPI:
    """`schemes` say what the periods are that reports may be asked for by name."""
    app = FastAPI(
        title="hoso",
        summary="Dossiers of public authorities, event by event.",
        middleware=[Middleware(Faults, lang=lang)],
        redoc_url=None,
    )
    install(app, lang)
    v1 = APIRouter(prefix="/v1", dependencies=[Depends(authorized(token))])
    v1.include_router(reports.routes(engine, read_models, schemes, lang))
    v1.include_router(attribution.of_a_dossier(engine, lang))
    v1.include_router(why.of_a_dossier(engine, read_models, lang))
    v1.include_router(dossiers.routes(engine, lang))
    app.include_router(v1)
    app.include_router(_health(engine, read_models))
    return app


def _health(engine: Engine, read_models: ReadModels) -> APIRouter:
    router = APIRouter(tags=["health"])

    @router.get("/healthz")
    async def alive() -> dict[str, str]:
        """The process answers."""
        return {"status": "ok"}

    @router.get("/readyz")
    async def ready() -> JSONResponse:
        """The database answers. Parked dossiers are named; all others are served."""
        head = await engine.store.head()
        standings = await read_models.standings()
        body: dict[str, Any] = {
            "head": head,
            "projections": {one.name: one.position for one in standings},
            "parked": {one.name: one.says() for one in standings if one.parked},
        }
        return JSONResponse(body)

    return router
