"""Why a dossier is in its cell: its class, its due date, and the events that decided it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from domain.dossier.clocks import Clock
from domain.dossier.deadlines import Deadline, owed
from domain.dossier.dossier import Dossier
from domain.dossier.events import Told
from domain.dossier.regime import regime
from domain.law import Law
from projections.evenings import what_counts
from projections.report.cells import (
    NEVER_RECEIVED,
    Cell,
    name,
    outcome,
    standing_against,
    standing_by,
)
from projections.report.listing import item
from projections.story import Known, Story
from projections.timeliness import NOT_ACCEPTED, Span, rows
from projections.view import plain


class Role(StrEnum):
    """What an event did to the clock that the dossier is judged by."""

    STARTED = "started"
    MOVED = "moved"
    """It gave another due date, or took it away."""
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Stood:
    """Where the owed clock stood after an event."""

    started_at: datetime | None = None
    deadline: Deadline = Deadline()
    ended_at: datetime | None = None

    @property
    def due(self) -> tuple[Any, ...]:
        return self.deadline.on, self.deadline.at, self.deadline.missing


@dataclass(frozen=True, slots=True)
class Decided:
    """An event that changed the answer, and what it was then."""

    told: Told
    roles: tuple[Role, ...]
    after: Stood


@dataclass(frozen=True, slots=True)
class Why:
    story: Story
    """What counts of it, up to the end of the day."""
    span: Span
    day: date
    zone: ZoneInfo
    clock: Clock
    stood: Stood
    decided: tuple[Decided, ...]

    @property
    def cell(self) -> Cell:
        refused = self.span.ended_how == NOT_ACCEPTED
        return NEVER_RECEIVED if refused else outcome(self.span, self.day, self.clock)


def why(known: Known, law: Law, day: date, clock: Clock = Clock.OWED) -> Why | None:
    """As it stood at the end of the local day of its authority; None where no report counts it."""
    zone = Story(known, law).dossier.zone(law.zone)
    latest = datetime.combine(day + timedelta(days=1), time(), zone) - timedelta(microseconds=1)
    story = what_counts(Story(known, law, latest))
    span = next((one for one in rows(known, law) if one.holds_on(day)), None)
    if story is None or span is None:
        return None
    steps = list(_steps(story, zone))
    stood = _stood(story.dossier, law, day)
    return Why(story, span, day, zone, clock, stood, tuple(_decided(steps)))


def _steps(story: Story, zone: ZoneInfo) -> Iterator[tuple[Told, Stood]]:
    for told, dossier in zip(story.happened, story.dossiers, strict=True):
        day = told.occurred_at.astimezone(zone).date()
        yield told, _stood(dossier, story.law, day)


def _stood(dossier: Dossier, law: Law, day: date) -> Stood:
    if dossier.started_at is None:
        return Stood(ended_at=dossier.intake.refused_at)
    return Stood(dossier.started_at, owed(regime(dossier, law, day)), dossier.ended_at)


def _decided(steps: list[tuple[Told, Stood]]) -> Iterator[Decided]:
    before = Stood()
    for told, after in steps:
        roles = tuple(_roles(before, after))
        if roles:
            yield Decided(told, roles, after)
        before = after


def _roles(before: Stood, after: Stood) -> Iterator[Role]:
    if before.started_at != after.started_at:
        yield Role.STARTED
    elif before.due != after.due:
        yield Role.MOVED
    if before.ended_at != after.ended_at:
        yield Role.ENDED


def as_json(why: Why) -> dict[str, Any]:
    """Why, for a machine to read; sentences stand nowhere in it."""
    refused = why.span.ended_how == NOT_ACCEPTED
    return {
        **item(why.span, why.day, why.clock),
        "clock": why.clock.value,
        "as_of": why.day.isoformat(),
        "zone": why.zone.key,
        "started_at": plain(why.stood.started_at),
        "ended_at": plain(why.stood.ended_at),
        "due": plain(why.stood.deadline),
        "events": [_event(why.story, one) for one in why.decided],
        "clocks": {} if refused else {clock.value: _by(why, clock) for clock in Clock},
        "dates": {} if refused else {each: _against(why, each) for each in ("promised", "legal")},
    }


def _by(why: Why, clock: Clock) -> dict[str, Any]:
    stands = standing_by(why.span, clock)
    return {
        "class": name(outcome(why.span, why.day, clock)),
        "due_on": plain(stands.due_on),
        "ended_on": plain(stands.ended_on),
        "waits": stands.waits,
    }


def _against(why: Why, promised_or_legal: str) -> dict[str, Any]:
    stands = standing_against(why.span, promised_or_legal)
    return {"class": stands.on(why.day).value, "due_on": plain(stands.due_on)}


def _event(story: Story, one: Decided) -> dict[str, Any]:
    event, deadline = story.recorded[one.told.ref], one.after.deadline
    return {
        "roles": [role.value for role in one.roles],
        "position": event.position,
        "version": event.version,
        "kind": one.told.event.kind,
        "occurred_at": plain(one.told.occurred_at),
        "recorded_at": plain(event.recorded_at),
        "source": one.told.source,
        "request_id": one.told.request_id,
        "actor": one.told.actor,
        "unit": one.told.unit,
        "due_on": plain(deadline.on),
        "due_at": plain(deadline.at),
    }
