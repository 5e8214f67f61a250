"""Traces: sent where somebody collects them, and they name no dossier."""

import os
import subprocess
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import pytest
from opentelemetry import trace
from structlog.testing import capture_logs

from adapters.http import tracing
from adapters.http.measured import Measured
from tests.adapters.calling import calling_behind

pytestmark = pytest.mark.anyio

COLLECTOR = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({}, False),
        (COLLECTOR, True),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://127.0.0.1:4318/v1/traces"}, True),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": ""}, False),
        ({"OTEL_TRACES_EXPORTER": "otlp"}, False),
        ({**COLLECTOR, "OTEL_TRACES_EXPORTER": "none"}, False),
        ({**COLLECTOR, "OTEL_TRACES_EXPORTER": "otlp"}, True),
        ({**COLLECTOR, "OTEL_SDK_DISABLED": "TRUE"}, False),
        ({**COLLECTOR, "OTEL_SDK_DISABLED": "false"}, True),
    ],
)
def test_nobody_is_sent_traces_that_he_did_not_ask_for(
    environment: Mapping[str, str], wanted: bool
) -> None:
    assert tracing.wanted(environment) is wanted


def test_without_a_collector_nothing_of_it_is_read() -> None:
    code = (
        "import sys; from adapters.http import app, tracing; assert tracing.begun('1') is None; "
        "print([name for name in sys.modules if name.startswith(('opentelemetry.sdk', "
        "'opentelemetry.exporter', 'adapters.http.traces'))])"
    )
    environment = {name: told for name, told in os.environ.items() if name[:5] != "OTEL_"}
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert ran.stdout.strip() == "[]"


def test_where_the_extra_is_not_installed_that_is_said_and_hoso_serves_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(*next(iter(COLLECTOR.items())))
    monkeypatch.setattr(tracing, "find_spec", lambda name: None)
    with capture_logs() as logged:
        assert tracing.begun("1") is None
    assert "hoso[otel]" in logged[0]["why"]


def test_what_an_operator_calls_the_service_wins() -> None:
    ours = {"service.version": "1", "service.name": "hoso"}
    assert tracing.described({}, "1") == ours
    assert tracing.described({"OTEL_RESOURCE_ATTRIBUTES": "x=y"}, "1") == ours
    for theirs in ("OTEL_SERVICE_NAME", "OTEL_RESOURCE_ATTRIBUTES"):
        told = tracing.described({theirs: "service.name=long-an"}, "1")
        assert told == {"service.version": "1"}


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What is sent; and who collects it."""
    collecting = pytest.importorskip(
        "opentelemetry.sdk.trace.export.in_memory_span_exporter", reason="needs hoso[otel]"
    )
    exporter = collecting.InMemorySpanExporter()
    traces = import_module("adapters.http.traces")
    made = traces.provider(exporter, {"service.name": "hoso"})
    # Not for good: a provider is set once in a process.
    monkeypatch.setattr(trace, "get_tracer_provider", lambda: made)
    monkeypatch.setattr(trace, "get_tracer", made.get_tracer)

    def sent() -> dict[str, Any]:
        made.force_flush()
        return {span.name: span for span in exporter.get_finished_spans()}

    yield sent
    made.shutdown()


async def test_a_request_is_a_span_of_the_callers_trace_and_names_no_dossier(spans: Any) -> None:
    async with calling_behind() as client:
        headers = {"traceparent": PARENT}
        await client.get("/v1/dossiers/HS-SECRET?at=2025-11-03T12:00:00Z", headers=headers)
    span = spans()["GET /v1/dossiers/{code}"]
    assert f"{span.context.trace_id:032x}" == PARENT.split("-")[1]
    assert span.attributes["http.response.status_code"] == 404
    assert span.attributes["url.path"] == "REDACTED"
    assert "SECRET" not in "".join(one.to_json() for one in spans().values())


async def test_what_is_recorded_is_a_span_within_it(spans: Any) -> None:
    with Measured(tracing.appending).appending([]):
        pass
    assert spans().keys() == {"append"}
