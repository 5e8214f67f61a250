"""Keys as they are shown, never with a secret nor its hash; and what auditors looked at."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from domain.access import Role
from domain.keys.key import Deed, Key, Revoked, Rotated, Verdict
from domain.keys.ports import Issued
from domain.keys.reads import Looked


class ShownDeed(BaseModel):
    """What was done to a key."""

    deed: str
    """made, rotated or revoked."""
    at: datetime
    by: str
    """The id of the key whose bearer did it, or `account:` and the name of one of the machine."""
    expires_at: datetime | None = None
    """Of the secret that it gave the key."""
    overlap_until: datetime | None = None
    """Until when the secrets before it stay good."""


class ShownKey(BaseModel):
    """A key that was made."""

    id: str
    name: str | None
    role: Role
    units: tuple[str, ...]
    """Ids of the bodies that it speaks for; empty for a role of the whole installation."""
    sources: tuple[str, ...]
    """In whose name it posts; empty: in that of any."""
    state: Verdict
    expires_at: datetime
    used_at: datetime | None
    """When it was last good for something, to a minute or so."""
    deeds: tuple[ShownDeed, ...]


class ToldOnce(ShownKey):
    """With its token, which nobody can tell a second time."""

    token: str


class ShownKeys(BaseModel):
    keys: tuple[ShownKey, ...]
    """In the order in which they were made."""


class ShownLook(BaseModel):
    """Somebody looked at something."""

    number: int
    at: datetime
    reader: str
    """The id of his key."""
    method: str
    route: str
    """The template of its path."""
    asked: dict[str, Any]
    """What stood in the path and in the query: which dossier, which period."""
    status: int


class ShownLooks(BaseModel):
    reads: tuple[ShownLook, ...]
    """The latest first."""
    next: int | None
    """What `before` must be for the next page; null: this was the last."""


def shown(key: Key, now: datetime) -> ShownKey:
    return ShownKey(**_of(key, now))


def all_shown(keys: Sequence[Key], now: datetime) -> ShownKeys:
    return ShownKeys(keys=tuple(shown(key, now) for key in keys))


def told_once(issued: Issued, now: datetime) -> ToldOnce:
    return ToldOnce(token=issued.token, **_of(issued.key, now))


def looked(reads: Sequence[Looked], limit: int) -> ShownLooks:
    """Up to the limit; one more says that there is a next page."""
    page = reads[:limit]
    return ShownLooks(
        reads=tuple(
            ShownLook(
                number=one.number,
                at=one.at,
                reader=one.reader,
                method=one.method,
                route=one.route,
                asked=dict(one.asked),
                status=one.status,
            )
            for one in page
        ),
        next=page[-1].number if len(reads) > limit else None,
    )


def _of(key: Key, now: datetime) -> dict[str, Any]:
    made = key.made
    return {
        "id": key.id,
        "name": made.name,
        "role": made.role,
        "units": made.units,
        "sources": made.sources,
        "state": key.state(now),
        "expires_at": key.expires_at,
        "used_at": key.used_at,
        "deeds": tuple(map(_deed, key.deeds)),
    }


def _deed(deed: Deed) -> ShownDeed:
    return ShownDeed(
        deed=type(deed).__name__.lower(),
        at=deed.at,
        by=deed.by,
        expires_at=None if isinstance(deed, Revoked) else deed.expires_at,
        overlap_until=deed.overlap_until if isinstance(deed, Rotated) else None,
    )
