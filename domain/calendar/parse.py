"""Makes a calendar of what a file says of it, or says which entries are wrong.

    zone = "Asia/Ho_Chi_Minh"       weekdays = ["mon", ...]
    scope = "VN"                    whom an entry binds that names no scope
    [[covered]]   first, last: all holidays between are declared
    [[hours]]     valid_from, valid_to, weekly: {mon = ["07:00-11:30", ...]}
    [[declared]]  kind, name_vi, name_en; days, or first and last; instead_of: one for each day
    [[swapped]]   off, work

and of each entry: source, basis, announced_on, withdrawn_on, as in `Announced`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Annotated, Any, Final, Self, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from domain.calendar.announced import Announced, Scope
from domain.calendar.calendar import Coverage, WorkCalendar
from domain.calendar.counting import days
from domain.calendar.days import Declaration, DeclaredDay, Kind
from domain.calendar.hours import WEEK, OfficeHours, Weekday

A_YEAR: Final = timedelta(days=366)

TABLES: Final = ("covered", "hours", "declared", "swapped")


class BadCalendar(Exception):
    """The calendar cannot be read. `problems` name their entries, in plain English."""

    def __init__(self, *problems: str) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class _Head(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    zone: str
    scope: Scope
    weekdays: Annotated[tuple[Weekday, ...], Field(min_length=1)] = WEEK[:5]


class _Declared(Declaration):
    """Days of one name, spelled out or from the first to the last."""

    days: tuple[date, ...] = ()
    first: date | None = None
    last: date | None = None
    instead_of: tuple[date, ...] = ()

    @model_validator(mode="after")
    def _says_which_days(self) -> Self:
        if not self.spelled_out():
            raise ValueError("no day is given: say days, or first and last")
        if self.days and (self.first or self.last):
            raise ValueError("say either days, or first and last")
        if self.first and self.last and self.last - self.first > A_YEAR:
            raise ValueError("last is more than a year after first")
        if self.instead_of and len(self.instead_of) != len(self.spelled_out()):
            raise ValueError("instead_of needs one day for each day")
        return self

    def spelled_out(self) -> tuple[date, ...]:
        if self.first and self.last:
            return tuple(days(self.first, self.last))
        return self.days


class _Swapped(Announced):
    """A working day given off, and the weekly day off on which it is made up."""

    off: date
    work: date
    scope: Scope


Model = TypeVar("Model", bound=BaseModel)


def parse(told: Mapping[str, Any]) -> WorkCalendar:
    """The calendar that a file (TOML, read by whoever may read files) describes.

    Raises BadCalendar with every problem found.
    """
    head = _head(told)
    entries = _Entries(told, head.scope)
    declared = (*_declared(entries.all("declared", _Declared)), *_swaps(entries))
    hours, covered = entries.all("hours", OfficeHours), entries.all("covered", Coverage)
    problems = (*entries.problems, *_said_twice(declared))
    if problems:
        raise BadCalendar(*problems)
    weekdays = tuple(sorted(WEEK.index(weekday) for weekday in set(head.weekdays)))
    return WorkCalendar(
        ZoneInfo(head.zone), declared, hours, covered, weekdays, scopes=(head.scope,)
    )


def _head(told: Mapping[str, Any]) -> _Head:
    try:
        head = _Head.model_validate({key: told[key] for key in told if key not in TABLES})
        ZoneInfo(head.zone)
    except ValidationError as error:
        raise BadCalendar(*(_problem("calendar", each) for each in error.errors())) from None
    except (ValueError, OSError, LookupError):
        raise BadCalendar("calendar: zone: should be an IANA time zone") from None
    return head


class _Entries:
    """The tables of the file, and what is wrong in them."""

    def __init__(self, told: Mapping[str, Any], scope: str) -> None:
        self.problems: list[str] = []
        self._told = told
        self._scope = scope

    def all(self, table: str, model: type[Model]) -> tuple[Model, ...]:
        rows = self._told.get(table, [])
        if not isinstance(rows, list):
            self.problems.append(f"{table}: should be a list of entries")
            return ()
        read = (self._one(table, model, number, row) for number, row in enumerate(rows, 1))
        return tuple(entry for entry in read if entry is not None)

    def _one(self, table: str, model: type[Model], number: int, row: Any) -> Model | None:
        if not isinstance(row, Mapping):
            self.problems.append(f"{table} {number}: should be a table")
            return None
        default = {"scope": self._scope} if "scope" in model.model_fields else {}
        try:
            return model.model_validate({**default, **row})
        except ValidationError as error:
            name = _name(table, number, row)
            self.problems += [_problem(name, each) for each in error.errors()]
            return None


def _name(table: str, number: int, row: Mapping[str, Any]) -> str:
    """How a person finds the entry again: its place, and what it says of itself."""
    known = [row.get(key) for key in ("name_en", "first", "off", "valid_from")]
    listed = row.get("days")
    known += listed[:1] if isinstance(listed, list) else []
    said = ", ".join(str(each) for each in known if each is not None)
    return f"{table} {number} ({said})" if said else f"{table} {number}"


def _problem(name: str, error: ErrorDetails) -> str:
    message = error["msg"].removeprefix("Value error, ")
    field = ".".join(str(part) for part in error["loc"])
    return f"{name}: {field}: {message}" if field else f"{name}: {message}"


def _declared(entries: tuple[_Declared, ...]) -> Iterator[DeclaredDay]:
    for entry in entries:
        shared = entry.model_dump(exclude={"days", "first", "last", "instead_of"})
        spelled_out = entry.spelled_out()
        instead_of = entry.instead_of or (None,) * len(spelled_out)
        for day, instead in zip(spelled_out, instead_of, strict=True):
            yield DeclaredDay(**shared, day=day, instead_of=instead)


def _swaps(entries: _Entries) -> Iterator[DeclaredDay]:
    for swap in entries.all("swapped", _Swapped):
        shared = swap.model_dump(exclude={"off", "work"})
        yield DeclaredDay(
            **shared,
            day=swap.off,
            instead_of=swap.work,
            kind=Kind.SWAPPED_OFF,
            name_vi="Nghỉ hoán đổi ngày làm việc",
            name_en="Day off by swap",
        )
        yield DeclaredDay(
            **shared,
            day=swap.work,
            instead_of=swap.off,
            kind=Kind.MAKEUP_WORK_DAY,
            name_vi="Làm bù",
            name_en="Make-up working day",
        )


def _said_twice(declared: tuple[DeclaredDay, ...]) -> Iterator[str]:
    """Two entries that bind the same scope on the same day alike: one of them is a slip."""
    binding = (entry for entry in declared if entry.binds)
    counted = Counter((entry.day, entry.kind, entry.scope) for entry in binding)
    for (day, kind, scope), times in counted.items():
        if times > 1:
            yield f"{day} is declared {times} times as {kind} of {scope}"
