"""Records many events at the speed of COPY: in one transaction, with the checks of any append."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from struct import pack
from typing import Any, Final, NamedTuple

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
    integer,
    moment,
    scalar,
    text,
)
from adapters.postgres.chain import START, Link, chained, link, number, quoted, time
from adapters.postgres.rows import Row, teller, times
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


class _Line(NamedTuple):
    """A row but for what the order lock gives: its position, its time, and so its hash."""

    stream: str
    before: bytes
    """The columns in front of these."""
    behind: bytes
    link: Link


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
    lines = _lines(recordings, request.rows)
    last, at = await _taken(cursor, bases, led, request)
    chains = await _chains(cursor, bases)
    rows = _rows(lines, last - len(lines) + 1, times(recordings, at), chains)
    async with cursor.copy(COPY) as stream:
        await stream.write(HEADER)
        while part := b"".join(islice(rows, PART)):
            await stream.write(part)
        await stream.write(END)
    await _lead(cursor, led)
    return last, at


def _led(recordings: Recordings) -> list[_Led]:
    """The codes by which the recordings name their dossiers, each once."""
    led: dict[Code, _Led] = {}
    for one in recordings:
        for told in one.told:
            code, since = told.dossier, told.occurred_at
            known = led.get(code)
            if known is None:
                led[code] = _Led(code, one.stream, since, one.sole)
            elif since < known.since or one.sole > known.sole:
                earlier = min(since, known.since)
                led[code] = _Led(code, one.stream, earlier, one.sole or known.sole)
    return list(led.values())


async def _taken(
    cursor: AsyncCursor[Any], bases: dict[str, int], led: list[_Led], request: Request
) -> tuple[int, datetime]:
    nothing = [NULL] * len(led)
    arguments = (
        len(request.rows),
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


def _lines(recordings: Recordings, made: Sequence[Row]) -> list[_Line]:
    told = ((one, event) for one in recordings for event in one.told)
    return [_line(*each, row) for each, row in zip(told, made, strict=True)]


def _line(recording: Recording[DossierEvent], told: Told, row: Row) -> _Line:
    return _Line(
        recording.stream,
        b"".join((FIELDS, row[0], *row[2:5])),
        b"".join((*row[5:13], *row[14:])),
        link(
            (quoted(recording.stream), number(row[2]), quoted(told.event.kind)),
            (*_said(recording.fingerprint, told, row), teller(told).texts),
            row[4][4:],
        ),
    )


def _said(fingerprint: bytes, told: Told, row: Row) -> tuple[bytes, ...]:
    """The texts behind the time of recording, but for who told it."""
    return (
        time(row[5]),
        quoted(told.precision),
        quoted(told.source),
        to_json(told.request_id),
        number(row[9]),
        b'"%b"' % fingerprint.hex().encode(),
        quoted(told.dossier.system),
        quoted(told.dossier.value),
        b"null" if told.source_ref is None else to_json(told.source_ref),
        number(row[15]),
        time(row[16]),
    )


def _rows(
    lines: Sequence[_Line], first: int, at: Iterable[datetime], chains: dict[str, bytes]
) -> Iterator[bytes]:
    for position, (line, recorded_at) in enumerate(zip(lines, at, strict=True), start=first):
        stream, before, behind, ahead = line
        cell = moment(recorded_at)
        chain = chained(chains[stream], ahead, time(cell))
        chains[stream] = chain
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
