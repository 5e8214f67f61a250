"""Sources as they call the interface, over an engine in memory or on PostgreSQL."""

import json
import tomllib
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import httpx

from adapters.exchange.mapping import Mapping as SourceMapping
from adapters.exchange.profile import Profile
from adapters.exchange.profile_files import Profiles, profiles
from adapters.exchange.sources import sources as heard
from adapters.http.app import create_app
from adapters.http.sources import Desk, sources
from adapters.messages import Lang
from adapters.postgres.database import Database
from adapters.postgres.days import PostgresDays
from adapters.postgres.event_store import PostgresEventStore
from adapters.postgres.unplaced import PostgresUnplaced
from adapters.postgres.vault import opened_vault
from domain.access import Principal, Role
from domain.engine import Engine
from domain.manifest import Days
from domain.posting import Became
from domain.unplaced import Unplaced
from tests.adapters.asking import NOW, engine_over
from tests.adapters.calling import Behind
from tests.adapters.exchange.hearing import MINE
from tests.adapters.memory import MemoryEventStore, MemoryVault
from tests.adapters.memory_unplaced import MemoryUnplaced

OURS: Final = frozenset({"tdc"})
THEIRS: Final = frozenset({"land"})

PRINCIPALS: Final[Mapping[str, Principal]] = {
    "administrator": Principal("root", Role.ADMINISTRATOR),
    "auditor": Principal("thanh tra", Role.AUDITOR),
    "portal": Principal("key-1", Role.SERVICE, OURS, frozenset({"national"}), OURS),
    "onegate": Principal("key-2", Role.SERVICE, OURS, frozenset({"onegate"}), OURS),
    "land": Principal("key-3", Role.SERVICE, THEIRS, frozenset({"status-only"}), THEIRS),
    "kiosk": Principal("key-4", Role.SERVICE, OURS, frozenset({"status-only"}), OURS),
    "officer": Principal("an", Role.ONE_STOP, OURS, frozenset(), OURS),
}
"""By their tokens."""


class Keyring:
    async def principal(self, token: str) -> Principal | None:
        return PRINCIPALS.get(token)


@dataclass(frozen=True, slots=True)
class MemoryDays:
    """Keeps the promises of domain.manifest.Days."""

    store: MemoryEventStore

    async def told_of(
        self, source: str, since: datetime, until: datetime, most: int
    ) -> Sequence[str]:
        events = await self.store.after(0, await self.store.head())
        streams = {
            event.stream
            for event in events
            if event.told.source == source and since <= event.told.occurred_at < until
        }
        return sorted(streams)[:most]


@dataclass(frozen=True, slots=True)
class Installation:
    client: httpx.AsyncClient
    engine: Engine
    unplaced: Unplaced

    async def tell(
        self, source: str, said: Any, by: str = "administrator", **query: Any
    ) -> httpx.Response:
        path, headers = f"/v1/sources/{source}/events", bearer(by)
        return await self.client.post(path, json=said, headers=headers, params=query)

    async def text(self, source: str, text: str | bytes, media: str, **more: str) -> httpx.Response:
        headers = bearer("administrator") | {"Content-Type": media, **more}
        path = f"/v1/sources/{source}/events"
        return await self.client.post(path, content=text, headers=headers)

    async def get(self, path: str, by: str = "administrator") -> httpx.Response:
        return await self.client.get(path, headers=bearer(by))

    async def manifest(
        self, source: str, day: str, dossiers: Mapping[str, Any], by: str = "administrator"
    ) -> httpx.Response:
        listed = [{"dossier": code, "status": status} for code, status in dossiers.items()]
        return await self.client.post(
            f"/v1/sources/{source}/manifest",
            json={"day": day, "dossiers": listed},
            headers=bearer(by),
        )


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def known() -> Profiles:
    """The shipped ones and one more."""
    text = 'carrier = "paper"\n' + MINE
    own = Profile("onegate", SourceMapping.model_validate(tomllib.loads(text)))
    return Profiles({**profiles().known, "onegate": own})


@asynccontextmanager
async def in_memory(
    lang: Lang = "en", store: MemoryEventStore | None = None
) -> AsyncIterator[Installation]:
    store, vault = store or MemoryEventStore(lambda: NOW), MemoryVault()
    engine, unplaced = engine_over(store, vault), MemoryUnplaced(store, vault)
    async with _installation(engine, unplaced, MemoryDays(store), lang) as installation:
        yield installation


@asynccontextmanager
async def on_postgres(database: Database) -> AsyncIterator[Installation]:
    vault = await opened_vault(database)
    engine = engine_over(PostgresEventStore(database), vault)
    unplaced, days = PostgresUnplaced(database, vault), PostgresDays(database)
    async with _installation(engine, unplaced, days, "en") as installation:
        yield installation


@asynccontextmanager
async def _installation(
    engine: Engine, unplaced: Unplaced, days: Days, lang: Lang
) -> AsyncIterator[Installation]:
    said = heard(known(), engine.vault.fingerprint)
    more = [sources(Desk(engine, unplaced, days, said, lang))]
    app = create_app(engine, Behind(), keys=Keyring(), lang=lang, more=more)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://hoso.test") as client:
        yield Installation(client, engine, unplaced)


def document(answer: httpx.Response) -> Any:
    """The whole answer, also of one that came line by line."""
    if answer.headers["content-type"] != "application/x-ndjson":
        return answer.json()
    *items, summary = map(json.loads, answer.text.splitlines())
    return {**summary, "items": items}


def totals(answer: httpx.Response) -> dict[str, int]:
    """How many became what, of those that anything became."""
    assert answer.status_code == 200, answer.text
    body = document(answer)
    assert body["complete"]
    became = {each.value: body["totals"].pop(each.value) for each in Became}
    assert body["totals"] == {"posted": sum(became.values())} == {"posted": len(body["items"])}
    return {each: number for each, number in became.items() if number}
