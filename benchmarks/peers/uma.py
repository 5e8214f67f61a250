"""UmaDB: its server comes in the wheel, its client speaks gRPC over loopback.

One event a request, with the condition that the dossier has not moved on; a client for every
process, shared by its threads. Nothing is validated, decided or read before.
"""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar, Final

from benchmarks.course import told
from benchmarks.crowd import threads
from benchmarks.measurement import Measurement, Place, Sample, Unavailable

PATIENCE: Final = 10.0


class UmaAppends(Measurement):
    home: ClassVar[str] = "umadb"

    def __init__(self, callers: int) -> None:
        self.callers = callers
        self.server: subprocess.Popen[bytes] | None = None

    def setup(self, place: Place) -> None:
        try:
            import umadb  # noqa: PLC0415  (a peer may be absent)
        except ImportError as missing:
            raise Unavailable("not installed: umadb (benchmarks/requirements.txt)") from missing
        program = Path(sys.executable).with_name("umadb")
        port = _free_port()
        listen = [f"--listen=127.0.0.1:{port}", f"--db-path={place.directory / 'uma.db'}"]
        self.server = subprocess.Popen([str(program), *listen], stdout=subprocess.DEVNULL)
        _await(port)
        client = umadb.Client(f"http://127.0.0.1:{port}")
        self.crowd = [appending(umadb, client, told(f"uma-{n}")) for n in range(self.callers)]

    def run(self, turn: int, seconds: float) -> Sample:
        return threads(self.crowd, seconds)

    def close(self) -> None:
        if self.server is not None:
            self.server.terminate()
            self.server.wait()


def appending(umadb: Any, client: Any, bodies: Iterator[bytes]) -> Callable[[], None]:
    """A caller that appends one event at a time, on the condition that it is the next."""
    last: int | None = None

    def append() -> None:
        nonlocal last
        body = next(bodies)
        said = json.loads(body)
        dossier = said["dossier"]
        event = umadb.Event(event_type=said["kind"], data=body, tags=[dossier])
        nobody_else = umadb.Query([umadb.QueryItem(tags=[dossier])])
        condition = umadb.AppendCondition(nobody_else, after=last)
        last = client.append([event], condition)

    return append


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise Unavailable("the server of umadb does not answer")
