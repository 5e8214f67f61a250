"""When a term starts: by what it names, else by the acceptance, at the latest a complete hand-in
plus the check window; never by the scan, the typing or the code."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from domain.calendar.start import starts_today
from domain.calendar.term import Length
from domain.dossier.regime import Regime, is_by_instant
from domain.dossier.values import Carrier, Instant
from domain.dossier.work import Asked
from domain.procedure.common import Default
from domain.procedure.term import Term, milestone

SETTLEMENT: Final = "settlement"
COMMITTED: Final = "committed"
TO_THE_RESULT: Final = (SETTLEMENT, COMMITTED)
"""The clocks that the result stops."""


@dataclass(frozen=True, slots=True)
class Started:
    """What set a term off."""

    by: str
    """The start that the term names, `acceptance`, `check-window` or `in-system`."""
    at: datetime
    rules: tuple[Default, ...] = ()
    """The rules, where the law leaves room, that it hangs on."""


@dataclass(frozen=True, slots=True)
class Unstarted:
    """What a term waits for."""

    by: str
    """The start that has not happened, or `acceptance`."""
    rules: tuple[Default, ...] = ()


def started(regime: Regime, term: Term, due_at: datetime | None = None) -> Started | Unstarted:
    """The last of the events that the term names; where it counts from the return date, that is
    `due_at`."""
    accepted = regime.accepted_at
    if accepted is None:
        return Unstarted("acceptance")
    if regime.read_otherwise(Default.STARTS_AS_THE_TERM_NAMES):
        return Started("acceptance", accepted)
    named = [_start(regime, term, start, accepted, due_at) for start in term.starts]
    rules = tuple(dict.fromkeys(rule for start in named for rule in start.rules))
    unstarted = [start for start in named if isinstance(start, Unstarted)]
    if unstarted:
        # What the authority itself has not done goes before what it waits for.
        waits_for = min(unstarted, key=lambda start: start.by == "paid")
        return Unstarted(waits_for.by, (*rules, Default.STARTS_AS_THE_TERM_NAMES))
    known = [start for start in named if isinstance(start, Started)]
    last = max(known, key=lambda start: start.at)
    return Started(last.by, last.at, (*rules, *_as_named(term, regime, last, accepted)))


def _as_named(term: Term, regime: Regime, start: Started, accepted: datetime) -> Iterator[Default]:
    if start.by in term.starts and differs(regime, term.length, start.at, accepted):
        yield Default.STARTS_AS_THE_TERM_NAMES


def differs(regime: Regime, length: Length, one: datetime, other: datetime) -> bool:
    """Whether it makes a difference to a term which of two instants sets it off."""
    if is_by_instant(length) or length.cut_off or starts_today(length):
        return one != other
    return regime.day(one) != regime.day(other)


def _start(
    regime: Regime, term: Term, name: str, accepted: datetime, due_at: datetime | None
) -> Started | Unstarted:
    match name:
        case "submitted" | "received" | "complete":
            return _came_in(regime, term, name, accepted)
        case "paid":
            return _paid(regime, accepted)
        case "due":
            return Started(name, due_at) if due_at else Unstarted(name)
        case _:
            at = _deed(regime, name)
            return Started(name, at) if at else _not_done(regime, term, name, accepted)


def _came_in(regime: Regime, term: Term, name: str, accepted: datetime) -> Started | Unstarted:
    """By the hand-in; never by when the file was typed or scanned."""
    digital = regime.dossier.intake.hand_in.carriers.get(Carrier.DIGITAL)
    if regime.read_otherwise(Default.TYPING_STARTS_NOTHING):
        return Started("in-system", digital or accepted)
    start = _handed_in(regime, term, name, accepted)
    if isinstance(start, Unstarted) or digital is None:
        return start
    if not differs(regime, term.length, start.at, digital):
        return start
    return Started(start.by, start.at, (*start.rules, Default.TYPING_STARTS_NOTHING))


def _handed_in(regime: Regime, term: Term, name: str, accepted: datetime) -> Started | Unstarted:
    hand_in = regime.dossier.intake.hand_in
    if name == "complete":
        return _complete(regime, accepted)
    # A decree on the one-stop counts from what it calls receiving, the acceptance there
    # (tiếp nhận, NĐ 61/2018 Art. 17 to 19); sector law from when the papers came (nhận được).
    if name == "received" and any(term is decreed for decreed in regime.all_decreed):
        return Started("acceptance", accepted)
    at = hand_in.submitted_at if name == "submitted" else first_came(regime)
    if at is None:
        return _unrecorded(regime, name, accepted)
    return Started(name, min(at, accepted))


def first_came(regime: Regime) -> datetime | None:
    """The earliest provable hand-over, on the carrier that a person lets speak for the receipt,
    else on whichever."""
    hand_in = regime.dossier.intake.hand_in
    speaker = regime.dossier.clock.speaks.get(Instant.RECEIPT)
    if speaker is None or speaker not in hand_in.carriers:
        return hand_in.first_at
    return hand_in.proven.get(speaker, hand_in.carriers[speaker])


def _unrecorded(regime: Regime, name: str, accepted: datetime) -> Started | Unstarted:
    """What the term names and nobody told: it counts from the acceptance."""
    rules = (Default.STARTS_AT_ACCEPTANCE,)
    if regime.read_otherwise(Default.STARTS_AT_ACCEPTANCE):
        return Unstarted(name, rules)
    return Started("acceptance", accepted, rules)


def _complete(regime: Regime, accepted: datetime) -> Started:
    """The acceptance says that it is complete (NĐ 61/2018 Art. 17(1)); a desk that takes longer
    than its check window gains nothing by it."""
    latest = _check_ended(regime, accepted)
    if latest is None:
        return Started("acceptance", accepted)
    rules = (Default.STARTS_AFTER_THE_CHECK_WINDOW,)
    if regime.read_otherwise(Default.STARTS_AFTER_THE_CHECK_WINDOW):
        return Started("acceptance", accepted, rules)
    return Started("check-window", latest, rules)


def _check_ended(regime: Regime, accepted: datetime) -> datetime | None:
    """When the check window ended, if that was before the acceptance."""
    term, complete_at = regime.term("intake-check"), _complete_at(regime, accepted)
    if term is None or complete_at is None:
        return None
    if regime.is_surely_within(term.length, complete_at, accepted):
        return None
    ends = regime.due(term, complete_at)
    past = ends is not None and regime.is_past(term.length, ends, accepted)
    return last_instant(regime, ends.at, ends.on) if ends and past else None


def _complete_at(regime: Regime, accepted: datetime) -> datetime | None:
    """Since when nothing was missing: the hand-in, or what the desk had asked for last."""
    hand_in = regime.dossier.intake.hand_in
    asked = [at for at in hand_in.supplements_requested if at < accepted]
    if not asked:
        return first_came(regime)
    answered_at = hand_in.supplemented_at
    return answered_at if answered_at and answered_at >= asked[-1] else None


def last_instant(regime: Regime, at: datetime, on: date) -> datetime:
    """24:00 belongs to the day that it ends."""
    return at if regime.day(at) == on else at - timedelta(microseconds=1)


def _paid(regime: Regime, accepted: datetime) -> Started | Unstarted:
    """When for the first time nothing was left to pay of what had been asked for by that day, or
    by that of the acceptance; where no fee ever was, nothing waits for it. What is asked for later,
    or paid after the result was there, starts nothing."""
    settled_at = regime.settled_at
    fees = [fee for fee in regime.dossier.work.fees if not open_at(fee, settled_at)]
    if not fees:
        return _unrecorded(regime, "paid", accepted)
    times = sorted(fee.until for fee in fees if fee.until)
    paid_at = next((at for at in times if not _owing(regime, fees, max(at, accepted))), None)
    return Started("paid", paid_at) if paid_at else Unstarted("paid")


def open_at(asked: Asked, at: datetime | None) -> bool:
    """Whether it had not come by then."""
    return at is not None and (asked.until is None or asked.until > at)


def _owing(regime: Regime, fees: list[Asked], at: datetime) -> bool:
    day = regime.day(at)
    return any(open_at(fee, at) and regime.day(fee.since) <= day for fee in fees)


def _deed(regime: Regime, name: str) -> datetime | None:
    """What was done on the way; of several the last."""
    work = regime.dossier.work
    match name:
        case "supplement-requested":
            return max((one.since for one in work.supplements), default=None)
        case "supplement-complete":
            answered = (one.until for one in work.supplements if not one.lapsed)
            return max((at for at in answered if at), default=None)
        case "opinion-requested":
            return max((one.since for one in work.opinions), default=None)
        case _:
            return work.milestones.get(milestone(name) or "")


def _not_done(regime: Regime, term: Term, name: str, accepted: datetime) -> Started | Unstarted:
    """A deed that nobody told: it is still to be done, or the result came without a record."""
    if regime.settled_at and term.clock in TO_THE_RESULT:
        return _unrecorded(regime, name, accepted)
    return Unstarted(name)
