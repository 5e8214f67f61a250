"""The rules of a mapping: what leads to an event of ours, and when."""

from functools import cached_property
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, Field, JsonValue, model_validator

from adapters.exchange.mapping_tables import Name, Status, Table, contradiction
from domain.dossier.events import KINDS
from domain.testimony import Precision

RECEIVED: Final = "dossier.received"
SUBMITTED: Final = "dossier.submitted"
NOTED: Final = "dossier.noted"
ENDINGS: Final = frozenset({"dossier.completed", "dossier.returned"})


def _known_kind(kind: str) -> str:
    if kind not in KINDS:
        raise ValueError(f"there is no kind of event called {kind!r}")
    return kind


Kind = Annotated[str, AfterValidator(_known_kind)]


class Rule(Table):
    """What leads to an event of ours, and what its data holds beyond what its kind implies."""

    kind: Kind
    data: dict[str, JsonValue] = Field(default_factory=dict)
    data_from: dict[str, Name] = Field(default_factory=dict)
    data_times: dict[str, Name] = Field(default_factory=dict)
    data_maps: dict[str, Name] = Field(default_factory=dict)

    @cached_property
    def sources(self) -> frozenset[str]:
        return frozenset({*self.data_from.values(), *self.data_times.values()})

    @model_validator(mode="after")
    def _maps_what_it_has(self) -> Self:
        if lost := sorted(self.data_maps.keys() - self.data_from.keys()):
            raise contradiction("data_maps", f"data_from does not say where {lost[0]} is from")
        whole = {key for key, value in self.data.items() if not isinstance(value, dict)}
        told = [*self.data_from, *self.data_times]
        for key in told:
            head, dot, rest = key.partition(".")
            if dot and (not rest or head in whole or head in told):
                raise contradiction("data_from", f"{key} lies inside what is said as a whole")
        return self


class Conditional(Rule):
    """A rule that holds where the case has one of these statuses, and these attributes a value."""

    status: frozenset[Status] = frozenset()
    when: frozenset[Name] = frozenset()

    @cached_property
    def sources(self) -> frozenset[str]:
        return super().sources | self.when


class Telling(Rule):
    """A rule for what a source says, with what it implies though nobody says it."""

    implies: tuple[Conditional, ...] = ()

    @cached_property
    def sources(self) -> frozenset[str]:
        return super().sources.union(*(implied.sources for implied in self.implies))


class Timed(Conditional, Telling):
    """One that holds where an attribute has a value: the time of the event."""

    at: Name
    precision: Precision | None = None

    @cached_property
    def names(self) -> frozenset[str]:
        return self.sources | {self.at}

    @model_validator(mode="after")
    def _noted_has_a_name(self) -> Self:
        if self.kind == NOTED and not isinstance(self.data.get("name"), str):
            raise contradiction("data", 'an event that is only noted needs data = {name = "..."}')
        return self


class CaseEvent(Timed):
    """An attribute of the case that is the time of an event."""

    order: Literal["first", "last"] | None = None
    required: bool | None = None

    @property
    def comes_last(self) -> bool:
        return self.kind in ENDINGS if self.order is None else self.order == "last"

    @property
    def must_be(self) -> bool:
        return self.kind == RECEIVED if self.required is None else self.required


class Item(Timed):
    """An event for each entry of a list of the record, which has attributes of its own."""

    of: Name


class Activity(Telling):
    """An activity of the log that is an event of ours."""

    name: Name
