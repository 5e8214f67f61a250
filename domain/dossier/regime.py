"""What governs a dossier: the law of its receipt, and the calendar of its authority."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.calendar.calendar import Undetermined, WorkCalendar
from domain.calendar.counting import DAY
from domain.calendar.due import Due, due
from domain.calendar.term import Length, Unit
from domain.dossier.clock import first_ended_at
from domain.dossier.dossier import Dossier, local_day
from domain.dossier.values import Channel
from domain.law import Law
from domain.procedure.common import Decree, Default, Limits
from domain.procedure.pins import Pinned
from domain.procedure.procedure import Procedure
from domain.procedure.term import Term

Readings = frozenset[Default]
"""The rules that are read otherwise: the other reading that the law allows."""

AS_WE_READ_IT: Readings = frozenset()

OF_THE_LAW_NOW: Readings = frozenset(
    {Default.RECEIPT_PINS_THE_SUBSTANCE, Default.SILENT_AMENDMENT_KEEPS_OLD}
)
"""Whose other reading asks for the law of today, whatever was in force when."""


class Stay(NamedTuple):
    """How long changes of its procedure could touch a dossier: what has ended keeps its law."""

    code: str
    received_on: date
    until: date


@dataclass(frozen=True)
class Regime:
    """Terms, limits and working time, as they hold for one dossier."""

    dossier: Dossier
    law: Law
    stay: Stay | None
    """None before the acceptance, or where no procedure is named."""
    pinned: Pinned | None
    followed: Procedure | None
    """The procedure of the dossier that it was filed with, where its terms are inherited."""
    calendar: WorkCalendar | None
    decrees: tuple[Decree, ...]
    readings: Readings = AS_WE_READ_IT

    @cached_property
    def zone(self) -> ZoneInfo:
        return self.dossier.zone(self.law.zone)

    def day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def read_otherwise(self, rule: Default) -> bool:
        return rule in self.readings

    @property
    def accepted_at(self) -> datetime | None:
        """The acceptance, unless a person let a carrier's arrival speak for the receipt."""
        return self.dossier.started_at

    @cached_property
    def ended_at(self) -> datetime | None:
        """When it was settled, withdrawn or stopped."""
        if self.read_otherwise(Default.ENDS_AT_THE_LAST_CARRIER_OWED):
            return first_ended_at(self.dossier.result)
        return self.dossier.ended_at

    @property
    def settled_at(self) -> datetime | None:
        """When its result was there; what was withdrawn or stopped before that is not settled."""
        ending = self.dossier.result.ending
        return None if ending and ending.at == self.ended_at else self.ended_at

    @property
    def cases(self) -> Collection[str]:
        pin = self.dossier.intake.procedure
        return pin.cases if pin else ()

    def term(self, clock: str) -> Term | None:
        """The clock's term: an inherited one, the procedure's, or what a decree says for all."""
        if clock not in self._terms:
            found = self._inherited(clock) or self.own(clock) or self.decreed(clock)
            self._terms[clock] = found
        return self._terms[clock]

    @cached_property
    def _terms(self) -> dict[str, Term | None]:
        """Those that were asked for: one date asks for its term again and again."""
        return {}

    def _inherited(self, clock: str) -> Term | None:
        inherits = self.pinned.receipt.inherits if self.pinned else None
        if inherits is None or self.followed is None or clock not in inherits.clocks:
            return None
        return self.followed.term(clock)

    def own(self, clock: str) -> Term | None:
        """What sector law says: the procedure itself."""
        return self.pinned.receipt.term(clock, self.cases) if self.pinned else None

    def decreed(self, clock: str) -> Term | None:
        return next((term for term in self.all_decreed if term.clock == clock), None)

    @cached_property
    def all_decreed(self) -> tuple[Term, ...]:
        """What the decrees of the day say of it: NĐ 45/2020 speaks only of what is sent online."""
        terms = (term for decree in self.decrees for term in decree.terms)
        return tuple(term for term in terms if self._was_sent or "submitted" not in term.starts)

    @property
    def _was_sent(self) -> bool:
        intake = self.dossier.intake
        unsaid = intake.channel is None and intake.hand_in.submitted_at is not None
        return unsaid or intake.channel is Channel.ONLINE

    @cached_property
    def limits(self) -> Limits:
        """How often something is allowed; of several decrees in force, the first that says."""
        told = [decree.limits.model_dump(exclude_none=True) for decree in reversed(self.decrees)]
        return Limits.model_validate({name: times for each in told for name, times in each.items()})

    @cached_property
    def changes(self) -> tuple[Procedure, ...]:
        """The versions that came into force while it was on its way."""
        return _changes(self.law, self.stay)

    def as_known(self, day: date) -> "Regime":
        """As the law could be known at the end of the day: with the calendar as it was announced,
        and without what changed only after it."""
        calendar = self.calendar.as_known(day) if self.calendar else None
        if not self._knew_the_law(day) and not self.readings & OF_THE_LAW_NOW:
            law = self.law if self._knew_what_held(day) else self.law.as_known(day)
            then = regime(self.dossier, law, day, self.readings)
            return replace(then, calendar=calendar)
        return self if calendar is self.calendar else replace(self, calendar=calendar)

    def knew(self, day: date, first: date, last: date) -> bool:
        """Whether at the end of the day the law gave the days from `first` to `last` no other
        term and no other work."""
        if not self._knew_the_law(day):
            return False
        return self.calendar is None or self.calendar.knew(day, first, last)

    def _knew_the_law(self, day: date) -> bool:
        changed_since = any(day < version.valid_from for version in self.changes)
        return not changed_since and self._knew_what_held(day)

    def _knew_what_held(self, day: date) -> bool:
        """Whether nothing that was in force was published only later."""
        codes = (self.stay.code,) if self.stay else ()
        followed = (self.followed.code,) if self.followed else ()
        return all(self.law.knew(code, day) for code in (*codes, *followed))

    def due(self, term: Term, at: datetime) -> Due | None:
        """When the term ends that something at `at` sets off; None where no calendar tells."""
        if self.calendar is None:
            return None
        try:
            return due(self.calendar, term.length, at)
        except Undetermined:
            return None

    def is_past(self, length: Length, ends: Due, at: datetime) -> bool:
        """Whether a term is over at `at`: one in hours to the minute, one in days with its last
        local day (Civil Code 2015 Art. 148)."""
        return at > ends.at if is_by_instant(length) else self.day(at) > ends.on

    def is_surely_within(self, length: Length, start: datetime, at: datetime) -> bool:
        """Whether so early that a term cannot be over: so many days of any kind are no fewer of
        the calendar. It saves the counting."""
        days = 0 if is_by_instant(length) else length.amount
        return self.day(at) < self.day(start) + days * DAY


def is_by_instant(length: Length) -> bool:
    """Judged to the minute, not to the local day."""
    return length.unit is Unit.WORKING_HOUR


def regime(
    dossier: Dossier, law: Law, acted_on: date | None = None, readings: Readings = AS_WE_READ_IT
) -> Regime:
    """What governs the dossier on the day of an act; on the day of its receipt by default."""
    zone = dossier.zone(law.zone)
    received_on = _received_on(dossier, zone)
    stay = _stay(dossier, received_on, acted_on, zone)
    pinned = _pinned(law, stay, acted_on, readings)
    return Regime(
        dossier,
        law,
        stay,
        pinned,
        _followed(dossier, law, stay, pinned),
        law.calendar_of(dossier.intake.authority.id, zone),
        law.common.decrees_on(received_on) if received_on else (),
        readings,
    )


def pinned_on(dossier: Dossier, law: Law, acted_on: date) -> Pinned | None:
    """The two pins alone: what `regime` has of them."""
    zone = dossier.zone(law.zone)
    stay = _stay(dossier, _received_on(dossier, zone), acted_on, zone)
    return _pinned(law, stay, acted_on, AS_WE_READ_IT)


def _received_on(dossier: Dossier, zone: ZoneInfo) -> date | None:
    accepted = dossier.intake.accepted
    return local_day(accepted.at, zone) if accepted else None


def _stay(
    dossier: Dossier, received_on: date | None, acted_on: date | None, zone: ZoneInfo
) -> Stay | None:
    pin = dossier.intake.procedure
    if pin is None or received_on is None:
        return None
    if acted_on is None or acted_on <= received_on:
        return Stay(pin.code, received_on, received_on)
    ended_on = local_day(dossier.ended_at, zone)
    until = min(acted_on, ended_on) if ended_on else acted_on
    return Stay(pin.code, received_on, max(received_on, until))


def _pinned(
    law: Law, stay: Stay | None, acted_on: date | None, readings: Readings
) -> Pinned | None:
    """Terms, carriers and the rest of the substance by the receipt, as far as no change took what
    was in flight; signers and forms by the day of the act."""
    pinned = law.pinned(*stay) if stay else None
    if stay is None or pinned is None:
        return None
    if acted_on and acted_on > stay.until:
        later = law.pinned(stay.code, stay.received_on, acted_on)
        pinned = replace(pinned, act=later.act) if later else pinned
    instead = _instead(law, stay, readings)
    return replace(pinned, receipt=instead) if instead else pinned


def _instead(law: Law, stay: Stay, readings: Readings) -> Procedure | None:
    """The version that another reading puts in the place of the receipt's."""
    if not readings & OF_THE_LAW_NOW:
        return None
    changes = _changes(law, stay)
    if Default.RECEIPT_PINS_THE_SUBSTANCE in readings:
        return changes[-1] if changes else None
    silent = [version for version in changes if is_silent(law, version)]
    # As if it had been received under the last amendment that says nothing of it.
    taken = law.pinned(stay.code, silent[-1].valid_from, stay.until) if silent else None
    return taken.receipt if taken else None


def _changes(law: Law, stay: Stay | None) -> tuple[Procedure, ...]:
    if stay is None:
        return ()
    versions = law.versions(stay.code)
    return tuple(each for each in versions if stay.received_on < each.valid_from <= stay.until)


def is_silent(law: Law, version: Procedure) -> bool:
    """Whether it amends what was in force, and does not say what becomes of what is in flight."""
    eve = version.valid_from - DAY
    return version.transition is None and any(
        after is version and before.in_force(eve)
        for before, after in pairwise(law.versions(version.code))
    )


def _followed(
    dossier: Dossier, law: Law, stay: Stay | None, pinned: Pinned | None
) -> Procedure | None:
    """As it is pinned for what was received on the same day."""
    inherits = pinned.receipt.inherits if pinned else None
    if stay is None or inherits is None:
        return None
    codes = [law.code(code) for code in dossier.intake.hand_in.filed_with]
    found = (law.pinned(code, *stay[1:]) for code in codes if code in inherits.filed_with)
    return next((each.receipt for each in found if each), None)
