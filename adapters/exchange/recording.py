"""Records what a file tells: good lines in chunks, bad ones named in a report."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Final

from adapters.exchange.records import Line
from domain.admission import admit
from domain.engine import Engine
from domain.refusals import Reason, Refused
from domain.request import Posted, read

CHUNK: Final = 1000
"""Events a transaction takes: it bounds memory, and how long the order lock is held."""


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
        while chunk := list(islice(source, CHUNK)):
            await self._chunk(chunk)
            progress(len(chunk))
        return self.summary

    async def _chunk(self, chunk: Sequence[Line]) -> None:
        readable = list(self._readable(chunk))
        outcomes = [] if self.dry_run else await admit(self.engine, [p for _, p in readable])
        for (line, _), outcome in zip(readable, outcomes, strict=False):
            if outcome.reasons:
                self._refuse(line, outcome.reasons)
        recorded = sum(outcome.event is not None for outcome in outcomes)
        refused = sum(bool(outcome.reasons) for outcome in outcomes)
        self.summary = replace(
            self.summary,
            recorded=self.summary.recorded + recorded,
            already=self.summary.already + len(outcomes) - recorded - refused,
        )

    def _readable(self, chunk: Sequence[Line]) -> Iterator[tuple[Line, Posted]]:
        for line in chunk:
            if line.problem:
                told = line.problem
                self._rejected(Reject(line.number, told.code, dict(told.params), told.message))
                continue
            try:
                yield line, read(line.body, entered_by="import")
            except Refused as refused:
                self._refuse(line, refused.reasons)

    def _refuse(self, line: Line, reasons: Sequence[Reason]) -> None:
        first = reasons[0]
        message = " ".join(self.say(reason) for reason in reasons)
        self._rejected(Reject(line.number, first.code, first.params, message))

    def _rejected(self, reject: Reject) -> None:
        self.summary = replace(self.summary, rejected=self.summary.rejected + 1)
        self.reject(reject)
