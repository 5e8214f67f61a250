"""How the paper and the digital dossier get to the department: a scanner, a courier, two clocks."""

from datetime import datetime
from typing import Final

from adapters.simulation.hours import MINUTE, SECOND, span
from adapters.simulation.matter import Matter, Side
from adapters.simulation.processes import Process
from adapters.simulation.wanting import unless_wanted
from adapters.simulation.world import World

DIGITAL_FILE: Final[Side] = ("file", "digital")


def scanned(world: World, matter: Matter) -> Process[None]:
    """The digital dossier follows the paper, when the one scanner has done it."""
    plan, carriage = matter.plan, world.case.carriage
    pages = [world.chance.whole(carriage.pages) for _ in plan.components]
    # The bar code on the slip names the dossier: what is not typed yet cannot be scanned.
    yield matter.typed_at or world.now
    takes = sum(pages) * carriage.page_minutes + 2
    done_at = world.scanner.done(world.now, takes)
    if (yield from unless_wanted(world, matter, DIGITAL_FILE, done_at)):
        # Before the others in the queue, as soon as the scanner runs.
        yield min(done_at, world.scanner.hours.add(world.now, takes))
    for component, count in zip(plan.components, pages, strict=True):
        data = {
            "component": component.code,
            "pages": count,
            "scanner": plan.unit.receiver,
            "matches_paper": True,
        }
        world.counter(matter, "digitised", data, sitting=world.now + 20 * SECOND)
    yield world.now + MINUTE
    file = {"carrier": "digital", "desk": plan.unit.counter.holder}
    world.centre_system(matter, "carrier-received", {**file, "components": _codes(matter)})
    yield from sent(world, matter)


def _codes(matter: Matter) -> list[dict[str, str]]:
    return [{"code": each.code} for each in matter.plan.components]


def sent(world: World, matter: Matter) -> Process[None]:
    """The digital dossier goes by the link at once; somebody at the unit has to see it."""
    unit = matter.plan.unit
    yield matter.accepted
    yield max(matter.in_system_at or world.now, world.now) + 2 * MINUTE
    handover = {"carrier": "digital", "giver": unit.counter.holder, "taker": unit.holder}
    world.centre_system(matter, "transferred", handover)
    seen_at = world.in_office(world.case.carriage.acknowledge_minutes)
    yield from unless_wanted(world, matter, DIGITAL_FILE, seen_at)
    acknowledged = {"carrier": "digital", "taker": unit.holder}
    world.unit_says(matter, "transfer-acknowledged", acknowledged)
    if not matter.plan.on_paper:
        # The link brings the portal's date along.
        _registered(world, matter, matter.plan.arrives_at)
    world.fire(matter.at_unit)


def carried(world: World, matter: Matter) -> Process[None]:
    """Paper goes with the next courier: what comes in after the last run of the day, with the
    first of the next one (NĐ 61/2018 Art. 18)."""
    people, carriage, unit = world.case.people, world.case.carriage, matter.plan.unit
    run = world.to_department.next(world.now.replace(second=0))
    yield from unless_wanted(world, matter, ("file", "paper"), run)
    clerks = people.clerks.holder
    handover = {"carrier": "paper", "giver": unit.counter.holder, "taker": clerks}
    world.counter(matter, "transferred", handover)
    yield world.now + span(carriage.ride_minutes)
    yield world.in_office(carriage.unpack_minutes)
    world.clerk(matter, "transfer-acknowledged", {"carrier": "paper", "taker": clerks})
    _registered(world, matter, world.now)
    yield world.in_office(carriage.hand_on_minutes)
    handover = {"carrier": "paper", "giver": clerks, "taker": unit.holder}
    world.clerk(matter, "transferred", handover)
    yield world.in_office(carriage.hand_on_minutes)
    acknowledged = {"carrier": "paper", "taker": unit.holder}
    world.unit_says(matter, "transfer-acknowledged", acknowledged)
    world.fire(matter.at_unit)
    world.fire(matter.paper_at_unit)


def _registered(world: World, matter: Matter, counts_from: datetime) -> None:
    """In the department's own software."""
    matter.registered_at = counts_from
    field = matter.plan.procedure.field
    register = {
        "system": f"{world.case.department}-register",
        "value": world.register_number(field, world.now.year),
    }
    world.clerk(matter, "code-assigned", register)
