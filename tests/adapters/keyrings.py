"""Keys over memory and over PostgreSQL, whose clock the test moves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Protocol

from adapters.postgres.database import opened
from adapters.postgres.keys import PostgresKeys
from domain.access import Role
from domain.keys.asked import NewKey
from domain.keys.ports import Keyring, Sessions
from tests.adapters.memory_keys import MemoryKeys
from tests.adapters.web.visiting import LAW

INSTALLATION: Final = "the token of the installation"
BY: Final = "somebody"
UNIT: Final = "long-an-dost-tdc"
DAY: Final = timedelta(days=1)


class Keys(Keyring, Sessions, Protocol):
    """What is promised of keys, all of it."""


@dataclass(slots=True)
class Clock:
    shows: datetime = datetime(2026, 3, 2, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.shows

    def pass_(self, time: timedelta) -> None:
        self.shows += time


@dataclass(frozen=True, slots=True)
class Office:
    """Whoever makes keys, and a clock."""

    keys: Keys
    clock: Clock


def in_memory() -> Office:
    clock = Clock()
    return Office(MemoryKeys(INSTALLATION, LAW.registry, clock), clock)


@asynccontextmanager
async def on_postgres(conninfo: str) -> AsyncIterator[Office]:
    clock = Clock()
    async with opened(conninfo) as database:
        yield Office(PostgresKeys(database, LAW, INSTALLATION, clock), clock)


def service(**fields: Any) -> NewKey:
    said = {"role": Role.SERVICE, "units": (UNIT,), "sources": ("portal",), **fields}
    return NewKey(**said)


def auditor(**fields: Any) -> NewKey:
    return NewKey(**{"role": Role.AUDITOR, **fields})
