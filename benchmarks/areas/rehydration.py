"""Rehydration: a dossier's state from its stored events, one after the other."""

from collections.abc import Sequence
from itertools import cycle, repeat
from time import perf_counter
from typing import Any, Final
from uuid import UUID

from benchmarks.crowd import one
from benchmarks.hoso import Hoso, dossiers, recorded
from benchmarks.measurement import Area, Contender, Place, Sample
from benchmarks.peers.bare import Bare
from benchmarks.peers.stock import Stock
from benchmarks.sizes import Sizes
from domain.dossier.dossier import fold
from domain.dossier.events import DossierEvent
from domain.knowledge import Moments, known
from domain.store import RecordedEvent
from domain.testimony import Code

SPREAD: Final = 20
"""Dossiers taken in turn."""

SAVED: Final = 50
"""Events that the library saves at once."""

NOTES: Final = (
    "hoso: `history` of the stream's id and `fold`, as the library is asked by its id; by a code: "
    "`knowledge.known`, which looks the code up first, as for an office. No dossier is kept; the "
    "last 1,024 different events are, as they were read, and as these dossiers say the same "
    "things, all are found there (two of three in the founding case). eventsourcing: "
    "`repository.get` by the aggregate's id, without snapshots or cache, as is its default. "
    "SELECT: the columns of the same rows by the stream's id, as tuples, nothing decoded.",
)


class HosoState(Hoso):
    def __init__(self, length: int, version: int | None = None) -> None:
        self.length = length
        self.version = version

    async def prepare(self) -> None:
        await recorded(self.system, dossiers(self.prefix, repeat(self.length, SPREAD)))
        codes = [Code("dossier-code", f"{self.prefix}-{number}") for number in range(SPREAD)]
        self.codes = cycle(codes)
        self.streams = cycle([found[0][1] for found in await self.system.store.streams(codes)])

    def run(self, turn: int, seconds: float) -> Sample:
        return self.wait(self._loads(seconds))

    async def _loads(self, seconds: float) -> Sample:
        # In one task: entering the loop for each load would be measured with it.
        latencies: list[float] = []
        taken = 0.0
        while taken < seconds:
            begun = perf_counter()
            fold(event.told for event in await self.events())
            latencies.append(perf_counter() - begun)
            taken += latencies[-1]
        return Sample(len(latencies), taken, latencies)

    async def events(self) -> Sequence[RecordedEvent[DossierEvent]]:
        return await self.system.store.history(next(self.streams), most=self.version)


class HosoStateByCode(HosoState):
    async def events(self) -> Sequence[RecordedEvent[DossierEvent]]:
        return await known(self.system.store, next(self.codes), Moments(version=self.version))


class StockState(Stock):
    def __init__(self, length: int, version: int | None = None) -> None:
        super().__init__()
        self.length = length
        self.version = version

    def prepare(self) -> None:
        self.ids = cycle([self._saved() for _ in range(SPREAD)])

    def run(self, turn: int, seconds: float) -> Sample:
        return one(lambda: self._load(next(self.ids)), seconds)

    def _load(self, dossier: UUID) -> Any:
        return self.app.repository.get(dossier, version=self.version)

    def _saved(self) -> UUID:
        dossier = self.opened("kept", 1)
        for number in range(1, self.length):
            dossier.tell({"kind": "dossier.milestone-recorded", "number": number})
            if number % SAVED == 0:
                self.app.save(dossier)
        self.app.save(dossier)
        return dossier.id


class SelectRows(Bare):
    def __init__(self, length: int) -> None:
        self.length = length

    def prepare(self, place: Place) -> None:
        found = self.conn.execute(
            "SELECT originator_id FROM hoso_events WHERE originator_version = %s LIMIT %s",
            (self.length, SPREAD),
        )
        self.streams = cycle([row[0] for row in found.fetchall()])

    def run(self, turn: int, seconds: float) -> Sample:
        return one(self._load, seconds)

    def _load(self) -> None:
        cursor = self.conn.execute(
            "SELECT * FROM hoso_events WHERE originator_id = %s ORDER BY originator_version",
            (next(self.streams),),
            binary=True,
        )
        cursor.fetchall()


def areas(sizes: Sizes) -> Sequence[Area]:
    longest = max(sizes.lengths)
    return [
        *(
            _area(f"{length:,} events", length, [Contender("SELECT", SelectRows(length))])
            for length in sizes.lengths
        ),
        _area(f"as of version {sizes.as_of:,} of {longest:,}", longest, [], sizes.as_of),
    ]


def _area(column: str, length: int, floor: Sequence[Contender], version: int | None = None) -> Area:
    return Area(
        "Rehydration",
        column,
        [
            Contender("hoso", HosoState(length, version), ours=True),
            Contender("hoso, by a code", HosoStateByCode(length, version), ours=True),
            Contender("eventsourcing", StockState(length, version)),
            *floor,
        ],
        metrics=("p50",),
        unit="loads/s",
        takes=length / 100,
        notes=NOTES,
    )
