"""Records many events at the speed of COPY: in one transaction, with the checks of any append."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import islice
from struct import pack
from typing import Any, Final

from psycopg import AsyncCursor
from pydantic_core import to_json

from adapters.postgres.cells import (
    BIGINT,
    BOOLEAN,
    FALSE,
    INTEGER,
    NULL,
    TEXT,
    TIMESTAMPTZ,
    TRUE,
    array,
    bigint,
    blob,
    integer,
    moment,
    scalar,
    smallint,
    text,
)
from adapters.postgres.chain import START, Link, chained, link, time
from adapters.postgres.rows import state, teller, times
from adapters.postgres.waiting import Request
from domain.dossier.events import DossierEvent, Told
from domain.store import Recording
from domain.testimony import Code

Recordings = Sequence[Recording[DossierEvent]]

TAKE: Final = (
    "SELECT last_position, at FROM hoso_take(%b, %b, %b, %b, %b, NULL, NULL, NULL, %b, %b, %b)"
)
CHAINS: Final = """
SELECT originator_id, chain FROM hoso_events
WHERE (originator_id, originator_version) IN (SELECT * FROM unnest(%b::text[], %b::bigint[]))
"""
LEAD: Final = "SELECT hoso_lead(%b, %b, %b, %b), pg_notify('hoso_events', '')"

COPY: Final = """
COPY hoso_events (
    originator_id, originator_version, topic, state, notification_id, recorded_at, occurred_at,
    precision, source, request_id, ordinal, fingerprint, code_system, code, source_ref, source_seq,
    source_recorded_at, actor, entered_by, unit, evidence, correlation_id, provenance, override,
    chain
) FROM STDIN (FORMAT BINARY)
"""
HEADER: Final = b"PGCOPY\n\xff\r\n\0" + bytes(8)
FIELDS: Final = pack(">h", 25)
END: Final = pack(">h", -1)

PART: Final = 64
"""Rows sent at once: the server takes them while the next are made."""


_Line = tuple[str, bytes, bytes, Link]
"""A row but for what the order lock gives, which is its position, its time, and so its hash: its
stream, the columns in front of these, and those behind."""

_Part = tuple[bytes, bytes]
"""Some columns: as cells, and as JSON texts."""


@dataclass(frozen=True, slots=True)
class _Led:
    """To which dossier a code leads, and since when."""

    code: Code
    stream: str
    since: datetime
    sole: bool


async def copied(cursor: AsyncCursor[Any], request: Request) -> tuple[int, datetime]:
    """Records the request in the transaction of the cursor: the last position, and the time.

    Raises psycopg.Error.
    """
    recordings = request.recordings
    bases = {one.stream: one.after for one in reversed(recordings)}
    led = _led(recordings)
    # Whatever can be made before the order lock is held has been made before.
    lines = _lines(recordings)
    last, at = await _taken(cursor, bases, led, request)
    chains = await _chains(cursor, bases)
    made = zip(recordings, times(recordings, at), strict=True)
    each = (time for one, time in made for _ in one.told)
    rows = _rows(lines, last - len(lines) + 1, each, chains)
    async with cursor.copy(COPY) as stream:
        await stream.write(HEADER)
        while part := b"".join(islice(rows, PART)):
            await stream.write(part)
        await stream.write(END)
    await _lead(cursor, led)
    return last, at


def _led(recordings: Recordings) -> list[_Led]:
    """The codes by which the recordings name their dossiers, each once."""
    led: dict[tuple[str, str], _Led] = {}
    for one in recordings:
        for told in one.told:
            code, since = told.dossier, told.occurred_at
            known = led.get(named := (code.system, code.value))
            if known is None:
                led[named] = _Led(code, one.stream, since, one.sole)
            elif since < known.since or one.sole > known.sole:
                earlier = min(since, known.since)
                led[named] = _Led(code, one.stream, earlier, one.sole or known.sole)
    return list(led.values())


async def _taken(
    cursor: AsyncCursor[Any], bases: dict[str, int], led: list[_Led], request: Request
) -> tuple[int, datetime]:
    nothing = [NULL] * len(led)
    arguments = (
        request.size,
        scalar(request.told_at[-1]) if request.told_at else None,
        array(INTEGER, [integer(0)] * (len(bases) + len(led))),
        array(TEXT, [*map(text, bases), *(text(one.stream) for one in led)]),
        array(BIGINT, [*map(bigint, bases.values()), *nothing]),
        *(
            array(of, [NULL] * len(bases) + cells)
            for of, cells in (
                (TEXT, [text(one.code.system) for one in led]),
                (TEXT, [text(one.code.value) for one in led]),
                (BOOLEAN, [TRUE if one.sole else FALSE for one in led]),
            )
        ),
    )
    await cursor.execute(TAKE, arguments)
    row = await cursor.fetchone()
    assert row is not None  # the function answers with one row, or raises
    return row[0], row[1]


async def _chains(cursor: AsyncCursor[Any], bases: dict[str, int]) -> dict[str, bytes]:
    """The hash that each stream goes on from."""
    chains = dict.fromkeys(bases, START)
    going_on = [(stream, after) for stream, after in bases.items() if after]
    if not going_on:
        return chains
    streams = array(TEXT, [text(stream) for stream, _ in going_on])
    afters = array(BIGINT, [bigint(after) for _, after in going_on])
    await cursor.execute(CHAINS, (streams, afters))
    return chains | dict(await cursor.fetchall())


def _lines(recordings: Recordings) -> list[_Line]:
    return [
        _line(one, version, told)
        for one in recordings
        for version, told in enumerate(one.told, start=one.after + 1)
    ]


def _line(recording: Recording[DossierEvent], version: int, told: Told) -> _Line:
    stream, stream_said = _words(recording.stream)
    step, step_said = _step(version, told.event.kind)
    occurred, occurred_said = _time(told.occurred_at)
    how, how_said = _words(told.precision, told.source)
    ordinal, ordinal_said = _ordinal(told.ordinal)
    code, code_said = _words(told.dossier.system, told.dossier.value)
    ref, ref_said = _ref(told)
    who = teller(told)
    event, print_ = state(told.event), recording.fingerprint
    request_id = text(told.request_id)
    said = (
        *(occurred_said, how_said, to_json(told.request_id), ordinal_said),
        *(b'"%b"' % print_.hex().encode(), code_said, ref_said, who.texts),
    )
    return (
        recording.stream,
        b"".join((FIELDS, stream, step, event)),
        b"".join((occurred, how, request_id, ordinal, blob(print_), code, ref, who.joined)),
        link((stream_said, step_said), said, event[4:]),
    )


@lru_cache(8192)
def _words(*words: str) -> _Part:
    """Of texts that come again and again."""
    return b"".join(map(text, words)), b",".join(map(to_json, words))


@lru_cache(4096)
def _step(version: int, kind: str) -> _Part:
    return bigint(version) + text(kind), b'"%d",%b' % (version, to_json(kind))


@lru_cache(1024)
def _ordinal(ordinal: int) -> _Part:
    return smallint(ordinal), b'"%d"' % ordinal


def _time(at: datetime | None) -> _Part:
    cell = moment(at)
    return cell, time(cell)


def _ref(told: Told) -> _Part:
    """What the source says of the event."""
    ref, seq, at = told.source_ref, told.source_seq, told.source_recorded_at
    if ref is None and seq is None and at is None:
        return UNSAID
    cell, said = _time(at)
    said_ref = b"null" if ref is None else to_json(ref)
    said_seq = b"null" if seq is None else b'"%d"' % seq
    return text(ref) + bigint(seq) + cell, b",".join((said_ref, said_seq, said))


UNSAID: Final[_Part] = (NULL * 3, b"null,null,null")


def _rows(
    lines: Sequence[_Line], first: int, at: Iterable[datetime], chains: dict[str, bytes]
) -> Iterator[bytes]:
    known = None
    for position, (line, recorded_at) in enumerate(zip(lines, at, strict=True), start=first):
        stream, before, behind, ahead = line
        if recorded_at is not known:
            known, (cell, said) = recorded_at, _time(recorded_at)
        chain = chains[stream] = chained(chains[stream], ahead, said)
        yield b"".join((before, bigint(position), cell, behind, HASH, chain))


HASH: Final = pack(">i", len(START))


async def _lead(cursor: AsyncCursor[Any], led: list[_Led]) -> None:
    columns = (
        array(TEXT, [text(one.code.system) for one in led]),
        array(TEXT, [text(one.code.value) for one in led]),
        array(TEXT, [text(one.stream) for one in led]),
        array(TIMESTAMPTZ, [moment(one.since) for one in led]),
    )
    await cursor.execute(LEAD, columns)
