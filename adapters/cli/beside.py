"""The worker beside a server, in a process of its own: to tell the read models of what is recorded
takes longer than to record it, and who waits for an answer must not wait for that, too."""

import asyncio
import os
import signal
import socket
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

NICE: Final = 5
"""Answers come first where the processors are few (nice(2))."""

BEGIN: Final = b"\n"

Work = Callable[[], Coroutine[Any, Any, None]]


@dataclass(frozen=True, slots=True)
class Beside:
    """A forked process that has not begun. Each of the two sees that the other is gone."""

    pid: int
    line: socket.socket

    def begin(self) -> None:
        self.line.sendall(BEGIN)

    async def is_gone(self) -> None:
        """Returns when it has ended by itself, or was killed."""
        gone = asyncio.Event()
        loop = asyncio.get_running_loop()
        loop.add_reader(self.line, gone.set)
        try:
            await gone.wait()
        finally:
            loop.remove_reader(self.line)

    def end(self) -> None:
        """It ends what it does; waits for that."""
        self.line.close()
        with suppress(ChildProcessError):
            os.waitpid(self.pid, 0)


def beside(work: Work, *not_its: socket.socket) -> Beside:
    """Forks, so nothing may be open yet but `not_its`, which the other closes."""
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid:
        theirs.close()
        return Beside(pid, ours)
    code = 1
    try:
        for each in (ours, *not_its):
            each.close()
        os.nice(NICE)
        if theirs.recv(1) == BEGIN:
            asyncio.run(_work(work, theirs))
        code = 0
    finally:
        # What the forking process was in the middle of is not this one's to finish.
        os._exit(code)


async def _work(work: Work, line: socket.socket) -> None:
    working = asyncio.ensure_future(work())
    loop = asyncio.get_running_loop()

    def end() -> None:
        # Once: what ends must not be interrupted again and again.
        loop.remove_reader(line)
        working.cancel()

    loop.add_reader(line, end)
    for caught in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(caught, working.cancel)
    with suppress(asyncio.CancelledError):
        await working
