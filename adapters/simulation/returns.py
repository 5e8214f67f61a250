"""The result on its way to the applicant: by the link, by the courier, over the counter."""

from typing import Any, Final

from adapters.simulation.endings import closed, give_back_originals, unclaimed
from adapters.simulation.hours import MINUTE, span
from adapters.simulation.matter import Matter, Side
from adapters.simulation.mistakes import scanned_result
from adapters.simulation.processes import Process
from adapters.simulation.wanting import unless_wanted
from adapters.simulation.world import World
from domain.calendar.office_time import MINUTES_A_DAY

PAPER_RESULT: Final[Side] = ("result", "paper")


def arrives_by_link(world: World, matter: Matter) -> Process[None]:
    desk = world.case.people.returns_desk.holder
    giver = matter.plan.unit.holder
    world.clerk(matter, "transferred", {**_on("digital"), "giver": giver, "taker": desk})
    yield world.now + MINUTE
    world.centre_system(matter, "result-arrived", arrival(world, matter, "digital"))
    if matter.fetched and "digital" in matter.plan.owed:
        yield world.now + 5 * MINUTE
        world.unit_says(matter, "returned", _on("digital"))
        _handed_over(world, matter, "digital")
    _arrived(world, matter, "digital")


def arrives_on_paper(world: World, matter: Matter) -> Process[None]:
    people, carriage = world.case.people, world.case.carriage
    run = world.to_centre.next(world.now)
    yield from unless_wanted(world, matter, PAPER_RESULT, run)
    handover = {"giver": people.clerks.holder, "taker": people.returns_desk.holder}
    world.clerk(matter, "transferred", {**_on("paper"), **handover})
    yield world.now + span(carriage.ride_minutes)
    yield world.at_centre(carriage.unpack_minutes)
    yield from scanned_result(world, matter, arrival(world, matter, "paper"))
    _arrived(world, matter, "paper")


def fetched(world: World, matter: Matter) -> Process[None]:
    """The applicant comes to the department for the paper: the counter never has it, unless
    somebody asked for it there before he came."""
    comes_at = world.in_office(world.case.release.fetched_minutes)
    if (yield from unless_wanted(world, matter, PAPER_RESULT, comes_at)):
        matter.fetched = False
        yield from arrives_on_paper(world, matter)
        return
    world.clerk(matter, "returned", _on("paper"))
    give_back_originals(world, matter)
    _handed_over(world, matter, "paper")


def _on(carrier: str) -> dict[str, Any]:
    return {"object": "result", "carrier": carrier}


def arrival(world: World, matter: Matter, carrier: str) -> dict[str, Any]:
    return {
        "carrier": carrier,
        "outcome": matter.outcome,
        "number": matter.number,
        "desk": world.case.people.returns_desk.holder,
    }


def _arrived(world: World, matter: Matter, carrier: str) -> None:
    """Once it is there on every carrier owed, the applicant is told."""
    matter.arrived[carrier] = world.now
    if set(matter.plan.owed) <= set(matter.arrived) and not matter.fetched:
        world.start(_notified(world, matter))


def _notified(world: World, matter: Matter) -> Process[None]:
    """What is there before the appointment is announced beforehand (NĐ 61/2018 Art. 20(4))."""
    yield world.at_centre(world.case.returning.notify_minutes)
    promised = matter.promised
    early = promised is not None and world.now.date() < promised.date()
    about = "early-return" if early else "result-ready"
    means = "sms" if matter.plan.on_paper else "email"
    world.centre_system(matter, "applicant-notified", {"about": about, "means": means})
    if not matter.plan.on_paper:
        world.start(_downloaded(world, matter))
    if matter.owes_paper or matter.plan.on_paper:
        world.start(_picked_up(world, matter))


def _downloaded(world: World, matter: Matter) -> Process[None]:
    hours = world.draw(world.case.returning.download_hours)
    yield world.now + span(hours * 60) + 2 * MINUTE
    world.portal(matter, "returned", _on("digital"))
    _handed_over(world, matter, "digital")


def _picked_up(world: World, matter: Matter) -> Process[None]:
    """Over the counter, or given to the post; a digital copy is released with it."""
    returning = world.case.returning
    channel = matter.plan.channel
    nobody_comes = world.chance.happens(returning.unclaimed)
    days = world.draw(returning.post_days if channel == "post" else returning.pick_up_days)
    if nobody_comes and channel == "direct" and not matter.plan.originals:
        world.start(unclaimed(world, matter))
        return
    yield world.centre.add(world.now + 2 * MINUTE, days * MINUTES_A_DAY)
    give_back_originals(world, matter)
    over_the_counter = matter.plan.owed if matter.plan.on_paper else ("paper",)
    for carrier in (each for each in over_the_counter if each not in matter.returned):
        world.results_counter(matter, "returned", _on(carrier))
        _handed_over(world, matter, carrier)


def _handed_over(world: World, matter: Matter, carrier: str) -> None:
    matter.returned[carrier] = world.now
    if set(matter.plan.owed) <= set(matter.returned):
        world.start(closed(world, matter, "returned"))
