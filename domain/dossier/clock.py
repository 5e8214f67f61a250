"""The legal clock: when it started, what was promised, when it stopped, and how that is judged."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from domain.dossier import events
from domain.dossier.events import Told
from domain.dossier.intake import Intake
from domain.dossier.result import Result
from domain.dossier.values import Carrier, Instant


@dataclass(frozen=True, slots=True)
class Clock:
    promised_at: datetime | None = None
    """The return date on the receipt slip (Mẫu 01)."""
    owed: tuple[Carrier, ...] = ()
    """The carriers that the result is owed on; empty when unrecorded."""
    speaks: Mapping[Instant, Carrier] = field(default_factory=dict)
    """Which carrier a person chose to speak for an instant."""
    settled: tuple[Instant, ...] = ()
    """The instants on which a person has reconciled the carriers."""


def evolve(clock: Clock, told: Told) -> Clock:
    match told.event:
        case events.Received(promised_return=promised, owed=owed):
            return replace(
                clock,
                promised_at=clock.promised_at or promised,
                owed=clock.owed or tuple(sorted(set(owed))),
            )
        case events.Reconciled(settles=settles, speaks=speaks):
            return replace(
                clock,
                speaks={**clock.speaks, **speaks},
                settled=tuple(sorted({*clock.settled, *settles})),
            )
        case _:
            return clock


def started_at(clock: Clock, intake: Intake) -> datetime | None:
    """The acceptance, unless a person let a carrier's arrival speak for the receipt."""
    accepted = intake.accepted.at if intake.accepted else None
    speaker = clock.speaks.get(Instant.RECEIPT)
    return intake.carriers.get(speaker, accepted) if speaker and accepted else accepted


def ended_at(clock: Clock, result: Result) -> datetime | None:
    """When the result was at the one-stop desk on every carrier owed (status 9); for a carrier
    without such a record its return to the applicant (10), without that the closing
    (QĐ 766/QĐ-TTg)."""
    speaker = clock.speaks.get(Instant.RESULT)
    if speaker and speaker in result.arrived:
        return result.arrived[speaker]
    if not clock.owed:
        return _first(result.arrived) or _first(result.returned) or result.closed_at
    # What names no carrier speaks for those of which nothing else is known.
    there = {**result.returned, **result.arrived}
    otherwise = there.get(None, result.closed_at)
    on_owed = [there.get(carrier, otherwise) for carrier in clock.owed]
    known = [at for at in on_owed if at]
    return max(known) if len(known) == len(on_owed) else None


def _first(instants: Mapping[Carrier | None, datetime]) -> datetime | None:
    return min(instants.values(), default=None)


class Timeliness(StrEnum):
    """How a dossier stands against its due date, by local days (form II.06a)."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    UNDETERMINED = "undetermined"
    """No due date can be computed: its own cell, never on time."""
    IN_TIME = "in_time"
    OVERDUE = "overdue"
    OPEN_UNDETERMINED = "open_undetermined"


def timeliness(due_on: date | None, ended_on: date | None, as_of: date) -> Timeliness:
    """Early `<`, on time `=`, late `>`; open dossiers are judged at the end of `as_of`."""
    if ended_on is None or ended_on > as_of:
        if due_on is None:
            return Timeliness.OPEN_UNDETERMINED
        return Timeliness.OVERDUE if as_of > due_on else Timeliness.IN_TIME
    if due_on is None:
        return Timeliness.UNDETERMINED
    if ended_on == due_on:
        return Timeliness.ON_TIME
    return Timeliness.EARLY if ended_on < due_on else Timeliness.LATE
