"""What happened to a dossier, in order, with the dossier before each of it: so that one more is
judged where it happened, and what comes late does not fold the whole history again.

What folds yields once for each event that it goes through, so that others have their turn.
"""

from bisect import bisect
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

from domain.dossier.decisions import irregularities
from domain.dossier.dossier import Dossier, evolve
from domain.dossier.events import Annulled, Corrected, Told
from domain.dossier.order import in_order, order_of_happening
from domain.law import Law
from domain.refusals import Reason
from domain.testimony import EventRef

T = TypeVar("T")

Steps: TypeAlias = Generator[None, None, T]
"""Work that may be left after each step, and taken up again."""


@dataclass(slots=True)
class Course:
    """Grows with what is put into it."""

    told: list[Told] = field(default_factory=list)
    """What stands, corrected, in the order of happening."""
    _before: list[Dossier] = field(default_factory=list)
    """The dossier before each."""
    _doubtful: list[int] = field(default_factory=list)
    """Events after which the dossier may be another than stands before the next one; the first
    comes last. Each by how many there are from it to the end: that stays when more is put in front.
    """

    def place(self, told: Told) -> int:
        """How many happened before it."""
        if not self.told or order_of_happening(self.told[-1]) < order_of_happening(told):
            return len(self.told)
        return bisect(self.told, order_of_happening(told), key=order_of_happening)

    def before(self, place: int) -> Steps[Dossier]:
        """The dossier when as many had happened."""
        while self._doubtful and (number := len(self.told) - self._doubtful[-1]) < place:
            self._settle(number)
            yield
        if place < len(self.told):
            return self._before[place]
        return self._after(place - 1) if place else Dossier()

    def put(self, told: Told, place: int, before: Dossier) -> None:
        """With what happened there, when the dossier was as it is `before`."""
        self.told.insert(place, told)
        self._before.insert(place, before)
        self._doubt(place)

    def followed(self, told: Sequence[Told]) -> "Course":
        """The course of this, which stands, in order. Where the same follows the same, nothing is
        folded again but what comes after a change, until the dossier is as it was."""
        known = {id(one): number for number, one in enumerate(self.told)}
        came = [known.get(id(one), -1) for one in told]
        before = [self._before[number] if number >= 0 else Dossier() for number in came]
        after = Course(list(told), [Dossier(), *before[1:]][: len(told)])
        doubtful = {len(self.told) - left for left in self._doubtful}
        for place in range(len(told) - 2, -1, -1):
            number = came[place]
            same = number >= 0 and came[place + 1] == number + 1 and number not in doubtful
            if not same or number > place == 0:
                after._doubt(place)
        return after

    def _settle(self, number: int) -> None:
        """Where the dossier is the same as it was, so is whatever followed."""
        self._doubtful.pop()
        after = self._after(number)
        if after != self._before[number + 1]:
            self._before[number + 1] = after
            self._doubt(number + 1)

    def _doubt(self, number: int) -> None:
        left = len(self.told) - number
        if left > 1 and self._doubtful[-1:] != [left]:
            self._doubtful.append(left)

    def _after(self, number: int) -> Dossier:
        return evolve(self._before[number], self.told[number])


@dataclass(frozen=True, slots=True)
class Weighed:
    """One more testimony, and where it stands."""

    said: Told
    told: Told | None
    """As it is corrected; None where it is annulled."""
    place: int
    before: Dossier
    course: Course
    """What it is put into, or stands in already."""
    stray: Reason | None = None

    def reasons(self, law: Law) -> tuple[Reason, ...]:
        """What is wrong with it, as domain.dossier.decisions.judge has it."""
        if self.told is None:
            return ()
        found = tuple(irregularities(self.before, self.told, law))
        return (*found, self.stray) if self.stray else found


def weighed(course: Course, told: Told) -> Steps[Weighed]:
    """What changes nothing of what stands, and is not changed."""
    place = course.place(told)
    before = yield from course.before(place)
    return Weighed(told, told, place, before, course)


def weighed_anew(course: Course, history: Sequence[Told], told: Told) -> Steps[Weighed]:
    """What may change what stands, or be changed by it."""
    happened = in_order((*history, told))
    after = course.followed(happened.happened)
    for place, one in enumerate(after.told):
        yield  # each was put in its place
        if one.ref == told.ref:
            before = yield from after.before(place)
            return Weighed(told, one, place, before, after, happened.irregular.get(told.ref))
    return Weighed(told, None, 0, Dossier(), after)


def named_by(told: Told) -> EventRef | None:
    """What it annuls or corrects."""
    return told.event.target if isinstance(told.event, Annulled | Corrected) else None
