"""Keys in memory: whoever has none to look at has these."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from secrets import compare_digest, token_bytes, token_hex

from anyio.lowlevel import checkpoint

from domain.access import Principal
from domain.authority.registry import Registry
from domain.keys import token as tokens
from domain.keys.asked import NewKey, Rotation
from domain.keys.deciding import found, make, revoke, rotate
from domain.keys.key import INSTALLATION, Deed, Key, Verdict, evolve
from domain.keys.ports import Issued


@dataclass(frozen=True, slots=True)
class OneKey:
    """An installation with one token, whose bearer may do everything."""

    token: str
    bearer: Principal = INSTALLATION

    async def principal(self, token: str) -> Principal | None:
        same = compare_digest(token.encode(), self.token.encode())
        return self.bearer if same else None


@dataclass(slots=True)
class MemoryKeys:
    """Keeps the promises of domain.keys.ports.Keyring and Sessions."""

    installation: str
    registry: Registry = field(default_factory=Registry)
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ring: dict[str, Key] = field(default_factory=dict)

    @property
    def mark(self) -> str:
        return tokens.mark(self.installation)

    async def principal(self, token: str) -> Principal | None:
        await checkpoint()
        if tokens.same(token, self.installation):
            return INSTALLATION
        id, sha256 = tokens.read(token) or ("", b"")
        return self._good(id, sha256)

    async def session(self, token: str) -> str | None:
        principal = await self.principal(token)
        if principal is None:
            return None
        id, sha256 = tokens.read(token) or (INSTALLATION.id, b"")
        return tokens.seal(self.installation, id, sha256)

    async def visitor(self, session: str) -> Principal | None:
        await checkpoint()
        id = session.partition(".")[0]
        if tokens.same(session, tokens.seal(self.installation, INSTALLATION.id)):
            return INSTALLATION
        for one in self.ring[id].secrets if id in self.ring else ():
            if tokens.same(session, tokens.seal(self.installation, id, one.sha256)):
                return self._good(id, one.sha256)
        return None

    async def make(self, wanted: NewKey, by: str) -> Issued:
        await checkpoint()
        id, secret = token_hex(tokens.ID), token_bytes(tokens.SECRET)
        sha256 = tokens.digest(secret)
        self._do(make(wanted, self.registry, key=id, sha256=sha256, now=self.now(), by=by))
        return Issued(self.ring[id], tokens.written(id, secret))

    async def rotate(self, id: str, wanted: Rotation, by: str) -> Issued:
        await checkpoint()
        secret = token_bytes(tokens.SECRET)
        key, sha256 = found(self.ring, id), tokens.digest(secret)
        self._do(rotate(key, wanted, sha256=sha256, now=self.now(), by=by))
        return Issued(self.ring[id], tokens.written(id, secret))

    async def revoke(self, id: str, by: str) -> Key:
        await checkpoint()
        self._do(revoke(found(self.ring, id), now=self.now(), by=by))
        return self.ring[id]

    async def listed(self) -> Sequence[Key]:
        await checkpoint()
        return list(self.ring.values())

    def _do(self, deed: Deed | None) -> None:
        if deed:
            self.ring[deed.key] = evolve(self.ring.get(deed.key), deed)

    def _good(self, id: str, sha256: bytes) -> Principal | None:
        key, now = self.ring.get(id), self.now()
        if key is None or key.verdict(sha256, now) is not Verdict.GOOD:
            return None
        self.ring[id] = replace(key, used_at=now)
        return key.principal(self.registry)
