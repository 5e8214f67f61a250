"""Admission: an import recorded in one decision, many events at a time.

Record mode for a whole file: known kinds, times not in the future. Acts of the past are
history, not deeds, so their conditions are not asked; nothing real is refused for being
irregular. A code that nobody knows opens a provisional dossier, even if a later line assigns
it to another one: that line is refused, for the code is taken by then.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from domain.codes import assigned, code_of, meant, new_code, not_taken, of_several
from domain.dossier.events import CodeAssigned, Corrected, DossierEvent, Told
from domain.engine import ATTEMPTS, Engine, same_body
from domain.frozen import maker, replace
from domain.refusals import Reason, Refused
from domain.request import Posted
from domain.store import Conflict, Pending, RecordedEvent, Recording
from domain.testimony import Code, Provenance
from domain.vault import taken

Request = tuple[str, str]
"""A source, and the id of a request within it."""

Bearers = tuple[tuple[Code, str], ...]
"""The codes found, each with the stream of its dossier."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """What became of one posted event: recorded; there already (no event, no reason);
    or refused."""

    event: RecordedEvent[DossierEvent] | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(slots=True)
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

    now: datetime
    requests: dict[Request, bytes] = field(default_factory=dict)
    codes: dict[Code | str, Bearers] = field(default_factory=dict)
    opened: set[str] = field(default_factory=set)
    """Streams that begin with this batch."""

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
    for attempt in range(ATTEMPTS):
        try:
            return await _attempt(engine, batch, surely=attempt > 0)
        except Conflict:
            continue
    raise Conflict("import")


async def _attempt(engine: Engine, batch: Sequence[Posted], *, surely: bool) -> Sequence[Admitted]:
    known = await _known(engine, batch, surely=surely)
    outcomes = [NOTHING_NEW] * len(batch)
    placed: list[_Placed] = []
    for index, posted in enumerate(batch):
        try:
            place = _place(engine, index, posted, known)
        except Refused as refused:
            outcomes[index] = Admitted(reasons=refused.reasons)
        else:
            if place:
                placed.append(place)
    for place, event in zip(placed, await _record(engine, placed, known), strict=True):
        outcomes[place.index] = _admitted(event, ())
    return outcomes


NOTHING_NEW: Final = Admitted()
_admitted: Final = maker(Admitted)


async def _known(engine: Engine, batch: Sequence[Posted], *, surely: bool) -> _Known:
    """What is known of the codes, and of the requests about dossiers that are known: who was
    heard before left a dossier. An id that another dossier's request took is found by the store's
    own check alone, as a conflict: then `surely` all are looked up."""
    codes = {code_of(posted.request) for posted in batch}
    codes |= {code for posted in batch if (code := assigned(posted.event))}
    bearers = dict(zip(codes, await engine.store.streams(list(codes)), strict=True))
    keys = {
        (posted.request.source, posted.request.request_id)
        for posted in batch
        if surely or bearers[code_of(posted.request)]
    }
    return _Known(engine.now(), await _heard(engine, keys), bearers)


async def _heard(engine: Engine, keys: Iterable[Request]) -> dict[Request, bytes]:
    """The fingerprints of those that were recorded."""
    asked = list(keys)
    recorded = zip(asked, await engine.store.recorded(asked) if asked else (), strict=True)
    return {key: earlier.fingerprint for key, earlier in recorded if earlier}


def _place(engine: Engine, index: int, posted: Posted, known: _Known) -> _Placed | None:
    """Where the event goes; None if its request came before. Raises Refused."""
    request = posted.request
    if request.occurred_at > known.now or posted.recorded_at or type(posted.event) is Corrected:
        engine.must_have_happened(posted)
    key = request.source, request.request_id
    fingerprint = engine.fingerprint(posted)
    if key in known.requests:
        same_body(known.requests[key], fingerprint, request)
        return None
    name = code_of(request)
    bearers = known.codes[name]
    found = len(bearers) == 1 and type(posted.event) is not CodeAssigned
    code, stream = bearers[0] if found else _bearer(engine, posted, known)
    known.requests[key] = fingerprint
    native = request.provenance is Provenance.NATIVE
    # It comes by an import, whatever it says: when it was typed says nothing then.
    told = posted.testimony(code, Provenance.IMPORTED if native else None)
    sole = type(name) is str and not of_several(known.codes[name])
    return _Placed(index, stream, told, fingerprint, posted.recorded_at, sole=sole)


def _bearer(engine: Engine, posted: Posted, known: _Known) -> tuple[Code, str]:
    """The dossier's code and stream, new ones if need be. Raises Refused."""
    one = meant(posted.request.dossier, known.codes[code_of(posted.request)])
    code, stream = one or (new_code(posted.request), engine.new_stream())
    given = assigned(posted.event)
    if given:
        not_taken(given, known.codes[given], stream)
    # Only now: a line that is refused opens no dossier.
    if not one:
        known.opened.add(stream)
    for each in (code, given):
        if each:
            known.lead(each, stream)
    return code, stream


async def _record(
    engine: Engine, placed: Sequence[_Placed], known: _Known
) -> Sequence[RecordedEvent[DossierEvent]]:
    if not placed:
        return ()
    versions = await _versions(engine, placed, known)
    events = await taken(engine.vault, [place.told.event for place in placed])
    recordings = []
    for place, event in zip(placed, events, strict=True):
        after = versions[place.stream]
        recordings.append(_recording(place, after, event))
        versions[place.stream] = after + 1
    for stream in versions:
        engine.memory.forget(stream)
    return await engine.store.append(recordings)


async def _versions(engine: Engine, placed: Sequence[_Placed], known: _Known) -> dict[str, int]:
    """Where each stream stands."""
    versions = dict.fromkeys((place.stream for place in placed), 0)
    going_on = [stream for stream in versions if stream not in known.opened]
    if going_on:
        versions |= zip(going_on, await engine.store.versions(going_on), strict=True)
    return versions


def _recording(place: _Placed, after: int, event: DossierEvent) -> Recording[DossierEvent]:
    told = place.told if event is place.told.event else replace(place.told, event=event)
    return _made(
        *(place.stream, after, (told,), place.fingerprint),
        *(place.recorded_at, place.sole, None, Pending()),
    )


_made: Final = maker(Recording)
