"""A mapping: what the columns and activities of somebody else's log mean to us.

It is a TOML file that a person writes; `examples/` has two that explain every key. Whatever a
mapping leaves out stays in the log's own words, in an event of the kind `dossier.noted`. With a
table [profile] it is a source's profile, too (docs/sources.md).
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Words
from functools import cached_property
from typing import Final, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from adapters.exchange.mapping_rules import (
    NOTED,
    RECEIVED,
    SUBMITTED,
    Activity,
    CaseEvent,
    Conditional,
    Item,
    Rule,
    Telling,
)
from adapters.exchange.mapping_tables import (
    STATUSES,
    Case,
    Csv,
    Event,
    Handed,
    Heard,
    Name,
    Procedure,
    Subject,
    Table,
    Times,
    contradiction,
    present,
)
from domain.dossier.values import Carrier, Zone
from domain.request import Mode

__all__ = [
    "NOTED",
    "RECEIVED",
    "SUBMITTED",
    "Activity",
    "CaseEvent",
    "Conditional",
    "Event",
    "Item",
    "Mapping",
    "Rule",
    "Telling",
]

UNIT: Final = "unit"
OFFICER: Final = "officer"
STATUS: Final = "status"
"""The maps that are used wherever the source names a unit, an officer or a dossier's status."""


class Mapping(Table):
    """The whole file."""

    source: Name
    timezone: Zone
    authority: Name | None = None
    carrier: Carrier | None = None
    mode: Mode = Mode.RECORD
    absent: frozenset[str] = frozenset()
    optional: frozenset[Name] = frozenset()
    ignore: frozenset[Name] = frozenset()
    unrecorded: frozenset[Literal["procedure", "channel", "carriers", "components"]] = frozenset()
    profile: Heard | None = None
    times: Times = Times()
    csv: Csv = Csv()
    case: Case
    subject: Subject | None = None
    channel: Handed | None = None
    procedure: Procedure = Procedure()
    maps: dict[Name, dict[Name, str | int]] = Field(default_factory=dict)
    event: Event | None = None
    case_event: tuple[CaseEvent, ...] = ()
    activity: tuple[Activity, ...] = ()
    item: tuple[Item, ...] = ()

    @model_validator(mode="after")
    def _is_of_a_piece(self) -> Self:
        for key, reason in _contradictions(self):
            raise contradiction(key, reason)
        return self

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @cached_property
    def rules(self) -> dict[str, Activity]:
        """The activities that are events of ours, by name."""
        return {rule.name: rule for rule in self.activity}

    @cached_property
    def items(self) -> dict[str, tuple[Item, ...]]:
        """The rules for the entries of each list, by its name."""
        lists = dict.fromkeys(rule.of for rule in self.item)
        return {name: tuple(rule for rule in self.item if rule.of == name) for name in lists}

    @cached_property
    def telling(self) -> tuple[Telling, ...]:
        return (*self.case_event, *self.activity, *self.item)

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """Every kind of event that it may lead to."""
        told = [kind for rule in self.telling for kind in _kinds(rule)]
        noted = [NOTED] if self.event else []
        return tuple(sorted({*told, *noted}))

    @cached_property
    def case_names(self) -> frozenset[str]:
        """Every attribute of a case that the mapping relies on."""
        channel = self.channel.attribute if self.channel else None
        names = present(channel, self.procedure.attribute)
        subject = self.subject.attributes.values() if self.subject else ()
        rules = [rule.names for rule in self.case_event]
        return self.case.names.union(names, subject, *rules)

    @cached_property
    def event_names(self) -> frozenset[str]:
        """Every attribute of an event that the mapping relies on."""
        own = self.event.names if self.event else frozenset[str]()
        return own.union(*(rule.sources for rule in self.activity))

    @cached_property
    def item_names(self) -> frozenset[str]:
        """Every attribute of an entry, or of its case, that a rule for entries relies on."""
        return frozenset[str]().union(*(rule.names for rule in self.item))

    def words(self, name: str) -> Words[str, str | int]:
        """What the source's words mean by the map of that name."""
        return self.maps.get(name, STATUSES if name == STATUS else {})


def _kinds(rule: Telling) -> Iterator[str]:
    yield rule.kind
    yield from (implied.kind for implied in rule.implies)


def _contradictions(mapping: Mapping) -> list[tuple[str, str]]:
    """What each table says well and all together do not; the key and the reason."""
    kinds = [rule.kind for rule in mapping.case_event]
    names = [rule.name for rule in mapping.activity]
    lonely = mapping.event is None
    nothing = lonely and not kinds and not mapping.item
    asked = mapping.case_names | mapping.event_names | mapping.item_names
    before = present(mapping.case.promised_before)
    unasked = sorted(mapping.times.formats.keys() - asked - before)
    both = mapping.authority is not None and mapping.case.authority is not None
    found = [
        (nothing, "event", "without [event] or [[case_event]] there are no events"),
        (lonely and bool(names), "activity", "activities need [event], to say where they stand"),
        (
            _twice(kinds) and mapping.profile is None,
            "case_event",
            "each kind may come once: it is part of the request id",
        ),
        (_twice(names), "activity", "an activity is named twice"),
        (bool(unasked), "times.formats", f"nothing asks for a time in {', '.join(unasked)}"),
        (both, "authority", "name it here or by an attribute of [case], not both"),
        *(_acceptance(mapping) if RECEIVED in mapping.kinds else []),
        *_of_a_profile(mapping),
    ]
    return [*((key, reason) for wrong, key, reason in found if wrong), *_wrong_maps(mapping)]


def _acceptance(mapping: Mapping) -> list[tuple[bool, str, str]]:
    """What an acceptance has to say is said, or said to be unrecorded; never both."""
    channel = (mapping.channel is None) != ("channel" in mapping.unrecorded)
    procedure = mapping.procedure.given == ("procedure" in mapping.unrecorded)
    or_else = 'or list it in "unrecorded", not both'
    return [
        (channel, "channel", f"say how dossiers were handed in, {or_else}"),
        (procedure, "procedure", f"name one, or a stand-in, {or_else}"),
    ]


def _of_a_profile(mapping: Mapping) -> list[tuple[bool, str, str]]:
    conditional = [*mapping.case_event, *mapping.item, *_implied(mapping)]
    asks = mapping.case.status is None and any(rule.status for rule in conditional)
    listed, before = bool(mapping.item), mapping.case.promised_before
    return [
        (listed and mapping.profile is None, "item", "only a profile's records hold lists"),
        (asks, "case.status", "rules ask for a status that no attribute says"),
        (
            before is not None and before.count(".") != 1,
            "case.promised_before",
            'write it as "list.attribute"',
        ),
    ]


def _wrong_maps(mapping: Mapping) -> Iterator[tuple[str, str]]:
    for name, words in mapping.maps.items():
        where = f"maps.{name}"
        if name == STATUS and not set(words.values()) <= set(STATUSES.values()):
            yield where, "a status is one of the national numbers, 1 to 10"
        if name in (UNIT, OFFICER) and not all(isinstance(one, str) for one in words.values()):
            yield where, "write ids as texts"
    for rule in (*mapping.telling, *_implied(mapping)):
        for lost in sorted({*rule.data_maps.values()} - mapping.maps.keys() - {STATUS}):
            yield "maps", f"there is no map {lost}, which data_maps asks for"


def _implied(mapping: Mapping) -> Iterable[Conditional]:
    return [implied for rule in mapping.telling for implied in rule.implies]


def _twice(names: list[str]) -> bool:
    return any(times > 1 for times in Counter(names).values())
