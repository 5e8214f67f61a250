"""When a result leaves that is ready: the slip drives it, or the date of the other software."""

from datetime import date, datetime, timedelta

from adapters.simulation.matter import Matter
from adapters.simulation.promises import by_software
from adapters.simulation.world import World
from domain.calendar.counting import previous_working_day, take_working_days
from domain.calendar.office_time import MINUTES_A_DAY


def leaves_at(world: World, matter: Matter) -> datetime | None:
    """The morning until which it is kept; None where nobody keeps it."""
    day = _leaves_on(world, matter)
    morning = world.draw(world.case.release.morning_minutes)
    if day is None or day <= world.now.date():
        return None
    return world.office.add(world.office.opening(day), morning)


def _leaves_on(world: World, matter: Matter) -> date | None:
    """None where it is not kept."""
    release, chance = world.case.release, world.chance
    early, misled = chance.happens(release.early), chance.happens(release.by_software)
    days = matter.allowance / MINUTES_A_DAY
    if early or days < release.at_once_below_days or matter.promised is None:
        return None
    until: datetime | None = matter.promised
    if misled and not _reminded(world, matter, matter.promised):
        until = by_software(world, matter)
    lead = int(days * release.lead)
    return take_working_days(world.calendar, (until or matter.promised).date(), lead)


def _reminded(world: World, matter: Matter, promised: datetime) -> bool:
    """Whether it stood on the Centre's list of the week before."""
    monday = promised.date() - timedelta(days=promised.weekday())
    last_day = previous_working_day(world.calendar, monday)
    listed_at = world.at(last_day, world.case.release.reminder)
    return bool(matter.in_system_at and matter.in_system_at <= listed_at)
