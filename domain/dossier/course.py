"""The course of a term: what set it off, stopped it and set it off anew, in its order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from domain.calendar.calendar import Undetermined
from domain.calendar.due import Due
from domain.calendar.stopped import Stop, Suspended, due_with_stops
from domain.dossier.regime import Regime, is_by_instant
from domain.dossier.starts import Started, open_at
from domain.dossier.supplements import is_regular
from domain.dossier.work import Asked, Supplement
from domain.frozen import replace
from domain.procedure.common import Default
from domain.procedure.term import Exclusion, SupplementEffect, Term

NEVER: Final = datetime.max.replace(tzinfo=UTC)
AN_INSTANT: Final = timedelta(microseconds=1)


class What(StrEnum):
    STARTED = "started"
    RESTARTED = "restarted"
    """From zero, once the supplement was complete (NĐ 61/2018 Art. 19(4))."""
    PAUSED = "paused"
    SUSPENDED = "suspended"
    """It waits still."""
    LAPSED = "lapsed"
    """The applicant's time passed unused: nothing sets it off anew."""
    RAN_ON = "ran-on"
    """A supplement that moved nothing: out of window, too often, around the desk, or too late."""
    PROMISED = "promised"


@dataclass(frozen=True, slots=True)
class Fact:
    """What happened to the clock."""

    what: What
    by: str
    at: datetime
    """When it started, was asked to wait, or was promised."""
    until: datetime | None = None
    """When what was waited for had come: of a restart, since when it counts anew."""


@dataclass(frozen=True, slots=True)
class Course:
    """A term on its way: since when it counts, what of it does not, and what happened to it."""

    start: datetime
    stops: tuple[Stop, ...]
    facts: tuple[Fact, ...]
    rules: tuple[Default, ...]

    def happened(self, *facts: Fact) -> "Course":
        return replace(self, facts=(*self.facts, *facts))


def course(regime: Regime, term: Term, started: Started) -> Course:
    first = Fact(What.STARTED, started.by, started.at)
    run = Course(started.at, (), (first,), started.rules)
    for waiting in sorted(_waits(regime, term), key=_order):
        run = _interrupted(regime, term, run, waiting)
    return run


def ends(regime: Regime, term: Term, run: Course) -> Due | Suspended:
    """Raises Undetermined."""
    if regime.calendar is None:
        raise Undetermined("no calendar is known")
    return due_with_stops(regime.calendar, term.length, run.start, run.stops)


@dataclass(frozen=True, slots=True)
class _Wait:
    """Something on the way that the term may not count."""

    by: str
    asked: Asked
    supplement: Supplement | None = None


def _order(wait: _Wait) -> tuple[datetime, datetime, str]:
    return wait.asked.since, wait.asked.until or NEVER, wait.by


def _waits(regime: Regime, term: Term) -> Iterator[_Wait]:
    """Supplements, where one may touch the clock, and the time that the term leaves out
    (TT 02/2015/TT-BKHCN Art. 9(4): testing in a laboratory)."""
    work = regime.dossier.work
    if term.supplement:
        yield from (_Wait(f"supplement {one.name}", one, one) for one in work.supplements)
    yield from (_Wait(one.why, one) for one in work.exclusions if one.why in term.excludes)
    if Exclusion.FEE_WAIT in term.excludes:
        yield from (_Wait(Exclusion.FEE_WAIT, fee) for fee in work.fees)


def _interrupted(regime: Regime, term: Term, run: Course, wait: _Wait) -> Course:
    asked = wait.asked
    if asked.until and asked.until <= run.start:
        return run
    so_far = _so_far(regime, term, run, asked.since)
    if _after_the_end(regime, asked) or (so_far and _is_over(regime, term, so_far, asked.since)):
        return run.happened(_fact(What.RAN_ON, wait)) if wait.supplement else run
    # The evening of the last day belongs to it, though the office is closed.
    since = min(asked.since, so_far.at - AN_INSTANT) if so_far else asked.since
    if wait.supplement:
        return _supplemented(regime, term, run, wait, since)
    return _paused(run, wait, since, _ended(regime, asked))


def _so_far(regime: Regime, term: Term, run: Course, at: datetime) -> Due | None:
    """When the clock runs out if nothing else stops it; None where `at` is surely before that."""
    if regime.is_surely_within(term.length, run.start, at):
        return None
    so_far = ends(regime, term, run)
    return so_far if isinstance(so_far, Due) else None


def _is_over(regime: Regime, term: Term, so_far: Due, at: datetime) -> bool:
    """What comes after moves nothing; nor what comes as the last hour ends."""
    last_instant = is_by_instant(term.length) and at == so_far.at
    return last_instant or regime.is_past(term.length, so_far, at)


def _after_the_end(regime: Regime, asked: Asked) -> bool:
    return regime.ended_at is not None and asked.since >= regime.ended_at


def _ended(regime: Regime, asked: Asked) -> datetime | None:
    """When time that is not counted ended: at the latest when the result was there."""
    if open_at(asked, regime.settled_at):
        return regime.settled_at
    return None if open_at(asked, regime.ended_at) else asked.until


def _supplemented(regime: Regime, term: Term, run: Course, wait: _Wait, since: datetime) -> Course:
    supplement = wait.supplement
    assert supplement
    if open_at(supplement, regime.settled_at):
        # Settled without what was asked for: the request stopped nothing.
        return run.happened(_fact(What.RAN_ON, wait))
    effect, rules = _effect(regime, term, supplement)
    if effect is SupplementEffect.CONTINUE:
        run = replace(run, rules=tuple(dict.fromkeys((*run.rules, *rules))))
        return run.happened(_fact(What.RAN_ON, wait))
    if open_at(supplement, regime.ended_at) or supplement.until is None:
        return _paused(run, wait, since, None)
    if effect is SupplementEffect.PAUSE:
        return _paused(run, wait, since, supplement.until)
    if supplement.lapsed:
        # Given up: it holds the clock until another one is answered.
        held = _paused(run, wait, since, None)
        return replace(held, facts=(*run.facts, _fact(What.LAPSED, wait)))
    return _restarted(run, wait, supplement.until)


def _effect(
    regime: Regime, term: Term, supplement: Supplement
) -> tuple[SupplementEffect, tuple[Default, ...]]:
    told = term.supplement or SupplementEffect.CONTINUE
    if told is SupplementEffect.CONTINUE or is_regular(regime, supplement):
        return told, ()
    if regime.read_otherwise(Default.IRREGULAR_SUPPLEMENT_CONTINUES):
        return told, ()
    return SupplementEffect.CONTINUE, (Default.IRREGULAR_SUPPLEMENT_CONTINUES,)


def _restarted(run: Course, wait: _Wait, at: datetime) -> Course:
    """What was given up before holds it no longer."""
    given_up = {fact.by for fact in run.facts if fact.what is What.LAPSED}
    stops = tuple(stop for stop in run.stops if stop.what not in given_up)
    return replace(run, start=at, stops=stops).happened(_fact(What.RESTARTED, wait))


def _paused(run: Course, wait: _Wait, since: datetime, until: datetime | None) -> Course:
    fact = Fact(What.PAUSED if until else What.SUSPENDED, wait.by, wait.asked.since, until)
    return replace(run, stops=(*run.stops, Stop(since, until, wait.by))).happened(fact)


def _fact(what: What, wait: _Wait) -> Fact:
    return Fact(what, wait.by, wait.asked.since, wait.asked.until)
