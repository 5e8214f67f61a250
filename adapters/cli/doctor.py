"""`hoso doctor`: what is wrong with an installation, why, and the command that mends it."""

import shutil
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import psycopg
import typer
from rich.filesize import decimal

from adapters.cli.console import FAILED, print_json
from adapters.exchange.profile_files import profiles
from adapters.http.operating.readiness import BEHIND, SILENT
from adapters.messages.doctor_words import mend, said
from adapters.postgres.read_models import Standing
from adapters.postgres.register import PostgresRegister
from adapters.settings import Settings
from adapters.wiring import System, system, token
from domain.keys.key import SOON, Verdict
from domain.procedure.events import Abolished, Amended, Published
from domain.register import LAW, STREAMS
from domain.store import StoreUnavailable
from domain.vitals import Lag, Seen

APART: Final = 5.0
"""Seconds between two clocks that nobody sees to; they are milliseconds apart where one does."""

ROOM: Final = 1_000_000_000
"""Bytes that a disk should have left: a busy province records for a week in them."""

WAITS: Final = 3
"""Days after which somebody should have placed what waits for its dossier."""

OF_PROCEDURES: Final = (Published, Amended, Abolished)

DURABLE: Final = ("fsync", "full_page_writes", "synchronous_commit")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    good: bool
    told: str
    mend: str | None = None
    """The command that helps."""


Checks = AsyncIterator[Check]


async def examine(settings: Settings) -> Checks:
    """Looks at the installation, from the outside in. Raises StoreUnavailable when the
    database cannot be reached."""
    async with system(settings) as of:
        for look in LOOKS:
            async for check in look(of):
                yield check


@contextmanager
def reaching(settings: Settings) -> Iterator[None]:
    """Says what may help where the database cannot be reached."""
    try:
        yield
    except StoreUnavailable as fault:
        if type(fault) is not StoreUnavailable:
            raise
        code = "database-away" if settings.database_url else "embedded-away"
        helps = mend(code, settings.lang, log=settings.data_dir / "postgres.log")
        raise StoreUnavailable(f"{fault}; {helps}") from fault


def show(checks: Sequence[Check], settings: Settings, *, as_json: bool) -> None:
    """Exits when one is wrong."""
    if as_json:
        fields = Check.__slots__
        print_json([{name: getattr(one, name) for name in fields} for one in checks])
    else:
        for one in checks:
            verdict = said("good" if one.good else "bad", settings.lang)
            typer.echo(f"{verdict:5} {one.name}: {one.told}")
            if one.mend:
                typer.echo(f"      {one.mend}")
    if not all(one.good for one in checks):
        raise SystemExit(FAILED)


def _check(of: System, name: str, code: str, **params: Any) -> Check:
    lang = of.settings.lang
    helps = mend(code, lang, **params)
    return Check(name, helps is None, said(code, lang, **params), helps)


async def _database(of: System) -> Checks:
    settings = of.settings
    where = "HOSO_DATABASE_URL" if settings.database_url else f"under {settings.data_dir}"
    version = await _one(of, "SHOW server_version")
    yield _check(of, "database", "database", version=version, where=where)
    yield _check(of, "schema", "schema", schema=(await of.vitals()).schema)
    off = [name for name in DURABLE if await _one(of, f"SHOW {name}") == "off"]
    if off:
        params = {"settings": ", ".join(off), "setting": off[0]}
        yield _check(of, "durability", "not-durable", **params)
    else:
        yield _check(of, "durability", "durable")


async def _clock(of: System) -> Checks:
    before = datetime.now(UTC)
    theirs: datetime = await _one(of, "SELECT clock_timestamp()")
    asked = datetime.now(UTC) - before
    apart = abs((theirs - before - asked / 2).total_seconds())
    code = "clock" if apart <= APART + asked.total_seconds() / 2 else "clock-apart"
    yield _check(of, "clock", code, seconds=round(apart, 1))


async def _time_zone(of: System) -> Checks:
    name = of.settings.timezone
    ours = (datetime.now(of.settings.zone).utcoffset() or timedelta()).total_seconds() / 3600
    ahead = "(now() AT TIME ZONE %s) - (now() AT TIME ZONE 'UTC')"
    try:
        seconds = await _one(of, f"SELECT extract(epoch FROM {ahead})::float8", name)
        theirs: object = seconds / 3600
    except psycopg.DataError:
        theirs = "-"
    code = "time-zone" if theirs == ours else "time-zone-differs"
    yield _check(of, "time zone", code, zone=name, hours=f"{ours:g}", theirs=theirs)


async def _disk(of: System) -> Checks:
    if of.settings.database_url:
        size = await _one(of, "SELECT pg_database_size(current_database())")
        yield _check(of, "disk", "disk-unseen", size=decimal(size))
        return
    place = of.settings.data_dir
    free = shutil.disk_usage(place).free
    code = "disk" if free >= ROOM else "disk-full"
    yield _check(of, "disk", code, free=decimal(free), place=place)


async def _positions(of: System) -> Checks:
    head = await of.store.head()
    query = "SELECT count(*) FROM hoso_events WHERE notification_id BETWEEN 1 AND %s"
    stored = await _one(of, query, head)
    code = "positions" if stored == head else "positions-missing"
    yield _check(of, "positions", code, stored=stored, head=head)


async def _readers(of: System) -> Checks:
    vitals = await of.vitals()
    named = {one.name: one for one in await of.read_models.standings()}
    for lag in vitals.lags:
        yield _reader(of, f"read model {lag.name}", lag, named[lag.name], vitals.seen)
    yield _reader(of, "watch", vitals.watch, None, vitals.seen)
    for one in vitals.seen:
        yield _loop(of, one)
    if not vitals.seen:
        yield _check(of, "worker", "at-rest")


def _reader(
    of: System, name: str, lag: Lag, standing: Standing | None, seen: Sequence[Seen]
) -> Check:
    params = {"reader": lag.name, "events": lag.events, "seconds": round(lag.seconds)}
    if standing and standing.parked:
        return _check(of, name, "parked", parked=standing.parked, named=standing.says(), **params)
    # Where nobody works, what was imported waits until somebody does.
    late = seen and lag.seconds > BEHIND
    return _check(of, name, "late" if late else "caught-up", **params)


def _loop(of: System, one: Seen) -> Check:
    params = {"process": one.process, "seconds": round(one.seconds), "fault": one.fault}
    code = "not-seen" if one.seconds > SILENT else "fails" if one.fault else "at-work"
    return _check(of, f"worker {one.name}", code, **params)


async def _register(of: System) -> Checks:
    """Whether what was entered of the law and of reports is what was entered."""
    register = PostgresRegister(of.database, {})
    for stream in STREAMS:
        broken = await register.broken_at(stream)
        code = "chain" if broken is None else "chain-broken"
        yield _check(of, f"register {stream}", code, entry=broken)
    if altered := await of.reports.altered():
        params = {"named": ", ".join(altered), "first": altered[0]}
        yield _check(of, "issued reports", "issued-altered", **params)
    else:
        yield _check(of, "issued reports", "issued")


async def _keys(of: System) -> Checks:
    now = datetime.now(UTC)
    good = [
        key for key in await of.keys(token(of.settings)).listed() if key.state(now) is Verdict.GOOD
    ]
    ending = [key for key in good if key.expires_at <= now + SOON]
    if ending:
        params = {
            "day": max(key.expires_at for key in ending).date(),
            "named": ", ".join(key.id for key in ending),
            "first": ending[0].id,
        }
        yield _check(of, "keys", "keys-expiring", **params)
    else:
        yield _check(of, "keys", "keys", keys=len(good))


async def _sources(of: System) -> Checks:
    found = profiles(of.settings.profiles_dir)
    for bad in found.wrong:
        yield _check(of, "sources", "profile-wrong", named=bad.message)
    if not found.wrong:
        yield _check(of, "sources", "sources", sources=len(found.known))


async def _unplaced(of: System) -> Checks:
    query = (
        "SELECT count(*), extract(day FROM hoso_now() - min(kept_at))::int "
        "FROM hoso_unplaced WHERE state = 'waiting'"
    )
    async with of.database.connection() as conn:
        row = await (await conn.execute(query.encode())).fetchone()
    waiting, days = row or (0, None)
    code = "unplaced-old" if (days or 0) >= WAITS else "unplaced"
    yield _check(of, "unplaced", code, waiting=waiting, days=days)


async def _law(of: System) -> Checks:
    entered = of.retelling.book.changes
    today = of.engine.today
    ahead = [
        f"{one.event.code} ({on})"
        for one in entered
        if isinstance(one.event, OF_PROCEDURES) and (on := one.event.effective_on) > today
    ]
    code = "law-ahead" if ahead else "law"
    yield _check(of, LAW, code, entries=len(entered), named=", ".join(ahead))


LOOKS: Final = (
    *(_database, _clock, _time_zone, _disk, _positions, _readers),
    *(_register, _keys, _sources, _unplaced, _law),
)


async def _one(of: System, query: str, *params: object) -> Any:
    async with of.database.connection() as conn:
        row = await (await conn.execute(query.encode(), params or None)).fetchone()
    assert row
    return row[0]
