"""The embedded PostgreSQL: one server per data directory, shared by every hoso process on it.

Who uses it is counted by the kernel: each process holds a shared flock(2) on `lock`, which no
death can leave behind, and the last to let go stops the server. Starting and stopping happen under
an exclusive one on `start.lock`. A server left over by a killed process is found and used again.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from adapters.postgres.cluster import Cluster
from adapters.postgres.embedded_faults import (
    DataDirInUse,
    DataDirNotOurs,
    DataDirNotWritable,
    DataDirOtherVersion,
    EmbeddedFault,
    EmbeddedUnavailable,
)
from adapters.postgres.programs import binaries, system_binaries

__all__ = [
    "DataDirInUse",
    "DataDirNotOurs",
    "DataDirNotWritable",
    "DataDirOtherVersion",
    "EmbeddedFault",
    "EmbeddedUnavailable",
    "binaries",
    "exclusive",
    "running",
    "system_binaries",
]

MARKER = "HOSO_DATA_DIR"


@contextmanager
def running(data_dir: Path, bin_dir: Path | None = None) -> Iterator[str]:
    """A server on `data_dir`, made on first use; yields the conninfo of its database.

    Raises an EmbeddedFault.
    """
    with ExitStack() as stack:
        with _writing(data_dir):
            cluster = Cluster(claimed(data_dir), bin_dir or binaries())
            in_use = stack.enter_context(_opened(cluster.data_dir / "lock"))
            with _starting(cluster):
                fcntl.flock(in_use, fcntl.LOCK_SH)
                server = cluster.reached()
        stack.callback(_stop_if_last, cluster, in_use)
        yield server.conninfo()


@contextmanager
def exclusive(data_dir: Path, name: str) -> Iterator[None]:
    """Hold `data_dir` alone for what `name` says (any word but "start").

    Raises DataDirInUse at once when another process holds it, DataDirNotOurs, DataDirNotWritable.
    """
    with ExitStack() as stack:
        with _writing(data_dir):
            lock = stack.enter_context(_opened(claimed(data_dir) / f"{name}.lock"))
            if not _taken_alone(lock):
                raise DataDirInUse(f"another hoso {name} already runs on {data_dir}")
        yield


def claimed(data_dir: Path) -> Path:
    """The real path of `data_dir`, made and marked as ours if it was absent or empty.

    Raises DataDirNotOurs, EmbeddedUnavailable, OSError.
    """
    if not str(data_dir.absolute()).isprintable():
        raise EmbeddedUnavailable(f"{str(data_dir)!r} cannot be the path of a data directory")
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    directory = data_dir.resolve(strict=True)
    owner = directory.stat().st_uid
    if owner != os.geteuid():
        raise DataDirNotOurs(f"{directory} belongs to user {owner}: run hoso as that user")
    entries = os.listdir(directory)
    if MARKER not in entries:
        if entries:
            raise DataDirNotOurs(
                f"{directory} is not empty and was not made by hoso: choose a directory that is "
                "empty or does not exist yet"
            )
        directory.chmod(0o700)
        # The first file of all: a process that comes in between finds an empty directory or this.
        (directory / MARKER).touch(mode=0o600)
    return directory


def _stop_if_last(cluster: Cluster, in_use: int) -> None:
    with _writing(cluster.data_dir), _starting(cluster):
        if _taken_alone(in_use):
            cluster.stop()


def _taken_alone(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _starting(cluster: Cluster) -> Iterator[None]:
    with _opened(cluster.data_dir / "start.lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def _writing(data_dir: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DataDirNotWritable(f"cannot keep data in {data_dir}: {error}") from error
