"""A procedure in one of its versions."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from domain.procedure.common import Tolerance
from domain.procedure.component import RequiredComponent
from domain.procedure.step import Step
from domain.procedure.term import Clock, Term
from domain.procedure.words import Carrier, Channel, Decision, Defined, Name, Role, Text

__all__ = [
    "Abolition",
    "Case",
    "Inheritance",
    "OtherCode",
    "Procedure",
    "Provision",
    "RequiredComponent",
    "Transition",
]


class Transition(StrEnum):
    """What a change of the law does to dossiers that were received before it."""

    RECEIVED_BEFORE_KEEPS_OLD = "received-before-keeps-old"
    PENDING_TAKES_NEW = "pending-takes-new"
    PENDING_STOPS = "pending-stops"
    """Of an abolition alone: what is in flight is stopped and handed back."""


class OtherCode(Defined):
    """What another system calls the procedure."""

    system: Name
    value: Text


class Case(Defined):
    """A case in which the procedure asks or takes something else."""

    name: Name
    says_vi: Text
    says_en: Text


class Inheritance(Defined):
    """A dossier that is filed with another one follows the other one's terms."""

    filed_with: Annotated[tuple[str, ...], Field(min_length=1)]
    """The codes of the procedures of the other dossier."""
    clocks: Annotated[tuple[Clock, ...], Field(min_length=1)]
    legal_basis: Text


class Provision(Defined):
    """A rule of the procedure that people apply and no clock counts, such as a quorum."""

    name: Name
    says_vi: Text
    says_en: Text
    legal_basis: Text


class Abolition(Defined):
    """How a version that has a last day came to its end."""

    decision: Decision
    """Its day is the one since which the end is known."""
    transition: Transition


class Procedure(Defined):
    """One version of an administrative procedure, valid from a day on.

    Whatever is stored must load for ever, so what makes a definition sound is judged when it
    is published (domain/procedure/publication.py), not here.
    """

    code: Annotated[str, Field(pattern=r"^\S{1,100}$")]
    other_codes: tuple[OtherCode, ...] = ()
    name_vi: Text
    name_en: Text
    field: Text
    legal_basis: Text
    issued_on: date | None = None
    """The day of the act that brings this version."""
    valid_from: date
    valid_to: date | None = None
    """The last day in force; None while it is."""
    publication: Decision | None = None
    """The decision that published it (quyết định công bố, NĐ 63/2010/NĐ-CP)."""
    transition: Transition | None = None
    """Of an amendment; None for a first version."""
    abolition: Abolition | None = None
    illustrative: bool = False
    """Made up for the founding case: no law behind it."""
    sourced: tuple[str, ...] = ()
    """What stands in a source: names of parts, such as terms.settlement or sets."""
    uncertain: tuple[str, ...] = ()
    """What is own knowledge and must be checked before anybody relies on it."""

    cases: tuple[Case, ...] = ()
    components: Annotated[tuple[RequiredComponent, ...], Field(min_length=1)]
    sets: dict[Channel, Annotated[int, Field(ge=1, le=20)]] = Field(default_factory=dict)
    """How many sets of the components, per channel; one where nothing is said."""
    owed: tuple[Carrier, ...] = ()
    """The carriers that the result is owed on; empty: as the receipt says."""
    terms: tuple[Term, ...] = ()
    inherits: Inheritance | None = None
    steps: tuple[Step, ...] = ()
    signers: tuple[Role, ...] = ()
    """Who may sign the result."""
    tolerances: tuple[Tolerance, ...] = ()
    """Where they differ from the common ones."""
    provisions: tuple[Provision, ...] = ()

    @property
    def version(self) -> str:
        """Names the version among those of the procedure: its first day."""
        return self.valid_from.isoformat()

    @property
    def known_on(self) -> date:
        """Since when the version could be known: its publication, else the act behind it."""
        if self.publication:
            return self.publication.day
        return self.issued_on or self.valid_from

    def in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def term(self, clock: str, cases: Collection[str] = ()) -> Term | None:
        """The clock's term in these cases, else its plain one."""
        of_clock = [term for term in self.terms if term.clock == clock]
        special = [term for term in of_clock if term.case in cases]
        plain = [term for term in of_clock if term.case is None]
        return next(iter((*special, *plain)), None)

    def asks_for(self, channel: str, cases: Collection[str] = ()) -> tuple[RequiredComponent, ...]:
        """What is to be handed in on the channel, in these cases."""
        wanted = [each for each in self.components if each.case is None or each.case in cases]
        return tuple(asked for each in wanted if (asked := each.on(channel)))

    def sets_on(self, channel: str) -> int:
        return next((count for each, count in self.sets.items() if each == channel), 1)

    def is_marked(self, part: str) -> bool:
        """Whether a reader is told where the part comes from."""
        return part in self.sourced or part in self.uncertain
