"""A term as data: how much of what, from when, and how its end is rounded.

What starts, stops or resets a term is the procedure's to say; here stands what a calendar needs
to turn a start into a due date.
"""

from collections.abc import Mapping
from datetime import time
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator


class Unit(StrEnum):
    WORKING_DAY = "working-day"
    CALENDAR_DAY = "calendar-day"
    WORKING_HOUR = "working-hour"
    MONTH = "month"
    SAME_DAY = "same-day"
    """Due on the day it starts; after the cut-off, or the close, on the next working day."""


class StartRule(StrEnum):
    NEXT_DAY = "next-day"
    """The day of the event is not counted (Civil Code 2015 Art. 147)."""
    IMMEDIATE = "immediate"
    """From the instant, or the next office hour; of a term in days that day is the first."""


class EndRule(StrEnum):
    OFFICE_CLOSE = "office-close"
    """When the office closes on the last day; 24:00 when it does not open on it."""
    END_OF_DAY = "end-of-day"
    """24:00 of the last day (Civil Code 2015 Art. 148)."""
    SAME_TIME = "same-time"


class Roll(StrEnum):
    NEXT_WORKING = "next-working"
    """A last day off moves to the next working day (Civil Code 2015 Art. 148)."""
    NONE = "none"


def _on_the_clock(told: str) -> str:
    time.fromisoformat(told)
    return told


class Length(BaseModel):
    """How long, and how it is counted."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    amount: Annotated[int, Field(ge=0, le=10_000)]
    """In `unit`; 0 for same-day, and for nothing else."""
    unit: Unit
    cut_off: Annotated[str, Field(pattern=r"^\d\d:\d\d$"), AfterValidator(_on_the_clock)] | None = (
        None
    )
    """Local time after which what comes in counts as come in on the next working day; so does,
    where there is one, what comes in on a day off."""
    start_rule: StartRule = StartRule.NEXT_DAY
    """For hours immediate, unless told (Civil Code 2015 Art. 147(1))."""
    end_rule: EndRule = EndRule.OFFICE_CLOSE
    """For hours the same time, unless told."""
    roll: Roll = Roll.NEXT_WORKING
    """Of a term in calendar days or months: the others end on a working day by themselves."""

    @property
    def closing_time(self) -> time | None:
        return time.fromisoformat(self.cut_off) if self.cut_off else None

    @model_validator(mode="before")
    @classmethod
    def _hours_run_at_once(cls, told: Any) -> Any:
        if not isinstance(told, Mapping) or told.get("unit") != Unit.WORKING_HOUR:
            return told
        return {"start_rule": StartRule.IMMEDIATE, "end_rule": EndRule.SAME_TIME, **told}

    @model_validator(mode="after")
    def _some_of_it(self) -> Self:
        if (self.amount == 0) is not (self.unit is Unit.SAME_DAY):
            raise ValueError("the amount is 0 for same-day, and for nothing else")
        return self
