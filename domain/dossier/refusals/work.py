"""What is irregular about the work on a dossier."""

from dataclasses import dataclass

from domain.dossier.refusals.base import Irregular


@dataclass(frozen=True, slots=True)
class SupplementNotRequested(Irregular):
    """Nobody reported a request that this would answer."""

    code = "supplement-not-requested"
    supplement: str


@dataclass(frozen=True, slots=True)
class SupplementRepeated(Irregular):
    """Asked more often than the law allows: once at the desk, twice in all (NĐ 61/2018
    Art. 11(2)(c), 15(3); NĐ 63/2010 Art. 20(4))."""

    code = "supplement-repeated"
    times: int
    allowed: int


@dataclass(frozen=True, slots=True)
class SupplementOutOfWindow(Irregular):
    """Asked later after the receipt than the law allows (NĐ 61/2018 Art. 19(4)); the clock
    continues."""

    code = "supplement-out-of-window"
    until: str


@dataclass(frozen=True, slots=True)
class SupplementAroundOneStop(Irregular):
    """The applicant was asked directly, not by the one-stop desk (NĐ 61/2018 Art. 5(1)(e))."""

    code = "supplement-around-one-stop"
    supplement: str


@dataclass(frozen=True, slots=True)
class SupplementWindowOpen(Irregular):
    """It was declared lapsed while the applicant still had time."""

    code = "supplement-window-open"
    supplement: str
    until: str


@dataclass(frozen=True, slots=True)
class VerificationIncomplete(Irregular):
    """The record of a verification names place, participants and content (NĐ 61/2018
    Art. 19(3))."""

    code = "verification-incomplete"
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpinionWithoutDeadline(Irregular):
    """An agency is asked with content and deadline (NĐ 61/2018 Art. 19(5))."""

    code = "opinion-without-deadline"
    opinion: str


@dataclass(frozen=True, slots=True)
class OpinionNotRequested(Irregular):
    """Nobody reported a request that this would answer (NĐ 61/2018 Art. 19(5))."""

    code = "opinion-not-requested"
    opinion: str


@dataclass(frozen=True, slots=True)
class OpinionLate(Irregular):
    """Answered after the deadline that was set (NĐ 61/2018 Art. 19(5))."""

    code = "opinion-late"
    opinion: str
    until: str


@dataclass(frozen=True, slots=True)
class ExclusionNotBegun(Irregular):
    """An end of excluded time whose beginning nobody reported."""

    code = "exclusion-not-begun"
    exclusion: str


@dataclass(frozen=True, slots=True)
class ExclusionUnlawful(Irregular):
    """No term of the procedure leaves such time out: the clock runs on."""

    code = "exclusion-unlawful"
    why: str
    procedure: str


@dataclass(frozen=True, slots=True)
class MilestoneUnknown(Irregular):
    """No term of the procedure names it."""

    code = "milestone-unknown"
    milestone: str
    procedure: str


@dataclass(frozen=True, slots=True)
class FeeNotRequested(Irregular):
    """Nobody reported a notice that this would pay (NĐ 61/2018 Art. 22(3))."""

    code = "fee-not-requested"
    fee: str


@dataclass(frozen=True, slots=True)
class OfficerNotInUnit(Irregular):
    """Assigned to somebody who was no officer of the unit on that day (NĐ 61/2018 Art. 19(1))."""

    code = "officer-not-in-unit"
    officer: str
    unit: str
    day: str
