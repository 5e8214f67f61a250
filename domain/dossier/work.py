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
        asked, came = self.supplements_requested, self.supplements_received
        return tuple(s for s in dict.fromkeys(asked) if asked.count(s) > came.count(s))


def evolve(work: Work, told: Told) -> Work:
    """Asked again after it came, a supplement is owed again; asked twice, it is owed once."""
    match told.event:
        case events.SupplementRequested(supplement=name) if name not in work.supplements_open:
            return Work((*work.supplements_requested, name), work.supplements_received)
        case events.SupplementReceived(supplement=name) if name in work.supplements_open:
            return Work(work.supplements_requested, (*work.supplements_received, name))
        case _:
            return work
