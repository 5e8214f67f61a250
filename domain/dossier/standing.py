"""Early, on time or late: the class of a dossier, and whether it hangs on a reading of the law."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from domain.dossier.clock import first_ended_at
from domain.dossier.deadlines import Deadline, Missing, owed
from domain.dossier.dossier import Dossier
from domain.dossier.regime import Regime, regime
from domain.dossier.timeliness import Timeliness, timeliness
from domain.law import Law
from domain.procedure.common import Contested, Default

DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Standing:
    """All that decides a dossier's class, on whatever local day it is asked for."""

    due_on: date | None = None
    waits: bool = False
    """The clock stands still, for the applicant or a fee."""
    overdue_from: date | None = None
    """The first day at whose end an open dossier is overdue."""
    ended_on: date | None = None
    ended_as: Timeliness | None = None

    def on(self, day: date) -> Timeliness:
        """The class at the end of the day."""
        if self.ended_as and self.ended_on and self.ended_on <= day:
            return self.ended_as
        if self.waits:
            return Timeliness.IN_TIME
        if self.overdue_from is None:
            return Timeliness.OPEN_UNDETERMINED
        return Timeliness.OVERDUE if day >= self.overdue_from else Timeliness.IN_TIME


def standing(dossier: Dossier, law: Law, acted_on: date | None = None) -> Standing:
    """How the dossier stands as hoso reads the law, on the day of an act."""
    return _standing(regime(dossier, law, acted_on))


def alternatives(
    dossier: Dossier, law: Law, acted_on: date | None = None
) -> Mapping[Default, Standing]:
    """How it would stand under the other reading of each rule that it hangs on."""
    ours = regime(dossier, law, acted_on)
    stands = _standing(ours)
    read = {
        rule: _standing(regime(dossier, law, acted_on, frozenset({rule})))
        for rule in _hangs_on(ours)
        if _counts(law, rule)
    }
    return {rule: other for rule, other in read.items() if other != stands}


def contested(
    stands: Standing, others: Mapping[Default, Standing], day: date
) -> tuple[Default, ...]:
    """The rules under whose other reading the class would be another at the end of the day."""
    return tuple(rule for rule, other in others.items() if other.on(day) is not stands.on(day))


def _counts(law: Law, rule: Default) -> bool:
    marked = {one.name: one.contested for one in law.common.rules}
    return marked.get(rule, Contested.CLASS_DIFFERS_OTHERWISE) is not Contested.NEVER


def _hangs_on(governing: Regime) -> Iterator[Default]:
    yield from owed(governing).rules
    dossier = governing.dossier
    ended_at, first_at = dossier.ended_at, first_ended_at(dossier.result)
    if first_at and (ended_at is None or governing.day(first_at) != governing.day(ended_at)):
        yield Default.ENDS_AT_THE_LAST_CARRIER_OWED
    pinned = governing.pinned
    if pinned and pinned.act != pinned.receipt:
        yield Default.RECEIPT_PINS_THE_SUBSTANCE


def _standing(governing: Regime) -> Standing:
    deadline = owed(governing)
    ended_at = _ended_at(governing)
    ended_on = governing.day(ended_at) if ended_at else None
    return Standing(
        due_on=deadline.on,
        waits=deadline.missing in (Missing.SUSPENDED, Missing.NOT_STARTED),
        overdue_from=_overdue_from(deadline),
        ended_on=ended_on,
        ended_as=_ended_as(deadline, ended_at, ended_on) if ended_at and ended_on else None,
    )


def _ended_at(governing: Regime) -> datetime | None:
    if governing.read_otherwise(Default.ENDS_AT_THE_LAST_CARRIER_OWED):
        return first_ended_at(governing.dossier.result)
    return governing.dossier.ended_at


def _overdue_from(deadline: Deadline) -> date | None:
    """A term in hours is over within its last day; one in days, with it."""
    if deadline.on is None:
        return None
    return deadline.on if deadline.by_instant else deadline.on + DAY


def _ended_as(deadline: Deadline, ended_at: datetime, ended_on: date) -> Timeliness:
    if deadline.by_instant and deadline.at:
        if ended_at == deadline.at:
            return Timeliness.ON_TIME
        return Timeliness.EARLY if ended_at < deadline.at else Timeliness.LATE
    return timeliness(deadline.on, ended_on, ended_on)
