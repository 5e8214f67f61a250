"""Projection catch-up: events behind, until view and position are committed together."""

from collections.abc import Sequence
from contextlib import closing
from itertools import repeat
from time import perf_counter, sleep
from typing import Any, ClassVar, Final

from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.types.json import Jsonb

from adapters.postgres.read_models import ReadModels
from benchmarks.hoso import Hoso, dossiers, recorded
from benchmarks.measurement import Area, Contender, Sample
from benchmarks.peers.stock import Stock, StockDossiers
from benchmarks.sizes import Sizes
from projections import ALL, dossier_view
from projections.projection import Projection as HosoProjection

EVENTS: Final = 8
"""Of a dossier."""

ONE: Final = (dossier_view.PROJECTION,)

LEAST: Final = 40
LOOK: Final = 0.005

PUT: Final = """
INSERT INTO stock_view (stream, position, version, state, findings)
VALUES (%s, %s, %s, %s, '[]') ON CONFLICT (stream) DO UPDATE
SET position = excluded.position, version = excluded.version, state = excluded.state,
    findings = excluded.findings
"""

NOTES: Final = (
    "hoso: `ReadModels.catch_up` of the dossier view, from nothing remembered: every dossier of a "
    "batch is folded, judged by the law and written with the position in one transaction. "
    "Beside it, all projections in one pass over the log. eventsourcing: "
    "`ProjectionRunner` with a tracking recorder that writes a ready-made row of the same table "
    "and its position in one transaction, for every event, as the runner calls it.",
    "Both start behind new dossiers of eight events each.",
)


class HosoCatchUp(Hoso):
    def __init__(self, events: int, projections: Sequence[HosoProjection]) -> None:
        self.events = events
        self.projections = projections

    def run(self, turn: int, seconds: float) -> Sample:
        # The other contender's events are read before.
        self.wait(self._models().catch_up())
        return self._caught_up(f"{self.prefix}-{turn}")

    def _caught_up(self, prefix: str) -> Sample:
        made = dossiers(prefix, repeat(EVENTS, self.events // EVENTS))
        behind = self.wait(recorded(self.system, made))
        models = self._models()
        begun = perf_counter()
        self.wait(models.catch_up())
        return Sample(behind, perf_counter() - begun)

    def _models(self) -> ReadModels:
        of = self.system
        return ReadModels(of.database, of.store, of.engine.law, self.projections)


class View(PostgresTrackingRecorder):
    """Rows of hoso's table for the dossier view, in a table of its own."""

    state: ClassVar[Any] = None
    done = 0
    began = ended = 0.0

    def put(self, row: tuple[str, int, int], tracking: Tracking) -> None:
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute(PUT, (*row, self.state))
        self.done += 1
        self.ended = perf_counter()
        self.began = self.began or self.ended


class Viewing(Projection[View]):
    name = "viewing"

    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        stream, version = domain_event.originator_id, domain_event.originator_version
        self.view.put((str(stream), tracking.notification_id, version), tracking)


class StockCatchUp(Stock):
    def __init__(self, events: int) -> None:
        super().__init__()
        self.events = events

    def prepare(self) -> None:
        with self.app.recorder.datastore.transaction(commit=True) as cursor:  # type: ignore[attr-defined]
            cursor.execute("CREATE TABLE stock_view (LIKE hoso_dossier_view INCLUDING ALL)")

    def run(self, turn: int, seconds: float) -> Sample:
        for _ in range(self.events // EVENTS):
            self.app.save(self.opened("behind", EVENTS))
        View.state = self._state()
        with ProjectionRunner(
            application_class=StockDossiers,
            projection_class=Viewing,
            view_class=View,
            env=self.env,
        ) as runner:
            while runner.view.done < self.events and not runner.is_interrupted.is_set():
                sleep(LOOK)
        # From the first row's commit to the last one's: starting its threads is not in it.
        return Sample(runner.view.done - 1, runner.view.ended - runner.view.began)

    def _state(self) -> Any:
        """A state as hoso wrote it: the same bytes for both."""
        with self.app.recorder.datastore.get_connection() as conn, closing(conn.cursor()) as cursor:  # type: ignore[attr-defined]
            cursor.execute("SELECT state FROM hoso_dossier_view LIMIT 1")
            return Jsonb(cursor.fetchone()["state"])


def areas(sizes: Sizes) -> Sequence[Area]:
    return [
        Area(
            "Projection catch-up",
            "events",
            [
                Contender("hoso", HosoCatchUp(sizes.catch_up, ONE), ours=True),
                Contender("hoso, all projections", HosoCatchUp(sizes.catch_up, ALL), ours=True),
                Contender("eventsourcing, ProjectionRunner", StockCatchUp(_few(sizes.catch_up))),
            ],
            takes=10,
            notes=NOTES,
        )
    ]


def _few(events: int) -> int:
    """What the runner takes about as long for; whole dossiers."""
    return max(LEAST, events // 80 * EVENTS)
