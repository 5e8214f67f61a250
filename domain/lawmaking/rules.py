"""What may be entered of the law, and why something may not."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from domain.authority.authority import Authority
from domain.calendar.days import DeclaredDay, Kind
from domain.law import Law
from domain.lawmaking.book import enacted
from domain.lawmaking.events import (
    CalendarDeclared,
    CalendarWithdrawn,
    LawEvent,
    announced_on,
    named,
    versions,
)
from domain.procedure.enactment import judge
from domain.procedure.events import Amended, ProcedureEvent
from domain.procedure.procedure import Transition
from domain.procedure.refusals import InvalidDefinition
from domain.procedure.soundness import flaws
from domain.refusals import Gravity, Reason, Refused
from domain.second_person import is_second_person, known_as


@dataclass(frozen=True, slots=True)
class NotEnterable(Reason):
    """A condition of entering a change of the law that does not hold."""

    gravity = Gravity.ACT


@dataclass(frozen=True, slots=True)
class DayDeclaredAlready(NotEnterable):
    """Somebody declared the same of that day and scope."""

    code = "day-declared-already"
    day: str
    day_kind: str
    scope: str


@dataclass(frozen=True, slots=True)
class DayNotDeclared(NotEnterable):
    """Nothing of the kind is declared, or it was withdrawn."""

    code = "day-not-declared"
    day: str
    day_kind: str
    scope: str


@dataclass(frozen=True, slots=True)
class MakeupOnWorkingDay(NotEnterable):
    """Only a day off can be worked instead of another."""

    code = "makeup-on-working-day"
    day: str


@dataclass(frozen=True, slots=True)
class AnnouncedAhead(NotEnterable):
    """It is said to have been announced on a day that has not come."""

    code = "announced-ahead"
    day: str
    today: str


@dataclass(frozen=True, slots=True)
class UnknownScope(NotEnterable):
    """No office keeps to declarations of that scope."""

    code = "unknown-scope"
    scope: str
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoCalendar(NotEnterable):
    """The installation keeps no working calendar."""

    code = "no-calendar"


@dataclass(frozen=True, slots=True)
class ConfirmedByWhoEnters(NotEnterable):
    """A change of the law needs a second person."""

    code = "law-confirmed-by-who-enters"
    person: str


def must_be_sound(event: LawEvent, law: Law, now: datetime, actor: str | None = None) -> None:
    """Raises Refused with all that is wrong. `actor` enters it; None while nobody does."""
    today = now.astimezone(law.zone).date()
    reasons = [*_persons(event, actor), *_ahead(event, today)]
    match event:
        case CalendarDeclared():
            reasons += _declared(event, law)
        case CalendarWithdrawn():
            reasons += _withdrawn(event, law)
        case _:
            reasons += _enacted(event, law)
    if reasons:
        raise Refused(*reasons)


def scopes(law: Law) -> tuple[str, ...]:
    """For whom something can be declared."""
    known = law.calendar.scopes if law.calendar else ()
    ours = (one for one in law.registry.entries.values() if isinstance(one, Authority))
    return tuple(sorted({*known, *(scope for one in ours for scope in one.scopes)}))


def _persons(event: LawEvent, actor: str | None) -> Iterator[Reason]:
    second = known_as(event.confirmed_by)
    if actor is not None and not is_second_person(second, known_as(actor)):
        yield ConfirmedByWhoEnters(actor)


def _ahead(event: LawEvent, today: date) -> Iterator[Reason]:
    day = announced_on(event)
    if day > today:
        yield AnnouncedAhead(day.isoformat(), today.isoformat())


def _declared(event: CalendarDeclared, law: Law) -> Iterator[Reason]:
    if law.calendar is None:
        yield NoCalendar()
        return
    there = {named(one) for one in law.calendar.declared if one.binds}
    counted = Counter(named(one) for one in event.days)
    for one, times in counted.items():
        if one.scope not in scopes(law):
            yield UnknownScope(one.scope, scopes(law))
        if one in there or times > 1:
            yield DayDeclaredAlready(one.day.isoformat(), one.kind, one.scope)
    yield from (_works_already(one) for one in event.days if _is_worked(one, law))


def _is_worked(declared: DeclaredDay, law: Law) -> bool:
    assert law.calendar
    calendar = law.calendar.within(*_seen_by(declared.scope, law))
    return declared.kind is Kind.MAKEUP_WORK_DAY and calendar.is_working_day(declared.day)


def _seen_by(scope: str, law: Law) -> tuple[str, ...]:
    """The scopes that bind whoever keeps to this one, from the widest to it."""
    ours = (one.scopes for one in law.registry.entries.values() if isinstance(one, Authority))
    found = next((each for each in ours if scope in each), (scope,))
    return found[: found.index(scope) + 1]


def _works_already(declared: DeclaredDay) -> Reason:
    return MakeupOnWorkingDay(declared.day.isoformat())


def _withdrawn(event: CalendarWithdrawn, law: Law) -> Iterator[Reason]:
    there = {named(one) for one in (law.calendar.declared if law.calendar else ()) if one.binds}
    for one in event.days:
        if one not in there:
            yield DayNotDeclared(one.day.isoformat(), one.kind, one.scope)


def _enacted(event: ProcedureEvent, law: Law) -> Iterator[Reason]:
    for version in versions(event):
        for flaw in flaws(version):
            yield InvalidDefinition(version.code, flaw.path, flaw.rule, flaw.why)
    if isinstance(event, Amended) and event.procedure.transition is Transition.PENDING_STOPS:
        why = "only an abolition stops what is in flight"
        yield InvalidDefinition(event.code, "transition", "amendment-stops-nothing", why)
    yield from judge(enacted(law), event)
