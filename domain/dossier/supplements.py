"""Which supplement moves the clock: one that was asked for in time, not too often, and through
the one-stop desk. Any other is answered while the clock runs on."""

from collections.abc import Iterator
from typing import Final

from domain.calendar.due import Due
from domain.dossier.refusals import (
    Irregular,
    SupplementAroundOneStop,
    SupplementOutOfWindow,
    SupplementRepeated,
)
from domain.dossier.regime import Regime
from domain.dossier.starts import started
from domain.dossier.work import Supplement

WINDOW: Final = "milestone:supplement-requested"


def irregularities(regime: Regime, asked: Supplement) -> Iterator[Irregular]:
    """What is irregular about one that was asked for after the acceptance."""
    if asked.relayed is False:
        yield SupplementAroundOneStop(asked.name)
    times, allowed = _times(regime, asked), regime.limits.supplements
    if allowed is not None and times > allowed:
        yield SupplementRepeated(times, allowed)
    window = window_of(regime)
    if window and times == 1 and asked.since > window.at:
        yield SupplementOutOfWindow(window.on.isoformat())


def is_regular(regime: Regime, asked: Supplement) -> bool:
    return next(irregularities(regime, asked), None) is None


def _times(regime: Regime, asked: Supplement) -> int:
    """How often the applicant was asked by then, at the desk and after (NĐ 63/2010 Art. 20(4))."""
    at_desk = len(regime.dossier.intake.hand_in.supplements_requested)
    before = [one for one in regime.dossier.work.supplements if one.since <= asked.since]
    return at_desk + max(len(before), 1)


def window_of(regime: Regime) -> Due | None:
    """Until when the agency may ask: what sector law gives for the check, else three working
    days from the receipt (NĐ 61/2018 Art. 19(4))."""
    term = regime.term(WINDOW)
    sector = regime.pinned.receipt.term("intake-check", regime.cases) if regime.pinned else None
    chosen = sector or term
    start = started(regime, chosen) if chosen else None
    return regime.due(chosen, start.at) if chosen and start else None
