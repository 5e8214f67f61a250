"""The outage of the case: two people declare it as soon as it is over, before what was kept back is
sent again."""

from dataclasses import replace

from adapters.simulation.case import Case
from adapters.simulation.hours import Hours
from adapters.simulation.records import System, cut_off
from domain.access import Principal, Role
from domain.law import Law
from domain.lawmaking.outages import Failure
from domain.outage import Outage
from domain.outages.asked import Declaration, Said
from domain.outages.desk import Outages


def outage(case: Case, law: Law) -> Outage:
    """Raises ValueError where the law has no calendar."""
    calendar = law.calendar_of(case.centre, law.zone)
    if calendar is None:
        raise ValueError("a simulation needs a law with a calendar")
    return Outage(1, System.ONE_STOP.value, *cut_off(case, Hours(calendar)))


async def declare(outages: Outages, of: Outage, case: Case) -> None:
    """The Centre's supervisor declares it, a leader of the department confirms it."""
    supervisor, leader = case.people.supervisor, case.people.leaders[0]
    then = replace(outages, told_at=of.until)
    said = Declaration.model_validate(
        {
            "source": of.source,
            "from": of.since,
            "to": of.until,
            "reason": Failure.NETWORK,
            "actor": supervisor,
        }
    )
    declared = await then.declare(said, Principal(supervisor, Role.LEADER))
    number = declared.outage.number
    await then.confirm(number, Said(actor=leader), Principal(leader, Role.LEADER))
