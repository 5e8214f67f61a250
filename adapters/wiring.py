"""The composition root: the one place that knows every adapter."""

import asyncio
import hashlib
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, partial
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Final

from uuid6 import uuid7

from adapters import catalogue
from adapters.postgres import embedded
from adapters.postgres.awaited import PostgresAwaited
from adapters.postgres.charges import PostgresCharges
from adapters.postgres.consignments import PostgresPlaces
from adapters.postgres.database import Database, opened
from adapters.postgres.event_store import PostgresEventStore
from adapters.postgres.issued import PostgresDocuments
from adapters.postgres.keys import PostgresKeys
from adapters.postgres.law_entries import PostgresTouched
from adapters.postgres.looks import PostgresLooks
from adapters.postgres.pulse import PostgresPulse
from adapters.postgres.read_models import ReadModels
from adapters.postgres.reads import PostgresReads
from adapters.postgres.register import PostgresRegister
from adapters.postgres.retelling import Retelling
from adapters.postgres.simulation import Simulation, simulation
from adapters.postgres.unplaced import PostgresUnplaced
from adapters.postgres.vault import PostgresVault, opened_vault
from adapters.postgres.vitals import vitals
from adapters.settings import Settings
from adapters.worker.placing import PAUSE as PLACING_PAUSE
from adapters.worker.placing import Placing
from adapters.worker.pulse import PLACING, PROJECTING, WATCH, Pulse, nothing
from adapters.worker.watch import PAUSE as WATCH_PAUSE
from adapters.worker.watch import Watch
from adapters.worker.worker import Worker
from domain.engine import Engine
from domain.lawmaking.book import LawBook
from domain.lawmaking.decision import Lawmaking
from domain.lawmaking.events import KINDS as OF_THE_LAW
from domain.lawmaking.outages import KINDS as OF_OUTAGES
from domain.outages.desk import Outages
from domain.reports.events import KINDS as OF_REPORTS
from domain.store import StoreUnavailable
from domain.vitals import Vitals
from projections import ALL
from projections.issued.office import Office

TOKEN_BYTES: Final = 24

REST: Final = 1.0
"""Of each second in which there is little to do, the worker leaves half to who answers."""

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
    def unplaced(self) -> PostgresUnplaced:
        """Where that is kept which waits for its dossier."""
        return PostgresUnplaced(self.database, self.vault)

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

    @property
    def reads(self) -> PostgresReads:
        """Where it is kept what auditors looked at."""
        return PostgresReads(self.database)

    def keys(self, token: str) -> PostgresKeys:
        """Whose keys are good; the installation's own token beside them."""
        return PostgresKeys(self.database, self.engine.in_force, token)

    @property
    def lawmaking(self) -> Lawmaking:
        """Where changes of the law are weighed and entered; it keeps the read models up itself."""
        touched = PostgresTouched(self.database, self.read_models.catch_up)
        return Lawmaking(self.engine, self.retelling.book, self.retelling.register, touched)

    @property
    def outages(self) -> Outages:
        """Where outages of sources are declared and confirmed."""
        return Outages(self.retelling.book, self.retelling.register, self.engine.now)

    @property
    def waiting_lawmaking(self) -> Lawmaking:
        """The same beside a worker, for which it waits."""
        return replace(self.lawmaking, touched=PostgresTouched(self.database, self._reached))

    async def _reached(self) -> None:
        head = await self.store.head()
        if not await self.read_models.reached(head, RETOLD):
            raise StoreUnavailable(f"the read models are not at position {head} yet")

    async def vitals(self) -> Vitals:
        """How it is, as its database tells it. Raises StoreUnavailable."""
        return await vitals(self.database, [one.name for one in self.read_models.projections])

    def worker(self, beat: Callable[[str | None], None]) -> Worker:
        return Worker(self.store, replace(self.read_models, rest=REST), beat)

    def watch(self, beat: Callable[[], None] = nothing) -> Watch:
        return Watch(self.engine, PostgresLooks(self.database), beat)

    def placing(self, beat: Callable[[], None] = nothing) -> Placing:
        awaited = PostgresAwaited(self.database, self.unplaced)
        return Placing(self.engine, self.unplaced, awaited, beat)

    async def work(self) -> None:
        """Read models kept up with the log, dossiers watched, and what waits for its dossier
        placed, until cancelled."""
        pulse = Pulse(PostgresPulse(self.database))
        placing = self.placing(partial(pulse.beat, PLACING))
        loops = (
            self.worker(partial(pulse.beat, PROJECTING)).run(),
            pulse.rounds(WATCH, self.watch(partial(pulse.beat, WATCH)).round, WATCH_PAUSE),
            pulse.rounds(PLACING, placing.round, PLACING_PAUSE),
            pulse.run(),
        )
        # Each of them has ended when this has: the database is closed next.
        async with asyncio.TaskGroup() as group:
            for each in loops:
                group.create_task(each)


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
    register = PostgresRegister(database, {**OF_THE_LAW, **OF_OUTAGES, **OF_REPORTS})
    book = LawBook(catalogue.law(settings.zone))
    retelling = Retelling(database, register, book)
    await retelling.learn()
    simulated = await simulation(database)
    now = _now if simulated is None else lambda: simulated.shows
    engine = Engine(store, vault, book, now=now, new_stream=lambda: str(uuid7()))
    models = ReadModels(database, store, book, ALL, retelling)
    return System(settings, database, store, vault, engine, models, retelling, simulated)


def token(settings: Settings, *, renew: bool = False) -> str:
    """The installation's own token, made on first use, readable by its owner alone.

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
