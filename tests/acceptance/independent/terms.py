"""Terms in days, counted on a calendar of its own.

From the tables that hoso ships, and from nothing that reads them: which days are off, which are
worked instead, and what a procedure's version says of its settlement.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, islice
from pathlib import Path
from typing import Any, Final

DAY: Final = timedelta(days=1)
SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    off: frozenset[date]
    worked: frozenset[date]

    def works(self, day: date) -> bool:
        return day in self.worked or (day.weekday() < SATURDAY and day not in self.off)

    def behind(self, day: date) -> Iterator[date]:
        """The working days after it, without end."""
        return (one for ahead in count(1) if self.works(one := day + ahead * DAY))


@dataclass(frozen=True, slots=True)
class Term:
    """A settlement term."""

    field: str
    amount: int
    unit: str
    starts: str
    """Received, complete or a milestone."""

    def ends(self, start: date, calendar: Calendar) -> date:
        """The day of the start does not count (BLDS 2015 Art. 147); a term in calendar days or
        months that would end on a day off ends on the next working day (Art. 148)."""
        if self.unit == "working-day":
            return next(islice(calendar.behind(start), self.amount - 1, None))
        last = start + self.amount * DAY if self.unit == "calendar-day" else _months(start, self)
        return next(calendar.behind(last - DAY))


Terms = Mapping[tuple[str, str, str | None], Term]
"""By procedure, its version's first day and the case; None where it is no particular one."""


def calendar(table: Path) -> Calendar:
    told = tomllib.loads(table.read_text("utf-8"))
    off = {day for declared in told["declared"] for day in _days(declared)}
    swapped = told["swapped"]
    return Calendar(
        off=frozenset(off | {swap["off"] for swap in swapped}),
        worked=frozenset(swap["work"] for swap in swapped),
    )


def terms(catalogue: Path) -> Terms:
    """Of all procedures in the folder; one with several starts is left out: nobody here asks."""
    found: dict[tuple[str, str, str | None], Term] = {}
    for table in sorted(catalogue.rglob("*.toml")):
        for version in tomllib.loads(table.read_text("utf-8")).get("version", []):
            for term in version.get("terms", []):
                if term["clock"] == "settlement" and len(term["starts"]) == 1:
                    key = version["code"], version["valid_from"].isoformat(), term.get("case")
                    found[key] = _term(version["field"], term)
    return found


def _days(declared: Mapping[str, Any]) -> Iterator[date]:
    yield from declared.get("days", [])
    if first := declared.get("first"):
        yield from (first + ahead * DAY for ahead in range((declared["last"] - first).days + 1))


def _term(field: str, told: Mapping[str, Any]) -> Term:
    length = told["length"]
    return Term(field, length["amount"], length["unit"], told["starts"][0])


def _months(start: date, term: Term) -> date:
    """The same day of the month, or its last where it has none such."""
    year, month = divmod(start.year * 12 + start.month - 1 + term.amount, 12)
    next_month = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + (start.day - 1) * DAY, next_month - DAY)
