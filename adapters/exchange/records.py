"""The shapes that pass between the readers of each format and what is made of them."""

import unicodedata
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from adapters.exchange.errors import BadFile, Problem

Attributes: TypeAlias = dict[str, str]
Lists: TypeAlias = Mapping[str, Sequence[Attributes]]
Body: TypeAlias = dict[str, Any]

MOST_ATTRIBUTES = 1_000
MOST_NAMES = 10_000


@dataclass(frozen=True, slots=True)
class Record:
    """One event of a log, or a case without any, in the log's own words.

    `number` counts from 1. Neighbours with the same `run` belong to one case.
    """

    number: int
    run: Hashable
    case: Attributes
    event: Attributes | None
    problem: Problem | None = None
    lists: Lists = field(default_factory=dict)
    """Entries of the lists of a record, in JSON alone."""


@dataclass(frozen=True, slots=True)
class Line:
    """An event as a service posts it, or the problem that kept it from becoming one.

    `number` is the line of the file in CSV and NDJSON (of the row's first line), and in XES
    the ordinal of the event in the file; an event that the case itself tells of has the number
    of the record it was read from.
    """

    number: int
    body: Body | None
    problem: Problem | None
    plain: bool = False
    """Whether the body is known to be as `domain.request.read` has it of what is plain."""


@dataclass(slots=True)
class Seen:
    """What a reading came across. It holds names, never values, so a long log costs no more."""

    case: set[str] = field(default_factory=set)
    event: set[str] = field(default_factory=set)
    declared: set[str] = field(default_factory=set)
    left_out: set[str] = field(default_factory=set)
    activities: set[str] = field(default_factory=set)
    nested: int = 0
    cases: bool = False
    """Whether `case` is the log's word: a log without any case says nothing of their names."""
    events: bool = False
    dropped: Counter[str] = field(default_factory=Counter)
    """What a source says and its profile has no use for: how often each name had a value."""

    def take(self, record: Record) -> None:
        """Take note of a record's attribute names. Raises BadFile `too-many-attributes`."""
        self.cases = True
        self.case.update(record.case)
        if record.event is not None:
            self.events = True
            self.event.update(record.event)
        if len(self.case) + len(self.event) > MOST_NAMES:
            raise too_many_attributes(MOST_NAMES)


def clean(text: str) -> str:
    """NFC (Unicode annex 15) and without the space around it, so that equal words are equal."""
    text = text.strip()
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def put(attributes: Attributes, name: str, value: str) -> None:
    """Add a value; a name that is already there gets a number, so that both are kept."""
    unique, repeat = name, 1
    while unique in attributes:
        repeat += 1
        unique = f"{name} ({repeat})"
    if len(attributes) >= MOST_ATTRIBUTES:
        raise too_many_attributes(MOST_ATTRIBUTES)
    attributes[unique] = value


def too_many_attributes(most: int) -> BadFile:
    """A log with as many attributes as this is broken, or made to exhaust us."""
    message = f"The file has more than {most} attributes where a log has a few dozen."
    return BadFile("too-many-attributes", {"most": most}, message)
