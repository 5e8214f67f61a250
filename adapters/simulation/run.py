"""The simulation: the case's numbers, the law and a seed make the requests of ten months."""

from collections.abc import Iterator
from datetime import date

from adapters.simulation.arrivals import plans
from adapters.simulation.carriage import carried, scanned, sent
from adapters.simulation.case import Case
from adapters.simulation.chance import Tape
from adapters.simulation.endings import withdrawn
from adapters.simulation.heeding import heed
from adapters.simulation.hours import DAY
from adapters.simulation.matter import Matter, Plan
from adapters.simulation.processes import Process
from adapters.simulation.promises import dossier
from adapters.simulation.receipt import handed_in
from adapters.simulation.records import Step, nobody
from adapters.simulation.results import produced
from adapters.simulation.work import worked
from adapters.simulation.world import World, built, midnight_after
from domain.law import Law


def simulate(
    case: Case, law: Law, seed: int, until: date | None = None, *, heeded: bool = False
) -> Iterator[Step]:
    """The requests of the case in the order in which they reach hoso, up to the end of `until`.

    The same seed gives the same requests; with an earlier `until`, the same first ones. `heeded`:
    the same applicants and the same chances, but from the first day of the period on people heed
    the alarms that hoso raises.
    Raises ValueError where the law has no calendar.
    """
    end = min(until or case.closes, case.closes)
    if heeded:
        tape = Tape(seed)
        first = built(case, law, seed, tape.recorded)
        first.records.heard = nobody
        play(first, seed, end)
        world = built(case, law, seed, tape.played)
    else:
        world = built(case, law, seed)
    play(world, seed, end, heeded=heeded)
    midnight = midnight_after(world, end)
    yield from (step for step in world.records.in_order() if step.recorded_at < midnight)


def play(world: World, seed: int, end: date, *, heeded: bool = False) -> None:
    """All that happens up to the end of the day."""
    case = world.case
    _arrive(world, plans(world, case.opens_warm_up, case.opens - DAY, case.arrivals.before))
    world.processes.run(midnight_after(world, case.opens - DAY))
    carried_over = sum(_is_open(matter) for matter in world.matters)
    _arrive(world, plans(world, case.opens, case.closes, case.received - carried_over))
    if heeded:
        heed(world, seed)
    world.processes.run(midnight_after(world, end))


def _arrive(world: World, planned: list[Plan]) -> None:
    for plan in planned:
        world.start(_life(world, plan), plan.arrives_at)


def _is_open(matter: Matter) -> bool:
    known = dossier(matter)
    return known.intake.accepted is not None and known.ended_at is None


def _life(world: World, plan: Plan) -> Process[None]:
    """A dossier from its hand-in until its result is ready, or it is over."""
    matter = Matter(plan, world.new_code(world.now.date()))
    plan.matter = matter
    world.matters.append(matter)
    world.start(scanned(world, matter) if plan.on_paper else sent(world, matter))
    accepted = yield from handed_in(world, matter)
    if not accepted:
        return
    if plan.on_paper:
        world.start(carried(world, matter))
    if plan.withdraws_after is not None:
        world.start(withdrawn(world, matter))
    yield from worked(world, matter)
    if not matter.is_over:
        yield from produced(world, matter)
