"""The order of happening: what is told, as it happened, whatever the order of its delivery.

First by `occurred_at`; ties by the source's own sequence, then in the order of the lifecycle,
then by request. Never by position: a shuffled delivery must tell the same story.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from pydantic import ValidationError

from domain.dossier import events
from domain.dossier.events import Told
from domain.dossier.refusals import CorrectionDoesNotFit, UnknownTarget
from domain.refusals import Reason
from domain.testimony import EventRef

RANK: Final = {event: rank for rank, event in enumerate(events.KINDS.values())}


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
    known = {told.ref: told for told in sorted(testimonies, key=order_of_happening)}
    if not any(_about_the_record(told) for told in known.values()):
        return Happened(tuple(known.values()), (), {})
    struck, strays = _struck(known)
    standing = {ref: told for ref, told in known.items() if ref not in struck}
    corrected, misfits = _corrected(standing)
    return Happened(
        tuple(sorted(corrected.values(), key=order_of_happening)),
        tuple(known[ref] for ref in known if ref in struck),
        {**strays, **misfits},
    )


def _about_the_record(told: Told) -> bool:
    return isinstance(told.event, events.Annulled | events.Corrected)


def _struck(known: Mapping[EventRef, Told]) -> tuple[set[EventRef], dict[EventRef, Reason]]:
    """An annulment may itself be annulled by a later one, so the latest speak first."""
    struck: set[EventRef] = set()
    strays: dict[EventRef, Reason] = {}
    for ref, told in reversed(list(known.items())):
        if not isinstance(told.event, events.Annulled) or ref in struck:
            continue
        target = told.event.target
        if target in known and target != ref:
            struck.add(target)
        else:
            strays[ref] = UnknownTarget(target.source, target.request_id)
    return struck, strays


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
    before: dict[str, Any] = target.event.model_dump(mode="json")
    if field not in before or field == "kind":
        return CorrectionDoesNotFit(field, "the event has no such field")
    if correction.old is not None and before[field] != correction.old:
        return CorrectionDoesNotFit(field, "it had another value")
    try:
        event = type(target.event).model_validate({**before, field: correction.new})
    except ValidationError:
        return CorrectionDoesNotFit(field, "it cannot take the new value")
    return replace(target, event=event)


def _moved(target: Told, correction: events.Corrected) -> Told | Reason:
    new = _instant(correction.new)
    if new is None:
        return CorrectionDoesNotFit("occurred_at", "the new value is no time with an offset")
    old = _instant(correction.old)
    if correction.old is not None and old != target.occurred_at:
        return CorrectionDoesNotFit("occurred_at", "it had another value")
    return replace(target, occurred_at=new)


def _instant(value: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return at if at and at.tzinfo else None
