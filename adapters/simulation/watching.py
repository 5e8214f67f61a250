"""The watch inside the simulated offices: it looks as the real one does, and enters the same.

Whenever something has reached hoso, and whenever time alone may part the carriers, it folds what
hoso knows by then. It draws nothing from chance, so that nothing else changes where it looks.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from operator import is_
from typing import Final

from adapters.simulation.matter import Matter
from adapters.simulation.processes import Process, Processes
from adapters.simulation.reading import told
from adapters.simulation.records import Step
from domain.dossier.divergence import Entry, entries, next_look
from domain.dossier.dossier import Dossier, evolve
from domain.dossier.events import Told
from domain.dossier.order import ABOUT_THE_RECORD, in_order, order_of_happening
from domain.law import Law
from domain.testimony import Code
from domain.watch import TIMES, body

BEFORE_ALL: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class Known:
    """What hoso knows of a dossier."""

    dossier: Dossier = field(default_factory=Dossier)
    waiting: dict[str, Step] = field(default_factory=dict)
    """What is on its way to hoso, by the name of the request."""
    told: list[Told] = field(default_factory=list)
    """In the order of happening."""
    names: set[str] = field(default_factory=set)
    looks: set[datetime] = field(default_factory=set)
    """When it is to be looked at."""
    due: datetime | None = None
    """When time alone may part the carriers."""
    revised: bool = False
    """Whether something is about the record itself, and may concern whatever comes."""

    def hears(self, now: datetime) -> bool:
        """What has come by now; whether that changed anything that a rule may look at."""
        before = self.dossier
        come = [step.request for step in self.waiting.values() if step.recorded_at <= now]
        for request in come:
            del self.waiting[request["request_id"]]
            self.names.add(request["request_id"])
        self.fold(told(request) for request in come)
        return not all(map(is_, _parts(before), _parts(self.dossier)))

    def fold(self, come: Iterable[Told]) -> None:
        """On from where it was, unless something came late."""
        new = sorted(come, key=order_of_happening)
        late = self.told and new and order_of_happening(new[0]) < order_of_happening(self.told[-1])
        self.told += new
        self.revised |= any(type(one.event) in ABOUT_THE_RECORD for one in new)
        if late or self.revised:
            self.told.sort(key=order_of_happening)
            new, self.dossier = list(in_order(self.told).happened), Dossier()
        for one in new:
            self.dossier = evolve(self.dossier, one)


def _parts(dossier: Dossier) -> tuple[object, ...]:
    return (
        dossier.stage,
        dossier.intake,
        dossier.custody,
        dossier.clock,
        dossier.work,
        dossier.result,
    )


@dataclass(slots=True)
class Watch:
    law: Law
    processes: Processes
    enter: Callable[[dict[str, object], datetime], None]
    raised: Callable[[Matter, Entry, str], None] | None = None
    """Whoever heeds alarms, with the name of the request that entered it."""
    _known: dict[Matter, Known] = field(default_factory=lambda: defaultdict(Known))

    def dossier(self, matter: Matter) -> Dossier:
        """As hoso knows it."""
        return self._known[matter].dossier

    def hears_of(self, matter: Matter, step: Step) -> None:
        known, name = self._known[matter], step.request["request_id"]
        before = known.waiting.get(name)
        if name not in known.names and (before is None or step.recorded_at < before.recorded_at):
            known.waiting[name] = step
            self._plan(matter, step.recorded_at)

    def _plan(self, matter: Matter, at: datetime) -> None:
        looks = self._known[matter].looks
        if at not in looks:
            looks.add(at)
            self.processes.start(self._look(matter), at)

    def _look(self, matter: Matter) -> Process[None]:
        known, now = self._known[matter], self.processes.now
        known.looks.discard(now)
        if known.hears(now) or (known.due and known.due <= now):
            known.due = next_look(known.dossier, self.law, BEFORE_ALL)
            # Most looks find nothing that was entered, and nothing to enter yet.
            if known.dossier.custody.divergences or (known.due and known.due <= now):
                self._enter(matter, known, now)
                known.due = next_look(known.dossier, self.law, now)
            if known.due:
                self._plan(matter, known.due)
        yield from ()

    def _enter(self, matter: Matter, known: Known, now: datetime) -> None:
        for _ in range(TIMES):
            new = entries(known.dossier, self.law, now)
            if not new:
                return
            self._enter_all(matter, known, new, now)

    def _enter_all(
        self, matter: Matter, known: Known, new: tuple[Entry, ...], now: datetime
    ) -> None:
        for entry in new:
            request = body(Code("dossier-code", matter.code), entry) | {"provenance": "simulated"}
            self.enter(request, now)
            known.fold([told(request)])
            if self.raised:
                self.raised(matter, entry, request["request_id"])
