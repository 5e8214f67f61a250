"""All rules of divergence, and what they foresee."""

from collections.abc import Callable, Iterator
from typing import Final

from domain.dossier.divergence.absences import absences
from domain.dossier.divergence.case import Case
from domain.dossier.divergence.components import components
from domain.dossier.divergence.divergence import Divergence
from domain.dossier.divergence.flips import flips
from domain.dossier.divergence.instants import receipts, results, returns
from domain.dossier.divergence.lies_apart import custody
from domain.dossier.entered import Key

RULES: Final[tuple[Callable[[Case], Iterator[Divergence]], ...]] = (
    receipts,
    custody,
    components,
    results,
    returns,
    flips,
    absences,
)


def foreseen(case: Case) -> tuple[Divergence, ...]:
    """Every divergence of the dossier: those that are over, those that last, and those that will
    be if nothing else is recorded. Time alone ends none."""
    found: dict[Key, Divergence] = {}
    for rule in RULES:
        for each in rule(case):
            if each.until is not None and each.until <= each.raised_at:
                continue
            before = found.get(each.key)
            if before is None or before.until is not None:
                found[each.key] = each
    return tuple(sorted(found.values(), key=lambda each: (each.raised_at, each.key.kind)))
