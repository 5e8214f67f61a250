"""Whatever is told of a dossier, its clocks answer, and hold to the law as shipped."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.calendar.announced import known
from domain.calendar.calendar import WorkCalendar
from domain.calendar.counting import on_or_after, working_days_between
from domain.calendar.due import due
from domain.calendar.term import Length
from domain.dossier.clock import PromisedBy
from domain.dossier.course import What
from domain.dossier.deadlines import Deadline, Missing, clocks, deadlines, owed
from domain.dossier.dossier import fold
from domain.dossier.events import (
    Rescheduled,
    SupplementLapsed,
    SupplementReceived,
    SupplementRequested,
    Told,
)
from domain.dossier.regime import Regime, regime
from domain.dossier.standing import alternatives, contested, standing
from domain.dossier.timeliness import Timeliness
from tests.domain.calendar.strategies import instants as instants_of_2025
from tests.domain.calendar.strategies import lengths, made_up
from tests.domain.calendar.words import vietnam, working_days
from tests.domain.clock.strategies import ANY, CLOCKED, days, instants, unpromised, without
from tests.domain.clock.telling import (
    SMALL,
    a_small_one,
    accepted,
    answered,
    asked,
    calendar_days,
    clock,
    settled_in,
    shipped,
)

few = settings(max_examples=75, deadline=None)

RUNS: Final = {Timeliness.IN_TIME, Timeliness.OVERDUE, Timeliness.OPEN_UNDETERMINED}
MOVED: Final = {What.RESTARTED, What.PAUSED, What.SUSPENDED, What.LAPSED}
SUPPLEMENTS: Final = (SupplementRequested, SupplementReceived, SupplementLapsed)


def of(told: Sequence[Told], on: date | None = None) -> Regime:
    return regime(fold(told), shipped(), on)


@few
@given(ANY, st.none() | days)
def test_whatever_is_told_every_clock_answers(told: list[Told], on: date | None) -> None:
    governing = of(told, on)
    all_of_them = {**vars_of(deadlines(governing)), **clocks(governing)}

    for deadline in all_of_them.values():
        assert (deadline.on is None) is (deadline.at is None) is (deadline.missing is not None)
    assert len(set(owed(governing).rules)) == len(owed(governing).rules)
    alternatives(governing.dossier, shipped(), on)


def vars_of(dates: Any) -> dict[str, Deadline]:
    return {field.name: getattr(dates, field.name) for field in fields(dates)}


@few
@given(CLOCKED, st.none() | days)
def test_what_is_owed_is_never_later_than_promised_unless_it_was_overtaken(
    told: list[Told], on: date | None
) -> None:
    governing = of(told, on)
    owes, promises = owed(governing), governing.dossier.clock.promises
    binding = [each for each in promises if each.by is not PromisedBy.RESCHEDULE]
    if not binding:
        return
    assert owes.missing in (None, Missing.SUSPENDED, Missing.LAPSED, Missing.UNPAID)
    moved = any(fact.what in MOVED or fact.by == "paid" for fact in owes.facts)
    if owes.on and not moved:
        assert owes.on <= max(governing.day(each.returns_at) for each in binding)


@few
@given(CLOCKED)
def test_a_reschedule_moves_nothing_that_is_owed(told: list[Told]) -> None:
    assert owed(of(told)) == owed(of(without(told, Rescheduled)))


@few
@given(CLOCKED, days)
def test_a_dossier_that_waits_has_no_date_and_is_in_time(told: list[Told], day: date) -> None:
    governing = of(told)
    stands = standing(governing.dossier, shipped())
    waits = owed(governing).missing in (Missing.SUSPENDED, Missing.UNPAID)

    assert stands.waits is waits
    if waits and (stands.ended_on is None or day < stands.ended_on):
        assert stands.due_on is None
        assert stands.on(day) is Timeliness.IN_TIME


@few
@given(CLOCKED)
def test_a_supplement_that_resets_never_brings_the_legal_date_forward(told: list[Told]) -> None:
    plain = unpromised(told)
    bare, asked_too = of(without(plain, *SUPPLEMENTS)), of(plain)
    before, after = deadlines(bare).legal, deadlines(asked_too).legal

    if before.on and after.on:
        assert after.on >= before.on


AMOUNTS = st.integers(1, 30)
EFFECTS = st.sampled_from(("reset", "pause"))
HOURS = st.integers(0, 24 * 40).map(lambda hours: timedelta(hours=hours))


@few
@given(days, st.tuples(AMOUNTS, st.booleans()), HOURS, HOURS, EFFECTS)
def test_nor_does_one_that_pauses(
    day: date, term: tuple[int, bool], since: timedelta, lasting: timedelta, effect: str
) -> None:
    amount, by_date = term
    length = {"length": calendar_days(amount)} if by_date else {}
    law = a_small_one(settled_in(amount, supplement=effect, **length))
    received = accepted(f"{day:%d/%m/%Y} 09:00", SMALL)
    at = received.occurred_at + since
    bare = clock(received, law=law)
    turned = clock(
        received,
        replace(asked("01/01/2018 00:00"), occurred_at=at),
        replace(answered("01/01/2018 00:00"), occurred_at=at + lasting),
        law=law,
    )

    assert turned.due.legal.on
    assert bare.due.legal.on
    assert turned.due.legal.on >= bare.due.legal.on


@few
@given(ANY, st.none() | days, st.lists(days, min_size=2, max_size=6))
def test_every_day_has_one_class_and_none_goes_back(
    told: list[Told], on: date | None, asked_for: list[date]
) -> None:
    stands = standing(fold(told), shipped(), on)
    classes = [(day, stands.on(day)) for day in sorted(asked_for)]

    for day, each in classes:
        ended = stands.ended_on is not None and stands.ended_on <= day
        assert (each in RUNS) is not ended
    running = [each for _, each in classes if each in RUNS]
    assert running in (
        [*[Timeliness.IN_TIME] * early, *[Timeliness.OVERDUE] * late]
        for early in range(len(running) + 1)
        for late in [len(running) - early]
    ) or set(running) == {Timeliness.OPEN_UNDETERMINED}


@few
@given(ANY, st.data(), days)
def test_how_it_stands_does_not_depend_on_the_order_of_delivery(
    told: list[Told], data: st.DataObject, day: date
) -> None:
    shuffled = fold(data.draw(st.permutations([*told, *told[:2]])))
    dossier = fold(told)

    assert standing(shuffled, shipped(), day) == standing(dossier, shipped(), day)
    assert alternatives(shuffled, shipped(), day) == alternatives(dossier, shipped(), day)


@few
@given(CLOCKED, days)
def test_it_is_contested_only_by_a_reading_that_gives_another_class(
    told: list[Told], day: date
) -> None:
    dossier = fold(told)
    stands, others = standing(dossier, shipped(), day), alternatives(dossier, shipped(), day)

    for rule, other in others.items():
        assert other != stands
        assert (rule in contested(stands, others, day)) is (other.on(day) is not stands.on(day))


@few
@given(CLOCKED, days)
def test_what_has_ended_keeps_its_class_whatever_the_law_does(told: list[Told], day: date) -> None:
    dossier = fold(told)
    ended_on = standing(dossier, shipped()).ended_on
    if ended_on is None:
        return
    later = max(day, ended_on)

    assert standing(dossier, shipped(), later) == standing(dossier, shipped(), ended_on)


# Shortcuts give what the long way does


class Forgetful(Regime):
    """It never remembers that nothing was otherwise then, and counts again."""

    def knew(self, day: date, first: date, last: date) -> bool:
        return False

    def is_surely_within(self, length: Length, start: datetime, at: datetime) -> bool:
        return False


@few
@given(CLOCKED, st.none() | days)
def test_what_need_not_be_counted_again_comes_to_the_same(
    told: list[Told], on: date | None
) -> None:
    governing = of(told, on)
    forgetful = Forgetful(**{each.name: getattr(governing, each.name) for each in fields(Regime)})
    short, long = owed(governing), owed(forgetful)

    assert (short.on, short.at, short.missing) == (long.on, long.at, long.missing)
    assert (short.facts, short.rules) == (long.facts, long.rules)


@few
@given(lengths(), instants_of_2025, instants_of_2025)
def test_what_is_surely_within_a_term_is_not_past_it(
    length: Length, start: datetime, at: datetime
) -> None:
    governing = of(())
    assume(governing.is_surely_within(length, start, at))

    assert not governing.is_past(length, due(vietnam(), length, start), at)


# The calendar


@few
@given(instants, st.integers(1, 60))
def test_working_days_added_are_the_working_days_counted(at: datetime, amount: int) -> None:
    """From the law to the day, and back by the calendar alone."""
    received = replace(accepted("01/01/2018 00:00", SMALL), occurred_at=at)
    told = clock(received, law=a_small_one(settled_in(amount)))
    on, began = told.due.legal.on, told.regime.day(at)

    assert on
    assert vietnam().is_working_day(on)
    assert working_days_between(vietnam(), began, on) == amount


@few
@given(instants, st.integers(1, 90))
def test_calendar_days_end_on_the_working_day_on_or_after(at: datetime, amount: int) -> None:
    received = replace(accepted("01/01/2018 00:00", SMALL), occurred_at=at)
    law = a_small_one(settled_in(amount, length=calendar_days(amount)))
    told = clock(received, law=law)

    raw = told.regime.day(at) + timedelta(days=amount)
    assert told.due.legal.on == on_or_after(vietnam(), raw)


@few
@given(st.just(vietnam()) | made_up(), st.dates(date(2018, 1, 1), date(2026, 12, 31)))
def test_a_calendar_as_it_was_known_is_that_of_the_entries_known_then(
    calendar: WorkCalendar, on: date
) -> None:
    then = calendar.as_known(on)

    assert then == replace(
        calendar,
        declared=known(calendar.declared, on),
        hours=known(calendar.hours, on),
        covered=known(calendar.covered, on),
    )
    assert then.as_known(on) == then
    assert calendar.as_known(on) is then


@few
@given(made_up(), st.dates(date(2024, 12, 1), date(2025, 12, 31)), instants_of_2025)
def test_it_knew_what_has_not_changed_since(
    calendar: WorkCalendar, on: date, start: datetime
) -> None:
    then = calendar.as_known(on)
    first = start.astimezone(calendar.zone).date()
    span = [first + timedelta(days=ahead) for ahead in range(20)]

    same = all(then.is_working_day(day) is calendar.is_working_day(day) for day in span)
    if calendar.knew(on, span[0], span[-1]):
        assert same
        assert due(then, working_days(5), start).on == due(calendar, working_days(5), start).on
    elif not same:
        assert then.declared != calendar.declared
