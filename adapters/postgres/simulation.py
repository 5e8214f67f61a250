"""A store whose clock is simulated: marked while it was empty, and for ever."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from psycopg.types.json import Jsonb

from adapters.postgres.database import Database


@dataclass(frozen=True, slots=True)
class Simulation:
    """What a simulated store says of itself."""

    says: dict[str, Any]
    """Which case, seed and last day, and whether it was loaded to its end."""
    shows: datetime
    """What its clock shows."""


class NotEmpty(Exception):
    """The store holds events that are no simulation's."""


async def simulation(database: Database) -> Simulation | None:
    async with database.connection() as conn:
        cursor = await conn.execute("SELECT says, shows FROM hoso_simulation")
        row = await cursor.fetchone()
    return Simulation(row[0], row[1].astimezone(UTC)) if row else None


async def mark(database: Database, says: dict[str, Any], shows: datetime) -> None:
    """Makes an empty store a simulated one, or goes on with the one that says the same.

    Raises NotEmpty, with nothing changed.
    """
    async with database.transaction() as conn:
        # The order lock: nobody records while we look whether something was.
        await conn.execute("SELECT position FROM hoso_head FOR UPDATE")
        await conn.execute(
            "INSERT INTO hoso_simulation (says, shows) "
            "SELECT %s, %s FROM hoso_head WHERE position = 0 ON CONFLICT DO NOTHING",
            (Jsonb(says), shows),
        )
        cursor = await conn.execute("SELECT says FROM hoso_simulation")
        row = await cursor.fetchone()
    if row is None or {**row[0], **says} != row[0]:
        raise NotEmpty


async def finish(database: Database, shows: datetime) -> None:
    """The clock stands at the end of the case from now on."""
    async with database.connection() as conn:
        await conn.execute(
            """UPDATE hoso_simulation SET shows = %s, says = says || '{"loaded": true}'""", (shows,)
        )
