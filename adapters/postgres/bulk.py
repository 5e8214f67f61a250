"""Records many events at the speed of COPY: in one transaction, with the checks of any append."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from struct import pack
from typing import Any, Final

from psycopg import AsyncCursor

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
    text,
)
from adapters.postgres.chain import START, chained, microseconds
from adapters.postgres.rows import Row, evidence, override, recorded
from adapters.postgres.waiting import Request
from domain.dossier.events import DossierEvent
from domain.store import RecordedEvent, Recording
from domain.testimony import Code

Recordings = Sequence[Recording[DossierEvent]]
Event = RecordedEvent[DossierEvent]

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
    recordings, made = request.recordings, request.rows
    bases = {one.stream: one.after for one in reversed(recordings)}
    led = _led(recordings)
    # The order lock is held from here on.
    last, at = await _taken(cursor, bases, led, request)
    chains = await _chains(cursor, bases)
    events = recorded(recordings, last - len(made) + 1, at)
    async with cursor.copy(COPY) as stream:
        await stream.write(HEADER)
        lines = _lines(recordings, made, events, chains)
        while part := b"".join(islice(lines, PART)):
            await stream.write(part)
        await stream.write(END)
    await _lead(cursor, led)
    return last, at


def _led(recordings: Recordings) -> list[_Led]:
    """The codes by which the recordings name their dossiers, each once."""
    led: dict[Code, _Led] = {}
    for one in recordings:
        for told in one.told:
            known = led.get(told.dossier)
            since = min(told.occurred_at, known.since) if known else told.occurred_at
            sole = one.sole or (known is not None and known.sole)
            led[told.dossier] = _Led(told.dossier, one.stream, since, sole)
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
    going_on = [(stream, after) for stream, after in bases.items() if after]
    streams = array(TEXT, [text(stream) for stream, _ in going_on])
    afters = array(BIGINT, [bigint(after) for _, after in going_on])
    await cursor.execute(CHAINS, (streams, afters))
    return dict.fromkeys(bases, START) | dict(await cursor.fetchall())


def _lines(
    recordings: Recordings, made: list[Row], events: Sequence[Event], chains: dict[str, bytes]
) -> Iterator[bytes]:
    prints = (one.fingerprint.hex() for one in recordings for _ in one.told)
    for row, event, fingerprint in zip(made, events, prints, strict=True):
        state = row[4][4:]
        chain = chained(chains[event.stream], _texts(event, fingerprint), state)
        chains[event.stream] = chain
        given = (bigint(event.position), moment(event.recorded_at))
        cells = (FIELDS, row[0], *row[2:5], *given, *row[5:13], *row[14:], blob(chain))
        yield b"".join(cells)


def _texts(event: Event, fingerprint: str) -> list[str | None]:
    told = event.told
    return [
        event.stream,
        str(event.version),
        told.event.kind,
        microseconds(event.recorded_at),
        microseconds(told.occurred_at),
        told.precision,
        told.source,
        told.request_id,
        str(told.ordinal),
        fingerprint,
        told.dossier.system,
        told.dossier.value,
        told.source_ref,
        None if told.source_seq is None else str(told.source_seq),
        microseconds(told.source_recorded_at),
        told.actor,
        told.entered_by,
        told.unit,
        evidence(told),
        told.correlation_id,
        told.provenance,
        override(told),
    ]


async def _lead(cursor: AsyncCursor[Any], led: list[_Led]) -> None:
    columns = (
        array(TEXT, [text(one.code.system) for one in led]),
        array(TEXT, [text(one.code.value) for one in led]),
        array(TEXT, [text(one.stream) for one in led]),
        array(TIMESTAMPTZ, [moment(one.since) for one in led]),
    )
    await cursor.execute(LEAD, columns)
