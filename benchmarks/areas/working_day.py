"""The mix of a working day: appends to open dossiers, dossiers looked at, reports."""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from itertools import repeat
from random import Random
from time import perf_counter
from typing import Any, Final
from uuid import UUID

from psycopg import Connection, connect

from adapters.postgres.counting import by_group, question
from adapters.postgres.read_models import ReadModels
from benchmarks.course import IN_WORK, WORK, body
from benchmarks.crowd import coroutines, threads
from benchmarks.hoso import Hoso, dossiers, posted, recorded
from benchmarks.measurement import Area, Contender, Place, Sample
from benchmarks.peers.stock import Stock
from benchmarks.sizes import Sizes
from domain.dossier.dossier import fold
from domain.knowledge import Moments, known
from domain.testimony import Code
from projections import timeliness
from projections.report import Grouping, Groups, Period, document

MIX: Final = {"append": 70, "read": 25, "report": 5}
"""Per cent."""
YEAR: Final = Period(date(2019, 1, 1), date(2019, 12, 31), date(2019, 12, 31))
SAVED: Final = 40
"""Aggregates that the library saves at once."""

NOTES: Final = (
    "70 % appends, 25 % reads of a dossier, 5 % timeliness reports of the year by channel, in "
    "random order; every caller keeps to its own share of the open dossiers. Read models stand "
    "still meanwhile.",
    "hoso: `Engine.perform`; `knowledge.known` and `fold`; `ReadModels.counts` and the report. "
    "eventsourcing: `repository.get` and `save` of one event; `repository.get`; the report that "
    "hoso makes, from hoso's rows, for the library has none.",
)


class Mixed:
    """One caller's day: what it does next, and how long each kind took."""

    def __init__(self, seed: int, dossiers: Sequence[Any], taken: Mapping[str, list[float]]):
        self.random = Random(seed)
        self.numbers = dict.fromkeys(dossiers, IN_WORK)
        self.dossiers = dossiers
        self.taken = taken

    def next(self) -> tuple[str, Any]:
        (what,) = self.random.choices([*MIX], weights=[*MIX.values()])
        return what, self.random.choice(self.dossiers)

    def request(self, dossier: Any) -> bytes:
        number = self.numbers[dossier]
        self.numbers[dossier] = number + 1
        return json.dumps(body(str(dossier), number, *WORK[number % len(WORK)])).encode()


class Day:
    """What both sides share: their callers, and a sample by kind."""

    def __init__(self, callers: int, dossiers: Sequence[Any]) -> None:
        self.taken: dict[str, list[float]] = {what: [] for what in MIX}
        self.mixed = [
            Mixed(number, dossiers[number::callers], self.taken) for number in range(callers)
        ]

    def sample(self, of: Sample) -> Sample:
        kinds = {what: list(taken) for what, taken in self.taken.items()}
        for taken in self.taken.values():
            taken.clear()
        return Sample(of.done, of.seconds, of.latencies, kinds)


class HosoDay(Hoso):
    def __init__(self, callers: int, dossiers: int) -> None:
        self.callers = callers
        self.dossiers = dossiers

    async def prepare(self) -> None:
        of = self.system
        await recorded(of, dossiers(self.prefix, repeat(IN_WORK, self.dossiers)))
        await ReadModels(of.database, of.store, of.engine.law, [timeliness.PROJECTION]).catch_up()
        codes = [f"{self.prefix}-{number}" for number in range(self.dossiers)]
        self.day = Day(self.callers, codes)
        self.crowd = [self._caller(mixed) for mixed in self.day.mixed]

    def run(self, turn: int, seconds: float) -> Sample:
        return self.day.sample(self.wait(coroutines(self.crowd, seconds)))

    def _caller(self, mixed: Mixed) -> Callable[[], Awaitable[None]]:
        async def ask() -> None:
            what, dossier = mixed.next()
            begun = perf_counter()
            await self._do(what, dossier, mixed)
            mixed.taken[what].append(perf_counter() - begun)

        return ask

    async def _do(self, what: str, dossier: str, mixed: Mixed) -> None:
        match what:
            case "append":
                await self.system.engine.perform(posted(mixed.request(dossier)))
            case "read":
                code = Code("dossier-code", dossier)
                events = await known(self.system.store, code, Moments())
                fold(event.told for event in events)
            case _:
                counted = await self.system.read_models.counts(YEAR, (Grouping.CHANNEL,))
                document(counted, YEAR, (Grouping.CHANNEL,), None)


class StockDay(Stock):
    def __init__(self, callers: int, dossiers: int) -> None:
        super().__init__()
        self.callers = callers
        self.dossiers = dossiers

    def setup(self, place: Place) -> None:
        super().setup(place)
        ids = [dossier for _ in range(0, self.dossiers, SAVED) for dossier in self._saved()]
        self.day = Day(self.callers, ids)
        self.connections = [connect(place.conninfo, autocommit=True) for _ in range(self.callers)]
        self.crowd = [
            self._caller(mixed, conn)
            for mixed, conn in zip(self.day.mixed, self.connections, strict=True)
        ]

    def run(self, turn: int, seconds: float) -> Sample:
        return self.day.sample(threads(self.crowd, seconds))

    def close(self) -> None:
        for conn in getattr(self, "connections", ()):
            conn.close()
        super().close()

    def _saved(self) -> list[UUID]:
        made = [self.opened("open", IN_WORK) for _ in range(SAVED)]
        self.app.save(*made)
        return [dossier.id for dossier in made]

    def _caller(self, mixed: Mixed, conn: Connection[Any]) -> Callable[[], None]:
        def ask() -> None:
            what, dossier = mixed.next()
            begun = perf_counter()
            self._do(what, dossier, mixed, conn)
            mixed.taken[what].append(perf_counter() - begun)

        return ask

    def _do(self, what: str, dossier: UUID, mixed: Mixed, conn: Connection[Any]) -> None:
        match what:
            case "append":
                said = json.loads(mixed.request(dossier))
                kept: Any = self.app.repository.get(dossier)
                kept.tell(said)
                self.app.save(kept)
            case "read":
                self.app.repository.get(dossier)
            case _:
                document(_counts(conn), YEAR, (Grouping.CHANNEL,), None)


def _counts(conn: Connection[Any]) -> Groups:
    """What `ReadModels.counts` asks, of the same table."""
    cursor = conn.execute(*question(YEAR, (Grouping.CHANNEL,)))
    return by_group(cursor.fetchall())


def areas(sizes: Sizes) -> Sequence[Area]:
    return [
        Area(
            "Working day",
            f"{sizes.open_dossiers:,} open dossiers, {sizes.both} callers",
            [
                Contender("hoso", HosoDay(sizes.both, sizes.open_dossiers), ours=True),
                Contender("eventsourcing, default", StockDay(sizes.both, sizes.open_dossiers)),
            ],
            metrics=("rate", "p50", "p99"),
            unit="commands/s",
            takes=sizes.open_dossiers / 250,
            notes=NOTES,
        )
    ]
