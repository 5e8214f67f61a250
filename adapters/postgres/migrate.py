"""Brings a database to the schema of this release, one numbered file after the other."""

import secrets
from importlib.resources import files
from typing import Any, Final

from psycopg import AsyncConnection

from domain.store import StoreUnavailable

LOCK: Final = 0x686F736F
"""Advisory lock: only one process migrates at a time ("hoso" in ASCII)."""

VERSIONS: Final = """
CREATE TABLE IF NOT EXISTS hoso_migrations (
    version integer PRIMARY KEY,
    name text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
)
"""


class DatabaseNewer(StoreUnavailable):
    """The database was migrated by a later release; this one must not touch it."""

    code = "database-newer"

    def __init__(self, found: int, known: int) -> None:
        super().__init__(f"the database is at schema {found}, this release knows {known}")


def migrations() -> dict[int, tuple[str, str]]:
    """Number -> (file name, SQL)."""
    found = {}
    for file in (files("adapters.postgres") / "migrations").iterdir():
        if file.name.endswith(".sql"):
            found[int(file.name[:4])] = (file.name, file.read_text(encoding="utf-8"))
    return dict(sorted(found.items()))


async def migrate(conn: AsyncConnection[Any]) -> None:
    """Applies what is missing, all or nothing. Raises DatabaseNewer, with nothing changed."""
    async with conn.transaction():
        await conn.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        await conn.execute(VERSIONS)
        applied = await _applied(conn)
        known = migrations()
        if applied - known.keys():
            raise DatabaseNewer(max(applied), max(known))
        for version in sorted(known.keys() - applied):
            name, sql = known[version]
            await conn.execute(sql.encode())
            await conn.execute(
                "INSERT INTO hoso_migrations (version, name) VALUES (%s, %s)", (version, name)
            )
        await _ensure_key(conn)


async def _applied(conn: AsyncConnection[Any]) -> set[int]:
    rows = await (await conn.execute("SELECT version FROM hoso_migrations")).fetchall()
    return {row[0] for row in rows}


async def _ensure_key(conn: AsyncConnection[Any]) -> None:
    """The key of the installation's fingerprints, made once."""
    await conn.execute(
        "INSERT INTO hoso_keys (name, key) VALUES ('fingerprint', %s) ON CONFLICT DO NOTHING",
        (secrets.token_bytes(32),),
    )
