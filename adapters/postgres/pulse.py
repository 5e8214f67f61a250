"""Where it is kept who works on the log."""

import os
import secrets
import socket
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from adapters.postgres.database import Database

KEEP: Final = """
INSERT INTO hoso_pulse AS before (process, name, seen_at, fault)
SELECT %s, name, clock_timestamp() - make_interval(secs => ago), fault
FROM unnest(%s::text[], %s::float8[], %s::text[]) AS beat (name, ago, fault)
ON CONFLICT (process, name) DO UPDATE SET seen_at = excluded.seen_at, fault = excluded.fault
"""

TIDY: Final = """
DELETE FROM hoso_pulse WHERE process <> %s AND seen_at < clock_timestamp() - interval '1 day'
"""


class Beat(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def seconds(self) -> float: ...
    @property
    def fault(self) -> str | None: ...


def this_process() -> str:
    """A name that no other process has, now or later; it says where to look for it."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


@dataclass(frozen=True, slots=True)
class PostgresPulse:
    """Keeps the promises of adapters.worker.pulse.Kept."""

    database: Database
    process: str = field(default_factory=this_process)

    async def keep(self, beats: Sequence[Beat]) -> None:
        columns = zip(*((one.name, one.seconds, one.fault) for one in beats), strict=True)
        names, seconds, faults = ([*column] for column in columns) if beats else ([], [], [])
        async with self.database.connection() as conn:
            await conn.execute(KEEP, (self.process, names, seconds, faults))
            await conn.execute(TIDY, (self.process,))

    async def forget(self) -> None:
        async with self.database.connection() as conn:
            await conn.execute("DELETE FROM hoso_pulse WHERE process = %s", (self.process,))
