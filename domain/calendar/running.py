"""A term that runs, is halted and runs on: what is left of it at each turn."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from domain.calendar.because import Because, Cause, not_covered, once
from domain.calendar.calendar import WorkCalendar
from domain.calendar.counting import DAY, working_days_between
from domain.calendar.due import (
    Due,
    End,
    ended,
    ending,
    head_start,
    on_day,
    passed,
    runs_from,
    whole,
)
from domain.calendar.office_time import later, office_time_between
from domain.calendar.start import Start, begin
from domain.calendar.term import Length, StartRule, Unit

IN_DAYS: Final = (Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH)


@dataclass(frozen=True, slots=True)
class Running:
    length: Length
    """How it is counted; how much of it, `left` says."""
    start: Start
    """What set it off, or on again."""
    since: datetime
    """From when on `left` is counted; of days the date, at the time of the first start."""
    left: timedelta
    """Days of their kind, or office time."""
    said: tuple[Because, ...] = ()
    """The reasons so far."""


def running(
    calendar: WorkCalendar, length: Length, at: datetime, said: tuple[Because, ...] = ()
) -> Running:
    """The whole of a term that an event sets off."""
    start = begin(calendar, length, at)
    since = runs_from(calendar, length, start.begun)
    return Running(length, start, since, whole(length, start.begun.date()), said)


def halted(calendar: WorkCalendar, run: Running, at: datetime) -> Running:
    """What is left of it at `at`, a local time."""
    until = _not_before(run, at)
    used = min(run.left, _used(calendar, run, until))
    said = (*run.said, *_counted(calendar, run, at, until.date()))
    return replace(run, length=_rest(run.length), since=until, left=run.left - used, said=said)


def resumed(calendar: WorkCalendar, run: Running, began: datetime, at: datetime) -> Running:
    """The rest of it, on from the end of a stop: an event like the start, save that a day in
    which the stop lies whole is not lost."""
    within_a_day = run.length.unit in IN_DAYS and began.date() == at.date()
    start = Start(at, at) if within_a_day else begin(calendar, run.length, at)
    return replace(run, start=start, since=_not_before(run, start.begun))


def end_of(calendar: WorkCalendar, run: Running) -> End:
    """Where it ends if it is not halted again; never before it runs."""
    end = ending(calendar, run.length, run.since, run.left)
    return end._replace(at=later(end.at, run.start.begun))


def due_of(calendar: WorkCalendar, run: Running) -> Due:
    end = end_of(calendar, run)
    whys = _after_what_was_said(run, passed(calendar, run.length, run.start, end.raw))
    return Due(
        end.at,
        end.on,
        once((*run.said, *whys, *ended(calendar, run.length, run.start, end))),
    )


def _not_before(run: Running, at: datetime) -> datetime:
    """The later of the two; of days the date alone."""
    if run.length.unit in IN_DAYS:
        return on_day(max(run.since.date(), at.date()), run.since)
    return later(run.since, at)


def _used(calendar: WorkCalendar, run: Running, until: datetime) -> timedelta:
    first, last = run.since.date(), until.date()
    match run.length.unit:
        case Unit.WORKING_HOUR:
            return office_time_between(calendar, run.since, until)
        case Unit.WORKING_DAY:
            back = head_start(run.length)
            return working_days_between(calendar, first - back, last - back) * DAY
        case _:
            return last - first


def _rest(length: Length) -> Length:
    """How the rest is counted: months by the days they have, hours at once."""
    match length.unit:
        case Unit.MONTH:
            return length.model_copy(update={"unit": Unit.CALENDAR_DAY})
        case Unit.WORKING_HOUR:
            return length.model_copy(update={"start_rule": StartRule.IMMEDIATE})
        case _:
            return length


def _counted(calendar: WorkCalendar, run: Running, at: datetime, until: date) -> Iterator[Because]:
    """What is to be said of it up to `at`. If none of it passed, the count had not begun."""
    last = until - head_start(run.length)
    for why in _after_what_was_said(run, passed(calendar, run.length, run.start, last)):
        if why.cause is not Cause.COUNTED_FROM or _reached(why, at):
            yield why
    yield from not_covered(calendar, run.start.came.date(), last)


def _after_what_was_said(run: Running, whys: Iterator[Because]) -> Iterator[Because]:
    """A term is counted from one day, however often it is halted."""
    counts = any(why.cause is Cause.COUNTED_FROM for why in run.said)
    return (why for why in whys if not (counts and why.cause is Cause.COUNTED_FROM))


def _reached(first: Because, at: datetime) -> bool:
    return first.at < at if first.at else first.day <= at.date()
