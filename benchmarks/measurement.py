"""The words of a benchmark: what is measured, side by side with what, and what a run brings."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar


class Unavailable(Exception):
    """It cannot be measured on this machine; the table says why."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What one run of one round brought."""

    done: int
    """Events, loads or commands."""
    seconds: float
    """Measured; preparing the next thing to do is not in it where the runner says so."""
    latencies: Sequence[float] = ()
    """Seconds as the caller saw them; empty where nobody waited for a single one."""
    kinds: Mapping[str, Sequence[float]] = field(default_factory=dict)
    """The same by the kind of command, where there are several."""

    @property
    def rate(self) -> float:
        return self.done / self.seconds


def together(samples: Sequence[Sample]) -> Sample:
    """What processes that ran at the same time did."""
    rate = sum(sample.rate for sample in samples)
    done = sum(sample.done for sample in samples)
    return Sample(done, done / rate, [each for one in samples for each in one.latencies])


@dataclass(frozen=True, slots=True)
class Place:
    """Where a measurement finds what it needs; one database for all of an area."""

    conninfo: str
    """A database at hoso's schema, otherwise empty."""
    directory: Path
    """For files of its own; emptied after the run."""
    programs: Path
    """Of PostgreSQL: pgbench is among them."""


class Measurement(ABC):
    """One thing that is measured: set up once, run in every round, closed at the end.

    It lives in a host process, which it shares with what else is measured of the same `home`.
    """

    home: ClassVar[str]
    """Whose process it runs in: two technologies never share an interpreter."""

    @abstractmethod
    def setup(self, place: Place) -> None:
        """Raises Unavailable."""

    @abstractmethod
    def run(self, turn: int, seconds: float) -> Sample:
        """One run. `turn` counts from 0, which is warm-up and not counted where there is one;
        measurements that have a fixed amount to do take no heed of `seconds`."""

    def close(self) -> None:  # noqa: B027  (not everybody holds something)
        """Ends what `setup` began; called also when that failed."""


@dataclass(frozen=True, slots=True)
class Contender:
    """A measurement as a row of a table."""

    name: str
    measurement: Measurement
    ours: bool = False
    processes: int = 1


@dataclass(frozen=True, slots=True)
class Area:
    """What is measured side by side, in the same rounds."""

    group: str
    """Areas of a group share a table, a column each."""
    column: str
    contenders: Sequence[Contender]
    metrics: Sequence[str] = ("rate",)
    """Of `rate`, `p50`, `p99`: what ratios are told of."""
    unit: str = "events/s"
    rounds: int | None = None
    """At most so many, where one takes long."""
    warms_up: bool = True
    shared: bool = False
    """Whether the areas of its group are measured in one database, which the first one fills."""
    takes: float = 0.0
    """Seconds, about, beside its timed runs: setting up, and what has a fixed amount to do."""
    notes: Sequence[str] = field(default=())

    @property
    def name(self) -> str:
        return f"{self.group} / {self.column}"

    def turns(self, rounds: int) -> int:
        return min(rounds, self.rounds or rounds)

    def seconds(self, rounds: int, seconds: float) -> float:
        """How long it takes, about."""
        turns = self.turns(rounds) + self.warms_up
        return self.takes + len(self.contenders) * turns * seconds * 1.1
