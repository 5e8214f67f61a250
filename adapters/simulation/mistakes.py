"""A bar code scanned onto the wrong dossier, and annulled the next day by two people."""

from typing import Any

from adapters.simulation.hours import DAY
from adapters.simulation.matter import Matter
from adapters.simulation.processes import Process
from adapters.simulation.records import How, Said, System
from adapters.simulation.world import World


def scanned_result(world: World, matter: Matter, data: dict[str, Any]) -> Process[None]:
    """The bar code of a paper result that has come: of the right dossier, but for once."""
    careless = world.now.date() >= world.case.mistakes.misscan_from and not world.misscanned
    neighbour = _neighbour(world, matter) if careless else None
    if neighbour is None:
        world.results_counter(matter, "result-arrived", data, How.SCANNED)
        return
    world.misscanned = True
    came_at = world.now
    wrong = world.results_counter(neighbour, "result-arrived", data, How.SCANNED)
    next_day = world.centre.opening(came_at.date() + DAY)
    yield world.centre.add(next_day, world.draw(world.case.mistakes.misscan_noticed_minutes))
    people = world.case.people
    annulled = {
        "target": {"source": wrong["source"], "request_id": wrong["request_id"]},
        "reason": "Quét nhầm mã vạch (mô phỏng)",
        "approver": people.supervisor,
        "moved_to": matter.code,
    }
    world.results_counter(neighbour, "annulled", annulled)
    said = Said("result-arrived", data, people.returns, people.returns_unit)
    noticed_at = world.now
    world.records.tell(matter, said, System.ONE_STOP, came_at, sitting=noticed_at)


def _neighbour(world: World, matter: Matter) -> Matter | None:
    """The next one on the pile: of the same unit, on paper, its result not there yet."""
    return next(
        (
            other
            for other in world.matters
            if other is not matter
            and other.plan.unit is matter.plan.unit
            and other.owes_paper
            and other.registered_at
            and not (other.arrived or other.returned or other.is_over or other.fetched)
        ),
        None,
    )
