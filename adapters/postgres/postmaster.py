"""The live server of a cluster: recognised by its postmaster.pid, its process and its socket."""

import hashlib
import os
import re
import socket
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from psycopg.conninfo import make_conninfo

from adapters.postgres.embedded_faults import EmbeddedUnavailable

ROLE = "hoso"
DATABASE = "hoso"
PORT = 5432

PROBE_SECONDS = 10
# The limit is 107 bytes on Linux and 103 on macOS; the smaller one fits both.
SOCKET_PATH_BYTES = 103


@dataclass(frozen=True, slots=True)
class Server:
    """A server, as postmaster.pid describes it.

    `pid` is None when the server answers but its process is not visible from here (it runs in
    another container on the same directory): it can be used, not signalled.
    """

    pid: int | None
    socket_dir: Path
    status: str

    def conninfo(self, dbname: str = DATABASE) -> str:
        return make_conninfo(host=str(self.socket_dir), port=PORT, user=ROLE, dbname=dbname)


def live_server(data_dir: Path, cluster: Path) -> Server | None:
    """The server that runs on the cluster of `data_dir`; None when there is none."""
    noted = _noted(cluster)
    if noted is None or noted.pid is None:
        return None
    if _serves(noted.pid, cluster):
        return noted
    # Not the socket noted in the file: in a copy of a data directory it is the original's.
    own = socket_dir(data_dir)
    unseen = _is_private(own) and _listens(own)
    return replace(noted, pid=None, socket_dir=own) if unseen else None


def forget_stale(cluster: Path, place: Path) -> None:
    """Remove the lock files without a server, in the cluster and in the socket directory `place`.

    PostgreSQL forgets a dead process by itself. It gives up on an empty file (power cut) and on
    a process number that exists: taken by a stranger, as is common in restarted containers, or
    dead and not yet reaped.
    """
    for lock_file in (cluster / "postmaster.pid", Path(f"{_socket(place)}.lock")):
        if lock_file.exists():
            pid = _pid(lock_file)
            if pid is None or (_alive(pid) and not _serves(pid, cluster)):
                lock_file.unlink()


def socket_dir(data_dir: Path) -> Path:
    """Where the socket goes: below the data directory, or at a short path derived from it.

    Raises EmbeddedUnavailable.
    """
    digest = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
    name = f"hoso-{os.geteuid()}-{digest}"
    for place in (data_dir / "socket", Path(tempfile.gettempdir(), name)):
        # libpq reads a comma as the end of one host name and the start of the next.
        if len(os.fsencode(_socket(place))) <= SOCKET_PATH_BYTES and "," not in str(place):
            return place
    raise EmbeddedUnavailable(
        f"neither {data_dir} nor {tempfile.gettempdir()} can hold the socket of the database, "
        "because their paths are too long or have a comma: set TMPDIR to a shorter one"
    )


def private_directory(directory: Path) -> Path:
    """`directory`, made if absent, and certainly a directory that is ours alone.

    Raises EmbeddedUnavailable when another user could have put it there or can enter it.
    """
    with suppress(FileExistsError):
        directory.mkdir(mode=0o700)
    if not _is_private(directory):
        raise EmbeddedUnavailable(
            f"{directory} must be a directory owned by user {os.geteuid()} with mode 0700, "
            "because the socket of the database goes there: remove it and try again"
        )
    return directory


def _is_private(directory: Path) -> bool:
    try:
        found = directory.lstat()
    except FileNotFoundError:
        return False
    ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()
    return ours and found.st_mode & 0o777 == 0o700


def _socket(directory: Path) -> Path:
    return directory / f".s.PGSQL.{PORT}"


def _noted(cluster: Path) -> Server | None:
    """What postmaster.pid says (its lines: pidfile.h of PostgreSQL); None if it says nothing."""
    note = cluster / "postmaster.pid"
    if not note.exists():
        return None
    lines = [*note.read_text().splitlines(), *[""] * 8]
    return Server(_pid(note), Path(lines[4]), lines[7].strip() or "starting")


def _pid(lock_file: Path) -> int | None:
    # A single-user server notes its process number as negative.
    number = re.match(r"-?([1-9]\d*)\b", lock_file.read_text())
    return int(number[1]) if number else None


def _serves(pid: int, cluster: Path) -> bool:
    """Whether process `pid` is the server of this cluster."""
    if not _alive(pid) or not Path("/proc/self/cwd").exists():
        return _alive(pid)
    try:
        # A server works in its data directory, which no reused process number does.
        return Path(f"/proc/{pid}/cwd").samefile(cluster)
    except OSError:
        return False


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, PermissionError, OverflowError):
        # Permission is denied for another user's process; a server has the owner of its cluster.
        return False
    return True


def _listens(directory: Path) -> bool:
    """Whether any process accepts connections on the socket, even one we cannot see."""
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(PROBE_SECONDS)
        try:
            probe.connect(str(_socket(directory)))
        except (ConnectionRefusedError, FileNotFoundError):
            return False
        except OSError:
            return True
    return True
