"""Where paper and digital disagree, as a value of state, time, calendar and tolerances.

Each rule foresees: it says what is apart, and from when on that is a divergence if nothing else
is recorded. So the set changes with events, and at the instants that `next_look` names, alone.
"""

from datetime import datetime

from domain.dossier.divergence.case import Case
from domain.dossier.divergence.divergence import Divergence, Exit, Trace
from domain.dossier.divergence.instants import Apart, apart, instants, speakers
from domain.dossier.divergence.life import Entry, entries, is_one
from domain.dossier.divergence.rules import foreseen
from domain.dossier.dossier import Dossier
from domain.law import Law

__all__ = [
    "Apart",
    "Divergence",
    "Entry",
    "Exit",
    "Trace",
    "apart",
    "divergences",
    "entries",
    "instants",
    "next_look",
    "speakers",
]


def divergences(dossier: Dossier, law: Law, at: datetime) -> tuple[Divergence, ...]:
    """Those that are open at `at`, the oldest first, whoever entered them or not. `dossier` is as
    it was then: folded from what had happened by `at`."""
    return tuple(each for each in foreseen(Case(dossier, law)) if is_one(each, at))


def next_look(dossier: Dossier, law: Law, after: datetime) -> datetime | None:
    """The next instant at which, nothing else being recorded, another one arises."""
    ahead = (each for each in foreseen(Case(dossier, law)) if each.until is None)
    return min((each.raised_at for each in ahead if each.raised_at > after), default=None)
