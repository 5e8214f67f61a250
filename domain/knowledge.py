"""What is known of a dossier, and at which moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.codes import ambiguous
from domain.dossier.events import DossierEvent
from domain.law import InForce, Law
from domain.refusals import Refused, UnknownDossier
from domain.store import EventStore, RecordedEvent
from domain.testimony import Code


@dataclass(frozen=True, slots=True)
class Moments:
    """Which history is asked for; None sets no limit."""

    at: datetime | None = None
    """As it was: what had happened by then, as corrected since."""
    known_at: datetime | None = None
    """As we knew it: what was recorded by then."""
    version: int | None = None
    """The first so many events that were recorded."""


async def known(
    store: EventStore[DossierEvent], code: Code | str, moments: Moments
) -> Sequence[RecordedEvent[DossierEvent]]:
    """What was known of the dossier that bears the code. Raises Refused when nothing was."""
    name = code if isinstance(code, str) else code.value
    (bearers,) = await store.streams([code])
    ambiguous(name, bearers)
    known_to = await store.known_at(moments.known_at) if moments.known_at else None
    stream = bearers[0][1] if bearers else ""
    events = await store.history(stream, known_to=known_to, most=moments.version) if stream else ()
    if not events:
        raise Refused(UnknownDossier(name))
    return events


async def law_known(store: EventStore[DossierEvent], in_force: InForce, moments: Moments) -> Law:
    """The law as it was known then: what was entered of it since is left out, too."""
    if moments.known_at is None:
        return in_force.law
    return in_force.as_learnt(await store.known_at(moments.known_at))
