"""A clock that jumps from one thing to the next, and what happens meanwhile.

A process is a generator: it yields the instant, or the signal, that it waits for.
"""

from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush
from typing import TypeAlias, TypeVar, Union

T = TypeVar("T")


@dataclass(slots=True)
class Signal:
    """Something that some wait for. Once it has happened nobody waits any more."""

    at: datetime | None = None
    waiting: list["Process[None]"] = field(default_factory=list)


Wait: TypeAlias = Union[datetime, Signal]  # noqa: UP007  (an alias that Python 3.11 can name)
Process: TypeAlias = Generator[Wait, None, T]


class Processes:
    """All that goes on. Of two things at one instant the one that was planned first goes first."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._planned: list[tuple[datetime, int, Process[None]]] = []
        self._count = 0

    def start(self, process: Process[None], at: datetime | None = None) -> None:
        self._count += 1
        heappush(self._planned, (max(at or self.now, self.now), self._count, process))

    def fire(self, signal: Signal) -> None:
        """Only the first time counts."""
        if signal.at is None:
            signal.at = self.now
            for process in signal.waiting:
                self.start(process)

    def run(self, until: datetime) -> None:
        """All that happens before the instant."""
        while self._planned and self._planned[0][0] < until:
            self.now, _, process = heappop(self._planned)
            self._step(process)

    def _step(self, process: Process[None]) -> None:
        wait = next(process, None)
        if isinstance(wait, datetime):
            self.start(process, wait)
        elif wait is not None and wait.at is None:
            wait.waiting.append(process)
        elif wait is not None:
            self.start(process)
