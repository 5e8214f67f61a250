"""Lists of dossiers over HTTP: on PostgreSQL and in memory, as another system calls them."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

import httpx

from adapters.http.app import create_app
from adapters.http.lists import lists
from adapters.postgres.consignments import PostgresPlaces
from adapters.postgres.database import Database
from adapters.postgres.event_store import PostgresEventStore
from adapters.postgres.read_models import ReadModels
from adapters.postgres.vault import opened_vault
from domain.dossier.dossier import fold
from domain.dossier.events import DossierEvent
from domain.dossier.values import Carrier
from domain.engine import Engine
from domain.places import Places
from domain.slip import lines
from domain.store import EventStore, RecordedEvent
from projections import ALL
from tests.adapters.asking import LAW, engine_over
from tests.adapters.calling import BEARER, TOKEN
from tests.adapters.memory import MemoryEventStore, MemoryVault
from tests.adapters.memory_keys import OneKey

CENTRE: Final = {"organisation": "centre", "desk": "quầy 3"}
DEPARTMENT: Final = {"organisation": "department", "desk": "room 2"}
POST: Final = {"organisation": "post"}
SLIP: Final = "05/2025"


@dataclass(frozen=True, slots=True)
class MemoryPlaces:
    """Keeps the promises of domain.places.Places by reading everything."""

    store: EventStore[DossierEvent]

    async def on_slip(self, slip: str) -> Sequence[str]:
        return [stream for stream, told in await self._all() if lines(slip, told)]

    async def lying_at(
        self, organisations: Iterable[str], object: str, carrier: Carrier
    ) -> Sequence[str]:
        asked = set(organisations)
        return [
            stream
            for stream, told in await self._all()
            if (held := fold(told).custody.of(object, carrier))
            and asked & {holder.organisation for holder in held.holders}
        ]

    async def _all(self) -> list[tuple[str, list[Any]]]:
        histories = await self.store.histories(await self.store.dossiers("", 10_000))
        by_stream = groupby(histories, key=lambda event: event.stream)
        return [(stream, [event.told for event in events]) for stream, events in by_stream]


class UpToDate:
    """Read models that nobody here reads."""

    async def reached(self, position: int, patience: float) -> bool:
        return True

    async def catch_up(self) -> None: ...

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"{name} is not asked for")


@dataclass(frozen=True, slots=True)
class Office:
    """A back office that calls the API."""

    client: httpx.AsyncClient
    engine: Engine
    read_models: Any
    places: Places

    async def post(self, path: str, **body: Any) -> httpx.Response:
        await self.read_models.catch_up()
        told = {"occurred_at": "2025-11-04T09:00:00+07:00", **body}
        given = {name: value for name, value in told.items() if value is not None}
        return await self.client.post(f"/v1/{path}", json=given)

    async def opened(self, *codes: str, **desk: Any) -> None:
        """Dossiers whose file lies at the Centre."""
        at = {"desk": {**CENTRE, **desk}, "carrier": "paper"}
        for code in codes:
            for kind, data in (("carrier-received", at), ("received", {"channel": "direct"})):
                told = {"dossier": code, "kind": f"dossier.{kind}", "source": "one-stop"}
                when = {"occurred_at": "2025-11-03T09:00:00+07:00", "request_id": f"{kind} {code}"}
                answer = await self.post("dossiers", **told, **when, data=data)
                assert answer.status_code == 201

    async def sent(self, *codes: str, **said: Any) -> httpx.Response:
        way = {"slip": SLIP, "giver": CENTRE, "taker": DEPARTMENT, "carrier": "paper"}
        return await self.post("consignments", **{**way, "dossiers": codes, **said})

    async def received(self, *codes: str, slip: str = SLIP, **said: Any) -> httpx.Response:
        """An hour later, at the department."""
        told = {"taker": DEPARTMENT, "occurred_at": "2025-11-04T10:00:00+07:00", **said}
        return await self.post(f"consignments/{slip}/receipt", received=codes, **told)

    async def states(self, slip: str = SLIP) -> dict[str, str]:
        answer = await self.client.get(f"/v1/consignments/{slip}")
        assert answer.status_code == 200
        return {one["dossier"]["value"]: one["state"] for one in answer.json()["dossiers"]}

    async def checked(self, *codes: str, **said: Any) -> httpx.Response:
        at = {"desk": CENTRE, "carrier": "paper", "occurred_at": "2025-11-05T08:00:00+07:00"}
        return await self.post("shelf-checks", **{**at, "codes": codes, **said})

    async def tell(self, code: str, kind: str, day: int, **data: Any) -> httpx.Response:
        """As any other system would, event by event."""
        at = f"2025-11-{day:02}T15:00:00+07:00"
        told = {"kind": f"dossier.{kind}", "source": "other", "occurred_at": at}
        return await self.post(
            f"dossiers/{code}/events", **told, request_id=f"{kind} {code} {day}", data=data
        )

    async def events(self, code: str) -> Sequence[RecordedEvent[DossierEvent]]:
        (bearers,) = await self.engine.store.streams([code])
        return await self.engine.store.history(bearers[0][1])


def became(answer: httpx.Response) -> dict[str, str]:
    assert answer.status_code == 200, answer.text
    return {one["dossier"]: one["outcome"] for one in answer.json()["dossiers"]}


def findings(answer: httpx.Response, code: str) -> list[str]:
    (one,) = (one for one in answer.json()["dossiers"] if one["dossier"] == code)
    return [finding["code"] for finding in one["findings"]]


@asynccontextmanager
async def on_postgres(database: Database) -> AsyncIterator[Office]:
    store = PostgresEventStore(database)
    engine = engine_over(store, await opened_vault(database))
    read_models = ReadModels(database, store, LAW, ALL)
    async with _office(engine, read_models, PostgresPlaces(database)) as office:
        yield office


@asynccontextmanager
async def in_memory() -> AsyncIterator[Office]:
    store = MemoryEventStore()
    async with _office(engine_over(store, MemoryVault()), UpToDate(), MemoryPlaces(store)) as one:
        yield one


@asynccontextmanager
async def _office(engine: Engine, read_models: Any, places: Places) -> AsyncIterator[Office]:
    more = [lists(engine, read_models, places, lang="en")]
    app = create_app(engine, read_models, keys=OneKey(TOKEN), lang="en", more=more)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://hoso.test", headers=BEARER
    ) as client:
        yield Office(client, engine, read_models, places)
