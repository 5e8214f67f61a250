"""Runs the areas: all contenders of one side by side, in rounds, the first one in turn."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any, Final

from benchmarks.figures import as_json, figures
from benchmarks.hosts import Failed, Hosts
from benchmarks.machine import load
from benchmarks.measurement import Area, Contender, Place, Sample, Unavailable
from benchmarks.server import Server
from benchmarks.sizes import Sizes

LEAST: Final = 3
"""Rounds that an area gets although the time is up."""

Progress = Callable[[str], None]
"""Told what begins."""


@dataclass(slots=True)
class Harness:
    """One run of the benchmarks on one server."""

    server: Server
    hosts: Hosts
    sizes: Sizes
    directory: Path
    programs: Path
    progress: Progress
    _begun: float = field(default_factory=monotonic)

    def measured(self, area: Area) -> dict[str, Any]:
        """The area as results.json keeps it."""
        before = load()
        with ExitStack() as stack:
            conninfo = (
                self.server.shared(area.group)
                if area.shared
                else stack.enter_context(self.server.database())
            )
            field_ = stack.enter_context(_Field.entered(self, area, conninfo))
            samples = field_.rounds()
        found = {name: figures(each) for name, each in samples.items() if each}
        return {**as_json(area, found, field_.missing), "load": [before, load()]}

    @property
    def late(self) -> bool:
        return monotonic() - self._begun > 60 * self.sizes.minutes


@dataclass(slots=True)
class _Field:
    """An area while it is measured."""

    harness: Harness
    area: Area
    conninfo: str
    standing: list[Contender] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)

    @staticmethod
    @contextmanager
    def entered(harness: Harness, area: Area, conninfo: str) -> Iterator["_Field"]:
        entered = _Field(harness, area, conninfo)
        try:
            for contender in area.contenders:
                entered._enter(contender)
            yield entered
        finally:
            entered._leave()

    def rounds(self) -> dict[str, list[Sample]]:
        samples: dict[str, list[Sample]] = {each.name: [] for each in self.standing}
        first = 0 if self.area.warms_up else 1
        turns = self.area.turns(self.harness.sizes.rounds)
        for turn in range(first, turns + 1):
            if turn > LEAST and self.harness.late:
                break
            for contender in _rotated(self.standing, turn):
                sample = self._run(contender, turn, turns)
                if sample and turn:
                    samples[contender.name].append(sample)
        return {name: samples[name] for name in samples if name not in self.missing}

    def _enter(self, contender: Contender) -> None:
        self.harness.progress(f"{self.area.name}: setting up {contender.name}")
        directory = self.harness.directory / self._key(contender).replace("/", "-")
        directory.mkdir()
        place = Place(self.conninfo, directory, self.harness.programs)
        # Also one that fails to set up holds something that must be closed.
        self.standing.append(contender)
        try:
            self.harness.hosts.setup(self._key(contender), contender, place)
        except (Unavailable, Failed) as why:
            self._drop(contender, why)

    def _run(self, contender: Contender, turn: int, turns: int) -> Sample | None:
        said = f"round {turn} of {turns}" if turn else "warming up"
        self.harness.progress(f"{self.area.name}: {said}, {contender.name}")
        seconds = self.harness.sizes.seconds
        try:
            return self.harness.hosts.run(self._key(contender), contender, turn, seconds)
        except Failed as why:
            self._drop(contender, why)
            return None

    def _drop(self, contender: Contender, why: Exception) -> None:
        self.missing[contender.name] = str(why)
        self.standing = [each for each in self.standing if each is not contender]
        self._close(contender)

    def _leave(self) -> None:
        for contender in self.standing:
            self._close(contender)

    def _close(self, contender: Contender) -> None:
        try:
            self.harness.hosts.close(self._key(contender), contender)
        except (Unavailable, Failed):
            # Whatever it holds ends with its process.
            self.harness.hosts.forget(contender)

    def _key(self, contender: Contender) -> str:
        return f"{self.area.name}/{contender.name}"


def _rotated(contenders: Sequence[Contender], turn: int) -> Sequence[Contender]:
    """Nobody always comes first, or always after the same one's writes."""
    first = turn % len(contenders) if contenders else 0
    return [*contenders[first:], *contenders[:first]]
