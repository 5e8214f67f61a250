"""The tables of projections, and how far each has read."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import psycopg
from psycopg import AsyncConnection, sql

from adapters.postgres.log import Fault
from adapters.postgres.telling import Telling, columns

Connection = AsyncConnection[Any]

UNTAKEABLE: Final = (psycopg.DataError, psycopg.IntegrityError)
"""What PostgreSQL cannot hold, such as a NUL within a text that the library appended."""

FEW: Final = 64
"""Rows that are written without COPY, which takes round trips of its own."""

TEXT: Final = 64 * 1024
"""Characters in them: far less than a socket buffers."""

PARK: Final = """
INSERT INTO hoso_parked (projection, stream, position, fault)
SELECT %s, * FROM unnest(%s::text[], %s::bigint[], %s::text[])
"""
MOVE: Final = """
WITH freed AS (
    DELETE FROM hoso_parked WHERE projection = ANY(%(names)s) AND stream = ANY(%(streams)s)
    RETURNING projection, stream
), moved AS (
    UPDATE hoso_projections SET position = %(position)s WHERE name = ANY(%(names)s)
)
SELECT projection, stream FROM freed
"""


def table(name: str, suffix: str = "") -> sql.Identifier:
    return sql.Identifier(f"hoso_{name}{suffix}")


async def locked(conn: Connection, names: Sequence[str]) -> dict[str, int]:
    """How far each has read. Nobody else moves them meanwhile: two runners never project the
    same events."""
    reached = await _locked(conn, names)
    if missing := sorted(set(names) - reached.keys()):
        await conn.execute(
            "INSERT INTO hoso_projections (name) SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING",
            (missing,),
        )
        reached = await _locked(conn, names)
    return reached


async def _locked(conn: Connection, names: Sequence[str]) -> dict[str, int]:
    cursor = await conn.execute(
        "SELECT name, position FROM hoso_projections WHERE name = ANY(%s) ORDER BY name FOR UPDATE",
        (list(names),),
    )
    return dict(await cursor.fetchall())


def are_few(tellings: Iterable[Telling]) -> bool:
    """So few that they go to the server in one message: more of them might block a pipeline."""
    cells = [row for one in tellings for rows in one.rows.values() for row in rows]
    texts = (cell for row in cells for cell in row if isinstance(cell, str))
    return len(cells) <= FEW and sum(map(len, texts)) < TEXT


async def put_few(conn: Connection, telling: Telling) -> None:
    """As `put`, in statements that a pipeline takes together."""
    into = table(telling.projection.name)
    delete = sql.SQL("DELETE FROM {} WHERE stream = ANY(%s)").format(into)
    await conn.execute(delete, (list(telling.rows),))
    names = columns(telling.projection.row)
    insert = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        into,
        sql.SQL(", ").join([sql.Identifier(each) for each in names]),
        sql.SQL(", ").join([sql.Placeholder()] * len(names)),
    )
    for row in (row for rows in telling.rows.values() for row in rows):
        await conn.execute(insert, row)


async def put(conn: Connection, telling: Telling, suffix: str = "") -> None:
    """The rows of these dossiers in the place of those that they had."""
    into = table(telling.projection.name, suffix)
    delete = sql.SQL("DELETE FROM {} WHERE stream = ANY(%s)").format(into)
    await conn.execute(delete, (list(telling.rows),))
    await add(conn, telling, suffix)


async def add(conn: Connection, telling: Telling, suffix: str = "") -> None:
    """The rows of dossiers that have none."""
    into = table(telling.projection.name, suffix)
    names = [sql.Identifier(each) for each in columns(telling.projection.row)]
    copy = sql.SQL("COPY {} ({}) FROM STDIN").format(into, sql.SQL(", ").join(names))
    async with conn.cursor() as cursor, cursor.copy(copy) as out:
        for rows in telling.rows.values():
            for row in rows:
                await out.write_row(row)


async def put_carefully(
    conn: Connection, telling: Telling, last: Mapping[str, int], suffix: str = ""
) -> None:
    """By halves, down to the dossiers that the table cannot hold, which become faults."""
    try:
        async with conn.transaction():
            await put(conn, telling, suffix)
    except UNTAKEABLE as error:
        streams = list(telling.rows)
        if len(streams) == 1:
            first = str(error).partition("\n")[0]
            told = f"{type(error).__name__}: {first}"
            telling.faults[streams[0]] = Fault(streams[0], last[streams[0]], told)
            del telling.rows[streams[0]]
            return
        await _halves(conn, telling, streams, last, suffix)
        for stream in telling.faults:
            telling.rows.pop(stream, None)


async def _halves(
    conn: Connection, telling: Telling, streams: list[str], last: Mapping[str, int], suffix: str
) -> None:
    middle = len(streams) // 2
    for half in (streams[:middle], streams[middle:]):
        rows = {stream: telling.rows[stream] for stream in half}
        await put_carefully(conn, Telling(telling.projection, rows, telling.faults), last, suffix)


async def moved(
    conn: Connection, names: Sequence[str], streams: Iterable[str], position: int
) -> set[tuple[str, str]]:
    """They have read so far. Which of the streams were parked; they no longer are."""
    given = {"names": list(names), "streams": list(streams), "position": position}
    cursor = await conn.execute(MOVE, given)
    return set(await cursor.fetchall())


async def park(conn: Connection, name: str, faults: Iterable[Fault]) -> None:
    told = list(faults)
    streams, positions, why = ([getattr(one, of) for one in told] for of in Fault.__slots__)
    # A text of PostgreSQL holds no NUL.
    why = [each.replace("\x00", "\ufffd") for each in why]
    await conn.execute(PARK, (name, streams, positions, why))
