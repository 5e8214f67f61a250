"""The parts that the simulation is made of."""

from datetime import date, datetime, time

import pytest

from adapters.simulation.chance import Chance, Tape
from adapters.simulation.hours import Hours, Machine, Runs
from adapters.simulation.processes import Process, Processes, Signal, Until
from domain.calendar.hours import Interval
from tests.adapters.simulation.founding import CASE, LAW

CALENDAR = LAW.calendar_of(CASE.department, LAW.zone)
assert CALENDAR
OFFICE = Hours(CALENDAR)
FRIDAY, MONDAY, HOLIDAY = date(2019, 3, 15), date(2019, 3, 18), date(2019, 4, 30)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), LAW.zone)


def test_chance_is_the_same_everywhere() -> None:
    chance = Chance(1)

    assert [chance.of((0, 1)) for _ in range(3)] == [
        0.13436424411240122,
        0.8474337369372327,
        0.763774618976614,
    ]


def test_a_spread_has_its_median_in_the_middle() -> None:
    chance = Chance(7)
    drawn = sorted(chance.of((0, 10, 1000)) for _ in range(2001))

    assert drawn[0] >= 0
    assert drawn[-1] <= 1000
    assert drawn[1000] == pytest.approx(10, abs=5)


def test_what_weighs_nothing_is_never_drawn() -> None:
    chance = Chance(3)

    assert {chance.weighed("abc", (1, 0, 2)) for _ in range(200)} == {"a", "c"}
    assert {chance.named({"x": 0, "y": 1}) for _ in range(50)} == {"y"}


@pytest.mark.parametrize(
    ("since", "minutes", "then"),
    [
        (at(FRIDAY, 8), 30, at(FRIDAY, 8, 30)),
        (at(FRIDAY, 11), 60, at(FRIDAY, 14)),
        (at(FRIDAY, 16, 30), 60, at(MONDAY, 7, 30)),
        (at(FRIDAY, 20), 1, at(MONDAY, 7, 1)),
        (at(FRIDAY, 16), 60, at(MONDAY, 7)),
        (at(HOLIDAY, 9), 10, at(date(2019, 5, 2), 7, 10)),
    ],
)
def test_office_minutes_pass_in_office_hours(
    since: datetime, minutes: float, then: datetime
) -> None:
    assert OFFICE.add(since, minutes) == then
    assert OFFICE.between(since, then) == minutes


def test_a_make_up_saturday_is_worked() -> None:
    assert OFFICE.works(date(2019, 5, 4))
    assert not OFFICE.works(date(2019, 5, 11))


def test_a_seal_has_hours_of_its_own() -> None:
    assert CALENDAR
    seal = Hours(CALENDAR, [Interval(time(8), time(9))])

    assert seal.add(at(FRIDAY, 8, 50), 5) == at(FRIDAY, 8, 55)
    assert seal.add(at(FRIDAY, 9), 5) == at(MONDAY, 8, 5)


@pytest.mark.parametrize(
    ("since", "then"),
    [
        (at(FRIDAY, 7), at(FRIDAY, 7, 30)),
        (at(FRIDAY, 15), at(FRIDAY, 15)),
        (at(FRIDAY, 15, 1), at(MONDAY, 7, 30)),
        (at(HOLIDAY, 7), at(date(2019, 5, 2), 7, 30)),
    ],
)
def test_the_courier_runs_at_fixed_times_of_working_days(since: datetime, then: datetime) -> None:
    assert CALENDAR
    assert Runs(CALENDAR, [time(15), time(7, 30)]).next(since) == then


def test_the_scanner_serves_in_turn() -> None:
    scanner = Machine(OFFICE)

    assert scanner.done(at(FRIDAY, 16), 30) == at(FRIDAY, 16, 30)
    assert scanner.done(at(FRIDAY, 16, 5), 45) == at(MONDAY, 7, 15)
    assert scanner.done(at(FRIDAY, 16, 10), 10) == at(MONDAY, 7, 25)


def test_processes_wait_for_times_and_for_each_other() -> None:
    processes, here, seen = Processes(at(FRIDAY, 7)), Signal(), list[str]()

    def waits(name: str) -> Process[None]:
        yield here
        seen.append(f"{name} {processes.now:%H:%M}")

    def brings() -> Process[None]:
        yield at(FRIDAY, 9)
        processes.fire(here)
        yield at(FRIDAY, 10)
        processes.fire(here)
        processes.start(waits("late"))

    processes.start(waits("first"))
    processes.start(waits("second"))
    processes.start(brings())
    processes.run(at(FRIDAY, 12))

    assert seen == ["first 09:00", "second 09:00", "late 10:00"]
    assert here.at == at(FRIDAY, 9)


def test_nothing_happens_from_the_end_on() -> None:
    processes, seen = Processes(at(FRIDAY, 7)), list[int]()

    def goes_on() -> Process[None]:
        for hour in (8, 9, 10):
            yield at(FRIDAY, hour)
            seen.append(hour)

    processes.start(goes_on())
    processes.run(at(FRIDAY, 10))

    assert seen == [8, 9]


@pytest.mark.parametrize(("fired", "then"), [(8, 8), (9, 9), (12, 10)])
def test_a_signal_may_cut_a_wait_short(fired: int, then: int) -> None:
    processes, signal = Processes(at(FRIDAY, 7)), Signal()
    seen: list[datetime] = []

    def waits() -> Process[None]:
        yield Until(at(FRIDAY, 10), signal)
        seen.append(processes.now)

    def fires() -> Process[None]:
        yield at(FRIDAY, fired)
        processes.fire(signal)

    processes.start(waits())
    processes.start(fires())
    processes.run(at(FRIDAY, 17))

    assert seen == [at(FRIDAY, then)]


def test_what_was_asked_for_before_waits_for_nothing() -> None:
    processes, signal = Processes(at(FRIDAY, 7)), Signal()
    seen: list[datetime] = []

    def waits() -> Process[None]:
        yield at(FRIDAY, 9)
        yield Until(at(FRIDAY, 10), signal)
        seen.append(processes.now)

    processes.fire(signal)
    processes.start(waits())
    processes.run(at(FRIDAY, 17))

    assert seen == [at(FRIDAY, 9)]


def test_each_process_draws_again_what_it_drew() -> None:
    """Whatever the others do; what it never drew is its own."""
    tape, first = Tape(1), iter(("a", "b", "a", "b"))
    draw = tape.recorded(lambda: next(first))
    recorded = [draw() for _ in range(4)]
    then = iter(("b", "b", "b", "a", "a", "c"))
    again = tape.played(lambda: next(then))
    played = [again() for _ in range(6)]

    assert [played[0], played[1]] == [recorded[1], recorded[3]]
    assert [played[3], played[4]] == [recorded[0], recorded[2]]
    assert len({*recorded, played[2], played[5]}) == 6
