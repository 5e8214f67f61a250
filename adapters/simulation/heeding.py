"""The counter-run: whoever has to act heeds an alarm within some working hours.

He does what is missing, where it can be done: what has happened is typed, a scan goes before the
queue, what waits for the courier or its appointment leaves by a run of its own, and where both
carriers have spoken, two people settle which one counts. No promised date moves, no seal opens
out of its hours, and nothing is done that the alarm does not name.
"""

from collections.abc import Iterator

from adapters.simulation.chance import Chance
from adapters.simulation.endings import settle
from adapters.simulation.hours import Hours
from adapters.simulation.matter import Matter, Side
from adapters.simulation.processes import Process
from adapters.simulation.wanting import ask
from adapters.simulation.world import World
from domain.dossier.divergence import Divergence, Entry, apart, divergences
from domain.dossier.entered import key_of
from domain.dossier.events import DivergenceFound, DivergenceKind
from domain.dossier.values import Holder, Instant


def heed(world: World, seed: int) -> None:
    """From now on: what was raised before stays as it was."""

    def raised(matter: Matter, entry: Entry, alarm: str) -> None:
        if isinstance(entry.event, DivergenceFound):
            key = key_of(entry.event)
            found = divergences(world.watch.dossier(matter), world.law, world.now)
            for each in (each for each in found if each.key == key):
                minutes = Chance(f"{seed} {alarm}").of(world.case.heeded_minutes)
                world.start(_heeded(world, matter, each, alarm, minutes))

    world.watch.raised = raised


def _heeded(
    world: World, matter: Matter, divergence: Divergence, alarm: str, minutes: float
) -> Process[None]:
    """What has ended meanwhile needs nobody."""
    yield _hours(world, matter, divergence.owner).add(world.now, minutes)
    entered = world.watch.dossier(matter).custody.divergences
    if not any(each.key == divergence.key for each in entered):
        return
    for side in _missing(divergence):
        # A record that was not typed yet may be all that is missing.
        if not world.records.type_now(matter, side, alarm, world.now):
            ask(world, matter, side, alarm)
    if not divergence.unrecorded and divergence.needs_person:
        _settled(world, matter, divergence, alarm)


def _hours(world: World, matter: Matter, owner: Holder | None) -> Hours:
    """Of his office. What nobody has to bring is the Centre's supervisor's."""
    people, counter = world.case.people, matter.plan.unit.counter
    desks = (counter.desk, people.returns_desk.desk)
    there = owner is None or owner.desk in desks
    return world.centre if there else world.office


def _missing(divergence: Divergence) -> Iterator[Side]:
    """What the alarm names, on the carrier that has no record, or lies behind."""
    behind = divergence.kind is DivergenceKind.CUSTODY
    object = divergence.object
    if divergence.kind is DivergenceKind.FLIP and Instant.RESULT in divergence.parted:
        object = "result"
    if divergence.kind is DivergenceKind.COMPONENT:
        object = "file"
    for trace in divergence.evidence:
        missing = trace.holder == divergence.owner if behind else trace.at is None
        if trace.carrier and missing and (behind or divergence.unrecorded):
            yield object, trace.carrier.value


def _settled(world: World, matter: Matter, divergence: Divergence, alarm: str) -> None:
    """Once it is settled which day counts, the department's software counts from it, too."""
    known = world.watch.dossier(matter)
    parted = apart(known, world.law.zone)
    found = tuple(each for each in parted if each.instant in divergence.instants)
    settle(world, matter, known, found, alarm)
    if any(each.instant is Instant.RECEIPT for each in found):
        matter.registered_at = matter.accepted.at or matter.registered_at
