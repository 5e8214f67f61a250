"""How dossiers end: withdrawn, stopped, or closed by a person once nothing is left to do."""

from typing import Any
from zoneinfo import ZoneInfo

from adapters.simulation.hours import MINUTE, span
from adapters.simulation.matter import Matter
from adapters.simulation.processes import Process
from adapters.simulation.promises import dossier
from adapters.simulation.world import World
from domain.calendar.office_time import MINUTES_A_DAY
from domain.dossier.divergence import Apart, apart, divergences
from domain.dossier.dossier import Dossier, local_day
from domain.dossier.values import Carrier, Instant


def withdrawn(world: World, matter: Matter) -> Process[None]:
    """In writing, and accepted within some hours; what is drafted already is not withdrawn."""
    yield world.office.add(world.now, matter.plan.withdraws_after or 0)
    if matter.drafted or matter.is_over:
        return
    data = {"signed": True, "reason": "Nộp lại hồ sơ khác (mô phỏng)"}
    world.fire(matter.ended)
    world.counter(matter, "withdrawal-requested", data)
    yield world.centre.add(world.now, 45)
    world.counter(matter, "withdrawn", {})
    yield from _given_back(world, matter, "withdrawal", "withdrawn")


def stopped(world: World, matter: Matter, reason: str, basis: str) -> None:
    data = {"reason": reason, "legal_basis": basis}
    world.unit_says(matter, "stopped", data, matter.plan.unit.head)
    world.fire(matter.ended)
    world.start(_given_back(world, matter, "stop", "stopped"))


def _given_back(world: World, matter: Matter, why: str, ended: str) -> Process[None]:
    """The papers go back to the counter, and from there to the applicant."""
    unit = matter.plan.unit
    if matter.plan.on_paper:
        yield matter.paper_at_unit
        yield world.to_centre.next(world.now)
        handover = {"carrier": "paper", "giver": unit.holder, "taker": unit.counter.holder}
        world.unit_says(matter, "transferred", handover)
        yield world.now + span(world.case.carriage.ride_minutes)
        yield world.at_centre(world.case.carriage.unpack_minutes)
        acknowledged = {"carrier": "paper", "taker": unit.counter.holder}
        world.counter(matter, "transfer-acknowledged", acknowledged)
        yield world.at_centre(world.case.carriage.hand_on_minutes)
        world.counter(matter, "returned", {"carrier": "paper", "object": "file", "why": why})
        give_back_originals(world, matter)
    yield from closed(world, matter, ended)


def give_back_originals(world: World, matter: Matter) -> None:
    for name in matter.plan.originals:
        world.counter(matter, "returned", {"carrier": "paper", "object": name, "why": "original"})


def unclaimed(world: World, matter: Matter) -> Process[None]:
    """Nobody fetches it: closed after a while, all the same."""
    yield world.centre.add(world.now, world.case.returning.unclaimed_days * MINUTES_A_DAY)
    yield from closed(world, matter, "unclaimed")


def closed(world: World, matter: Matter, why: str) -> Process[None]:
    """By a person, when nothing is left to do and paper and digital agree."""
    yield from _all_known(world, matter)
    known = dossier(matter)
    open_ = divergences(known, world.law, world.now)
    to_settle = {instant for each in open_ if each.needs_person for instant in each.instants}
    found = tuple(each for each in apart(known, world.law.zone) if each.instant in to_settle)
    if found:
        yield world.supervision.next(world.now)
        settle(world, matter, known, _unsettled(matter, found))
    if _is_late(matter, known):
        yield from _explained(world, matter, parted=bool(found or known.clock.settled))
    yield from _all_known(world, matter)
    yield world.closing.next(world.now)
    world.decides(matter, "completed", {"why": why}, world.case.people.returns)


def _is_late(matter: Matter, known: Dossier) -> bool:
    """By the slip: what everybody at the counter sees."""
    ended_at, promised = known.ended_at, matter.promised
    ends_late = ended_at and promised and ended_at.date() > promised.date()
    return bool(ends_late and not matter.is_over)


def _all_known(world: World, matter: Matter) -> Process[None]:
    """Who decides sees what hoso knows: what is not typed yet is waited for."""
    while matter.known_at and matter.known_at >= world.now:
        yield matter.known_at + MINUTE


def _unsettled(matter: Matter, found: tuple[Apart, ...]) -> tuple[Apart, ...]:
    """Without what somebody who heeded an alarm has settled meanwhile."""
    settled = dossier(matter).clock.settled
    return tuple(each for each in found if each.instant not in settled)


def settle(
    world: World, matter: Matter, known: Dossier, found: tuple[Apart, ...], alarm: str = ""
) -> None:
    """The Centre's supervisor says which carrier speaks; the department's officer confirms it."""
    if not found:
        return
    data: dict[str, Any] = {
        "settles": [each.instant.value for each in found],
        "speaks": {
            each.instant.value: speaker.value
            for each in found
            if (speaker := _speaker(each, known, world.law.zone))
        },
        "reason": "Đối chiếu sổ giao nhận và hệ thống (mô phỏng)",
        "second_person": matter.plan.unit.receiver,
    }
    world.decides(matter, "reconciled", data, world.case.people.supervisor, alarm)


def _speaker(divergence: Apart, known: Dossier, zone: ZoneInfo) -> Carrier | None:
    """Of what is owed, the last one counts as the result and its return; what came first as the
    receipt, unless it was accepted only on another day."""
    paper_first = divergence.paper < divergence.digital
    first, last = sorted(Carrier, key=lambda each: (each is Carrier.PAPER) is not paper_first)
    if divergence.instant is not Instant.RECEIPT:
        return last if last in known.clock.owed else first
    accepted = known.intake.accepted
    first_at = min(divergence.paper, divergence.digital)
    same_day = accepted and local_day(accepted.at, zone) == local_day(first_at, zone)
    return first if same_day else None


def _explained(world: World, matter: Matter, *, parted: bool) -> Process[None]:
    """Why it was late: the unit's head says it, the Centre's supervisor confirms it."""
    unit = matter.plan.unit
    cause = "channel-divergence" if parted else "coordination"
    yield world.in_office((20, 60))
    data = {"cause": cause, "unit": unit.unit}
    world.unit_says(matter, "late-cause-recorded", data, unit.head)
    yield from _all_known(world, matter)
    yield world.supervision.next(world.now)
    supervisor = world.case.people.supervisor
    world.decides(matter, "late-cause-confirmed", {"cause": cause}, supervisor)
