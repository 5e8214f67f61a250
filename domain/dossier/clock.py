"""What was promised and owed, who speaks for which instant, and when the clock stopped."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from domain.dossier import events
from domain.dossier.events import LateCause, Told
from domain.dossier.intake import Intake
from domain.dossier.result import Result
from domain.dossier.values import Carrier, Instant
from domain.frozen import replace


class PromisedBy(StrEnum):
    """What made a return date known to the applicant."""

    SLIP = "slip"
    SUPPLEMENT = "supplement"
    RESCHEDULE = "reschedule"
    RECOMPUTATION = "recomputation"


@dataclass(frozen=True, slots=True)
class Promise:
    by: PromisedBy
    made_at: datetime
    returns_at: datetime


@dataclass(frozen=True, slots=True)
class Cause:
    """Why it was late, as one person recorded and another confirmed."""

    cause: LateCause
    unit: str | None
    recorded_by: str | None
    confirmed_by: str | None = None
    entered_by: str | None = None
    """Under whose key it was recorded."""


@dataclass(frozen=True, slots=True)
class Clock:
    promises: tuple[Promise, ...] = ()
    """In the order of happening; the first on the slip is never forgotten."""
    owed: tuple[Carrier, ...] = ()
    """The carriers that the result is owed on; empty when unrecorded."""
    speaks: Mapping[Instant, Carrier] = field(default_factory=dict)
    """Which carrier a person chose to speak for an instant."""
    settled: tuple[Instant, ...] = ()
    """The instants on which a person has reconciled the carriers."""
    late_cause: Cause | None = None

    @property
    def promised_at(self) -> datetime | None:
        """The return date on the receipt slip (Mẫu 01)."""
        return next((p.returns_at for p in self.promises if p.by is PromisedBy.SLIP), None)

    def times(self, by: PromisedBy) -> int:
        return sum(promise.by is by for promise in self.promises)


HEARD: Final[frozenset[type[events.Said]]] = frozenset(
    {
        events.Received,
        events.SupplementReceived,
        events.Rescheduled,
        events.DeadlineRecomputed,
        events.Reconciled,
        events.LateCauseRecorded,
        events.LateCauseConfirmed,
    }
)
"""The events that may change it."""


def evolve(clock: Clock, told: Told) -> Clock:
    match told.event:
        case events.Received(promised_return=promised, owed=owed):
            owed = clock.owed or tuple(sorted(set(owed)))
            return replace(_promised(clock, PromisedBy.SLIP, told, promised), owed=owed)
        case events.SupplementReceived(promised_return=promised):
            return _promised(clock, PromisedBy.SUPPLEMENT, told, promised)
        case events.Rescheduled(promised_return=promised):
            return _promised(clock, PromisedBy.RESCHEDULE, told, promised)
        case events.DeadlineRecomputed(new=new):
            return _promised(clock, PromisedBy.RECOMPUTATION, told, new)
        case events.Reconciled(settles=settles, speaks=speaks):
            return replace(
                clock,
                speaks={**clock.speaks, **speaks},
                settled=tuple(sorted({*clock.settled, *settles})),
            )
        case _:
            return replace(clock, late_cause=_cause(clock.late_cause, told))


def _promised(clock: Clock, by: PromisedBy, told: Told, returns_at: datetime | None) -> Clock:
    """One slip, one promise on it: a second receipt promises nothing."""
    if returns_at is None or (by is PromisedBy.SLIP and clock.promised_at):
        return clock
    return replace(clock, promises=(*clock.promises, Promise(by, told.occurred_at, returns_at)))


def _cause(known: Cause | None, told: Told) -> Cause | None:
    match told.event:
        case events.LateCauseRecorded(cause=cause, unit=unit):
            by = told.actor or told.entered_by
            return Cause(cause, unit, by, entered_by=told.entered_by)
        case events.LateCauseConfirmed(cause=cause) if known and known.cause is cause:
            return replace(known, confirmed_by=told.actor)
        case _:
            return known


def started_at(clock: Clock, intake: Intake) -> datetime | None:
    """The acceptance, unless a person let a carrier's arrival speak for the receipt."""
    accepted = intake.accepted.at if intake.accepted else None
    speaker = clock.speaks.get(Instant.RECEIPT)
    return intake.hand_in.carriers.get(speaker, accepted) if speaker and accepted else accepted


def ended_at(clock: Clock, result: Result) -> datetime | None:
    """When the result was at the one-stop desk on every carrier owed (status 9); for a carrier
    without such a record its return to the applicant (10), without that the closing; or when the
    dossier was withdrawn or stopped (QĐ 766/QĐ-TTg)."""
    return _resolved_at(clock, result) or (result.ending.at if result.ending else None)


def first_ended_at(result: Result) -> datetime | None:
    """When the result was there on the first carrier, owed or not."""
    first = _first(result.arrived) or _first(result.returned) or result.closed_at
    return first or (result.ending.at if result.ending else None)


def _resolved_at(clock: Clock, result: Result) -> datetime | None:
    speaker = clock.speaks.get(Instant.RESULT)
    if speaker and speaker in result.arrived:
        return result.arrived[speaker]
    closed_at = None if result.ending else result.closed_at
    if not clock.owed:
        return _first(result.arrived) or _first(result.returned) or closed_at
    # What names no carrier speaks for those of which nothing else is known.
    there = {**result.returned, **result.arrived}
    otherwise = there.get(None, closed_at)
    on_owed = [there.get(carrier, otherwise) for carrier in clock.owed]
    known = [at for at in on_owed if at]
    return max(known) if len(known) == len(on_owed) else None


def _first(instants: Mapping[Carrier | None, datetime]) -> datetime | None:
    return min(instants.values(), default=None)
