"""What can be wrong with what is asked of issued reports."""

from dataclasses import dataclass

from domain.refusals import Gravity, Malformed, Reason


@dataclass(frozen=True, slots=True)
class UnknownReport(Malformed):
    code = "unknown-report"
    number: str


@dataclass(frozen=True, slots=True)
class PeriodNotOver(Reason):
    """Its last day has not passed, and no day within it was named to judge at."""

    code = "period-not-over"
    gravity = Gravity.ACT
    to: str
    today: str


@dataclass(frozen=True, slots=True)
class NumberNotNext(Reason):
    """Numbers of a year have no gaps, and each is given once."""

    code = "report-number-not-next"
    gravity = Gravity.ACT
    number: str
    next: str


@dataclass(frozen=True, slots=True)
class ReportAltered(Reason):
    """What is kept of an issued report is not what was issued, or is not there."""

    code = "report-altered"
    gravity = Gravity.ACT
    number: str
    part: str


@dataclass(frozen=True, slots=True)
class RegisterAltered(Reason):
    """The chain of hashes of the law that was entered, or of the reports, does not hold."""

    code = "register-altered"
    gravity = Gravity.ACT
    stream: str
    version: int
