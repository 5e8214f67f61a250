"""Divergences: what was entered of each, who has to act, and how it ended."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from domain.dossier import events
from domain.dossier.divergence import Divergence, divergences
from domain.dossier.dossier import Dossier
from domain.dossier.entered import Key
from domain.dossier.events import DivergenceKind, Told
from domain.law import Law
from projections.projection import Projection, Story
from projections.view import plain

RECONCILED: Final = "reconciled"
ENDINGS: Final[dict[type[Any], str]] = {
    events.DivergenceConverged: "converged",
    events.DivergenceDispelled: "dispelled",
    events.Reconciled: RECONCILED,
}


class State(StrEnum):
    OPEN = "open"
    ENDED = "ended"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which divergences are asked for; None sets no limit."""

    state: State = State.OPEN
    kind: DivergenceKind | None = None
    owner: str | None = None
    """The organisation that has to act."""
    procedure: str | None = None


@dataclass(frozen=True, slots=True)
class DivergenceRow:
    """A divergence from when it was found until it ended."""

    stream: str
    kind: str
    object: str
    carrier: str
    """Whose handover is missing; empty where both carriers are meant."""
    since: datetime
    found_at: datetime
    """When the tolerance was used up."""
    code: str
    procedure: str | None
    entered_at: datetime
    """When hoso recorded it."""
    entered_by: str | None
    """A person; None: found by hoso itself."""
    needs_person: bool
    unrecorded: bool
    """There is no record of something: it may have happened, so this is not "late"."""
    owner_organisation: str | None
    owner_desk: str | None
    """Who has to act, where a record says."""
    evidence: list[dict[str, Any]]
    """What the record has of either side."""
    ends: list[str]
    """What would settle it."""
    ended_at: datetime | None
    ended_how: str | None
    ended_by: str | None


def told(story: Story) -> Iterator[DivergenceRow]:
    """A row for each time that one was found."""
    if not any(type(one.event) is events.DivergenceFound for one in story.happened):
        return
    open_: dict[Key, DivergenceRow] = {}
    for one, dossier in zip(story.happened, story.dossiers, strict=True):
        entered = [each.key for each in dossier.custody.divergences]
        for key in [key for key in open_ if key not in entered]:
            yield _ended(open_.pop(key), one)
        for key in entered:
            if key not in open_:
                open_[key] = _found(story, key, one, dossier)
    last = story.happened[-1].occurred_at
    for key, row in open_.items():
        yield _as_it_stands(row, _now(story.dossier, story.law, last, key))


def _found(story: Story, key: Key, one: Told, dossier: Dossier) -> DivergenceRow:
    intake = dossier.intake
    row = DivergenceRow(
        stream=story.stream,
        kind=key.kind.value,
        object=key.object,
        carrier=key.carrier.value if key.carrier else "",
        since=key.since,
        found_at=one.occurred_at,
        code=one.dossier.value,
        procedure=intake.procedure.code if intake.procedure else None,
        entered_at=story.recorded[one.ref].recorded_at,
        entered_by=one.actor,
        needs_person=key.kind.needs_person,
        unrecorded=False,
        owner_organisation=None,
        owner_desk=None,
        evidence=[],
        ends=[],
        ended_at=None,
        ended_how=None,
        ended_by=None,
    )
    return _as_it_stands(row, _now(dossier, story.law, one.occurred_at, key))


def _now(dossier: Dossier, law: Law, at: datetime, key: Key) -> Divergence | None:
    return next((each for each in divergences(dossier, law, at) if each.key == key), None)


def _as_it_stands(row: DivergenceRow, now: Divergence | None) -> DivergenceRow:
    """What a person entered may be none by the rules: then nothing more is known of it."""
    if now is None:
        return row
    return replace(
        row,
        unrecorded=now.unrecorded,
        owner_organisation=now.owner.organisation if now.owner else None,
        owner_desk=now.owner.desk if now.owner else None,
        evidence=plain(now.evidence),
        ends=plain(now.ends),
    )


def _ended(row: DivergenceRow, by: Told) -> DivergenceRow:
    how = ENDINGS.get(type(by.event), RECONCILED)
    return replace(row, ended_at=by.occurred_at, ended_how=how, ended_by=by.actor)


PROJECTION: Final = Projection("divergences", DivergenceRow, told)
