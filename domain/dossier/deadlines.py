"""The due dates of a dossier side by side, each able to explain itself.

Legal: what the law gives. Committed: what the authority promised for all. Promised: what stands on
the slip. Current: the last new promise. Owed: what it is judged by, the earlier of the promised
and the legal date as the latter was known when promised. Beside them every other clock of the
procedure and of the decrees.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from domain.calendar.because import Because
from domain.calendar.calendar import Undetermined
from domain.calendar.stopped import Suspended
from domain.dossier.ahead import due_before
from domain.dossier.clock import Promise, PromisedBy
from domain.dossier.course import Course, Fact, What, course, ends
from domain.dossier.regime import Regime, is_by_instant
from domain.dossier.starts import (
    COMMITTED,
    SETTLEMENT,
    TO_THE_RESULT,
    Started,
    Unstarted,
    last_instant,
    started,
)
from domain.frozen import maker, replace
from domain.procedure.common import Default
from domain.procedure.term import Counts, Term


class Missing(StrEnum):
    """Why there is no date."""

    NO_TERM = "no-term"
    NO_CALENDAR = "no-calendar"
    NOT_STARTED = "not-started"
    UNPAID = "unpaid"
    """It starts with a fee, and waits for it."""
    NOT_COMPUTABLE = "not-computable"
    SUSPENDED = "suspended"
    LAPSED = "lapsed"
    """The applicant's time passed unused: it never starts anew."""
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


_deadline: Final = maker(Deadline)


@dataclass(frozen=True, slots=True)
class Deadlines:
    legal: Deadline
    committed: Deadline
    promised: Deadline
    current: Deadline
    owed: Deadline


ON_A_SLIP: Final = (PromisedBy.SLIP, PromisedBy.SUPPLEMENT)


def deadlines(regime: Regime) -> Deadlines:
    promises = regime.dossier.clock.promises
    slip = next((each for each in reversed(promises) if each.by in ON_A_SLIP), None)
    last = promises[-1] if promises else None
    legal, promised = by_term(regime, SETTLEMENT), _by_promise(regime, slip)
    return Deadlines(
        legal=legal,
        committed=by_term(regime, COMMITTED),
        promised=promised,
        current=promised if last is slip else _by_promise(regime, last),
        owed=_owed(regime, legal),
    )


def clocks(regime: Regime) -> Mapping[str, Deadline]:
    """When every clock runs out that the procedure or a decree of the day sets."""
    own = regime.pinned.terms if regime.pinned else ()
    named = dict.fromkeys(term.clock for term in (*own, *regime.all_decreed))
    return {clock: by_term(regime, clock) for clock in named if regime.term(clock)}


def by_term(regime: Regime, clock: str = SETTLEMENT) -> Deadline:
    """When a clock of the dossier runs out."""
    term = regime.term(clock)
    if term is None:
        return Deadline(missing=Missing.NO_TERM)
    told = Deadline(by_instant=is_by_instant(term.length), legal_basis=term.legal_basis)
    if regime.calendar is None:
        return replace(told, missing=Missing.NO_CALENDAR)
    start = started(regime, term, _due_at(regime, term))
    if isinstance(start, Unstarted):
        return _unstarted(regime, told, start)
    try:
        if term.counts is Counts.BEFORE:
            return _ahead(regime, term, start, told)
        return _run_out(regime, term, course(regime, term, start), told)
    except Undetermined:
        return replace(told, missing=Missing.NOT_COMPUTABLE, rules=start.rules)


def _due_at(regime: Regime, term: Term) -> datetime | None:
    """The return date that a term counts from; for those that make it there is none yet."""
    if "due" not in term.starts or term.clock in TO_THE_RESULT:
        return None
    due = owed(regime)
    return last_instant(regime, due.at, due.on) if due.at and due.on else None


def _unstarted(regime: Regime, told: Deadline, start: Unstarted) -> Deadline:
    fees = [fee for fee in regime.dossier.work.fees if fee.is_open and start.by == "paid"]
    return replace(
        told,
        missing=Missing.UNPAID if fees else Missing.NOT_STARTED,
        facts=tuple(Fact(What.SUSPENDED, f"fee {fee.name}", fee.since) for fee in fees),
        rules=start.rules,
    )


def _ahead(regime: Regime, term: Term, start: Started, told: Deadline) -> Deadline:
    assert regime.calendar
    due = due_before(regime.calendar, term.length, regime.day(start.at))
    facts = (Fact(What.STARTED, start.by, start.at),)
    return replace(told, on=due.on, at=due.at, facts=facts, because=due.because, rules=start.rules)


def _run_out(regime: Regime, term: Term, run: Course, told: Deadline) -> Deadline:
    due = ends(regime, term, run)
    known = (told.by_instant, told.legal_basis, run.facts, due.because, run.rules)
    if isinstance(due, Suspended):
        waits = any(fact.what is What.SUSPENDED for fact in run.facts)
        return _deadline(None, None, Missing.SUSPENDED if waits else Missing.LAPSED, *known)
    return _deadline(due.on, due.at, None, *known)


def _by_promise(regime: Regime, promise: Promise | None) -> Deadline:
    if promise is None:
        return Deadline(missing=Missing.NOT_PROMISED)
    term = regime.term(SETTLEMENT)
    return Deadline(
        on=regime.day(promise.returns_at),
        at=promise.returns_at,
        by_instant=term is not None and is_by_instant(term.length),
        facts=(Fact(What.PROMISED, promise.by, promise.made_at),),
    )


def owed(regime: Regime) -> Deadline:
    """What the dossier is judged by: the earlier of promised and legal as known when promised."""
    return _owed(regime, by_term(regime, SETTLEMENT))


def _owed(regime: Regime, legal: Deadline) -> Deadline:
    promise = _binding(regime, legal)
    if promise is None or _overtaken(regime, legal, promise):
        return legal
    promised = _by_promise(regime, promise)
    if _was_known(regime, legal, promise):
        return _earlier(regime, legal, promised)
    known_then = regime.as_known(regime.day(promise.made_at))
    then = by_term(known_then, SETTLEMENT)
    anew = _anew(regime, known_then, promised, then, legal)
    if (then.at, promised.at) == (legal.at, anew.at):
        return _earlier(regime, then, promised)
    if regime.read_otherwise(Default.A_PROMISE_IS_NEVER_SHORTENED):
        return _earlier(regime, legal, anew)
    ours = _earlier(regime, then, promised)
    return replace(ours, rules=(*ours.rules, Default.A_PROMISE_IS_NEVER_SHORTENED))


BINDING: Final = (PromisedBy.SLIP, PromisedBy.SUPPLEMENT, PromisedBy.RECOMPUTATION)
"""Promises that move what is owed. A reschedule is an apology: the legal date does not move."""


def _binding(regime: Regime, legal: Deadline) -> Promise | None:
    """The last one; what was promised with a supplement that moved nothing puts nothing off."""
    binding: Promise | None = None
    for promise in regime.dossier.clock.promises:
        later = binding is not None and promise.returns_at > binding.returns_at
        if promise.by in BINDING and not (later and _in_vain(regime, legal, promise)):
            binding = promise
    return binding


def _in_vain(regime: Regime, legal: Deadline, promise: Promise) -> bool:
    """Also by the law as it was known then: a term that became shorter since takes nothing back."""
    if promise.by is not PromisedBy.SUPPLEMENT or not _ran_on(legal, promise):
        return False
    if _was_known(regime, legal, promise):
        return True
    return _ran_on(by_term(regime.as_known(regime.day(promise.made_at))), promise)


def _ran_on(legal: Deadline, promise: Promise) -> bool:
    at = promise.made_at
    ran_on = (fact for fact in legal.facts if fact.what is What.RAN_ON)
    return any(fact.at <= at <= (fact.until or at) for fact in ran_on)


def _overtaken(regime: Regime, legal: Deadline, promise: Promise) -> bool:
    """Whether the clock was stopped or set off anew after the promise: the slip holds no longer."""
    return any(_overtakes(regime, fact, promise) for fact in legal.facts)


def _overtakes(regime: Regime, fact: Fact, promise: Promise) -> bool:
    """What was asked for only after the promised day does not save it."""
    match fact.what:
        case What.RESTARTED | What.PAUSED | What.SUSPENDED | What.LAPSED:
            asked_at, moved = fact.at, fact.until is None or fact.until > promise.made_at
        case What.STARTED if fact.by == "paid":
            asked_at = min(fee.since for fee in regime.dossier.work.fees)
            moved = regime.day(fact.at) > regime.day(promise.made_at)
        case _:
            return False
    return moved and regime.day(asked_at) <= regime.day(promise.returns_at)


def _was_known(regime: Regime, legal: Deadline, promise: Promise) -> bool:
    """Whether what decides the legal date was known when the promise was made."""
    if legal.on is None:
        return True
    days = (*(regime.day(fact.at) for fact in legal.facts), legal.on)
    last = max(*days, regime.day(promise.returns_at))
    return regime.knew(regime.day(promise.made_at), min(days), last)


def _anew(
    regime: Regime, known_then: Regime, promised: Deadline, then: Deadline, now: Deadline
) -> Deadline:
    """The promise as it would be made by what is known now, where it is what a term gave: the
    legal one, `then` and `now`, or the committed one."""
    if then.on != promised.on:
        then, now = by_term(known_then, COMMITTED), by_term(regime, COMMITTED)
    if then.on != promised.on or now.at in (None, then.at):
        return promised
    return replace(promised, on=now.on, at=now.at)


def _earlier(regime: Regime, legal: Deadline, promised: Deadline) -> Deadline:
    if legal.on is None or regime.read_otherwise(Default.DUE_IS_THE_EARLIER):
        return replace(promised, rules=legal.rules)
    if _falls_before(legal, promised):
        return replace(legal, rules=(*legal.rules, Default.DUE_IS_THE_EARLIER))
    if _falls_before(promised, legal):
        return replace(promised, rules=(*legal.rules, Default.DUE_IS_THE_EARLIER))
    return replace(legal, facts=(*legal.facts, *promised.facts))


def _falls_before(one: Deadline, other: Deadline) -> bool:
    """By instants only where both are of terms in hours; else by local days."""
    assert one.on
    assert other.on
    if one.on == other.on and one.by_instant and other.by_instant:
        return one.at is not None and other.at is not None and one.at < other.at
    return one.on < other.on
