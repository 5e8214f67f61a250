"""`hoso rebuild` and `hoso doctor`: an installation's health."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from adapters.cli.console import ERR, FAILED, USAGE, Stop
from adapters.messages import of
from adapters.postgres.database import Database
from adapters.postgres.read_models import Rebuilding, Standing
from adapters.postgres.register import PostgresRegister
from adapters.settings import Settings
from adapters.wiring import System, system
from domain.register import STREAMS


async def rebuild(settings: Settings, names: Sequence[str], workers: int) -> list[str]:
    """Read models from nothing; their old rows serve until the new ones stand. What cannot be
    taken is told on standard error; see `hoso doctor`."""
    async with system(settings) as open_system:
        there = [projection.name for projection in open_system.read_models.projections]
        for name in names:
            if name not in there:
                message = f"There is no read model {name}; there are {', '.join(there)}."
                raise Stop(USAGE, "unknown-read-model", message)
        chosen = [name for name in there if name in names or not names]
        await _rebuild(open_system, chosen, workers)
        tell_parked(await open_system.read_models.standings(), chosen, settings)
    return chosen


async def _rebuild(open_system: System, names: Sequence[str], workers: int) -> None:
    with _bar(f"Rebuilding {', '.join(names)}", await open_system.store.head()) as advance:
        try:
            await open_system.read_models.rebuild(*names, workers=workers, progress=advance)
        except Rebuilding:
            message = of("rebuild-under-way", {}, open_system.settings.lang)
            raise Stop(FAILED, "rebuild-under-way", message) from None


class _Speed(ProgressColumn):
    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.0f} events/s" if speed else "- events/s")


@contextmanager
def _bar(title: str, total: int) -> Iterator[Callable[[int], None]]:
    """On standard error, where a person is looking: how fast it goes, and how long it will."""
    columns = (BarColumn(), MofNCompleteColumn(), _Speed(), TimeRemainingColumn())
    with Progress(TextColumn(title), *columns, console=ERR, disable=not ERR.is_terminal) as bar:
        task = bar.add_task(title, total=total)
        yield lambda steps: bar.advance(task, steps)


def tell_parked(standings: Sequence[Standing], names: Sequence[str], settings: Settings) -> None:
    """What is not in a read model, on standard error: figures without it say so."""
    for one in standings:
        if one.name in names and one.parked:
            params = {"projection": one.name, "dossiers": one.parked, "named": one.says()}
            told = of("dossiers-parked", params, settings.lang)
            ERR.print(
                f"hoso: {told} [dossiers-parked]", markup=False, highlight=False, soft_wrap=True
            )


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
        async for one in _register(open_system):
            yield one
        head = await open_system.store.head()
        for standing in await open_system.read_models.standings():
            yield Check(
                f"read model {standing.name}", not standing.parked, _standing(standing, head)
            )


def _standing(one: Standing, head: int) -> str:
    told = f"{head - one.position} events behind"
    return f"{told}; {one.parked} parked: {one.says()}" if one.parked else told


async def _positions(open_system: System) -> Check:
    head = await open_system.store.head()
    stored = await _one(
        open_system.database,
        f"SELECT count(*) FROM hoso_events WHERE notification_id BETWEEN 1 AND {head}",
    )
    told = f"{stored} events at positions 1 to {head}"
    return Check("positions", int(stored) == head, told)


async def _register(open_system: System) -> AsyncIterator[Check]:
    """Whether what was entered of the law and of reports is what was entered."""
    register = PostgresRegister(open_system.database, {})
    for stream in STREAMS:
        broken = await register.broken_at(stream)
        told = f"altered at or before entry {broken}" if broken else "the chain holds"
        yield Check(f"register {stream}", broken is None, told)
    altered = await open_system.reports.altered()
    told = f"not what was issued: {', '.join(altered)}" if altered else "as they were issued"
    yield Check("issued reports", not altered, told)


async def _one(database: Database, query: str) -> str:
    async with database.connection() as conn:
        cursor = await conn.execute(query.encode())
        row = await cursor.fetchone()
    return str(row[0]) if row else ""
