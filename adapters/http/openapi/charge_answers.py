"""What is answered of attribution and of the law, field by field."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field

from adapters.http.openapi.answers import Answer, Position
from adapters.http.openapi.report_answers import PeriodAsked
from domain.dossier.attribution import Dimension
from domain.dossier.deadlines import Deadline
from domain.dossier.lifecycle import Stage
from domain.dossier.timeliness import Timeliness
from domain.dossier.values import Carrier, Holder
from domain.procedure.common import Account
from projections.attribution import Dossiers as DossiersCounted


class WhoseTime(Answer):
    account: Account
    holder: Holder | None
    """Who has it or must act."""
    step: str | None
    carrier: Carrier | None
    giver: Holder | None
    lies: Account | None
    who: str | None
    says: str


class Charged(WhoseTime):
    """Working time from `since` up to `until`."""

    since: datetime
    until: datetime
    minutes: int
    before: int
    """Minutes until the due instant."""
    after: int
    """Minutes since the due instant."""


class Shared(WhoseTime):
    """What one account has of the minutes before, or after, the due instant."""

    minutes: int
    planned: int
    """Within the hours that the step has in the procedure's process."""
    over: int


class OfAccount(Answer):
    account: Account
    minutes: int
    before: int
    after: int


class Attributed(Answer):
    """Every working minute of a dossier, charged once."""

    since: datetime
    until: datetime
    ended: bool
    counts_since: datetime
    due: datetime | None
    term_minutes: int | None
    minutes: int
    late_minutes: int
    procedure: str | None
    sentence: str | None
    charges: list[Charged]
    accounts: list[OfAccount]
    ate_the_slack: list[Shared]
    made_it_late: list[Shared]


class WhyNot(Answer):
    code: str
    message: str


class AttributionOfDossier(Answer):
    """Whose working time it was, or why nobody can say."""

    dossier: str
    at: datetime
    known_at: datetime | None
    carrier: Carrier | None
    attribution: Attributed | None
    reason: WhyNot | None


class Minutes(Answer):
    minutes: int
    before: int
    """Until the due instant."""
    after: int
    """Since the due instant."""


class AttributionRow(Minutes):
    key: str | None
    label: str
    share_before: float
    """Of one."""
    share_after: float
    """Of one."""
    dossiers: int
    late: int


class AttributionReport(Answer):
    """Whose working time it was, over the dossiers that ended in a period."""

    period: PeriodAsked
    by: Dimension
    carrier: Carrier | None
    dossiers: DossiersCounted
    rows: list[AttributionRow]
    total: Minutes


class LawTotals(Answer):
    """Over all dossiers, whichever page is shown."""

    touched: int
    moved: int
    """With a new due date."""
    promised_anew: int
    """Of them, with a later promise."""
    flips: int
    """With another class."""


class JudgedBy(Answer):
    due_on: date | None
    class_: Annotated[Timeliness, Field(alias="class")]
    due: Deadline
    says: list[str]


class TouchedDossier(Answer):
    dossier: str
    code_system: str
    procedure: str | None
    stage: Stage
    before: JudgedBy
    after: JudgedBy
    flips: bool
    moved: bool
    promised: datetime | None
    promised_anew: datetime | None


class WhatIf(Answer):
    """The dossiers that a change of the law touches."""

    totals: LawTotals
    dossiers: list[TouchedDossier]


class LawEntry(Answer):
    """An entry of the law."""

    position: Position
    kind: str
    recorded_at: datetime
    actor: str | None
    entered_by: str | None
    """The key under which it was entered, or the account at a terminal."""
    confirmed_by: str | None
    moved: int
    """Open dossiers that it moved."""
    event: dict[str, Any]
    """What was entered."""


class EnteredLaw(WhatIf):
    """What a decision led to."""

    entry: LawEntry


class LawEntries(Answer):
    entries: list[LawEntry]
