"""The forms that a page of the log may be asked for in."""

from enum import StrEnum
from typing import Any
from urllib.parse import quote

from pydantic_core import to_json

from projections.feed import Event, Page, as_json, told


class Form(StrEnum):
    """Media types."""

    JSON = "application/json"
    NDJSON = "application/x-ndjson"
    CLOUD_EVENTS = "application/cloudevents-batch+json"


def form_of(accept: str) -> Form:
    """The first of ours that a client accepts; JSON otherwise."""
    asked = [part.partition(";")[0].strip().lower() for part in accept.split(",")]
    return next((Form(each) for each in asked if each in set(Form)), Form.JSON)


def written(page: Page, form: Form) -> bytes:
    match form:
        case Form.NDJSON:
            return b"".join([as_json(event) + b"\n" for event in page.events])
        case Form.CLOUD_EVENTS:
            return to_json([cloud_event(event) for event in page.events])
        case Form.JSON:
            events = [told(event) for event in page.events]
            return to_json({"events": events, "next": page.next, "head": page.head})


def cloud_event(event: Event) -> dict[str, Any]:
    """In CloudEvents 1.0, JSON format, with its extensions for partitions, times of recording and
    sequences. `source` and `id` name the request that told it, and so every delivery of it."""
    data = told(event)
    return {
        "specversion": "1.0",
        "id": f"{data['request_id']}/{data['ordinal']}",
        "source": quote(data["source"], safe=""),
        "type": data["kind"],
        "subject": data["dossier"]["value"],
        "time": data["occurred_at"],
        "datacontenttype": "application/json",
        "partitionkey": event.stream,
        "recordedtime": data["recorded_at"],
        # A text, and in the order of texts, as the extension asks for.
        "sequence": f"{event.position:019}",
        "data": data,
    }
