"""A request: an event as an office posts it, read strictly and in one normal form."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from math import isfinite
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, SkipValidation, ValidationError
from pydantic_core import ErrorDetails, PydanticSerializationError, to_json

from domain.dossier.events import KINDS, Corrected, DossierEvent
from domain.dossier.values import Moment
from domain.frozen import maker
from domain.refusals import (
    InvalidField,
    Malformed,
    Refused,
    TimeWithoutOffset,
    UnknownField,
    UnknownKind,
)
from domain.sealing import claims_sealed, is_free, is_private
from domain.testimony import Code, Precision, Provenance, Testimony

Name = Annotated[str, Field(min_length=1, max_length=200)]
"""Codes and ids: indexed, so not longer than an index takes."""

DOSSIER_CODE: Final = "dossier-code"
"""The system of codes that are named without one: the national mã số hồ sơ."""

DEEPEST: Final = 20
"""Levels of nesting in a request: far more than any event has."""


class Mode(StrEnum):
    RECORD = "record"
    """It happened: what is irregular is recorded with a finding."""
    DECIDE = "decide"
    """A person acts in hoso: what is irregular is refused unless overridden."""


class OverrideRequest(BaseModel):
    """Who approves an irregular event in decide mode, and why."""

    model_config = ConfigDict(frozen=True)

    reason: Annotated[str, Field(min_length=1)]
    approver: Name


class Request(BaseModel):
    """One event as it is posted, and as a line of an import."""

    model_config = ConfigDict(frozen=True)

    dossier: Name
    """Any code of the dossier."""
    code_system: Name | None = None
    """The system that gave the code; needed only where several gave the same."""
    kind: Name
    """The stored kind; `received` is short for `dossier.received`."""
    occurred_at: Moment
    source: Name
    request_id: Name
    """Unique within the source: the same request again gets the first answer."""
    data: dict[str, Any] = Field(default_factory=dict)
    precision: Precision = Precision.INSTANT
    source_ref: Name | None = None
    source_seq: Annotated[int, Field(ge=0, lt=2**63)] | None = None
    source_recorded_at: Moment | None = None
    actor: Name | None = None
    unit: Name | None = None
    evidence: Annotated[tuple[Name, ...], Field(max_length=20)] = ()
    correlation_id: Name | None = None
    provenance: Provenance = Provenance.NATIVE
    mode: Mode = Mode.RECORD
    override: OverrideRequest | None = None


class Posted(BaseModel):
    """A request whose data is read as the event of its kind."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    request: Request
    event: SkipValidation[DossierEvent]
    entered_by: str | None = None
    recorded_at: datetime | None = None
    """When a simulation has it reach hoso; no request can say so."""

    def testimony(self, dossier: Code) -> Testimony[DossierEvent]:
        said = self.request
        return _testimony(
            self.event,
            dossier,
            said.occurred_at,
            said.source,
            said.request_id,
            0,
            said.precision,
            said.source_ref,
            said.source_seq,
            said.source_recorded_at,
            said.actor,
            self.entered_by,
            said.unit,
            said.evidence,
            said.correlation_id,
            said.provenance,
            None,
        )


_testimony: Final = maker(Testimony)


def read(body: object, entered_by: str | None = None, *, plain: bool = False) -> Posted:
    """The request in `body`. `plain`: it is known to be of JSON, of ASCII texts without control
    characters, and of no more than 20 objects and arrays.

    Raises Refused with every field that is wrong; nothing of it is used then.
    """
    if not isinstance(body, Mapping):
        raise Refused(InvalidField("", "should be an object"))
    normal = _in_order(body) if plain or _is_plain(body) else _normal(dict(body))
    try:
        request = _REQUEST.validate_python(normal, extra="forbid")
    except ValidationError as error:
        raise _refused(error) from None
    return Posted(request=request, event=_event(request), entered_by=entered_by)


_REQUEST: Final = Request.__pydantic_validator__
_CANONICAL: Final = Request.__pydantic_serializer__.to_json


def canonical(request: Request) -> bytes:
    """What was asked in one normal form, for its fingerprint."""
    return _CANONICAL(request, exclude_none=True)


def _event(request: Request) -> DossierEvent:
    kind = request.kind if "." in request.kind else f"dossier.{request.kind}"
    if kind not in KINDS:
        raise Refused(UnknownKind(request.kind))
    said = (kind, to_json(request.data))
    event = _EARLIER.get(said)
    if event is None:
        event = _read(kind, request.data)
        if not is_private(event):
            if len(_EARLIER) >= REMEMBERED:
                _EARLIER.clear()
            _EARLIER[said] = event
    return event


REMEMBERED: Final = 4096
_EARLIER: Final[dict[tuple[str, bytes], DossierEvent]] = {}
"""Events that were read before, none of them private: desks, officers and steps come again and
again, and what was found of them holds for every request."""


def _read(kind: str, data: Mapping[str, Any]) -> DossierEvent:
    try:
        event = KINDS[kind].model_validate({**data, "kind": kind}, extra="forbid")
    except ValidationError as error:
        raise _refused(error, "data") from None
    if claims_sealed(event):
        raise Refused(InvalidField("data", "only the engine names entries of the vault"))
    if isinstance(event, Corrected) and event.field not in CORRECTABLE:
        raise Refused(InvalidField("data.field", "is not a field that a correction may change"))
    return event


def _correctable() -> frozenset[str]:
    """Fields without personal data or free text: a correction holds its values in the clear."""
    fields = (item for event in KINDS.values() for item in event.model_fields.items())
    private = {name for name, field in fields if is_free(field.annotation)}
    fields = (item for event in KINDS.values() for item in event.model_fields.items())
    return frozenset({name for name, _ in fields} - private - NEVER) | {"occurred_at"}


NEVER: Final = frozenset({"kind", "subject", "items", "target", "field", "old"}) | {
    # Who settled, found or signed what is a deed: it is annulled and done again.
    *("settles", "speaks", "second_person", "divergence", "since", "approver"),
    *("signer", "signed"),
    # Another code or link is another event: codes were looked up by the first one.
    *("system", "value", "relation", "other"),
}
CORRECTABLE: Final = _correctable()


def _refused(error: ValidationError, *inside: str) -> Refused:
    """In the order in which they were found; what is unknown in one object, by name."""
    details, begin = error.errors(), dict[tuple[str, ...], int]()
    places = [_place(detail, number, begin) for number, detail in enumerate(details)]
    in_order = sorted(zip(places, details, strict=True), key=lambda one: one[0])
    return Refused(*(_malformed(detail, *inside) for _, detail in in_order))


def _place(error: ErrorDetails, number: int, begin: dict[tuple[str, ...], int]) -> tuple[int, str]:
    *outer, last = map(str, error["loc"] or ("",))
    unknown = error["type"] == "extra_forbidden"
    return (begin.setdefault(tuple(outer), number), last) if unknown else (number, "")


def _malformed(error: ErrorDetails, *inside: str) -> Malformed:
    path = [str(part) for part in error["loc"]]
    *outer, last = path or [""]
    if error["type"] == "extra_forbidden":
        return UnknownField(".".join([*inside, *filter(_posted, outer), last]))
    where = ".".join([*inside, *filter(_posted, path)])
    if error["type"] == "time_without_offset":
        return TimeWithoutOffset(where, str(error["input"])[:100])
    return InvalidField(where, error["msg"])


def _posted(part: str) -> bool:
    """Members of a union stand in the path by their class: no field that anybody posted."""
    return not part[:1].isupper()


def _in_order(body: Mapping[Any, Any]) -> dict[str, Any]:
    data = body.get("data")
    return {**body, "data": _sorted(data)} if isinstance(data, dict) else dict(body)


def _is_plain(body: Mapping[Any, Any]) -> bool:
    """Whether all of it but the order of its keys is in normal form already, by a look at its
    JSON; who looks at each value needs three times as long. In doubt, it is not."""
    try:
        text = to_json(body)
    except (PydanticSerializationError, ValueError):
        return False
    # Perhaps a NUL, or no number.
    if b"\\" in text or b"NaN" in text or b"Infinity" in text:
        return False
    if text.count(b"{") + text.count(b"[") > DEEPEST:
        return False
    # Every part of what is in NFC is in NFC.
    return text.isascii() or unicodedata.is_normalized("NFC", text.decode())


def _sorted(value: dict[str, Any]) -> dict[str, Any]:
    return {
        key: _with_sorted_keys(part) if type(part) in (dict, list) else part
        for key, part in sorted(value.items())
    }


def _with_sorted_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return _sorted(value)
    return [_with_sorted_keys(part) for part in value] if isinstance(value, list) else value


def _normal(value: Any, where: "Where" = None, depth: int = 0) -> Any:
    """Keys in order, text in NFC, nothing that JSON, UTF-8, PostgreSQL or our stack cannot hold."""
    if depth > DEEPEST:
        raise Refused(InvalidField(_path(where), "is nested too deeply"))
    if isinstance(value, str):
        return _text(value, where)
    if isinstance(value, dict):
        return {
            _text(str(key), where): _normal(value[key], (where, key), depth + 1)
            for key in sorted(value, key=str)
        }
    if isinstance(value, list | tuple):
        return [_normal(part, where, depth + 1) for part in value]
    if isinstance(value, float) and not isfinite(value):
        raise Refused(InvalidField(_path(where), "is no number that JSON can hold"))
    return value


Where = tuple[Any, object] | None
"""A field, and what it stands in: only what is refused is spelled out."""


def _path(where: Where) -> str:
    keys: list[str] = []
    while where is not None:
        where, key = where
        keys.append(str(key))
    return ".".join(reversed(keys))


NO_TEXT: Final = re.compile("[\\x00\\ud800-\\udfff]")
"""NUL, which PostgreSQL cannot hold, and halves of characters, which UTF-8 cannot."""


def _text(value: str, where: Where) -> str:
    if value.isascii() and "\0" not in value:
        return value
    if NO_TEXT.search(value):
        raise Refused(InvalidField(_path(where), "holds characters that are no text"))
    return unicodedata.normalize("NFC", value)
