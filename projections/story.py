"""A dossier's known history, walked once for every projection that asks.

What nobody asks for is not worked out: whoever needs no findings does not pay for the rules.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Final

from domain.dossier.decisions import irregularities
from domain.dossier.dossier import Dossier, evolve
from domain.dossier.events import DossierEvent, Told
from domain.dossier.order import ABOUT_THE_RECORD, Happened, in_order, order_of_happening
from domain.law import Law
from domain.refusals import Gravity, Reason
from domain.store import RecordedEvent
from domain.testimony import EventRef

Known = Sequence[RecordedEvent[DossierEvent]]
"""All that is known of one dossier, in the order of its versions; never empty."""

Findings = tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Walked:
    """What was worked out of the steps before."""

    dossiers: tuple[Dossier, ...] = ()
    findings: tuple[Findings, ...] = ()


NOTHING: Final = _Walked()


@dataclass(frozen=True)
class Story:
    """What happened, in its order, where the dossier stood after it, and what was irregular."""

    known: Known
    law: Law
    at: datetime | None = None
    """As it was then; None: all of it."""
    _walked: _Walked = field(default=NOTHING, repr=False)

    @property
    def stream(self) -> str:
        return self.known[-1].stream

    @property
    def version(self) -> int:
        return self.known[-1].version

    @cached_property
    def recorded(self) -> dict[EventRef, RecordedEvent[DossierEvent]]:
        return {event.told.ref: event for event in self.known}

    @cached_property
    def _order(self) -> Happened:
        return in_order(event.told for event in self.known)

    @cached_property
    def happened(self) -> tuple[Told, ...]:
        """What stands, corrected."""
        return self._until(self._order.happened)

    @cached_property
    def annulled(self) -> tuple[Told, ...]:
        return self._until(self._order.annulled)

    @cached_property
    def dossiers(self) -> tuple[Dossier, ...]:
        """The dossier after each of what happened."""
        before = self._walked.dossiers
        _, *after = accumulate(
            self.happened[len(before) :], evolve, initial=before[-1] if before else Dossier()
        )
        return (*before, *after)

    @property
    def dossier(self) -> Dossier:
        """Where it stands."""
        return self.dossiers[-1] if self.dossiers else Dossier()

    @cached_property
    def findings(self) -> tuple[Findings, ...]:
        """What was irregular about each of what happened. Conditions of acts are no findings."""
        before = self._walked.findings
        dossiers = (Dossier(), *self.dossiers)
        told = enumerate(self.happened[len(before) :], start=len(before))
        return (*before, *(self._found(dossiers[number], one) for number, one in told))

    def _found(self, dossier: Dossier, told: Told) -> Findings:
        reasons = [
            reason
            for reason in irregularities(dossier, told, self.law)
            if reason.gravity is Gravity.IRREGULAR
        ]
        if self._order.irregular and (stray := self._order.irregular.get(told.ref)):
            reasons += [stray] if stray.gravity is Gravity.IRREGULAR else []
        return tuple(reasons)

    def _until(self, told: tuple[Told, ...]) -> tuple[Told, ...]:
        at = self.at
        return told if at is None else tuple(one for one in told if one.occurred_at <= at)

    def further(self, events: Known) -> "Story":
        """With what was recorded since. Where it happened after all else and changes nothing of
        the record, it is judged alone; otherwise the whole history is told anew."""
        known = (*self.known, *events)
        if not (events and self.at is None and self._goes_on(events)):
            return Story(known, self.law, self.at)
        return Story(known, self.law, None, _Walked(self.dossiers, self.findings))

    def _goes_on(self, events: Known) -> bool:
        told = [event.told for event in events]
        if any(map(_about_the_record, (*self.happened, *told))) or self.annulled:
            return False
        later = (*self.happened[-1:], *told)
        if not all(
            order_of_happening(one) < order_of_happening(two) for one, two in pairwise(later)
        ):
            return False
        return self.recorded.keys().isdisjoint(one.ref for one in told)


def _about_the_record(told: Told) -> bool:
    return type(told.event) in ABOUT_THE_RECORD
