"""The installation's own record, in the log of the dossiers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from psycopg import AsyncConnection
from pydantic import BaseModel

from adapters.postgres.database import Database
from domain.dossier.history import UnreadableEvent
from domain.refusals import Refused, RequestIdReused
from domain.register import Entered

SELECT: Final = """
SELECT notification_id, originator_version, recorded_at, topic, state, actor, source, request_id,
    entered_by
FROM hoso_events
"""

# Of the whole stream: who makes a hash anew for what he altered breaks the next one.
CHAINED: Final = """
SELECT notification_id, originator_version, recorded_at, topic, state, actor, source, request_id,
    entered_by, min(originator_version) FILTER (WHERE NOT holds) OVER (
        ORDER BY originator_version ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)
FROM (
    SELECT told.*, originator_version = row_number() OVER stands AND chain = hoso_chain(
        coalesce(lag(chain) OVER stands, hoso_chain_start()), told) AS holds
    FROM hoso_events AS told WHERE originator_id = %s
    WINDOW stands AS (ORDER BY originator_version)
) AS linked
"""

# The stock recorder and the writer take the two locks in the same order.
LOCK: Final = "LOCK TABLE hoso_events IN ROW EXCLUSIVE MODE"
TAKE: Final = """
UPDATE hoso_head
SET position = position + 1,
    recorded_at = greatest(recorded_at, coalesce(%s::timestamptz, hoso_now()))
RETURNING position, recorded_at
"""
INSERT: Final = """
INSERT INTO hoso_events (
    notification_id, recorded_at, occurred_at, originator_id, originator_version, topic, state,
    precision, source, request_id, ordinal, actor, entered_by, provenance)
VALUES (%s, %s, %s, %s, %s, %s, %s, 'instant', %s, %s, 0, %s, %s, 'native')
"""


@dataclass(frozen=True, slots=True)
class PostgresRegister:
    """Keeps the promises of domain.register.Register."""

    database: Database
    kinds: Mapping[str, type[BaseModel]]
    """What can be entered, by the kind that is stored."""

    async def enter(
        self,
        stream: str,
        event: BaseModel,
        *,
        actor: str,
        source: str,
        request_id: str,
        after: int,
        entered_by: str | None = None,
        recorded_at: datetime | None = None,
    ) -> Entered:
        async with self.database.transaction() as conn:
            # The order lock first: nobody enters the same from here on.
            await conn.execute(LOCK)
            await conn.execute("SELECT position FROM hoso_head FOR UPDATE")
            if earlier := await self._earlier(conn, source, request_id):
                return _same(earlier, event)
            position, at = await _taken(conn, recorded_at)
            said = (position, at, at, stream, after + 1, _kind(event), _state(event))
            await conn.execute(INSERT, (*said, source, request_id, actor, entered_by))
            await conn.execute("NOTIFY hoso_events")
        return Entered(position, after + 1, at, event, actor, source, request_id, entered_by)

    async def entered(self, stream: str, known_to: int | None = None) -> Sequence[Entered]:
        async with self.database.connection() as conn:
            cursor = await conn.execute(
                f"SELECT * FROM ({CHAINED}) AS read "
                "WHERE %s::bigint IS NULL OR notification_id <= %s "
                "ORDER BY originator_version".encode(),
                (stream, known_to, known_to),
            )
            return [self._read(row) for row in await cursor.fetchall()]

    async def broken_at(self, stream: str) -> int | None:
        """The first version whose hash does not follow from what stands before it."""
        async with self.database.connection() as conn:
            cursor = await conn.execute(f"{CHAINED} ORDER BY 2 LIMIT 1".encode(), (stream,))
            row = await cursor.fetchone()
        return row[-1] if row else None

    async def _earlier(
        self, conn: AsyncConnection[Any], source: str, request_id: str
    ) -> Entered | None:
        cursor = await conn.execute(
            f"{SELECT} WHERE source = %s AND request_id = %s AND ordinal = 0".encode(),
            (source, request_id),
        )
        row = await cursor.fetchone()
        if row and row[3] not in self.kinds:
            raise Refused(RequestIdReused(source, request_id))
        return self._read(row) if row else None

    def _read(self, row: Sequence[Any]) -> Entered:
        position, version, at, kind, state, *told = row
        try:
            event = self.kinds[kind].model_validate_json(state, extra="ignore")
        except (KeyError, ValueError) as error:
            raise UnreadableEvent(kind, position) from error
        return Entered(position, version, at.astimezone(UTC), event, *told)


async def _taken(conn: AsyncConnection[Any], told_at: datetime | None) -> tuple[int, datetime]:
    """A position, and when it was given. Raises ValueError where a time is told of what is no
    simulation."""
    if told_at and not await (await conn.execute("SELECT true FROM hoso_simulation")).fetchone():
        raise ValueError("only a simulation says when something was recorded")
    row = await (await conn.execute(TAKE, (told_at,))).fetchone()
    assert row
    return row[0], row[1].astimezone(UTC)


def _same(earlier: Entered, event: BaseModel) -> Entered:
    """Raises Refused when the request came before with another event."""
    if earlier.event != event:
        raise Refused(RequestIdReused(earlier.source, earlier.request_id))
    return earlier


def _kind(event: BaseModel) -> str:
    return str(event.model_dump(include={"kind"})["kind"])


def _state(event: BaseModel) -> bytes:
    return event.model_dump_json(exclude={"kind"}, exclude_none=True).encode()
