"""A procedure in one of its versions."""

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class RequiredComponent(BaseModel):
    """A document that the procedure asks for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    name_vi: str
    name_en: str


class Procedure(BaseModel):
    """One version of an administrative procedure, valid from a day on.

    Terms and steps are not part of it yet: its only due date is the promised one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    name_vi: str
    name_en: str
    field: str
    legal_basis: str
    valid_from: date
    valid_to: date | None = None
    """The last day in force; None while it is."""
    components: Annotated[tuple[RequiredComponent, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _sound(self) -> Self:
        codes = [component.code for component in self.components]
        if len(set(codes)) < len(codes):
            raise ValueError("a component is listed twice")
        if self.valid_to and self.valid_to < self.valid_from:
            raise ValueError("valid_to is before valid_from")
        return self

    def in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
