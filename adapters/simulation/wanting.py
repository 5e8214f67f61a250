"""Waiting for the next courier, the scanner or the appointment, unless somebody asks for it."""

from datetime import datetime

from adapters.simulation.matter import Matter, Side
from adapters.simulation.processes import Process, Until
from adapters.simulation.world import World


def unless_wanted(world: World, matter: Matter, side: Side, at: datetime) -> Process[bool]:
    """Until that instant; whether somebody who heeds an alarm asked for it before."""
    yield Until(at, matter.wanted[side])
    if world.now >= at:
        return False
    matter.because[side] = matter.asked_by[side]
    return True


def ask(world: World, matter: Matter, side: Side, alarm: str) -> None:
    """For whatever waits now, or will wait on its way."""
    matter.asked_by.setdefault(side, alarm)
    world.fire(matter.wanted[side])
