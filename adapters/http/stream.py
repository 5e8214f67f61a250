"""A connection on which a follower is told of events as they are recorded: server-sent events,
WHATWG HTML, section 9.2."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import Final

from fastapi.responses import StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from adapters.http.fanout import Fanout, Follower
from domain.store import StoreUnavailable

RETRY: Final = 3000
"""Milliseconds after which a browser follows again."""

HEARTBEAT: Final = 15.0
"""Seconds of silence (section 9.2.7): proxies end what is silent for longer."""

CHECKED: Final = 30.0
"""Seconds after which it is asked again whether the key is good. With a heartbeat, less than a
minute."""

STUCK: Final = 60.0
"""Seconds after which one who takes nothing at all counts as gone; what he misses he gets when he
comes again."""

PAUSE: Final = 1.0
"""Seconds before trying again when the database cannot be reached."""

# A proxy must neither keep what it passes on nor wait until it has more of it.
HEADERS: Final = {
    "Cache-Control": "no-store, no-transform",
    "Vary": "Authorization",
    "X-Accel-Buffering": "no",
}

Still = Callable[[], Awaitable[bool]]
"""Whether the follower may go on as he began."""


class Stream(StreamingResponse):
    media_type = "text/event-stream"

    def __init__(self, fanout: Fanout, follower: Follower, still: Still) -> None:
        super().__init__(self._frames(), headers=HEADERS)
        self.fanout = fanout
        self.follower = follower
        self.still = still

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self.fanout.joined(self.follower), suppress(TimeoutError):
            await super().__call__(scope, receive, send)

    async def stream_response(self, send: Send) -> None:
        async def sending(message: Message) -> None:
            async with asyncio.timeout(STUCK):
                await send(message)

        await super().stream_response(sending)

    async def _frames(self) -> AsyncIterator[bytes]:
        follower, now = self.follower, asyncio.get_running_loop().time
        due, seen = now() + CHECKED, follower.position
        yield f"retry: {RETRY}\nid: {seen}\n\n".encode()
        while not self.fanout.stopped:
            if now() >= due:
                if not await self._still():
                    return
                due = now() + CHECKED
            follower.awake.clear()
            if frames := await self._next():
                yield frames
            elif not await self._awake():
                yield _heartbeat(seen, follower.position)
                seen = follower.position

    async def _next(self) -> bytes:
        try:
            return await self.fanout.next(self.follower)
        except StoreUnavailable:
            # An answer other than 200 would end it for good, so that of a later request is no help.
            await asyncio.sleep(PAUSE)
            self.follower.awake.set()
            return b""

    async def _awake(self) -> bool:
        """Whether there may be more, before it has been silent for too long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(HEARTBEAT):
                return await self.follower.awake.wait()
        return False

    async def _still(self) -> bool:
        try:
            return await self.still()
        except StoreUnavailable:
            return True  # nothing is recorded meanwhile, and it is asked again


def _heartbeat(seen: int, position: int) -> bytes:
    """A comment; and where it was led past what it does not want, from where it goes on."""
    return b":\n" if position == seen else f":\nid: {position}\n\n".encode()
