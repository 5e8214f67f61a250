"""What an office says of a change of the law, and the event that this is.

holiday (until, announced, scope, kind, makeup, document, name_vi, name_en)
withdraw (until, kind, scope, published, document)
procedure: a version as a file tells it
abolition: code, effective_on, transition, decision
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict

from domain.calendar.announced import Scope
from domain.calendar.counting import DAY, days
from domain.calendar.days import DeclaredDay, Kind
from domain.calendar.hours import Hours
from domain.law import Law
from domain.lawmaking.events import CalendarDeclared, CalendarWithdrawn, LawEvent, OneDay, Person
from domain.listed import read_as
from domain.procedure.events import Abolished, Amended, Published
from domain.procedure.procedure import Procedure, Transition
from domain.procedure.publication import BLANKS
from domain.procedure.refusals import DefinitionRefused, InvalidDefinition
from domain.procedure.soundness import Flaw, flaws
from domain.procedure.structure import read
from domain.procedure.words import Decision, Text
from domain.refusals import InvalidField, Refused
from domain.request import Name

LONGEST: Final = 31
"""Days that one entry declares: no holiday is longer, and a slip of the year is."""


def _written(value: object) -> object:
    """A bare number would pass for a day: seconds since 1970."""
    if isinstance(value, str | date):
        return value
    raise ValueError("should be a day like 2019-09-03")


Day = Annotated[date, BeforeValidator(_written)]


class Abolition(BaseModel):
    """That a procedure ends."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Name
    effective_on: Day
    transition: Transition
    decision: Decision


class Said(BaseModel):
    """A change of the law: one of `holiday`, `withdraw`, `procedure` and `abolition`."""

    model_config = ConfigDict(frozen=True)

    holiday: Day | None = None
    """The first day off, or whatever else `kind` says of it."""
    withdraw: Day | None = None
    """The first day whose declaration is taken back."""
    until: Day | None = None
    """The last day, if there are several."""
    scope: Scope = "VN"
    """For whom: the country, or an authority."""
    kind: Kind = Kind.PUBLIC_HOLIDAY
    announced: Day | None = None
    """When it, or its withdrawal, was made public; needed to enter it, else by default today."""
    makeup: tuple[Day, ...] = ()
    """Days off that are worked instead: for the first of the days, the second, and so on."""
    hours: Hours | None = None
    """Of days that are worked."""
    document: Name | None = None
    """The number of what it was announced by."""
    name_vi: Text | None = None
    name_en: Text | None = None
    procedure: dict[str, Any] | None = None
    """A version of a procedure, as a file of definitions tells it."""
    abolition: Abolition | None = None


class Entering(Said):
    """The same, to be entered."""

    actor: Name
    """Who enters it."""
    confirmed_by: Person
    """The second person."""
    source: Name = "law"
    """The system that tells it."""
    request_id: Name
    """Unique within the source: the same request again gets the first answer, and completes what
    was broken off."""


NOBODY: Final = "nobody"
"""Who confirms what is only asked about."""

NAMES: Final[Mapping[Kind, tuple[str, str]]] = {
    Kind.PUBLIC_HOLIDAY: ("Ngày nghỉ lễ", "Public holiday"),
    Kind.COMPENSATORY_DAY: ("Nghỉ bù", "Compensatory day off"),
    Kind.SWAPPED_OFF: ("Nghỉ hoán đổi ngày làm việc", "Day off by swap"),
    Kind.MAKEUP_WORK_DAY: ("Làm bù", "Make-up working day"),
    Kind.CLOSURE: ("Cơ quan ngừng làm việc", "Office closed"),
    Kind.OPENING: ("Cơ quan làm việc", "Office open"),
    Kind.OTHER_HOURS: ("Giờ làm việc riêng", "Other office hours"),
}
"""What a day is called where the announcement gives it no name."""


def said(body: object) -> Said:
    """Raises Refused with all that is wrong."""
    return read_as(Said, body)


def entry(body: object) -> Entering:
    """Raises Refused with all that is wrong."""
    return read_as(Entering, body)


def event(said: Said, law: Law, today: date) -> LawEvent:
    """Raises Refused where nothing, or more than one thing, is said."""
    confirmed_by = said.confirmed_by if isinstance(said, Entering) else NOBODY
    if isinstance(said, Entering) and said.announced is None and (said.holiday or said.withdraw):
        # Else the same request would say something else tomorrow.
        raise Refused(InvalidField("announced", "say on which day it was made public"))
    given = [each for each in (said.holiday, said.withdraw, said.procedure, said.abolition) if each]
    if len(given) != 1:
        why = "say one of holiday, withdraw, procedure and abolition"
        raise Refused(InvalidField("holiday", why))
    announced = said.announced or today
    if said.holiday:
        declared = tuple(_declared(said, said.holiday, announced))
        return CalendarDeclared(days=declared, confirmed_by=confirmed_by)
    if said.withdraw:
        each = (OneDay(one, said.kind, said.scope) for one in _days(said, said.withdraw))
        return CalendarWithdrawn(
            days=tuple(each),
            withdrawn_on=announced,
            source=said.document,
            confirmed_by=confirmed_by,
        )
    if said.abolition:
        ends = said.abolition
        return Abolished(
            code=ends.code,
            effective_on=ends.effective_on,
            transition=ends.transition,
            decision=ends.decision,
            known_on=ends.decision.day,
            confirmed_by=confirmed_by,
        )
    return _enacted(_version(said.procedure or {}), law, confirmed_by)


def _days(said: Said, first: date) -> list[date]:
    last = said.until or first
    if last < first:
        raise Refused(InvalidField("until", "is before the first day"))
    if (last - first).days >= LONGEST:
        raise Refused(InvalidField("until", f"is {LONGEST} days or more after the first"))
    return list(days(first, last))


def _declared(said: Said, first: date, announced: date) -> Iterator[DeclaredDay]:
    each = _days(said, first)
    if len(said.makeup) > len(each):
        raise Refused(InvalidField("makeup", "has more days than are off"))
    for number, on in enumerate(each):
        instead = said.makeup[number] if number < len(said.makeup) else None
        kind = Kind.SWAPPED_OFF if instead else said.kind
        yield _day(said, on, kind, announced, instead)
        if instead:
            yield _day(said, instead, Kind.MAKEUP_WORK_DAY, announced, on)


def _day(said: Said, on: date, kind: Kind, announced: date, instead_of: date | None) -> DeclaredDay:
    vi, en = NAMES[kind]
    try:
        return DeclaredDay(
            day=on,
            kind=kind,
            name_vi=(said.name_vi or vi) if kind is said.kind else vi,
            name_en=(said.name_en or en) if kind is said.kind else en,
            scope=said.scope,
            hours=said.hours if kind is said.kind else None,
            source=said.document,
            basis="F" if said.document else "K:h",
            announced_on=announced,
            instead_of=instead_of,
        )
    except ValueError as error:
        raise Refused(InvalidField("hours", str(error).splitlines()[2].strip())) from None


def _version(told: Mapping[str, Any]) -> Procedure:
    """Raises DefinitionRefused with every flaw."""
    result = read(Procedure, told, BLANKS)
    found = [*result.flaws, *(flaws(result.model, result.unread) if result.model else ())]
    if found or result.model is None:
        raise DefinitionRefused(*(_located(str(told.get("code", "")), one) for one in found))
    return result.model


def _located(code: str, flaw: Flaw) -> InvalidDefinition:
    return InvalidDefinition(code or "procedure", flaw.path, flaw.rule, flaw.why)


def _enacted(version: Procedure, law: Law, confirmed_by: str) -> Published | Amended:
    """An amendment where the procedure was in force the day before."""
    if version.abolition or version.valid_to:
        why = "its end is said by an abolition, once it is known"
        raise DefinitionRefused(InvalidDefinition(version.code, "valid_to", "ends-here", why))
    amends = law.in_force(version.code, version.valid_from - DAY)
    of = Amended if amends else Published
    return of(
        procedure=version,
        decision=version.publication,
        known_on=version.known_on,
        confirmed_by=confirmed_by,
    )
