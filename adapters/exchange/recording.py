"""Records what a file tells: good lines in chunks, bad ones named in a report."""

import asyncio
import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Final

from adapters.exchange.records import Line
from domain.admission import Admitted, admit
from domain.engine import Engine
from domain.refusals import Reason, Refused
from domain.request import Posted, read
from domain.second_person import IMPORT

CHUNK: Final = 1000
"""Events a transaction takes: it bounds memory, and how long the order lock is held."""

TURN: Final = 32
"""Lines that are read before the store gets its turn: less than a millisecond."""

COLLECTED: Final = 100_000
"""Values more, since the last look for some that nobody can reach."""


@dataclass(frozen=True, slots=True)
class Reject:
    """A line that was not recorded, and why."""

    line: int
    code: str
    params: dict[str, Any]
    message: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of the lines of a file."""

    recorded: int = 0
    already: int = 0
    """There from an earlier import."""
    rejected: int = 0


@dataclass(slots=True)
class Recording:
    """An import under way."""

    engine: Engine
    reject: Callable[[Reject], None]
    """Told each line that is not recorded."""
    say: Callable[[Reason], str]
    """The sentence for a reason."""
    dry_run: bool = False
    summary: Summary = field(default_factory=Summary)

    async def record(self, lines: Iterable[Line], progress: Callable[[int], None]) -> Summary:
        """Records chunk by chunk, each in one transaction; `progress` is told the lines done.

        Safe to repeat: what is there already is counted and left alone. Raises
        StoreUnavailable or Conflict; the chunks before stay recorded.
        """
        source = iter(lines)
        with _few_collections():
            chunk = await _next(source)
            while chunk.lines:
                # The next one is read while the store is at work on this one.
                recording = asyncio.create_task(self._chunk(chunk))
                try:
                    following = await _next(source)
                finally:
                    await recording
                progress(chunk.lines)
                chunk = following
        return self.summary

    async def _chunk(self, chunk: "_Chunk") -> None:
        for reject in chunk.rejects:
            self._refuse(*reject)
        outcomes: Sequence[Admitted] = ()
        if not self.dry_run:
            outcomes = await admit(self.engine, [posted for _, posted in chunk.readable])
        for (line, _), outcome in zip(chunk.readable, outcomes, strict=False):
            if outcome.reasons:
                self._refuse(line, outcome.reasons)
        recorded = sum(outcome.event is not None for outcome in outcomes)
        refused = sum(bool(outcome.reasons) for outcome in outcomes)
        self.summary = replace(
            self.summary,
            recorded=self.summary.recorded + recorded,
            already=self.summary.already + len(outcomes) - recorded - refused,
        )

    def _refuse(self, line: Line, reasons: Sequence[Reason]) -> None:
        self.summary = replace(self.summary, rejected=self.summary.rejected + 1)
        if line.problem:
            told = line.problem
            self.reject(Reject(line.number, told.code, dict(told.params), told.message))
        else:
            first = reasons[0]
            message = " ".join(self.say(reason) for reason in reasons)
            self.reject(Reject(line.number, first.code, first.params, message))


@dataclass(slots=True)
class _Chunk:
    """Lines that were read."""

    lines: int = 0
    readable: list[tuple[Line, Posted]] = field(default_factory=list)
    rejects: list[tuple[Line, Sequence[Reason]]] = field(default_factory=list)

    def take(self, line: Line) -> None:
        self.lines += 1
        if line.problem:
            self.rejects.append((line, ()))
            return
        try:
            posted = read(line.body, entered_by=IMPORT, plain=line.plain)
        except Refused as refused:
            self.rejects.append((line, refused.reasons))
        else:
            self.readable.append((line, posted))


async def _next(source: Iterator[Line]) -> _Chunk:
    chunk = _Chunk()
    for line in islice(source, CHUNK):
        chunk.take(line)
        if chunk.lines % TURN == 0:
            await asyncio.sleep(0)
    return chunk


@contextmanager
def _few_collections() -> Iterator[None]:
    """What an import makes is gone when its chunk is; to look for what is not, after every
    seven hundred values more, would take a sixth of the time."""
    often = gc.get_threshold()
    gc.set_threshold(COLLECTED, *often[1:])
    try:
        yield
    finally:
        gc.set_threshold(*often)
