"""Words for dossiers and their clocks, so that a test reads like the law."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, cached_property
from itertools import pairwise
from typing import Any, Final

from adapters import catalogue
from domain.calendar.because import Because, Cause
from domain.dossier.deadlines import Deadline, Deadlines, clocks, deadlines
from domain.dossier.dossier import Dossier, fold
from domain.dossier.events import (
    CarrierReceived,
    DeadlineRecomputed,
    DossierEvent,
    ExclusionBegan,
    ExclusionEnded,
    FeePaid,
    FeeRequested,
    MilestoneRecorded,
    Received,
    Rescheduled,
    ResultArrived,
    SupplementReceived,
    SupplementRequested,
    Told,
)
from domain.dossier.regime import Regime, regime
from domain.dossier.standing import Standing, alternatives, contested, standing
from domain.dossier.timeliness import Timeliness
from domain.dossier.values import Carrier
from domain.law import Law
from domain.procedure.common import Default
from domain.procedure.procedure import Procedure
from domain.procedure.term import Exclusion
from domain.testimony import Testimony
from tests.domain.calendar.words import at, day
from tests.domain.case import DOSSIER, ZONE
from tests.domain.procedure.definitions import a_term, a_version

PAPER: Final = Carrier.PAPER
DIGITAL: Final = Carrier.DIGITAL

STANDARD: Final = "SKHCN-TDC-09"
"""Declared conformity to a standard: checked in 3 working days, settled in 5 from the receipt."""
MARK: Final = "SKHCN-TDC-11"
"""The quantity mark: checked in 3 working days, settled in 5 once complete."""
ACTIVITY: Final = "SKHCN-KHCN-17"
"""Registered activity: checked in 5 working days, settled in 15 once complete."""
GOODS: Final = "SKHCN-TDC-14"
"""Imported goods: 1 working day from the receipt."""
LICENCE: Final = "SKHCN-ATBX-02"
CERTIFICATE: Final = "SKHCN-ATBX-07"
PLAN: Final = "SKHCN-ATBX-08"
EVALUATION: Final = "SKHCN-KHCN-22"
OFFICER: Final = "LA-KHCN-16"
"""A new safety officer: 16 working hours from the receipt (illustrative)."""
BAR_CODE: Final = "LA-KHCN-14"
"""A bar code: the same day, after 15:00 the next working day (illustrative)."""
SMALL: Final = "A-SMALL-ONE"
"""A procedure that a test makes."""


@cache
def shipped() -> Law:
    return catalogue.law(ZONE)


def a_law(*versions: Procedure) -> Law:
    """The law as shipped, and one procedure more; each version ends when the next begins."""
    ended = [
        before.model_copy(update={"valid_to": after.valid_from - timedelta(days=1)})
        for before, after in pairwise(versions)
    ]
    small = {versions[0].code: (*ended, versions[-1])}
    return replace(shipped(), procedures={**shipped().procedures, **small})


def small(*terms: dict[str, Any], first_day: str = "01/01/2018", **said: Any) -> Procedure:
    return Procedure.model_validate(a_version(day(first_day), code=SMALL, terms=[*terms], **said))


def a_small_one(*terms: dict[str, Any], **said: Any) -> Law:
    """The law as shipped, and a procedure of these terms."""
    return a_law(small(*terms, **said))


def settled_in(days: int, *starts: str, **said: Any) -> dict[str, Any]:
    return a_term(days=days, starts=[*(starts or ("complete",))], **said)


def calendar_days(amount: int, **said: Any) -> dict[str, Any]:
    return {"amount": amount, "unit": "calendar-day", **said}


def says(when: str, event: DossierEvent, **envelope: Any) -> Told:
    """That the event happened then, as the one-stop desk tells it."""
    named = {"source": "one-stop", "request_id": f"{event.kind} {when} {event}", **envelope}
    return Testimony(event=event, dossier=DOSSIER, occurred_at=at(when), **named)


def accepted(when: str, procedure: str = STANDARD, returns: str | None = None, **said: Any) -> Told:
    """`returns`: the date on the slip."""
    promised = at(returns) if returns else None
    return says(when, Received(procedure=procedure, promised_return=promised, **said))


def came(when: str, carrier: Carrier = PAPER, **said: Any) -> Told:
    return says(when, CarrierReceived(carrier=carrier, **said))


def asked(when: str, supplement: str = "1", **said: Any) -> Told:
    return says(when, SupplementRequested(supplement=supplement, **{"relayed": True, **said}))


def answered(when: str, supplement: str = "1", returns: str | None = None, **said: Any) -> Told:
    promised = at(returns) if returns else None
    event = SupplementReceived(supplement=supplement, promised_return=promised, **said)
    return says(when, event)


def fee(when: str, name: str = "1") -> Told:
    return says(when, FeeRequested(fee=name))


def paid(when: str, name: str = "1") -> Told:
    return says(when, FeePaid(fee=name))


def done(when: str, milestone: str) -> Told:
    return says(when, MilestoneRecorded(milestone=milestone))


def rescheduled(when: str, returns: str) -> Told:
    return says(when, Rescheduled(promised_return=at(returns)))


def recomputed(when: str, returns: str, **said: Any) -> Told:
    return says(when, DeadlineRecomputed(new=at(returns), **{"cause": "calendar", **said}))


def lab(began: str, ended: str | None = None) -> tuple[Told, ...]:
    """Testing in a laboratory."""
    ends = (says(ended, ExclusionEnded()),) if ended else ()
    return (says(began, ExclusionBegan(why=Exclusion.LAB_TEST)), *ends)


def result(when: str, carrier: Carrier | None = None) -> Told:
    return says(when, ResultArrived(carrier=carrier))


@dataclass(frozen=True)
class Clocked:
    """A dossier under the clock."""

    dossier: Dossier
    law: Law
    acted_on: date | None = None

    @cached_property
    def regime(self) -> Regime:
        return regime(self.dossier, self.law, self.acted_on)

    @cached_property
    def due(self) -> Deadlines:
        return deadlines(self.regime)

    @cached_property
    def clocks(self) -> Mapping[str, Deadline]:
        return clocks(self.regime)

    @cached_property
    def standing(self) -> Standing:
        return standing(self.dossier, self.law, self.acted_on)

    @property
    def legal(self) -> str:
        return shown(self.due.legal)

    @property
    def owed(self) -> str:
        return shown(self.due.owed)

    def stands(self, on: str) -> Timeliness:
        return self.standing.on(day(on))

    def contested(self, on: str) -> tuple[Default, ...]:
        others = alternatives(self.dossier, self.law, self.acted_on)
        return contested(self.standing, others, day(on))

    def otherwise(self, rule: Default) -> Standing | None:
        """How it stands under the other reading, if it hangs on the rule at all."""
        return alternatives(self.dossier, self.law, self.acted_on).get(rule)


def clock(*testimonies: Told, law: Law | None = None, on: str | None = None) -> Clocked:
    """The dossier that is told of, on the day of an act: that of its receipt, unless told."""
    return Clocked(fold(testimonies), law or shipped(), day(on) if on else None)


def shown(deadline: Deadline) -> str:
    """The date as forms write it, or why there is none."""
    return f"{deadline.on:%d/%m/%Y}" if deadline.on else str(deadline.missing)


def happened(deadline: Deadline) -> list[str]:
    """What happened to the clock: started received 26/04 16:30."""
    return [
        f"{fact.what} {fact.by} {fact.at.astimezone(ZONE):%d/%m %H:%M}"
        + (f" - {fact.until.astimezone(ZONE):%d/%m %H:%M}" if fact.until else "")
        for fact in deadline.facts
    ]


def moved_by(deadline: Deadline) -> list[str]:
    """The days that moved it, by name: skipped 29/04 Day off by swap."""
    counted = (Cause.COUNTED_FROM, Cause.PAUSED, Cause.RESUMED)
    return [_told(why) for why in deadline.because if why.cause not in counted]


def _told(why: Because) -> str:
    return f"{why.cause} {why.day:%d/%m} {why.declared.name_en if why.declared else ''}".strip()


def known_on(law: Law, text: str) -> Law:
    """The law with the calendar as it was announced by the end of that day."""
    assert law.calendar
    return replace(law, calendar=law.calendar.as_known(day(text)))
