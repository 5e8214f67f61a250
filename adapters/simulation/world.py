"""The two offices: their hours, runs and machines, and all dossiers in them."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from adapters.simulation.case import Case, Unit
from adapters.simulation.chance import Chance, Draw, Spread
from adapters.simulation.hours import Hours, Machine, Runs
from adapters.simulation.matter import Matter
from adapters.simulation.processes import Process, Processes, Signal
from adapters.simulation.records import How, Records, Said, System
from adapters.simulation.watching import Watch
from domain.calendar.calendar import WorkCalendar
from domain.calendar.office_time import at_local
from domain.law import Law


@dataclass(slots=True)
class World:
    case: Case
    law: Law
    chance: Chance
    records: Records
    processes: Processes
    office: Hours
    """Of the department."""
    centre: Hours
    scanner: Machine
    seal: Hours
    to_department: Runs
    to_centre: Runs
    rounds: Runs
    closing: Runs
    supervision: Runs
    watch: Watch
    matters: list[Matter] = field(default_factory=list)
    misscanned: bool = False
    _codes: Counter[date] = field(default_factory=Counter)
    _numbers: Counter[int] = field(default_factory=Counter)
    _registers: Counter[str] = field(default_factory=Counter)

    @property
    def now(self) -> datetime:
        return self.processes.now

    @property
    def calendar(self) -> WorkCalendar:
        return self.office.calendar

    def start(self, process: Process[None], at: datetime | None = None) -> None:
        self.processes.start(process, at)

    def fire(self, signal: Signal) -> None:
        self.processes.fire(signal)

    def draw(self, spread: Spread) -> float:
        return self.chance.of(spread)

    def in_office(self, spread: Spread) -> datetime:
        """When so many office minutes of the department have passed."""
        return self.office.add(self.now, self.draw(spread))

    def at_centre(self, spread: Spread) -> datetime:
        return self.centre.add(self.now, self.draw(spread))

    def at(self, day: date, wall: time) -> datetime:
        return at_local(self.calendar, day, wall)

    def unit(self, matter: Matter) -> Unit:
        return matter.plan.unit

    # What is said, by whom.

    def counter(self, matter: Matter, kind: str, data: Mapping[str, Any], **when: Any) -> None:
        """The department's officer at the Centre."""
        unit = matter.plan.unit
        said = Said(kind, data, unit.receiver, unit.receiver_unit)
        self.records.tell(matter, said, System.ONE_STOP, self.now, **when)

    def results_counter(
        self, matter: Matter, kind: str, data: Mapping[str, Any], how: How = How.TYPED
    ) -> dict[str, Any]:
        people = self.case.people
        said = Said(kind, data, people.returns, people.returns_unit)
        return self.records.tell(matter, said, System.ONE_STOP, self.now, how=how)

    def centre_system(self, matter: Matter, kind: str, data: Mapping[str, Any]) -> None:
        """The Centre's software alone."""
        self.records.tell(matter, Said(kind, data), System.ONE_STOP, self.now, how=How.SCANNED)

    def portal(self, matter: Matter, kind: str, data: Mapping[str, Any]) -> None:
        self.records.tell(matter, Said(kind, data), System.PORTAL, self.now, how=How.SCANNED)

    def unit_says(
        self, matter: Matter, kind: str, data: Mapping[str, Any], actor: str | None = None
    ) -> None:
        unit = matter.plan.unit
        said = Said(kind, data, actor or unit.handler, unit.unit)
        self.records.tell(matter, said, System.DEPARTMENT, self.now)

    def clerk(
        self, matter: Matter, kind: str, data: Mapping[str, Any], how: How = How.TYPED
    ) -> None:
        people = self.case.people
        said = Said(kind, data, people.clerk, people.clerk_unit)
        self.records.tell(matter, said, System.DEPARTMENT, self.now, how=how)

    def decides(
        self, matter: Matter, kind: str, data: Mapping[str, Any], actor: str, alarm: str = ""
    ) -> None:
        """A person acts in hoso; `alarm`: the one that he heeds."""
        said = Said(kind, data, actor, alarm=alarm)
        self.records.tell(matter, said, System.HOSO, self.now)

    # What is numbered.

    def new_code(self, day: date) -> str:
        """The national code: of the day, counted within it (TT 01/2018/TT-VPCP Art. 19)."""
        self._codes[day] += 1
        return f"{self.case.code}-{day:%y%m%d}-{self._codes[day]:04}"

    def new_number(self, day: date) -> str:
        """Of the year's book of documents, from 1 on."""
        self._numbers[day.year] += 1
        return f"{self._numbers[day.year]}/SKHCN-{day.year}"

    def register_number(self, field_name: str, year: int) -> str:
        """Of the unit's own register."""
        register = f"{field_name}-{year}"
        self._registers[register] += 1
        return f"{register}-{self._registers[register]:03}"


Source = Callable[[Callable[[], str]], Draw]
"""Where the numbers come from, for whoever can say which process is running."""


def built(case: Case, law: Law, seed: int, source: Source | None = None) -> World:
    department = _calendar(law, case.department)
    processes = Processes(at_local(department, case.opens_warm_up, time.min))
    draw = source(lambda: processes.running) if source else None
    chance, office = Chance(seed, draw), Hours(department)
    centre = Hours(_calendar(law, case.centre))
    carriage, signing, returning = case.carriage, case.signing, case.returning
    records = Records(case, chance, centre)
    watch = Watch(law, processes, records.enter)
    records.heard = watch.hears_of
    return World(
        case,
        law,
        chance,
        records,
        processes,
        office,
        centre,
        Machine(Hours(centre.calendar, carriage.scanner)),
        Hours(department, signing.seal),
        Runs(centre.calendar, carriage.to_department),
        Runs(department, carriage.to_centre),
        Runs(department, signing.rounds),
        Runs(centre.calendar, returning.closing),
        Runs(centre.calendar, returning.supervision),
        watch,
    )


def _calendar(law: Law, authority: str) -> WorkCalendar:
    """Raises ValueError where the law tells none: nobody works then."""
    calendar = law.calendar_of(authority, law.zone)
    if calendar is None:
        raise ValueError("a simulation needs a law with a calendar")
    return calendar


def midnight_after(world: World, day: date) -> datetime:
    return world.at(day, time.min) + timedelta(days=1)
