"""What is said of the record itself. Folds heed it from then on; nothing is rewritten."""

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from domain.dossier.events.said import Said
from domain.dossier.values import Carrier, FreeText, Instant
from domain.testimony import EventRef

Person = Annotated[str, Field(min_length=1)]


class Reconciled(Said):
    """A person settles what the carriers disagree on, and says which carrier speaks."""

    kind: Literal["dossier.reconciled"] = "dossier.reconciled"
    settles: Annotated[tuple[Instant, ...], Field(min_length=1)]
    speaks: dict[Instant, Carrier]
    reason: FreeText
    second_person: str | None = None
    """Who confirmed it, where an instant that decides lateness moves."""


class Corrected(Said):
    """One field of an event was wrong. `field` is `occurred_at` or a field of its data."""

    kind: Literal["dossier.corrected"] = "dossier.corrected"
    target: EventRef
    field: str
    old: JsonValue = None
    new: JsonValue = None
    reason: FreeText
    approver: Person


class Annulled(Said):
    """The whole event should not stand here; `moved_to` is the code of the right dossier."""

    kind: Literal["dossier.annulled"] = "dossier.annulled"
    target: EventRef
    reason: FreeText
    approver: Person
    moved_to: str | None = None
