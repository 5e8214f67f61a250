"""Early, on time or late: the class of a dossier, and whether it hangs on a reading of the law."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from domain.calendar.counting import DAY
from domain.dossier.clock import first_ended_at
from domain.dossier.deadlines import Deadline, Missing, owed
from domain.dossier.dossier import Dossier
from domain.dossier.regime import Regime, is_silent, regime
from domain.dossier.timeliness import Timeliness, timeliness
from domain.law import Law
from domain.procedure.common import Contested, Default

STANDS_STILL: Final = (Missing.SUSPENDED, Missing.UNPAID)


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
    governing = regime(dossier, law, acted_on)
    return stands(governing, owed(governing))


def alternatives(
    dossier: Dossier, law: Law, acted_on: date | None = None
) -> Mapping[Default, Standing]:
    """How it would stand under the other reading of each rule that it hangs on."""
    ours = regime(dossier, law, acted_on)
    deadline = owed(ours)
    as_we_read = stands(ours, deadline)
    hangs_on = dict.fromkeys((*deadline.rules, *_also_hangs_on(ours, deadline)))
    read = {rule: _read(dossier, law, acted_on, rule) for rule in hangs_on if _counts(law, rule)}
    return {rule: other for rule, other in read.items() if other != as_we_read}


def _read(dossier: Dossier, law: Law, acted_on: date | None, otherwise: Default) -> Standing:
    governing = regime(dossier, law, acted_on, frozenset({otherwise}))
    return stands(governing, owed(governing))


def contested(
    stands: Standing, others: Mapping[Default, Standing], day: date
) -> tuple[Default, ...]:
    """The rules under whose other reading the class would be another at the end of the day."""
    return tuple(rule for rule, other in others.items() if other.on(day) is not stands.on(day))


def _counts(law: Law, rule: Default) -> bool:
    marked = {one.name: one.contested for one in law.common.rules}
    return marked.get(rule, Contested.CLASS_DIFFERS_OTHERWISE) is not Contested.NEVER


def _also_hangs_on(governing: Regime, deadline: Deadline) -> Iterator[Default]:
    """Rules that decide no date: which carrier ends it, and which law it is."""
    ended_at, first_at = governing.dossier.ended_at, first_ended_at(governing.dossier.result)
    if first_at and (ended_at is None or _differs(governing, deadline, first_at, ended_at)):
        yield Default.ENDS_AT_THE_LAST_CARRIER_OWED
    changes, pinned = governing.changes, governing.pinned
    if changes and pinned and changes[-1] is not pinned.receipt:
        yield Default.RECEIPT_PINS_THE_SUBSTANCE
    if any(is_silent(governing.law, version) for version in changes):
        yield Default.SILENT_AMENDMENT_KEEPS_OLD


def _differs(governing: Regime, deadline: Deadline, one: datetime, other: datetime) -> bool:
    if deadline.by_instant:
        return one != other
    return governing.day(one) != governing.day(other)


def stands(governing: Regime, deadline: Deadline) -> Standing:
    """How the dossier stands against that due date."""
    ended_at = governing.ended_at
    ended_on = governing.day(ended_at) if ended_at else None
    return Standing(
        due_on=deadline.on,
        waits=deadline.missing in STANDS_STILL or _waits_for_a_record(governing, deadline),
        overdue_from=_overdue_from(governing, deadline),
        ended_on=ended_on,
        ended_as=ended_as(deadline, ended_at, ended_on) if ended_at and ended_on else None,
    )


def _waits_for_a_record(governing: Regime, deadline: Deadline) -> bool:
    """Under that reading nothing counts until somebody has told of it. As hoso reads the law, a
    clock that the authority itself has yet to start is undetermined, not in time."""
    unrecorded = governing.read_otherwise(Default.STARTS_AT_ACCEPTANCE)
    return unrecorded and deadline.missing is Missing.NOT_STARTED


def _overdue_from(governing: Regime, deadline: Deadline) -> date | None:
    """A term in hours is over within its last day; one in days, with it."""
    if deadline.on is None or deadline.at is None:
        return None
    within = deadline.by_instant and governing.day(deadline.at) == deadline.on
    return deadline.on if within else deadline.on + DAY


def ended_as(deadline: Deadline, ended_at: datetime, ended_on: date) -> Timeliness:
    """The class of what ended then, on that local day: a term in hours is judged to the instant,
    one in days by the day."""
    if deadline.by_instant and deadline.at:
        if ended_at == deadline.at:
            return Timeliness.ON_TIME
        return Timeliness.EARLY if ended_at < deadline.at else Timeliness.LATE
    return timeliness(deadline.on, ended_on, ended_on)
