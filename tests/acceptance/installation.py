"""An installation of hoso, used from outside: commands, a server, and what ends them."""

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

import httpx

from tests.acceptance.forked import forks

ROOT: Final = Path(__file__).parents[2]
HOSO: Final = Path(sys.executable).with_name("hoso")

HEEDED: Final = ("HOSO_", "COLUMNS")

PATIENCE: Final = 240
"""Seconds after which a command hangs, as far as these tests are concerned."""


@dataclass(frozen=True, slots=True)
class Ran:
    """A command that came to its end."""

    exit_code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class Server:
    """`hoso serve`, as far as it told us about itself."""

    process: subprocess.Popen[str]
    address: str
    token: str

    def client(self) -> httpx.Client:
        bearer = {"Authorization": f"Bearer {self.token}"}
        # Without the environment: a proxy knows no loopback address of ours.
        return httpx.Client(base_url=self.address, headers=bearer, timeout=30, trust_env=False)

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """The exit code after the signal."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@dataclass(frozen=True, slots=True)
class Installation:
    """A data directory, and the environment its commands run in."""

    folder: Path
    """The working directory; the data directory lies in it."""
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def run(self, *arguments: str | Path, **environment: str) -> Ran:
        """Quicker than `cold`, and the same: tests/acceptance/test_forked.py."""
        words = [os.fspath(one) for one in arguments]
        return Ran(*forks().run(words, self.folder, self._environment(environment), PATIENCE))

    def cold(self, *arguments: str | Path, **environment: str) -> Ran:
        """By the program, as a shell would start it."""
        done = subprocess.run(
            [HOSO, *arguments],
            cwd=self.folder,
            env=self._environment(environment),
            capture_output=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    def ok(self, *arguments: str | Path, **environment: str) -> Ran:
        ran = self.run(*arguments, **environment)
        assert ran.exit_code == 0, ran
        assert "Traceback" not in ran.err
        return ran

    def report(self, from_: str, to: str, *more: str) -> Any:
        """The report's total."""
        days = ("--from", from_, "--to", to, "--as-of", to, "--format", "json")
        return self.ok("report", "timeliness", *days, *more).json["total"]

    def events(self) -> int:
        """How many are recorded, as doctor counts them."""
        checks = {check["name"]: check for check in self.ok("doctor", "--json").json}
        assert checks["positions"]["good"], checks
        return int(checks["positions"]["told"].split()[0])

    @contextmanager
    def serving(self) -> Iterator[Server]:
        """A server on a free port; killed at the end of the block if it still runs."""
        with (self.folder / "serve.log").open("a") as log, self._served(log) as process:
            try:
                yield _introduced(process, self.folder / "serve.log")
            finally:
                if process.poll() is None:
                    process.kill()

    def _served(self, log: IO[str]) -> subprocess.Popen[str]:
        return self._started(log, "serve", "--port", "0")

    @contextmanager
    def running(self, *arguments: str) -> Iterator[subprocess.Popen[str]]:
        """A command under way; killed at the end of the block if it still runs."""
        with (
            (self.folder / "command.log").open("a") as log,
            self._started(log, *arguments) as process,
        ):
            try:
                yield process
            finally:
                if process.poll() is None:
                    process.kill()

    def _started(self, log: IO[str], *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [HOSO, *arguments],
            cwd=self.folder,
            env=self._environment({}),
            stdout=subprocess.PIPE,
            stderr=log,
            stdin=subprocess.DEVNULL,
            encoding="utf-8",
        )

    def _environment(self, more: Mapping[str, str]) -> dict[str, str]:
        """Nothing from outside that hoso heeds: the tests say what they want."""
        ours = {"HOSO_DATA_DIR": str(self.data), **self.environment, **more}
        outside = (one for one in os.environ.items() if not one[0].startswith(HEEDED))
        return {**dict(outside), **ours}

    def postgres(self) -> int | None:
        """The process number of the embedded server; None when none is noted."""
        note = self.data / "postgres" / "postmaster.pid"
        return int(note.read_text().split()[0]) if note.exists() else None

    def end_postgres(self) -> None:
        """What a killed process left over; a number that is no longer our server's is let be."""
        pid = self.postgres()
        with suppress(OSError):
            if pid and Path(f"/proc/{pid}/cwd").samefile(self.data / "postgres"):
                os.kill(pid, signal.SIGQUIT)
                wait_for_the_end(pid)


def wait_for_the_end(pid: int) -> None:
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        assert select.select([process], [], [], PATIENCE)[0], f"process {pid} still runs"
    finally:
        os.close(process)


def _introduced(process: subprocess.Popen[str], log: Path) -> Server:
    """What the server prints at its start, as a person would read it."""
    assert process.stdout is not None
    said: dict[str, str] = {}
    for line in process.stdout:
        words = line.split()
        if line.startswith("hoso serves at"):
            said["address"] = words[3]
        if line.startswith("Bearer token:"):
            said["token"] = words[2]
        if line.startswith("Stop with"):
            return Server(process, **said)
    raise AssertionError(f"the server did not start: {log.read_text()}")
