"""The composition root: the one place that knows every adapter."""

import asyncio
import hashlib
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from uuid6 import uuid7

from adapters import catalogue
from adapters.postgres import embedded
from adapters.postgres.charges import PostgresCharges
from adapters.postgres.consignments import PostgresPlaces
from adapters.postgres.database import Database, opened
from adapters.postgres.divergences import PostgresDivergences
from adapters.postgres.event_store import PostgresEventStore
from adapters.postgres.issued import PostgresDocuments
from adapters.postgres.law_entries import PostgresTouched
from adapters.postgres.looks import PostgresLooks
from adapters.postgres.read_models import ReadModels
from adapters.postgres.register import PostgresRegister
from adapters.postgres.retelling import Retelling
from adapters.postgres.simulation import Simulation, simulation
from adapters.postgres.vault import PostgresVault, opened_vault
from adapters.settings import Settings
from adapters.worker.watch import Watch
from adapters.worker.worker import Worker
from domain.engine import Engine
from domain.lawmaking.book import LawBook
from domain.lawmaking.decision import Lawmaking
from domain.lawmaking.events import KINDS as OF_THE_LAW
from domain.reports.events import KINDS as OF_REPORTS
from domain.store import StoreUnavailable
from projections import ALL
from projections.issued.office import Office

if TYPE_CHECKING:
    from fastapi import FastAPI

TOKEN_BYTES: Final = 24

RETOLD: Final = 600.0
"""Seconds in which the read models tell anew what a change of the law touches."""


@dataclass(frozen=True, slots=True)
class System:
    """An installation, open."""

    settings: Settings
    database: Database
    store: PostgresEventStore
    vault: PostgresVault
    engine: Engine
    read_models: ReadModels
    retelling: Retelling
    """What it knows of the law, and how it learns of it."""
    simulation: Simulation | None = None
    """Set where the store is a simulated one."""

    @property
    def now(self) -> datetime:
        """What the installation's clock shows."""
        return self.engine.now()

    @property
    def places(self) -> PostgresPlaces:
        """Where dossiers are found by what lies or travels where."""
        return PostgresPlaces(self.database)

    @property
    def charges(self) -> PostgresCharges:
        """Where it is summed up whose time it was."""
        return PostgresCharges(self.database)

    @property
    def reports(self) -> Office:
        """Where reports are issued, and computed again."""
        register, shipped = self.retelling.register, self.retelling.book.shipped
        documents = PostgresDocuments(self.database)
        return Office(self.store, register, documents, shipped, self.engine.now, release())

    def app(self, token: str) -> "FastAPI":
        """The interface, and the pages for people. Read when they are served: the commands begin
        in half the time without."""
        from adapters.http import attribution
        from adapters.http.app import create_app
        from adapters.http.divergences import divergences
        from adapters.http.issued import issued
        from adapters.http.law import law
        from adapters.http.lists import lists
        from adapters.web.pages import missing_as_pages, pages

        lang = self.settings.lang
        says = self.simulation.says if self.simulation else None
        schemes = catalogue.schemes()
        app = create_app(self.engine, self.read_models, token=token, lang=lang, schemes=schemes)
        app.include_router(
            lists(self.engine, self.read_models, self.places, token=token, lang=lang)
        )
        app.include_router(
            divergences(
                self.engine, self.read_models, PostgresDivergences(self.database), token=token
            )
        )
        app.include_router(
            attribution.reports(self.engine, self.read_models, self.charges, token=token, lang=lang)
        )
        app.include_router(issued(self.engine, self.reports, schemes, token=token, lang=lang))
        app.include_router(
            law(self.waiting_lawmaking, PostgresTouched(self.database), token=token, lang=lang)
        )
        app.include_router(
            pages(self.engine, self.read_models, token=token, lang=lang, simulation=says)
        )
        missing_as_pages(app, lang)
        return app

    @property
    def lawmaking(self) -> Lawmaking:
        """Where changes of the law are weighed and entered; it keeps the read models up itself."""
        touched = PostgresTouched(self.database, self.read_models.catch_up)
        return Lawmaking(self.engine, self.retelling.book, self.retelling.register, touched)

    @property
    def waiting_lawmaking(self) -> Lawmaking:
        """The same beside a worker, for which it waits."""
        return replace(self.lawmaking, touched=PostgresTouched(self.database, self._reached))

    async def _reached(self) -> None:
        head = await self.store.head()
        if not await self.read_models.reached(head, RETOLD):
            raise StoreUnavailable(f"the read models are not at position {head} yet")

    def worker(self) -> Worker:
        return Worker(self.store, self.read_models)

    def watch(self) -> Watch:
        return Watch(self.engine, PostgresLooks(self.database))

    async def work(self) -> None:
        """Read models kept up with the log, and dossiers watched, until cancelled."""
        await asyncio.gather(self.worker().run(), self.watch().run())


@asynccontextmanager
async def system(settings: Settings) -> AsyncIterator[System]:
    """The installation that the settings describe.

    Raises StoreUnavailable or EmbeddedFault when its database cannot be used.
    """
    async with AsyncExitStack() as stack:
        conninfo = settings.database_url or stack.enter_context(embedded.running(settings.data_dir))
        database = await stack.enter_async_context(opened(conninfo))
        yield await assembled(settings, database)


async def assembled(settings: Settings, database: Database) -> System:
    store = PostgresEventStore(database)
    vault = await opened_vault(database)
    register = PostgresRegister(database, {**OF_THE_LAW, **OF_REPORTS})
    book = LawBook(catalogue.law(settings.zone))
    retelling = Retelling(database, register, book)
    await retelling.learn()
    simulated = await simulation(database)
    now = _now if simulated is None else lambda: simulated.shows
    engine = Engine(store, vault, book, now=now, new_stream=lambda: str(uuid7()))
    models = ReadModels(database, store, book, ALL, retelling)
    return System(settings, database, store, vault, engine, models, retelling, simulated)


def token(settings: Settings, *, renew: bool = False) -> str:
    """The installation's bearer token, made on first use, readable by its owner alone.

    Raises an EmbeddedFault when the data directory cannot keep it.
    """
    if settings.auth_token:
        return settings.auth_token.get_secret_value()
    try:
        return _kept(embedded.claimed(settings.data_dir) / "token", renew)
    except OSError as error:
        message = f"cannot keep the token in {settings.data_dir}: {error}"
        raise embedded.DataDirNotWritable(message) from error


def _kept(path: Path, renew: bool) -> str:
    # A file that a power cut left empty is no token: anybody could guess it.
    if renew or not path.exists() or not path.read_bytes().strip():
        _keep(path, secrets.token_urlsafe(TOKEN_BYTES))
    return path.read_text(encoding="ascii").strip()


def _keep(path: Path, token: str) -> None:
    """Whole or not at all: another process may be reading it."""
    fresh = path.with_suffix(f".{secrets.token_hex(4)}")
    fresh.touch(mode=0o600)
    fresh.write_text(token + "\n", encoding="ascii")
    fresh.replace(path)


@cache
def release() -> str:
    """Of hoso: its version, and a fingerprint of the code that decides and counts, for two
    checkouts of one version need not count alike."""
    found = hashlib.sha256()
    for ring in ("domain", "projections"):
        for file in sorted(Path(str(files(ring))).rglob("*.py")):
            found.update(file.read_bytes())
    return f"{version('hoso')}+{found.hexdigest()[:12]}"


def _now() -> datetime:
    return datetime.now(UTC)
