"""Drives the engine through a simulated case, as the offices' systems would have."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from adapters.simulation.records import Step
from domain.admission import admit
from domain.engine import Engine
from domain.modes import OURS
from domain.refusals import Reason, Refused
from domain.request import Mode, Posted, read

BATCH: Final = 500
"""Requests of systems that are admitted in one transaction; a person's act stands alone."""

ENTERED_BY: Final = "simulation"


@dataclass(slots=True)
class Loaded:
    """What became of the requests."""

    recorded: int = 0
    already: int = 0
    refused: list[tuple[Step, tuple[Reason, ...]]] = field(default_factory=list)


async def load(
    engine: Engine, steps: Iterable[Step], advance: Callable[[int], None] = lambda _: None
) -> Loaded:
    """In the order in which they reached hoso; what is there already is left alone.

    Raises Conflict when somebody else records into the same dossiers meanwhile.
    """
    loaded = Loaded()
    waiting: list[tuple[Step, Posted]] = []
    for step in steps:
        # What the watch enters, it enters in nobody's name.
        by = None if step.request["source"] == OURS else ENTERED_BY
        posted = replace(read(step.request, by), recorded_at=step.recorded_at)
        if posted.request.mode is Mode.DECIDE or len(waiting) == BATCH:
            await _admit(engine, waiting, loaded, advance)
            waiting = []
        if posted.request.mode is Mode.DECIDE:
            await _perform(engine, step, posted, loaded, advance)
        else:
            waiting.append((step, posted))
    await _admit(engine, waiting, loaded, advance)
    return loaded


async def _admit(
    engine: Engine,
    waiting: list[tuple[Step, Posted]],
    loaded: Loaded,
    advance: Callable[[int], None],
) -> None:
    if not waiting:
        return
    outcomes = await admit(engine, [posted for _, posted in waiting])
    for (step, _), outcome in zip(waiting, outcomes, strict=True):
        if outcome.reasons:
            loaded.refused.append((step, outcome.reasons))
        elif outcome.event is None:
            loaded.already += 1
        else:
            loaded.recorded += 1
    advance(len(waiting))


async def _perform(
    engine: Engine, step: Step, posted: Posted, loaded: Loaded, advance: Callable[[int], None]
) -> None:
    try:
        answer = await engine.perform(posted)
    except Refused as refused:
        loaded.refused.append((step, refused.reasons))
    else:
        loaded.already += answer.repeated
        loaded.recorded += not answer.repeated
    advance(1)
