"""What is entered of outages: that a source was cut off, and until when.

It stands in the stream of the law, for it decides by which time an entry is judged. One person
declares it, and nothing follows; from the confirmation by another on it counts. Ending it sooner
and taking it back need no second one: they only take away what excuses.

Kinds and field names are what is stored: add, never rename or reuse.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import BaseModel, Field

from domain.dossier.values import Moment
from domain.law import Law
from domain.outage import Outage
from domain.procedure.words import Defined
from domain.register import Entered

Label = Annotated[str, Field(min_length=1, max_length=200)]


class Failure(StrEnum):
    """Why a source is cut off."""

    POWER = "power"
    NETWORK = "network"
    SYSTEM = "system"
    """The source's own software or machine, or hoso."""
    MAINTENANCE = "maintenance"
    DISASTER = "disaster"
    """Storm, flood, fire."""


class OutageDeclared(Defined):
    """Somebody says that a source was cut off from hoso; it counts once another confirms it."""

    kind: Literal["outage.declared"] = "outage.declared"
    source: Label
    since: Moment
    until: Moment | None = None
    """None: it is not over yet."""
    reason: Failure
    document: Label | None = None
    """The number of what it is recorded in."""
    entered_by: Label
    """The key under which it was said; who said it is the entry's actor."""


class OutageConfirmed(Defined):
    """A second person confirms the outage: what its source sends again of that time is judged by
    the source's own times."""

    kind: Literal["outage.confirmed"] = "outage.confirmed"
    outage: int
    source: Label
    since: Moment
    until: Moment | None = None
    """All as the second person saw it."""
    entered_by: Label


class OutageEnded(Defined):
    """The outage is over, or was over sooner than declared."""

    kind: Literal["outage.ended"] = "outage.ended"
    outage: int
    source: Label
    until: Moment
    entered_by: Label


class OutageWithdrawn(Defined):
    """The outage was declared by mistake, or not as it was."""

    kind: Literal["outage.withdrawn"] = "outage.withdrawn"
    outage: int
    source: Label
    since: Moment
    entered_by: Label


OutageEvent = OutageDeclared | OutageConfirmed | OutageEnded | OutageWithdrawn

KINDS: Final[Mapping[str, type[OutageEvent]]] = {
    event.model_fields["kind"].default: event
    for event in (OutageDeclared, OutageConfirmed, OutageEnded, OutageWithdrawn)
}


def is_of_an_outage(event: BaseModel) -> bool:
    return isinstance(event, OutageEvent)


def with_outage(law: Law, entry: Entered) -> Law:
    """The law with one more entry; the same where it changes none of what counts."""
    match entry.event:
        case OutageConfirmed(outage=number, source=source, since=since, until=until):
            outages = (*law.outages, Outage(number, source, since, until))
        case OutageEnded(outage=number, until=until):
            outages = tuple(
                replace(each, until=until) if each.number == number else each
                for each in law.outages
            )
        case OutageWithdrawn(outage=number):
            outages = tuple(each for each in law.outages if each.number != number)
        case _:
            return law
    return law if outages == law.outages else law.with_outages(outages)


@dataclass(frozen=True, slots=True)
class SentAgain:
    """What an entry may judge anew: what a source sent again, and recorded itself in that time."""

    source: str
    since: datetime
    until: datetime | None
    """None: whenever after."""


def judged_anew(event: BaseModel) -> SentAgain | None:
    """None: nothing."""
    match event:
        case OutageConfirmed(source=source, since=since, until=until):
            return SentAgain(source, since, until)
        case OutageEnded(source=source, until=until):
            return SentAgain(source, until, None)
        case OutageWithdrawn(source=source, since=since):
            return SentAgain(source, since, None)
        case _:
            return None
