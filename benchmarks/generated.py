"""A large installation, generated: rows of the timeliness report, and events beside them.

The rows are made in the database as the projection would leave them; the projection itself told
nothing here. generated.sql says what they are like.
"""

from datetime import date
from pathlib import Path
from typing import Final

from psycopg import AsyncClientCursor, AsyncConnection

from adapters.postgres import fresh_tables
from projections.report import Period

SQL: Final = Path(__file__).with_suffix(".sql")

EVER: Final = Period(date(2017, 1, 2), date(2019, 12, 31), date(2019, 12, 31))
"""Dossiers come from the first day to the last, and nothing is known of later ones."""
WORKING_DAYS: Final = 782
QUARTER: Final = Period(date(2019, 7, 1), date(2019, 9, 30), date(2019, 9, 30))
PROCEDURE: Final = "GENERATED-02"
"""One of those that are often asked for."""
SEED: Final = 7

AT_ONCE: Final = "SET work_mem = '256MB'; SET maintenance_work_mem = '512MB'; SET jit = off"


async def fill(conninfo: str, dossiers: int, seed: int = SEED) -> None:
    """So many dossiers into an empty installation; two events of each, one where it was refused."""
    async with await AsyncConnection.connect(conninfo, autocommit=True) as conn:
        await conn.execute("SET synchronous_commit = off")
        await conn.execute(AT_ONCE)
        await fresh_tables.begin(conn, "timeliness")
        given = {"dossiers": dossiers, "days": WORKING_DAYS, "seed": seed}
        # Its parameters are put in here: the server takes one statement at a time with any.
        await AsyncClientCursor(conn).execute(SQL.read_bytes(), given)
        await fresh_tables.index(conn, "timeliness")
        await fresh_tables.swap(conn, "timeliness")
        await conn.execute("VACUUM (ANALYZE) hoso_timeliness")
        await conn.execute("VACUUM (ANALYZE) hoso_events")
