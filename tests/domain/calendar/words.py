"""Words for days and terms, so that tests read like sentences."""

import tomllib
from datetime import date, datetime, time
from functools import cache
from importlib.resources import files
from typing import Any, Final
from zoneinfo import ZoneInfo

from domain.calendar.because import Cause
from domain.calendar.calendar import WorkCalendar
from domain.calendar.days import DeclaredDay, Kind
from domain.calendar.due import Due, due
from domain.calendar.hours import WEEK, Hours, Interval, OfficeHours
from domain.calendar.parse import parse
from domain.calendar.stopped import Stop, Suspended, due_with_stops
from domain.calendar.term import Length, Unit

HANOI: Final = "Asia/Ho_Chi_Minh"
AMSTERDAM: Final = "Europe/Amsterdam"

# What a reader of a due date asks: which days came in between that one would not think of.
UNEXPECTED: Final = (Cause.SKIPPED, Cause.MADE_UP, Cause.ROLLED, Cause.SHORT_MONTH)


@cache
def vietnam() -> WorkCalendar:
    """The calendar that comes with hoso."""
    return parse(told_vietnam())


def told_vietnam() -> dict[str, Any]:
    return tomllib.loads((files("domain.calendar") / "vietnam.toml").read_text(encoding="utf-8"))


def day(text: str) -> date:
    """A day as forms write it: 26/04/2019."""
    return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007


def at(text: str, zone: str = HANOI) -> datetime:
    """A local time as forms write it: 26/04/2019 10:00."""
    naive = datetime.strptime(text, "%d/%m/%Y %H:%M")  # noqa: DTZ007
    return naive.replace(tzinfo=ZoneInfo(zone))


def hours(*intervals: str) -> Hours:
    """07:00-11:30, 13:30-17:00."""
    ends = (interval.split("-") for interval in intervals)
    return tuple(Interval(time.fromisoformat(a), time.fromisoformat(b)) for a, b in ends)


def table(*intervals: str, days: int = 5, **told: Any) -> OfficeHours:
    """The same hours from Monday on, on so many days of the week."""
    weekly = dict.fromkeys(WEEK[:days], hours(*intervals))
    return OfficeHours.model_validate(
        {"scope": "VN", "basis": "F", "valid_from": day("01/01/2000"), "weekly": weekly, **told}
    )


def declared(text: str, kind: Kind, **told: Any) -> DeclaredDay:
    names = {"name_vi": str(kind), "name_en": str(kind)}
    return DeclaredDay.model_validate(
        {"day": day(text), "kind": kind, "scope": "VN", "basis": "F", **names, **told}
    )


def working_days(amount: int, **told: Any) -> Length:
    return Length(amount=amount, unit=Unit.WORKING_DAY, **told)


def calendar_days(amount: int, **told: Any) -> Length:
    return Length(amount=amount, unit=Unit.CALENDAR_DAY, **told)


def working_hours(amount: int, **told: Any) -> Length:
    return Length(amount=amount, unit=Unit.WORKING_HOUR, **told)


def months(amount: int, **told: Any) -> Length:
    return Length(amount=amount, unit=Unit.MONTH, **told)


def same_day(**told: Any) -> Length:
    return Length(amount=0, unit=Unit.SAME_DAY, **told)


def vietnam_due(length: Length, start: str) -> Due:
    return due(vietnam(), length, at(start))


def stop(began: str, ended: str | None, what: str = "supplement 1") -> Stop:
    return Stop(at(began), at(ended) if ended else None, what)


def found(length: Length, start: str, *stops: Stop) -> Due:
    """When it is due though it was stopped."""
    until = due_with_stops(vietnam(), length, at(start), stops)
    assert isinstance(until, Due)
    return until


def suspended(length: Length, start: str, *stops: Stop) -> Suspended:
    """What is left of it while it is stopped."""
    until = due_with_stops(vietnam(), length, at(start), stops)
    assert isinstance(until, Suspended)
    return until


def shown(until: Due | Suspended, *causes: Cause) -> list[str]:
    """The reasons as a sheet would print them: what, which day, which stop or its name."""
    return [
        f"{why.cause} {why.day:%d/%m} "
        f"{why.what or (why.declared.name_en if why.declared else '')}".strip()
        for why in until.because
        if why.cause in (causes or tuple(Cause))
    ]


def unexpected(until: Due) -> list[str]:
    return shown(until, *UNEXPECTED)
