"""GET /metrics: what operators' tools collect, in the Prometheus text format or OpenMetrics 1.0."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from prometheus_client import REGISTRY, exposition
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.openmetrics import exposition as openmetrics
from prometheus_client.registry import Collector

from adapters.http.operating.health import Bounded
from adapters.http.operating.readiness import Queue
from domain.store import StoreUnavailable
from domain.vitals import Vitals

TEXT: Final = "text/plain; version=0.0.4; charset=utf-8"
OPENMETRICS: Final = "application/openmetrics-text; version=1.0.0; charset=utf-8"

EXPOSED: Final[dict[str, Any]] = {
    "description": "One metric a line.",
    "content": {
        "text/plain": {"schema": {"type": "string"}},
        "application/openmetrics-text": {"schema": {"type": "string"}},
    },
}

POOL: Final[Mapping[str, tuple[str, str]]] = {
    "pool_size": ("hoso_database_pool_connections", "Connections of the pool."),
    "pool_available": ("hoso_database_pool_idle", "Connections of the pool that are at rest."),
    "requests_waiting": ("hoso_database_pool_waiting", "Who waits for a connection of the pool."),
}
"""What psycopg_pool tells of itself, and what it is called here."""


@dataclass(frozen=True, slots=True)
class Observed:
    """Whom a scrape asks."""

    vitals: Bounded
    queue: Queue
    pool: Callable[[], Mapping[str, int]]
    followers: Callable[[], int]


@dataclass(frozen=True, slots=True)
class Scrape(Collector):
    """What was counted, and how things stand at the moment of a scrape."""

    observed: Observed
    vitals: Vitals | None
    """None while the database does not answer."""

    def collect(self) -> Iterator[Metric]:
        yield from REGISTRY.collect()
        yield from self._of_the_process()
        yield _gauge("hoso_database_up", "Whether the database answers.", self.vitals is not None)
        if self.vitals:
            yield from _of_the_database(self.vitals)

    def _of_the_process(self) -> Iterator[Metric]:
        queue, told = self.observed.queue, self.observed.pool()
        yield _gauge("hoso_queue_events", "Events that wait to be recorded.", queue.waiting)
        yield _gauge("hoso_queue_limit_events", "Events that may wait.", queue.most)
        followers = self.observed.followers()
        yield _gauge("hoso_followers", "Who follows the feed from this process.", followers)
        for key, (name, says) in POOL.items():
            yield _gauge(name, says, told.get(key, 0))


def _of_the_database(vitals: Vitals) -> Iterator[Metric]:
    yield _gauge("hoso_log_position", "The last position of the log.", vitals.head)
    unplaced = vitals.unplaced
    yield _gauge("hoso_unplaced_waiting", "What was told and waits to be placed.", unplaced)
    readers = {one.name: one for one in (*vitals.lags, vitals.watch)}
    for name, says, of in (
        ("hoso_projection_lag_events", "Events that a reader of the log is behind.", "events"),
        ("hoso_projection_lag_seconds", "For how long the first of them has waited.", "seconds"),
        ("hoso_projection_parked_dossiers", "Dossiers that it leaves as they were.", "parked"),
    ):
        values = {reader: getattr(one, of) for reader, one in readers.items()}
        yield _by("projection", name, says, values)
    silent = {one.name: one.seconds for one in vitals.seen}
    failing = {one.name: bool(one.fault) for one in vitals.seen}
    yield _by("loop", "hoso_worker_silence_seconds", "Since somebody was seen at work.", silent)
    yield _by("loop", "hoso_worker_failing", "Whether the last round came to grief.", failing)


def _gauge(name: str, says: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, says, value=value)


def _by(label: str, name: str, says: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, says, labels=[label])
    for each, value in values.items():
        family.add_metric([each], value)
    return family


def metrics(observed: Observed) -> APIRouter:
    router = APIRouter(tags=["metrics"])

    @router.get("/metrics", response_class=Response, responses={200: EXPOSED})
    async def metrics(request: Request) -> Response:
        """What this process counted since it began, and how the installation is now: in the
        Prometheus text format, or in OpenMetrics where that is accepted."""
        vitals = None
        with suppress(StoreUnavailable):
            vitals = await observed.vitals()
        return _exposed(Scrape(observed, vitals), request.headers.get("accept", ""))

    return router


def _exposed(scrape: Scrape, accept: str) -> Response:
    # The library's own choice stumbles over a version that is none, and sends it back.
    if "application/openmetrics-text" in accept:
        told = openmetrics.generate_latest(scrape)  # type: ignore[no-untyped-call]
        return Response(told, media_type=OPENMETRICS)
    return Response(exposition.generate_latest(scrape), media_type=TEXT)
