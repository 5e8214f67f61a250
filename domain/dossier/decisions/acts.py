"""Conditions of acts: deeds in hoso itself, refused outright when they do not hold."""

from collections.abc import Iterator, Mapping
from typing import Final

from domain.dossier import events
from domain.dossier.clock import Cause
from domain.dossier.divergence import divergences, speakers
from domain.dossier.dossier import Dossier
from domain.dossier.entered import OF_INSTANTS, is_meant, key_of
from domain.dossier.events import DivergenceKind, Told
from domain.dossier.lifecycle import Stage
from domain.dossier.refusals import (
    AlreadyClosed,
    AlreadyFound,
    CarrierDoesNotSpeak,
    ContentAgrees,
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
from domain.second_person import is_second_person, known_as, teller

ENDED: Final[Mapping[str, frozenset[Stage]]] = {
    "withdrawn": frozenset({Stage.WITHDRAWN}),
    "stopped": frozenset({Stage.STOPPED}),
    "refused": frozenset({Stage.NOT_ACCEPTED, Stage.RETURNED}),
    "unclaimed": frozenset({Stage.RESOLVED}),
}
"""Where a dossier must stand to be closed so."""


def complete(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """Closed once, after it ended, with its originals back and no divergence left open that a
    person has to settle, entered or not."""
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
    if open_ := _left_to_people(dossier, told, law):
        yield OpenDivergence(open_)


def _left_to_people(dossier: Dossier, told: Told, law: Law) -> tuple[DivergenceKind, ...]:
    entered = {each.key.kind for each in dossier.custody.divergences}
    computed = {each.kind for each in divergences(dossier, law, told.occurred_at)}
    return tuple(
        kind for kind in DivergenceKind if kind.needs_person and kind in entered | computed
    )


def reconcile(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """Only an open divergence is reconciled; a carrier speaks only for what it recorded; an
    instant that decides lateness needs a second person."""
    event = told.event
    if not isinstance(event, events.Reconciled):
        return
    yield from _only_what_is_open(dossier, event, told, law)
    said = speakers(dossier)
    for instant, carrier in event.speaks.items():
        if carrier not in said[instant]:
            yield CarrierDoesNotSpeak(instant, carrier)
    named = {*event.settles, *event.speaks}
    decisive = tuple(sorted(named & {Instant.RECEIPT, Instant.RESULT}))
    if decisive and not is_second_person(known_as(event.second_person), teller(told)):
        yield SecondPersonRequired(decisive)


def _only_what_is_open(
    dossier: Dossier, event: events.Reconciled, told: Told, law: Law
) -> Iterator[Reason]:
    computed = divergences(dossier, law, told.occurred_at)
    entered = [each.key for each in dossier.custody.divergences]
    # On which instants a flip hangs is computed; of one that was only entered nobody knows.
    kinds = {key.kind for key in entered} - {each.kind for each in computed if each.parted}
    is_open = {instant for each in computed for instant in each.instants}
    is_open |= {instant for instant, of in OF_INSTANTS.items() if of & kinds}
    named = {*event.settles, *event.speaks}
    if named - is_open:
        yield NothingToReconcile(tuple(sorted(named - is_open)))
    keys = (*entered, *(each.key for each in computed))
    contradicted = {key.object for key in keys if key.kind is DivergenceKind.COMPONENT}
    if agreed := set(event.content) - contradicted:
        yield ContentAgrees(tuple(sorted(agreed)))


def confirm_late_cause(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """A second person confirms the cause that is recorded (domain of lateness: two people)."""
    known, event = dossier.clock.late_cause, told.event
    if not isinstance(event, events.LateCauseConfirmed):
        return
    if known is None or known.cause is not event.cause or not _by_another(known, told):
        yield LateCauseNotConfirmable(event.cause)


def _by_another(known: Cause, told: Told) -> bool:
    """Whether somebody whose name is known confirms it, and somebody else is known to have
    recorded it."""
    first = known_as(known.recorded_by, known.entered_by)
    return bool(told.actor and first) and is_second_person(teller(told), first)


def find_divergence(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """Entered once each."""
    event = told.event
    if not isinstance(event, events.DivergenceFound):
        return
    if any(each.key == key_of(event) for each in dossier.custody.divergences):
        yield AlreadyFound(event.divergence)


def end_divergence(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """Only what was entered and is open ends."""
    event = told.event
    if not isinstance(event, events.DivergenceConverged | events.DivergenceDispelled):
        return
    if not any(is_meant(each.key, event) for each in dossier.custody.divergences):
        yield NotDivergent(event.divergence)
