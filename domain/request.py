"""A request: an event as an office posts it, read strictly and in one normal form."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails, to_json

from domain.access import Reach
from domain.dossier.concerned import within
from domain.dossier.events import KINDS, Corrected, DossierEvent
from domain.dossier.values import Moment
from domain.frozen import maker
from domain.normal_form import in_order, is_plain, normal_form
from domain.refusals import (
    InvalidField,
    Malformed,
    MovedOn,
    Reason,
    Refused,
    TimeWithoutOffset,
    UnknownDossier,
    UnknownField,
    UnknownKind,
)
from domain.sealing import claims_sealed, is_free, is_private
from domain.testimony import Code, Precision, Provenance, Testimony

Name = Annotated[str, Field(min_length=1, max_length=200)]
"""Codes and ids: indexed, so not longer than an index takes."""

DOSSIER_CODE: Final = "dossier-code"
"""The system of codes that are named without one: the national mã số hồ sơ."""


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


@dataclass(frozen=True, slots=True)
class Posted:
    """A request whose data is read as the event of its kind."""

    request: Request
    event: DossierEvent
    entered_by: str | None = None
    recorded_at: datetime | None = None
    """When a simulation has it reach hoso; no request can say so."""
    reach: Reach = None
    """Of whose dossiers its teller may speak."""
    after: int | None = None
    """The version of the dossier that its teller saw; None: whichever."""
    fingerprint: bytes | None = None
    """Of the body as it came, where it was kept until its dossier was there; None: of this one."""

    def must_fit(self, version: int, bodies: frozenset[str]) -> None:
        """A dossier at a version that concerns those bodies. Raises Refused: to whose reach it is
        beyond it does not exist."""
        if version and not within(self.reach, bodies):
            raise Refused(UnknownDossier(self.request.dossier))
        if self.after not in (None, version):
            raise Refused(MovedOn(self.request.dossier, version))

    def testimony(
        self, dossier: Code, provenance: Provenance | None = None
    ) -> Testimony[DossierEvent]:
        """As it says, or of that provenance."""
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
            provenance or said.provenance,
            None,
        )


_testimony: Final = maker(Testimony)


def read(
    body: object,
    entered_by: str | None = None,
    *,
    plain: bool = False,
    reach: Reach = None,
    after: int | None = None,
) -> Posted:
    """The request in `body`. `plain`: it is known to be of JSON, of ASCII texts without control
    characters, and of no more than 20 objects and arrays.

    Raises Refused with every field that is wrong; nothing of it is used then.
    """
    if not isinstance(body, Mapping):
        raise Refused(InvalidField("", "should be an object"))
    if not (plain or is_plain(body)):
        request = _validated(normal_form(body))
        return Posted(request, _event(request), entered_by, None, reach, after)
    said = to_json((body.get("kind"), body.get("data", {})))
    if earlier := _EARLIER.get(said):
        event, data = earlier
        return Posted(_validated({**body, "data": data}), event, entered_by, None, reach, after)
    request = _validated(in_order(body))
    event = _event(request)
    if not is_private(event):
        _remember(said, event, request.data)
    return Posted(request, event, entered_by, None, reach, after)


def _validated(normal: dict[str, Any]) -> Request:
    try:
        request: Request = _REQUEST.validate_python(normal, extra="forbid")
    except ValidationError as error:
        # What is wrong with the data, too: whoever mends the one need not be told twice.
        raise Refused(*_refused(error).reasons, *_wrong_data(normal)) from None
    return request


def _wrong_data(normal: Mapping[str, Any]) -> tuple[Reason, ...]:
    kind, data = _whole(str(normal.get("kind"))), normal.get("data", {})
    if kind not in KINDS or not isinstance(data, Mapping):
        return ()
    try:
        _read(kind, data)
    except Refused as refused:
        return refused.reasons
    return ()


def _whole(kind: str) -> str:
    return kind if "." in kind else f"dossier.{kind}"


_REQUEST: Final = Request.__pydantic_validator__
_CANONICAL: Final = Request.__pydantic_serializer__.to_json


def canonical(request: Request) -> bytes:
    """What was asked in one normal form, for its fingerprint."""
    return _CANONICAL(request, exclude_none=True)


def _event(request: Request) -> DossierEvent:
    kind = _whole(request.kind)
    if kind not in KINDS:
        raise Refused(UnknownKind(request.kind))
    return _read(kind, request.data)


def _remember(said: bytes, event: DossierEvent, data: dict[str, Any]) -> None:
    if len(_EARLIER) >= REMEMBERED:
        _EARLIER.clear()
    _EARLIER[said] = event, data


REMEMBERED: Final = 4096
_EARLIER: Final[dict[bytes, tuple[DossierEvent, dict[str, Any]]]] = {}
"""By kind and data as they were posted, events that were read before, none of them private, and
their data in normal form: desks, officers and steps come again and again, and what was found of
them holds for every request."""


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
