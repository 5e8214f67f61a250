"""The hash of a stored event, chained along its dossier, as migration 0008 computes it.

SHA-256 of the hash before (32 zero bytes before the first), of the row without its position as a
JSON array of texts, and of the state as it is stored. The array is that of RFC 8785: no spaces,
nothing escaped that need not be. Times are microseconds since 1970; the fingerprint is hex; what
is jsonb stands as PostgreSQL writes it.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final

from adapters.postgres.cells import EPOCH, NULL, Cell

START: Final = bytes(32)
"""What the first event of a dossier goes on from."""

SINCE: Final = (EPOCH - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
"""Microseconds that were over when PostgreSQL's began."""

Link = tuple[bytes, bytes]
"""What is hashed of an event, in front of the time of recording and from there on."""


def link(known: Sequence[bytes], said: Sequence[bytes], state: bytes) -> Link:
    """Of the JSON texts in front of that time and behind it."""
    return b"[%b," % b",".join(known), b",%b]%b" % (b",".join(said), state)


def chained(before: bytes, ahead: Link, recorded_at: bytes) -> bytes:
    """The hash of an event that stands behind the one of the hash `before`."""
    known, said = ahead
    return sha256(b"".join((before, known, recorded_at, said))).digest()


def time(cell: Cell) -> bytes:
    """The JSON text of a time, or null."""
    if cell == NULL:
        return b"null"
    return b'"%d"' % (int.from_bytes(cell[4:], signed=True) + SINCE)
