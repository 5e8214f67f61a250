"""The tables of a mapping: what each says, and what is wrong with it by itself."""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from adapters.exchange.times import Pattern
from domain.dossier.values import Channel
from domain.testimony import Precision

Name = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
"""An attribute of the log (in CSV a column), or another name; NFC, as the file's text is."""

Status = Annotated[int, Field(ge=1, le=10)]
"""The national status of a dossier (QĐ 766/QĐ-TTg)."""


def contradiction(key: str, reason: str) -> PydanticCustomError:
    """An error of a whole table, which still names the key that is to be changed."""
    return PydanticCustomError("contradiction", "{reason}", {"key": key, "reason": reason})


class Table(BaseModel):
    """A table of the TOML file."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Times(Table):
    """How times are written; without a format it is ISO 8601."""

    precision: Precision = Precision.INSTANT
    format: Pattern | None = None
    formats: dict[Name, Pattern] = {}
    midnight: Literal["instant", "day"] = "instant"

    def pattern(self, attribute: str) -> str | None:
        return self.formats.get(attribute, self.format)


class Csv(Table):
    """How the cells of a CSV file are parted; by default the header's own punctuation says."""

    delimiter: Literal[",", ";", "\t"] | None = None


class Case(Table):
    """Attributes of the case: in XES of the trace, in CSV columns repeated on its rows."""

    code: Name
    code_system: Name
    unit: Name | None = None
    officer: Name | None = None
    promised: Name | None = None
    promised_before: Name | None = None
    authority: Name | None = None
    status: Name | None = None

    @property
    def names(self) -> frozenset[str]:
        return present(
            self.code, self.unit, self.officer, self.promised, self.authority, self.status
        )


class Subject(Table):
    """Attributes of the case that say who the applicant is: the vault takes what they hold."""

    name: Name
    id: Name | None = None
    address: Name | None = None
    phone: Name | None = None
    email: Name | None = None

    @cached_property
    def attributes(self) -> dict[str, str]:
        """The attribute for each field of a subject."""
        return self.model_dump(exclude_none=True)


class Handed(Table):
    """By which channel a dossier was handed in."""

    attribute: Name | None = None
    values: dict[Name, Channel] = {}
    default: Channel | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.attribute is None and self.default is None:
            raise contradiction("attribute", "name an attribute, or a default")
        if (self.attribute is None) == bool(self.values):
            raise contradiction("values", "an attribute and its values go together")
        return self


class Procedure(Table):
    """Under which procedure: an attribute says so, or a stand-in that we name ourselves."""

    attribute: Name | None = None
    values: dict[Name, Name] = {}
    stand_in: Name | None = None
    field: Name | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if self.attribute is not None and self.stand_in is not None:
            raise contradiction("stand_in", "name an attribute or a stand-in, not both")
        if self.values and self.attribute is None:
            raise contradiction("values", "these are values of an attribute, which is missing")
        return self

    @property
    def given(self) -> bool:
        return self.attribute is not None or self.stand_in is not None


class Event(Table):
    """Attributes of an event: in XES of the event, in CSV columns of a row."""

    activity: Name
    at: Name
    id: Name | None = None
    id_within: Literal["log", "case"] = "log"
    actor: Name | None = None
    unit: Name | None = None

    @cached_property
    def names(self) -> frozenset[str]:
        return present(self.activity, self.at, self.id, self.actor, self.unit)


class Heard(Table):
    """That the mapping is a source's profile: it is heard record by record, not as a whole log.

    Each event's id is made of what it says then, and what nothing asks for is dropped.
    """

    title: Name | None = None
    records: Name | None = None


STATUSES: Final[Mapping[str, int]] = {str(status): status for status in range(1, 11)}
"""The words of a source that has the national numbers itself."""


def present(*names: str | None) -> frozenset[str]:
    return frozenset(name for name in names if name is not None)
