"""What holds of every term however it is stopped."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import Final, NamedTuple

from hypothesis import assume, given
from hypothesis import strategies as st

from domain.calendar.because import Cause
from domain.calendar.calendar import WorkCalendar
from domain.calendar.counting import working_days_between
from domain.calendar.due import Due, due
from domain.calendar.office_time import office_time_between
from domain.calendar.stopped import LeftIn, Stop, Suspended, due_with_stops
from domain.calendar.term import EndRule, Length, Roll, Unit
from tests.domain.calendar.strategies import calendars, instants, lengths
from tests.domain.calendar.words import vietnam

IN_DAYS: Final = (Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH)
COUNTS_WORK: Final = (Unit.WORKING_DAY, Unit.WORKING_HOUR, Unit.SAME_DAY)
SECOND: Final = timedelta(seconds=1)
MINUTE: Final = timedelta(minutes=1)


class Case(NamedTuple):
    calendar: WorkCalendar
    length: Length
    start: datetime
    stops: tuple[Stop, ...]

    def __repr__(self) -> str:
        """Without the hundreds of days of a real calendar."""
        made_up = self.calendar if self.calendar is not vietnam() else "vietnam()"
        return f"Case({made_up}, {self.length!r}, {self.start!r}, {self.stops})"

    def end(self, stops: Sequence[Stop] | None = None) -> Due | Suspended:
        stops = self.stops if stops is None else stops
        return due_with_stops(self.calendar, self.length, self.start, stops)

    def counted_in(self, unit: Unit) -> "Case":
        """The same, by a term in this unit."""
        amount = max(self.length.amount, 1)
        return self._replace(length=self.length.model_copy(update={"unit": unit, "amount": amount}))

    def due(self, stops: Sequence[Stop] | None = None) -> Due:
        until = self.end(stops)
        assert isinstance(until, Due)
        return until


def spans(most: timedelta) -> st.SearchStrategy[timedelta]:
    """Often whole hours or days, so that stops touch and lie within a day."""
    hours = int(most / timedelta(hours=1))
    return st.one_of(
        st.integers(0, hours).map(lambda n: timedelta(hours=n)),
        st.integers(0, hours // 24).map(lambda n: timedelta(days=n)),
        st.integers(0, hours * 3600).map(lambda n: timedelta(seconds=n)),
    )


@st.composite
def cases(draw: st.DrawFn, at_least: int = 0, open_too: bool = False) -> Case:
    start = draw(instants)
    stops = []
    for _ in range(draw(st.integers(at_least, 4))):
        began = start - timedelta(days=3) + draw(spans(timedelta(days=draw(st.integers(3, 60)))))
        lasts = draw(spans(timedelta(days=draw(st.sampled_from((1, 1, 20))))))
        ended = None if open_too and draw(st.integers(0, 3)) == 0 else began + lasts
        stops.append(Stop(began, ended, draw(st.sampled_from(("lab", "fee", "supplement")))))
    length = draw(lengths(20)).model_copy(update={"roll": draw(st.sampled_from(Roll))})
    return Case(draw(calendars), length, start, tuple(stops))


def ended(stop: Stop) -> datetime:
    assert stop.ended
    return stop.ended


@given(calendars, lengths(), instants)
def test_without_stops_it_is_due_when_it_is_due(
    calendar: WorkCalendar, length: Length, start: datetime
) -> None:
    assert due_with_stops(calendar, length, start, ()) == due(calendar, length, start)


@given(cases())
def test_a_term_that_rolls_or_counts_work_never_ends_on_a_day_off(case: Case) -> None:
    assume(case.length.unit in COUNTS_WORK or case.length.roll is Roll.NEXT_WORKING)

    assert case.calendar.is_working_day(case.due().on)


def grows_with_its_stops(length: Length) -> bool:
    """Not so where another start, on the end of a stop, makes another term of it: months of other
    lengths, or an end at the time of another day."""
    same_time = length.end_rule is EndRule.SAME_TIME and length.unit is not Unit.WORKING_HOUR
    return length.unit is not Unit.MONTH and not same_time


@given(cases())
def test_a_stop_never_brings_it_forward(case: Case) -> None:
    assume(grows_with_its_stops(case.length))
    before, after = due(*case[:3]), case.due()

    assert before.at.astimezone(UTC) <= after.at.astimezone(UTC)
    assert before.on <= after.on


@given(cases(at_least=1), spans(timedelta(days=10)), spans(timedelta(days=10)))
def test_a_longer_stop_never_brings_it_forward(
    case: Case, sooner: timedelta, later: timedelta
) -> None:
    first, *others = case.stops
    assume(grows_with_its_stops(case.length) and first.began < ended(first))
    longer = Stop(first.began - sooner, ended(first) + later, first.what)

    before, after = case.due(), case.due([longer, *others])

    assert before.at.astimezone(UTC) <= after.at.astimezone(UTC)
    assert before.on <= after.on


@given(cases(at_least=1), st.sampled_from(IN_DAYS), spans(timedelta(days=10)))
def test_nor_does_it_when_the_term_had_begun_in_any_case(
    case: Case, unit: Unit, later: timedelta
) -> None:
    case = case.counted_in(unit)
    stops = [
        replace(stop, began=max(stop.began, case.start + SECOND))
        for stop in case.stops
        if ended(stop) > case.start + SECOND
    ]
    assume(stops)
    first, *others = stops
    longer = replace(first, ended=ended(first) + later)

    assert case.due([]).on <= case.due(stops).on <= case.due([longer, *others]).on


@given(cases(at_least=1, open_too=True), st.data())
def test_two_stops_that_touch_are_one(case: Case, data: st.DataObject) -> None:
    first, *others = case.stops
    cut = first.began + data.draw(spans(timedelta(days=10)))
    assume(first.ended is None or cut <= first.ended)

    halves = [replace(first, ended=cut), replace(first, began=cut)]

    assert case.end([*others, *halves]) == case.end()


@given(cases(open_too=True), st.randoms())
def test_the_order_of_the_stops_does_not_matter(case: Case, chance: Random) -> None:
    shuffled = list(case.stops)
    chance.shuffle(shuffled)

    assert case.end(shuffled) == case.end()


@given(cases(), spans(timedelta(days=60)), spans(timedelta(days=20)))
def test_a_stop_before_the_start_or_after_the_end_changes_nothing(
    case: Case, ahead: timedelta, lasts: timedelta
) -> None:
    until = case.due()
    before = Stop(case.start - ahead - lasts, case.start - ahead, "fee")
    after = Stop(until.at + ahead + SECOND, until.at + ahead + SECOND + lasts, "fee")
    running = Stop(until.at + ahead + SECOND, None, "fee")

    assert case.end([before, *case.stops, after, running]) == until


@given(cases())
def test_nothing_is_due_while_it_is_stopped(case: Case) -> None:
    until = case.due().at.astimezone(UTC)

    assert not any(stop.began < until < ended(stop) for stop in case.stops)


@given(
    cases(),
    st.sampled_from(IN_DAYS),
    st.lists(st.tuples(st.integers(0, 30), st.times(), st.times()), min_size=1, max_size=4),
)
def test_a_stop_within_a_day_takes_no_day_away(
    case: Case, unit: Unit, drawn: list[tuple[int, time, time]]
) -> None:
    case = case.counted_in(unit)
    local = case.start.astimezone(case.calendar.zone)
    stops = []
    for ahead, *between in drawn:
        first, last = (
            datetime.combine(local.date() + timedelta(days=ahead), wall, local.tzinfo)
            for wall in sorted(between)
        )
        stops.append(Stop(max(first, local + SECOND), last, "fee"))

    assert case.due(stops).on == case.due([]).on


@given(cases(at_least=1, open_too=True))
def test_what_was_used_and_what_is_left_is_the_whole(case: Case) -> None:
    length = Length(amount=max(case.length.amount, 1), unit=Unit.WORKING_DAY)
    until = case._replace(length=length).end()
    zone = case.calendar.zone

    last = until.on if isinstance(until, Due) else None
    left = 0 if isinstance(until, Due) else until.left
    counted, begun = 0, case.start.astimezone(zone).date()
    for why in until.because:
        if why.cause is Cause.PAUSED:
            counted += working_days_between(case.calendar, begun, why.day)
        elif why.cause is Cause.RESUMED:
            begun = why.day
    if last and counted < length.amount:
        counted += working_days_between(case.calendar, begun, last)
    assert min(counted, length.amount) + left == length.amount


@given(cases(at_least=1, open_too=True))
def test_so_it_is_of_hours_to_the_second(case: Case) -> None:
    length = Length(amount=max(case.length.amount, 1), unit=Unit.WORKING_HOUR)
    until = case._replace(length=length).end()

    counted, since = timedelta(), case.start
    for why in until.because:
        if why.cause is Cause.PAUSED and why.at:
            counted += office_time_between(case.calendar, since, why.at)
        elif why.cause is Cause.RESUMED and why.at:
            since = why.at
    whole = timedelta(hours=length.amount)
    if isinstance(until, Due):
        assert counted + office_time_between(case.calendar, since, until.at) == whole
    else:
        assert until.unit is LeftIn.WORKING_MINUTE
        assert timedelta() <= until.left * MINUTE - (whole - counted) < MINUTE


@given(cases(at_least=1, open_too=True), spans(timedelta(days=30)))
def test_what_is_suspended_is_due_once_its_stops_have_ended(case: Case, more: timedelta) -> None:
    until = case.end()
    if isinstance(until, Due):
        return
    latest = max(stop.ended or stop.began for stop in case.stops) + SECOND + more

    closed = [replace(stop, ended=stop.ended or latest) for stop in case.stops]

    assert until.since >= case.start
    assert until.what in {stop.what for stop in case.stops if stop.ended is None}
    assert case.due(closed).at >= latest


@given(cases(open_too=True))
def test_each_reason_is_given_once_and_a_count_begins_but_once(case: Case) -> None:
    until = case.end()
    causes = [why.cause for why in until.because]
    counts, is_due = causes.count(Cause.COUNTED_FROM), isinstance(until, Due)

    assert len(set(until.because)) == len(until.because)
    assert counts == 1 if is_due else counts <= 1
    assert causes.count(Cause.NOT_COVERED) <= 1
    assert causes.count(Cause.PAUSED) == causes.count(Cause.RESUMED) + (not is_due)
