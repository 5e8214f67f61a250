"""A dossier in hand: its whole history, and what more is told of it, judged as the engine does.

What happens after all else is judged on the dossier as it is kept folded; what comes late, or is
about the record, on the history told from its beginning.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from domain.dossier.concerned import concerned, names
from domain.dossier.decisions import judge
from domain.dossier.dossier import fold
from domain.dossier.events import DossierEvent, Told
from domain.dossier.order import order_of_happening
from domain.hot import Hot, Reasons, about_the_record
from domain.law import InForce, Law
from domain.store import Conflict, Pending, RecordedEvent

Events = Sequence[RecordedEvent[DossierEvent]]


@dataclass(slots=True)
class Case:
    """Grows with what is taken; nothing of it is recorded here."""

    stream: str
    history: list[Told] = field(default_factory=list)
    hot: Hot | None = None
    """The same folded; None where that is not known, or what stands may have been changed."""
    unread: int = 0
    """Events in front of the history that are known folded alone."""
    _judged: Told | None = None
    """What was judged on the folded dossier: it happened after all else."""
    _changed: bool = False
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

    def judge(self, told: Told, law: Law) -> Reasons:
        """What is wrong with one more testimony, as domain.dossier.decisions.judge has it.

        Raises Conflict where only the whole history tells, and it was not read.
        """
        hot = self._folded()
        reasons = hot.judge(told, law) if hot else None
        self._judged = told if reasons is not None else None
        if reasons is None and self.unread:
            raise Conflict("its history is to be read")
        return judge(self.history, told, law) if reasons is None else reasons

    def take(self, told: Told) -> None:
        """It stands in the history from now on."""
        hot = self.hot
        if hot and (self._judged is told or hot.goes_on_with(told)):
            self.hot = hot.after(told, DONE)
        else:
            self.hot, self._changed = None, self._changed or about_the_record(told)
        self.history.append(told)
        if self._bodies is not None:
            self._bodies |= names(told)

    def _folded(self) -> Hot | None:
        if self.hot is None and not self._changed and not self.unread:
            self._changed = any(map(about_the_record, self.history))
            self.hot = None if self._changed else _hot(self.stream, self.history)
        return self.hot


def remembered(hot: Hot) -> Case:
    """A dossier as the engine remembers it."""
    return Case(hot.stream, hot=hot, unread=hot.version)


DONE: Final = Pending()
"""Of what is recorded, or is only weighed: it does not fail."""


def _hot(stream: str, history: Sequence[Told]) -> Hot:
    if not history:
        return Hot(stream)
    latest = max(history, key=order_of_happening)
    return Hot(stream, len(history), latest, None, fold(history), None, concerned(history))


def first_reasons(
    events: Events, positions: Collection[int], law: InForce
) -> Mapping[int, Reasons]:
    """What was wrong with those events of a dossier's history when each was recorded, by position:
    as was known of the dossier and of the law then."""
    case, found, last = Case(events[0].stream), {}, max(positions)
    for event in events:
        if event.position > last:
            break
        if event.position in positions:
            found[event.position] = case.judge(event.told, law.as_learnt(event.position))
        case.take(event.told)
    return found


def by_stream(events: Iterable[RecordedEvent[DossierEvent]]) -> dict[str, Events]:
    """Histories that follow one another."""
    return {stream: list(told) for stream, told in groupby(events, key=lambda one: one.stream)}
