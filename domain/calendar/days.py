"""Days on which a calendar departs from the weekly rhythm, each as somebody declared it."""

from datetime import date
from enum import StrEnum
from typing import Final, Self

from pydantic import Field, model_validator

from domain.calendar.announced import Announced, Scope
from domain.calendar.hours import Hours


class Kind(StrEnum):
    PUBLIC_HOLIDAY = "public-holiday"
    """Labour Code 2019 Art. 112."""
    COMPENSATORY_DAY = "compensatory-day"
    """For a holiday on a weekly day off (nghỉ bù, Labour Code 2019 Art. 111(3))."""
    SWAPPED_OFF = "swapped-off"
    """A working day given off, to be made up (hoán đổi)."""
    MAKEUP_WORK_DAY = "makeup-work-day"
    """The day on which a swapped one is made up (làm bù)."""
    CLOSURE = "closure"
    """The office is shut: a storm, an epidemic."""
    OPENING = "opening"
    """The office works although others do not: it does not follow a swap, or is on duty."""
    OTHER_HOURS = "other-hours"
    """A working day with hours of its own: the afternoon before Tết, half a closure."""


WEIGHTS: Final = {
    kind: weight
    for weight, kind in enumerate(
        (
            Kind.SWAPPED_OFF,
            Kind.COMPENSATORY_DAY,
            Kind.PUBLIC_HOLIDAY,
            Kind.OTHER_HOURS,
            Kind.MAKEUP_WORK_DAY,
            Kind.OPENING,
            Kind.CLOSURE,
        )
    )
}
"""Which kind decides when one scope says several things of a day: the heavier, so a make-up day
is worked even on a holiday, and a closed office is closed. The days off only differ in name."""

WORKED: Final = frozenset({Kind.MAKEUP_WORK_DAY, Kind.OPENING, Kind.OTHER_HOURS})


class Declaration(Announced):
    """What is said of a day, whichever it is."""

    kind: Kind
    name_vi: str = Field(min_length=1)
    name_en: str = Field(min_length=1)
    scope: Scope
    hours: Hours | None = None
    """Its own office hours; None: those of the weekday that it stands for."""

    @property
    def working(self) -> bool:
        return self.kind in WORKED

    @model_validator(mode="after")
    def _hours_where_worked(self) -> Self:
        if self.hours and not self.working:
            raise ValueError(f"a day of kind {self.kind} has no hours")
        if self.kind is Kind.OTHER_HOURS and not self.hours:
            raise ValueError(f"a day of kind {self.kind} needs its hours")
        return self


class DeclaredDay(Declaration):
    day: date
    instead_of: date | None = None
    """The holiday that is compensated, or the other day of a swap."""
