"""Bulk import: a thousand events a transaction, from bytes to the commit."""

from collections.abc import Sequence
from itertools import islice, repeat
from time import perf_counter
from typing import Final

from benchmarks.course import told
from benchmarks.crowd import batches
from benchmarks.hoso import Hoso, dossiers, must_be_regular, posted
from benchmarks.measurement import Area, Contender, Place, Sample
from benchmarks.peers.bare import Bare
from benchmarks.peers.stock import Stock
from benchmarks.sizes import Sizes
from domain.admission import admit

EVENTS: Final = 8
"""Of a dossier."""
READY: Final = 2_000
"""Dossiers that COPY is given ready made."""
SAVED: Final = 20
"""Aggregates that the library saves at once: more than 400 events hang it on a Unix socket."""

NOTES: Final = (
    "hoso: `admit` of 1,000 requests a transaction, as `hoso import` does it, each read and "
    "validated from its JSON. Its store alone: `append` of 1,000 recordings that are ready.",
    "COPY: the same rows as ready-made bytes into an empty table of the same columns and "
    "indexes. eventsourcing: `Application.save` of 20 new aggregates with 8 events each; larger "
    "batches hang on a Unix socket.",
)


class HosoImport(Hoso):
    def __init__(self, size: int) -> None:
        self.size = size

    async def prepare(self) -> None:
        await must_be_regular(self.system, self.prefix)
        self.lines = told(self.prefix)

    def run(self, turn: int, seconds: float) -> Sample:
        return batches(self.chunk, seconds)

    def chunk(self) -> tuple[int, float]:
        lines = list(islice(self.lines, self.size))
        begun = perf_counter()
        outcomes = self.wait(admit(self.system.engine, [posted(line) for line in lines]))
        taken = perf_counter() - begun
        if any(outcome.event is None for outcome in outcomes):
            raise ValueError("an import that refuses lines is not what is measured")
        return len(outcomes), taken


class HosoStore(Hoso):
    def __init__(self, size: int) -> None:
        self.size = size

    async def prepare(self) -> None:
        made = dossiers(self.prefix, repeat(EVENTS))
        self.recordings = (recording for dossier in made for recording in dossier)

    def run(self, turn: int, seconds: float) -> Sample:
        return batches(self.chunk, seconds)

    def chunk(self) -> tuple[int, float]:
        ready = list(islice(self.recordings, self.size))
        begun = perf_counter()
        done = len(self.wait(self.system.store.append(ready)))
        return done, perf_counter() - begun


class Copy(Bare):
    def prepare(self, place: Place) -> None:
        self.ready = b""

    def run(self, turn: int, seconds: float) -> Sample:
        if not self.ready:
            self._fetch()
        return batches(self.copied, seconds)

    def copied(self) -> tuple[int, float]:
        self.conn.execute("TRUNCATE bare_events")
        begun = perf_counter()
        cursor = self.conn.cursor()
        with cursor.copy("COPY bare_events FROM STDIN (FORMAT binary)") as copy:
            copy.write(self.ready)
        return cursor.rowcount, perf_counter() - begun

    def _fetch(self) -> None:
        """Rows that hoso recorded in the runs before ours, as COPY writes them."""
        query = (
            "COPY (SELECT * FROM hoso_events ORDER BY notification_id "
            f"LIMIT {READY * EVENTS}) TO STDOUT (FORMAT binary)"
        )
        with self.conn.cursor() as cursor, cursor.copy(query.encode()) as copy:
            self.ready = b"".join(bytes(block) for block in copy)


class StockImport(Stock):
    def run(self, turn: int, seconds: float) -> Sample:
        return batches(self.batch, seconds)

    def batch(self) -> tuple[int, float]:
        made = [self.opened("imported", EVENTS) for _ in range(SAVED)]
        begun = perf_counter()
        self.app.save(*made)
        return SAVED * EVENTS, perf_counter() - begun


def areas(sizes: Sizes) -> Sequence[Area]:
    return [
        Area(
            "Bulk import",
            "events",
            [
                Contender("hoso", HosoImport(sizes.chunk), ours=True),
                Contender("hoso, 2 processes", HosoImport(sizes.chunk), ours=True, processes=2),
                Contender("hoso, its store alone", HosoStore(sizes.chunk), ours=True),
                Contender("COPY of ready bytes", Copy()),
                Contender("eventsourcing, default", StockImport()),
                Contender("eventsourcing, db functions", StockImport(db_functions=True)),
            ],
            takes=6,
            notes=NOTES,
        )
    ]
