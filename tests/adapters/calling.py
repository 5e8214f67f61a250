"""The application as another system calls it, over a database or over a store that fails."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import uuid4

import httpx

from adapters import catalogue
from adapters.http.app import create_app
from adapters.messages import Lang
from adapters.messages.reasons import REASONS
from adapters.postgres.database import Database
from adapters.postgres.event_store import PostgresEventStore
from adapters.postgres.read_models import ReadModels
from adapters.postgres.vault import opened_vault
from domain.access import Reach
from domain.dossier.clocks import Clock
from domain.engine import Engine
from domain.law import Law
from projections import ALL
from projections.dossier_view import DossierView
from projections.report import Groups, Levels, Period, cells_by_group
from projections.report.asking import Asked
from projections.report.listing import Page, Wanted, behind, late
from projections.timeliness import Span
from tests.adapters.asking import LAW, engine_over
from tests.adapters.memory import MemoryEventStore, MemoryVault
from tests.adapters.memory_keys import OneKey

TOKEN: Final = "a token of this test alone"
BEARER: Final = {"Authorization": f"Bearer {TOKEN}"}


def receipt(**fields: Any) -> dict[str, Any]:
    """A body that opens HS-1; a field that is None is left out."""
    body = {
        "dossier": "HS-1",
        "occurred_at": "2025-11-03T09:00:00+07:00",
        "source": "portal",
        "request_id": str(uuid4()),
        **fields,
    }
    return {name: value for name, value in body.items() if value is not None}


def event(kind: str, **fields: Any) -> dict[str, Any]:
    """A body that is posted to a dossier's events."""
    return receipt(**{"kind": kind, "occurred_at": "2025-11-04T09:00:00+07:00", **fields})


@dataclass(frozen=True, slots=True)
class Api:
    client: httpx.AsyncClient
    engine: Engine
    read_models: ReadModels

    async def create(self, **fields: Any) -> httpx.Response:
        return await self.client.post("/v1/dossiers", json=receipt(**fields))

    async def tell(self, kind: str, code: str = "HS-1", **fields: Any) -> httpx.Response:
        body = event(kind, dossier=None, **fields)
        return await self.client.post(f"/v1/dossiers/{code}/events", json=body)

    async def get(self, path: str, **query: Any) -> httpx.Response:
        return await self.client.get(path, params=query)

    async def head(self) -> int:
        return await self.engine.store.head()


@asynccontextmanager
async def calling(database: Database, lang: Lang = "en") -> AsyncIterator[Api]:
    store = PostgresEventStore(database)
    engine = engine_over(store, await opened_vault(database))
    read_models = ReadModels(database, store, LAW, ALL)
    async with client_of(engine, read_models, lang) as client:
        yield Api(client, engine, read_models)


@asynccontextmanager
async def client_of(
    engine: Engine, read_models: Any, lang: Lang = "en"
) -> AsyncIterator[httpx.AsyncClient]:
    schemes = catalogue.schemes()
    app = create_app(engine, read_models, keys=OneKey(TOKEN), lang=lang, schemes=schemes)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://hoso.test", headers=BEARER
    ) as client:
        yield client


@dataclass(slots=True)
class FailingStore(MemoryEventStore):
    """Every look at it fails, and every append."""

    fault: Exception = RuntimeError("a fault of ours")

    async def recorded(self, requests: Any) -> Any:
        raise self.fault

    async def streams(self, codes: Any) -> Any:
        raise self.fault

    async def append(self, recordings: Any) -> Any:
        raise self.fault

    async def head(self) -> int:
        raise self.fault


class Behind:
    """Read models that stand still, and one of them with a parked dossier."""

    name = "history"
    position = 3
    parked = 1

    def says(self) -> str:
        return "dossier x at position 2: ValueError: no"

    def within(self, reach: Reach) -> "Behind":
        return self

    async def parked_by(self, name: str) -> int:
        return self.parked if name == self.name else 0

    async def reached(self, position: int, patience: float) -> bool:
        return False

    async def counts(self, period: Period, by: Levels, clock: Clock = Clock.OWED) -> Groups:
        return cells_by_group(await self.spans(period), period, by, clock)

    async def groups(self, asked: Asked, known_at: datetime | None) -> Groups:
        if known_at is None:
            return await self.counts(asked.period, asked.by, asked.clock)
        spans = await self.spans_known(known_at)
        return cells_by_group(spans, asked.period, asked.by, asked.clock)

    async def listed(self, wanted: Wanted, page: Page) -> list[Span]:
        return behind(await self.spans(wanted.period), wanted, page)

    async def late(self, day: date, page: Page) -> list[Span]:
        return late(await self.spans(Period(day, day, day)), day, page)

    async def law_known(self, known_at: datetime | None) -> Law:
        return LAW

    async def spans(self, period: Period) -> list[Span]:
        return []

    async def spans_known(self, known_at: datetime) -> list[Span]:
        return []

    async def views(self, after: str, limit: int, stage: str | None) -> Sequence[DossierView]:
        return []

    async def standings(self) -> Sequence["Behind"]:
        return [self]


@asynccontextmanager
async def calling_behind() -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(engine_over(MemoryEventStore(), MemoryVault()), Behind()) as client:
        yield client


@asynccontextmanager
async def calling_broken(fault: Exception) -> AsyncIterator[httpx.AsyncClient]:
    engine = engine_over(FailingStore(fault=fault), MemoryVault())
    async with client_of(engine, Behind()) as client:
        yield client


def problem(answer: httpx.Response) -> tuple[int, str]:
    """Status and code of a problem, which is whole (RFC 9457)."""
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == answer.status_code
    assert body["type"] == f"urn:hoso:problem:{body['code']}"
    assert body["code"] in REASONS
    assert body["detail"]
    assert body["title"]
    return answer.status_code, body["code"]
