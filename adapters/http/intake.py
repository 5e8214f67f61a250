"""Many events as they come in: read one by one, gathered into chunks, posted chunk by chunk."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from pydantic_core import from_json

from adapters.http.bodies import DEEPEST, LARGEST, parsed
from adapters.http.problems import Problem
from adapters.http.results import Read, Unread
from domain.posting import CHUNK, Item
from domain.refusals import Refused
from domain.request import Posted
from domain.store import Overloaded

TURN: Final = 32
"""Events that are read before others are served: less than a millisecond."""

PAUSE: Final = 0.2
"""Seconds after which a chunk is tried again that came when too much waited to be recorded."""
PATIENCE: Final = 25
"""Times that it is tried."""

Post = Callable[[Sequence[Posted]], Awaitable[Sequence[Item]]]


class Reader(Protocol):
    """Reads one event."""

    def __call__(self, value: Any, *, plain: bool = False) -> Posted:
        """`plain`: as domain.request.read means it. Raises Refused."""
        ...


@dataclass(slots=True)
class Chunk:
    """Events that are posted together."""

    read: list[Read] = field(default_factory=list)
    last: bool = False
    fault: Problem | None = None
    """Why nothing more of the body can be read."""


async def lines(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Of NDJSON. Of one that is longer than any event no more is kept than tells it."""
    held = bytearray()
    async for piece in pieces:
        begin, *others = piece.split(b"\n")
        held += begin[: LARGEST + 1 - len(held)]
        if others:
            yield bytes(held)
            for line in others[:-1]:
                yield line
            held = bytearray(others[-1])
    yield bytes(held)


async def read_lines(pieces: AsyncIterator[bytes], reader: Reader) -> AsyncIterator[Read]:
    """Blank lines are passed over. Raises Problem."""
    number = 0
    async for line in lines(pieces):
        if line and not line.isspace():
            yield _read_line(line, reader)
            number += 1
        if number % TURN == 0:
            await asyncio.sleep(0)


async def read_values(values: Iterable[Any], reader: Reader) -> AsyncIterator[Read]:
    """Of an array."""
    for number, value in enumerate(values, start=1):
        yield _read(value, reader, plain=False)
        if number % TURN == 0:
            await asyncio.sleep(0)


async def answered(
    source: AsyncIterator[Read], post: Post
) -> AsyncIterator[tuple[Chunk, Sequence[Item]]]:
    """Each chunk, and what became of what was posted of it. The next one is read while the store
    is at work on this one. What stands in a chunk that breaks off is not posted.

    Raises Problem, StoreUnavailable: what was yielded before stands.
    """
    chunk = await _next(source)
    while chunk.fault is None:
        posting = asyncio.create_task(_patiently(post, chunk))
        try:
            following = chunk if chunk.last else await _next(source)
        finally:
            items = await posting
        yield chunk, items
        if chunk.last:
            return
        chunk = following
    raise chunk.fault


async def _next(source: AsyncIterator[Read]) -> Chunk:
    chunk = Chunk()
    try:
        async for one in source:
            chunk.read.append(one)
            if len(chunk.read) == CHUNK:
                return chunk
    except Problem as fault:
        chunk.fault = fault
    chunk.last = True
    return chunk


async def _patiently(post: Post, chunk: Chunk) -> Sequence[Item]:
    """Raises StoreUnavailable."""
    posted = [one for one in chunk.read if isinstance(one, Posted)]
    for _ in range(PATIENCE):
        try:
            return await post(posted)
        except Overloaded:
            await asyncio.sleep(PAUSE)
    return await post(posted)


def _read_line(line: bytes, reader: Reader) -> Read:
    if len(line) > LARGEST:
        return Unread((), problem=Problem("body-too-large", limit=LARGEST))
    # To look at each of its values takes longer than to read it, and most lines are plain.
    plain = line.isascii() and b"\\" not in line and line.count(b"{") + line.count(b"[") <= DEEPEST
    try:
        body = from_json(line, allow_inf_nan=False) if plain else parsed(line)
    except ValueError as error:
        return Unread((), problem=Problem("invalid-json", why=str(error)))
    except Problem as problem:
        return Unread((), problem=problem)
    return _read(body, reader, plain=plain)


def _read(body: Any, reader: Reader, *, plain: bool) -> Read:
    try:
        return reader(body, plain=plain)
    except Refused as refused:
        return Unread(refused.reasons, _named(body))


def _named(body: Any) -> str | None:
    """The dossier, as far as can be told."""
    said = body if isinstance(body, dict) else {}
    named = said.get("dossier", said.get("subject"))
    return named if isinstance(named, str) else None
