"""What has changed over all dossiers: cell by cell, cause by cause, group by group."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from projections.issued.causes import Cause
from projections.issued.comparing import Comparison, Trail
from projections.issued.members import Event, Events, Member, Place, groups, in_order, member
from projections.report import Cell, Counts, Path
from projections.report.cells import add

ByCause = dict[Cause, Counts]


@dataclass(frozen=True, slots=True)
class Line:
    """A cell as it was issued and as it is now, and what each cause adds."""

    cell: Cell
    issued: int
    now: int
    causes: Mapping[Cause, int]

    @property
    def difference(self) -> int:
        return self.now - self.issued


@dataclass(slots=True)
class Tally:
    """A report compared with what it would be; dossiers are seen one after the other."""

    comparison: Comparison
    kept: dict[str, Member] | None = None
    """Its members by stream, as they were frozen; None where nothing was issued: what was known
    at the time stands for it."""
    same_release: bool = False
    """Whether the code that counted it is the one that counts now."""
    issued: list[Member] = field(default_factory=list)
    now: list[Member] = field(default_factory=list)
    moved: dict[str, Trail] = field(default_factory=dict)
    """By stream, those that are counted otherwise, or were on the way."""

    @property
    def is_alike(self) -> bool:
        """Whether the same code reads the same law: then only a record moves a dossier."""
        same_law = not any(step.differences for step in self.comparison.steps)
        return self.same_release and same_law and self.kept is not None

    @property
    def is_reproduced(self) -> bool:
        """Whether the code that counted it still counts so, with its own inputs: where the same
        code does not, one of them was altered."""
        moves = (move for trail in self.moved.values() for move in trail.moves)
        return not self.same_release or all(move.cause is not Cause.ENGINE for move in moves)

    def see(self, stream: str, known: Events) -> None:
        """One dossier, with all that is known of it up to the later of the two positions."""
        self._take(self.comparison.trail(stream, self._issued(stream, known), known))

    def see_the_rest(self) -> None:
        """Members of whom the store knows nothing."""
        for frozen in [*(self.kept or {}).values()]:
            self.see(frozen.stream, ())

    def _issued(self, stream: str, known: Events) -> Member | None:
        if self.kept is not None:
            return self.kept.pop(stream, None)
        first = self.comparison.steps[0]
        return member(until(known, self.comparison.issued_at), first.before, self.comparison.asked)

    def _take(self, trail: Trail) -> None:
        if trail.issued:
            self.issued.append(trail.issued)
        if trail.now:
            self.now.append(trail.now)
        if trail.moves:
            self.moved[trail.stream] = trail

    def parts(self) -> dict[Path, ByCause]:
        """What each cause adds to the cells of each group."""
        found: dict[Path, ByCause] = {}
        for trail in self.moved.values():
            for move in trail.moves:
                _moves(found, move.cause, move.before, -1)
                _moves(found, move.cause, move.after, 1)
        return found

    def lines(self) -> dict[Path, list[Line]]:
        """Every cell of every group that is in one of the two, by group."""
        issued, now, parts = groups(self.issued), groups(self.now), self.parts()
        return {
            path: [*lines(issued.get(path, {}), now.get(path, {}), parts.get(path, {}))]
            for path in sorted({*issued, *now, *parts})
        }

    def total(self) -> list[Line]:
        issued, now, parts = _sum(groups(self.issued)), _sum(groups(self.now)), self.parts()
        summed: ByCause = {}
        for of_group in parts.values():
            for cause, counts in of_group.items():
                add(summed.setdefault(cause, {}), counts)
        return [*lines(issued, now, summed)]


def lines(issued: Counts, now: Counts, parts: Mapping[Cause, Counts]) -> Iterator[Line]:
    moved = {cell for counts in parts.values() for cell in counts}
    for cell in in_order({*issued, *now, *moved}):
        causes = {cause: parts.get(cause, {}).get(cell, 0) for cause in Cause}
        yield Line(cell, issued.get(cell, 0), now.get(cell, 0), causes)


def until(known: Events, position: int) -> list[Event]:
    """What was known of a dossier at the position."""
    return [event for event in known if event.position <= position]


def _moves(found: dict[Path, ByCause], cause: Cause, place: Place | None, times: int) -> None:
    if place:
        counts = found.setdefault(place.path, {}).setdefault(cause, {})
        add(counts, place.cells, times)


def _sum(of: Mapping[Path, Counts]) -> Counts:
    total: Counts = {}
    for counts in of.values():
        add(total, counts)
    return total
