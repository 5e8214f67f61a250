"""A clock that jumps from one thing to the next, and what happens meanwhile.

A process is a generator: it yields the instant, or the signal, that it waits for.
"""

from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush
from typing import NamedTuple, TypeAlias, TypeVar, Union

T = TypeVar("T")


@dataclass(slots=True)
class Signal:
    """Something that some wait for. Once it has happened nobody waits any more."""

    at: datetime | None = None
    waiting: list["Process[None]"] = field(default_factory=list)
    cut_short: list[tuple[int, "Process[None]"]] = field(default_factory=list)
    """Planned for an instant, unless this happens before it."""


class Until(NamedTuple):
    """An instant, or a signal before it."""

    at: datetime
    signal: Signal


Wait: TypeAlias = Union[datetime, Signal, Until]  # noqa: UP007  (an alias that Python 3.11 can name)
Process: TypeAlias = Generator[Wait, None, T]


class Processes:
    """All that goes on. Of two things at one instant the one that was planned first goes first."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.running = ""
        """The process that goes on just now, by its name."""
        self._planned: list[tuple[datetime, int, Process[None]]] = []
        self._count = 0
        self._waits: set[int] = set()
        """What a signal may cut short."""
        self._cut_short: set[int] = set()
        self._names: dict[Process[None], str] = {}
        self._roots = 0
        self._named: Counter[str] = Counter()

    def start(self, process: Process[None], at: datetime | None = None) -> None:
        self._count += 1
        if process not in self._names:
            self._names[process] = self._name(process)
        heappush(self._planned, (max(at or self.now, self.now), self._count, process))

    def _name(self, process: Process[None]) -> str:
        """By what all began with, and what it is: whoever else started it, it is the same."""
        if not self.running:
            self._roots += 1
        what = getattr(process, "__name__", "")
        name = f"{self.running.partition(' ')[0] or self._roots} {what}"
        self._named[name] += 1
        return f"{name} {self._named[name]}"

    def fire(self, signal: Signal) -> None:
        """Only the first time counts."""
        if signal.at is None:
            signal.at = self.now
            for process in signal.waiting:
                self.start(process)
            for count, process in signal.cut_short:
                if count in self._waits:
                    self._cut_short.add(count)
                    self.start(process)

    def run(self, until: datetime) -> None:
        """All that happens before the instant."""
        while self._planned and self._planned[0][0] < until:
            self.now, count, process = heappop(self._planned)
            if count not in self._cut_short:
                self._waits.discard(count)
                self.running = self._names[process]
                self._step(process)
        self.running = ""

    def _step(self, process: Process[None]) -> None:
        wait = next(process, None)
        if isinstance(wait, datetime):
            self.start(process, wait)
        elif isinstance(wait, Until):
            self._wait_until(process, wait)
        elif wait is not None and wait.at is None:
            wait.waiting.append(process)
        elif wait is not None:
            self.start(process)

    def _wait_until(self, process: Process[None], wait: Until) -> None:
        if wait.signal.at is not None:
            self.start(process)
            return
        self.start(process, wait.at)
        self._waits.add(self._count)
        wait.signal.cut_short.append((self._count, process))
