"""Why something is refused or flagged: stable codes with typed parameters.

The sentences live in adapters/messages; codes are public and are never renamed or reused.
"""

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, ClassVar


class Gravity(StrEnum):
    """The three classes of irregularity."""

    MALFORMED = "malformed"
    """Never recorded: not an event, or not the teller's to say."""

    IRREGULAR = "irregular"
    """Recorded with a finding; in decide mode refused unless overridden."""

    ACT = "act"
    """A deed in hoso itself whose conditions fail: refused outright."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that is wrong. Subclasses name it and carry what the sentence needs."""

    code: ClassVar[str]
    gravity: ClassVar[Gravity]

    @property
    def params(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


class Refused(Exception):
    """The domain says no; nothing was recorded.

    `reasons` is never empty; the first one is the gravest.
    """

    def __init__(self, *reasons: Reason) -> None:
        super().__init__(", ".join(reason.code for reason in reasons))
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class Malformed(Reason):
    gravity = Gravity.MALFORMED


@dataclass(frozen=True, slots=True)
class UnknownKind(Malformed):
    code = "unknown-kind"
    kind: str


@dataclass(frozen=True, slots=True)
class UnknownField(Malformed):
    code = "unknown-field"
    field: str


@dataclass(frozen=True, slots=True)
class InvalidField(Malformed):
    code = "invalid-field"
    field: str
    why: str


@dataclass(frozen=True, slots=True)
class TimeWithoutOffset(Malformed):
    code = "time-without-offset"
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class OccurredInFuture(Malformed):
    """`occurred_at` lies more than a day ahead of the engine's clock."""

    code = "occurred-in-future"
    occurred_at: str
    now: str


@dataclass(frozen=True, slots=True)
class NotKnownYet(Malformed):
    """Asked as known at a moment to come: the answer could still change."""

    code = "not-known-yet"
    known_at: str
    now: str


@dataclass(frozen=True, slots=True)
class RequestIdReused(Malformed):
    """The same (source, request id) came before with another body."""

    code = "request-id-reused"
    source: str
    request_id: str


@dataclass(frozen=True, slots=True)
class UnknownDossier(Malformed):
    code = "unknown-dossier"
    dossier: str


@dataclass(frozen=True, slots=True)
class AmbiguousCode(Malformed):
    """Several systems gave this code, to different dossiers: name the system too."""

    code = "ambiguous-code"
    dossier: str
    systems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActNotPostable(Malformed):
    """An act is a person's deed in hoso; a service cannot report it."""

    code = "act-not-postable"
    kind: str


@dataclass(frozen=True, slots=True)
class MovedOn(Malformed):
    """The dossier is at another version than the one that was asked for (RFC 9110 §13.1.1)."""

    code = "moved-on"
    dossier: str
    version: int


@dataclass(frozen=True, slots=True)
class Forbidden(Malformed):
    """Whoever asks has not the right."""

    code = "forbidden"
    role: str
    right: str


@dataclass(frozen=True, slots=True)
class UnitNotYours(Malformed):
    """Told in the name of a unit that its teller does not speak for."""

    code = "unit-not-yours"
    unit: str
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitRequired(Malformed):
    """Its teller speaks for several units: which one tells it?"""

    code = "unit-required"
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceNotYours(Malformed):
    """Told in the name of a source that its teller is not."""

    code = "source-not-yours"
    source: str
    sources: tuple[str, ...]
