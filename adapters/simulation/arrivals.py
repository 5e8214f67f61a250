"""Who comes, when, with what: drawn before anybody has come.

Given how many came in all, each came at a time of his own, independent of the others.
"""

from bisect import bisect
from dataclasses import replace
from datetime import date, datetime
from itertools import accumulate

from adapters.simulation.case import Rush
from adapters.simulation.hours import DAY, span
from adapters.simulation.matter import Plan
from adapters.simulation.world import World
from domain.calendar.hours import WEEK
from domain.procedure.procedure import Procedure

MINUTES_A_DAY = 24 * 60


class Crowd:
    """All rushes of a channel between two days, each as likely as it weighs."""

    def __init__(self, world: World, channel: str, first: date, last: date) -> None:
        self._world = world
        days = [first + ahead * DAY for ahead in range((last - first).days + 1)]
        told = world.case.arrivals
        self._rushes = [
            (day, rush, rush.weight * told.months.get(day.month, 1))
            for day in days
            if channel == "online" or world.centre.works(day)
            for rush in told.rushes[channel]
            if WEEK[day.weekday()] in rush.days
        ]
        self._reached = list(accumulate(weight for _, _, weight in self._rushes))

    def one(self) -> datetime:
        """When one of them comes."""
        drawn = self._world.draw((0, self._reached[-1]))
        day, rush, _ = self._rushes[min(bisect(self._reached, drawn), len(self._rushes) - 1)]
        return self._within(day, rush)

    def _within(self, day: date, rush: Rush) -> datetime:
        opens, closes = (self._world.at(day, wall) for wall in rush.between)
        return opens + span(self._world.draw((0, (closes - opens).total_seconds() / 60)))


def plans(world: World, first: date, last: date, count: int) -> list[Plan]:
    """So many as are accepted between the two days, in the order in which they come; and those
    beside them that are refused at the desk."""
    crowds = {channel: Crowd(world, channel, first, last) for channel in world.case.arrivals.rushes}
    drawn: list[Plan] = []
    accepted = 0
    while accepted < count:
        plan = _plan(world, crowds)
        if plan and first <= plan.accepted_at.date() <= last:
            drawn.append(plan)
            accepted += not plan.refused
    drawn.sort(key=lambda plan: plan.arrives_at)
    return sorted(_withdrawing(world, drawn, last), key=lambda plan: plan.arrives_at)


def _plan(world: World, crowds: dict[str, Crowd]) -> Plan | None:
    """None where the procedure is not in force when it would be accepted."""
    chance, case = world.chance, world.case
    kind = chance.weighed(case.kinds, [kind.weight for kind in case.kinds])
    channel = chance.named(kind.channels)
    arrives_at = crowds[channel].one()
    procedure = world.law.in_force(kind.code, arrives_at.date())
    if procedure is None:
        return None
    drawn = chance.named(kind.cases) if kind.cases else ""
    unit = case.people.by_field[procedure.field]
    plan = Plan(
        kind=kind,
        procedure=procedure,
        unit=unit,
        applicant=_applicant(world, procedure),
        channel=channel,
        cases=(drawn,) if drawn else (),
        owed=_owed(world, channel),
        arrives_at=arrives_at,
        accepted_at=arrives_at,
        refused=chance.happens(case.intake.refused),
    )
    return _accepted(world, plan)


def _applicant(world: World, procedure: Procedure) -> str:
    """Nobody: a pattern with a number in it."""
    applicants = world.case.applicants[procedure.field]
    return applicants.name.format(n=world.chance.whole((1, applicants.count)))


def _owed(world: World, channel: str) -> tuple[str, ...]:
    """What the applicant registered for on the slip: no procedure in force says it."""
    intake = world.case.intake
    both = world.chance.happens(intake.paper_too if channel == "online" else intake.email)
    if both:
        return ("digital", "paper")
    return ("digital",) if channel == "online" else ("paper",)


def _accepted(world: World, plan: Plan) -> Plan | None:
    """With the time of its acceptance; None where it slips out of the procedure's days."""
    intake, at = world.case.intake, plan.arrives_at
    plan.supplemented_at = _completed(world, plan)
    plan.paid_at = _paid(world, plan)
    online = plan.channel == "online"
    checks = world.draw(intake.checks_online if online else intake.checks)
    starts = max(each for each in (at, plan.supplemented_at, plan.paid_at) if each)
    accepted_at = world.centre.add(starts, checks)
    still = world.law.in_force(plan.kind.code, accepted_at.date())
    return replace(plan, accepted_at=accepted_at) if still == plan.procedure else None


def _completed(world: World, plan: Plan) -> datetime | None:
    intake = world.case.intake
    term = plan.procedure.term("settlement", plan.cases)
    missing = world.chance.happens(intake.supplemented)
    later = world.draw(intake.supplement_days) * MINUTES_A_DAY
    if not missing or term is None or "complete" not in term.starts or plan.refused:
        return None
    return world.centre.open(plan.arrives_at + span(later))


def _paid(world: World, plan: Plan) -> datetime | None:
    """At the counter at once; by transfer it may take some days."""
    intake = world.case.intake
    later = world.chance.happens(intake.pays_later)
    days = world.draw(intake.pays_days)
    if plan.kind.fee is None or plan.refused:
        return None
    at = max(each for each in (plan.arrives_at, plan.supplemented_at) if each)
    waits = days * MINUTES_A_DAY if later and plan.channel != "direct" else 4
    return world.centre.open(at + span(waits))


def _withdrawing(world: World, drawn: list[Plan], last: date) -> list[Plan]:
    """Some withdraw, and some of them file again: in the place of another who would have come
    by the same channel."""
    work = world.case.work
    for plan in tuple(drawn):
        withdraws = world.chance.happens(work.withdrawn)
        after = world.draw(work.withdrawn_minutes)
        again = world.chance.happens(work.files_again)
        days = world.draw(work.files_again_days)
        if withdraws and not (plan.refused or plan.refile_of):
            plan.withdraws_after = after
            if again:
                _file_again(world, drawn, plan, last, days)
    return drawn


def _file_again(world: World, drawn: list[Plan], plan: Plan, last: date, days: float) -> None:
    not_before = plan.accepted_at + span(days * MINUTES_A_DAY)
    for index, other in enumerate(drawn):
        alike = other.channel == plan.channel and not (other.refused or other.refile_of)
        if alike and other.arrives_at > not_before and other.withdraws_after is None:
            same = replace(plan, arrives_at=other.arrives_at, refile_of=plan, withdraws_after=None)
            accepted = _accepted(world, same)
            if accepted and accepted.accepted_at.date() <= last:
                drawn[index] = accepted
                return
