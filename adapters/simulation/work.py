"""At the unit: assigned, checked, verified, asked about; as much work as its term leaves room."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from adapters.simulation.hours import DAY
from adapters.simulation.matter import Matter
from adapters.simulation.processes import Process
from adapters.simulation.promises import awaited_milestone, legal
from adapters.simulation.supplements import supplemented
from adapters.simulation.world import World
from domain.calendar.office_time import MINUTES_A_DAY

Deed = Callable[[World, Matter], Process[None]]


def worked(world: World, matter: Matter) -> Process[None]:
    """Until there is something to draft, or it is over."""
    yield matter.at_unit
    yield from _assigned(world, matter)
    answered = yield from supplemented(world, matter)
    if matter.due is None:
        yield from _reached_its_milestone(world, matter)
    if not matter.is_over:
        yield from _carried_out(world, matter, answered=answered)
    if matter.plan.on_paper:
        yield matter.paper_at_unit


def _assigned(world: World, matter: Matter) -> Process[None]:
    unit = matter.plan.unit
    yield world.in_office(world.case.work.assign_minutes)
    data = {"handler": unit.handler, "unit": unit.unit}
    if not matter.is_over:
        world.unit_says(matter, "handler-assigned", data, unit.head)


def _reached_its_milestone(world: World, matter: Matter) -> Process[None]:
    """A term that counts from a deed on the way: there was no date to promise before it."""
    name = awaited_milestone(matter)
    days = world.draw(world.case.work.undated_days)
    yield world.office.add(world.now, days * MINUTES_A_DAY)
    if name and not matter.is_over:
        yield from _milestone(name)(world, matter)
        matter.due = legal(world, matter)


def _carried_out(world: World, matter: Matter, *, answered: bool) -> Process[None]:
    work, began = world.case.work, world.now
    left = world.office.between(began, matter.due) if matter.due else MINUTES_A_DAY
    needs = left * world.draw(work.after_supplement if answered else work.share)
    for share, deed in sorted(_deeds(world, matter), key=lambda each: each[0]):
        yield world.office.add(began, needs * share)
        if matter.is_over:
            return
        yield from deed(world, matter)
    yield world.office.add(began, needs)


def _deeds(world: World, matter: Matter) -> list[tuple[float, Deed]]:
    """What is done on the way, each at its share of the work."""
    kind, work = matter.plan.kind, world.case.work
    deeds = [(each.at, _milestone(each.name)) for each in kind.milestones]
    if world.chance.happens(kind.verified):
        deeds.append((0.4, _verified))
    if world.chance.happens(kind.opinion):
        deeds.append((0.1, _opinion_asked))
        deeds.append((0.1 + 0.8 * world.draw(work.opinion_answer), _opinion_came))
    if world.chance.happens(kind.excluded):
        deeds.append((0.35, _test_began))
        deeds.append((0.55, _test_ended))
    return deeds


def _said(kind: str, data: dict[str, Any]) -> Deed:
    def deed(world: World, matter: Matter) -> Process[None]:
        world.unit_says(matter, kind, data)
        yield from ()

    return deed


def _milestone(name: str) -> Deed:
    return _said("milestone-recorded", {"milestone": name})


_verified = _said(
    "verification-recorded",
    {
        "place": "Cơ sở của người nộp (mô phỏng)",
        "participants": "Chuyên viên và đại diện cơ sở (mô phỏng)",
        "content": "Đối chiếu hồ sơ với thực tế (mô phỏng)",
    },
)
_opinion_came = _said("opinion-received", {"content": "Thống nhất (mô phỏng)"})
_test_began = _said("exclusion-began", {"why": "lab-test"})
_test_ended = _said("exclusion-ended", {})


def _opinion_asked(world: World, matter: Matter) -> Process[None]:
    work = world.case.work
    answer_by: datetime = world.office.open(world.now + work.opinion_days * DAY)
    data = {
        "agency": work.opinion_agency,
        "answer_by": answer_by.isoformat(),
        "content": "Đề nghị cho ý kiến chuyên môn (mô phỏng)",
    }
    world.unit_says(matter, "opinion-requested", data)
    yield from ()
