"""The two pins of a dossier: what it keeps from its receipt, and what the day of an act gives."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from domain.procedure.component import RequiredComponent
from domain.procedure.events import Abolished
from domain.procedure.procedure import Procedure, Transition
from domain.procedure.step import Step
from domain.procedure.term import Term
from domain.procedure.timeline import Timeline
from domain.procedure.words import Role


@dataclass(frozen=True, slots=True)
class Pinned:
    """What governs a dossier on the day of an act."""

    receipt: Procedure
    """Gives terms, components, sets, supplement effect, owed carriers and steps."""
    act: Procedure
    """Gives signers, forms and notices."""
    stopped: Abolished | None = None
    """The abolition that stops what is in flight."""

    @property
    def terms(self) -> tuple[Term, ...]:
        return self.receipt.terms

    @property
    def components(self) -> tuple[RequiredComponent, ...]:
        return self.receipt.components

    @property
    def owed(self) -> tuple[str, ...]:
        return self.receipt.owed

    @property
    def steps(self) -> tuple[Step, ...]:
        """They count against the terms, so they come with them."""
        return self.receipt.steps

    @property
    def signers(self) -> tuple[Role, ...]:
        return self.act.signers


def pinned(timeline: Timeline, received_on: date, acted_on: date) -> Pinned | None:
    """None where the procedure was not in force on the day of receipt."""
    versions = timeline.versions
    receipt = next((each for each in versions if each.in_force(received_on)), None)
    if receipt is None:
        return None
    stopped: Abolished | None = None
    for change in _changes(timeline, received_on, acted_on):
        if isinstance(change, Abolished):
            stops = change.transition is Transition.PENDING_STOPS
            stopped = stopped or (change if stops else None)
        elif stopped is None and change.transition is Transition.PENDING_TAKES_NEW:
            receipt = change
    return Pinned(receipt, _last(versions, acted_on) or receipt, stopped)


def _changes(timeline: Timeline, after: date, until: date) -> Iterator[Procedure | Abolished]:
    """What took effect in between, in its order. Without a transition the old rules stay."""
    by_day: dict[date, Procedure | Abolished] = {
        **{version.valid_from: version for version in timeline.versions},
        **{end.effective_on: end for end in timeline.ends},
    }
    return (by_day[day] for day in sorted(by_day) if after < day <= until)


def _last(versions: Sequence[Procedure], day: date) -> Procedure | None:
    """The last version by then, even if it was abolished: its forms are the latest."""
    return next((each for each in reversed(versions) if each.valid_from <= day), None)
