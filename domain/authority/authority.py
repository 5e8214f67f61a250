"""Authorities, their units and desks, their officers, and who takes whose place.

Whatever is stored must load for ever, so what makes an entry sound is judged when it is
published (domain/authority/publication.py), not here.
"""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from domain.calendar.announced import Scope
from domain.calendar.hours import OfficeHours
from domain.procedure.words import Decision, Defined, Name, Role, Text


class Dated(Defined):
    """Something that holds from a day on."""

    valid_from: date | None = None
    """None: since what it is a part of."""
    valid_to: date | None = None
    """The last day; None while it holds."""

    def holds(self, day: date) -> bool:
        return (self.valid_from or day) <= day <= (self.valid_to or day)


class DatedName(Dated):
    """What it is called. Without a last day of its own: until the next name begins."""

    vi: Text
    en: Text


class DatedCode(Dated):
    """What a system calls it: 000.00.12.H39 (QCVN 102:2016/BTTTT), H39.12 (QĐ 20/2020/QĐ-TTg)."""

    system: Name
    value: Annotated[str, Field(pattern=r"^\S{1,100}$")]


class Entry(Dated):
    """What the registry holds, whole as it is known. Its id is opaque and says nothing."""

    id: Name
    valid_from: date
    names: Annotated[tuple[DatedName, ...], Field(min_length=1)]
    codes: tuple[DatedCode, ...] = ()
    decision: Decision | None = None
    """What the entry rests on: with its day it became known."""
    illustrative: bool = False
    """Made up for the founding case."""
    sourced: tuple[str, ...] = ()
    """What stands in a source: names of parts, such as hours or codes.qcvn-102."""
    uncertain: tuple[str, ...] = ()
    """What is own knowledge and must be checked before anybody relies on it."""

    @property
    def known_on(self) -> date:
        return self.decision.day if self.decision else self.valid_from

    def name(self, day: date) -> DatedName:
        """As on the day; before its first day its first name, after its last one its last."""
        by_day = sorted(self.names, key=lambda each: each.valid_from or date.min)
        begun = [each for each in by_day if (each.valid_from or day) <= day]
        return (begun or by_day[:1])[-1]

    def code(self, system: str, day: date) -> str | None:
        """What the system calls it on the day."""
        found = (each.value for each in self._codes(day) if each.system == system)
        return next(found, None)

    def bears(self, code: str, day: date) -> bool:
        """Whether any system calls it so on the day. A body that is gone keeps its codes, which
        are still sent of it, unless they have a last day of their own."""
        return any(each.value == code for each in self._codes(day))

    def _codes(self, day: date) -> Iterator[DatedCode]:
        return (each for each in self.codes if self.valid_from <= day and each.holds(day))


class Authority(Entry):
    """A body with a zone, a calendar and office hours of its own: a department (Sở), a centre."""

    type: Literal["authority"] = "authority"
    zone: Text
    """IANA."""
    scopes: Annotated[tuple[Scope, ...], Field(min_length=1)]
    """Whose declarations of days bind it, from the widest to its own."""
    hours: tuple[OfficeHours, ...] = ()
    """None where it keeps those of a wider scope."""


class Unit(Entry):
    """A part of an authority: a sub-department (chi cục), a division (phòng), its one-stop."""

    type: Literal["unit"] = "unit"
    authority: Name


class Desk(Entry):
    """Where dossiers are handed over. It belongs to one body and may stand at another's: the
    department sends its officer to a counter of the Centre (NĐ 61/2018/NĐ-CP Art. 11)."""

    type: Literal["desk"] = "desk"
    organisation: Name
    """The authority or unit whose officers sit there."""
    place: Name
    """The authority or unit at which it stands."""


class Position(Dated):
    """What an officer is appointed to, and where."""

    role: Role
    unit: Name


class Delegation(Dated):
    """That an officer may sign in another's role (ký thừa ủy quyền).

    In writing, for a limited time, and not to be passed on (NĐ 30/2020/NĐ-CP Art. 13(3)).
    """

    role: Role
    by: Name
    """The officer whose right it is."""
    valid_from: date
    legal_basis: Text | None = None


class Officer(Entry):
    """Somebody in the service of an authority.

    His names are what the office calls him ("Chuyên viên 1"), never a person's name: that is
    personal data and is kept in the vault, if at all.
    """

    type: Literal["officer"] = "officer"
    positions: tuple[Position, ...] = ()
    delegations: tuple[Delegation, ...] = ()

    def position(self, day: date) -> Position | None:
        """Of several, the one that began last."""
        held = [each for each in self.positions if self._in_service(each, day)]
        return max(held, key=lambda each: each.valid_from or date.min, default=None)

    def has_role(self, role: Role, day: date) -> bool:
        """Whether he was appointed to it, whatever was delegated to him."""
        return any(each.role == role and self._in_service(each, day) for each in self.positions)

    def delegated(self, role: Role, day: date) -> tuple[Delegation, ...]:
        """What lets him sign in the role of others. Without a last day it lets him nothing."""
        return tuple(
            each
            for each in self.delegations
            if each.role == role and each.valid_to and self._in_service(each, day)
        )

    def _in_service(self, part: Dated, day: date) -> bool:
        return self.holds(day) and part.holds(day)


class Succession(Defined):
    """From a day on others stand in the place of a body that is no more.

    Many may be followed by one, and one by many. Rights and acknowledgements go with it.
    """

    predecessor: Name
    successors: tuple[Name, ...]
    """All of them; none takes back what was said before."""
    effective_on: date
    """The first day on which the successors stand in its place."""
    legal_basis: Text
    decision: Decision | None = None
    illustrative: bool = False
    sourced: tuple[str, ...] = ()
    uncertain: tuple[str, ...] = ()

    @property
    def known_on(self) -> date:
        return self.decision.day if self.decision else self.effective_on


AnyEntry = Annotated[Authority | Unit | Desk | Officer, Field(discriminator="type")]
