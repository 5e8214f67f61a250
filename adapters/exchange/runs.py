"""From the records of a case to lines: what the case itself tells stands around its events."""

from collections.abc import Iterator
from dataclasses import dataclass

from adapters.exchange.bodies import case_bodies, event_bodies, event_leftovers, rule_of
from adapters.exchange.errors import BadRecord
from adapters.exchange.mapping import NOTED, Event, Mapping
from adapters.exchange.records import Body, Line, Record, Seen
from adapters.exchange.tally import Tally
from adapters.exchange.words import Words, case_words


@dataclass(frozen=True, slots=True)
class Runs:
    """Turns runs of records into lines; `ordinals` counts each case's events over all its runs."""

    mapping: Mapping
    ordinals: Tally
    seen: Seen

    def lines(self, run: Iterator[Record]) -> Iterator[Line]:
        """The lines of neighbouring records of one case."""
        told: tuple[int, Words] | None = None
        for record in run:
            try:
                case = self._case(record)
            except BadRecord as bad:
                yield Line(record.number, None, bad.problem)
                continue
            if told is None:
                yield from self._told_by_case(record.number, case, last=False)
            yield from self._told_by_event(record, case)
            told = record.number, case
        if told is not None:
            yield from self._told_by_case(*told, last=True)

    def _case(self, record: Record) -> Words:
        if record.problem is not None:
            raise BadRecord(record.problem)
        return case_words(record.case, self.mapping)

    def _told_by_case(self, number: int, case: Words, *, last: bool) -> Iterator[Line]:
        for rule in self.mapping.case_event:
            if rule.comes_last == last:
                yield from lines(number, case_bodies(rule, case))

    def _told_by_event(self, record: Record, case: Words) -> Iterator[Line]:
        spec = self.mapping.event
        if spec is None or record.event is None:
            return
        # One that turns out to be no event counts too: put right, it has the number it had.
        ordinal = self.ordinals.next(case.dossier)
        event = Words(case.dossier, record.event, self.mapping)
        yield from lines(record.number, self._event_bodies(spec, event, case, ordinal))

    def _event_bodies(self, spec: Event, event: Words, case: Words, ordinal: int) -> Iterator[Body]:
        yield from event_bodies(spec, event, case, ordinal)
        rule = rule_of(spec, event)
        if rule is not None:
            self.seen.activities.add(rule.name)
        if rule is not None and rule.kind != NOTED:
            left = event_leftovers(spec, rule, event)
            self.seen.left_out.update(f"event: {name}" for name in left)


def lines(number: int, bodies: Iterator[Body]) -> Iterator[Line]:
    """What a record tells, up to what is wrong with it."""
    try:
        for body in bodies:
            yield Line(number, body, None)
    except BadRecord as bad:
        yield Line(number, None, bad.problem)
