"""Why something is not entered of an outage."""

from dataclasses import dataclass

from domain.refusals import Gravity, Malformed, Reason


@dataclass(frozen=True, slots=True)
class NotOfAnOutage(Reason):
    """A condition of entering something of an outage that does not hold."""

    gravity = Gravity.ACT


@dataclass(frozen=True, slots=True)
class UnknownOutage(Malformed):
    """Nobody declared an outage of that number."""

    code = "unknown-outage"
    number: int


@dataclass(frozen=True, slots=True)
class OutageAhead(NotOfAnOutage):
    """It is said to begin or to end at a time that has not come."""

    code = "outage-ahead"
    at: str
    now: str


@dataclass(frozen=True, slots=True)
class OutageBackwards(NotOfAnOutage):
    """It is said to end before it began."""

    code = "outage-backwards"
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class OutageConfirmedByWhoDeclares(NotOfAnOutage):
    """An outage needs a second person, under a key of his own."""

    code = "outage-confirmed-by-who-declares"
    person: str


@dataclass(frozen=True, slots=True)
class OutageTakenBack(NotOfAnOutage):
    """It was withdrawn."""

    code = "outage-withdrawn"
    number: int


@dataclass(frozen=True, slots=True)
class OutageNotLonger(NotOfAnOutage):
    """It is over sooner than is said now: an end takes time away, and adds none."""

    code = "outage-not-longer"
    number: int
    until: str
