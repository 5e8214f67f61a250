"""What can be said of authorities: that they are, and who came after them.

Kinds and field names are what is stored: add, never rename or reuse.
"""

from datetime import date
from typing import Annotated, Final, Literal, Union, get_args

from pydantic import Field

from domain.authority.authority import AnyEntry, Succession
from domain.procedure.words import Defined


class Declared(Defined):
    """An authority, unit, desk or officer, whole as it is known: the later word on the same id
    takes the place of the earlier one."""

    kind: Literal["authority.declared"] = "authority.declared"
    entry: AnyEntry
    known_on: date
    """Since when it could be known, whatever the days in it."""

    @property
    def id(self) -> str:
        return self.entry.id


class Succeeded(Defined):
    """An authority, unit or desk came to its end, and others stand in its place."""

    kind: Literal["authority.succeeded"] = "authority.succeeded"
    succession: Succession
    known_on: date

    @property
    def id(self) -> str:
        return self.succession.predecessor


AuthorityEvent = Union[Declared, Succeeded]  # noqa: UP007  (get_args reads the members)

AnyAuthorityEvent = Annotated[AuthorityEvent, Field(discriminator="kind")]
"""The union as pydantic reads it: by its stored kind."""

KINDS: Final[dict[str, type[AuthorityEvent]]] = {
    event.model_fields["kind"].default: event for event in get_args(AuthorityEvent)
}


def load(kind: str, state: bytes) -> AuthorityEvent:
    """The event stored under `kind`. Raises KeyError or ValidationError, both faults.

    What a later release has added to an entry is passed over.
    """
    return KINDS[kind].model_validate_json(state, extra="ignore")


def store(event: AuthorityEvent) -> bytes:
    """The event's bytes. Its kind stands beside them; what was not said is left out."""
    return event.model_dump_json(exclude={"kind"}, exclude_none=True).encode()
