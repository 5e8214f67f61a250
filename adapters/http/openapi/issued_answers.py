"""What is answered of issued reports, field by field."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field

from adapters.http.openapi.answers import Answer, Position
from adapters.http.openapi.report_answers import Class, Report
from domain.reports.events import Inputs, Part, Sha256
from projections.issued.causes import Cause
from projections.issued.kept import Integrity


class IssuedLine(Answer):
    """What the log says of an issued report."""

    number: str
    recorded_at: datetime
    issued_by: str | None
    entered_by: str | None
    """The key under which it was issued, or the account at a terminal."""
    sha256: Sha256
    """Of the document's own bytes."""
    inputs: Inputs


class IssuedReports(Answer):
    reports: list[IssuedLine]


class Because(Answer):
    """An event, by where it stands and what it is; or an entry of the law as it was and is."""

    position: int | None = None
    kind: str | None = None
    occurred_at: datetime | None = None
    recorded_at: datetime | None = None
    source: str | None = None
    request_id: str | None = None
    actor: str | None = None
    part: Part | None = None
    list: str | None = None
    entry: str | None = None
    became: str | None = None
    before: Any = None
    after: Any = None


class CrossingReason(Answer):
    cause: str
    adds: int
    because: list[Because]


class Crossed(Answer):
    """A dossier that came, or went."""

    stream: str
    code: str
    reasons: list[CrossingReason]


class PreviousReport(Answer):
    number: str | None
    on: date
    position: Position
    altered: list[str]
    known_at: datetime | None


class CarriedOver(Answer):
    """open_then + what the causes add = carried_over."""

    previous: PreviousReport
    open_then: int
    carried_over: int
    causes: dict[str, int]
    came: list[Crossed]
    went: list[Crossed]


class IssuedReport(IssuedLine):
    """The report as it was issued; no report where it was altered."""

    integrity: Integrity
    report: Report | None
    carried_over: CarriedOver | None
    members: int | None


class MemberPlace(Answer):
    path: list[str]
    cells: dict[str, int]
    class_: Class


class Member(MemberPlace):
    stream: str
    code: str
    due: date | None
    ended: date | None


class IssuedDocument(Answer):
    """All of an issued report."""

    number: str
    issued_at: datetime
    issued_by: str
    format: int
    inputs: Inputs
    report: Report
    carried_over: CarriedOver
    members: list[Member]


class RecomputedNow(Answer):
    position: Position
    known_at: datetime | None
    release: str


class CellLine(Answer):
    cell: str
    issued: int
    now: int
    difference: int
    causes: dict[Cause, int]
    """They sum to the difference."""


class GroupLines(Answer):
    path: list[str]
    cells: list[CellLine]


class MovedMember(Answer):
    cause: Cause
    from_: Annotated[MemberPlace | None, Field(alias="from")]
    to: MemberPlace | None
    because: list[Because]


class MovedDossier(Answer):
    stream: str
    code: str
    issued: MemberPlace | None
    now: MemberPlace | None
    moves: list[MovedMember]


class RecomputedReport(IssuedLine):
    """What an issued report would be now, cell by cell."""

    integrity: Integrity
    now: RecomputedNow
    causes: list[Cause]
    differs: bool
    cells: list[CellLine]
    groups: list[GroupLines]
    dossiers: list[MovedDossier]
    carried_over: CarriedOver
