"""The application: every route under /v1 behind a key."""

from collections.abc import Iterator, Sequence
from typing import Final, Protocol

from fastapi import APIRouter, Depends, FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.middleware import Middleware

from adapters.http import attribution, dossiers, next_steps, reports, why
from adapters.http.access import Authorized
from adapters.http.direct import Shortcut
from adapters.http.guard.guard import Guard, Guarding
from adapters.http.openapi.document import install as describe
from adapters.http.operating.observing import Observing
from adapters.http.pages_of_docs import docs
from adapters.http.problems import Faults, install
from adapters.http.reads import Watching
from adapters.messages import Lang
from domain.access import Keys
from domain.engine import Engine
from domain.keys.reads import Reads
from projections.periods import Schemes

NONE: Final[Schemes] = {}
USUAL: Final = Guarding()
UNTOLD: Final[TelemetryConfig] = {"tracing": False, "metrics": False, "logs": False}


class ReadModels(reports.ReadModels, why.ReadModels, Protocol):
    """What readers ask."""


def create_app(
    engine: Engine,
    read_models: ReadModels,
    *,
    keys: Keys,
    lang: Lang,
    schemes: Schemes = NONE,
    more: Sequence[APIRouter] = (),
    reads: Reads | None = None,
    guarding: Guarding = USUAL,
    traced: bool = True,
) -> FastAPI:
    """`schemes` say what the periods are that reports may be asked for by name; `more` are what
    else stands behind a key; `reads` keeps what auditors look at; `guarding` is what is let
    through; `traced`: somebody may collect traces."""
    app = FastAPI(
        title="hoso",
        summary="Dossiers of public authorities, event by event.",
        middleware=[*_around(reads, guarding, lang)],
        # To find out for each request that nobody wants to hear of it takes long, too.
        telemetry=None if traced else UNTOLD,
        docs_url=None,
        redoc_url=None,
    )
    install(app, lang)
    describe(app)
    authorized = Authorized(keys)
    asked_most = dossiers.writing(engine, lang, authorized).routes
    app.router.routes[:0] = asked_most
    app.user_middleware.append(Middleware(Shortcut, routes=asked_most, within=app))
    # The prefixes stand in each router: a route is known by its whole path.
    v1 = APIRouter(dependencies=[Depends(authorized)])
    for each in more:
        v1.include_router(each)
    v1.include_router(reports.routes(engine, read_models, schemes, lang))
    v1.include_router(attribution.of_a_dossier(engine, lang))
    v1.include_router(why.of_a_dossier(engine, read_models, lang))
    v1.include_router(next_steps.of_a_dossier(engine, lang))
    v1.include_router(dossiers.reading(engine))
    app.include_router(v1)
    docs(app)
    return app


def _around(reads: Reads | None, guarding: Guarding, lang: Lang) -> Iterator[Middleware]:
    """From the outermost inwards."""
    yield Middleware(Observing)
    yield Middleware(Guard, guarding=guarding, lang=lang)
    yield Middleware(Faults, lang=lang)
    if reads:
        yield Middleware(Watching, reads=reads, lang=lang)
