"""How a key's token is written, and what a browser holds in its place.

`hoso_<id>_<secret and checksum>`: a prefix for whoever searches files for what should not be in
them, an id by which the key is found, 32 bytes of chance, and the CRC-32 of all that, which tells
a slip of the pen from a forgery. Letters and digits alone (RFC 4648 §8), so that a double click
takes the whole; there is one way to write each.
"""

import hashlib
import hmac
import re
from typing import Final
from zlib import crc32

ID: Final = 5
"""Bytes of chance in an id, each of two digits."""

SECRET: Final = 32
"""Bytes of chance in a secret."""

WRITTEN: Final = re.compile(r"hoso_([0-9a-f]{10})_([0-9a-f]{64})([0-9a-f]{8})")


def written(id: str, secret: bytes) -> str:
    """The token of a key: what its holder shows."""
    return f"hoso_{id}_{secret.hex()}{_checksum(id, secret)}"


def read(token: str) -> tuple[str, bytes] | None:
    """The id of the key, and the SHA-256 of the secret. None for what was never a token: mistyped,
    cut short, or from elsewhere."""
    found = WRITTEN.fullmatch(token)
    if not found:
        return None
    id, secret = found[1], bytes.fromhex(found[2])
    return (id, digest(secret)) if found[3] == _checksum(id, secret) else None


def digest(secret: bytes) -> bytes:
    """All that is kept of a secret. Plain, for nobody guesses 256 bits of chance: what makes a
    hash slow is for what people think up."""
    return hashlib.sha256(secret).digest()


def seal(installation: str, id: str, sha256: bytes = b"") -> str:
    """What a browser holds in the place of a key's token: the installation's own token is needed
    to make it, so whoever reads the database cannot."""
    told = b"a session of pages " + id.encode() + b" " + sha256
    return f"{id}.{hmac.new(installation.encode(), told, hashlib.sha256).hexdigest()}"


def mark(installation: str) -> str:
    """Eight digits that tell an installation from others, and nothing of its token."""
    return hashlib.sha256(seal(installation, "").encode()).hexdigest()[:8]


def same(shown: str, ours: str) -> bool:
    """In a time that does not tell how much of it is right."""
    # Whatever ours is: who shows none must not pass.
    return bool(shown) and hmac.compare_digest(shown.encode(), ours.encode())


def _checksum(id: str, secret: bytes) -> str:
    return f"{crc32(id.encode() + secret):08x}"
