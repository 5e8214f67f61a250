"""Traces: sent where somebody collects them, and they name no dossier."""

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from opentelemetry import trace
from structlog.testing import capture_logs

from adapters.http.operating import tracing
from adapters.interface import interface
from adapters.postgres.database import Database
from adapters.settings import Settings
from adapters.wiring import assembled
from tests.adapters.calling import BEARER, TOKEN, calling_behind, event, receipt

pytestmark = pytest.mark.anyio

COLLECTOR = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}

NOTED: dict[str, Any] = {"dossier": "HS-1", "data": {"name": "x"}}

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
        "import sys; from adapters.http import app; from adapters.http.operating import tracing; "
        "assert tracing.begun('1') is None; "
        "print([name for name in sys.modules if name.startswith(('opentelemetry.sdk', "
        "'opentelemetry.exporter', 'adapters.http.operating.exporting'))])"
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
    traces = import_module("adapters.http.operating.exporting")
    made = traces.provider(exporter, {"service.name": "hoso"})
    # Not for good: a provider is set once in a process.
    monkeypatch.setattr(trace, "get_tracer_provider", lambda: made)
    monkeypatch.setattr(trace, "get_tracer", made.get_tracer)

    def sent() -> dict[str, Any]:
        made.force_flush()
        return {span.name: span for span in exporter.get_finished_spans()}

    # Whoever asks for a whole installation gets it with this one.
    monkeypatch.setattr(tracing, "begun", lambda release: made)
    yield sent
    made.shutdown()


@pytest.fixture
async def installed(spans: Any, database: Database, tmp_path: Path) -> FastAPI:
    """Its requests, and what it records, are traced."""
    return interface(await assembled(Settings(data_dir=tmp_path), database), TOKEN)


async def test_a_request_is_a_span_of_the_callers_trace_and_names_no_dossier(spans: Any) -> None:
    async with calling_behind() as client:
        headers = {"traceparent": PARENT}
        await client.get("/v1/dossiers/HS-SECRET?at=2025-11-03T12:00:00Z", headers=headers)
    span = spans()["GET /v1/dossiers/{code}"]
    assert f"{span.context.trace_id:032x}" == PARENT.split("-")[1]
    assert span.attributes["http.response.status_code"] == 404
    assert span.attributes["url.path"] == "REDACTED"
    assert "SECRET" not in "".join(one.to_json() for one in spans().values())


POSTED = [
    # Both found by the shortcut; the third by FastAPI.
    ("/v1/dossiers", "POST /v1/dossiers"),
    ("/v1/dossiers/HS-1/events", "POST /v1/dossiers/{code}/events"),
    ("/v1/events", "POST /v1/events"),
]


@pytest.mark.parametrize(("path", "name"), POSTED)
async def test_what_is_recorded_is_a_span_within_that_of_its_request(
    spans: Any, installed: FastAPI, path: str, name: str
) -> None:
    transport = httpx.ASGITransport(installed)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://hoso.test", headers=BEARER
    ) as client:
        opened = await client.post("/v1/dossiers", json=receipt(dossier="HS-1"))
        assert opened.status_code == 201
        body = receipt(dossier="HS-2") if path == "/v1/dossiers" else event("noted", **NOTED)
        answer = await client.post(path, json=body, headers={"traceparent": PARENT})
    assert answer.is_success, answer.text
    request = spans()[name]
    told = f"00-{request.context.trace_id:032x}-{request.parent.span_id:016x}-01"
    assert told == PARENT
    assert request.attributes["http.route"] == name.removeprefix("POST ")
    assert request in above(spans()["append"], spans().values())
    assert "HS-" not in "".join(one.to_json() for one in spans().values())


def above(span: Any, spans: Iterable[Any]) -> Iterator[Any]:
    """Those that it stands within."""
    by_id = {each.context.span_id: each for each in spans}
    while span.parent and (span := by_id.get(span.parent.span_id)):
        yield span
