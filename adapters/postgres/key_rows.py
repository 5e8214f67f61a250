"""Deeds on keys as they stand in their table."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from domain.access import Role
from domain.keys.key import Deed, Made, Revoked, Rotated

SELECT: Final = """
SELECT number, deed, key, done_at, done_by, sha256, expires_at, overlap_until, role, units,
    sources, name
FROM hoso_key_deeds WHERE number > %s ORDER BY number
"""
INSERT: Final = """
INSERT INTO hoso_key_deeds (
    deed, key, done_at, done_by, sha256, expires_at, overlap_until, role, units, sources, name)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


def row_of(deed: Deed) -> Sequence[Any]:
    """As `INSERT` takes it."""
    done = (deed.key, deed.at, deed.by)
    match deed:
        case Made():
            of = (deed.role.value, [*deed.units], [*deed.sources], deed.name)
            return ("made", *done, deed.sha256, deed.expires_at, None, *of)
        case Rotated():
            until = (deed.expires_at, deed.overlap_until)
            return ("rotated", *done, deed.sha256, *until, None, None, None, None)
        case Revoked():
            return ("revoked", *done, *(None,) * 7)


def deed_of(row: Sequence[Any]) -> Deed:
    """Of a row of `SELECT`, without its number."""
    kind, key, at, by, sha256, expires_at, overlap_until, role, units, sources, name = row
    done: tuple[str, datetime, str] = (key, at, by)
    match kind:
        case "made":
            of, whose = Role(role), (tuple(units), tuple(sources))
            return Made(*done, bytes(sha256), expires_at, of, *whose, name)
        case "rotated":
            return Rotated(*done, bytes(sha256), expires_at, overlap_until)
        case _:
            return Revoked(*done)
