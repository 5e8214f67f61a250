"""The small application on a real server: a process that prints its port, then logs to stderr."""

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Final

import structlog
import uvicorn

from adapters.http.guard.guard import Guarding
from adapters.http.guard.wire import wire
from tests.adapters.guarding import small
from tests.architecture import ROOT

IDLE: Final = 0.5
WHOLE: Final = 1.0


@contextmanager
def serving(log: Path) -> Iterator[int]:
    """Yields the port; whatever the server says is in the log."""
    with (
        log.open("w") as errors,
        Popen([sys.executable, "-m", __name__], cwd=ROOT, stdout=PIPE, stderr=errors) as process,
    ):
        assert process.stdout
        try:
            yield int(process.stdout.readline())
        finally:
            process.terminate()


def main() -> None:
    structlog.configure(
        processors=[structlog.processors.JSONRenderer()],
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
    )
    guarding = Guarding(idle=IDLE, whole=WHOLE)
    config = uvicorn.Config(
        small(guarding),
        http=wire(guarding, "en"),
        log_config=None,
        access_log=False,
        lifespan="off",
        proxy_headers=False,
        server_header=False,
    )
    listening = socket.create_server(("127.0.0.1", 0))
    print(listening.getsockname()[1], flush=True)
    uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main()
