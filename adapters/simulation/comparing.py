"""The case and its counter-run: what would have become of the late ones, had alarms been heeded.

Both are simulations, and everything here is folded from their requests.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from adapters.simulation.alarms import Alarm, Became, alarms
from adapters.simulation.case import Case
from adapters.simulation.judging import Figures, Judged, by_dossier, judge
from adapters.simulation.records import Step
from adapters.simulation.run import simulate
from domain.calendar.calendar import WorkCalendar
from domain.calendar.office_time import midnight_after, working_minutes_between
from domain.dossier.attribution import Attribution, Unattributable, attribution
from domain.dossier.timeliness import Timeliness
from domain.law import Law


@dataclass(frozen=True, slots=True)
class Raised:
    """An alarm, and how many working minutes were left of the term."""

    alarm: Alarm
    left: int


@dataclass(frozen=True, slots=True)
class Late:
    """A dossier that was late while nobody heeded alarms."""

    judged: Judged
    alarms: tuple[Raised, ...]
    """The first one began it."""
    whose: Attribution | Unattributable
    heeded: Timeliness | None
    """What it is where alarms are heeded."""

    @property
    def saved(self) -> bool:
        return self.heeded in (Timeliness.EARLY, Timeliness.ON_TIME)


@dataclass(frozen=True, slots=True)
class Run:
    figures: Figures
    alarms: tuple[Alarm, ...]
    deeds: Mapping[str, int]
    """How often what was done for an alarm, by the kind of request."""

    def became(self, became: Became) -> int:
        return sum(alarm.became is became for alarm in self.alarms)


@dataclass(frozen=True, slots=True)
class Comparison:
    case: Case
    law: Law
    seed: int
    unheeded: Run
    heeded: Run
    late: tuple[Late, ...]

    @property
    def runs(self) -> tuple[Run, Run]:
        return self.unheeded, self.heeded

    @property
    def saved(self) -> int:
        return sum(one.saved for one in self.late)

    @property
    def newly_late(self) -> tuple[Judged, ...]:
        """Late only where alarms were heeded."""
        before = {one.judged.code for one in self.late}
        return tuple(one for one in self.heeded.figures.late if one.code not in before)


def compare(case: Case, law: Law, seed: int) -> Comparison:
    """Simulates both."""
    runs = (tuple(simulate(case, law, seed, heeded=heeded)) for heeded in (False, True))
    return compared(case, law, seed, *runs)


def compared(
    case: Case, law: Law, seed: int, unheeded: Sequence[Step], heeded: Sequence[Step]
) -> Comparison:
    """Of two runs that were simulated."""
    first, second = (_run(case, law, seed, steps) for steps in (unheeded, heeded))
    late = tuple(_late(case, law, first, second, unheeded))
    return Comparison(case, law, seed, first, second, late)


def _run(case: Case, law: Law, seed: int, steps: Sequence[Step]) -> Run:
    done = Counter(
        step.request["kind"].removeprefix("dossier.")
        for step in steps
        if "correlation_id" in step.request
    )
    return Run(judge(case, law, seed, steps), alarms(steps, case.opens), done)


def _late(
    case: Case, law: Law, unheeded: Run, heeded: Run, steps: Sequence[Step]
) -> Iterator[Late]:
    histories = by_dossier(steps)
    became = {one.code: one.timeliness for one in heeded.figures.judged}
    calendar = law.calendar_of(case.department, law.zone)
    for one in sorted(unheeded.figures.late, key=lambda one: one.code):
        due_on = one.standing.due_on
        if calendar and due_on:
            ends = midnight_after(calendar, due_on)
            raised = (each for each in unheeded.alarms if each.code == one.code)
            lefts = tuple(Raised(each, _left(calendar, each.raised_at, ends)) for each in raised)
            closes = midnight_after(calendar, case.closes)
            whose = attribution(histories[one.code], law, closes)
            yield Late(one, lefts, whose, became.get(one.code))


def _left(calendar: WorkCalendar, raised_at: datetime, ends: datetime) -> int:
    return max(0, working_minutes_between(calendar, raised_at, ends))
