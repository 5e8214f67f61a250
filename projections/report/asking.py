"""Reads what somebody asks of the report. What makes no sense is Wrong, with a code."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeVar

from domain.dossier.clocks import Clock
from projections.periods import CALENDAR, FIRST_YEAR, LAST_YEAR, Named, Schemes
from projections.report.cells import MOST_LEVELS, Grouping, Levels, Path, Period
from projections.report.listing import OPENABLE, Key, Wanted

BETWEEN: Final = "/"
"""Stands between the keys of a group; in a key it is written %2F, and % is written %25."""

Word = TypeVar("Word", bound=StrEnum)


class Wrong(Exception):
    """The question makes no sense. `code` has its sentence in adapters.messages."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params: Mapping[str, Any] = params


@dataclass(frozen=True, slots=True)
class Said:
    """A question as it was put; None where nothing was said."""

    from_on: date | None = None
    to_on: date | None = None
    period: str | None = None
    scheme: str | None = None
    by: str | None = None
    clock: str | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that makes sense."""

    period: Period
    by: Levels = ()
    clock: Clock = Clock.OWED
    named: Named | None = field(default=None)


def asked(said: Said, schemes: Schemes, today: date) -> Asked:
    """Judged at the end of `as_of`, by default the earlier of the period's end and today.

    Raises Wrong.
    """
    named = _named(said, schemes)
    from_on, to_on = (named.from_on, named.to_on) if named else _days(said)
    as_of = not_ahead(said.as_of, today) or min(to_on, today)
    period = Period(from_on, to_on, as_of)
    return Asked(period, levels(said.by), clock(said.clock), named)


def not_ahead(day: date | None, today: date) -> date | None:
    if day and _in_a_known_year(day) > today:
        raise Wrong("day-not-come", name="as_of", day=day.isoformat(), today=today.isoformat())
    return day


def levels(by: str | None) -> Levels:
    """From `field,procedure`, outermost first; nothing: none."""
    names = by.split(",") if by else []
    found = tuple(_word(Grouping, name, "unknown-grouping") for name in names)
    if twice := [name for name in names if names.count(name) > 1]:
        raise Wrong("grouping-twice", grouping=twice[0])
    if len(found) > MOST_LEVELS:
        raise Wrong("too-many-levels", most=MOST_LEVELS)
    return found


def clock(name: str | None) -> Clock:
    return _word(Clock, name, "unknown-clock") if name else Clock.OWED


def wanted(asked: Asked, cell: str, group: str | None) -> Wanted:
    """A number of that report. Raises Wrong."""
    if cell not in OPENABLE:
        raise _unknown("unknown-cell", cell, OPENABLE)
    path = keys(group)
    if len(path) > len(asked.by):
        raise Wrong("group-without-level", group=group, levels=len(asked.by))
    return Wanted(asked.period, OPENABLE[cell], asked.by, path, asked.clock)


def keys(group: str | None) -> Path:
    """The keys of a group as it is written: `radiation-safety/1.001392`."""
    return () if group is None else tuple(map(_read, group.split(BETWEEN)))


def _read(key: str) -> str:
    return key.replace("%2F", BETWEEN).replace("%25", "%")


def cursor_key(cursor: str | None) -> Key | None:
    """Raises Wrong for what is no cursor."""
    if not cursor:
        return None
    day, colon, stream = cursor.partition(":")
    try:
        # Without it, a day alone would begin behind it.
        return date.fromisoformat(day if colon else ""), stream
    except ValueError:
        raise Wrong("unknown-cursor", cursor=cursor) from None


def _named(said: Said, schemes: Schemes) -> Named | None:
    if said.period is None:
        if said.scheme is not None:
            raise Wrong("period-missing")
        return None
    if said.from_on or said.to_on:
        raise Wrong("period-twice")
    scheme = schemes.get(said.scheme or CALENDAR)
    if scheme is None:
        raise _unknown("unknown-scheme", said.scheme or CALENDAR, schemes)
    found = scheme.period(said.period)
    if found is None:
        example = ", ".join(scheme.examples(2019))
        raise Wrong("unknown-period", period=said.period, scheme=scheme.name, known=example)
    return found


def _days(said: Said) -> tuple[date, date]:
    if said.from_on is None or said.to_on is None:
        raise Wrong("period-missing")
    if _in_a_known_year(said.to_on) < _in_a_known_year(said.from_on):
        days = {"from_on": said.from_on.isoformat(), "to_on": said.to_on.isoformat()}
        raise Wrong("period-backwards", **days)
    return said.from_on, said.to_on


def _in_a_known_year(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        given, years = day.isoformat(), {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise Wrong("year-out-of-range", given=given, **years)
    return day


def _word(of: type[Word], given: str, code: str) -> Word:
    try:
        return of(given)
    except ValueError:
        raise _unknown(code, given, of) from None


def _unknown(code: str, given: str, known: Iterable[str]) -> Wrong:
    return Wrong(code, given=given, known=", ".join(known))
