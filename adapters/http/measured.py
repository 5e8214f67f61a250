"""What this process does, counted: requests, refusals, and what is recorded.

Names and units are as Prometheus conventions want them. Labels are templates, kinds and codes that
the source names: never a dossier, a person, or what somebody sent.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache
from time import perf_counter
from typing import Any, Final

from prometheus_client import Counter, Gauge, Histogram, disable_created_metrics

from domain.dossier.events import DossierEvent
from domain.store import Conflict, Recording

# When each was begun: as many lines again, and nothing that the process does not say.
disable_created_metrics()  # type: ignore[no-untyped-call]

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

REQUESTS: Final = Counter(
    "hoso_http_requests", "Requests that were answered.", ["method", "route", "status"]
)

DURATION: Final = Histogram(
    "hoso_http_request_duration_seconds",
    "From the head of a request to the end of its answer.",
    ["method", "route"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0),
)

UNDER_WAY: Final = Gauge("hoso_http_requests_in_progress", "Requests that are under way.")

REFUSALS: Final = Counter("hoso_http_refusals", "Problems that were answered, by code.", ["code"])

EVENTS: Final = Counter("hoso_events_recorded", "Events that were recorded, by kind.", ["kind"])

APPENDS: Final = Counter(
    "hoso_appends",
    "Attempts to record: recorded, conflict where somebody was quicker, or the code of the fault.",
    ["outcome"],
)

APPENDING: Final = Histogram(
    "hoso_append_duration_seconds",
    "From when something is to be recorded until it is, the wait for its turn included.",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0),
)

COMMITS: Final = Histogram(
    "hoso_commit_duration_seconds",
    "From when a batch is sent to the database until it has answered.",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0),
)

BATCHES: Final = Histogram(
    "hoso_commit_batch_events",
    "Events that are committed together.",
    buckets=(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024),
)


def answered(method: str, route: str, status: int, seconds: float) -> None:
    """A request; `route` is the template of its path, empty where there is none."""
    requests, durations = _of_requests(method if method in METHODS else "other", route, status)
    requests.inc()
    durations.observe(seconds)


def refused(code: str) -> None:
    REFUSALS.labels(code).inc()


@dataclass(frozen=True, slots=True)
class Measured:
    """What is recorded in this process (adapters.postgres.writer.Measures)."""

    span: Callable[[], AbstractContextManager[object]] = nullcontext

    @contextmanager
    def appending(self, recordings: Sequence[Recording[DossierEvent]]) -> Iterator[None]:
        began = perf_counter()
        try:
            with self.span():
                yield
        except Exception as error:
            _outcome(_code(error)).inc()
            raise
        _outcome("recorded").inc()
        APPENDING.observe(perf_counter() - began)
        for recording in recordings:
            for one in recording.told:
                _of_kind(one.event.kind).inc()

    def committed(self, events: int, seconds: float) -> None:
        BATCHES.observe(events)
        COMMITS.observe(seconds)


def _code(error: Exception) -> str:
    return "conflict" if isinstance(error, Conflict) else getattr(error, "code", "fault")


# To find the child of a metric takes three times as long as to count with it.


@cache
def _of_requests(method: str, route: str, status: int) -> tuple[Any, Any]:
    return REQUESTS.labels(method, route, str(status)), DURATION.labels(method, route)


@cache
def _of_kind(kind: str) -> Any:
    return EVENTS.labels(kind)


@cache
def _outcome(outcome: str) -> Any:
    return APPENDS.labels(outcome)
