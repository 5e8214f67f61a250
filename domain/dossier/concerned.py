"""Whom a dossier concerns: every body that was named as one that speaks of it or handles it."""

from collections.abc import Iterable
from functools import cache
from typing import Final

from domain.access import Reach
from domain.dossier.events import DossierEvent, Told
from domain.dossier.values import Holder

NAMED: Final = ("authority", "unit", "agency")
"""Fields of events that name a body."""
HELD: Final = ("taker", "giver", "via", "desk")
"""Fields of events that name who holds something."""


def names(told: Told) -> frozenset[str]:
    """The bodies that a testimony names, as it calls them: by id or by a code."""
    event = told.event
    named, held = _fields(type(event))
    found = {told.unit, *(getattr(event, name) for name in named)}
    for name in held:
        holder = getattr(event, name)
        if isinstance(holder, Holder):
            found |= {holder.organisation, holder.desk}
    return frozenset(name for name in found if isinstance(name, str))


@cache  # to ask an event for a field that it has not takes longer than all the rest
def _fields(kind: type[DossierEvent]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those of the kind that name a body, and those that name who holds something."""
    has = kind.model_fields
    return tuple(name for name in NAMED if name in has), tuple(name for name in HELD if name in has)


def concerned(history: Iterable[Told]) -> frozenset[str]:
    """All that were ever named: what is annulled was seen all the same."""
    return frozenset().union(*map(names, history))


def within(reach: Reach, concerned: frozenset[str]) -> bool:
    """Whether a dossier that concerns these is within somebody's reach."""
    return reach is None or not reach.isdisjoint(concerned)
