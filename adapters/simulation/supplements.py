"""What is missing after the acceptance: asked for once, through the one-stop desk, in time."""

from datetime import datetime
from typing import Any, Final

from adapters.simulation.endings import stopped
from adapters.simulation.hours import DAY, MINUTE, SECOND, span
from adapters.simulation.matter import Matter
from adapters.simulation.processes import Process
from adapters.simulation.promises import as_told, governing, legal
from adapters.simulation.world import World
from domain.dossier.supplements import is_regular

BASIS: Final = "NĐ 61/2018/NĐ-CP Art. 19(4)"


def supplemented(world: World, matter: Matter) -> Process[bool]:
    """Whether the applicant was asked for something and brought it."""
    work = world.case.work
    missing = world.chance.happens(work.supplemented)
    share = world.draw(work.check_share)
    if not missing or matter.due is None:
        return False
    yield world.office.add(world.now, share * world.office.between(world.now, matter.due))
    request = _request(world, matter)
    if matter.is_over or not _may_be_asked(world, matter, request):
        return False
    world.counter(matter, "supplement-requested", request)
    return (yield from _answer(world, matter, datetime.fromisoformat(request["answer_by"])))


def _request(world: World, matter: Matter) -> dict[str, Any]:
    item = {"component": _missing(matter), "reason": "Cần bổ sung số liệu (mô phỏng)"}
    return {
        "items": [item],
        "legal_basis": BASIS,
        "number": f"{matter.code}/HDHS",
        "signer": matter.plan.unit.head,
        "relayed": True,
        "notified_at": world.now.isoformat(),
        "answer_by": _lapses_at(world, matter).isoformat(),
    }


def _missing(matter: Matter) -> str:
    return matter.plan.components[-1].code


def _may_be_asked(world: World, matter: Matter, request: dict[str, Any]) -> bool:
    """Who is too late for his window, or for the term itself, settles it with what there is."""
    if matter.due and world.now >= matter.due:
        return False
    asked = as_told(matter, "supplement-requested", world.now, request)
    regime = governing(world, matter, asked)
    return is_regular(regime, regime.dossier.work.supplements[-1])


def _answer(world: World, matter: Matter, lapses_at: datetime) -> Process[bool]:
    work = world.case.work
    never = world.chance.happens(work.never_answered)
    answered_at = world.centre.open(world.now + span(world.draw(work.answer_days) * 24 * 60))
    if never or answered_at >= lapses_at:
        yield from _lapsed(world, matter, lapses_at)
        return False
    yield answered_at + 3 * MINUTE
    if not matter.is_over:
        _answered(world, matter)
        yield world.in_office(world.case.carriage.hand_on_minutes)
    return True


def _lapses_at(world: World, matter: Matter) -> datetime:
    """The applicant's window, where sector law gives one."""
    regime = governing(world, matter)
    term = regime.term("applicant-supplement")
    due = regime.due(term, world.now) if term else None
    given = world.now + world.case.work.answer_within_days * DAY
    return due.at if due else world.centre.open(given)


def _answered(world: World, matter: Matter) -> None:
    """The slip gets a new date: what the law gives once it is complete."""
    carrier = "paper" if matter.plan.on_paper else "digital"
    data: dict[str, Any] = {"items": [_missing(matter)], "carrier": carrier}
    promised = legal(world, matter, as_told(matter, "supplement-received", world.now, data))
    if promised:
        matter.promised = matter.due = promised
        data["promised_return"] = promised.isoformat()
    world.counter(matter, "supplement-received", data)


def _lapsed(world: World, matter: Matter, lapses_at: datetime) -> Process[None]:
    """A person decides it, on the next morning."""
    yield world.centre.opening(lapses_at.date() + DAY) + 40 * MINUTE + SECOND
    if not matter.is_over:
        world.unit_says(matter, "supplement-lapsed", {"legal_basis": BASIS}, matter.plan.unit.head)
        yield world.now + 5 * MINUTE
        stopped(world, matter, "supplement-lapsed", BASIS)
