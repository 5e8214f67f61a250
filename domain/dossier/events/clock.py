"""What is said of fees, of promises and of lateness."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from domain.dossier.events.said import Said
from domain.dossier.values import FreeText, Label, Moment


class FeeRequested(Said):
    """A financial obligation is notified (thông báo nghĩa vụ tài chính; status 6,
    QĐ 766/QĐ-TTg)."""

    kind: Literal["dossier.fee-requested"] = "dossier.fee-requested"
    fee: Label = "1"
    amount: Annotated[int, Field(ge=0)] | None = None
    """In đồng."""


class FeePaid(Said):
    """The financial obligation was met; the evidence is kept with the dossier (NĐ 61/2018
    Art. 22(3))."""

    kind: Literal["dossier.fee-paid"] = "dossier.fee-paid"
    fee: Label = "1"
    amount: Annotated[int, Field(ge=0)] | None = None


class Rescheduled(Said):
    """An apology and a new return date, once (Mẫu 04, NĐ 61/2018 Art. 19(9)). The legal date
    does not move."""

    kind: Literal["dossier.rescheduled"] = "dossier.rescheduled"
    promised_return: Moment
    reason: FreeText | None = None
    number: Label | None = None
    """Of the apology slip."""
    signer: Label | None = None


class ApplicantNotified(Said):
    """The applicant was told something (NĐ 61/2018 Art. 17(2), 19(9), 20(4))."""

    kind: Literal["dossier.applicant-notified"] = "dossier.applicant-notified"
    about: Literal[
        "receipt", "supplement", "delay", "result-ready", "early-return", "stop", "other"
    ]
    means: Literal["sms", "email", "phone", "post", "portal", "in-person"] | None = None


class DeadlineRecomputed(Said):
    """An open deadline moved with the calendar, the law or a correction: no apology, and it does
    not use up the one reschedule."""

    kind: Literal["dossier.deadline-recomputed"] = "dossier.deadline-recomputed"
    cause: Literal["calendar", "law", "correction"]
    old: Moment | None = None
    new: Moment
    legal_basis: Label | None = None


class LateCause(StrEnum):
    """Why it was late (TT 02/2017/TT-VPCP form 07g, and what practice adds)."""

    REGULATION = "regulation"
    STAFFING = "staffing"
    FACILITIES = "facilities"
    COORDINATION = "coordination"
    OFFICER = "officer"
    APPLICANT = "applicant"
    CHANNEL_DIVERGENCE = "channel-divergence"
    SYSTEM_LATE_UPDATE = "system-late-update"
    SYNC_FAILURE = "sync-failure"
    OPINION_LATE = "opinion-late"
    COUNCIL_DELAY = "council-delay"
    FORCE_MAJEURE = "force-majeure"
    SUPPLEMENT_LATE = "supplement-late"
    OTHER = "other"


class LateCauseRecorded(Said):
    """The one primary cause of lateness, as one person sees it (TT 02/2017/TT-VPCP, form 07g)."""

    kind: Literal["dossier.late-cause-recorded"] = "dossier.late-cause-recorded"
    cause: LateCause
    unit: Label | None = None
    """The responsible unit."""
    note: FreeText | None = None


class LateCauseConfirmed(Said):
    """A second person agrees with the cause that was recorded. An act."""

    kind: Literal["dossier.late-cause-confirmed"] = "dossier.late-cause-confirmed"
    cause: LateCause
