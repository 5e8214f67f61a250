"""Commands of hoso that need not read its modules first: each a process of its own, forked from one
that has read them.

Reading them takes a second of a processor, which the tests would wait for at each of some hundred
commands. What a process inherits is code: nothing was opened, asked or kept before it was forked.
"""

import atexit
import gc
import importlib
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

READ: Final = (
    "adapters.wiring",
    "adapters.exchange",
    "adapters.http.app",
    "adapters.sheets",
    "adapters.simulation",
    "adapters.web.pages",
    "rich.progress",
    "rich.table",
    "structlog",
    "typer",
)
"""Nothing of `adapters.cli`: it looks at the environment when it is read."""


@dataclass(frozen=True, slots=True)
class Forks:
    """The process that has read the modules."""

    process: subprocess.Popen[str]

    def run(
        self,
        arguments: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        patience: float,
    ) -> tuple[int, str, str]:
        """Exit code, output and errors of `hoso` with the arguments.

        Raises TimeoutExpired for a command that has not ended after so many seconds."""
        with TemporaryDirectory() as place:
            asked = [["hoso", *arguments], str(folder), dict(environment), place]
            exit_code = self._exit_code(json.dumps(asked), patience)
            out, err = ((Path(place) / name).read_text("utf-8") for name in ("out", "err"))
            return exit_code, out, err

    def _exit_code(self, asked: str, patience: float) -> int:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{asked}\n")
        self.process.stdin.flush()
        if not select.select([self.process.stdout], [], [], patience)[0]:
            os.killpg(self.process.pid, signal.SIGKILL)
            raise subprocess.TimeoutExpired(asked, patience)
        return int(self.process.stdout.readline())

    def end(self) -> None:
        with self.process:
            assert self.process.stdin
            self.process.stdin.close()


@cache
def forks() -> Forks:
    """One for all the tests of this process, to whose end it lives."""
    # -P: it is no place where modules are looked for. A session: it ends with what it forked.
    process = subprocess.Popen(
        [sys.executable, "-P", __file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
    atexit.register(Forks(process).end)
    return Forks(process)


def _serve() -> None:
    """Forks a process for each line, and says its exit code. Returns in each that was forked."""
    for name in READ:
        importlib.import_module(name)
    gc.freeze()
    for line in sys.stdin:
        forked = os.fork()
        if not forked:
            _become(*json.loads(line))
            return
        _, status = os.waitpid(forked, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)
    sys.exit()


def _become(arguments: list[str], folder: str, environment: dict[str, str], place: str) -> None:
    sys.argv = arguments
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    written = os.O_WRONLY | os.O_CREAT
    _take(0, os.open(os.devnull, os.O_RDONLY))
    _take(1, os.open(Path(place) / "out", written))
    _take(2, os.open(Path(place) / "err", written))


def _take(number: int, opened: int) -> None:
    os.dup2(opened, number)
    os.close(opened)


def _command() -> Any:
    from adapters.cli.main import run  # noqa: PLC0415 - only what was forked is a command

    return run()


if __name__ == "__main__":
    _serve()
    sys.exit(_command())
