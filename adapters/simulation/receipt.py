"""At the counter, by post and online: how a dossier comes in, and is accepted or not."""

from datetime import datetime
from typing import Any

from adapters.simulation.hours import MINUTE, span
from adapters.simulation.matter import Matter, Plan
from adapters.simulation.processes import Process
from adapters.simulation.promises import as_told, legal
from adapters.simulation.world import World


def handed_in(world: World, matter: Matter) -> Process[bool]:
    """Whether it was accepted."""
    plan = matter.plan
    sitting = matter.typed_at = _sitting(world, plan)
    if plan.on_paper:
        _over_the_counter(world, matter, sitting)
    else:
        _through_the_portal(world, matter)
    yield from _asked_to_complete(world, matter)
    yield from _asked_to_pay(world, matter)
    yield plan.accepted_at
    matter.in_system_at = _accepted_in_system(world, plan, sitting)
    if plan.refused:
        _refused(world, matter)
    else:
        _accepted(world, matter)
    return not plan.refused


def _sitting(world: World, plan: Plan) -> datetime:
    """When the hand-in is typed: with the acceptance, unless that has to wait."""
    waits = plan.supplemented_at or plan.paid_at
    return world.records.typed(plan.arrives_at if waits else plan.accepted_at)


def _accepted_in_system(world: World, plan: Plan, sitting: datetime) -> datetime:
    """Online, to accept is to press a button; paper is typed."""
    if not plan.on_paper:
        return world.now + span(world.draw(world.case.typing.live_minutes))
    return sitting if sitting > world.now else world.records.typed(world.now)


def _over_the_counter(world: World, matter: Matter, sitting: datetime) -> None:
    plan = matter.plan
    desk = plan.unit.counter.holder
    data: dict[str, Any] = {"carrier": "paper", "desk": desk, "components": _components(plan)}
    if plan.channel == "direct":
        drawn_at = plan.arrives_at - span(world.draw(world.case.intake.waits))
        data["proof"] = {"kind": "queue-ticket", "at": drawn_at.isoformat()}
    world.counter(matter, "carrier-received", data, sitting=sitting)
    for name in plan.originals:
        original = {"carrier": "paper", "object": name, "desk": desk}
        world.counter(matter, "carrier-received", original, sitting=sitting)


def _components(plan: Plan) -> list[dict[str, str]]:
    return [{"code": each.code} for each in plan.components]


def _through_the_portal(world: World, matter: Matter) -> None:
    plan = matter.plan
    world.portal(
        matter,
        "submitted",
        {
            "procedure": plan.kind.code,
            "channel": plan.channel,
            "authority": world.case.department,
            "subject": subject(plan),
        },
    )
    data = {
        "carrier": "digital",
        "desk": plan.unit.counter.holder,
        "components": _components(plan),
        "proof": {"kind": "portal-time", "at": world.now.isoformat()},
    }
    world.portal(matter, "carrier-received", data)


def subject(plan: Plan) -> dict[str, str]:
    return {"name": plan.applicant, "id": f"simulated {plan.applicant}"}


def _asked_to_complete(world: World, matter: Matter) -> Process[None]:
    """One full, exact instruction at the desk (NĐ 61/2018 Art. 15(3))."""
    plan = matter.plan
    if plan.supplemented_at is None:
        return
    yield world.centre.open(world.now) + 5 * MINUTE
    missing = plan.components[-1].code
    reason = "Thiếu bản có đóng dấu (mô phỏng)"
    item = {"component": missing, "reason": reason}
    world.counter(matter, "intake-supplement-requested", {"items": [item]})
    yield plan.supplemented_at
    carrier = "paper" if plan.on_paper else "digital"
    world.counter(matter, "intake-supplement-received", {"items": [missing], "carrier": carrier})


def _asked_to_pay(world: World, matter: Matter) -> Process[None]:
    """The fee is paid before the acceptance (NĐ 61/2018 Art. 22(3))."""
    plan = matter.plan
    if plan.paid_at is None:
        return
    fee = {"amount": plan.kind.fee}
    yield world.centre.open(world.now) + 2 * MINUTE
    world.counter(matter, "fee-requested", fee)
    yield plan.paid_at
    world.counter(matter, "fee-paid", fee)


def _refused(world: World, matter: Matter) -> None:
    data = {
        "legal_basis": "NĐ 61/2018/NĐ-CP Art. 17(1)(b)",
        "reason": "Không thuộc thẩm quyền giải quyết (mô phỏng)",
        "procedure": matter.plan.kind.code,
    }
    world.counter(matter, "intake-refused", data, sitting=matter.in_system_at)


def _accepted(world: World, matter: Matter) -> None:
    """With the slip: its date is what the law gives, as it is known that day."""
    plan = matter.plan
    data: dict[str, Any] = {
        "procedure": plan.kind.code,
        "procedure_version": plan.procedure.version,
        "channel": plan.channel,
        "owed": list(plan.owed),
        "authority": world.case.department,
        "subject": subject(plan),
        "cases": list(plan.cases),
    }
    matter.promised = matter.due = legal(
        world, matter, as_told(matter, "received", world.now, data)
    )
    if matter.promised:
        matter.allowance = world.office.between(world.now, matter.promised)
        data["promised_return"] = matter.promised.isoformat()
    world.counter(matter, "received", data, sitting=matter.in_system_at)
    world.fire(matter.accepted)
    if plan.refile_of and plan.refile_of.matter and plan.refile_of.matter.is_over:
        other = {"relation": "refile-of", "other": plan.refile_of.matter.code}
        world.counter(matter, "linked", other, sitting=matter.in_system_at)
