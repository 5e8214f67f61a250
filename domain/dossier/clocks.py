"""The clocks by which a dossier may be judged, side by side.

The law is read in one way (owed). Whoever reports may count otherwise, and a department may hide
behind a clock that runs slower: each tells what another start, end or due date makes of the class.
What a clock cannot compute is undetermined, never on time.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from domain.dossier.as_if import NeverReset, NeverStopped, never_put_off
from domain.dossier.course import What
from domain.dossier.deadlines import Deadlines, Missing, deadlines, owed
from domain.dossier.dossier import Dossier
from domain.dossier.grain import Grain, grain
from domain.dossier.national import national
from domain.dossier.one_carrier import arrived_apart, as_told_by, came_apart
from domain.dossier.regime import Regime, regime
from domain.dossier.settled import settled_minutes
from domain.dossier.standing import Standing, standing, stands
from domain.dossier.starts import first_came
from domain.dossier.timeliness import Timeliness
from domain.dossier.values import Carrier
from domain.law import Law


class Clock(StrEnum):
    """Which start, end and due date a class is made of."""

    OWED = "owed"
    """As hoso reads the law: until the result is there on every carrier owed."""
    NATIONAL = "national"
    """As the national index has it (QĐ 766/QĐ-TTg)."""
    NO_RESET = "no-reset"
    """A supplement erases no working time: it stops the clock while the applicant is waited for."""
    RECORDED = "recorded"
    """As if everything had happened when it was recorded."""
    PAPER = "paper"
    """From its coming in on paper until the result is there on paper."""
    DIGITAL = "digital"
    """The same of the digital file."""
    GROSS = "gross"
    """From the first receipt on, whatever the term leaves out."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A dossier that was accepted, under the law of a day."""

    dossier: Dossier
    law: Law
    day: date
    governing: Regime
    looks: Grain
    dues: Deadlines
    owed: Standing

    @property
    def settled_minutes(self) -> int | None:
        return settled_minutes(self.governing, self.dues.legal)


def judged(dossier: Dossier, law: Law, day: date) -> Judged:
    governing = regime(dossier, law, day)
    dues = deadlines(governing)
    looks, stood = grain(governing), stands(governing, dues.owed)
    return Judged(dossier, law, day, governing, looks, dues, stood)


def against(of: Judged) -> dict[str, Standing]:
    """How it stands against the promised and the legal date alone, where that is otherwise than as
    owed. A promise does not wait for the applicant."""
    dues = {"promised": of.dues.promised, "legal": of.dues.legal}
    alone = {name: stands(of.governing, due) for name, due in dues.items()}
    return {name: each for name, each in alone.items() if each != of.owed}


def by_clock(of: Judged, recorded: Dossier | None) -> dict[Clock, Standing]:
    """How it stands by every clock by which it stands otherwise than as owed. `recorded`: as if
    everything had happened when it was recorded; the dossier itself where that was in time, None
    where nobody can say."""
    return {clock: each for clock, each in _clocks(of, recorded) if each != of.owed}


def _clocks(of: Judged, recorded: Dossier | None) -> Iterator[tuple[Clock, Standing]]:
    """Those that may tell something else."""
    yield Clock.NATIONAL, national(of.governing, of.dues.current)
    if _was_reset(of):
        yield Clock.NO_RESET, _never_reset(of)
    if _was_stopped(of):
        yield Clock.GROSS, _never_stopped(of)
    if recorded is None:
        yield Clock.RECORDED, _undetermined(of)
    elif recorded is not of.dossier:
        yield Clock.RECORDED, standing(recorded, of.law, of.day)
    yield from _by_carriers(of)


def _undetermined(of: Judged) -> Standing:
    ended_on = of.owed.ended_on
    return Standing(ended_on=ended_on, ended_as=Timeliness.UNDETERMINED if ended_on else None)


WITHOUT_TERM: Final = (Missing.NO_TERM, Missing.NO_CALENDAR, Missing.NOT_COMPUTABLE)


def _was_put_off(of: Judged) -> bool:
    """By a supplement, on the slip."""
    return len(never_put_off(of.dossier).clock.promises) < len(of.dossier.clock.promises)


def _was_reset(of: Judged) -> bool:
    if of.dues.legal.missing in WITHOUT_TERM:
        return _was_put_off(of)
    return any(fact.what in (What.RESTARTED, What.LAPSED) for fact in of.dues.legal.facts)


def _never_reset(of: Judged) -> Standing:
    """Of a return date that was put off, and no term, nobody knows how much had been used."""
    if of.dues.legal.missing in WITHOUT_TERM:
        return _undetermined(of)
    as_if = NeverReset.of(of.governing)
    return stands(as_if, owed(as_if))


def _was_stopped(of: Judged) -> bool:
    """Or started later than its first receipt."""
    legal, accepted_at = of.dues.legal, of.governing.accepted_at
    if legal.missing is Missing.NO_TERM or _was_put_off(of):
        return _was_put_off(of)
    facts = [fact for fact in legal.facts if fact.what is not What.RAN_ON]
    if accepted_at is None or [fact.what for fact in facts] != [What.STARTED]:
        return True
    first_at = min(first_came(of.governing) or accepted_at, accepted_at)
    return not of.looks.alike(facts[0].at, first_at)


def _never_stopped(of: Judged) -> Standing:
    as_if = NeverStopped.of(replace(of.governing, dossier=never_put_off(of.dossier)))
    return stands(as_if, owed(as_if))


CARRIERS: Final = {Clock.PAPER: Carrier.PAPER, Clock.DIGITAL: Carrier.DIGITAL}


def _by_carriers(of: Judged) -> Iterator[tuple[Clock, Standing]]:
    """Most dossiers come in and go out on both within a day: then there is nothing to tell."""
    dossier = of.dossier
    apart = came_apart(dossier, of.law, of.looks)
    if not apart and not arrived_apart(dossier, of.looks):
        return
    # A due date hangs on the end only if the clock ever waited, or the law changed.
    work = dossier.work
    waited = work.supplements or work.fees or work.exclusions
    for clock, carrier in CARRIERS.items():
        told = as_told_by(carrier, dossier, from_its_coming=apart)
        if apart or waited or of.governing.changes:
            yield clock, standing(told, of.law, of.day)
        else:
            yield clock, stands(replace(of.governing, dossier=told), of.dues.owed)
