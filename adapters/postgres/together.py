"""Questions asked together: what came while the last ones were under way is asked at once."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Hashable, Mapping, Sequence
from typing import Final, Generic, TypeVar

Asked = TypeVar("Asked", bound=Hashable)
Found = TypeVar("Found")

UNDER_WAY: Final = 2
"""Questions at a time: few and large ones cost least."""

MOST: Final = 200
"""Keys of a question that several share, so that none waits for too long an answer."""


class Together(Generic[Asked, Found]):
    """Finds what stands under some keys. Who joins a question does so before it is sent: the
    answer holds all that was committed when he came."""

    def __init__(self, ask: Callable[[Sequence[Asked]], Awaitable[Mapping[Asked, Found]]]) -> None:
        self._ask = ask
        self._waiting: deque[tuple[Collection[Asked], asyncio.Future[Mapping[Asked, Found]]]]
        self._waiting = deque()
        self._asking: set[asyncio.Task[None]] = set()
        self._under_way = 0

    async def find(self, keys: Collection[Asked]) -> Mapping[Asked, Found]:
        """At least what was found under these. Raises what the question raised."""
        if self._under_way < UNDER_WAY:
            return await self._at_once(keys)
        answer: asyncio.Future[Mapping[Asked, Found]] = asyncio.get_running_loop().create_future()
        self._waiting.append((keys, answer))
        return await answer

    async def _at_once(self, keys: Collection[Asked]) -> Mapping[Asked, Found]:
        self._under_way += 1
        try:
            return await self._ask(list(dict.fromkeys(keys)))
        finally:
            self._under_way -= 1
            # Not by who asked: he has his answer, or was cancelled.
            if self._waiting:
                self._under_way += 1
                task = asyncio.create_task(self._for_those_who_wait())
                self._asking.add(task)
                task.add_done_callback(self._asking.discard)

    async def _for_those_who_wait(self) -> None:
        try:
            await self._answer()
        finally:
            self._under_way -= 1

    async def _answer(self) -> None:
        while self._waiting:
            keys, answers = self._next()
            try:
                found = await self._ask(keys)
            except Exception as error:
                for answer in answers:
                    if not answer.done():  # whoever asked may have been cancelled
                        answer.set_exception(error)
            else:
                for answer in answers:
                    if not answer.done():
                        answer.set_result(found)

    def _next(self) -> tuple[Sequence[Asked], list["asyncio.Future[Mapping[Asked, Found]]"]]:
        keys: dict[Asked, None] = {}
        answers = []
        while self._waiting and (not keys or len(keys) + len(self._waiting[0][0]) <= MOST):
            asked, answer = self._waiting.popleft()
            keys |= dict.fromkeys(asked)
            answers.append(answer)
        return list(keys), answers
