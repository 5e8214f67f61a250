"""What is said of the record itself. Folds heed it from then on; nothing is rewritten."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from domain.dossier.events.said import Said
from domain.dossier.values import Carrier, FreeText, Instant, Label, Moment
from domain.testimony import EventRef

Person = Annotated[str, Field(min_length=1)]


class Divergence(StrEnum):
    """What paper and digital may disagree on."""

    RECEIPT = "receipt"
    CUSTODY = "custody"
    COMPONENT = "component"
    RESULT = "result"
    RETURN = "return"
    FLIP = "flip"
    """The class, early or on time or late, depends on the carrier."""
    ABSENCE = "absence"
    """A handover that should have been by now."""


class DivergenceFound(Said):
    """Paper and digital disagree; entered once, by the engine's policy or a person. An act."""

    kind: Literal["dossier.divergence-found"] = "dossier.divergence-found"
    divergence: Divergence
    since: Moment
    object: Label = "file"


class DivergenceConverged(Said):
    """They agree again, by what happened. An act."""

    kind: Literal["dossier.divergence-converged"] = "dossier.divergence-converged"
    divergence: Divergence
    object: Label = "file"


class DivergenceDispelled(Said):
    """A later record shows that they never disagreed. An act."""

    kind: Literal["dossier.divergence-dispelled"] = "dossier.divergence-dispelled"
    divergence: Divergence
    object: Label = "file"


class Reconciled(Said):
    """A person settles what the carriers disagree on, and says which carrier speaks. An act."""

    kind: Literal["dossier.reconciled"] = "dossier.reconciled"
    settles: Annotated[tuple[Instant, ...], Field(min_length=1)]
    speaks: dict[Instant, Carrier]
    reason: FreeText
    second_person: str | None = None
    """Who confirmed it, where an instant that decides lateness moves."""


class EntryConfirmed(Said):
    """A second person has seen the evidence of what was entered late and makes the dossier's
    class better: it counts from now on (NĐ 61/2018/NĐ-CP Art. 5(1)(c)). An act."""

    kind: Literal["dossier.entry-confirmed"] = "dossier.entry-confirmed"
    target: EventRef
    evidence: Label | None = None
    """What was seen: a slip's number, a register's line."""


class Corrected(Said):
    """One field of an event was wrong: its time or a field of its data. What was recorded stays,
    and whatever is computed heeds the new value (TT 01/2018/TT-VPCP Art. 17(1)(b))."""

    kind: Literal["dossier.corrected"] = "dossier.corrected"
    target: EventRef
    field: str
    old: JsonValue = None
    new: JsonValue = None
    reason: FreeText
    approver: Person


class Annulled(Said):
    """A whole event should not stand here. What was recorded stays, and whatever is computed
    leaves it out (TT 01/2018/TT-VPCP Art. 17(1)(b))."""

    kind: Literal["dossier.annulled"] = "dossier.annulled"
    target: EventRef
    reason: FreeText
    approver: Person
    moved_to: str | None = None
    """The code of the right dossier."""
