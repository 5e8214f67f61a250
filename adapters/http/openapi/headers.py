"""Header fields of answers, and of requests that FastAPI does not read for the routes."""

from typing import Any, Final

from adapters.http.cloudevents import FIELDS

_TEXT: Final = {"type": "string"}

ANSWERED: Final[dict[str, Any]] = {
    "X-Request-ID": {
        "description": "What the logs call the request: its trace (W3C Trace Context) or "
        "X-Request-ID, else a new id.",
        "schema": _TEXT,
    },
    "RateLimit": {
        "description": "What the client has left (draft-ietf-httpapi-ratelimit-headers).",
        "schema": _TEXT,
        "example": '"client";r=59999;t=1',
    },
    "RateLimit-Policy": {
        "description": "How many requests in how many seconds (the same draft).",
        "schema": _TEXT,
        "example": '"client";q=60000;w=60',
    },
    "Retry-After": {
        "description": "Seconds after which to try again.",
        "schema": {"type": "string", "pattern": "^[0-9]+$"},
    },
    "WWW-Authenticate": {"description": "Bearer (RFC 6750).", "schema": _TEXT},
    "ETag": {
        "description": "Of the dossier's version: for If-None-Match, and for If-Match of what is "
        "to be done to it.",
        "schema": {"type": "string", "pattern": '^(W/)?"[0-9]+(\\.[0-9a-f]+)?"$'},
    },
    "Idempotent-Replayed": {
        "description": "There where the same request came before: this is its first answer.",
        "schema": {"const": "true"},
    },
    "Location": {
        "description": "Where it stands now.",
        "schema": {"type": "string", "format": "uri-reference"},
    },
    "Link": {"description": 'The next page, rel="next" (RFC 8288).', "schema": _TEXT},
    "Content-Disposition": {"description": "The name of the file.", "schema": _TEXT},
}

IF_NONE_MATCH: Final[dict[str, Any]] = {
    "name": "If-None-Match",
    "in": "header",
    "description": "The ETag of what the client has: 304 where it is still the same.",
    "schema": {"type": "string", "maxLength": 200},
}


def _attribute(name: str, field: str) -> dict[str, Any]:
    return {
        "name": f"ce-{name}",
        "in": "header",
        "description": f"`{field}`, in CloudEvents' binary mode.",
        "schema": {"type": "string"},
    }


BINARY: Final[list[dict[str, Any]]] = [
    {
        "name": "ce-specversion",
        "in": "header",
        "description": "There in CloudEvents' binary mode: the body is `data` then.",
        "schema": {"type": "string", "enum": ["1.0"]},
    },
    *(_attribute(name, field) for name, field in FIELDS.items() if name != "data"),
]
"""Every other attribute is a field of its name, too (adapters/http/cloudevents.py)."""
