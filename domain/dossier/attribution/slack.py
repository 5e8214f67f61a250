"""Who used the term, and who made it late."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.dossier.attribution.charge import EXCUSED, Charge, Share, Whose
from domain.dossier.attribution.ruler import Ruler
from domain.procedure.common import Account
from domain.procedure.step import Step


@dataclass(frozen=True, slots=True)
class Spans:
    """What of a dossier's time counts for what, clipped to the time that is charged."""

    counts_since: datetime
    """When the term last started."""
    due: datetime
    """The due instant; the end where there is none or it is still to come."""


def ate_the_slack(
    charges: Sequence[Charge], ruler: Ruler, spans: Spans, steps: Iterable[Step]
) -> tuple[Share, ...]:
    """Of the time from the term's last start to the due instant, without the applicant's and
    excluded time, what each account used; the largest excess first.

    A custodian's minutes are planned as far as the hours of his step reach, which several holders
    of one step use up in the order of time; all other minutes, and those of a handover that names
    no step, are excess. So the excess is what nobody had planned for.
    """
    spent = _spent(charges, ruler, spans)
    used = ((whose, minutes) for whose, minutes in spent if whose.account not in EXCUSED)
    return _ranked(_shares(_planned(used, steps)), lambda share: share.over)


def made_it_late(charges: Sequence[Charge]) -> tuple[Share, ...]:
    """What each account has of the minutes after the due instant; the most first. Nobody is
    excused: what the applicant is asked for only then is late, too."""
    late = (Share(charge.whose, charge.after) for charge in charges if charge.after)
    return _ranked(_shares(late), lambda share: share.minutes)


def excused(charges: Sequence[Charge], ruler: Ruler, spans: Spans) -> int:
    """Minutes that were not the authority's to use."""
    spent = _spent(charges, ruler, spans)
    return sum(minutes for whose, minutes in spent if whose.account in EXCUSED)


def _spent(charges: Sequence[Charge], ruler: Ruler, spans: Spans) -> Iterator[tuple[Whose, int]]:
    for charge in charges:
        for span in _within(charge, spans.counts_since, spans.due):
            yield charge.whose, ruler.between(*span)


def _within(
    charge: Charge, since: datetime, until: datetime
) -> Iterator[tuple[datetime, datetime]]:
    first, last = max(charge.since, since), min(charge.until, until)
    if first < last:
        yield first, last


def _planned(used: Iterable[tuple[Whose, int]], steps: Iterable[Step]) -> Iterator[Share]:
    left = {str(step.number): int(step.hours * 60) for step in steps}
    for whose, minutes in used:
        step = whose.step if whose.account is Account.CUSTODIAN else None
        planned = min(minutes, left.get(step, 0)) if step else 0
        if step and planned:
            left[step] -= planned
        yield Share(whose, minutes, planned)


def _shares(parts: Iterable[Share]) -> Iterator[Share]:
    """One each, in the order of time."""
    alike: dict[Whose, list[Share]] = {}
    for part in parts:
        alike.setdefault(part.whose, []).append(part)
    for whose, shares in alike.items():
        minutes = sum(share.minutes for share in shares)
        if minutes:
            yield Share(whose, minutes, sum(share.planned for share in shares))


def _ranked(shares: Iterable[Share], by: Callable[[Share], int]) -> tuple[Share, ...]:
    return tuple(sorted(shares, key=by, reverse=True))
