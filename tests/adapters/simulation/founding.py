"""The founding case, simulated once per seed and process."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from adapters import catalogue
from adapters.simulation import Step, load, simulate
from adapters.simulation.judging import Figures, by_dossier, judge
from adapters.simulation.outage import outage
from domain.dossier.events import Told
from domain.modes import OURS
from domain.request import Posted, read
from domain.store import RecordedEvent
from domain.testimony import Code

LAW: Final = catalogue.law(ZoneInfo("Asia/Ho_Chi_Minh"))
CASE: Final = load()
DECLARED: Final = LAW.with_outages((outage(CASE, LAW),))
"""The law with the outage of the case."""
OTHER_SEEDS: Final = (CASE.seed + 1, CASE.seed + 2)


@cache
def steps(seed: int = CASE.seed) -> tuple[Step, ...]:
    return tuple(simulate(CASE, LAW, seed))


@cache
def heeded() -> tuple[Step, ...]:
    """Of the default seed, with alarms heeded."""
    return tuple(simulate(CASE, LAW, CASE.seed, heeded=True))


def is_of_the_watch(step: Step) -> bool:
    return step.request["source"] == OURS and "actor" not in step.request


@cache
def figures(seed: int = CASE.seed) -> Figures:
    return judge(CASE, LAW, seed, steps(seed))


@cache
def histories() -> dict[str, Sequence[Told]]:
    """Of the default seed, each request once, by dossier."""
    return dict(by_dossier(steps()))


@cache
def read_steps() -> tuple[tuple[Step, Posted], ...]:
    """Of the default seed, each request once, as hoso reads it."""
    first: dict[str, Step] = {}
    for step in steps():
        first.setdefault(step.request["request_id"], step)
    return tuple((step, read(step.request)) for step in first.values())


def digest(run: Iterable[Step]) -> str:
    """Of the bytes of a run."""
    lines = (json.dumps([step.request, step.recorded_at.isoformat()]) for step in run)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def requests(kind: str, **said: Any) -> list[dict[str, Any]]:
    """Those of the default seed that say all this in their data."""
    found = (step.request for step in steps() if step.request["kind"] == f"dossier.{kind}")
    return [each for each in found if said.items() <= each["data"].items()]


def recorded() -> Iterator[list[RecordedEvent[Any]]]:
    """Per dossier, what an event store would hold of it."""
    streams: dict[str, list[RecordedEvent[Any]]] = {}
    for position, (step, posted) in enumerate(read_steps(), start=1):
        stream = streams.setdefault(step.request["dossier"], [])
        event = RecordedEvent(
            position, step.request["dossier"], len(stream) + 1, step.recorded_at, told(posted)
        )
        stream.append(event)
    yield from streams.values()


def told(posted: Posted) -> Told:
    return posted.testimony(Code("dossier-code", posted.request.dossier))
