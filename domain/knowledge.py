"""What is known of a dossier, and at which moment."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Final

from domain.access import Reach
from domain.codes import Bearers, meant, of_several
from domain.dossier.concerned import concerned, within
from domain.dossier.events import DossierEvent
from domain.law import InForce, Law
from domain.refusals import Refused, UnknownDossier
from domain.store import EventStore, RecordedEvent
from domain.testimony import Code

AT_ONCE: Final = 50
"""Histories read at once: others are served in between."""


@dataclass(frozen=True, slots=True)
class Moments:
    """Which history is asked for; None sets no limit."""

    at: datetime | None = None
    """As it was: what had happened by then, as corrected since."""
    known_at: datetime | None = None
    """As we knew it: what was recorded by then."""
    version: int | None = None
    """The first so many events that were recorded."""


Known = Sequence[RecordedEvent[DossierEvent]]


async def known(
    store: EventStore[DossierEvent], code: Code | str, moments: Moments, reach: Reach = None
) -> Known:
    """What was known of the dossier that bears the code. Raises Refused when nothing was, and to
    those beyond whose reach it is."""
    name = code if isinstance(code, str) else code.value
    (borne,) = await store.streams([code])
    one = meant(name, await seen_of(store, borne, reach))
    known_to = await store.known_at(moments.known_at) if moments.known_at else None
    stream = one[1] if one else ""
    events = await store.history(stream, known_to=known_to, most=moments.version) if stream else ()
    seen = reach is None or within(reach, concerned(event.told for event in events))
    if events and not seen and (moments.known_at or moments.version):
        # By all that is known now: who may see a dossier sees all of it.
        seen = bool(await within_reach(store, [stream], reach))
    if not events or not seen:
        raise Refused(UnknownDossier(name))
    return events


async def seen_of(store: EventStore[DossierEvent], bearers: Bearers, reach: Reach) -> Bearers:
    """Who bears a code, without those beyond reach: that a foreign dossier has the same code is
    nobody's to know. A single bearer is left to who reads its history."""
    if reach is None or not of_several(bearers):
        return bearers
    seen = await within_reach(store, [stream for _, stream in bearers], reach)
    return [one for one in bearers if one[1] in seen]


async def within_reach(
    store: EventStore[DossierEvent], streams: Iterable[str], reach: Reach
) -> Set[str]:
    """Those of the dossiers that are there for somebody of that reach."""
    asked = list(dict.fromkeys(streams))
    if reach is None:
        return set(asked)
    seen: set[str] = set()
    for begin in range(0, len(asked), AT_ONCE):
        events = await store.histories(asked[begin : begin + AT_ONCE])
        for stream, history in groupby(events, key=attrgetter("stream")):
            if within(reach, concerned(event.told for event in history)):
                seen.add(stream)
    return seen


async def law_known(store: EventStore[DossierEvent], in_force: InForce, moments: Moments) -> Law:
    """The law as it was known then: what was entered of it since is left out, too."""
    if moments.known_at is None:
        return in_force.law
    return in_force.as_learnt(await store.known_at(moments.known_at))
