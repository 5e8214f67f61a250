"""The second half of the composition root: what answers over HTTP.

Apart from the wiring, for it is read only where something is served: commands begin in half the
time without.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import APIRouter, FastAPI

from adapters import catalogue
from adapters.exchange.sources import heard_in
from adapters.http import attribution
from adapters.http.app import create_app
from adapters.http.divergences import divergences
from adapters.http.events import events
from adapters.http.fanout import Fanout
from adapters.http.feed import following
from adapters.http.guard.guard import Guarding
from adapters.http.issued import issued
from adapters.http.keys import keys as of_keys
from adapters.http.law import law
from adapters.http.lists import lists
from adapters.http.measured import Measured
from adapters.http.operating import tracing
from adapters.http.operating.health import Bounded, Health, health
from adapters.http.operating.metrics import Observed, metrics
from adapters.http.outages import outages
from adapters.http.procedures import procedures
from adapters.http.reads import reads
from adapters.http.sources import Desk, sources
from adapters.http.units import units
from adapters.http.unplaced import unplaced
from adapters.postgres.days import PostgresDays
from adapters.postgres.divergences import PostgresDivergences
from adapters.postgres.feed import PostgresFeed
from adapters.postgres.keys import PostgresKeys
from adapters.postgres.law_entries import PostgresTouched
from adapters.web.pages import missing_as_pages, pages
from adapters.wiring import System, release

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider


@dataclass(frozen=True, slots=True)
class Parts:
    """What several routers share."""

    system: System
    keys: PostgresKeys
    fanout: Fanout
    vitals: Bounded


def interface(system: System, token: str) -> FastAPI:
    """The interface of an open installation, and its pages for people; `token` is its own.

    `app.state` has what whoever ends the process must end: `stopping` is set first, `fanout` ends
    the streams, `traces` may hold some that were not sent yet.
    """
    fanout = Fanout(system.store, PostgresFeed(system.database))
    parts = Parts(system, system.keys(token), fanout, Bounded(system.vitals))
    traces = _tracing(system)
    app = create_app(
        system.engine,
        system.read_models,
        keys=parts.keys,
        lang=system.settings.lang,
        schemes=catalogue.schemes(),
        more=[*_behind_a_key(parts), metrics(_observed(parts))],
        reads=system.reads,
        guarding=Guarding.of(system.settings),
        traced=traces is not None,
    )
    app.state.fanout = fanout
    app.state.stopping, app.state.traces = asyncio.Event(), traces
    app.include_router(health(Health(parts.vitals, system.database.writer, system.settings.lang)))
    app.include_router(_pages(parts))
    missing_as_pages(app, system.settings.lang)
    return app


def _behind_a_key(parts: Parts) -> Iterator[APIRouter]:
    system, lang = parts.system, parts.system.settings.lang
    engine, models, database = system.engine, system.read_models, system.database
    heard = heard_in(system.settings.profiles_dir, system.vault.fingerprint)
    yield lists(engine, models, system.places, lang=lang)
    yield divergences(engine, models, PostgresDivergences(database))
    yield attribution.reports(engine, models, system.charges, lang=lang)
    yield issued(engine, system.reports, catalogue.schemes(), lang=lang)
    yield law(system.waiting_lawmaking, PostgresTouched(database), lang=lang)
    yield outages(system.outages)
    yield events(engine, system.unplaced, lang)
    yield procedures(engine)
    yield units(engine)
    yield unplaced(engine, system.unplaced, lang=lang)
    yield sources(Desk(engine, system.unplaced, PostgresDays(database), heard, lang))
    yield following(parts.fanout, parts.keys)
    yield of_keys(parts.keys)
    yield reads(system.reads)


def _observed(parts: Parts) -> Observed:
    database = parts.system.database
    return Observed(parts.vitals, database.writer, database.pool, parts.fanout.count)


def _tracing(system: System) -> "TracerProvider | None":
    traces = tracing.begun(release())
    writer = system.database.writer
    writer.measures = Measured(tracing.appending) if traces else Measured()
    return traces


def _pages(parts: Parts) -> APIRouter:
    system = parts.system
    return pages(
        system.engine,
        system.read_models,
        keys=parts.keys,
        lang=system.settings.lang,
        simulation=system.simulation.says if system.simulation else None,
    )
