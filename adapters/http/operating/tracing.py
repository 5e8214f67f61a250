"""Traces of OpenTelemetry, where `hoso[otel]` is installed and somebody collects them.

FastAPI makes the spans of requests; here is decided whereto they go, and what they must not say.
How they are sampled and sent is said by the variables of the OpenTelemetry SDK and its exporter.
"""

import os
from collections.abc import Mapping
from contextlib import AbstractContextManager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

import structlog
from opentelemetry import trace

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

ENDPOINTS: Final = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")


def begun(release: str) -> "TracerProvider | None":
    """Sends what is traced from now on. None, with nothing imported, where nobody wants it."""
    if not wanted(os.environ):
        return None
    if find_spec("opentelemetry.sdk") is None:
        structlog.get_logger().warning("no traces", why="hoso[otel] is not installed")
        return None
    from adapters.http.operating.exporting import exporter, provider

    made = provider(exporter(), described(os.environ, release))
    trace.set_tracer_provider(made)
    return made


def wanted(environment: Mapping[str, str]) -> bool:
    """Whether somebody collects them."""
    if environment.get("OTEL_SDK_DISABLED", "").lower() == "true":
        return False
    if environment.get("OTEL_TRACES_EXPORTER", "otlp") == "none":
        return False
    return any(environment.get(name) for name in ENDPOINTS)


def described(environment: Mapping[str, str], release: str) -> dict[str, str]:
    """What an operator says of the service wins."""
    named = environment.get("OTEL_RESOURCE_ATTRIBUTES", "")
    said = "OTEL_SERVICE_NAME" in environment or "service.name=" in named
    return {"service.version": release} | ({} if said else {"service.name": "hoso"})


def found(method: str, route: str) -> None:
    """Names the span of the request as FastAPI does where it finds the route itself; `route` is the
    template of its path."""
    span = trace.get_current_span()
    if span.is_recording():
        span.set_attribute("http.route", route)
        span.update_name(f"{method} {route}")


def appending() -> AbstractContextManager[Any]:
    """The span of something that is being recorded."""
    return trace.get_tracer("hoso").start_as_current_span("append", record_exception=False)
