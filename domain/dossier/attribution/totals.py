"""Sums over many dossiers: by account, unit, step, procedure and month."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from domain.dossier.attribution.charge import Attribution, Charge, Month
from domain.dossier.values import Carrier


class Dimension(StrEnum):
    """What minutes are summed by."""

    ACCOUNT = "account"
    UNIT = "unit"
    """The organisation that is charged; of a transit, the one that has not been relieved of it."""
    STEP = "step"
    PROCEDURE = "procedure"
    MONTH = "month"
    """The month in which the minute passed, as 2019-04, in the authority's local calendar."""


@dataclass(frozen=True, slots=True)
class Total:
    """All minutes that have the same key."""

    key: tuple[str | None, ...]
    """A value per dimension, in the order that was asked for; None where none is recorded."""
    before: int
    after: int

    @property
    def minutes(self) -> int:
        return self.before + self.after


class _Part(NamedTuple):
    of: Attribution
    charge: Charge
    month: Month


def totals(
    attributions: Iterable[Attribution],
    by: Sequence[Dimension],
    carrier: Carrier | None = None,
) -> tuple[Total, ...]:
    """The sums per key, of one reading, in the order in which the keys first come. They sum to the
    minutes of all the dossiers: every part of a charge falls under one key."""
    summed: dict[tuple[str | None, ...], Total] = {}
    for part in _parts(attributions, carrier):
        key = tuple(VALUES[dimension](part) for dimension in by)
        so_far = summed.get(key, Total(key, 0, 0))
        month = part.month
        summed[key] = Total(key, so_far.before + month.before, so_far.after + month.after)
    return tuple(summed.values())


def _parts(attributions: Iterable[Attribution], carrier: Carrier | None) -> Iterator[_Part]:
    for each in attributions:
        for charge in each.on(carrier):
            yield from (_Part(each, charge, month) for month in charge.months)


def _unit(part: _Part) -> str | None:
    holder = part.charge.whose.charged
    return holder.organisation if holder else None


VALUES: Final[Mapping[Dimension, Callable[[_Part], str | None]]] = {
    Dimension.ACCOUNT: lambda part: part.charge.whose.account.value,
    Dimension.UNIT: _unit,
    Dimension.STEP: lambda part: part.charge.whose.step,
    Dimension.PROCEDURE: lambda part: part.of.procedure,
    Dimension.MONTH: lambda part: f"{part.month.first:%Y-%m}",
}
