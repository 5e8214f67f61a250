"""A dossier in hand: its whole history, and what more is told of it, judged as the engine does.

What happens after all else is judged on the dossier as the engine remembers it; where the history
was read, on its course, wherever it happened.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from domain.course import Course, Steps, Weighed, named_by, weighed, weighed_anew
from domain.dossier.concerned import concerned, names
from domain.dossier.events import DossierEvent, Told
from domain.dossier.order import in_order
from domain.hot import Hot, Reasons, about_the_record
from domain.law import InForce, Law
from domain.store import Conflict, Pending, RecordedEvent
from domain.testimony import EventRef

Events = Sequence[RecordedEvent[DossierEvent]]


@dataclass(slots=True)
class Case:
    """Grows with what is taken; nothing of it is recorded here."""

    stream: str
    history: list[Told] = field(default_factory=list)
    hot: Hot | None = None
    """As the engine remembers it, where its history was not read."""
    unread: int = 0
    """Events in front of the history that are known folded alone."""
    _course: Course | None = None
    _named: set[EventRef] = field(default_factory=set)
    """What is annulled or corrected, whether it was told of or not."""
    _weighed: Weighed | None = None
    _bodies: frozenset[str] | None = None

    @property
    def version(self) -> int:
        return self.unread + len(self.history)

    @property
    def bodies(self) -> frozenset[str]:
        """Whom it concerns."""
        if self._bodies is None:
            before = self.hot.concerned if self.unread and self.hot else frozenset()
            self._bodies = before | concerned(self.history)
        return self._bodies

    def judge(self, told: Told, law: Law) -> Steps[Reasons]:
        """What is wrong with one more testimony, as domain.dossier.decisions.judge has it.

        Raises Conflict where only the whole history tells, and it was not read.
        """
        if self.hot is None:
            return (yield from self._weigh(told)).reasons(law)
        reasons = self.hot.judge(told, law)
        if reasons is None:
            raise Conflict("its history is to be read")
        return reasons

    def take(self, told: Told) -> Steps[None]:
        """It stands in the history from now on."""
        if self.hot:
            self.hot = self.hot.after(told, DONE)
        else:
            self._put((yield from self._weigh(told)))
        self.history.append(told)
        if self._bodies is not None:
            self._bodies |= names(told)

    def kept(self) -> Steps[Hot | None]:
        """As the engine may remember it; None where what stands may have been changed."""
        if self.hot or self._course is None or any(map(about_the_record, self.history)):
            return self.hot
        number, latest = len(self.history), self._course.told[-1]
        before = yield from self._course.before(number - 1)
        return Hot(self.stream, number, latest, None, before, latest, self.bodies)

    def _weigh(self, told: Told) -> Steps[Weighed]:
        if self._weighed is None or self._weighed.said is not told:
            course = self._course = self._course or self._followed()
            if named_by(told) or told.ref in self._named:
                self._weighed = yield from weighed_anew(course, self.history, told)
            else:
                self._weighed = yield from weighed(course, told)
        return self._weighed

    def _put(self, one: Weighed) -> None:
        if one.course is self._course:
            one.course.put(one.said, one.place, one.before)
        if named := named_by(one.said):
            self._named.add(named)
        self._course, self._weighed = one.course, None

    def _followed(self) -> Course:
        self._named |= {named for one in self.history if (named := named_by(one))}
        return Course().followed(in_order(self.history).happened)


def remembered(hot: Hot) -> Case:
    """A dossier as the engine remembers it."""
    return Case(hot.stream, hot=hot, unread=hot.version)


DONE: Final = Pending()
"""Of what is recorded, or is only weighed: it does not fail."""


def first_reasons(
    events: Events, positions: Collection[int], law: InForce
) -> Steps[Mapping[int, Reasons]]:
    """What was wrong with those events of a dossier's history when each was recorded, by position:
    as was known of the dossier and of the law then."""
    case, found, last = Case(events[0].stream), {}, max(positions)
    for event in events:
        if event.position > last:
            break
        if event.position in positions:
            found[event.position] = yield from case.judge(event.told, law.as_learnt(event.position))
        yield from case.take(event.told)
    return found


def by_stream(events: Iterable[RecordedEvent[DossierEvent]]) -> dict[str, Events]:
    """Histories that follow one another."""
    return {stream: list(told) for stream, told in groupby(events, key=lambda one: one.stream)}
