"""Periods that reports are made for: their borders are data, scheme by scheme."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field

CALENDAR: Final = "calendar"
"""The scheme of a period that names none."""

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2199
"""No event is older or younger."""


@dataclass(frozen=True, slots=True)
class Named:
    """A period that has a name in its scheme; local days, both included."""

    scheme: str
    name: str
    from_on: date
    to_on: date


class Defined(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Kind(Defined):
    """Periods of one length, such as quarters."""

    form: Annotated[str, Field(pattern=r"^\{year\}[A-Z0-9-]*(\{number(:02)?\})?[A-Z]*$")]
    first_month: Annotated[int, Field(ge=-11, le=12)]
    """In which the first of the year begins; 0 is December of the year before."""
    first_day: Annotated[int, Field(ge=1, le=28)]
    months: Annotated[int, Field(ge=1, le=12)]
    times: Annotated[int, Field(ge=1, le=12)]
    """A year."""

    def of(self, year: int) -> Iterator[tuple[str, date, date]]:
        """Each by its name, with its first and its last day."""
        for number in range(1, self.times + 1):
            months = 12 * year + self.first_month - 1 + self.months * (number - 1)
            ends = self._day(months + self.months) - timedelta(days=1)
            yield self.form.format(year=year, number=number), self._day(months), ends

    def _day(self, months: int) -> date:
        return date(months // 12, months % 12 + 1, self.first_day)


class Scheme(Defined):
    name: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    says_en: str
    says_vi: str
    basis: str
    """Where its borders come from, and how surely they are known."""
    periods: tuple[Kind, ...]

    def period(self, name: str) -> Named | None:
        """None where there is none of that name."""
        if not (name[:4].isascii() and name[:4].isdigit()):
            return None
        year = int(name[:4])
        if not FIRST_YEAR <= year <= LAST_YEAR:
            return None
        found = (each for kind in self.periods for each in kind.of(year) if each[0] == name)
        return next((Named(self.name, *each) for each in found), None)

    def examples(self, year: int) -> tuple[str, ...]:
        """The first of each length."""
        return tuple(next(kind.of(year))[0] for kind in self.periods)


Schemes = Mapping[str, Scheme]


class _Told(Defined):
    schemes: tuple[Scheme, ...]


def parse(told: Mapping[str, Any]) -> Schemes:
    """What projections/periods.toml tells. Raises pydantic's ValidationError."""
    return {scheme.name: scheme for scheme in _Told.model_validate(told).schemes}
