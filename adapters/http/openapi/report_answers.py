"""What is answered of reports, field by field."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from adapters.http.openapi.answers import Answer, Position, Version
from domain.dossier.clocks import Clock
from domain.dossier.deadlines import Deadline
from projections.report.why import Role

Class = Annotated[str, Field(alias="class")]
From = Annotated[date, Field(alias="from")]


class PeriodAsked(Answer):
    """Local days, both included."""

    from_: From
    to: date
    scheme: str | None = None
    name: str | None = None
    """In the scheme, such as 2019-Q3."""


class ReceivedCells(Answer):
    online: int
    direct: int
    """At the counter or by post, or by a channel unrecorded."""
    carried_over: int
    total: int


class ResolvedCells(Answer):
    early: int
    on_time: int
    late: int
    undetermined: int
    total: int


class OpenCells(Answer):
    in_time: int
    overdue: int
    undetermined: int
    total: int


class EndedCells(Answer):
    """Ended without a result."""

    withdrawn: int
    stopped: int
    total: int


class NationalCells(Answer):
    """The same dossiers by the national clock."""

    resolved: ResolvedCells
    open: OpenCells
    ended: EndedCells


Rate = Annotated[str | None, Field(pattern=r"^\d+\.\d\d$")]


class Rates(Answer):
    """Rounded half up at two digits; null where there is nothing to divide by."""

    on_time_of_resolved: Rate
    """Percent."""
    on_time_of_due: Rate
    """Percent."""
    national_index: Rate
    """Percent: index 2.1 of QĐ 766/QĐ-TTg."""
    mean_settlement_hours: Rate
    """Hours of office time."""


class ReportRow(Answer):
    """A row of form II.06a (TT 01/2020/TT-VPCP)."""

    key: str
    label: str
    path: list[str]
    """The keys of the levels, outermost first."""
    level: int
    """From 1, the outermost; 0 of what stands in no level."""
    received: ReceivedCells
    resolved: ResolvedCells
    open: OpenCells
    ended: EndedCells
    national: NationalCells
    contested: int
    """Already in the other cells: those whose class hangs on a reading of the law."""
    not_accepted: int
    late_without_cause: int
    late_without_apology: int
    promised_not_legal: int
    """Those whose class against the promised date and against the legal one differ."""
    national_ended_in_time: int
    settled: int
    settled_minutes: int
    """Minutes of office time, over those settled."""
    rates: Rates


class Report(Answer):
    """Form II.06a (TT 01/2020/TT-VPCP)."""

    period: PeriodAsked
    as_of: date
    """The local day at whose end dossiers are judged."""
    known_at: datetime | None
    zone: str | None
    """IANA: whose local days the period is of."""
    granularity: str
    clock: Clock
    denominators: dict[str, str]
    """What each rate is a share of."""
    by: str | None
    """The levels, outermost first, with commas between them."""
    rows: list[ReportRow]
    total: ReportRow


class ReportNow(Report):
    """The same, as it is now or was known."""

    parked: int
    """Dossiers that the figures are without, or have as they were."""


class AgainstDate(Answer):
    class_: Class
    due_on: date | None


class CountedDossier(Answer):
    """A dossier behind a number of a report, judged at the end of a day."""

    code: str
    stream: str
    class_: Class
    """The cell that it is in, such as resolved.late."""
    national: str | None
    """The cell by the national clock."""
    received_on: date
    due_on: date | None
    waits: bool
    """The clock stands still."""
    ended_on: date | None
    field: str | None
    procedure: str | None
    unit: str | None
    unit_now: str | None
    officer: str | None
    channel: str | None
    late_cause: str | None
    cause_confirmed: bool
    apologised: bool
    settled_minutes: int | None
    """Minutes of office time; null while it is open, or where nobody can tell."""
    contested: list[str]
    """The rules under whose other reading its class would differ."""
    promised_not_legal: dict[str, AgainstDate] | None


class CountedDossiers(Answer):
    """The dossiers behind a number of the report."""

    dossiers: list[CountedDossier]
    next: str | None
    """The cursor of the next page; null: this was the last."""
    parked: int


class LateNow(CountedDossiers):
    """What is open and overdue at the end of a day."""

    as_of: date


class Decisive(Answer):
    """An event that started, moved or ended the clock."""

    roles: list[Role]
    position: Position
    version: Version
    kind: str
    occurred_at: datetime
    recorded_at: datetime
    source: str
    request_id: str
    actor: str | None
    unit: str | None
    due_on: date | None
    due_at: datetime | None


class ByClock(Answer):
    class_: Class
    due_on: date | None
    ended_on: date | None
    waits: bool


class WhyClass(CountedDossier):
    """Why a dossier is early, on time or late."""

    dossier: str
    known_at: datetime | None
    clock: Clock
    as_of: date
    zone: str
    """IANA: of the dossier's authority."""
    started_at: datetime | None
    ended_at: datetime | None
    due: Deadline
    events: list[Decisive]
    clocks: dict[Clock, ByClock]
    """What every clock says; empty where it was not accepted."""
    dates: dict[str, AgainstDate]
    says: list[str]
    """The due date in sentences."""
