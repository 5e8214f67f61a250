"""Durable appends: one event a command, every caller waits until its event is committed."""

from collections.abc import Sequence
from itertools import count
from typing import Final

from benchmarks.course import told
from benchmarks.crowd import coroutines, threads
from benchmarks.hoso import Hoso, must_be_regular, performing
from benchmarks.measurement import Area, Contender, Sample
from benchmarks.peers.bare import Pgbench
from benchmarks.peers.depeche import DepecheAppends
from benchmarks.peers.stock import Stock, saving
from benchmarks.peers.uma import UmaAppends
from benchmarks.sizes import Sizes

NOTES: Final = (
    "hoso does the whole path: JSON bytes, validation, the request id and the code looked up, "
    "the decision on the dossier's history, serialisation, append, commit. Callers are "
    "coroutines; every dossier gets eight events, then its caller opens the next one.",
    "The peers do less: they are given the same bytes and neither validate, look up nor decide. "
    "eventsourcing: `Application.save` of one event on an aggregate that the caller has at hand, "
    "a thread a caller, its default pool. UmaDB: conditional append, its server on loopback. "
    "depeche-db: `MessageStore.write` with the version expected. pgbench: the same rows, plain "
    "INSERT, as many clients; nothing orders its commits.",
)


class HosoAppends(Hoso):
    def __init__(self, callers: int) -> None:
        self.callers = callers

    async def prepare(self) -> None:
        await must_be_regular(self.system, self.prefix)
        self.crowd = [
            performing(self.system, told(f"{self.prefix}-{caller}"))
            for caller in range(self.callers)
        ]

    def run(self, turn: int, seconds: float) -> Sample:
        return self.wait(coroutines(self.crowd, seconds))


class StockAppends(Stock):
    def __init__(self, callers: int, *, db_functions: bool = False) -> None:
        super().__init__(db_functions=db_functions)
        self.callers = callers

    def prepare(self) -> None:
        numbers = count()
        self.crowd = [saving(self.app, told(f"stock-{next(numbers)}")) for _ in range(self.callers)]

    def run(self, turn: int, seconds: float) -> Sample:
        return threads(self.crowd, seconds)


def areas(sizes: Sizes) -> Sequence[Area]:
    return [_area(callers, sizes) for callers in sizes.callers]


def _area(callers: int, sizes: Sizes) -> Area:
    two = "hoso, 2 processes"
    both = [Contender(f"{two} of {callers}", HosoAppends(callers), ours=True, processes=2)]
    return Area(
        "Durable appends",
        "1 caller" if callers == 1 else f"{callers} callers",
        [
            Contender("hoso", HosoAppends(callers), ours=True),
            *(both if callers == sizes.both else ()),
            Contender("eventsourcing, default", StockAppends(callers)),
            Contender("eventsourcing, db functions", StockAppends(callers, db_functions=True)),
            Contender("UmaDB", UmaAppends(callers)),
            Contender("depeche-db", DepecheAppends(callers)),
            Contender("pgbench INSERT", Pgbench(callers)),
        ],
        metrics=("rate", "p50", "p99"),
        takes=10 if callers > 16 else 5,
        notes=NOTES,
    )
