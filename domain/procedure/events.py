"""What can be said of a procedure: published, amended, abolished. The law enters through them.

Kinds and field names are what is stored: add, never rename or reuse.
"""

from datetime import date
from typing import Annotated, Final, Literal, Union, get_args

from pydantic import Field

from domain.procedure.procedure import Procedure, Transition
from domain.procedure.words import Decision, Defined


class Published(Defined):
    """A procedure's first version, or the first after it was abolished."""

    kind: Literal["procedure.published"] = "procedure.published"
    procedure: Procedure
    decision: Decision | None = None
    known_on: date
    """Since when it could be known, whatever the day it takes effect."""
    confirmed_by: str | None = None
    """The second person, where it was entered once hoso ran; None where it came with hoso."""

    @property
    def code(self) -> str:
        return self.procedure.code

    @property
    def effective_on(self) -> date:
        return self.procedure.valid_from


class Amended(Defined):
    """A further version, whole; of the same day as an earlier one: its erratum."""

    kind: Literal["procedure.amended"] = "procedure.amended"
    procedure: Procedure
    """Its `transition` says what becomes of dossiers in flight."""
    decision: Decision | None = None
    known_on: date
    confirmed_by: str | None = None

    @property
    def code(self) -> str:
        return self.procedure.code

    @property
    def effective_on(self) -> date:
        return self.procedure.valid_from


class Abolished(Defined):
    """It is no longer in force, and what becomes of dossiers in flight."""

    kind: Literal["procedure.abolished"] = "procedure.abolished"
    code: str
    effective_on: date
    """The first day on which it is no longer in force."""
    transition: Transition
    decision: Decision | None = None
    known_on: date
    confirmed_by: str | None = None


ProcedureEvent = Union[Published, Amended, Abolished]  # noqa: UP007  (get_args reads the members)

AnyProcedureEvent = Annotated[ProcedureEvent, Field(discriminator="kind")]
"""The union as pydantic reads it: by its stored kind."""

KINDS: Final[dict[str, type[ProcedureEvent]]] = {
    event.model_fields["kind"].default: event for event in get_args(ProcedureEvent)
}


def load(kind: str, state: bytes) -> ProcedureEvent:
    """The event stored under `kind`. Raises KeyError or ValidationError, both faults.

    What a later release has added to a definition is passed over.
    """
    return KINDS[kind].model_validate_json(state, extra="ignore")


def store(event: ProcedureEvent) -> bytes:
    """The event's bytes. Its kind stands beside them; what was not said is left out."""
    return event.model_dump_json(exclude={"kind"}, exclude_none=True).encode()
