"""An answer that is made while it is sent, and while the request still comes in."""

import asyncio
import gc
from collections.abc import AsyncIterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

WAITING: Final = 64
"""Pieces that wait for a client that sends all before it reads anything. With more, nothing is made
until it reads."""

COLLECTED: Final = 50_000
"""Values more, since the last look for some that nobody can reach."""

Made = asyncio.Queue[Any]


@dataclass(slots=True)
class _Collections:
    """What a chunk makes is gone when it is answered; to look for what is not, after every seven
    hundred values more, would take a fifth of the time."""

    under_way: int = 0
    often: tuple[int, int, int] = (0, 0, 0)

    @contextmanager
    def few(self) -> Iterator[None]:
        """Until the last of those that are under way at once is done."""
        if not self.under_way:
            self.often = gc.get_threshold()
            gc.set_threshold(COLLECTED, *self.often[1:])
        self.under_way += 1
        try:
            yield
        finally:
            self.under_way -= 1
            if not self.under_way:
                gc.set_threshold(*self.often)


COLLECTIONS: Final = _Collections()


class Piecemeal(StreamingResponse):
    """Many clients read nothing before they have sent all: each would wait for the other for ever
    if no more was read than was taken."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        await send(start)
        made, room = Made(), asyncio.Semaphore(WAITING)
        making = asyncio.create_task(_make(self.body_iterator, made, room))
        making.add_done_callback(lambda _: made.put_nowait(None))
        try:
            with COLLECTIONS.few():
                while (piece := await made.get()) is not None:
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
                    room.release()
                await making
        finally:
            making.cancel()
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _make(pieces: AsyncIterable[Any], made: Made, room: asyncio.Semaphore) -> None:
    async for piece in pieces:
        await room.acquire()
        made.put_nowait(piece)
