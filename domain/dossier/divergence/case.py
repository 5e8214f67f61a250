"""A dossier under its law, as the rules of divergence ask of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo

from domain.calendar.calendar import Undetermined, WorkCalendar
from domain.calendar.office_time import MINUTE, add_working_minutes
from domain.dossier.dossier import Dossier
from domain.dossier.regime import Regime, is_by_instant, regime
from domain.dossier.starts import SETTLEMENT
from domain.dossier.values import Carrier, Channel, Holder, Instant
from domain.law import Law
from domain.procedure.common import Compared, Tolerance

BOTH: Final = frozenset(Carrier)

A_DAY: Final = timedelta(days=1)

Said = Mapping[Carrier | None, datetime]
"""When, as each carrier says; None: the source named no carrier."""


@dataclass(frozen=True)
class Case:
    dossier: Dossier
    law: Law
    tells_past: bool = False
    """Whether what is over is asked for, too: only where something is entered is that needed."""

    @cached_property
    def zone(self) -> ZoneInfo:
        return self.dossier.zone(self.law.zone)

    @cached_property
    def governing(self) -> Regime:
        return regime(self.dossier, self.law)

    @cached_property
    def calendar(self) -> WorkCalendar | None:
        return self.law.calendar_of(self.dossier.intake.authority.id, self.zone)

    @cached_property
    def own_tolerances(self) -> tuple[Tolerance, ...]:
        """Those of the procedure as it is pinned; most procedures have none in any version."""
        pin = self.dossier.intake.procedure
        versions = self.law.versions(pin.code) if pin else ()
        if not any(version.tolerances for version in versions):
            return ()
        pinned = self.governing.pinned
        return pinned.receipt.tolerances if pinned else ()

    def day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def used_up(
        self, since: datetime, compared: Compared, carrier: Carrier | None = None
    ) -> datetime | None:
        """When the tolerance was used up, in working minutes of the authority's calendar; None
        where nothing says how long it is, or no calendar can tell."""
        minutes = self.tolerated(compared, carrier)
        return None if minutes is None else self.after(since, minutes)

    def after(self, since: datetime, minutes: int) -> datetime | None:
        """So many working minutes later; None where no calendar can tell, as for a year in which
        nobody knows the hours."""
        if self.calendar is None:
            return None
        try:
            return add_working_minutes(self.calendar, since, minutes)
        except Undetermined:
            return None

    def tolerated(self, compared: Compared, carrier: Carrier | None = None) -> int | None:
        """In working minutes; None where nothing says."""
        told = self.law.common.tolerance(compared, carrier, self.own_tolerances)
        return told.working_minutes if told else None

    def surely_within(
        self, first: datetime, second: datetime, compared: Compared, later: Carrier
    ) -> bool:
        """Whether so little time of any kind lies between that no working time is counted."""
        lag = second - first
        if lag > A_DAY:
            return False
        return lag <= (self.tolerated(compared, later) or 0) * MINUTE

    @cached_property
    def is_by_instant(self) -> bool:
        """Whether its term is judged to the minute: then a lag within a day may move its class."""
        pin = self.dossier.intake.procedure
        versions = self.law.versions(pin.code) if pin else ()
        terms = (term for version in versions for term in version.terms)
        if not any(term.clock == SETTLEMENT and is_by_instant(term.length) for term in terms):
            return False
        term = self.governing.term(SETTLEMENT)
        return term is not None and is_by_instant(term.length)

    def differ(self, one: datetime, other: datetime) -> bool:
        """Whether it may make a difference to the class which of two instants counts."""
        if one == other:
            return False
        return self.day(one) != self.day(other) or self.is_by_instant

    def is_open(self, instant: Instant) -> bool:
        return instant not in self.dossier.clock.settled

    @cached_property
    def over_at(self) -> datetime | None:
        """When nothing more was to come: it was closed, ended without a result, or refused."""
        result, refused_at = self.dossier.result, self.dossier.intake.refused_at
        accepted = self.dossier.intake.accepted
        ending = result.ending.at if result.ending else None
        ends = (result.closed_at, ending, None if accepted else refused_at)
        return min((at for at in ends if at), default=None)

    @cached_property
    def by_post(self) -> bool:
        """Whether the paper follows what was sent online: originals may come by post, days later
        (TT 02/2022/TT-BKHCN, of what NĐ 142/2020 asks for)."""
        intake = self.dossier.intake
        unsaid = intake.channel is None and intake.hand_in.submitted_at is not None
        return intake.channel is Channel.ONLINE or unsaid

    def holder(self, carrier: Carrier, *objects: str) -> Holder | None:
        """With whom the first of the objects is of which that is known."""
        held = (self.dossier.custody.of(object, carrier) for object in objects)
        return next((each.holder for each in held if each and each.holder), None)
