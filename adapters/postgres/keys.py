"""Keys in PostgreSQL. Every process holds all of them, and looks for what is new each second.

So a token is judged without a question to the database, a revocation holds everywhere within two
seconds, and no flood of forged tokens fills anything.
"""

import asyncio
import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from time import monotonic
from typing import Any, Final, TypeVar

import structlog
from psycopg import AsyncConnection

from adapters.postgres.database import Database
from adapters.postgres.key_rows import INSERT, SELECT, deed_of, row_of
from adapters.postgres.key_uses import Uses
from domain.access import Principal
from domain.keys import token as tokens
from domain.keys.asked import NewKey, Rotation
from domain.keys.deciding import found, make, revoke, rotate
from domain.keys.key import INSTALLATION, Deed, Key, Revoked, Ring, Verdict, evolve
from domain.keys.ports import Issued
from domain.law import InForce, Law

FRESH: Final = 1.0
"""Seconds for which a look at the deeds is good."""

PAUSE: Final = 0.05
"""Seconds between two looks for a key that is not there: forgers are answered no faster."""

# Numbers commit in their order: nobody who has seen one misses an earlier one.
LOCK: Final = "LOCK TABLE hoso_key_deeds IN SHARE ROW EXCLUSIVE MODE"

D = TypeVar("D", bound=Deed)


def _now() -> datetime:
    return datetime.now(UTC)


class PostgresKeys:
    """Keeps the promises of domain.keys.ports.Keyring and Sessions.

    The installation's own token is an administrator's, and is in no table.
    """

    def __init__(
        self,
        database: Database,
        in_force: InForce,
        installation: str,
        now: Callable[[], datetime] = _now,
    ) -> None:
        self._database = database
        self._in_force = in_force
        self._installation = installation
        self._now = now
        self._uses = Uses(database)
        self._ring: dict[str, Key] = {}
        self._number = 0
        self._looked = float("-inf")
        self._looking = asyncio.Lock()
        self._ahead: asyncio.Task[None] | None = None
        self._law: Law | None = None
        self._principals: dict[str, Principal] = {}

    @property
    def mark(self) -> str:
        return tokens.mark(self._installation)

    async def principal(self, token: str) -> Principal | None:
        if tokens.same(token, self._installation):
            return INSTALLATION
        shown = tokens.read(token)
        if not shown:
            return _refused(Verdict.FORGED)
        id, sha256 = shown
        key = await self._key(id)
        return self._judged(id, key, key.verdict(sha256, self._now()) if key else Verdict.UNKNOWN)

    async def session(self, token: str) -> str | None:
        principal = await self.principal(token)
        if principal is None:
            return None
        shown = None if principal is INSTALLATION else tokens.read(token)
        return tokens.seal(self._installation, principal.id, shown[1] if shown else b"")

    async def visitor(self, session: str) -> Principal | None:
        id = session.partition(".")[0]
        if id == INSTALLATION.id:
            ours = tokens.seal(self._installation, id)
            return INSTALLATION if tokens.same(session, ours) else _refused(Verdict.FORGED)
        key = await self._key(id)
        if not key:
            return _refused(Verdict.UNKNOWN)
        sealed = {
            one.sha256: tokens.seal(self._installation, id, one.sha256) for one in key.secrets
        }
        shown = [sha256 for sha256, seal in sealed.items() if tokens.same(session, seal)]
        verdict = key.verdict(shown[-1], self._now()) if shown else Verdict.FORGED
        return self._judged(id, key, verdict)

    async def make(self, wanted: NewKey, by: str) -> Issued:
        id, secret = secrets.token_hex(tokens.ID), secrets.token_bytes(tokens.SECRET)
        registry, sha256 = self._in_force.law.registry, tokens.digest(secret)
        made = await self._done(
            lambda _: make(wanted, registry, key=id, sha256=sha256, now=self._now(), by=by)
        )
        assert made
        return Issued(self._ring[id], tokens.written(id, secret))

    async def rotate(self, id: str, wanted: Rotation, by: str) -> Issued:
        secret = secrets.token_bytes(tokens.SECRET)
        sha256 = tokens.digest(secret)
        await self._done(
            lambda ring: rotate(found(ring, id), wanted, sha256=sha256, now=self._now(), by=by)
        )
        return Issued(self._ring[id], tokens.written(id, secret))

    async def revoke(self, id: str, by: str) -> Key:
        def decide(ring: Ring) -> Revoked | None:
            return revoke(found(ring, id), now=self._now(), by=by)

        await self._done(decide)
        return self._ring[id]

    async def listed(self) -> Sequence[Key]:
        await self._as_of(monotonic())
        used = await self._uses.all()
        return [replace(key, used_at=used.get(id)) for id, key in self._ring.items()]

    async def _done(self, decide: Callable[[Ring], D | None]) -> D | None:
        """The deed, decided on what stands, or None where none is called for."""
        async with self._looking, self._database.transaction() as conn:
            # What somebody was told was revoked must stay so, whatever the server is set to.
            await conn.execute("SET LOCAL synchronous_commit = on")
            await conn.execute(LOCK)
            await self._read(conn)
            deed = decide(self._ring)
            if deed:
                await conn.execute(INSERT, row_of(deed))
        if deed:
            await self._as_of(monotonic())
        return deed

    async def _key(self, id: str) -> Key | None:
        now = monotonic()
        # One that is not there may have been made a moment ago, in another process.
        await self._as_of(now - FRESH if id in self._ring else now)
        if now - self._looked > FRESH / 2 and (self._ahead is None or self._ahead.done()):
            self._ahead = asyncio.create_task(self._look_ahead(now))
        return self._ring.get(id)

    async def _look_ahead(self, moment: float) -> None:
        """In nobody's way; who comes when it has failed looks himself."""
        try:
            await self._as_of(moment)
        except Exception as error:
            structlog.get_logger().debug("keys not looked at", why=str(error))

    async def _as_of(self, moment: float) -> None:
        """The keys as they stood at the moment, or later."""
        if self._looked >= moment:
            return
        async with self._looking:
            if self._looked < moment:
                await asyncio.sleep(self._looked + PAUSE - monotonic())
                began = monotonic()
                async with self._database.connection() as conn:
                    await self._read(conn)
                self._looked = began

    async def _read(self, conn: AsyncConnection[Any]) -> None:
        cursor = await conn.execute(SELECT, (self._number,))
        for number, *row in await cursor.fetchall():
            deed = deed_of(row)
            self._ring[deed.key] = evolve(self._ring.get(deed.key), deed)
            self._principals.pop(deed.key, None)
            self._number = number

    def _judged(self, id: str, key: Key | None, verdict: Verdict) -> Principal | None:
        if key is None or verdict is not Verdict.GOOD:
            return _refused(verdict, id)
        self._uses.note(id, self._now())
        return self._principal(key)

    def _principal(self, key: Key) -> Principal:
        """As the registry has it now."""
        law = self._in_force.law
        if law is not self._law:
            self._law, self._principals = law, {}
        if key.id not in self._principals:
            self._principals[key.id] = key.principal(law.registry)
        return self._principals[key.id]


def _refused(verdict: Verdict, key: str | None = None) -> Principal | None:
    """Nobody. The log tells apart what the caller is not told apart, and never names the token."""
    structlog.get_logger().warning("key refused", why=verdict.value, key=key)
    return None
