"""What an authority makes known: where it stands, and from when to when it was known."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

Scope = Annotated[str, Field(min_length=1, max_length=200)]
"""For whom it holds: a country ("VN"), an authority or an office, by its id."""

Basis = Annotated[str, Field(pattern=r"^(F|K:[hml])$")]
"""F: found in a source. K: own knowledge, with high, medium or low confidence."""


class Announced(BaseModel):
    """Something that is known from a day on, and perhaps taken back on a later one.

    A correction is two entries: the old one with `withdrawn_on`, a new one with `announced_on`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str | None = None
    """The document's number; None when we do not know it."""
    basis: Basis
    announced_on: date | None = None
    """The day of publication; None: known since ever, as far as our sources say."""
    withdrawn_on: date | None = None
    """The day on which its withdrawal was published."""
    learnt: int | None = None
    """The position at which the event store learnt it; None: it came with the calendar."""
    withdrawal_learnt: int | None = None

    @property
    def binds(self) -> bool:
        return self.withdrawn_on is None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.withdrawn_on and self.announced_on and self.withdrawn_on < self.announced_on:
            raise ValueError("withdrawn_on is before announced_on")
        if self.withdrawal_learnt is not None and self.withdrawn_on is None:
            raise ValueError("withdrawal_learnt is given without withdrawn_on")
        return self


Entry = TypeVar("Entry", bound=Announced)


def known(entries: Iterable[Entry], on: date) -> tuple[Entry, ...]:
    """The entries as they stood at the end of `on`: later news of them is forgotten."""
    published = (entry for entry in entries if _reached(entry.announced_on, on))
    return tuple(_as_was(entry, _reached(entry.withdrawn_on, on)) for entry in published)


def _reached(day: date | None, on: date) -> bool:
    return day is None or day <= on


def _as_was(entry: Entry, withdrawal_was_known: bool) -> Entry:
    if withdrawal_was_known:
        return entry
    return entry.model_copy(update={"withdrawn_on": None, "withdrawal_learnt": None})
