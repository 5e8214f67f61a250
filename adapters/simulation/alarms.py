"""Alarms: what the engine raised, who did something for it, and what became of it.

Read from the requests alone, in the order in which they reached hoso.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from adapters.simulation.reading import told
from adapters.simulation.records import Step
from domain.dossier.entered import Entered, Key, ended, key_of
from domain.dossier.events import (
    DivergenceConverged,
    DivergenceDispelled,
    DivergenceFound,
    DivergenceKind,
    Reconciled,
    Told,
)


class Became(StrEnum):
    HANDLED = "handled"
    """Somebody did something for it."""
    CONVERGED = "converged"
    """By what happened anyway."""
    FALSE = "false"
    """Dispelled: what came to be known later shows no divergence at that time."""
    SETTLED = "settled"
    """By people, at the end and not for the alarm."""
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Alarm:
    name: str
    """Of the request that entered it."""
    code: str
    key: Key
    raised_at: datetime
    """When it was entered: from then on people could know."""
    became: Became = Became.OPEN

    @property
    def kind(self) -> DivergenceKind:
        return self.key.kind

    @property
    def since(self) -> datetime:
        return self.key.since


def alarms(steps: Iterable[Step], opens: date) -> tuple[Alarm, ...]:
    """Those raised since that day, in the order in which they were."""
    steps = tuple(steps)
    done_for = {step.request.get("correlation_id") for step in steps}
    raised: dict[str, Alarm] = {}
    for step in steps:
        one = told(step.request) if step.request["source"] == "hoso" else None
        if one is None:
            continue
        if isinstance(one.event, DivergenceFound):
            key, code = key_of(one.event), step.request["dossier"]
            raised[one.request_id] = Alarm(one.request_id, code, key, step.recorded_at)
        for alarm in _ended_by(one, step.request["dossier"], raised):
            raised[alarm.name] = replace(alarm, became=_became(one))
    return tuple(
        replace(each, became=Became.HANDLED) if _handled(each, done_for) else each
        for each in raised.values()
        if each.raised_at.date() >= opens
    )


def _ended_by(one: Told, code: str, raised: dict[str, Alarm]) -> Iterator[Alarm]:
    if not isinstance(one.event, DivergenceConverged | DivergenceDispelled | Reconciled):
        return
    is_open = [each for each in raised.values() if each.code == code and each.became is Became.OPEN]
    entered = tuple(Entered(each.key, each.raised_at) for each in is_open)
    keys = {*ended(entered, one)}
    yield from (each for each in is_open if each.key in keys)


def _became(one: Told) -> Became:
    if isinstance(one.event, DivergenceConverged):
        return Became.CONVERGED
    return Became.FALSE if isinstance(one.event, DivergenceDispelled) else Became.SETTLED


def _handled(alarm: Alarm, done_for: set[str | None]) -> bool:
    """What somebody did something for may have been false all the same."""
    return alarm.name in done_for and alarm.became is not Became.FALSE
