"""Keys: for whom they were made, how long their secrets are good, and who took them back.

A key is the fold of the deeds on it, and no deed is ever taken back. Of a secret only its SHA-256
is kept (domain/keys/token.py).
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, TypeAlias

from domain.access import OF_ALL, Principal, Role
from domain.authority.registry import Registry
from domain.second_person import INSTALLATION_ID

INSTALLATION: Final = Principal(INSTALLATION_ID, Role.ADMINISTRATOR)
"""Whoever has the installation's own token: nobody's own (domain/second_person.py)."""

SOON: Final = timedelta(days=14)
"""What expires within it is warned of."""


@dataclass(frozen=True, slots=True)
class Made:
    key: str
    at: datetime
    by: str
    """Whose deed it was: the id of a key, or an account of the machine."""
    sha256: bytes
    expires_at: datetime
    role: Role
    units: tuple[str, ...] = ()
    """Ids."""
    sources: tuple[str, ...] = ()
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Rotated:
    key: str
    at: datetime
    by: str
    sha256: bytes
    expires_at: datetime
    overlap_until: datetime


@dataclass(frozen=True, slots=True)
class Revoked:
    key: str
    at: datetime
    by: str


Deed: TypeAlias = Made | Rotated | Revoked


class Verdict(StrEnum):
    """What becomes of a token that is shown."""

    GOOD = "good"
    EXPIRED = "expired"
    REVOKED = "revoked"
    FORGED = "forged"
    """No secret of the key, or no token at all."""
    UNKNOWN = "unknown"
    """Nobody ever made a key of that id."""


@dataclass(frozen=True, slots=True)
class Secret:
    sha256: bytes
    until: datetime
    """From then on it is good no more."""


@dataclass(frozen=True, slots=True)
class Key:
    made: Made
    secrets: tuple[Secret, ...]
    """The newest last."""
    deeds: tuple[Deed, ...]
    used_at: datetime | None = None
    """When it was last good for something, to a minute or so."""

    @property
    def id(self) -> str:
        return self.made.key

    @property
    def expires_at(self) -> datetime:
        return self.secrets[-1].until

    @property
    def is_revoked(self) -> bool:
        return isinstance(self.deeds[-1], Revoked)

    def state(self, now: datetime) -> Verdict:
        """Of its newest secret."""
        if self.is_revoked:
            return Verdict.REVOKED
        return Verdict.GOOD if now < self.expires_at else Verdict.EXPIRED

    def verdict(self, sha256: bytes, now: datetime) -> Verdict:
        """On whoever shows a secret of that hash."""
        # All of them, and each in a time that does not tell how much of it is right.
        shown = [one for one in self.secrets if hmac.compare_digest(one.sha256, sha256)]
        if not shown:
            return Verdict.FORGED
        if self.is_revoked:
            return Verdict.REVOKED
        return Verdict.GOOD if now < shown[-1].until else Verdict.EXPIRED

    def principal(self, registry: Registry) -> Principal:
        """Who comes with it, by the registry of that moment."""
        units, sources = frozenset(self.made.units), frozenset(self.made.sources)
        reach = None if self.made.role in OF_ALL else registry.reach(units)
        return Principal(self.id, self.made.role, units, sources, reach)


Ring: TypeAlias = Mapping[str, Key]
"""Every key that was ever made, by its id."""


def evolve(key: Key | None, deed: Deed) -> Key:
    """The key after one more deed. Raises KeyError where it was never made."""
    if isinstance(deed, Made):
        return Key(deed, (Secret(deed.sha256, deed.expires_at),), (deed,))
    if key is None:
        raise KeyError(deed.key)
    deeds = (*key.deeds, deed)
    if isinstance(deed, Revoked):
        return replace(key, deeds=deeds)
    old = (replace(one, until=min(one.until, deed.overlap_until)) for one in key.secrets)
    return replace(key, deeds=deeds, secrets=(*old, Secret(deed.sha256, deed.expires_at)))
