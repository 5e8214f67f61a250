"""The application: every route under /v1 behind the bearer token, health beside it."""

from collections.abc import Sequence
from typing import Any, Protocol

from fastapi import APIRouter, Depends, FastAPI
from fastapi.responses import JSONResponse
from starlette.middleware import Middleware

from adapters.http import dossiers, reports
from adapters.http.problems import Faults, install
from adapters.http.reading import authorized
from adapters.messages import Lang
from domain.engine import Engine


class Standing(Protocol):
    """How far a projection has read, and what stopped it, if anything did."""

    @property
    def name(self) -> str: ...

    @property
    def position(self) -> int: ...

    @property
    def stopped_by(self) -> str | None: ...


class ReadModels(reports.ReadModels, Protocol):
    async def standings(self) -> Sequence[Standing]: ...


def create_app(engine: Engine, read_models: ReadModels, *, token: str, lang: Lang) -> FastAPI:
    app = FastAPI(
        title="hoso",
        summary="Dossiers of public authorities, event by event.",
        middleware=[Middleware(Faults, lang=lang)],
        redoc_url=None,
    )
    install(app, lang)
    v1 = APIRouter(prefix="/v1", dependencies=[Depends(authorized(token))])
    v1.include_router(reports.routes(engine, read_models))
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
        """The database answers, and every projection runs."""
        head = await engine.store.head()
        standings = await read_models.standings()
        body: dict[str, Any] = {
            "head": head,
            "projections": {one.name: one.position for one in standings},
            "stopped": {one.name: one.stopped_by for one in standings if one.stopped_by},
        }
        return JSONResponse(body, status_code=503 if body["stopped"] else 200)

    return router
