"""The log as projections read it: what nobody can read is named, and holds up nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from psycopg import AsyncConnection

from adapters.postgres.rows import SELECT, events_of
from domain.dossier.events import DossierEvent
from domain.dossier.history import UnreadableEvent
from domain.register import STREAMS
from domain.store import RecordedEvent

Connection = AsyncConnection[Any]
Events = list[RecordedEvent[DossierEvent]]

PAGE: Final = f"{SELECT} WHERE notification_id > %s ORDER BY notification_id LIMIT %s"
OF_STREAMS: Final = f"""{SELECT} WHERE originator_id = ANY(%s) AND notification_id <= %s
ORDER BY originator_id, originator_version"""
BEHIND: Final = f"""{SELECT} WHERE originator_id >= %s AND notification_id <= %s
ORDER BY originator_id, originator_version"""
BETWEEN: Final = f"""{SELECT} WHERE originator_id >= %s AND originator_id < %s
AND notification_id <= %s ORDER BY originator_id, originator_version"""


@dataclass(frozen=True, slots=True)
class Fault:
    """An event that cannot be taken, of which dossier, and why."""

    stream: str
    position: int
    told: str


@dataclass(frozen=True, slots=True)
class Read:
    """A part of the log."""

    events: Events
    last: int = 0
    """The last position in it; 0 when it is empty."""
    faults: Mapping[str, Fault] = field(default_factory=dict)
    """By stream, the first event that this release cannot read."""


async def page(conn: Connection, after: int, limit: int) -> Read:
    """Up to `limit` events behind a position, in their order."""
    rows = await _rows(conn, PAGE, after, limit)
    return _read(rows, rows[-1][0] if rows else 0)


async def histories(conn: Connection, streams: Sequence[str], known_to: int) -> Read:
    """All that is known of dossiers, one after the other."""
    return _read(await _rows(conn, OF_STREAMS, list(streams), known_to), known_to)


async def between(conn: Connection, low: str, high: str | None, known_to: int) -> Read:
    """The same of all dossiers from the stream `low` up to `high`, or to the last."""
    rows = (
        await _rows(conn, BEHIND, low, known_to)
        if high is None
        else await _rows(conn, BETWEEN, low, high, known_to)
    )
    return _read(rows, known_to)


def by_stream(events: Events) -> dict[str, Events]:
    """In their order."""
    found: dict[str, Events] = {}
    for event in events:
        found.setdefault(event.stream, []).append(event)
    return found


async def head(conn: Connection) -> int:
    ((position,),) = await _rows(conn, "SELECT position FROM hoso_head")
    return int(position)


async def _rows(conn: Connection, query: str, *params: Any) -> list[Any]:
    cursor = await conn.execute(query.encode(), params, prepare=True, binary=True)
    return await cursor.fetchall()


def _read(rows: Sequence[Any], last: int) -> Read:
    told = [row for row in rows if row[1] not in STREAMS]
    try:
        return Read(events_of(told), last)
    except Exception:
        # Whatever it is, it must be named, and keep nobody from the others.
        return _one_by_one(told, last)


def _one_by_one(rows: Sequence[Any], last: int) -> Read:
    events: Events = []
    faults: dict[str, Fault] = {}
    for row in rows:
        try:
            events += events_of([row])
        except Exception as error:
            faults.setdefault(row[1], fault(row[1], row[0], error))
    return Read(events, last, faults)


def fault(stream: str, position: int, error: Exception) -> Fault:
    if isinstance(error, UnreadableEvent):
        return Fault(stream, position, str(error))
    # The first line says what; the rest may quote the row.
    first = str(error).partition("\n")[0]
    return Fault(stream, position, f"{type(error).__name__}: {first}")
