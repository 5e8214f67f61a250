"""Which deeds are done on keys: made, rotated, revoked."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from difflib import get_close_matches
from typing import Final

from domain.access import OF_ALL, Role
from domain.authority.authority import Officer
from domain.authority.registry import Registry
from domain.keys.asked import NewKey, Rotation
from domain.keys.key import Key, Made, Revoked, Ring, Rotated
from domain.keys.refusals import (
    KeyRevoked,
    SourcesRequired,
    UnitsOfAll,
    UnitsRequired,
    UnknownKey,
    UnknownUnit,
)
from domain.modes import OURS
from domain.refusals import InvalidField, Refused

EXPIRES: Final = timedelta(days=365)
"""How long a secret is good where nobody says."""

LONGEST: Final = timedelta(days=731)
"""How long it may be good: two years."""

CLOSE: Final = 3
"""Names that are held up to one that nobody bears."""


def found(ring: Ring, id: str) -> Key:
    """Raises Refused."""
    if id not in ring:
        raise Refused(UnknownKey(id))
    return ring[id]


def make(
    wanted: NewKey, registry: Registry, *, key: str, sha256: bytes, now: datetime, by: str
) -> Made:
    """Raises Refused."""
    _must_have_sources(wanted)
    return Made(
        key,
        now,
        by,
        sha256,
        _expiry(wanted.expires_at, now),
        wanted.role,
        _units(wanted, registry, now),
        tuple(sorted({*wanted.sources})),
        wanted.name,
    )


def rotate(key: Key, wanted: Rotation, *, sha256: bytes, now: datetime, by: str) -> Rotated:
    """Raises Refused."""
    if key.is_revoked:
        raise Refused(KeyRevoked(key.id))
    expires_at = _expiry(wanted.expires_at, now)
    return Rotated(key.id, now, by, sha256, expires_at, wanted.overlap_until or now)


def revoke(key: Key, *, now: datetime, by: str) -> Revoked | None:
    """None where that was done before."""
    return None if key.is_revoked else Revoked(key.id, now, by)


def _must_have_sources(wanted: NewKey) -> None:
    if wanted.role is Role.SERVICE and not wanted.sources:
        raise Refused(SourcesRequired(wanted.role))
    if OURS in wanted.sources:
        raise Refused(InvalidField("sources", f"nobody speaks as {OURS} itself"))


def _expiry(said: datetime | None, now: datetime) -> datetime:
    expires_at = said or now + EXPIRES
    if not now < expires_at <= now + LONGEST:
        raise Refused(InvalidField("expires_at", "should lie ahead, within two years"))
    return expires_at


def _units(wanted: NewKey, registry: Registry, now: datetime) -> tuple[str, ...]:
    if wanted.role in OF_ALL:
        if wanted.units:
            raise Refused(UnitsOfAll(wanted.role))
        return ()
    if not wanted.units:
        raise Refused(UnitsRequired(wanted.role))
    return tuple(sorted({_unit(named, registry, now) for named in wanted.units}))


def _unit(named: str, registry: Registry, now: datetime) -> str:
    """Its id."""
    found = registry.entry(named) or registry.by_code(named, now.date())
    if found is None or isinstance(found, Officer):
        known = list(_known(registry))
        close = get_close_matches(named, known, CLOSE, cutoff=0.5)
        raise Refused(UnknownUnit(named, tuple(close) or None))
    return found.id


def _known(registry: Registry) -> Iterator[str]:
    """By what names a unit may be named."""
    for entry in registry.entries.values():
        if not isinstance(entry, Officer):
            yield entry.id
            yield from (code.value for code in entry.codes)
