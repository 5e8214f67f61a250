"""What operators' tools collect: names, units, and nothing about anybody."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from prometheus_client import REGISTRY
from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
from prometheus_client.parser import text_string_to_metric_families as text

from adapters.http.app import create_app
from adapters.http.measured import Measured
from adapters.http.operating.health import Bounded
from adapters.http.operating.metrics import Observed, metrics
from adapters.postgres.database import Database
from domain.access import Principal, Role
from domain.store import Conflict, Overloaded, StoreUnavailable
from domain.vitals import Lag
from tests.adapters.asking import engine_over
from tests.adapters.calling import BEARER, TOKEN, Behind, calling, problem, receipt
from tests.adapters.memory import MemoryEventStore, MemoryVault
from tests.adapters.memory_keys import OneKey
from tests.adapters.vital import Asked, Waiting, ill

pytestmark = pytest.mark.anyio

OPENMETRICS = "application/openmetrics-text;version=1.0.0,text/plain;q=0.5"


@dataclass
class Scraped:
    client: httpx.AsyncClient
    asked: Asked
    queue: Waiting = field(default_factory=Waiting)

    async def scrape(self, accept: str = "*/*") -> httpx.Response:
        return await self.client.get("/metrics", headers={"Accept": accept})

    async def samples(self) -> dict[tuple[str, tuple[str, ...]], float]:
        """Each with the values of its labels."""
        told = (await self.scrape()).text
        return {
            (sample.name, tuple(sample.labels.values())): sample.value
            for family in text(told)
            for sample in family.samples
        }


@asynccontextmanager
async def scraped(role: Role = Role.MONITOR, **differs: Any) -> AsyncIterator[Scraped]:
    asked, queue = Asked(**differs), Waiting(12)
    observed = Observed(
        Bounded(asked), queue, lambda: {"pool_size": 4, "pool_available": 3}, lambda: 7
    )
    app = create_app(
        engine_over(MemoryEventStore(), MemoryVault()),
        Behind(),
        keys=OneKey(TOKEN, Principal("prometheus", role)),
        lang="en",
        more=[metrics(observed)],
    )
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://hoso.test", headers=BEARER
    ) as client:
        yield Scraped(client, asked, queue)


def counted(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


async def test_how_the_installation_is_now() -> None:
    lags = (Lag("history", 2, 5, 1.5), Lag("timeliness", 7, parked=2))
    async with scraped(vitals=ill(lags=lags, unplaced=9)) as scrape:
        told = await scrape.samples()
    assert told["hoso_database_up", ()] == 1
    assert told["hoso_log_position", ()] == 7
    assert told["hoso_projection_lag_events", ("history",)] == 5
    assert told["hoso_projection_lag_seconds", ("history",)] == 1.5
    assert told["hoso_projection_lag_events", ("watch",)] == 0
    assert told["hoso_projection_parked_dossiers", ("timeliness",)] == 2
    assert told["hoso_unplaced_waiting", ()] == 9
    assert told["hoso_queue_events", ()] == 12
    assert told["hoso_queue_limit_events", ()] == 4096
    assert told["hoso_followers", ()] == 7
    assert told["hoso_database_pool_idle", ()] == 3
    assert told["hoso_worker_silence_seconds", ("watch",)] == 2
    assert told["hoso_worker_failing", ("watch",)] == 0
    assert told["process_resident_memory_bytes", ()] > 0


async def test_while_the_database_is_away_the_rest_is_told() -> None:
    async with scraped(faults=[StoreUnavailable("no route")]) as scrape:
        told = await scrape.samples()
    assert told["hoso_database_up", ()] == 0
    assert told["hoso_queue_events", ()] == 12
    assert not [name for name, _ in told if "lag" in name]


@pytest.mark.parametrize("accept", ["*/*", "", "text/plain;version=0.0.4", "text/html"])
async def test_in_the_text_format_of_prometheus(accept: str) -> None:
    async with scraped() as scrape:
        answer = await scrape.scrape(accept)
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert list(text(answer.text))


@pytest.mark.parametrize("accept", [OPENMETRICS, "application/openmetrics-text; version=none"])
async def test_in_openmetrics_where_that_is_accepted(accept: str) -> None:
    async with scraped() as scrape:
        answer = await scrape.scrape(accept)
    media_type = "application/openmetrics-text; version=1.0.0; charset=utf-8"
    assert answer.headers["content-type"] == media_type
    assert answer.text.endswith("# EOF\n")
    assert list(openmetrics(answer.text))  # type: ignore[no-untyped-call]


async def test_names_and_units_are_as_prometheus_wants_them() -> None:
    async with scraped() as scrape:
        families = [one for one in text((await scrape.scrape()).text) if one.name[:5] == "hoso_"]
    assert len(families) > 15
    for family in families:
        assert re.fullmatch(r"[a-z][a-z_]*[a-z]", family.name)
        assert family.documentation.endswith(".")
        assert not re.search(r"_(ms|minutes|hours|total|count|sum)$", family.name)
        for sample in family.samples:
            assert family.type != "counter" or sample.name.endswith("_total")


@pytest.mark.parametrize(
    "role", [one for one in Role if one not in (Role.MONITOR, Role.ADMINISTRATOR)]
)
async def test_others_may_not_read_them(role: Role) -> None:
    async with scraped(role) as scrape:
        assert problem(await scrape.scrape()) == (403, "forbidden")
        scrape.client.headers.pop("Authorization")
        assert problem(await scrape.scrape()) == (401, "unauthorized")


async def test_requests_are_counted_by_the_template_of_their_path_and_refusals_by_code() -> None:
    labels = {"method": "GET", "route": "/v1/dossiers/{code:path}", "status": "404"}
    before = counted("hoso_http_requests_total", **labels)
    refused = counted("hoso_http_refusals_total", code="unknown-dossier")
    async with scraped(Role.ADMINISTRATOR) as scrape:
        await scrape.client.get("/v1/dossiers/HS-SECRET?at=2025-01-01T00:00:00Z")
        await scrape.client.request("BREW", "/nowhere/HS-SECRET")
        told = (await scrape.scrape()).text
    assert counted("hoso_http_requests_total", **labels) == before + 1
    assert counted("hoso_http_refusals_total", code="unknown-dossier") == refused + 1
    assert 'hoso_http_requests_total{method="other",route="",status="404"}' in told
    assert "SECRET" not in told


async def test_what_is_recorded_is_counted_by_kind_and_by_how_it_ended(database: Database) -> None:
    database.writer.measures = Measured()
    kind = {"kind": "dossier.received"}
    names = (
        "hoso_commit_batch_events",
        "hoso_commit_duration_seconds",
        "hoso_append_duration_seconds",
    )
    before = (
        counted("hoso_events_recorded_total", **kind),
        counted("hoso_appends_total", outcome="recorded"),
    )
    sums = [counted(f"{name}_count") for name in names]
    async with calling(database) as api:
        for _ in range(2):
            await api.client.post("/v1/dossiers", json=receipt(request_id="same"))
    assert counted("hoso_events_recorded_total", **kind) == before[0] + 1
    assert counted("hoso_appends_total", outcome="recorded") == before[1] + 1
    assert [counted(f"{name}_count") for name in names] == [one + 1 for one in sums]


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (Conflict("HS-1"), "conflict"),
        (Overloaded("4096 wait"), "overloaded"),
        (StoreUnavailable("no route"), "store-unavailable"),
        (ValueError("HS-1"), "fault"),
    ],
)
def test_what_was_not_recorded_is_counted_by_why(error: Exception, outcome: str) -> None:
    before = counted("hoso_appends_total", outcome=outcome)
    with pytest.raises(type(error)), Measured().appending([]):
        raise error
    assert counted("hoso_appends_total", outcome=outcome) == before + 1
