"""The work: which supplements the applicant still owes."""

from dataclasses import dataclass

from domain.dossier import events
from domain.dossier.events import Told


@dataclass(frozen=True, slots=True)
class Work:
    supplements_requested: tuple[str, ...] = ()
    supplements_received: tuple[str, ...] = ()

    @property
    def supplements_open(self) -> tuple[str, ...]:
        return tuple(s for s in self.supplements_requested if s not in self.supplements_received)


def evolve(work: Work, told: Told) -> Work:
    match told.event:
        case events.SupplementRequested(supplement=supplement):
            return Work((*work.supplements_requested, supplement), work.supplements_received)
        case events.SupplementReceived(supplement=supplement):
            return Work(work.supplements_requested, (*work.supplements_received, supplement))
        case _:
            return work
