"""The working calendar: which days and hours count, for whom, as known when."""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, Self, TypeVar
from zoneinfo import ZoneInfo

from pydantic import model_validator

from domain.calendar.announced import Announced, Scope, known
from domain.calendar.days import WEIGHTS, DeclaredDay, Kind
from domain.calendar.hours import Interval, OfficeHours

T = TypeVar("T")

MONDAY_TO_FRIDAY: Final = (0, 1, 2, 3, 4)

REMEMBERED: Final = 5_000
"""Answers that a calendar keeps: an office of twenty terms asks for as many in a year."""


class Undetermined(Exception):
    """The calendar cannot answer: no office hours are known, or no working day comes."""


class Coverage(Announced):
    """Days of which all holidays are declared, those too that are fixed year by year. A swap may
    still come."""

    first: date
    last: date

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.last < self.first:
            raise ValueError("last is before first")
        return self


@dataclass(frozen=True, slots=True)
class DayStatus:
    working: bool
    decided_by: DeclaredDay | None = None
    """None: the weekly rhythm."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A calendar as it was known once, and what it said otherwise."""

    calendar: "WorkCalendar"
    otherwise: frozenset[date] = frozenset()
    """The days of which it said something else."""
    same_hours: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """What a calendar, which is frozen and asked often, has found out once."""

    worked: dict[date, bool] = field(default_factory=dict)
    covered: dict[date, bool] = field(default_factory=dict)
    hours: dict[date, tuple[Interval, ...]] = field(default_factory=dict)
    earlier: dict[int, Earlier] = field(default_factory=dict)
    """As it stood after so many of the days on which something became known."""
    answers: dict[Hashable, Any] = field(default_factory=dict)
    """To whatever else was asked, by what was asked."""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """All that was ever declared. What was withdrawn stays, and does not bind.

    `scopes` are those that hold for the office that asks, from the widest to its own. The nearer
    one decides a day; within a scope the kind does (`WEIGHTS`), then the later announcement.
    """

    zone: ZoneInfo
    declared: tuple[DeclaredDay, ...] = ()
    hours: tuple[OfficeHours, ...] = ()
    covered: tuple[Coverage, ...] = ()
    weekdays: tuple[int, ...] = MONDAY_TO_FRIDAY
    """The working weekdays, Monday is 0. An office with another week has a calendar of its own:
    a swap binds only those whose weekend is Saturday and Sunday."""
    scopes: tuple[Scope, ...] = ("VN",)
    _deciding: Mapping[date, DeclaredDay] = field(init=False, repr=False, compare=False)
    _announced: tuple[date, ...] = field(init=False, repr=False, compare=False)
    """The days on which something of it became known, in order."""
    _found: Found = field(default_factory=Found, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        lightest_first = sorted(self._binding(), key=self._weight)
        object.__setattr__(self, "_deciding", {entry.day: entry for entry in lightest_first})
        object.__setattr__(self, "_announced", tuple(sorted(set(self._news()))))

    def _binding(self) -> Iterator[DeclaredDay]:
        return (entry for entry in self.declared if entry.binds and entry.scope in self.scopes)

    def _weight(self, entry: DeclaredDay) -> tuple[int, int, date]:
        announced = entry.announced_on or date.min
        return self.scopes.index(entry.scope), WEIGHTS[entry.kind], announced

    def _news(self) -> Iterator[date]:
        for entry in (*self.declared, *self.hours, *self.covered):
            yield from (day for day in (entry.announced_on, entry.withdrawn_on) if day)

    def as_known(self, on: date) -> "WorkCalendar":
        """The calendar as announced by the end of `on`."""
        return self._earlier(on).calendar

    def knew(self, on: date, first: date, last: date) -> bool:
        """Whether at the end of `on` it gave every day from `first` to `last` the same work; that
        holidays were still to be declared, it may have said."""
        earlier = self._earlier(on)
        return earlier.same_hours and not any(first <= day <= last for day in earlier.otherwise)

    def _earlier(self, on: date) -> Earlier:
        reached = bisect_right(self._announced, on)
        if reached == len(self._announced):
            return Earlier(self)
        if reached not in self._found.earlier:
            self._found.earlier[reached] = self._compared(
                replace(
                    self,
                    declared=known(self.declared, on),
                    hours=known(self.hours, on),
                    covered=known(self.covered, on),
                )
            )
        return self._found.earlier[reached]

    def _compared(self, then: "WorkCalendar") -> Earlier:
        days = {*self._deciding, *then._deciding}
        otherwise = {day for day in days if self._deciding.get(day) != then._deciding.get(day)}
        return Earlier(then, frozenset(otherwise), self.hours == then.hours)

    def remembered(self, asked: Hashable, find: Callable[[], T]) -> T:
        """The answer to `asked`, which `find` finds the first time."""
        answers = self._found.answers
        if asked not in answers:
            if len(answers) >= REMEMBERED:
                answers.clear()
            answers[asked] = find()
        return answers[asked]  # type: ignore[no-any-return]

    def within(self, *scopes: Scope) -> "WorkCalendar":
        """The same calendar asked by an office: its scopes, from the widest to its own."""
        return replace(self, scopes=scopes)

    def status(self, day: date) -> DayStatus:
        """Whether the day is worked, and the declaration that decides it."""
        decided_by = self._deciding.get(day)
        if decided_by is None:
            return DayStatus(self.is_ordinary(day))
        return DayStatus(decided_by.working, decided_by)

    def is_working_day(self, day: date) -> bool:
        if day not in self._found.worked:
            self._found.worked[day] = self.status(day).working
        return self._found.worked[day]

    def is_ordinary(self, day: date) -> bool:
        """Whether the weekly rhythm alone would have it worked: the naive count."""
        return day.weekday() in self.weekdays

    def is_covered(self, day: date) -> bool:
        """Whether all holidays of that time of the year are declared."""
        if day not in self._found.covered:
            binding = (entry for entry in self.covered if entry.binds)
            self._found.covered[day] = any(entry.first <= day <= entry.last for entry in binding)
        return self._found.covered[day]

    def hours_of(self, day: date) -> tuple[Interval, ...]:
        """The office hours of the day; none on a day off.

        Raises Undetermined when the day is worked and no table of hours holds.
        """
        if day not in self._found.hours:
            self._found.hours[day] = self._hours_of(day)
        return self._found.hours[day]

    def _hours_of(self, day: date) -> tuple[Interval, ...]:
        status = self.status(day)
        if not status.working:
            return ()
        if status.decided_by and status.decided_by.hours:
            return status.decided_by.hours
        return self._table(day).of(self._stands_for(day, status.decided_by))

    def _table(self, day: date) -> OfficeHours:
        tables = [
            table
            for table in self.hours
            if table.binds and table.scope in self.scopes and table.holds(day)
        ]
        if not tables:
            raise Undetermined(f"no office hours are known for {day}")
        return max(tables, key=lambda table: (self.scopes.index(table.scope), table.valid_from))

    def _stands_for(self, day: date, declared: DeclaredDay | None) -> tuple[int, ...]:
        """The weekdays whose hours the day may have, the first that has any.

        A make-up Saturday is worked like the day that it makes up for, not like the Saturday
        mornings on which the desk receives.
        """
        if declared and declared.kind is Kind.MAKEUP_WORK_DAY:
            swapped = (declared.instead_of.weekday(),) if declared.instead_of else ()
            return (*swapped, *self.weekdays)
        return (day.weekday(), *self.weekdays) if declared else (day.weekday(),)
