"""The result: drafted, signed on the leader's round, sealed on paper and signed digitally."""

from typing import Any

from adapters.simulation.hours import MINUTE, SECOND
from adapters.simulation.matter import Matter
from adapters.simulation.processes import Process
from adapters.simulation.release import leaves_at
from adapters.simulation.returns import arrives_by_link, arrives_on_paper, fetched
from adapters.simulation.wanting import unless_wanted
from adapters.simulation.world import World
from domain.procedure.words import Role


def produced(world: World, matter: Matter) -> Process[None]:
    """From the draft to the carriers on their way."""
    refused = world.chance.happens(world.case.work.refused)
    matter.outcome = "refused" if refused else "granted"
    yield from _signed(world, matter)
    matter.number = world.new_number(world.now.date())
    matter.leaves_at = leaves_at(world, matter)
    matter.fetched = world.chance.happens(world.case.release.fetched) and matter.owes_paper
    world.start(_digital(world, matter))
    if matter.owes_paper:
        world.start(_paper(world, matter))


def _signed(world: World, matter: Matter) -> Process[None]:
    """On the leader's next round, unless it is sent back."""
    signing = world.case.signing
    signer = _signer(world, matter)
    matter.drafted = True
    world.unit_says(matter, "result-drafted", {"outcome": matter.outcome})
    yield world.in_office(signing.submit_minutes)
    world.unit_says(matter, "submitted-for-signature", {"signer": signer})
    yield from _round(world, matter)
    sent_back = world.chance.happens(signing.sent_back)
    if sent_back and not _due_today(world, matter):
        world.unit_says(matter, "sent-back", {"reason": "Sửa thể thức (mô phỏng)"}, signer)
        yield world.in_office(signing.redraft_minutes)
        world.unit_says(matter, "submitted-for-signature", {"signer": signer})
        yield from _round(world, matter)
    world.unit_says(matter, "result-signed", {"signer": signer}, signer)


def _round(world: World, matter: Matter) -> Process[None]:
    """What is due today is brought to whoever signs, who mends it himself; everything else waits
    for his round."""
    signing = world.case.signing
    if _due_today(world, matter):
        yield world.in_office(signing.urgent_minutes)
        return
    yield world.rounds.next(world.now + MINUTE)
    yield world.in_office(signing.late_minutes)


def _due_today(world: World, matter: Matter) -> bool:
    return matter.due is not None and world.now.date() >= matter.due.date()


def _signer(world: World, matter: Matter) -> str:
    """The unit's head where the procedure lets him sign, else a leader of the department."""
    head, leaders = matter.plan.unit.head, world.case.people.leaders
    signers = matter.plan.procedure.signers
    leader = world.chance.one(leaders)
    return head if Role.UNIT_HEAD in signers else leader


def _issued(matter: Matter, carrier: str, world: World) -> dict[str, Any]:
    return {
        "outcome": matter.outcome,
        "number": matter.number,
        "day": world.now.date().isoformat(),
        "carrier": carrier,
    }


def _digital(world: World, matter: Matter) -> Process[None]:
    """A digital signature needs no seal hour: what is kept by nobody leaves at once. The Centre
    keeps a digital copy of whatever is owed on paper alone, too (NĐ 61/2018 Art. 20)."""
    yield world.in_office(world.case.signing.digital_minutes)
    world.clerk(matter, "result-issued", _issued(matter, "digital", world))
    yield from _kept(world, matter, "digital")
    yield from arrives_by_link(world, matter)


def _paper(world: World, matter: Matter) -> Process[None]:
    """The seal lies with the clerk, in seal hours."""
    sealed_at = world.seal.add(world.now, world.draw(world.case.signing.seal_minutes))
    yield sealed_at + SECOND
    world.clerk(matter, "result-issued", _issued(matter, "paper", world))
    yield from _kept(world, matter, "paper")
    if matter.fetched:
        yield from fetched(world, matter)
    else:
        yield from arrives_on_paper(world, matter)


def _kept(world: World, matter: Matter, carrier: str) -> Process[None]:
    """Most results lie ready until the morning of the appointment."""
    leaves_at = max(matter.leaves_at or world.now, world.now + MINUTE)
    yield from unless_wanted(world, matter, ("result", carrier), leaves_at)
