"""Hot dossiers: what the engine remembers of those that it decided on last.

It may be out of date: the store's check of the version has the last word, and who is told of a
conflict, or is refused, looks again. So it spares reading and folding, and no care.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Final

from domain.dossier.concerned import concerned, names
from domain.dossier.decisions import irregularities
from domain.dossier.dossier import Dossier, evolve
from domain.dossier.events import Annulled, Corrected, EntryConfirmed, Told
from domain.dossier.order import in_order, order_of_happening
from domain.law import Law
from domain.refusals import Reason
from domain.store import Pending
from domain.testimony import Code

MOST: Final = 10_000
"""Dossiers that are remembered; each takes a few kilobytes."""

Reasons = tuple[Reason, ...]


@dataclass(slots=True, eq=False)
class Hot:
    """A dossier with all that was recorded of it, or is about to be."""

    stream: str
    version: int = 0
    latest: Told | None = None
    """What happened last."""
    pending: Pending | None = None
    """Its last recording, which may be under way."""
    _dossier: Dossier = Dossier()
    _unfolded: Told | None = None
    """The latest, until somebody asks again."""
    concerned: frozenset[str] = frozenset()
    """The bodies that it concerns."""

    def judge(self, told: Told, law: Law) -> Reasons | None:
        """What is wrong with one more testimony, as domain.dossier.decisions.judge has it; None
        where only the whole history tells: it came late, or is about the record."""
        if not self.goes_on_with(told):
            return None
        return tuple(irregularities(self._folded(), told, law))

    def goes_on_with(self, told: Told) -> bool:
        """Whether it happened after all else, and changes nothing of what stands."""
        return not about_the_record(told) and _later(self.latest, told)

    def after(self, told: Told, pending: Pending) -> "Hot":
        """With one more that happened after all else."""
        concerned = self.concerned | names(told)
        return Hot(self.stream, self.version + 1, told, pending, self._folded(), told, concerned)

    def _folded(self) -> Dossier:
        if self._unfolded:
            self._dossier, self._unfolded = evolve(self._dossier, self._unfolded), None
        return self._dossier


def seen(stream: str, history: Sequence[Told], told: Told, law: Law) -> tuple[Reasons, Hot | None]:
    """What is wrong with one more testimony, and the dossier before it; None where it did not
    happen after all else, or what stands may have been changed."""
    happened = in_order((*history, told))
    before, stands = _until(told, happened.happened)
    if stands is None:
        return (), None
    dossier, stray = reduce(evolve, before, Dossier()), happened.irregular.get(told.ref)
    reasons = (*irregularities(dossier, stands, law), *((stray,) if stray else ()))
    if any(map(about_the_record, (*history, told))) or happened.happened[-1] is not told:
        return reasons, None
    latest = before[-1] if before else None
    return reasons, Hot(stream, len(history), latest, None, dossier, None, concerned(history))


def _until(told: Told, happened: Sequence[Told]) -> tuple[Sequence[Told], Told | None]:
    """What happened before it, and how it stands itself; None where it was annulled."""
    for number, one in enumerate(happened):
        if one.ref == told.ref:
            return happened[:number], one
    return happened, None


def about_the_record(told: Told) -> bool:
    return isinstance(told.event, Annulled | Corrected | EntryConfirmed)


def _later(latest: Told | None, told: Told) -> bool:
    return latest is None or order_of_happening(latest) < order_of_happening(told)


@dataclass(slots=True, eq=False)
class Memory:
    """Hot dossiers by what they are called; the one that was asked for longest ago goes first."""

    most: int = MOST
    _hot: OrderedDict[str, Hot] = field(default_factory=OrderedDict)
    _names: dict[Code | str, tuple[Code, str]] = field(default_factory=dict)
    """The code and the stream that a name leads to."""
    _named: dict[str, set[Code | str]] = field(default_factory=dict)

    def find(self, name: Code | str) -> tuple[Code, Hot] | None:
        if name not in self._names:
            return None
        code, stream = self._names[name]
        self._hot.move_to_end(stream)
        return code, self._hot[stream]

    def of(self, stream: str) -> Hot | None:
        return self._hot.get(stream)

    def keep(self, name: Code | str, code: Code, hot: Hot) -> None:
        self._hot[hot.stream] = hot
        self._hot.move_to_end(hot.stream)
        self._names[name] = (code, hot.stream)
        self._named.setdefault(hot.stream, set()).add(name)
        if len(self._hot) > self.most:
            self.forget(next(iter(self._hot)))

    def forget(self, stream: str) -> None:
        self._hot.pop(stream, None)
        for name in self._named.pop(stream, ()):
            # It may lead to another stream by now, or have led there and be forgotten.
            if self._names.get(name, (None, None))[1] == stream:
                del self._names[name]
