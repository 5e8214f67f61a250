"""CloudEvents 1.0.2, as requests: structured, binary and batched, in JSON (HTTP protocol binding
and JSON event format of the same version).

| attribute | field of the request |
| --- | --- |
| `id` | `request_id` |
| `source` | `source` |
| `type` | `kind` |
| `subject` | `dossier` |
| `time` | `occurred_at` |
| `data` | `data` |

Every other field of the envelope is an extension attribute of the same name without its
underscores, for such a name has lower-case letters and digits alone: `actor`, `unit`, `precision`,
`codesystem`, `sourceref`, `sourceseq`, `sourcerecordedat`, `correlationid`, `provenance`, `mode`.
`evidence` holds its words, parted by spaces; `overridereason` and `overrideapprover` are the two
halves of `override`. `traceparent`, `tracestate` and `dataschema` are taken and left alone. What
else there is, is refused: what nobody reads would be lost unseen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import unquote

from domain.refusals import (
    InvalidField,
    Malformed,
    Reason,
    Refused,
    TimeWithoutOffset,
    UnknownField,
)
from domain.request import Request

BATCH: Final = "application/cloudevents-batch+json"
STRUCTURED: Final = "application/cloudevents+json"
PREFIX: Final = "ce-"
"""Of header fields, in binary mode."""

FIELDS: Final[Mapping[str, str]] = {
    "id": "request_id",
    "source": "source",
    "type": "kind",
    "subject": "dossier",
    "time": "occurred_at",
    "data": "data",
}

ATTRIBUTES: Final[Mapping[str, str]] = {
    **FIELDS,
    **{
        name.replace("_", ""): name
        for name in Request.model_fields
        if name not in (*FIELDS.values(), "override")
    },
}
"""The field of each attribute."""

OVERRIDE: Final[Mapping[str, str]] = {"overridereason": "reason", "overrideapprover": "approver"}

MOST_DIGITS: Final = 19
"""Of a `sourceseq`, which is less than 2**63."""

LEFT_ALONE: Final = frozenset(
    {"specversion", "datacontenttype", "dataschema", "traceparent", "tracestate"}
)


def request_of(event: object) -> dict[str, Any]:
    """The request that an event is, as domain.request.read takes it. Raises Refused."""
    if not isinstance(event, Mapping):
        raise Refused(InvalidField("", "should be an object"))
    wrong = [*_wrong(event)]
    if wrong:
        raise Refused(*wrong)
    body = {ATTRIBUTES[name]: value for name, value in event.items() if name in ATTRIBUTES}
    if isinstance(body.get("evidence"), str):
        body["evidence"] = body["evidence"].split()
    override = {field: event[name] for name, field in OVERRIDE.items() if name in event}
    # An attribute that is null is none (JSON event format, section 2.2).
    present = {name: value for name, value in body.items() if value is not None}
    return {**present, "override": override} if override else present


def in_its_words(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """With the names of attributes instead of those of fields."""
    return tuple(map(_in_its_words, reasons))


def is_binary(headers: Mapping[str, str]) -> bool:
    """Whether the attributes stand in the header, and the data are the body."""
    return f"{PREFIX}specversion" in headers


def attributes(headers: Mapping[str, str]) -> dict[str, Any]:
    """The event in binary mode, but for its data (HTTP protocol binding, section 3.1.3).

    Raises Refused.
    """
    event: dict[str, Any] = {
        name[len(PREFIX) :]: _decoded(name, value)
        for name, value in headers.items()
        if name.startswith(PREFIX)
    }
    sequence = event.get("sourceseq", "")
    # Of more digits than a sequence has, what reads the event says what is wrong.
    is_one = sequence.isdecimal() and len(sequence) <= MOST_DIGITS
    return {**event, "sourceseq": int(sequence)} if is_one else event


def _wrong(event: Mapping[Any, Any]) -> Iterable[Malformed]:
    if event.get("specversion") != "1.0":
        yield InvalidField("specversion", "should be 1.0")
    media = event.get("datacontenttype")
    if media is not None and not _is_json(media):
        yield InvalidField("datacontenttype", "should be application/json")
    for name in event:
        if name not in ATTRIBUTES and name not in OVERRIDE and name not in LEFT_ALONE:
            yield UnknownField(str(name))


def _is_json(media: object) -> bool:
    named = str(media).partition(";")[0].strip().lower()
    return named == "application/json" or named.endswith("+json")


def _decoded(name: str, value: str) -> str:
    """Percent-encoded UTF-8, perhaps between quotes (section 3.1.3.2)."""
    if len(value) > 1 and value[0] == value[-1] == '"':
        value = value[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    try:
        return unquote(value, errors="strict")
    except UnicodeDecodeError:
        raise Refused(
            InvalidField(name[len(PREFIX) :], "should be percent-encoded UTF-8")
        ) from None


def _in_its_words(reason: Reason) -> Reason:
    if isinstance(reason, InvalidField | UnknownField | TimeWithoutOffset):
        begin, dot, rest = reason.field.partition(".")
        return replace(reason, field=_NAMES.get(begin, begin) + dot + rest)
    return reason


_NAMES: Final = {field: name for name, field in ATTRIBUTES.items()}
