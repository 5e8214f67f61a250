"""What is known of each outage: the fold of what was entered of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.lawmaking.outages import (
    OutageConfirmed,
    OutageDeclared,
    OutageEnded,
    OutageWithdrawn,
)
from domain.register import Entered


class State(StrEnum):
    """Where it stands."""

    DECLARED = "declared"
    """By one person: nothing follows from it yet."""
    CONFIRMED = "confirmed"
    """By a second one: what was sent again of it is judged by the source's own times."""
    WITHDRAWN = "withdrawn"
    """It counts no longer."""


@dataclass(frozen=True, slots=True)
class Known:
    """An outage, and who said what of it."""

    said: OutageDeclared
    declared: Entered
    until: datetime | None
    """As it is known now; None: it is not over."""
    confirmed: Entered | None = None
    ended: Entered | None = None
    """The last word on its end."""
    withdrawn: Entered | None = None

    @property
    def number(self) -> int:
        return self.declared.version

    @property
    def state(self) -> State:
        if self.withdrawn:
            return State.WITHDRAWN
        return State.CONFIRMED if self.confirmed else State.DECLARED


def known(entered: Iterable[Entered]) -> dict[int, Known]:
    """By number, in the order in which they were declared."""
    found: dict[int, Known] = {}
    for entry in entered:
        match entry.event:
            case OutageDeclared() as said:
                found[entry.version] = Known(said, entry, said.until)
            case OutageConfirmed(outage=number):
                found[number] = replace(found[number], confirmed=entry)
            case OutageEnded(outage=number, until=until):
                found[number] = replace(found[number], until=until, ended=entry)
            case OutageWithdrawn(outage=number):
                found[number] = replace(found[number], withdrawn=entry)
            case _:
                pass
    return found
