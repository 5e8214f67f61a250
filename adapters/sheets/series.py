"""The periods of a chart: those of one length that lie in the time that is asked for."""

from collections.abc import Iterator
from typing import Final

from projections.periods import CALENDAR, Named, Scheme, Schemes
from projections.report import Period
from projections.report.asking import Asked, Wrong

MONTHS: Final = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}

MOST: Final = 120
"""Ten years of months: a picture, and a question to the database for each of them."""


def within(asked: Asked, every: str, schemes: Schemes) -> list[tuple[str, Asked]]:
    """The same question for every period that touches the days asked for, by its name, in the
    scheme that was asked for and in the order of time; each judged at its end, none later than
    the whole. Raises Wrong where the scheme has none of that length, and for more of them than a
    chart holds."""
    name = asked.named.scheme if asked.named else CALENDAR
    scheme = schemes.get(name)
    if scheme is None:
        raise Wrong("unknown-scheme", given=name, known=", ".join(schemes))
    if every not in MONTHS or not _has(scheme, MONTHS[every]):
        known = [name for name, months in MONTHS.items() if _has(scheme, months)]
        raise Wrong("unknown-length", given=every, scheme=scheme.name, known=", ".join(known))
    found = list(_touching(asked, scheme, MONTHS[every]))
    if len(found) > MOST:
        raise Wrong("too-many-periods", count=len(found), most=MOST)
    return [(each.name, _asked(asked, each)) for each in found]


def _has(scheme: Scheme, months: int) -> bool:
    return any(kind.months == months for kind in scheme.periods)


def _touching(asked: Asked, scheme: Scheme, months: int) -> Iterator[Named]:
    """A year of a scheme may begin in the one before, and a period may end in the next."""
    first, last = asked.period.from_on, min(asked.period.to_on, asked.period.as_of)
    for year in range(first.year - 1, last.year + 2):
        for kind in (kind for kind in scheme.periods if kind.months == months):
            for name, from_on, to_on in kind.of(year):
                if from_on <= last and first <= to_on:
                    yield Named(scheme.name, name, from_on, to_on)


def _asked(asked: Asked, named: Named) -> Asked:
    period = Period(named.from_on, named.to_on, min(named.to_on, asked.period.as_of))
    return Asked(period, asked.by, asked.clock, named)
