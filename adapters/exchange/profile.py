"""A source's profile: from its own words to events, record by record, the same however often."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from adapters.exchange.bodies import Keyed, case_bodies, event_bodies, item_bodies, said_once
from adapters.exchange.errors import BadRecord
from adapters.exchange.mapping import STATUS, Mapping
from adapters.exchange.records import Attributes, Line, Record, Seen
from adapters.exchange.runs import lines
from adapters.exchange.words import Words, case_words

ANY: Final = 0
"""The ordinal of an event that nobody counts."""

NOTHING: Final[frozenset[str | None]] = frozenset()


@dataclass(frozen=True, slots=True)
class Profile:
    """What a source is called, and what its words mean."""

    id: str
    mapping: Mapping

    def status(self, word: str) -> int | None:
        """The national status that the source's word for it means; None where it has no such."""
        meant = self.mapping.words(STATUS).get(word)
        return meant if isinstance(meant, int) else None


def translate(
    profile: Profile,
    records: Iterable[Record],
    keyed: Keyed,
    seen: Seen | None = None,
    unit: str | None = None,
) -> Iterator[Line]:
    """What each record tells, in the order of the records. A line without a body says why there
    is none; what else the record tells is told beside it. `seen` counts what was dropped, `unit`
    is whose word it is where the profile names none."""
    hearing = _Hearing(profile.mapping, keyed, seen or Seen(), unit)
    for record in records:
        yield from hearing.lines(record)


@dataclass(frozen=True, slots=True)
class _Hearing:
    mapping: Mapping
    keyed: Keyed
    seen: Seen
    unit: str | None

    def lines(self, record: Record) -> Iterator[Line]:
        try:
            case = self._case(record)
        except BadRecord as bad:
            yield Line(record.number, None, bad.problem)
            return
        self.seen.dropped.update(_unasked(record, self.mapping))
        told_before = set()
        for line in self._told(record, case):
            if line.problem is None and line.body:
                yield Line(line.number, said_once(line.body, self.keyed, self.unit), None)
            # What is wrong with a record is told once, however many rules ask for it.
            elif line.problem and line.problem.message not in told_before:
                told_before.add(line.problem.message)
                yield line

    def _case(self, record: Record) -> Words:
        if record.problem is not None:
            raise BadRecord(record.problem)
        return case_words(record.case, self.mapping, record.lists)

    def _told(self, record: Record, case: Words) -> Iterator[Line]:
        for rule in self.mapping.case_event:
            yield from lines(record.number, case_bodies(rule, case))
        spec = self.mapping.event
        if spec and record.event is not None:
            event = Words(case.dossier, record.event, self.mapping)
            yield from lines(record.number, event_bodies(spec, event, case, ANY))
        for of, rules in self.mapping.items.items():
            for entry in map(case.entry, record.lists.get(of, ())):
                for each in rules:
                    yield from lines(record.number, item_bodies(each, entry, case))


def _unasked(record: Record, mapping: Mapping) -> Iterator[str]:
    """The names of values that nothing in the profile asks for."""
    asked = mapping.case_names | mapping.event_names | mapping.item_names
    yield from _left(record.case, asked | mapping.ignore, "")
    before = frozenset({mapping.case.promised_before})
    for of, entries in record.lists.items():
        if of in mapping.ignore:
            continue
        names = [rule.names for rule in mapping.items.get(of, ())]
        known = frozenset[str]().union(*names)
        for entry in entries:
            yield from _left(entry, known, f"{of}.", before | mapping.ignore)


def _left(
    said: Attributes, asked: frozenset[str], before: str, whole: frozenset[str | None] = NOTHING
) -> Iterator[str]:
    for name, value in said.items():
        if value and name not in asked and before + name not in whole:
            yield before + name
