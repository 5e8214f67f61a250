"""Each test meets both servers: that of the wheel and, where there is one, that of the system."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.postgres.embedded import binaries, running, system_binaries
from tests.adapters.embedded.servers import copy, end_server


@pytest.fixture(scope="session", params=["wheel", "system"])
def bin_dir(request: pytest.FixtureRequest) -> Path:
    if request.param == "wheel":
        return binaries()
    found = system_binaries()
    if found is None:
        pytest.skip("the system has no PostgreSQL 15 or later")
    return found


@pytest.fixture(scope="session")
def used_dir(bin_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    directory = tmp_path_factory.mktemp("used") / "hoso"
    with running(directory, bin_dir):
        pass
    yield directory
    shutil.rmtree(directory)


@pytest.fixture
def data_dir(used_dir: Path) -> Iterator[Path]:
    """A data directory that was used before and will be again: its files stay as they are."""
    yield used_dir
    end_server(used_dir)


@pytest.fixture
def new_dir(tmp_path: Path) -> Iterator[Path]:
    """A data directory that does not exist yet."""
    directory = tmp_path / "hoso"
    yield directory
    end_server(directory)
    # Pytest keeps what it is left with, and a cluster takes 50 MB.
    shutil.rmtree(tmp_path)


@pytest.fixture
def spare_dir(new_dir: Path, used_dir: Path) -> Path:
    """A data directory that was used before, to be spoilt."""
    copy(used_dir, new_dir)
    return new_dir
