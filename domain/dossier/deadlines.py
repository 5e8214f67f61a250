"""The due dates of a dossier side by side, each able to explain itself.

Legal: what the law gives. Committed: what the authority promised for all. Promised: what stands on
the slip. Current: the last new promise. Owed: what it is judged by, the earlier of the promised
and the legal date as the latter was known when promised.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from domain.calendar.because import Because
from domain.calendar.calendar import Undetermined
from domain.calendar.due import Due
from domain.calendar.stopped import Stop, Suspended, due_with_stops
from domain.calendar.term import Unit
from domain.dossier.clock import Promise, PromisedBy
from domain.dossier.regime import Regime
from domain.dossier.starts import Started, started
from domain.dossier.supplements import is_regular
from domain.dossier.work import Supplement
from domain.procedure.common import Default
from domain.procedure.term import Exclusion, SupplementEffect, Term


class What(StrEnum):
    STARTED = "started"
    RESTARTED = "restarted"
    """From zero, once the supplement was complete (NĐ 61/2018 Art. 19(4))."""
    PAUSED = "paused"
    SUSPENDED = "suspended"
    """It waits still."""
    RAN_ON = "ran-on"
    """A supplement that moved nothing: out of window, too often, around the desk, or too late."""
    PROMISED = "promised"


@dataclass(frozen=True, slots=True)
class Fact:
    """What happened to the clock."""

    what: What
    by: str
    at: datetime
    until: datetime | None = None


class Missing(StrEnum):
    """Why there is no date."""

    NO_TERM = "no-term"
    NO_CALENDAR = "no-calendar"
    NOT_STARTED = "not-started"
    NOT_COMPUTABLE = "not-computable"
    SUSPENDED = "suspended"
    NOT_PROMISED = "not-promised"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A due date and its explanation, or why there is none."""

    on: date | None = None
    at: datetime | None = None
    missing: Missing | None = None
    by_instant: bool = False
    """Judged to the minute, not to the local day: a term in hours."""
    legal_basis: str | None = None
    facts: tuple[Fact, ...] = ()
    because: tuple[Because, ...] = ()
    rules: tuple[Default, ...] = ()
    """The rules, where the law leaves room, that it hangs on."""


@dataclass(frozen=True, slots=True)
class Deadlines:
    legal: Deadline
    committed: Deadline
    promised: Deadline
    current: Deadline
    owed: Deadline


def deadlines(regime: Regime) -> Deadlines:
    slip = _last_promise(regime, PromisedBy.SLIP, PromisedBy.SUPPLEMENT)
    return Deadlines(
        legal=by_term(regime, "settlement"),
        committed=by_term(regime, "committed"),
        promised=_by_promise(regime, slip),
        current=_by_promise(regime, _last_promise(regime, *PromisedBy)),
        owed=owed(regime),
    )


def by_term(regime: Regime, clock: str) -> Deadline:
    """When a clock of the procedure runs out."""
    term = regime.term(clock)
    if term is None:
        return Deadline(missing=Missing.NO_TERM)
    if regime.calendar is None:
        return Deadline(missing=Missing.NO_CALENDAR, legal_basis=term.legal_basis)
    start = started(regime, term)
    if start is None:
        return Deadline(missing=Missing.NOT_STARTED, legal_basis=term.legal_basis)
    try:
        return _run(regime, term, start)
    except Undetermined:
        return Deadline(
            missing=Missing.NOT_COMPUTABLE, legal_basis=term.legal_basis, rules=start.rules
        )


@dataclass(frozen=True, slots=True)
class _Run:
    """A term on its way: since when it counts, and what of it does not."""

    start: datetime
    stops: tuple[Stop, ...]
    facts: tuple[Fact, ...]
    rules: tuple[Default, ...]


def _run(regime: Regime, term: Term, start: Started) -> Deadline:
    first = Fact(What.STARTED, start.by, start.at)
    run = _Run(start.at, tuple(_excluded(regime, term)), (first,), start.rules)
    for supplement in regime.dossier.work.supplements:
        if supplement.since >= run.start:
            run = _supplemented(regime, term, run, supplement)
    return _deadline(regime, term, run)


def _excluded(regime: Regime, term: Term) -> Iterator[Stop]:
    """Time that the term leaves out (TT 02/2015/TT-BKHCN Art. 9(4): testing in a laboratory)."""
    work = regime.dossier.work
    for one in work.exclusions:
        if one.why in term.excludes:
            yield Stop(one.since, one.until, one.why)
    if Exclusion.FEE_WAIT in term.excludes:
        yield from (Stop(fee.since, fee.until, Exclusion.FEE_WAIT) for fee in work.fees)


def _supplemented(regime: Regime, term: Term, run: _Run, supplement: Supplement) -> _Run:
    effect, rules = _effect(regime, term, supplement)
    run = replace(run, rules=tuple(dict.fromkeys((*run.rules, *rules))))
    named = f"supplement {supplement.name}"
    answered_at = None if supplement.lapsed else supplement.until
    too_late = _passed(regime, term, run, supplement.since)
    if effect is SupplementEffect.CONTINUE or too_late or _needless(regime, supplement):
        ran_on = Fact(What.RAN_ON, named, supplement.since, answered_at)
        return replace(run, facts=(*run.facts, ran_on))
    if effect is SupplementEffect.RESET and answered_at:
        restarted = Fact(What.RESTARTED, named, answered_at)
        return replace(run, start=answered_at, facts=(*run.facts, restarted))
    what = What.PAUSED if answered_at else What.SUSPENDED
    stopped = Fact(what, named, supplement.since, answered_at)
    stop = Stop(supplement.since, answered_at, named)
    return replace(run, stops=(*run.stops, stop), facts=(*run.facts, stopped))


def _effect(
    regime: Regime, term: Term, supplement: Supplement
) -> tuple[SupplementEffect, tuple[Default, ...]]:
    if term.supplement is None or is_regular(regime, supplement):
        return term.supplement or SupplementEffect.CONTINUE, ()
    if regime.read_otherwise(Default.IRREGULAR_SUPPLEMENT_CONTINUES):
        return term.supplement, ()
    return SupplementEffect.CONTINUE, (Default.IRREGULAR_SUPPLEMENT_CONTINUES,)


def _passed(regime: Regime, term: Term, run: _Run, at: datetime) -> bool:
    """Whether the clock had run out already: what comes after moves nothing."""
    so_far = _due(regime, term, run)
    return isinstance(so_far, Due) and at > so_far.at


def _needless(regime: Regime, supplement: Supplement) -> bool:
    """Settled without what was asked for: the request stopped nothing."""
    return supplement.is_open and regime.dossier.ended_at is not None


def _due(regime: Regime, term: Term, run: _Run) -> Due | Suspended:
    if regime.calendar is None:
        raise Undetermined("no calendar is known")
    return due_with_stops(regime.calendar, term.length, run.start, run.stops)


def _deadline(regime: Regime, term: Term, run: _Run) -> Deadline:
    ends = _due(regime, term, run)
    told = Deadline(
        by_instant=term.length.unit is Unit.WORKING_HOUR,
        legal_basis=term.legal_basis,
        facts=run.facts,
        because=ends.because,
        rules=run.rules,
    )
    if isinstance(ends, Suspended):
        return replace(told, missing=Missing.SUSPENDED)
    return replace(told, on=ends.on, at=ends.at)


def _last_promise(regime: Regime, *by: PromisedBy) -> Promise | None:
    promises = regime.dossier.clock.promises
    return next((each for each in reversed(promises) if each.by in by), None)


def _by_promise(regime: Regime, promise: Promise | None) -> Deadline:
    if promise is None:
        return Deadline(missing=Missing.NOT_PROMISED)
    fact = Fact(What.PROMISED, promise.by, promise.made_at)
    return Deadline(on=regime.day(promise.returns_at), at=promise.returns_at, facts=(fact,))


BINDING = (PromisedBy.SLIP, PromisedBy.SUPPLEMENT, PromisedBy.RECOMPUTATION)
"""Promises that move what is owed. A reschedule is an apology: the legal date does not move."""


def owed(regime: Regime) -> Deadline:
    """What the dossier is judged by: the earlier of promised and legal as known when promised."""
    promise = _last_promise(regime, *BINDING)
    if promise is None:
        return by_term(regime, "settlement")
    legal = _legal_when_promised(regime, promise)
    if legal.missing is Missing.SUSPENDED:
        return legal
    promised = _by_promise(regime, promise)
    if _overtaken(legal, promise):
        return legal
    if legal.on is None or promised.on is None:
        return promised
    return _earlier(regime, legal, promised)


def _legal_when_promised(regime: Regime, promise: Promise) -> Deadline:
    """A calendar that is announced later never shortens a printed promise."""
    now = by_term(regime, "settlement")
    then = by_term(regime.as_known(regime.day(promise.made_at)), "settlement")
    if now.on == then.on:
        return then
    if regime.read_otherwise(Default.A_PROMISE_IS_NEVER_SHORTENED):
        return now
    return replace(then, rules=(*then.rules, Default.A_PROMISE_IS_NEVER_SHORTENED))


def _overtaken(legal: Deadline, promise: Promise) -> bool:
    """Whether the clock was stopped or restarted after the promise: the slip holds no longer."""
    moves = (fact for fact in legal.facts if fact.what in (What.RESTARTED, What.PAUSED))
    return any((fact.until or fact.at) > promise.made_at for fact in moves)


def _earlier(regime: Regime, legal: Deadline, promised: Deadline) -> Deadline:
    if legal.on == promised.on:
        return replace(legal, facts=(*legal.facts, *promised.facts))
    if regime.read_otherwise(Default.DUE_IS_THE_EARLIER):
        return promised
    assert legal.on
    assert promised.on
    earlier = min(legal, promised, key=lambda each: each.on or date.max)
    rules = tuple(dict.fromkeys((*legal.rules, Default.DUE_IS_THE_EARLIER)))
    return replace(earlier, rules=rules)
