"""Reads what a request brings in its body: in pieces, unpacked, and never more than is allowed."""

import asyncio
import re
import zlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from fastapi import Request
from pydantic_core import from_json
from starlette.requests import ClientDisconnect

from adapters.http.problems import Problem

LARGEST: Final = 1_000_000
"""Bytes of one event's body, unpacked."""

DEEPEST: Final = 20
"""Levels of nesting: no event has more."""

JSON: Final = ("application/json",)

A_BODY: Final[dict[str, Any]] = {
    "requestBody": {"required": True, "content": {JSON[0]: {}}},
}
"""What routes tell FastAPI of a body that they read themselves; what it holds stands in
adapters/http/openapi."""

DENSEST: Final = 100
"""Times that a packed body may grow: events of one kind reach 30, zeros a thousand."""

GRANTED: Final = 1 << 20
"""Bytes that a body may unpack into however densely it is packed."""

PIECE: Final = 1 << 16
"""Bytes unpacked at once: a fifth of a millisecond in which nobody else is served."""

PLAIN: Final = (b"", b"identity")
PACKED: Final = (b"gzip", b"x-gzip")  # the same by RFC 9110, section 8.4.1.3

CHARSET: Final = re.compile(r""";\s*charset\s*=\s*["']?([^\s"';]*)""", re.IGNORECASE)
CHARSETS: Final = ("utf-8", "utf8", "us-ascii")

BOM: Final = b"\xef\xbb\xbf"


async def json_body(request: Request, largest: int = LARGEST) -> dict[str, Any]:
    """The body as a JSON object of at most `largest` bytes. Raises Problem."""
    body = await json_value(request, largest)
    if not isinstance(body, dict):
        raise Problem("invalid-json", why="it is no object")
    return body


async def json_value(
    request: Request, largest: int = LARGEST, media: tuple[str, ...] = JSON
) -> Any:
    """The body as whatever JSON value it is, of at most `largest` bytes. Raises Problem."""
    pieces = [piece async for piece in chunks(request, largest, media)]
    return parsed(pieces[0] if len(pieces) == 1 else b"".join(pieces))


def parsed(raw: bytes) -> Any:
    """A JSON text in UTF-8; a byte order mark in front is forgiven (RFC 8259, section 8.1).

    Raises Problem.
    """
    try:
        value = from_json(raw.removeprefix(BOM), allow_inf_nan=False)
    except ValueError as error:
        raise Problem("invalid-json", why=str(error)) from None
    # To look at each value takes longer than to read most bodies.
    if raw.count(b"{") + raw.count(b"[") > DEEPEST and _deeper(value, DEEPEST):
        raise Problem("invalid-json", why=f"it is nested more than {DEEPEST} levels deep")
    return value


def chunks(request: Request, largest: int, media: tuple[str, ...] = JSON) -> AsyncIterator[bytes]:
    """The body piece by piece, unpacked: bytes, `largest` of them at most.

    `media` are the media types that are taken; a request that names none is taken, too, for what
    legacy systems send often has none. What is refused by its head is refused before it is read.
    Raises Problem, also while it is iterated.
    """
    said = dict(request.headers.raw)
    packed = _is_packed(said.get(b"content-encoding", b""))
    _must_be_taken(said.get(b"content-type", b""), media)
    _must_fit(said.get(b"content-length", b""), largest)
    return _Unpacking(largest).pieces(request) if packed else _pieces(request, largest)


def _deeper(value: Any, levels: int) -> bool:
    parts = value.values() if isinstance(value, dict) else value
    if not isinstance(value, dict | list):
        return False
    return levels == 0 or any(_deeper(part, levels - 1) for part in parts)


def _must_be_taken(field: bytes, media: tuple[str, ...]) -> None:
    """By its Content-Type (RFC 9110, section 8.3)."""
    named = field.decode("latin-1")
    if not named or named in media:
        return
    if named.partition(";")[0].strip().lower() not in media:
        takes = ", ".join(media)
        raise Problem("unsupported-media-type", headers={"Accept": takes}, name=named, takes=takes)
    charset = CHARSET.search(named)
    if charset and charset[1].lower() not in CHARSETS:
        raise Problem("unsupported-charset", name=charset[1])


def _is_packed(field: bytes) -> bool:
    """By its Content-Encoding (RFC 9110, sections 8.4 and 15.5.16)."""
    encoding = field.strip().lower()
    if encoding not in (*PLAIN, *PACKED):
        name = field.decode("latin-1")
        raise Problem("unsupported-encoding", headers={"Accept-Encoding": "gzip"}, name=name)
    return encoding in PACKED


def _must_fit(field: bytes, largest: int) -> None:
    """By its Content-Length, of which more digits than twenty are as good as twenty."""
    if field.isdigit() and int(field[:20]) > largest:
        raise Problem("body-too-large", limit=largest)


async def _pieces(request: Request, largest: int) -> AsyncIterator[bytes]:
    length = 0
    try:
        async for chunk in request.stream():
            length += len(chunk)
            if length > largest:
                raise Problem("body-too-large", limit=largest)
            if chunk:
                yield chunk
    except ClientDisconnect:
        # Nobody hears it; what was to be done with the body is not done.
        raise Problem("body-cut-short") from None


@dataclass(slots=True)
class _Unpacking:
    """Of gzip (RFC 1952), members one after the other, a piece at a time."""

    largest: int
    came: int = 0
    """Bytes as they were sent."""
    grown: int = 0
    """Bytes as they are."""
    member: Any = field(default_factory=lambda: zlib.decompressobj(wbits=31))

    async def pieces(self, request: Request) -> AsyncIterator[bytes]:
        async for chunk in _pieces(request, self.largest):
            self.came += len(chunk)
            for piece in self._unpacked(chunk):
                yield piece
                # Others are served between two pieces of what came at once.
                await asyncio.sleep(0)
        if not self.member.eof:
            raise Problem("not-gzip", why="it ends too early")

    def _unpacked(self, chunk: bytes) -> Iterator[bytes]:
        while chunk:
            if self.member.eof:
                self.member = zlib.decompressobj(wbits=31)
            try:
                piece = self.member.decompress(chunk, PIECE)
            except zlib.error as error:
                raise Problem("not-gzip", why=str(error)) from None
            chunk = self.member.unconsumed_tail or self.member.unused_data
            self._count(piece)
            yield piece

    def _count(self, piece: bytes) -> None:
        self.grown += len(piece)
        if self.grown > self.largest:
            raise Problem("body-too-large", limit=self.largest)
        if self.grown > max(GRANTED, DENSEST * self.came):
            raise Problem("body-too-dense", limit=DENSEST)
