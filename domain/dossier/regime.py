"""What governs a dossier: the law of its receipt, and the calendar of its authority."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from domain.calendar.calendar import Undetermined, WorkCalendar
from domain.calendar.due import Due, due
from domain.dossier.dossier import Dossier
from domain.law import Law
from domain.procedure.common import Common, Decree, Default, Limits
from domain.procedure.pins import Pinned
from domain.procedure.procedure import Procedure
from domain.procedure.term import Term

Readings = frozenset[Default]
"""The rules that are read otherwise: the other reading that the law allows."""

AS_WE_READ_IT: Readings = frozenset()


@dataclass(frozen=True)
class Regime:
    """Terms, limits and working time, as they hold for one dossier."""

    dossier: Dossier
    zone: ZoneInfo
    pinned: Pinned | None
    followed: Procedure | None
    """The procedure of the dossier that it was filed with, where its terms are inherited."""
    calendar: WorkCalendar | None
    decrees: tuple[Decree, ...]
    common: Common
    readings: Readings = AS_WE_READ_IT

    @property
    def cases(self) -> Collection[str]:
        pin = self.dossier.intake.procedure
        return pin.cases if pin else ()

    def term(self, clock: str) -> Term | None:
        """The clock's term: an inherited one, the procedure's, or what a decree says for all."""
        return self._inherited(clock) or self._own(clock) or self.decreed(clock)

    def _inherited(self, clock: str) -> Term | None:
        inherits = self.pinned.receipt.inherits if self.pinned else None
        if inherits is None or self.followed is None or clock not in inherits.clocks:
            return None
        return self.followed.term(clock)

    def _own(self, clock: str) -> Term | None:
        return self.pinned.receipt.term(clock, self.cases) if self.pinned else None

    def decreed(self, clock: str) -> Term | None:
        found = (term for decree in self.decrees for term in decree.terms if term.clock == clock)
        return next(found, None)

    @cached_property
    def limits(self) -> Limits:
        """How often something is allowed; of several decrees in force, the first that says."""
        told = [decree.limits.model_dump(exclude_none=True) for decree in reversed(self.decrees)]
        return Limits.model_validate({name: times for each in told for name, times in each.items()})

    def read_otherwise(self, rule: Default) -> bool:
        return rule in self.readings

    def as_known(self, day: date) -> "Regime":
        """With the calendar as it was announced by the end of the day."""
        return replace(self, calendar=self.calendar.as_known(day)) if self.calendar else self

    def due(self, term: Term, at: datetime) -> Due | None:
        """When the term ends that something at `at` sets off; None where no calendar tells."""
        if self.calendar is None:
            return None
        try:
            return due(self.calendar, term.length, at)
        except Undetermined:
            return None

    def day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()


def regime(
    dossier: Dossier, law: Law, acted_on: date | None = None, readings: Readings = AS_WE_READ_IT
) -> Regime:
    """What governs the dossier on the day of an act; on the day of its receipt by default."""
    zone = dossier.zone(law.zone)
    accepted = dossier.intake.accepted
    received_on = accepted.at.astimezone(zone).date() if accepted else None
    pin, pinned, followed = dossier.intake.procedure, None, None
    if pin and received_on:
        pinned_on = _pinned_on(received_on, acted_on, readings)
        pinned = law.pinned(pin.code, pinned_on, acted_on or received_on)
        followed = _followed(dossier, law, pinned, received_on)
    return Regime(
        dossier,
        zone,
        pinned,
        followed,
        law.calendar_of(dossier.intake.authority.id, zone),
        law.common.decrees_on(received_on) if received_on else (),
        law.common,
        readings,
    )


def _pinned_on(received_on: date, acted_on: date | None, readings: Readings) -> date:
    now = Default.RECEIPT_PINS_THE_SUBSTANCE in readings
    return (acted_on or received_on) if now else received_on


def _followed(
    dossier: Dossier, law: Law, pinned: Pinned | None, received_on: date
) -> Procedure | None:
    inherits = pinned.receipt.inherits if pinned else None
    if inherits is None:
        return None
    codes = [law.code(code) for code in dossier.intake.hand_in.filed_with]
    found = (law.in_force(code, received_on) for code in codes if code in inherits.filed_with)
    return next((procedure for procedure in found if procedure), None)
