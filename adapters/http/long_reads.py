"""Reads of long histories, off the event loop: others are served while one is told."""

from collections.abc import Callable
from typing import Final, TypeVar

from anyio import CapacityLimiter
from anyio.to_thread import run_sync

from domain.knowledge import Known

T = TypeVar("T")

LONG: Final = 300
"""Events from which on to tell of a history takes longer than to hand it to a thread: some
milliseconds."""

_ONE_AT_A_TIME: Final = CapacityLimiter(1)
"""Several threads at once would be no quicker, and the loop would wait for each of them."""


async def told_of(known: Known, telling: Callable[[], T]) -> T:
    """What is told of that history."""
    if len(known) < LONG:
        return telling()
    return await run_sync(telling, limiter=_ONE_AT_A_TIME)
