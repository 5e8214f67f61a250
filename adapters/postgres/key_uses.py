"""When keys were last good for something: coarsely, and in no request's way."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

import structlog

from adapters.postgres.database import Database

COARSE: Final = timedelta(minutes=1)

NOTE: Final = """
INSERT INTO hoso_key_uses AS known (key, used_at) VALUES (%(key)s, %(at)s)
ON CONFLICT (key) DO UPDATE SET used_at = excluded.used_at
WHERE known.used_at <= excluded.used_at - %(coarse)s
"""


class Uses:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._noted: dict[str, datetime] = {}
        self._noting: set[asyncio.Task[None]] = set()

    def note(self, key: str, at: datetime) -> None:
        """At most once a minute of each key, and behind the caller's back."""
        last = self._noted.get(key)
        if last is not None and at - last < COARSE:
            return
        self._noted[key] = at
        task = asyncio.create_task(self._note(key, at))
        self._noting.add(task)
        task.add_done_callback(self._noting.discard)

    async def all(self) -> Mapping[str, datetime]:
        """By the id of the key."""
        async with self._database.connection() as conn:
            cursor = await conn.execute("SELECT key, used_at FROM hoso_key_uses")
            return dict(await cursor.fetchall())

    async def _note(self, key: str, at: datetime) -> None:
        try:
            async with self._database.connection() as conn:
                await conn.execute(NOTE, {"key": key, "at": at, "coarse": COARSE})
        except Exception as error:
            # It says when, not whether: nobody is refused for it.
            structlog.get_logger().debug("use of a key not noted", key=key, why=str(error))
