"""What takes many seconds to fill, filled once in a run of the tests and copied to who needs it."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from tests.acceptance.installation import ROOT, Installation

LOG: Final = ROOT.parent / "shared" / "data" / "receipt.xes.gz"
RECEIPT: Final = ROOT / "examples" / "receipt.toml"


@contextmanager
def installed(folder: Path) -> Iterator[Installation]:
    """Nothing has run on it yet."""
    installation = Installation(folder)
    try:
        yield installation
    finally:
        installation.end_postgres()


@contextmanager
def empty(folders: pytest.TempPathFactory, folder: Path | None = None) -> Iterator[Installation]:
    """An installation that a command has made, with nothing in it; in a folder of its own or in
    this one."""
    with _copied("empty", _made, folders, folder) as copy:
        yield copy


@contextmanager
def founding_case(folders: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with the founding case in it."""
    with _copied("founding-case", _founded, folders) as copy:
        yield copy


@contextmanager
def receipt_log(folders: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with the receipt log in it."""
    with _copied("receipt-log", _imported, folders) as copy:
        yield copy


def _made(fresh: Installation) -> None:
    assert fresh.events() == 0


def _founded(fresh: Installation) -> None:
    fresh.ok("demo", "--load-only")


def _imported(fresh: Installation) -> None:
    done = fresh.ok("import", LOG, "--mapping", RECEIPT, "--json").json
    assert (done["recorded"], done["already"], done["rejected"]) == (11_340, 0, 0)
    assert (done["dossiers"], done["left_out"]) == (1_434, [])


@contextmanager
def _copied(
    name: str,
    fill: Callable[[Installation], None],
    folders: pytest.TempPathFactory,
    folder: Path | None = None,
) -> Iterator[Installation]:
    original = _of_the_run(folders) / name
    with _alone(original.with_suffix(".lock")):
        if not original.exists():
            filling = folders.mktemp(name)
            with installed(filling) as fresh:
                fill(fresh)
            filling.rename(original)
    with installed(folder or folders.mktemp(name)) as copy:
        shutil.copytree(original / "data", copy.data)
        yield copy
    # Fifty megabytes that the system need not write out any more; what was logged stays.
    shutil.rmtree(copy.data / "postgres", ignore_errors=True)


def _of_the_run(folders: pytest.TempPathFactory) -> Path:
    """The folder that all workers of one run of the tests share."""
    own = folders.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """While other workers wait."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
