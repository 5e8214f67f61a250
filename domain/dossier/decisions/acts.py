"""Conditions of acts: deeds in hoso itself, refused outright when they do not hold."""

from collections.abc import Iterator, Mapping
from typing import Final

from domain.dossier import events
from domain.dossier.divergence import divergences, instants
from domain.dossier.dossier import Dossier
from domain.dossier.events import Told
from domain.dossier.lifecycle import Stage
from domain.dossier.refusals import (
    AlreadyClosed,
    CarrierDoesNotSpeak,
    LateCauseNotConfirmable,
    NotDivergent,
    NotEnded,
    NothingToReconcile,
    NotReturned,
    OpenDivergence,
    OriginalNotReturned,
    SecondPersonRequired,
)
from domain.dossier.values import Instant
from domain.law import Law
from domain.refusals import Reason

ENDED: Final[Mapping[str, frozenset[Stage]]] = {
    "withdrawn": frozenset({Stage.WITHDRAWN}),
    "stopped": frozenset({Stage.STOPPED}),
    "refused": frozenset({Stage.NOT_ACCEPTED, Stage.RETURNED}),
    "unclaimed": frozenset({Stage.RESOLVED}),
}
"""Where a dossier must stand to be closed so."""


def complete(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """Closed once, after it ended, with its originals back and no divergence left open."""
    if dossier.stage is Stage.CLOSED:
        yield AlreadyClosed()
        return
    event = told.event
    why = event.why if isinstance(event, events.Completed) else None
    if why and why in ENDED:
        if dossier.stage not in ENDED[why]:
            yield NotEnded(why, dossier.stage.value)
    elif dossier.stage is not Stage.RETURNED:
        yield NotReturned(dossier.stage.value)
    if kept := dossier.custody.originals_kept:
        yield OriginalNotReturned(kept)
    if open_ := divergences(dossier, law.zone):
        yield OpenDivergence(tuple(divergence.instant for divergence in open_))


def reconcile(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """Only an open divergence is reconciled; a carrier speaks only for what it recorded; an
    instant that decides lateness needs a second person."""
    event = told.event
    if not isinstance(event, events.Reconciled):
        return
    is_open = {divergence.instant for divergence in divergences(dossier, law.zone)}
    named = {*event.settles, *event.speaks}
    if not named <= is_open:
        yield NothingToReconcile(tuple(sorted(named - is_open)))
    said = instants(dossier)
    for instant, carrier in event.speaks.items():
        if carrier not in said[instant]:
            yield CarrierDoesNotSpeak(instant, carrier)
    decisive = tuple(sorted(named & {Instant.RECEIPT, Instant.RESULT}))
    if decisive and (event.second_person or None) in (None, told.actor, told.entered_by):
        yield SecondPersonRequired(decisive)


def confirm_late_cause(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """A second person confirms the cause that is recorded (domain of lateness: two people)."""
    known, event = dossier.clock.late_cause, told.event
    if not isinstance(event, events.LateCauseConfirmed):
        return
    same = known is not None and known.recorded_by in (None, told.actor, told.entered_by)
    if known is None or known.cause is not event.cause or told.actor is None or same:
        yield LateCauseNotConfirmable(event.cause)


def find_divergence(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """Entered once each."""
    event = told.event
    if not isinstance(event, events.DivergenceFound):
        return
    if (event.divergence, event.object) in dossier.custody.divergences:
        yield NotDivergent(event.divergence)


def end_divergence(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    event = told.event
    if not isinstance(event, events.DivergenceConverged | events.DivergenceDispelled):
        return
    if (event.divergence, event.object) not in dossier.custody.divergences:
        yield NotDivergent(event.divergence)
