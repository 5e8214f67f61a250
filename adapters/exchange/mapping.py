"""A mapping: what the columns and activities of somebody else's log mean to us.

It is a TOML file that a person writes; `examples/` has two that explain every key. Whatever a
mapping leaves out stays in the log's own words, in an event of the kind `dossier.noted`.
"""

from functools import cached_property
from typing import Annotated, Final, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    JsonValue,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from adapters.exchange.times import checked_pattern
from domain.dossier.events import KINDS
from domain.dossier.values import Channel, Zone
from domain.testimony import Precision

RECEIVED: Final = "dossier.received"
NOTED: Final = "dossier.noted"
ENDINGS: Final = frozenset({"dossier.completed", "dossier.returned"})


def _known_kind(kind: str) -> str:
    if kind not in KINDS:
        raise ValueError(f"there is no kind of event called {kind!r}")
    return kind


Name = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
"""An attribute of the log (in CSV a column), or another name; NFC, as the file's text is."""

Kind = Annotated[str, AfterValidator(_known_kind)]
Pattern = Annotated[str, AfterValidator(checked_pattern)]


def _contradiction(key: str, reason: str) -> PydanticCustomError:
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
    authority: Name | None = None


class Handed(Table):
    """By which channel a dossier was handed in."""

    attribute: Name | None = None
    values: dict[Name, Channel] = {}
    default: Channel | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.attribute is None and self.default is None:
            raise _contradiction("attribute", "name an attribute, or a default")
        if (self.attribute is None) == bool(self.values):
            raise _contradiction("values", "an attribute and its values go together")
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
            raise _contradiction("stand_in", "name an attribute or a stand-in, not both")
        if self.values and self.attribute is None:
            raise _contradiction("values", "these are values of an attribute, which is missing")
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
        return frozenset(_present(self.activity, self.at, self.id, self.actor, self.unit))


class Rule(Table):
    """What leads to an event of ours, and what its data holds beyond what its kind implies."""

    kind: Kind
    data: dict[str, JsonValue] = {}
    data_from: dict[str, Name] = {}
    data_times: dict[str, Name] = {}

    @cached_property
    def sources(self) -> frozenset[str]:
        return frozenset({*self.data_from.values(), *self.data_times.values()})


class CaseEvent(Rule):
    """An attribute of the case that is the time of an event."""

    at: Name
    precision: Precision | None = None
    order: Literal["first", "last"] | None = None
    required: bool | None = None

    @property
    def comes_last(self) -> bool:
        return self.kind in ENDINGS if self.order is None else self.order == "last"

    @property
    def must_be(self) -> bool:
        return self.kind == RECEIVED if self.required is None else self.required

    @model_validator(mode="after")
    def _noted_has_a_name(self) -> Self:
        if self.kind == NOTED and not isinstance(self.data.get("name"), str):
            raise _contradiction("data", 'an event that is only noted needs data = {name = "..."}')
        return self


class Activity(Rule):
    """An activity of the log that is an event of ours."""

    name: Name


class Mapping(Table):
    """The whole file."""

    source: Name
    timezone: Zone
    authority: Name | None = None
    absent: frozenset[str] = frozenset()
    optional: frozenset[Name] = frozenset()
    ignore: frozenset[Name] = frozenset()
    unrecorded: frozenset[Literal["procedure", "channel", "carriers", "components"]] = frozenset()
    times: Times = Times()
    csv: Csv = Csv()
    case: Case
    channel: Handed | None = None
    procedure: Procedure = Procedure()
    event: Event | None = None
    case_event: tuple[CaseEvent, ...] = ()
    activity: tuple[Activity, ...] = ()

    @model_validator(mode="after")
    def _is_of_a_piece(self) -> Self:
        for key, reason in _contradictions(self):
            raise _contradiction(key, reason)
        return self

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @cached_property
    def rules(self) -> dict[str, Activity]:
        """The activities that are events of ours, by name."""
        return {rule.name: rule for rule in self.activity}

    @cached_property
    def case_names(self) -> frozenset[str]:
        """Every attribute of a case that the mapping relies on."""
        case, rules = self.case, self.case_event
        single = (case.code, case.unit, case.officer, case.promised, case.authority)
        channel = self.channel.attribute if self.channel else None
        names = _present(*single, channel, self.procedure.attribute, *(rule.at for rule in rules))
        return names.union(*(rule.sources for rule in rules))

    @cached_property
    def event_names(self) -> frozenset[str]:
        """Every attribute of an event that the mapping relies on."""
        own = self.event.names if self.event else frozenset[str]()
        return own.union(*(rule.sources for rule in self.activity))


def _present(*names: str | None) -> frozenset[str]:
    return frozenset(name for name in names if name is not None)


def _contradictions(mapping: Mapping) -> list[tuple[str, str]]:
    """What each table says well and all together do not; the key and the reason."""
    kinds = [rule.kind for rule in mapping.case_event]
    names = [rule.name for rule in mapping.activity]
    lonely = mapping.event is None
    both = mapping.authority is not None and mapping.case.authority is not None
    unasked = sorted(mapping.times.formats.keys() - mapping.case_names - mapping.event_names)
    found = [
        (lonely and not kinds, "event", "without [event] or [[case_event]] there are no events"),
        (lonely and bool(names), "activity", "activities need [event], to say where they stand"),
        (_twice(kinds), "case_event", "each kind may come once: it is part of the request id"),
        (_twice(names), "activity", "an activity is named twice"),
        (bool(unasked), "times.formats", f"nothing asks for a time in {', '.join(unasked)}"),
        (both, "authority", "name it here or by an attribute of [case], not both"),
        *(_acceptance(mapping) if RECEIVED in {*kinds, *_kinds(mapping)} else []),
    ]
    return [(key, reason) for wrong, key, reason in found if wrong]


def _acceptance(mapping: Mapping) -> list[tuple[bool, str, str]]:
    """What an acceptance has to say is said, or said to be unrecorded; never both."""
    channel = (mapping.channel is None) != ("channel" in mapping.unrecorded)
    procedure = mapping.procedure.given == ("procedure" in mapping.unrecorded)
    or_else = 'or list it in "unrecorded", not both'
    return [
        (channel, "channel", f"say how dossiers were handed in, {or_else}"),
        (procedure, "procedure", f"name one, or a stand-in, {or_else}"),
    ]


def _kinds(mapping: Mapping) -> set[str]:
    return {rule.kind for rule in mapping.activity}


def _twice(names: list[str]) -> bool:
    return len(names) != len(set(names))
