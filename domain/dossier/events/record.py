"""What is said of the record itself. Folds heed it from then on; nothing is rewritten."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, JsonValue, model_validator

from domain.dossier.events.said import Said
from domain.dossier.values import Carrier, FreeText, Instant, Label, Moment
from domain.testimony import EventRef

Person = Annotated[str, Field(min_length=1)]


class DivergenceKind(StrEnum):
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

    @property
    def needs_person(self) -> bool:
        """Whether a legal instant or content hangs on it: nothing is closed while it is open.
        What is only on its way, or lies at two places, settles by itself."""
        return self not in (DivergenceKind.CUSTODY, DivergenceKind.ABSENCE)


class DivergenceFound(Said):
    """Paper and digital disagree; entered once, by the watch or by a person. An act."""

    kind: Literal["dossier.divergence-found"] = "dossier.divergence-found"
    divergence: DivergenceKind
    since: Moment
    object: Label = "file"
    carrier: Carrier | None = None
    """Whose handover is missing; None where both are meant."""


class DivergenceConverged(Said):
    """They agree again, by what happened; entered by whoever found it. An act."""

    kind: Literal["dossier.divergence-converged"] = "dossier.divergence-converged"
    divergence: DivergenceKind
    object: Label = "file"
    since: Moment | None = None
    """Of the one that ended; None: all of the kind and object."""
    carrier: Carrier | None = None


class DivergenceDispelled(Said):
    """A later record shows that it never was a divergence; entered by whoever found it. An act."""

    kind: Literal["dossier.divergence-dispelled"] = "dossier.divergence-dispelled"
    divergence: DivergenceKind
    object: Label = "file"
    since: Moment | None = None
    """Of the one that never was; None: all of the kind and object."""
    carrier: Carrier | None = None


class Reconciled(Said):
    """A person settles what the carriers disagree on, and says which carrier speaks. An act."""

    kind: Literal["dossier.reconciled"] = "dossier.reconciled"
    settles: tuple[Instant, ...] = ()
    speaks: dict[Instant, Carrier] = Field(default_factory=dict)
    content: Annotated[tuple[Label, ...], Field(exclude_if=lambda content: not content)] = ()
    """Codes of the components whose paper and scan were compared and agree, or count as they
    are."""
    reason: FreeText
    second_person: str | None = None
    """Who confirmed it, where an instant that decides lateness moves."""

    @model_validator(mode="after")
    def _settles_something(self) -> Self:
        if not self.settles and not self.content:
            raise ValueError("should name what it settles")
        return self


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
