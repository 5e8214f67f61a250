"""The header fields that every answer has, whoever made it."""

from collections.abc import Iterator, Mapping
from typing import Final

Field = tuple[bytes, bytes]

POLICY: Final = b"default-src 'none'; frame-ancestors 'none'"
"""Of an answer for programs: should a browser ever show it, it loads and runs nothing."""

POLICIES: Final[Mapping[str, bytes]] = {
    "/docs": (
        b"default-src 'none'; connect-src 'self'; frame-ancestors 'none'; "
        b"script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"
    )
}
"""The page that FastAPI makes of the interface begins with a script of its own."""

ALWAYS: Final[tuple[Field, ...]] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)

UNSEEN: Final = (b"cache-control", b"no-store")
VALIDATED: Final = (b"cache-control", b"private, no-cache")
"""With a validator its reader may keep it, who asks each time (RFC 9111, section 5.2.2)."""

SECURE: Final = (b"strict-transport-security", b"max-age=31536000")


def missing(said: Mapping[bytes, bytes], path: str, *, https: bool) -> Iterator[Field]:
    """What an answer lacks of what every answer has (RFC 6797 for HSTS, CSP level 3). What it says
    itself stays: the pages have a policy of their own."""
    for each in ALWAYS:
        if each[0] not in said:
            yield each
    if b"content-security-policy" not in said:
        yield b"content-security-policy", POLICIES.get(path, POLICY)
    if b"cache-control" not in said:
        yield VALIDATED if b"etag" in said else UNSEEN
    if https:
        yield SECURE


def is_stream(said: Mapping[bytes, bytes]) -> bool:
    """Whether what begins here goes on until its reader goes away (server-sent events)."""
    return said.get(b"content-type", b"").startswith(b"text/event-stream")
