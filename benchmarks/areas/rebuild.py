"""Rebuild: a read model from nothing, over the whole log."""

from collections.abc import Sequence
from itertools import repeat
from time import perf_counter
from typing import Any, Final

from benchmarks.hoso import Hoso, dossiers, recorded
from benchmarks.measurement import Area, Contender, Sample
from benchmarks.peers.bare import Bare
from benchmarks.sizes import Sizes
from projections import dossier_view

EVENTS: Final = 8
"""Of a dossier."""
PAGE: Final = 5000
"""Rows of a page of the bare read."""
ROUNDS: Final = 3
BOTH: Final = 2
"""Workers of the second contender."""

NOTES: Final = (
    "The log holds dossiers of eight events, generated as requests of one regular course and "
    "recorded through the store a thousand at a time; their events follow each other.",
    "hoso: `ReadModels.rebuild` of the dossier view: read, folded, judged, written into a new "
    "table with its indexes, and swapped. Workers are processes of their own; starting them, "
    "which takes a second or two, is in it. The floor: "
    "every column of the same rows read in pages of 5,000 by position, as tuples, nothing decoded.",
)


class HosoRebuild(Hoso):
    def __init__(self, events: int, workers: int, *, fills: bool) -> None:
        self.events = events
        self.workers = workers
        self.fills = fills
        """Whether the log is still empty: all contenders read the same one."""

    async def prepare(self) -> None:
        if self.fills:
            lengths = repeat(EVENTS, self.events // EVENTS)
            await recorded(self.system, dossiers(self.prefix, lengths))

    def run(self, turn: int, seconds: float) -> Sample:
        name = dossier_view.PROJECTION.name
        begun = perf_counter()
        self.wait(self.system.read_models.rebuild(name, workers=self.workers))
        taken = perf_counter() - begun
        return Sample(self.wait(self.system.store.head()), taken)


class PagedRead(Bare):
    def run(self, turn: int, seconds: float) -> Sample:
        begun = perf_counter()
        done = position = 0
        while rows := self._page(position):
            position = rows[-1][0]
            done += len(rows)
        return Sample(done, perf_counter() - begun)

    def _page(self, after: int) -> list[tuple[Any, ...]]:
        """The rows behind a position, which comes first in each."""
        return self.conn.execute(
            "SELECT notification_id, * FROM hoso_events WHERE notification_id > %s "
            "ORDER BY notification_id LIMIT %s",
            (after, PAGE),
            binary=True,
        ).fetchall()


def areas(sizes: Sizes) -> Sequence[Area]:
    return [
        Area(
            "Rebuild",
            f"{sizes.rebuilt:,} events",
            [
                Contender("hoso", HosoRebuild(sizes.rebuilt, 1, fills=True), ours=True),
                Contender(
                    f"hoso, {BOTH} workers",
                    HosoRebuild(sizes.rebuilt, BOTH, fills=False),
                    ours=True,
                ),
                Contender("bare paged read", PagedRead()),
            ],
            rounds=ROUNDS,
            warms_up=False,
            takes=sizes.rebuilt / 4_000,
            notes=NOTES,
        )
    ]
