"""Host processes: each keeps what is measured of one home, and is ended by its id."""

import os
import pickle
import select
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from benchmarks.measurement import Contender, Place, Sample, Unavailable, together

ROOT: Final = Path(__file__).parents[1]

PATIENCE: Final = 1800.0
"""Seconds for what has a fixed amount to do: setting up, a rebuild."""
LEAVE: Final = 10.0
"""Seconds a host gets to end what it runs, before it and its group are killed."""


class Failed(Exception):
    """What is measured raised, or did not answer; says what and how."""


class Host:
    """A process that sets up, runs and closes measurements one call at a time."""

    def __init__(self, home: str, log: Path) -> None:
        self.home = home
        self._log = log
        with log.open("wb") as out:
            # Its own session: Ctrl-C reaches us alone, and its group is ours to kill.
            self._process = subprocess.Popen(
                [sys.executable, "-m", "benchmarks.host"],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=out,
                start_new_session=True,
            )

    def tell(self, *call: Any) -> None:
        """Has it begin; `answer` waits for the end. Raises Failed."""
        assert self._process.stdin is not None  # a pipe, as asked for
        try:
            pickle.dump(call, self._process.stdin)
            self._process.stdin.flush()
        except OSError as error:
            raise Failed(f"{self.home} is gone: {self._last_words()}") from error

    def answer(self, patience: float = PATIENCE) -> Any:
        """Raises Unavailable, Failed."""
        assert self._process.stdout is not None  # a pipe, as asked for
        ready, _, _ = select.select([self._process.stdout], [], [], patience)
        if not ready:
            self.kill()
            raise Failed(f"{self.home} did not answer within {patience:.0f} s")
        try:
            outcome, value = pickle.load(self._process.stdout)
        except EOFError:
            raise Failed(f"{self.home} died: {self._last_words()}") from None
        if outcome == "unavailable":
            raise Unavailable(value)
        if outcome == "failed":
            raise Failed(value)
        return value

    def end(self) -> None:
        """It closes what it holds, and exits; else it is killed with all that it started."""
        assert self._process.stdin is not None  # a pipe, as asked for
        try:
            self._process.stdin.close()
            self._process.wait(LEAVE)
        except (OSError, subprocess.TimeoutExpired):
            pass
        finally:
            self.kill()

    def kill(self) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None and not pipe.closed:
                # What it did not read any more is of no use to anybody.
                try:
                    pipe.close()
                except OSError:
                    continue

    def _last_words(self) -> str:
        lines = self._log.read_text("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else "it said nothing"


@dataclass(slots=True)
class Hosts:
    """The hosts of a run, started when first needed; a context manager that ends them all."""

    directory: Path
    _running: dict[tuple[str, int], Host] = field(default_factory=dict)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        for host in self._running.values():
            host.end()
        self._running.clear()

    def setup(self, key: str, contender: Contender, place: Place) -> None:
        """One process after the other. Raises Unavailable, Failed."""
        for host in self._of(contender):
            host.tell("setup", key, contender.measurement, place)
            host.answer()

    def run(self, key: str, contender: Contender, turn: int, seconds: float) -> Sample:
        """All its processes at the same time. Raises Failed."""
        hosts = self._of(contender)
        for host in hosts:
            host.tell("run", key, turn, seconds)
        samples = [host.answer() for host in hosts]
        return samples[0] if len(samples) == 1 else together(samples)

    def close(self, key: str, contender: Contender) -> None:
        for host in self._of(contender):
            host.tell("close", key)
            host.answer()

    def forget(self, contender: Contender) -> None:
        """Ends its hosts: what is set up there is gone, and fresh ones start when needed."""
        home = contender.measurement.home
        for number in range(contender.processes):
            if host := self._running.pop((home, number), None):
                host.end()

    def _of(self, contender: Contender) -> Sequence[Host]:
        home = contender.measurement.home
        return [self._host(home, number) for number in range(contender.processes)]

    def _host(self, home: str, number: int) -> Host:
        if (home, number) not in self._running:
            log = self.directory / f"{home}-{number}.log"
            self._running[home, number] = Host(home, log)
        return self._running[home, number]
