"""Places what was told and could not be placed: by itself when its dossier is there, or where a
person says (domain/unplaced.py)."""

import json
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from domain.access import Principal, Reach
from domain.codes import meant
from domain.engine import Answer, Engine
from domain.knowledge import seen_of
from domain.posting import Became, Item, post
from domain.refusals import Refused
from domain.request import Posted, read
from domain.testimony import Code
from domain.unplaced import AlreadyPlaced, Awaited, Event, Kept, Unplaced, Why


class Tried(StrEnum):
    """What became of something that was tried again."""

    PLACED = "placed"
    REFUSED = "refused"
    MISSING = "missing"
    """Its dossier is not there, or not for its teller."""
    OVERTAKEN = "overtaken"
    """Its dossier moved on three times."""


def said(kept: Kept, text: str) -> Posted:
    """The request as it came, and as its teller: its text is what was kept of it."""
    posted = read(json.loads(text), kept.entered_by, reach=kept.reach)
    return replace(posted, fingerprint=kept.fingerprint)


async def tried(
    engine: Engine, unplaced: Unplaced, awaited: Awaited, kept: Sequence[Kept], seen: int
) -> Sequence[Tried]:
    """Tries to record them, in their order, as if they came again. `seen`: how many events their
    dossier has.

    Raises LookupError where the vault no longer has one.
    """
    texts = await unplaced.texts(kept)
    posted = [said(one, text) for one, text in zip(kept, texts, strict=True)]
    items = await post(engine, unplaced, posted, opens=frozenset())
    told = [*zip(kept, items, strict=True)]
    await unplaced.placed({one.id: item.events[0] for one, item in told if item.events}, None)
    for one, item in told:
        if item.reasons or (one.refused and item.became is Became.UNPLACED):
            why = tuple(Why(reason.code, reason.params) for reason in item.reasons)
            await awaited.refused(one.id, why, seen)
    return [_tried(item) for item in items]


def _tried(item: Item) -> Tried:
    if item.became is Became.UNPLACED:
        return Tried.MISSING
    if item.events:
        return Tried.PLACED
    return Tried.REFUSED if item.reasons else Tried.OVERTAKEN


async def place(
    engine: Engine, unplaced: Unplaced, id: str, on: tuple[str, str | None], by: Principal
) -> tuple[Kept, Answer]:
    """Records it of the dossier that bears a code, which is within the reach of whoever places it:
    the value and the system, None where one system alone gave it. Its teller stays its teller. The
    same again gets the first answer.

    Raises Refused: unknown-unplaced, unknown-dossier, already-placed, and what the engine does;
    Conflict; LookupError where the vault no longer has it.
    """
    kept = await unplaced.one(id, by.reach)
    (text,) = await unplaced.texts([kept])
    answer = await engine.perform(_moved(said(kept, text), *on, by.reach))
    event = answer.events[0]
    if not await _stands_on(engine, event, *on, by.reach):
        raise Refused(AlreadyPlaced(id, event.told.dossier.value))
    await unplaced.placed({id: event}, by.id)
    return await unplaced.one(id, by.reach), answer


def _moved(posted: Posted, dossier: str, code_system: str | None, reach: Reach) -> Posted:
    before = posted.request
    ref = before.source_ref or (before.dossier if dossier != before.dossier else None)
    changes = {"dossier": dossier, "code_system": code_system, "source_ref": ref}
    return replace(posted, request=before.model_copy(update=changes), reach=reach)


async def _stands_on(
    engine: Engine, event: Event, dossier: str, code_system: str | None, reach: Reach
) -> bool:
    """Whether it was recorded of the dossier that is named: it may have been placed before."""
    named = Code(code_system, dossier) if code_system else dossier
    (borne,) = await engine.store.streams([named])
    one = meant(dossier, await seen_of(engine.store, borne, reach))
    return one is not None and one[1] == event.stream


async def dismiss(unplaced: Unplaced, id: str, reason: str, by: Principal) -> Kept:
    """Sets it aside. The same again, or another reason, changes nothing.

    Raises Refused: unknown-unplaced, already-placed.
    """
    await unplaced.one(id, by.reach)
    kept = await unplaced.dismissed(id, by.id, reason)
    if kept.placed:
        raise Refused(AlreadyPlaced(id, kept.placed.dossier.value))
    return kept
