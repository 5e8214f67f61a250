"""What a change of the law does to a dossier: its due date and class before and after, and what
would be promised anew.

The same answer is asked before anything is entered, and acted on when it is: what would move is
what then moves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from domain.dossier.clock import Promise
from domain.dossier.deadlines import BINDING, Deadline, by_term, owed
from domain.dossier.dossier import Dossier, fold
from domain.dossier.events import DeadlineRecomputed, DossierEvent, Told
from domain.dossier.late_entries import Entry, counted
from domain.dossier.lifecycle import OPEN, Stage
from domain.dossier.regime import Regime, regime
from domain.dossier.standing import standing
from domain.dossier.starts import COMMITTED, SETTLEMENT
from domain.dossier.timeliness import Timeliness
from domain.law import Law
from domain.lawmaking.events import LawEvent, cause, document, takes_effect
from domain.modes import OURS
from domain.store import RecordedEvent
from domain.testimony import Code, Testimony

Known = Sequence[RecordedEvent[DossierEvent]]
"""All that is known of a dossier, in the order of its versions; never empty."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is entered, and the law without and with it."""

    event: LawEvent
    before: Law
    after: Law
    at: datetime
    """When it is entered."""
    position: int
    """That of the entry; while it is only asked about, the next one."""
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """By what a dossier is judged, and how."""

    due: Deadline
    timeliness: Timeliness
    """At the end of the day on which the change is entered."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What the change does to one dossier."""

    code: Code
    procedure: str | None
    stage: Stage
    before: Judged
    after: Judged
    promised: datetime | None
    """The last return date that the applicant was told."""
    repromised: Told | None
    """The event that moves its open deadline; its `new` is never before a printed promise."""

    @property
    def flips(self) -> bool:
        return self.before.timeliness is not self.after.timeliness

    @property
    def promises(self) -> datetime | None:
        """What is promised anew; None where a promise stays, none was ever made, or the new day is
        over as well: a date that is past is promised to nobody."""
        if self.repromised is None or self.promised is None:
            return None
        told, entered_at = self.repromised.event, self.repromised.occurred_at
        if not isinstance(told, DeadlineRecomputed) or told.new == self.promised:
            return None
        return told.new if told.new >= entered_at else None


def effect(known: Known, change: Change) -> Effect | None:
    """None where neither the due date nor the class is another."""
    before = _counts(known, change.before)
    dossier = fold(before)
    if dossier.intake.accepted is None or not _was_there(known, dossier, change):
        return None
    told = _counts(known, change.after)
    was = _judged(dossier, change.before, change.at)
    now = _judged(fold(told), change.after, change.at)
    again = _repromised(known, dossier, was.due, change) if _is_open(known, told) else None
    if again:
        moved = _judged(fold((*told, again)), change.after, change.at)
        # A promise that holds as it is, or was made by the new law already, is not made again.
        holds = _when(moved.due) == _when(now.due)
        again = again if holds is not bool(dossier.clock.promises) else None
        now = moved if again else now
    if (_when(was.due), was.timeliness) == (_when(now.due), now.timeliness):
        return None
    pin, promises = dossier.intake.procedure, dossier.clock.promises
    return Effect(
        known[-1].told.dossier,
        pin.code if pin else None,
        dossier.stage,
        was,
        now,
        promises[-1].returns_at if promises else None,
        again,
    )


def _was_there(known: Known, dossier: Dossier, change: Change) -> bool:
    """Whether it had been accepted when the change was entered, or took effect; who completes a
    decision later leaves alone what came since."""
    then = fold(event.told for event in known if event.position <= change.position)
    effect_on, received_at = takes_effect(change.event), dossier.started_at
    if then.intake.accepted or effect_on is None or received_at is None:
        return then.intake.accepted is not None
    return _day(dossier, change.after, received_at) < effect_on


def _counts(known: Known, law: Law) -> tuple[Told, ...]:
    """As reports have it: without late entries that wait for a second person."""
    return counted([Entry(event.told, event.recorded_at) for event in known], law).told


def _is_open(known: Known, counts: tuple[Told, ...]) -> bool:
    """Also by what waits for a second person: who says that it has ended may be right."""
    told = (fold(event.told for event in known), fold(counts))
    return all(each.stage in OPEN and each.ended_at is None for each in told)


def _judged(dossier: Dossier, law: Law, at: datetime) -> Judged:
    day = _day(dossier, law, at)
    due = owed(regime(dossier, law, day))
    return Judged(due, standing(dossier, law, day).on(day))


def _day(dossier: Dossier, law: Law, at: datetime) -> date:
    return at.astimezone(dossier.zone(law.zone)).date()


def _when(due: Deadline) -> tuple[date | None, datetime | None]:
    """What is compared: of a term in days the local day alone."""
    return due.on, due.at if due.by_instant else None


def _is_later(one: Deadline, other: Deadline) -> bool:
    if one.on is None or other.on is None:
        return False
    if one.by_instant and other.by_instant and one.at and other.at:
        return one.at > other.at
    return one.on > other.on


def _repromised(known: Known, dossier: Dossier, due: Deadline, change: Change) -> Told | None:
    new = _new(dossier, due, change)
    if new is None:
        return None
    event = DeadlineRecomputed(
        cause=cause(change.event), old=due.at, new=new, legal_basis=document(change.event)
    )
    return Testimony(
        event=event,
        dossier=known[-1].told.dossier,
        occurred_at=change.at,
        source=OURS,
        request_id=request_id(change.position, known[-1].stream),
        actor=change.actor,
        correlation_id=f"law-{change.position}",
    )


def request_id(position: int, stream: str) -> str:
    """The same whoever completes the decision, so that each dossier moves once."""
    # Of what happens at one instant it gives the order: as texts, too, positions must ascend.
    return f"law-{position:012} {stream}"


def _new(dossier: Dossier, due: Deadline, change: Change) -> datetime | None:
    """Until when the return is to be promised now; None where nothing moves."""
    day = _day(dossier, change.after, change.at)
    before, after = (regime(dossier, law, day) for law in (change.before, change.after))
    promises = dossier.clock.promises
    if not promises:
        now = owed(after)
        return now.at if now.at and _when(now) != _when(due) else None
    gave = _gave(before, promises, due)
    now = by_term(after, gave) if gave else Deadline()
    if now.at is None or not _is_later(now, due):
        return None
    # An apology may have put it off further than that: no printed promise gets shorter.
    return max(now.at, promises[-1].returns_at)


CLOCKS: Final = (SETTLEMENT, COMMITTED)
"""What a desk may take a promise from."""


def _gave(before: Regime, promises: Sequence[Promise], due: Deadline) -> str | None:
    """The clock that gave the date that is owed; None where somebody promised another one."""
    return next((clock for clock in CLOCKS if due.on in _dates(before, promises, clock)), None)


def _dates(before: Regime, promises: Sequence[Promise], clock: str) -> set[date]:
    """As it is counted now, and as it was when it was promised."""
    made = next((one for one in reversed(promises) if one.by in BINDING), None)
    then = (before.as_known(before.day(made.made_at)),) if made else ()
    return {on for each in (before, *then) if (on := by_term(each, clock).on)}
