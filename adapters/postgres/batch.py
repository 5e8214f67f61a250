"""Records a batch of requests in one transaction, and answers each of them."""

import asyncio
from collections.abc import Sequence
from dataclasses import astuple
from datetime import datetime
from time import monotonic
from typing import Any, Final

import psycopg

from adapters.postgres.bulk import copied
from adapters.postgres.cells import BIGINT, TEXT, array, bigint, text
from adapters.postgres.line import Line, Session
from adapters.postgres.rows import APPEND, APPEND_ONE, alone, recorded, together
from adapters.postgres.waiting import Request
from domain.dossier.history import store
from domain.store import Conflict, OutcomeUnknown, StoreUnavailable

DOWN: Final = (psycopg.OperationalError, psycopg.InterfaceError)

UNABLE: Final = frozenset({"25", "40", "53", "55", "57", "58"})
"""Classes of errors that the server has, whatever it was asked: deadlocks, no resources, locks
not to be had, an operator's intervention, its system."""

PATIENCE: Final = 10.0
"""Seconds in which a server that went away may come back and say what became of a batch."""

PAUSE: Final = 0.1
"""Seconds between two attempts to reach it."""

Batch = Sequence[Request]


async def record(line: Line, batch: Batch) -> None:
    """Commits the batch and answers each request; those that conflict alone are told so."""
    if not batch:
        return
    try:
        await line.open()
    except DOWN as error:
        return _fail(batch, StoreUnavailable(f"the database cannot be reached: {error}"))
    try:
        last, at = await _committed(line, batch)
    except psycopg.Error as error:
        await _without(line, batch, error)
    else:
        _succeed(batch, last, at)


async def _committed(line: Line, batch: Batch) -> tuple[int, datetime]:
    """The last position, and the time of recording. Raises psycopg.Error, and nothing is."""
    first = batch[0]
    if first.copied:
        async with line.cursor.connection.transaction():
            return await copied(line.cursor, first)
    if len(batch) == first.size == 1 and not first.told_at:
        return await line.row(APPEND_ONE, alone(first.rows[0]))  # type: ignore[no-any-return]
    rows = together([request.rows for request in batch], first.told_at)
    return await line.row(APPEND, rows)  # type: ignore[no-any-return]


def _succeed(batch: Batch, last: int, at: datetime) -> None:
    position = last - sum(request.size for request in batch) + 1
    for request in batch:
        request.succeed(recorded(request.recordings, position, at))
        position += request.size


def _fail(batch: Batch, error: Exception) -> None:
    for request in batch:
        request.fail(error)


async def _without(line: Line, batch: Batch, error: psycopg.Error) -> None:
    """Nothing of the batch was recorded, or the answer was lost: everybody else once more."""
    if line.broken:
        await _settle(line, batch)
    elif (error.sqlstate or "")[:2] in UNABLE:
        _fail(batch, StoreUnavailable(f"the database cannot be used: {error}"))
    elif guilty := _guilty(error):
        _fail([batch[number] for number in guilty], Conflict(str(error)))
        await record(line, [one for number, one in enumerate(batch) if number not in guilty])
    elif len(batch) > 1:
        for request in batch:
            await record(line, [request])
    else:
        taken = isinstance(error, psycopg.errors.UniqueViolation)
        _fail(batch, Conflict(str(error)) if taken else error)


def _guilty(error: psycopg.Error) -> set[int]:
    """The numbers of the requests that hoso_take refused; empty where something else did."""
    if error.diag.constraint_name != "hoso_take":
        return set()
    return {int(number) for number in (error.diag.message_detail or "").split(",")}


FOUND: Final = """
SELECT originator_id, originator_version, source, request_id, ordinal, state, fingerprint,
    notification_id, recorded_at
FROM hoso_events
WHERE (originator_id, originator_version) IN (SELECT * FROM unnest(%b::text[], %b::bigint[]))
"""


async def _settle(line: Line, batch: Batch) -> None:
    """The connection broke before the answer: what stands in the log tells what became of it."""
    assert line.session is not None  # it was open
    try:
        found = await _found(line, line.session, batch)
    except DOWN as error:
        return _fail(batch, OutcomeUnknown(f"the connection was lost: {error}"))
    for request in batch:
        events = _told(request)
        # All of it, and by this very request: somebody else may have recorded the like meanwhile.
        if found.keys() >= set(events):
            request.succeed(recorded(request.recordings, *found[events[0]]))
        else:
            request.fail(StoreUnavailable("the connection was lost before the commit"))


async def _found(line: Line, lost: Session, batch: Batch) -> dict[Any, tuple[int, datetime]]:
    """Where those of the batch stand that were recorded, once nothing more can be.

    Raises psycopg.Error when the server does not come back in time.
    """
    events = [event for request in batch for event in _told(request)]
    streams = array(TEXT, [text(event[0]) for event in events])
    versions = array(BIGINT, [bigint(event[1]) for event in events])
    deadline = monotonic() + PATIENCE
    while True:
        try:
            await line.open()
            await line.end(lost)
            rows = await line.rows(FOUND, (streams, versions))
            return {row[:-2]: row[-2:] for row in rows}
        except DOWN:
            if monotonic() > deadline:
                raise
            await asyncio.sleep(PAUSE)


def _told(request: Request) -> list[tuple[Any, ...]]:
    """The events of a request, as FOUND tells them."""
    return [
        (one.stream, version, *astuple(told.ref), store(told.event), one.fingerprint)
        for one in request.recordings
        for version, told in enumerate(one.told, start=one.after + 1)
    ]
