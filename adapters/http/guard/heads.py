"""What is wrong with the head of a request, before anybody looks at what it asks for."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from starlette.types import Scope

from adapters.http.problems import Problem

LONGEST: Final = 8_000
"""Octets of path and query: as many as RFC 9110, section 4.1, asks for."""

MOST: Final = 100
"""Header fields."""

LARGEST: Final = 32_768
"""Octets of all header fields."""

ONCE: Final = frozenset(
    {
        *(b"host", b"authorization", b"content-type", b"content-encoding", b"content-length"),
        *(b"idempotency-key", b"if-match", b"last-event-id"),
    }
)
"""Fields of which two would let a proxy read the one and hoso the other."""

DOTS: Final = re.compile(rb"/\.\.?(?:/|$)")
"""Dot segments, which a client resolves itself (RFC 3986, section 5.2.4). Escaped they are as good
a code as any other text, and lead nowhere."""

CUT: Final = re.compile(r"[\0\r\n]")
"""What would end a path for somebody who reads it after us."""

PLAINLY: Final = re.compile(rb"/(?:v1/[^/%]*|(?!v1/)[^/%]*)(?:/|$)")
"""A fixed name is written as it is: `/%76%31/…` would pass by what a proxy has to say of /v1."""

PROBES: Final = frozenset({"/healthz", "/readyz", "/metrics"})
"""What whoever operates hoso asks: every few seconds, by address, at the worst of times."""


def wrong(scope: Scope, found: Mapping[bytes, bytes], hosts: tuple[str, ...]) -> Problem | None:
    """`found` are the header fields, of which the last of a name counts."""
    if b"host" not in found and scope["http_version"] == "1.1":
        return Problem("bad-request")  # RFC 9112, section 3.2
    return (
        _wrong_fields(scope["headers"], found)
        or _wrong_target(scope)
        or _host(scope["path"], found, hosts)
    )


def _wrong_fields(
    fields: list[tuple[bytes, bytes]], found: Mapping[bytes, bytes]
) -> Problem | None:
    if len(fields) > MOST or sum([len(name) + len(value) for name, value in fields]) > LARGEST:
        return Problem("headers-too-large", most=MOST, limit=LARGEST)
    if len(found) < len(fields):
        times = Counter(name for name, _ in fields)
        for name in ONCE:
            if times[name] > 1:
                return Problem("repeated-header", name=name.decode("ascii"))
    return None


def _wrong_target(scope: Scope) -> Problem | None:
    path: str = scope["path"]
    raw: bytes = scope.get("raw_path") or path.encode()
    if len(raw) + len(scope["query_string"]) > LONGEST:
        return Problem("path-too-long", limit=LONGEST)
    if path == "*":
        return None  # OPTIONS asks so for the server as a whole
    return Problem("bad-path") if _is_trick(path, raw) else None


def _is_trick(path: str, raw: bytes) -> bool:
    if not path.startswith("/") or DOTS.search(raw):
        return True
    if b"%" not in raw:
        return False
    if not path.startswith("/v1/"):
        return not PLAINLY.match(raw)  # the rest is for the pages to explain
    return bool(CUT.search(path)) or not PLAINLY.match(raw) or not _is_utf_8(path, raw)


def _is_utf_8(path: str, raw: bytes) -> bool:
    if "\ufffd" in path:  # what servers write for what is not
        try:
            unquote_to_bytes(raw).decode()
        except UnicodeDecodeError:
            return False
    return True


def _host(path: str, found: Mapping[bytes, bytes], hosts: tuple[str, ...]) -> Problem | None:
    """421 by RFC 9110, section 7.4: this server does not answer for that host."""
    if not hosts or path in PROBES:
        return None
    named = found.get(b"host", b"").decode("latin-1").lower()
    name = re.sub(r":\d*$", "", named)
    if any(name == each or (each[:2] == "*." and name.endswith(each[1:])) for each in hosts):
        return None
    return Problem("bad-host", name=named)


def has_body(found: Mapping[bytes, bytes]) -> bool:
    return b"transfer-encoding" in found or found.get(b"content-length", b"0") != b"0"


def shows_a_key(scope: Scope, found: Mapping[bytes, Any]) -> bool:
    """Whether the request would have somebody admitted: by a key, or on the pages."""
    if b"authorization" in found or b"token=" in scope["query_string"]:
        return True
    return bool(scope["method"] == "POST" and scope["path"] == "/session")
