"""What is answered of dossiers, lists, sources and outages, field by field."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from adapters.http.results import Document, Told
from domain.dossier.custody import Transit
from domain.dossier.deadlines import Deadlines
from domain.dossier.divergence import Apart
from domain.dossier.dossier import Dossier
from domain.dossier.lifecycle import Stage
from domain.dossier.values import Holder
from domain.request import Mode
from domain.testimony import Code, Precision, Provenance

Position = Annotated[int, Field(ge=0)]
Version = Annotated[int, Field(ge=1)]


class Answer(BaseModel):
    # Built when somebody asks for the document, and in no command.
    model_config = ConfigDict(defer_build=True, frozen=True)


class Answered(Answer):
    """What was recorded of a request, now or when it came first."""

    dossier: Code
    position: Position
    """Of the last event that it led to: a query with `after` this heeds it."""
    version: Version
    """Of the dossier by that."""
    recorded_at: datetime
    kinds: list[str]
    findings: list[Told]
    """What is irregular about it, and was recorded all the same."""


class Noticed(Answer):
    """A finding, by its code; the sentence to it is under the code of that name."""

    code: str
    params: dict[str, Any]


class Found(Noticed):
    """What is irregular about an event of the dossier, and which event it is."""

    source: str
    request_id: str


@dataclass(frozen=True, slots=True)
class DossierState(Dossier):
    """Where a dossier stands: its intake, custody, clock, work and result."""

    status: int | None = None
    """The national status, 1 to 10 (QĐ 766/QĐ-TTg)."""
    started_at: datetime | None = None
    """When the clock started."""
    ended_at: datetime | None = None
    """When the clock ended."""
    divergences: tuple[Apart, ...] = ()
    """The legal instants on which paper and digital lie on different local days."""
    due: Deadlines | None = None
    """The due dates side by side, each with its explanation; null before the acceptance."""


class ShownDossier(Answer):
    """Where a dossier stands, or stood."""

    dossier: str
    """The code by which it was asked for."""
    position: Position
    """The last event that is in it."""
    version: Version
    state: DossierState
    findings: list[Found]


class ListedDossier(Answer):
    """A dossier of the list."""

    dossier: str | None
    """The code by which it was received, or was first heard of."""
    stream: str
    """The dossier, whatever its codes: opaque."""
    position: Position
    """The last event that is in it."""
    version: Version
    state: DossierState
    findings: list[Found]


class Dossiers(Answer):
    """A page of dossiers."""

    dossiers: list[ListedDossier]
    next: str | None
    """The cursor of the next page; null: this was the last."""


class Somewhere(Answer):
    """Where something is on one carrier: with a holder, or between two."""

    holder: Holder | None = None
    since: datetime | None = None
    in_transit: Transit | None = None


class Line(Answer):
    """An event of a history, and where paper and digital were after it."""

    kind: str
    occurred_at: datetime
    precision: Precision
    recorded_at: datetime
    position: Position
    version: Version
    dossier: Code
    source: str
    request_id: str
    ordinal: Annotated[int, Field(ge=0)]
    actor: str | None
    unit: str | None
    provenance: Provenance
    data: dict[str, Any]
    """What is said, by the schema of its kind; names and free text are references to the vault."""
    annulled: bool
    stage: Stage | None = None
    """After it; left out, as the three below, where it was annulled."""
    paper: Somewhere | None = None
    """Where the file, or once it is there the result, is on paper."""
    digital: Somewhere | None = None
    findings: list[Noticed]


class HistoryOfDossier(Answer):
    """What happened, in the order of happening."""

    dossier: str
    events: list[Line]


class NextStep(Answer):
    """A kind of event that is regular where the dossier stands."""

    kind: str
    modes: list[Mode]
    """In which whoever asks may post it."""
    leads_to: Stage
    leads_to_status: int | None
    """National (QĐ 766/QĐ-TTg)."""
    needs: list[str]
    """The fields of `data` that must be there."""
    findings: list[Noticed]
    """What would be found if it were done now, as far as can be told without its data."""
    means: str
    """The kind in the language of the installation."""


class NextStatus(Answer):
    """A national status that may be reported (QĐ 766/QĐ-TTg)."""

    status: int
    leads_to: Stage
    leads_to_status: int | None


class NextSteps(Answer):
    """What may be said of a dossier now, or done to it."""

    dossier: str
    version: Version
    stage: Stage
    status: int | None
    next: list[NextStep]
    statuses: list[NextStatus]


class Alive(Answer):
    status: Literal["ok"]


class Ready(Answer):
    """Events are recorded and read, and somebody works on them."""

    head: Position
    projections: dict[str, int]
    """The position of each reader of the log."""
    parked: dict[str, int]
    """Dossiers that a reader leaves as they were."""


class PostedEvents(Document):
    """What became of each of the events that were posted."""
