"""The words that events share."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Final, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
)
from pydantic_core import PydanticCustomError

EARLIEST: Final = datetime(1900, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(2200, 1, 1, tzinfo=UTC)


def _with_offset(value: object) -> object:
    """Only RFC 3339 text: a bare number or a local time does not say when it was."""
    if not isinstance(value, str | datetime):
        raise PydanticCustomError("time", "should be a time as RFC 3339 writes it")
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        raise PydanticCustomError("time", "should be a time as RFC 3339 writes it") from None
    if at.tzinfo is None:
        raise PydanticCustomError("time_without_offset", "should end with its offset from UTC")
    return at


def _in_our_times(at: datetime) -> datetime:
    if not EARLIEST <= at < LATEST:
        raise PydanticCustomError("time", "should lie between the years 1900 and 2200")
    return at


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        raise PydanticCustomError("zone", "should be an IANA time zone") from None
    return name


Moment = Annotated[AwareDatetime, BeforeValidator(_with_offset), AfterValidator(_in_our_times)]
"""An instant with its offset (RFC 3339)."""


_MOMENT: Final[TypeAdapter[datetime]] = TypeAdapter(Moment)


def moment(value: object) -> datetime | None:
    """The instant that a plain value names; None where it is none that a request could hold."""
    try:
        return _MOMENT.validate_python(value) if isinstance(value, str) else None
    except ValidationError:
        return None


Zone = Annotated[str, AfterValidator(_known_zone)]
"""An IANA time zone, such as Asia/Ho_Chi_Minh."""


class Value(BaseModel):
    # Stored models ignore fields of later releases; requests are validated with extra="forbid".
    model_config = ConfigDict(frozen=True, extra="ignore")


class Carrier(StrEnum):
    """What a dossier travels on. Each has its own chain of custody."""

    PAPER = "paper"
    DIGITAL = "digital"


class Channel(StrEnum):
    """How a dossier is handed in (NĐ 61/2018 Art. 16)."""

    DIRECT = "direct"
    POST = "post"
    ONLINE = "online"


class Instant(StrEnum):
    """The legal instants for which a carrier may speak."""

    RECEIPT = "receipt"
    TRANSFER = "transfer"
    """Where the file was, handover by handover."""
    RESULT = "result"
    RETURN = "return"


class Sealed(Value):
    """Where the vault keeps a free text, and a salted commitment to it (SHA-256, hex)."""

    entry: str
    commitment: str


class Subject(Value):
    """Personal data of the applicant as a request carries it; never stored in an event."""

    name: str
    id: str | None = None
    address: str | None = None
    phone: str | None = None
    email: str | None = None


class SubjectRef(Value):
    """The subject's stable id within the authority, and a salted commitment per field."""

    subject_id: str
    commitments: dict[str, str] = Field(default_factory=dict)


# What people write freely: the vault takes it before anything is stored.
FreeText = str | Sealed
# A reference reads as a mapping of texts too: it is tried first.
FreeAttributes = Annotated[Sealed | dict[str, str], Field(union_mode="left_to_right")]


class Holder(Value):
    """Who holds an object: a desk of an organisation (an officer of the department may sit
    at the Centre's counter)."""

    organisation: str
    desk: str | None = None

    def may_be(self, other: "Holder") -> bool:
        """Whether both may be the same: an unrecorded desk contradicts none."""
        desks = {self.desk, other.desk} - {None}
        return self.organisation == other.organisation and len(desks) < 2


APPLICANT: Final = Holder(organisation="applicant")
LOST: Final = Holder(organisation="lost")
ARCHIVE: Final = Holder(organisation="archive")

Label = Annotated[str, Field(min_length=1, max_length=200)]
"""An id, a number or a code, never a sentence: it is stored in the clear."""

Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 of a file, in hex."""


class Proof(Value):
    """What proves a hand-over better than the desk's own word."""

    kind: Literal["queue-ticket", "post-stamp", "portal-time", "other"]
    at: Moment
    """The instant that it proves."""
    ref: Label | None = None


class Component(Value):
    """A document of the dossier, by its code in the procedure."""

    code: str
    count: Annotated[int, Field(ge=1)] = 1
