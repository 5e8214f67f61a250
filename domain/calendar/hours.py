"""Office hours: a weekly table per scope, valid from a day on."""

from collections.abc import Iterable
from datetime import date, time
from itertools import pairwise
from typing import Annotated, Any, Final, Literal, NamedTuple, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from domain.calendar.announced import Announced, Scope

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

WEEK: Final[tuple[Weekday, ...]] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Interval(NamedTuple):
    """From a local time up to another of the same day, in whole minutes."""

    opens: time
    closes: time


def _read(told: Any) -> Any:
    """Text such as 07:00-11:30; anything else is left to be judged as it is."""
    if not isinstance(told, str):
        return told
    opens, _, closes = told.partition("-")
    return (opens.strip(), closes.strip())


def _sound(interval: Interval) -> Interval:
    if interval.opens >= interval.closes:
        raise ValueError("should close after it opens")
    if any(at.second or at.microsecond or at.tzinfo for at in interval):
        raise ValueError("should be local times in whole minutes")
    return interval


def _in_order(hours: tuple[Interval, ...]) -> tuple[Interval, ...]:
    if not hours:
        raise ValueError("should be at least one interval")
    if any(later.opens < earlier.closes for earlier, later in pairwise(hours)):
        raise ValueError("should be one after the other, without overlap")
    return hours


Hours = Annotated[
    tuple[Annotated[Interval, BeforeValidator(_read), AfterValidator(_sound)], ...],
    AfterValidator(_in_order),
]
"""The intervals of one day, in order."""


class OfficeHours(Announced):
    """A weekly table. It says when, never which days are worked: a row for Saturday is the
    reception of that morning, and makes no working day of it (QĐ 14/2010/QĐ-TTg)."""

    scope: Scope
    valid_from: date
    valid_to: date | None = None
    """The last day on which it holds; None while it does."""
    weekly: Annotated[dict[Weekday, Hours], Field(min_length=1)]

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.valid_to and self.valid_to < self.valid_from:
            raise ValueError("valid_to is before valid_from")
        return self

    def holds(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def of(self, weekdays: Iterable[int]) -> tuple[Interval, ...]:
        """The hours of the first of these weekdays (Monday is 0) that has any."""
        rows = (self.weekly.get(WEEK[weekday]) for weekday in weekdays)
        return next((row for row in rows if row), ())
