"""Charges: so many working minutes, to one account, of somebody.

Minutes are whole minutes of the authority's office hours. Instants are in UTC.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from domain.dossier.values import Carrier, Holder
from domain.procedure.common import Account


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose time it is at an instant."""

    account: Account
    holder: Holder | None = None
    """Who has it or must act; of a transit, the taker; of an opinion, the agency. None where
    nobody is named."""
    step: str | None = None
    """Of the procedure's internal process, if the handover named it."""
    carrier: Carrier | None = None
    """The carrier whose whereabouts decide it; of one that is waited for, that one."""
    giver: Holder | None = None
    """Of what is under way: who has it until it is acknowledged, the giver or a courier."""
    lies: Account | None = None
    """Of a carrier that is waited for: whether it is in transit, with a custodian or unrecorded."""

    @property
    def charged(self) -> Holder | None:
        """To whom it is charged. Custody moves on acknowledgement alone: nobody is charged with
        what is on its way to him."""
        return self.giver if Account.TRANSIT in (self.account, self.lies) else self.holder


@dataclass(frozen=True, slots=True)
class Month:
    """The minutes of a charge that passed in one month of the authority's local calendar."""

    first: date
    """The first day of the month."""
    before: int
    """Minutes until the due instant; all of them where there is none."""
    after: int
    """Minutes since the due instant."""


@dataclass(frozen=True, slots=True)
class Charge:
    """Time from `since` up to `until`, in which nothing changed whose it was."""

    whose: Whose
    since: datetime
    until: datetime
    months: tuple[Month, ...]

    @property
    def minutes(self) -> int:
        return self.before + self.after

    @property
    def before(self) -> int:
        return sum(month.before for month in self.months)

    @property
    def after(self) -> int:
        return sum(month.after for month in self.months)


@dataclass(frozen=True, slots=True)
class Share:
    """What one account has of the minutes before, or after, the due instant."""

    whose: Whose
    minutes: int
    planned: int = 0
    """So many of them lay within the hours that the step has in the procedure's process."""

    @property
    def over(self) -> int:
        return self.minutes - self.planned


@dataclass(frozen=True, slots=True)
class Attribution:
    """Every working minute of a dossier, charged once; each reading sums to `minutes`."""

    since: datetime
    """When the settlement term first started; no restart moves it."""
    until: datetime
    """When the dossier ended, or the instant that was asked for."""
    ended: bool
    counts_since: datetime
    """When the term last started: later than `since` where a supplement set it off anew."""
    due: datetime | None
    """The instant after which it is late: of a term in days, the end of the owed day."""
    term_minutes: int | None
    """From `counts_since` to `due`, without the applicant's and excluded time; None where there
    is no due instant, or no office hours are known as far ahead."""
    minutes: int
    procedure: str | None
    dossier: tuple[Charge, ...]
    paper: tuple[Charge, ...]
    digital: tuple[Charge, ...]
    ate_the_slack: tuple[Share, ...] = field(default=())
    """Who used the term, the largest excess over the planned hours first."""
    made_it_late: tuple[Share, ...] = field(default=())
    """The minutes after the due instant, the most first."""

    @property
    def late(self) -> int:
        """Working minutes after the due instant; 0 where it ended, or stands, in time."""
        return sum(share.minutes for share in self.made_it_late)

    def on(self, carrier: Carrier | None) -> tuple[Charge, ...]:
        """The reading of a carrier; None: that of the dossier."""
        if carrier is None:
            return self.dossier
        return self.paper if carrier is Carrier.PAPER else self.digital


class Lacking(StrEnum):
    """Why nobody can say whose time it was."""

    RECEIPT = "receipt"
    START = "start"
    """The clock waits for what sets it off."""
    PRECEDENCE = "precedence"
    """The installation's files do not tell the order of the accounts."""
    CALENDAR = "calendar"
    OFFICE_HOURS = "office-hours"
    """The calendar does not tell which days or hours are worked."""


@dataclass(frozen=True, slots=True)
class Unattributable:
    reason: Lacking


EXCUSED: Final = frozenset({Account.APPLICANT, Account.EXCLUDED})
"""Time that is not the authority's to use."""
