"""What sends traces: of `hoso[otel]`, and imported only where somebody collects them."""

from collections.abc import Mapping
from typing import Any, Final

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import Span, SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter

HIDDEN: Final = ("url.path", "url.query")
"""What names dossiers; `http.route` says which kind of request it was."""


class Discreet(SpanProcessor):
    def on_start(self, span: Span, parent_context: Any = None) -> None:  # noqa: ARG002
        for name in HIDDEN:
            if name in (span.attributes or ()):
                span.set_attribute(name, "REDACTED")


def exporter() -> SpanExporter:
    """To where the variables of the exporter say."""
    return OTLPSpanExporter()


def provider(to: SpanExporter, described: Mapping[str, str]) -> TracerProvider:
    """It sends in the background."""
    made = TracerProvider(resource=Resource.create(dict(described)))
    made.add_span_processor(Discreet())
    made.add_span_processor(BatchSpanProcessor(to))
    return made
