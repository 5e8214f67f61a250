"""The order of happening: what is told, as it happened, whatever the order of its delivery.

First by `occurred_at`; ties by the source's own sequence, then in the order of the lifecycle,
then by request. Never by position: a shuffled delivery must tell the same story.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise, starmap
from operator import lt
from typing import Any, Final

from pydantic import ValidationError

from domain.dossier import events
from domain.dossier.events import Told
from domain.dossier.refusals import CorrectionDoesNotFit, UnknownTarget
from domain.dossier.values import moment
from domain.refusals import Reason
from domain.testimony import EventRef

RANK: Final = {event: rank for rank, event in enumerate(events.KINDS.values())}

ABOUT_THE_RECORD: Final[frozenset[type[events.Said]]] = frozenset(
    {events.Annulled, events.Corrected}
)


@dataclass(frozen=True, slots=True)
class Happened:
    """What is told, in order, with what the record says of itself."""

    happened: tuple[Told, ...]
    """What stands, corrected."""
    annulled: tuple[Told, ...]
    """What was struck out."""
    irregular: Mapping[EventRef, Reason]
    """Corrections and annulments that find no event they fit."""


def order_of_happening(told: Told) -> tuple[datetime, int, int, str, str, int]:
    return (
        told.occurred_at,
        told.source_seq or 0,
        RANK[type(told.event)],
        told.source,
        told.request_id,
        told.ordinal,
    )


def in_order(testimonies: Iterable[Told]) -> Happened:
    given = _once_each(_sorted(tuple(testimonies)))
    if not any(map(_about_the_record, given)):
        return Happened(given, (), {})
    known = {told.ref: told for told in given}
    struck, strays = _struck(known)
    standing = {ref: told for ref, told in known.items() if ref not in struck}
    corrected, misfits = _corrected(standing)
    return Happened(
        tuple(sorted(corrected.values(), key=order_of_happening)),
        tuple(known[ref] for ref in known if ref in struck),
        {**strays, **misfits},
    )


def _sorted(testimonies: tuple[Told, ...]) -> tuple[Told, ...]:
    """Most are delivered as they happened: where each is later than the one before, nothing else
    is compared."""
    times = [told.occurred_at for told in testimonies]
    if all(starmap(lt, pairwise(times))):
        return testimonies
    return tuple(sorted(testimonies, key=order_of_happening))


def _once_each(testimonies: tuple[Told, ...]) -> tuple[Told, ...]:
    names = {(told.source, told.request_id, told.ordinal) for told in testimonies}
    if len(names) == len(testimonies):
        return testimonies
    return tuple({told.ref: told for told in testimonies}.values())


def _about_the_record(told: Told) -> bool:
    return type(told.event) in ABOUT_THE_RECORD


def _struck(known: Mapping[EventRef, Told]) -> tuple[set[EventRef], dict[EventRef, Reason]]:
    """What standing annulments name: one that is itself annulled strikes nothing.

    Each is heard after those that name it, whenever they are said to have happened; of those
    that name each other in a circle none is heard.
    """
    targets = {r: t.event.target for r, t in known.items() if isinstance(t.event, events.Annulled)}
    unheard = Counter(targets.values())
    heard = [ref for ref in targets if not unheard[ref]]
    struck: set[EventRef] = set()
    for ref in heard:
        target = targets[ref]
        if ref not in struck:
            struck.add(target)
        unheard[target] -= 1
        if target in targets and not unheard[target]:
            heard.append(target)
    vain = targets.keys() - heard | {ref for ref in heard if targets[ref] not in known}
    return struck, {r: UnknownTarget(targets[r].source, targets[r].request_id) for r in vain}


def _corrected(
    standing: Mapping[EventRef, Told],
) -> tuple[dict[EventRef, Told], dict[EventRef, Reason]]:
    corrected = dict(standing)
    misfits: dict[EventRef, Reason] = {}
    for ref, told in standing.items():
        if not isinstance(told.event, events.Corrected):
            continue
        target = corrected.get(told.event.target)
        if target is None or _about_the_record(target):
            misfits[ref] = UnknownTarget(told.event.target.source, told.event.target.request_id)
            continue
        mended = _mended(target, told.event)
        if isinstance(mended, Reason):
            misfits[ref] = mended
        else:
            corrected[target.ref] = mended
    return corrected, misfits


def _mended(target: Told, correction: events.Corrected) -> Told | Reason:
    field = correction.field
    if field == "occurred_at":
        return _moved(target, correction)
    if field not in type(target.event).model_fields or field == "kind":
        return CorrectionDoesNotFit(field, "the event has no such field")
    if correction.old is not None and _with(target.event, field, correction.old) != target.event:
        return CorrectionDoesNotFit(field, "it had another value")
    event = _with(target.event, field, correction.new)
    if event is None:
        return CorrectionDoesNotFit(field, "it cannot take the new value")
    return replace(target, event=event)


def _with(event: events.DossierEvent, field: str, value: Any) -> events.DossierEvent | None:
    """The event with another value of a field, or None if it cannot take that."""
    try:
        return type(event).model_validate({**event.model_dump(mode="json"), field: value})
    except ValidationError:
        return None


def _moved(target: Told, correction: events.Corrected) -> Told | Reason:
    new = moment(correction.new)
    if new is None:
        return CorrectionDoesNotFit("occurred_at", "the new value is no time with an offset")
    old = moment(correction.old)
    if correction.old is not None and old != target.occurred_at:
        return CorrectionDoesNotFit("occurred_at", "it had another value")
    return replace(target, occurred_at=new)
