"""What is answered of lists, sources, outages and of what is unplaced, field by field."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field

from adapters.http.openapi.answers import Answer, Noticed, Position
from adapters.http.results import Result, Summary, Told
from domain.dossier.values import Carrier, Holder
from domain.lawmaking.outages import Failure
from domain.listed import Became as BecameOfList
from domain.manifest import Compared
from domain.outages.known import State as OutageState
from domain.request import Mode
from domain.slip import LineState
from domain.testimony import Code
from domain.unplaced import Placed
from domain.unplaced import State as UnplacedState
from projections.divergences import DivergenceRow


class WhyUnplaced(Noticed):
    """Why something could not be recorded when it was tried last."""

    message: str


class SetAside(Answer):
    """By whom, when and why it was set aside."""

    at: datetime
    by: str
    reason: str | None
    """Null where the vault no longer has it."""


class UnplacedEvent(Answer):
    """Something that was told and waits for its dossier, or waited."""

    id: str
    source: str
    request_id: str
    dossier: str
    """The code that it names."""
    code_system: str | None
    kind: str
    occurred_at: datetime
    unit: str | None
    entered_by: str | None
    kept_at: datetime
    state: UnplacedState
    refused: list[WhyUnplaced]
    placed: Placed | None
    dismissed: SetAside | None


class PlacedEvent(UnplacedEvent):
    """Something that was placed on a dossier, and what is irregular about it."""

    findings: list[Told]


class UnplacedEvents(Answer):
    """A page of what could not be placed, in the order in which it came."""

    unplaced: list[UnplacedEvent]
    next: str | None
    """`after` of the next page; null: this was the last."""


class ShownSource(Answer):
    """A source that may tell in its own words."""

    id: str
    title: str
    source: str
    """What its events name as their source."""
    timezone: str
    """IANA; of times that it tells without an offset."""
    code_system: str
    carrier: Carrier | None
    """For which it speaks."""
    mode: Mode
    kinds: list[str]


class SourceWords(ShownSource):
    """The same, with the words that are heard."""

    attributes: list[str]
    """By its own names."""
    lists: dict[str, list[str]]
    statuses: dict[str, int]
    """What its word for a status means nationally, 1 to 10 (QĐ 766/QĐ-TTg)."""
    media: list[str]


class ShownSources(Answer):
    sources: list[ShownSource]


class OfRecord(Result):
    """What became of an event that a record told of."""

    record: Annotated[int, Field(ge=1)]
    """The number of its record, from 1; of a line of NDJSON or CSV the line's."""
    kind: str | None = None
    """Under which it was posted; left out, with request_id, where the record could not be read."""
    request_id: str | None = None


class OfSource(Summary):
    """What became of each event that the records of a source told of; in NDJSON each of `items`
    has a line, and all else the last."""

    source: str
    records: int
    dropped: dict[str, int]
    """What the profile has no use for, by attribute or word; it is kept nowhere."""
    items: list[OfRecord]


class OfEntry(Noticed):
    """An entry of a manifest that could not be compared."""

    dossier: str
    message: str


class ComparedDay(Answer):
    """A manifest against what is recorded."""

    source: str
    day: date
    agreeing: int
    missing_here: list[Compared]
    """The source lists it, and it is not known here, or not to whoever asks."""
    missing_there: list[Compared]
    """The source told of it that day, and does not list it."""
    differing: list[Compared]
    partial: bool
    """The source told of more dossiers than are compared: more may be missing there."""
    refused: list[OfEntry]


class SaidOfOutage(Answer):
    """Who said something of an outage, and when."""

    at: datetime
    actor: str | None
    entered_by: str | None
    """The id of the key."""


class ShownOutage(Answer):
    """An outage of a source."""

    id: int
    source: str
    from_: Annotated[datetime, Field(alias="from")]
    to: datetime | None
    """Null while it is not over."""
    reason: Failure
    document: str | None
    state: OutageState
    position: Position
    """Where the last word on it stands in the log."""
    declared: SaidOfOutage
    confirmed: SaidOfOutage | None
    ended: SaidOfOutage | None
    withdrawn: SaidOfOutage | None


class ShownOutages(Answer):
    outages: list[ShownOutage]


class OfListed(Answer):
    """What became of a dossier of a list."""

    dossier: str
    outcome: BecameOfList
    position: int | None = None
    version: int | None = None
    findings: list[Told] | None = None
    code: str | None = None
    """Why nothing was recorded."""
    params: dict[str, Any] | None = None
    message: str | None = None


class OfList(Answer):
    """What became of each dossier of a list."""

    slip: str | None = None
    totals: dict[BecameOfList, int]
    dossiers: list[OfListed]


class LineOfSlip(Answer):
    """One object of one dossier on one carrier; what is not known is left out."""

    dossier: Code
    object: str
    carrier: Carrier | None = None
    state: LineState
    since: datetime
    giver: Holder | None = None
    taker: Holder | None = None
    via: Holder | None = None
    sent_at: datetime | None = None
    holder: Holder | None = None
    """Who last said that he has it."""


class Slip(Answer):
    """What became of each dossier on a slip, and of what came with it."""

    slip: str
    totals: dict[LineState, int]
    dossiers: list[LineOfSlip]


class ShownDivergences(Answer):
    """A page of divergences, the oldest first."""

    divergences: list[DivergenceRow]
    next: int | None
    """The offset of the next page; null: this was the last."""
