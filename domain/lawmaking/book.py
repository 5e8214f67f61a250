"""The law book: the law that hoso comes with, and what was entered since.

It answers two questions: what the law is, and what it was as far as the installation had learnt
it. What was announced long ago and entered today is known from today on: a slip that was printed
in between could not heed it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, timedelta
from itertools import accumulate
from typing import Final
from zoneinfo import ZoneInfo

from domain.calendar.calendar import WorkCalendar
from domain.calendar.days import DeclaredDay
from domain.law import Law, enact
from domain.lawmaking.events import (
    CalendarDeclared,
    CalendarWithdrawn,
    adds_work,
    may_shorten,
    named,
)
from domain.lawmaking.outages import is_of_an_outage, with_outage
from domain.procedure.enactment import enactments
from domain.procedure.events import Abolished, Amended, ProcedureEvent, Published
from domain.register import Entered

DAY: Final = timedelta(days=1)


@dataclass(slots=True, eq=False)
class LawBook:
    """Shared by all that decide or tell by the law in a process; `learn` is how it changes."""

    shipped: Law
    entered: tuple[Entered, ...] = ()
    """In their order."""
    _editions: list[Law] = field(init=False)
    """The law before the first entry, and after each."""

    def __post_init__(self) -> None:
        self._editions = list(accumulate(self.entered, with_entry, initial=self.shipped))

    @property
    def law(self) -> Law:
        """As it is now."""
        return self._editions[-1]

    @property
    def version(self) -> int:
        """How many entries it holds."""
        return len(self.entered)

    @property
    def changes(self) -> tuple[Entered, ...]:
        """The entries without those of outages, which change no deadline."""
        return tuple(one for one in self.entered if not is_of_an_outage(one.event))

    def learn(self, entered: Sequence[Entered]) -> bool:
        """Takes all that was entered, in its order; whether any of it is new."""
        new = tuple(entered[self.version :])
        for entry in new:
            self._editions.append(with_entry(self.law, entry))
        self.entered += new
        return bool(new)

    def as_learnt(self, position: int) -> Law:
        """As the installation knew it when the log had come to the position."""
        return self._editions[sum(entry.position <= position for entry in self.entered)]

    def before(self, entry: Entered) -> Law:
        return self._editions[entry.version - 1]

    def after(self, entry: Entered) -> Law:
        return self._editions[entry.version]

    def between(self, after: int, to: int) -> tuple[Entered, ...]:
        """What was entered behind a position, up to another."""
        return tuple(entry for entry in self.entered if after < entry.position <= to)


def with_entry(law: Law, entry: Entered) -> Law:
    """The law with one more entry."""
    match entry.event:
        case CalendarDeclared() | CalendarWithdrawn() if law.calendar is None:
            return law
        case CalendarDeclared(days=days):
            new = (_learnt(each, entry, law.zone) for each in days)
            return _declaring(law, (*_calendar(law).declared, *new))
        case CalendarWithdrawn() as event:
            known = _calendar(law).declared
            return _declaring(law, tuple(_withdrawn(one, event, entry, law.zone) for one in known))
        case Published() | Amended() | Abolished() as said:
            return _enacting(law, _known_from(law, said, entry))
        case _:
            return with_outage(law, entry)


def _calendar(law: Law) -> WorkCalendar:
    assert law.calendar
    return law.calendar


def _declaring(law: Law, declared: tuple[DeclaredDay, ...]) -> Law:
    return replace(law, calendar=replace(_calendar(law), declared=declared))


def _learnt(declared: DeclaredDay, entry: Entered, zone: ZoneInfo) -> DeclaredDay:
    learnt_on = _counts_from(entry, zone, adds_work(declared.kind))
    known_on = max(declared.announced_on or learnt_on, learnt_on)
    return declared.model_copy(update={"announced_on": known_on, "learnt": entry.position})


def _withdrawn(
    declared: DeclaredDay, event: CalendarWithdrawn, entry: Entered, zone: ZoneInfo
) -> DeclaredDay:
    if not declared.binds or named(declared) not in event.days:
        return declared
    known_on = max(event.withdrawn_on, _counts_from(entry, zone, not adds_work(declared.kind)))
    return declared.model_copy(
        update={"withdrawn_on": known_on, "withdrawal_learnt": entry.position}
    )


def _counts_from(entry: Entered, zone: ZoneInfo, shortens: bool) -> date:
    """Since which local day it is known; of an office to the west of ours, the day that it has
    there. What makes terms shorter was not known to who printed a slip that morning."""
    if shortens:
        return entry.recorded_at.astimezone(zone).date() + DAY
    return entry.recorded_at.astimezone(UTC).date()


def _known_from(law: Law, event: ProcedureEvent, entry: Entered) -> ProcedureEvent:
    eve = event.effective_on - DAY
    shortens = isinstance(event, Published | Amended) and may_shorten(
        event.procedure, law.in_force(event.code, eve)
    )
    known_on = max(event.known_on, _counts_from(entry, law.zone, shortens))
    return event.model_copy(update={"known_on": known_on})


def _enacting(law: Law, event: ProcedureEvent) -> Law:
    made = enact(law.zone, (*enacted(law), event), law.common, law.calendar, law.registry)
    return made.with_outages(law.outages)


def enacted(law: Law) -> tuple[ProcedureEvent, ...]:
    """What must have been said for the law to stand, also where it was simply given."""
    given = (version for versions in law.procedures.values() for version in versions)
    return law.enacted or enactments(given)
