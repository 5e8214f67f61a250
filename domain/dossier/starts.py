"""When a term starts: by what it names, else by the acceptance, at the latest a complete hand-in
plus the check window; never by the scan, the typing or the code."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.dossier import clock
from domain.dossier.regime import Regime
from domain.dossier.values import Carrier
from domain.procedure.common import Default
from domain.procedure.term import Term, milestone


@dataclass(frozen=True, slots=True)
class Started:
    """What set a term off."""

    by: str
    """The start that the term names, or `acceptance`."""
    at: datetime
    rules: tuple[Default, ...] = ()
    """The rules, where the law leaves room, that it hangs on."""


def started(regime: Regime, term: Term) -> Started | None:
    """The last of the events that the term names; None as long as one has not happened."""
    accepted_at = _accepted_at(regime)
    if accepted_at is None:
        return None
    if regime.read_otherwise(Default.TYPING_STARTS_NOTHING):
        in_system = regime.dossier.intake.hand_in.carriers.get(Carrier.DIGITAL, accepted_at)
        return Started("in-system", in_system)
    if regime.read_otherwise(Default.STARTS_AS_THE_TERM_NAMES):
        return Started("acceptance", accepted_at)
    named = [_start(regime, start, accepted_at) for start in term.starts]
    known = [start for start in named if start]
    if len(known) < len(named):
        return None
    rules = tuple(dict.fromkeys(rule for start in known for rule in start.rules))
    last = max(known, key=lambda start: start.at)
    typed = (Default.TYPING_STARTS_NOTHING,) if _typed_apart(regime, last.at) else ()
    return Started(last.by, last.at, (*rules, *typed))


def _accepted_at(regime: Regime) -> datetime | None:
    return clock.started_at(regime.dossier.clock, regime.dossier.intake)


def _typed_apart(regime: Regime, at: datetime) -> bool:
    """Whether the digital file came on another day than the one that counts."""
    digital = regime.dossier.intake.hand_in.carriers.get(Carrier.DIGITAL)
    return digital is not None and regime.day(digital) != regime.day(at)


def _start(regime: Regime, name: str, accepted_at: datetime) -> Started | None:
    match name:
        case "submitted":
            return _told(regime, name, regime.dossier.intake.hand_in.submitted_at, accepted_at)
        case "received":
            return _received(regime, accepted_at)
        case "complete":
            return _complete(regime, accepted_at)
        case "paid":
            return _paid(regime, accepted_at)
        case _:
            at = _deed(regime, name)
            return Started(name, at) if at else None


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


def _told(regime: Regime, name: str, at: datetime | None, accepted_at: datetime) -> Started | None:
    """What the term names, as told; where nobody told it, the acceptance."""
    if at:
        named = (Default.STARTS_AS_THE_TERM_NAMES,)
        return Started(name, at, named if regime.day(at) != regime.day(accepted_at) else ())
    if regime.read_otherwise(Default.STARTS_AT_ACCEPTANCE):
        return None
    return Started("acceptance", accepted_at, (Default.STARTS_AT_ACCEPTANCE,))


def _received(regime: Regime, accepted_at: datetime) -> Started | None:
    """The earliest provable hand-over: what counts is the receipt, not that it was complete."""
    first_at = regime.dossier.intake.hand_in.first_at
    return _told(regime, "received", min(first_at, accepted_at) if first_at else None, accepted_at)


def _complete(regime: Regime, accepted_at: datetime) -> Started:
    """The acceptance says that it is complete (NĐ 61/2018 Art. 17(1)); a desk that takes longer
    than its check window gains nothing by it."""
    complete_at = regime.dossier.intake.hand_in.complete_at
    latest = _check_ends(regime, complete_at) if complete_at else None
    if latest is None or latest >= accepted_at:
        return Started("acceptance", accepted_at)
    if regime.read_otherwise(Default.STARTS_AFTER_THE_CHECK_WINDOW):
        return Started("acceptance", accepted_at)
    return Started("check-window", latest, (Default.STARTS_AFTER_THE_CHECK_WINDOW,))


def _check_ends(regime: Regime, complete_at: datetime) -> datetime | None:
    term = regime.term("intake-check")
    ends = regime.due(term, complete_at) if term else None
    if ends is None:
        return None
    # 24:00 belongs to the day that it ends.
    return ends.at if ends.at.date() == ends.on else ends.at - timedelta(microseconds=1)


def _paid(regime: Regime, accepted_at: datetime) -> Started | None:
    """The last fee; where none was ever asked for, nothing waits for it."""
    fees = regime.dossier.work.fees
    if not fees:
        return _told(regime, "paid", None, accepted_at)
    times = [fee.until for fee in fees]
    known = [at for at in times if at]
    return Started("paid", max(known)) if len(known) == len(times) else None
