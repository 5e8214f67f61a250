"""When a term ends part of which is not counted: a supplement for which the clock stands still,
laboratory time (TT 02/2015/TT-BKHCN Art. 9(4)), waiting for the fee, force majeure.

A stop costs a term in days the date on which it ends less the date on which it began: QĐ
766/QĐ-TTg takes the request from the completion. The day on which it begins is used; that on which
it ends is the day of an event, and not counted (Civil Code 2015 Art. 147). Where a term starts at
once it is the other way round. Within one day a stop costs nothing. The rest runs on from the end
of the stop, and the last day rolls once (Art. 148); with nothing left, the term is due on the day
the stop ends. Months are added first, and are then the days they have. Hours stop to the second.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from domain.calendar.because import Because, Cause, because, once
from domain.calendar.calendar import WorkCalendar
from domain.calendar.counting import DAY
from domain.calendar.due import Due, due
from domain.calendar.office_time import MINUTE, local
from domain.calendar.running import Running, due_of, end_of, halted, resumed, running
from domain.calendar.term import Length, Unit

FOREVER: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Stop:
    """A time that is not counted; one that ends no later than it began is none."""

    began: datetime
    ended: datetime | None
    """None while it runs."""
    what: str
    """What stopped it, as the explanation names it."""


class LeftIn(StrEnum):
    """What the rest of a term is counted in."""

    WORKING_DAY = "working-day"
    CALENDAR_DAY = "calendar-day"
    """Of months too, once the first has begun."""
    WORKING_MINUTE = "working-minute"
    """What is left of hours; a minute of which some is left is whole."""
    MONTH = "month"
    """Of which none has begun."""
    SAME_DAY = "same-day"
    """Nothing is left to count: due on the day the stop ends."""


@dataclass(frozen=True, slots=True)
class Suspended:
    """No due date yet: the last stop still runs."""

    since: datetime
    """In local time; the start, if the term was stopped before it."""
    what: str
    """The stop that runs, which may have joined an earlier one."""
    left: int
    unit: LeftIn
    """What `left` counts."""
    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class _Pause:
    """Stops without a gap between them, in UTC, clipped to the start."""

    began: datetime
    ended: datetime
    began_with: str
    ended_with: str


def due_with_stops(
    calendar: WorkCalendar, length: Length, start: datetime, stops: Iterable[Stop]
) -> Due | Suspended:
    """When a term of `length` ends that an event at `start` sets off and that is stopped.

    A stop that covers the start moves it to its end. One that ends before the start, or begins
    when the term has ended, does nothing. Raises like `due`.
    """
    stops = tuple(stops)
    if not stops:
        return due(calendar, length, start)
    came = local(calendar, start).astimezone(UTC)
    run = running(calendar, length, start)
    for pause in _pauses(calendar, stops, came):
        unbegun = pause.began == came
        if not unbegun and pause.began >= end_of(calendar, run).at:
            break
        run = _stopped(calendar, run, pause, unbegun)
        if pause.ended == FOREVER:
            return _suspended(calendar, run, pause)
        run = _on_again(calendar, run, pause, unbegun)
    return due_of(calendar, run)


def _pauses(calendar: WorkCalendar, stops: Iterable[Stop], came: datetime) -> list[_Pause]:
    """In order of time."""
    alone = [_alone(calendar, stop, came) for stop in stops]
    pauses: list[_Pause] = []
    for pause in sorted(alone, key=lambda pause: (pause.began, pause.began_with)):
        if pause.ended <= pause.began:
            continue
        if pauses and pause.began <= pauses[-1].ended:
            pauses[-1] = _joined(pauses[-1], pause)
        else:
            pauses.append(pause)
    return pauses


def _alone(calendar: WorkCalendar, stop: Stop, came: datetime) -> _Pause:
    began = local(calendar, stop.began).astimezone(UTC)
    ended = local(calendar, stop.ended).astimezone(UTC) if stop.ended else FOREVER
    return _Pause(max(began, came), ended, stop.what, stop.what)


def _joined(one: _Pause, next_one: _Pause) -> _Pause:
    """Named by the stop that began first and the one that ended last."""
    ended, what = max((pause.ended, pause.ended_with) for pause in (one, next_one))
    return replace(one, ended=ended, ended_with=what)


def _stopped(calendar: WorkCalendar, run: Running, pause: _Pause, unbegun: bool) -> Running:
    at = local(calendar, pause.began)
    why = because(calendar, Cause.PAUSED, at.date(), at, pause.began_with)
    run = run if unbegun else halted(calendar, run, at)
    return replace(run, said=(*run.said, why))


def _on_again(calendar: WorkCalendar, run: Running, pause: _Pause, unbegun: bool) -> Running:
    began, ended = local(calendar, pause.began), local(calendar, pause.ended)
    why = because(calendar, Cause.RESUMED, ended.date(), ended, pause.ended_with)
    said = (*run.said, why)
    if unbegun:
        return running(calendar, run.length, ended, said)
    return replace(resumed(calendar, run, began, ended), said=said)


def _suspended(calendar: WorkCalendar, run: Running, pause: _Pause) -> Suspended:
    left, unit = _left(run)
    since = local(calendar, pause.began)
    return Suspended(since, pause.ended_with, left, unit, once(run.said))


def _left(run: Running) -> tuple[int, LeftIn]:
    match run.length.unit:
        case Unit.WORKING_HOUR:
            return -(-run.left // MINUTE), LeftIn.WORKING_MINUTE
        case Unit.MONTH:
            return run.length.amount, LeftIn.MONTH
        case unit:
            return run.left // DAY, LeftIn(unit)
