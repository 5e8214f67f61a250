"""The hash of a stored event, chained along its dossier, as migration 0008 computes it.

SHA-256 of the hash before (32 zero bytes before the first), of the row without its position as a
JSON array of texts, and of the state as it is stored. The array is that of RFC 8785: no spaces,
nothing escaped that need not be. Times are microseconds since 1970; the fingerprint is hex; what
is jsonb stands as PostgreSQL writes it.
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from pydantic_core import to_json

START: Final = bytes(32)
"""What the first event of a dossier goes on from."""

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def chained(before: bytes, row: Sequence[str | None], state: bytes) -> bytes:
    """The hash of an event that stands behind the one of the hash `before`."""
    return hashlib.sha256(before + to_json(row) + state).digest()


def microseconds(at: datetime | None) -> str | None:
    if at is None:
        return None
    since = at - EPOCH
    return str((since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds)
