"""What has changed since a report was issued, dossier by dossier.

Its inputs are replaced one after the other in a fixed order (`causes.ORDER`), each with all
before it replaced; what a step moves is its cause's. So the parts of every dossier and every cell
sum to the difference, whatever has changed together.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from domain.law import Law
from domain.reports.events import Part
from domain.reports.law_text import Entries, entries_of, law_of
from projections.issued.causes import ORDER, Cause, by_cause
from projections.issued.deciding import deciding
from projections.issued.differences import Difference, differing, replaced
from projections.issued.members import Event, Events, Member, Place, member
from projections.report.asking import Asked

Because = Event | Difference
"""What moved a dossier: an event, or an entry of the law that is another."""

Parts = Mapping[Part, Entries]


@dataclass(frozen=True, slots=True)
class Move:
    """A dossier that a step moved; None where it does not count."""

    cause: Cause
    before: Place | None
    after: Place | None
    because: tuple[Because, ...] = ()


@dataclass(frozen=True, slots=True)
class Trail:
    """A dossier's way from where it was issued to where it is now; no moves where it stayed."""

    stream: str
    code: str
    issued: Member | None
    moves: tuple[Move, ...]
    now: Member | None


@dataclass(frozen=True, slots=True)
class Step:
    """The replacement of one input, all those before it being replaced."""

    cause: Cause
    parts: Parts
    """The law before it."""
    before: Law
    after: Law
    differences: tuple[Difference, ...]
    _laws: dict[int, Law] = field(default_factory=dict, init=False, repr=False, compare=False)

    def law(self, made: int) -> Law:
        """With so many of its differences made."""
        if made in (0, len(self.differences)):
            return self.after if made else self.before
        if made not in self._laws:
            part = self.differences[0].part
            partly = replaced(self.parts[part], self.differences[:made])
            self._laws[made] = law_of({**self.parts, part: partly})
        return self._laws[made]


def steps(frozen: Parts, now: Parts) -> tuple[Step, ...]:
    """The steps from the law that was kept to the one of today. Raises ValueError for what is
    no law of this release."""
    found: list[Step] = []
    law = law_of(frozen)
    # As this release writes it: what it alone says of an entry is no change of the law.
    parts = entries_of(law)
    for cause, part in ORDER.items():
        differences = differing(part, parts[part], now[part]) if part else ()
        before, reached = parts, law
        if part and differences:
            parts = {**parts, part: now[part]}
            reached = law_of(parts)
        found.append(Step(cause, before, law, reached, differences))
        law = reached
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A report against what it would be: what it asks, and which inputs are another."""

    asked: Asked
    issued_at: int
    """The position whose knowledge it was issued with."""
    now_at: int
    """The one whose knowledge it is compared with; it may be an earlier one."""
    steps: tuple[Step, ...]

    def trail(self, stream: str, issued: Member | None, known: Events) -> Trail:
        """Of one dossier: how the report has it, and all that is known of it up to the later of
        the two positions."""
        return _Walk(self, stream, issued, known).trail()


@dataclass(frozen=True, slots=True)
class _Walk:
    comparison: Comparison
    stream: str
    issued: Member | None
    known: Events

    def trail(self) -> Trail:
        between = self._between()
        causes = by_cause(self.known) if between else {}
        reached = self._member(self.comparison.steps[0].before, self._then())
        moves = [*_moved(Cause.ENGINE, _place(self.issued), _place(reached))]
        taken = self._then()
        for step in self.comparison.steps:
            events = [event for event in between if causes[event.position] is step.cause]
            if not events and not step.differences:
                continue
            before = _place(reached)
            reached = self._member(step.after, _turned(taken, events))
            because = self._because(step, taken, events) if _place(reached) != before else ()
            moves += _moved(step.cause, before, _place(reached), because)
            taken = _turned(taken, events)
        return self._told(moves, reached)

    def _then(self) -> frozenset[int]:
        return frozenset(e.position for e in self.known if e.position <= self.comparison.issued_at)

    def _between(self) -> list[Event]:
        """What is known in one of the two and not in the other, in the order in which it came;
        backwards where it is taken away."""
        issued, now = self.comparison.issued_at, self.comparison.now_at
        low, high = min(issued, now), max(issued, now)
        between = [event for event in self.known if low < event.position <= high]
        return between if now > issued else between[::-1]

    def _because(
        self, step: Step, taken: frozenset[int], events: Sequence[Event]
    ) -> tuple[Because, ...]:
        changes: list[Because] = [*step.differences, *events]
        of_law = len(step.differences)

        def after(number: int) -> Place | None:
            law = step.law(min(number, of_law))
            return _place(self._member(law, _turned(taken, events[: max(0, number - of_law)])))

        return tuple(changes[number] for number in deciding(len(changes), after))

    def _member(self, law: Law, taken: frozenset[int]) -> Member | None:
        known = [event for event in self.known if event.position in taken]
        return member(known, law, self.comparison.asked)

    def _told(self, moves: Sequence[Move], reached: Member | None) -> Trail:
        named = reached or self.issued
        return Trail(self.stream, named.code if named else "", self.issued, tuple(moves), reached)


def _turned(taken: frozenset[int], events: Iterable[Event]) -> frozenset[int]:
    """With those that were not taken, and without those that were."""
    return taken ^ {event.position for event in events}


def _place(member: Member | None) -> Place | None:
    return member.place if member else None


def _moved(
    cause: Cause, before: Place | None, after: Place | None, because: tuple[Because, ...] = ()
) -> Iterator[Move]:
    if before != after:
        yield Move(cause, before, after, because)
