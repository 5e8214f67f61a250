"""Queries that must see what was recorded before them."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Final, Protocol

from fastapi import Query

from adapters.http.problems import Problem
from domain.engine import Engine

PATIENCE: Final = 5.0
"""Seconds that a query waits for the read models to reach what it must see."""

After = Annotated[int | None, Query(ge=0, le=2**62, description="A position to be seen.")]

Seen = Callable[[int | None], Awaitable[None]]


class ReadModels(Protocol):
    async def reached(self, position: int, patience: float) -> bool: ...


def seeing(engine: Engine, read_models: ReadModels) -> Seen:
    """Waits until the read models hold what was recorded before the query, or up to a position.
    What it gives raises Problem when they do not in time."""

    async def seen(after: After = None) -> None:
        head = await engine.store.head()
        position = head if after is None else after
        if position > head:
            raise Problem("unknown-position", position=position, head=head)
        if not await read_models.reached(position, PATIENCE):
            raise Problem("not-yet-projected", position=position)

    return seen
