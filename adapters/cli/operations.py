"""`hoso rebuild` and `hoso doctor`: an installation's health."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from adapters.cli.console import FAILED, USAGE, Stop, progress
from adapters.postgres.database import Database
from adapters.postgres.read_models import Unprojectable
from adapters.settings import Settings
from adapters.wiring import System, system
from domain.dossier.history import UnreadableEvent


async def rebuild(settings: Settings, name: str | None) -> list[str]:
    """Read models from nothing, one or all; their old rows serve until the new ones stand."""
    async with system(settings) as open_system:
        names = [projection.name for projection in open_system.read_models.projections]
        if name and name not in names:
            message = f"There is no read model {name}; there are {', '.join(names)}."
            raise Stop(USAGE, "unknown-read-model", message)
        chosen = [name] if name else names
        for one in chosen:
            await _rebuild(open_system, one)
    return chosen


async def _rebuild(open_system: System, name: str) -> None:
    head = await open_system.store.head()
    with progress(f"Rebuilding {name}", head) as advance:
        at = 0

        def reached(position: int) -> None:
            nonlocal at
            advance(position - at)
            at = position

        try:
            await open_system.read_models.rebuild(name, reached)
        except (Unprojectable, UnreadableEvent) as fault:
            message = f"The read model {name} stands as it was: {fault}. See hoso doctor."
            raise Stop(FAILED, "read-model-stopped", message) from None


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    good: bool
    told: str


async def examine(settings: Settings) -> AsyncIterator[Check]:
    """Looks at the installation, from the outside in. Raises StoreUnavailable when the
    database cannot be reached."""
    async with system(settings) as open_system:
        where = "HOSO_DATABASE_URL" if settings.database_url else f"under {settings.data_dir}"
        version = await _one(open_system.database, "SHOW server_version")
        yield Check("database", True, f"PostgreSQL {version}, {where}")
        durable = await _one(open_system.database, "SHOW synchronous_commit")
        yield Check("durability", durable == "on", f"synchronous_commit is {durable}")
        yield await _positions(open_system)
        head = await open_system.store.head()
        for one in await open_system.read_models.standings():
            lag = head - one.position
            told = f"stopped by {one.stopped_by}" if one.stopped_by else f"{lag} events behind"
            yield Check(f"read model {one.name}", one.stopped_by is None, told)


async def _positions(open_system: System) -> Check:
    head = await open_system.store.head()
    stored = await _one(
        open_system.database,
        f"SELECT count(*) FROM hoso_events WHERE notification_id BETWEEN 1 AND {head}",
    )
    told = f"{stored} events at positions 1 to {head}"
    return Check("positions", int(stored) == head, told)


async def _one(database: Database, query: str) -> str:
    async with database.connection() as conn:
        cursor = await conn.execute(query.encode())
        row = await cursor.fetchone()
    return str(row[0]) if row else ""
