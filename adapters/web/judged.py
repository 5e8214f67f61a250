"""Early, on time or late: a dossier's class as it was at a moment."""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.dossier.decisions import Step
from domain.dossier.standing import alternatives, contested, standing
from domain.law import Law
from domain.procedure.common import Default
from projections.evenings import what_counts
from projections.report import CELLS
from projections.story import Story


@dataclass(frozen=True, slots=True)
class Judged:
    klass: str
    """The cell of the report that it is counted in: resolved.late."""
    hangs_on: tuple[Default, ...] = ()
    """The rules under whose other reading the class would be another."""


def judged_by_what_counts(story: Story, when: datetime) -> Judged | None:
    """As the report judges it: late entries that wait for a second person are left out, and named
    where the class hangs on them."""
    counts = what_counts(story)
    ours = _last(counts, when)
    if counts is story:
        return ours
    whole, rule = _last(story, when), Default.AN_IMPROVING_ENTRY_WAITS
    if ours is None or whole is None or ours.klass == whole.klass:
        return ours
    return replace(ours, hangs_on=(*ours.hangs_on, rule))


def _last(story: Story | None, when: datetime) -> Judged | None:
    if story is None or not story.happened:
        return None
    return judged(Step(story.happened[-1], story.dossier, ()), story.law, when)


def judged(step: Step, law: Law, at: datetime) -> Judged | None:
    """By the end of the local day of `at`, from what had happened by then; None before it is
    received."""
    dossier = step.dossier
    zone = dossier.zone(law.zone)
    if dossier.started_at is None:
        return Judged("not_accepted") if dossier.intake.refused_at else None
    ending = dossier.result.ending
    if ending and ending.at == dossier.ended_at:
        return Judged(f"ended.{ending.why.value}")
    acted_on = step.told.occurred_at.astimezone(zone).date()
    stands, day = standing(dossier, law, acted_on), at.astimezone(zone).date()
    others = alternatives(dossier, law, acted_on)
    part, name = CELLS[stands.on(day)]
    return Judged(f"{part}.{name}", contested(stands, others, day))
