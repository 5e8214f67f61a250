"""Events in the document: what each kind says, and the request that tells it."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from adapters.http.openapi.described import AT, Mode, Schema
from adapters.messages.events import EVENTS
from domain.dossier.events import ACTS, KINDS
from domain.posting import OPENING
from domain.request import Request

ENVELOPE: Final = "Envelope"
EVENT: Final = "Event"
NEW: Final = "NewDossier"

SHORT: Final = "dossier."

RECEIVED: Final = "dossier.received"

UNSAID: Final = frozenset({"dossier", "request_id"})
"""What may stand in the path, or in Idempotency-Key."""


def wanted() -> Iterator[tuple[str, Mode, Any]]:
    """The types whose schemas are needed."""
    yield ENVELOPE, "validation", Request
    for kind, event in KINDS.items():
        yield kind, "validation", event


def completed(components: dict[str, Schema]) -> None:
    """The components with those of events. What pydantic calls by its class is `…Data` here: the
    kind stands in the envelope."""
    for kind, event in KINDS.items():
        _data(components, kind, event)
    _envelope(components)
    for kind in KINDS:
        components[_request(kind)] = _of_kind(kind)
    components[EVENT] = {
        "description": "Something that happened to a dossier, or is to be done to it. The kind "
        "may be written without `dossier.`.",
        "oneOf": [{"$ref": AT + _request(kind)} for kind in KINDS],
        "discriminator": {"propertyName": "kind", "mapping": _mapping()},
    }
    components[NEW] = {
        "description": "A dossier that is first heard of: any event, or one without a kind, which "
        f"is `{RECEIVED}`. Usual are {', '.join(f'`{kind}`' for kind in sorted(OPENING))}.",
        "anyOf": [{"$ref": AT + EVENT}, {"$ref": AT + _UNNAMED}],
    }
    components[_UNNAMED] = {
        "unevaluatedProperties": False,
        "allOf": [
            {"$ref": AT + ENVELOPE},
            {
                "type": "object",
                "properties": {"kind": False, "data": {"$ref": AT + data_of(RECEIVED)}},
            },
        ],
    }


_UNNAMED: Final = "ReceivedUnnamed"


def data_of(kind: str) -> str:
    """The name of the component that says what the event of a kind says."""
    return KINDS[kind].__name__ + "Data"


def _request(kind: str) -> str:
    return KINDS[kind].__name__ + "Event"


def _data(components: dict[str, Schema], kind: str, event: type[Any]) -> None:
    found = components.pop(_called(components, event))
    found["properties"] = {**found["properties"]}
    del found["properties"]["kind"]
    english, vietnamese = EVENTS[kind]
    said = f"{english} ({vietnamese}). {found.get('description', '')}"
    closed = {"description": said.strip(), "additionalProperties": False}
    components[data_of(kind)] = {**found, **closed}


def _called(components: Mapping[str, Schema], event: type[Any]) -> str:
    """Where two classes have one name, that of its module stands in front."""
    module = event.__module__.rpartition(".")[2].title()
    return next(each for each in (module + event.__name__, event.__name__) if each in components)


def _envelope(components: dict[str, Schema]) -> None:
    """Without the kind and its data, which each kind of event has of its own."""
    found = components.pop("Request")
    told = {name: one for name, one in found["properties"].items() if name not in ("kind", "data")}
    components[ENVELOPE] = {
        **found,
        "description": "What is told of every event. `dossier` is left out where the path names "
        "it, `request_id` where Idempotency-Key does, and `unit` by who speaks for one unit.",
        "properties": told,
        "required": [one for one in found["required"] if one in told.keys() - UNSAID],
    }


def _of_kind(kind: str) -> Schema:
    event = KINDS[kind]
    needs = any(field.is_required() for field in event.model_fields.values())
    act = " An act: told with mode `decide` alone." if event in ACTS else ""
    return {
        "description": f"{EVENTS[kind][0]}.{act}",
        "unevaluatedProperties": False,
        "allOf": [
            {"$ref": AT + ENVELOPE},
            {
                "type": "object",
                "required": ["kind", "data"] if needs else ["kind"],
                "properties": {
                    "kind": {"type": "string", "enum": [kind, kind.removeprefix(SHORT)]},
                    "data": {"$ref": AT + data_of(kind)},
                },
            },
        ],
    }


def _mapping() -> dict[str, str]:
    return {
        name: AT + _request(kind) for kind in KINDS for name in (kind, kind.removeprefix(SHORT))
    }
