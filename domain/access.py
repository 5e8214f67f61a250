"""Who may do what, and of whose dossiers: roles, their rights, and how far each reaches.

Rights say what may be done, the reach of whom it may be done: a dossier is there for those alone
whose bodies it concerns (domain/dossier/concerned.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol, TypeAlias

Reach: TypeAlias = frozenset[str] | None
"""The bodies whose dossiers are seen and spoken of: ids, desks and codes. None: of all."""


class Right(StrEnum):
    """What may be done."""

    RECORD = "record"
    """Say what happened."""
    DECIDE = "decide"
    """Act in hoso itself."""
    READ = "read"
    """See dossiers, their histories, lists, feeds and reports."""
    READ_ISSUED = "read-issued"
    """See what was issued of the whole installation."""
    ISSUE = "issue"
    """Issue a report."""
    LAW = "law"
    """Weigh a change of the law, and enter it."""
    PLACE = "place"
    """Place what could not be placed."""
    OUTAGE = "outage"
    """Declare an outage of a source, or confirm it."""
    OBSERVE = "observe"
    """Read the metrics."""
    ADMINISTER = "administer"
    """Make keys, and take them back."""


class Role(StrEnum):
    """As what somebody comes."""

    SERVICE = "service"
    ONE_STOP = "one-stop"
    HANDLER = "handler"
    LEADER = "leader"
    CLERK = "clerk"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    MONITOR = "monitor"
    """What collects the metrics."""


_READS: Final = frozenset({Right.READ})
_ACTS: Final = _READS | {Right.RECORD, Right.DECIDE}

RIGHTS: Final[Mapping[Role, frozenset[Right]]] = {
    Role.SERVICE: _READS | {Right.RECORD},
    Role.ONE_STOP: _ACTS | {Right.PLACE},
    Role.HANDLER: _ACTS,
    Role.LEADER: _ACTS | {Right.PLACE, Right.OUTAGE},
    Role.CLERK: _ACTS | {Right.PLACE},
    Role.AUDITOR: _READS | {Right.READ_ISSUED},
    Role.ADMINISTRATOR: frozenset(Right),
    Role.MONITOR: frozenset({Right.OBSERVE}),
}

OF_ALL: Final = frozenset({Role.AUDITOR, Role.ADMINISTRATOR, Role.MONITOR})
"""Roles of the whole installation; the others have units."""


@dataclass(frozen=True, slots=True)
class Principal:
    """Who comes: a service, or a person."""

    id: str
    """What the envelope says of who entered an event."""
    role: Role
    units: frozenset[str] = frozenset()
    """Ids of the bodies that it speaks for; empty for a role of the whole installation."""
    sources: frozenset[str] = frozenset()
    """The sources in whose name it may post; empty: of any."""
    reach: Reach = None

    @property
    def sole_unit(self) -> str | None:
        """Whom it speaks for where it names nobody; None where it has to, or need not."""
        return min(self.units) if len(self.units) == 1 else None

    def may(self, right: Right) -> bool:
        return right in RIGHTS[self.role]


class Keys(Protocol):
    """Who shows which token."""

    async def principal(self, token: str) -> Principal | None:
        """None where nobody has it, or it is no longer good."""
        ...
