"""Bulk import: a thousand events a transaction, from bytes to the commit."""

from collections.abc import Sequence
from io import StringIO
from itertools import islice, repeat
from time import perf_counter
from typing import Final

from adapters.exchange.ndjson import ndjson_lines
from adapters.exchange.recording import Recording, Reject
from benchmarks.course import told
from benchmarks.crowd import batches
from benchmarks.hoso import Hoso, dossiers, must_be_regular
from benchmarks.measurement import Area, Contender, Place, Sample
from benchmarks.peers.bare import Bare
from benchmarks.peers.stock import Stock
from benchmarks.sizes import Sizes

EVENTS: Final = 8
"""Of a dossier."""
FILE: Final = 4
"""Chunks of a file: the next one is read while one is recorded."""
READY: Final = 2_000
"""Dossiers that COPY is given ready made."""
SAVED: Final = 20
"""Aggregates that the library saves at once: more than 400 events hang it on a Unix socket."""

NOTES: Final = (
    "hoso: files of 4,000 lines of NDJSON, recorded as `hoso import` does once it has surveyed "
    "them, 1,000 events a transaction: each read and validated, its request id and dossier looked "
    "up. Its store alone: `append` of 1,000 recordings that are ready. Beside their codes and "
    "request ids, all dossiers say the same, so that hoso remembers each event that it reads.",
    "COPY: the same rows as ready-made bytes into an empty table of the same columns and "
    "indexes, 16,000 in one transaction; and as many as hoso commits at once, which is the most "
    "that its store could do. eventsourcing: `Application.save` of 20 new aggregates with 8 events "
    "each; larger batches hang on a Unix socket.",
)


class HosoImport(Hoso):
    def __init__(self, size: int) -> None:
        self.size = size

    async def prepare(self) -> None:
        await must_be_regular(self.system, self.prefix)
        self.lines = told(self.prefix)

    def run(self, turn: int, seconds: float) -> Sample:
        return batches(self.file, seconds)

    def file(self) -> tuple[int, float]:
        """A file of some chunks, from its text to the last commit."""
        text = StringIO("".join(line.decode() + "\n" for line in islice(self.lines, self.size)))
        recording = Recording(self.system.engine, refuse, str)
        begun = perf_counter()
        summary = self.wait(recording.record(ndjson_lines(text), lambda _: None))
        return summary.recorded, perf_counter() - begun


def refuse(reject: Reject) -> None:
    raise ValueError(f"an import that refuses lines is not what is measured: {reject.message}")


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
    """`together`: as many rows as there are, in one transaction, or so many of them."""

    def __init__(self, together: int = READY * EVENTS) -> None:
        self.together = together

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
            f"LIMIT {self.together}) TO STDOUT (FORMAT binary)"
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
                Contender("hoso", HosoImport(FILE * sizes.chunk), ours=True),
                Contender(
                    "hoso, 2 processes", HosoImport(FILE * sizes.chunk), ours=True, processes=2
                ),
                Contender("hoso, its store alone", HosoStore(sizes.chunk), ours=True),
                Contender("COPY of ready bytes", Copy()),
                Contender("COPY of ready bytes, a chunk a commit", Copy(sizes.chunk)),
                Contender("eventsourcing, default", StockImport()),
                Contender("eventsourcing, db functions", StockImport(db_functions=True)),
            ],
            takes=7,
            notes=NOTES,
        )
    ]
