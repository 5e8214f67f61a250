"""What following the log answers with, for the OpenAPI document."""

from datetime import datetime
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from domain.testimony import Precision, Provenance


class FeedCode(BaseModel):
    """A name of a dossier, in the system that calls it so."""

    model_config = ConfigDict(extra="forbid")

    system: str
    value: str


class FeedEvent(BaseModel):
    """An event as it was recorded. No personal data is in it: names and free text are references
    to the vault."""

    model_config = ConfigDict(extra="forbid")

    position: int = Field(ge=1, description="Its place in the order of recording.")
    stream: str = Field(description="The dossier, whatever its codes: opaque.")
    version: int = Field(ge=1, description="The dossier's version after it.")
    dossier: FeedCode
    kind: str = Field(description="Such as dossier.received.")
    occurred_at: datetime = Field(description="When it happened, as was told (RFC 3339).")
    precision: Precision
    recorded_at: datetime = Field(description="When hoso recorded it: never decreases.")
    source: str
    request_id: str
    ordinal: int = Field(ge=0, description="Its place among the events of its request.")
    actor: str | None
    unit: str | None
    provenance: Provenance
    evidence: list[str]
    correlation_id: str | None
    data: Any = Field(description="What is said, by the schema of its kind.")


class FeedPage(BaseModel):
    """A part of the log."""

    model_config = ConfigDict(extra="forbid")

    events: list[FeedEvent]
    next: int = Field(ge=0, description="What to go on behind: `after` of the next page.")
    head: int = Field(ge=0, description="How far the log may be followed by now.")


_TEXT: Final = {"schema": {"type": "string"}}
_CLOUD_EVENTS: Final = {
    "schema": {
        "type": "array",
        "description": "CloudEvents 1.0; `data` is the event as a page of JSON has it, `sequence` "
        "its position.",
        "items": {
            "type": "object",
            "required": ["specversion", "id", "source", "type", "time", "subject", "data"],
            "properties": {
                "specversion": {"const": "1.0"},
                "id": {"type": "string"},
                "source": {"type": "string", "format": "uri-reference"},
                "type": {"type": "string"},
                "subject": {"type": "string"},
                "time": {"type": "string", "format": "date-time"},
                "datacontenttype": {"const": "application/json"},
                "partitionkey": {"type": "string"},
                "recordedtime": {"type": "string", "format": "date-time"},
                "sequence": {"type": "string", "pattern": "^[0-9]{19}$"},
                "data": {"$ref": "#/components/schemas/FeedEvent"},
            },
        },
    }
}
_SENT: Final = {
    "schema": {
        "type": "object",
        "properties": {
            "id": {"type": "string", "pattern": "^[0-9]+$", "description": "The position."},
            "event": {"type": "string", "description": "The kind."},
            "data": {
                "type": "string",
                "contentMediaType": "application/json",
                "contentSchema": {"$ref": "#/components/schemas/FeedEvent"},
            },
            "retry": {"type": "integer", "description": "Milliseconds."},
        },
    }
}
_LINK: Final = {
    "description": 'The next page, rel="next" (RFC 8288).',
    "schema": {"type": "string"},
}

Responses = dict[int | str, dict[str, Any]]

PAGE: Final[Responses] = {
    200: {
        "model": FeedPage,
        "headers": {"Link": _LINK},
        "content": {
            "application/x-ndjson": _TEXT,
            "application/cloudevents-batch+json": _CLOUD_EVENTS,
        },
    }
}
STREAM: Final[Responses] = {
    200: {
        "description": "Server-sent events (WHATWG HTML, section 9.2), until either side ends it; "
        "the schema is that of one of them.",
        "content": {"text/event-stream": _SENT},
    }
}
