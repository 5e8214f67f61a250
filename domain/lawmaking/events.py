"""What is entered of the law once hoso runs: days that are declared late, and procedures.

Kinds and field names are what is stored: add, never rename or reuse. Procedures are entered by
the events of domain/procedure/events.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Annotated, Final, Literal, NamedTuple

from pydantic import Field

from domain.calendar.announced import Scope
from domain.calendar.days import WORKED, DeclaredDay, Kind
from domain.dossier.starts import COMMITTED, SETTLEMENT
from domain.law import Law
from domain.procedure.events import KINDS as OF_PROCEDURES
from domain.procedure.events import Abolished, Amended, ProcedureEvent, Published
from domain.procedure.procedure import Procedure
from domain.procedure.term import Term
from domain.procedure.words import Defined

Person = Annotated[str, Field(min_length=1, max_length=200)]


class OneDay(NamedTuple):
    """What is declared once of a scope: that a day is of a kind."""

    day: date
    kind: Kind
    scope: Scope


class CalendarDeclared(Defined):
    """Days off, make-up days or hours were announced, and entered when the installation learnt of
    it."""

    kind: Literal["calendar.declared"] = "calendar.declared"
    days: Annotated[tuple[DeclaredDay, ...], Field(min_length=1)]
    confirmed_by: Person
    """The second person."""


class CalendarWithdrawn(Defined):
    """What was declared of days was taken back, or had been entered by mistake."""

    kind: Literal["calendar.withdrawn"] = "calendar.withdrawn"
    days: Annotated[tuple[OneDay, ...], Field(min_length=1)]
    withdrawn_on: date
    """The day on which the withdrawal was published."""
    source: str | None = None
    """The document's number."""
    confirmed_by: Person


LawEvent = CalendarDeclared | CalendarWithdrawn | ProcedureEvent

OF_CALENDARS: Final[dict[str, type[CalendarDeclared | CalendarWithdrawn]]] = {
    event.model_fields["kind"].default: event for event in (CalendarDeclared, CalendarWithdrawn)
}

KINDS: Final[dict[str, type[LawEvent]]] = {**OF_CALENDARS, **OF_PROCEDURES}
"""What the stream of the law holds."""


@dataclass(frozen=True, slots=True)
class Touches:
    """Which dossiers a change can touch: those on their way on these days, or of these
    procedures."""

    first: date | None = None
    last: date | None = None
    procedures: tuple[str, ...] = ()


def touches(event: LawEvent, law: Law) -> Touches:
    """`law` says what else the procedure is called."""
    if isinstance(event, Published | Amended | Abolished):
        others = (other for other, code in law.other_codes.items() if code == event.code)
        return Touches(procedures=(event.code, *others))
    days = [each.day for each in event.days]
    return Touches(min(days), max(days))


def named(declared: DeclaredDay) -> OneDay:
    return OneDay(declared.day, declared.kind, declared.scope)


def announced_on(event: LawEvent) -> date:
    """The day on which it was made public; of several the last."""
    match event:
        case CalendarDeclared(days=days):
            return max(each.announced_on or date.min for each in days)
        case CalendarWithdrawn(withdrawn_on=day):
            return day
        case _:
            return event.known_on


def takes_effect(event: LawEvent) -> date | None:
    """The first day on which a procedure is another; None of days, which count at once."""
    return event.effective_on if isinstance(event, Published | Amended | Abolished) else None


def cause(event: LawEvent) -> Literal["calendar", "law"]:
    """Why a deadline moves with it, as `dossier.deadline-recomputed` says it."""
    return "calendar" if isinstance(event, CalendarDeclared | CalendarWithdrawn) else "law"


def document(event: LawEvent) -> str | None:
    """The number of the document that it rests on."""
    match event:
        case CalendarDeclared(days=days):
            return next((each.source for each in days if each.source), None)
        case CalendarWithdrawn(source=source):
            return source
        case _:
            return event.decision.number if event.decision else None


def adds_work(kind: Kind) -> bool:
    """Whether a day of that kind is worked, so that terms end sooner."""
    return kind in WORKED


def may_shorten(version: Procedure, before: Procedure | None) -> bool:
    """Whether something may be due sooner by it than by the version before: always, unless it
    plainly leaves the same terms as much time or more."""
    if before is None:
        return False
    pairs = zip_longest(_promising(version), _promising(before))
    return not all(ours and theirs and _leaves_as_much(ours, theirs) for ours, theirs in pairs)


def _promising(version: Procedure) -> tuple[Term, ...]:
    return tuple(term for term in version.terms if term.clock in (SETTLEMENT, COMMITTED))


def _leaves_as_much(ours: Term, theirs: Term) -> bool:
    length = ours.length.model_copy(update={"amount": theirs.length.amount})
    alike = ours.model_copy(update={"length": length, "legal_basis": theirs.legal_basis})
    return alike == theirs and ours.length.amount >= theirs.length.amount


def versions(event: LawEvent) -> Iterator[Procedure]:
    """The version that it brings, if any."""
    if isinstance(event, Published | Amended):
        yield event.procedure
