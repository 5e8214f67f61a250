"""Admission: an import recorded in one decision, many events at a time.

Record mode for a whole file: known kinds, times not in the future. Acts of the past are
history, not deeds, so their conditions are not asked; nothing real is refused for being
irregular. A code that nobody knows opens a provisional dossier, even if a later line assigns
it to another one: that line is refused, for the code is taken by then.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from domain.dossier.events import DossierEvent, Told
from domain.engine import (
    ATTEMPTS,
    Engine,
    ambiguous,
    assigned,
    code_of,
    new_code,
    not_taken,
    same_body,
)
from domain.refusals import Reason, Refused
from domain.request import Posted
from domain.store import Conflict, RecordedEvent, Recording
from domain.testimony import Code
from domain.vault import taken

Bearers = tuple[tuple[Code, str], ...]
"""The codes found, each with the stream of its dossier."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """What became of one posted event: recorded; there already (no event, no reason);
    or refused."""

    event: RecordedEvent[DossierEvent] | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class _Placed:
    """A testimony on its way to a stream."""

    index: int
    stream: str
    told: Told
    fingerprint: bytes
    recorded_at: datetime | None
    sole: bool


@dataclass(slots=True)
class _Known:
    """What the store knows of a batch, and what the batch itself adds as it is read."""

    requests: dict[tuple[str, str], bytes] = field(default_factory=dict)
    codes: dict[Code | str, Bearers] = field(default_factory=dict)

    def lead(self, code: Code, stream: str) -> None:
        """From the next line on, the code leads to the stream."""
        for name in (code, code.value):
            bearers = self.codes.get(name, ())
            if (code, stream) not in bearers:
                self.codes[name] = (*bearers, (code, stream))


async def admit(engine: Engine, batch: Sequence[Posted]) -> Sequence[Admitted]:
    """Records what can be of the batch, in its order, in one transaction.

    Returns what became of each. Raises Conflict, with nothing recorded, after three attempts.
    """
    for _ in range(ATTEMPTS):
        try:
            return await _attempt(engine, batch)
        except Conflict:
            continue
    raise Conflict("import")


async def _attempt(engine: Engine, batch: Sequence[Posted]) -> Sequence[Admitted]:
    known = await _known(engine, batch)
    outcomes = [Admitted()] * len(batch)
    placed: list[_Placed] = []
    for index, posted in enumerate(batch):
        try:
            place = _place(engine, index, posted, known)
        except Refused as refused:
            outcomes[index] = Admitted(reasons=refused.reasons)
        else:
            placed += [place] if place else []
    recorded = await _record(engine, placed)
    for place, event in zip(placed, recorded, strict=True):
        outcomes[place.index] = Admitted(event)
    return outcomes


async def _known(engine: Engine, batch: Sequence[Posted]) -> _Known:
    keys = list({(p.request.source, p.request.request_id) for p in batch})
    given = {code for posted in batch if (code := assigned(posted.event))}
    codes = list({code_of(posted.request) for posted in batch} | given)
    recorded = zip(keys, await engine.store.recorded(keys), strict=True)
    return _Known(
        {key: earlier.fingerprint for key, earlier in recorded if earlier},
        dict(zip(codes, await engine.store.streams(codes), strict=True)),
    )


def _place(engine: Engine, index: int, posted: Posted, known: _Known) -> _Placed | None:
    """Where the event goes; None if its request came before. Raises Refused."""
    engine.must_have_happened(posted)
    key = posted.request.source, posted.request.request_id
    fingerprint = engine.fingerprint(posted)
    if key in known.requests:
        same_body(known.requests[key], fingerprint, posted.request)
        return None
    code, stream = _bearer(engine, posted, known)
    known.requests[key] = fingerprint
    sole = isinstance(code_of(posted.request), str)
    return _Placed(index, stream, posted.testimony(code), fingerprint, posted.recorded_at, sole)


def _bearer(engine: Engine, posted: Posted, known: _Known) -> tuple[Code, str]:
    wanted = code_of(posted.request)
    bearers = known.codes[wanted]
    ambiguous(posted.request.dossier, bearers)
    code, stream = bearers[0] if bearers else (new_code(posted.request), engine.new_stream())
    given = assigned(posted.event)
    if given:
        not_taken(given, known.codes[given], stream)
    # Only now: a line that is refused opens no dossier.
    for each in (code, given):
        if each:
            known.lead(each, stream)
    return code, stream


async def _record(
    engine: Engine, placed: Sequence[_Placed]
) -> Sequence[RecordedEvent[DossierEvent]]:
    if not placed:
        return ()
    streams = list({place.stream for place in placed})
    versions = dict(zip(streams, await engine.store.versions(streams), strict=True))
    events = await taken(engine.vault, [place.told.event for place in placed])
    recordings = []
    for place, event in zip(placed, events, strict=True):
        told = (replace(place.told, event=event),)
        after = versions[place.stream]
        recordings.append(
            Recording(place.stream, after, told, place.fingerprint, place.recorded_at, place.sole)
        )
        versions[place.stream] = after + 1
    for stream in streams:
        engine.memory.forget(stream)
    return await engine.store.append(recordings)
