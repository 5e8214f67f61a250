"""Which supplement moves the clock: one that was asked for in time, not too often, and through
the one-stop desk. Any other is answered while the clock runs on."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from domain.dossier.refusals import (
    Irregular,
    SupplementAroundOneStop,
    SupplementOutOfWindow,
    SupplementRepeated,
)
from domain.dossier.regime import Regime
from domain.dossier.work import Supplement
from domain.procedure.term import Term

WINDOW: Final = "milestone:supplement-requested"


def irregularities(regime: Regime, asked: Supplement) -> Iterator[Irregular]:
    """What is irregular about one that was asked for after the acceptance."""
    before = _before(regime, asked)
    return _judged(regime, asked, len(before), _completed(regime, before))


def is_regular(regime: Regime, asked: Supplement) -> bool:
    return next(irregularities(regime, asked), None) is None


def _judged(
    regime: Regime, asked: Supplement, before: int, completed: Sequence[datetime]
) -> Iterator[Irregular]:
    if asked.relayed is False:
        yield SupplementAroundOneStop(asked.name)
    # Of how often the applicant was asked, the desk counts too (NĐ 63/2010 Art. 20(4)).
    times = len(regime.dossier.intake.hand_in.supplements_requested) + before + 1
    allowed = regime.limits.supplements
    if allowed is not None and times > allowed:
        yield SupplementRepeated(times, allowed)
    yield from _out_of_window(regime, asked, completed)


def _before(regime: Regime, asked: Supplement) -> Sequence[Supplement]:
    """Those that were asked for before it."""
    supplements = regime.dossier.work.supplements
    at = next((i for i, one in enumerate(supplements) if one is asked), len(supplements))
    return supplements[:at]


def _completed(regime: Regime, asked: Sequence[Supplement]) -> Sequence[datetime]:
    """When it was complete again: what was regularly asked for had come."""
    completed: list[datetime] = []
    for before, one in enumerate(asked):
        if one.until is None or one.lapsed:
            continue
        if next(_judged(regime, one, before, completed), None) is None:
            completed.append(one.until)
    return completed


def _out_of_window(
    regime: Regime, asked: Supplement, completed: Sequence[datetime]
) -> Iterator[Irregular]:
    term, since = window_of(regime), _received_at(regime, asked, completed)
    if term is None or since is None:
        return
    if regime.is_surely_within(term.length, since, asked.since):
        return
    ends = regime.due(term, since)
    if ends and regime.is_past(term.length, ends, asked.since):
        yield SupplementOutOfWindow(ends.on.isoformat())


def window_of(regime: Regime) -> Term | None:
    """For how long after the receipt the agency may ask: what sector law gives for the check, else
    three working days (NĐ 61/2018 Art. 19(4))."""
    return regime.own("intake-check") or regime.term(WINDOW)


def _received_at(
    regime: Regime, asked: Supplement, completed: Sequence[datetime]
) -> datetime | None:
    """The acceptance; of one asked again, when the dossier was complete again: it is received
    anew. Papers that lay at the desk before it was accepted shorten no window."""
    at = regime.accepted_at
    if at is None:
        return None
    return max((at, *(again for again in completed if again <= asked.since)))
