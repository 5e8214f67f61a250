"""Fresh installations, cleaned up whatever happened in them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.acceptance.installation import Installation, Server


@contextmanager
def installed(folder: Path) -> Iterator[Installation]:
    installation = Installation(folder)
    try:
        yield installation
    finally:
        installation.end_postgres()


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """Of the test alone; nothing has run on it yet."""
    with installed(tmp_path) as fresh:
        yield fresh


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Of the whole module."""
    with installed(tmp_path_factory.mktemp("shared")) as fresh:
        yield fresh


@pytest.fixture(scope="module")
def server(shared: Installation) -> Iterator[Server]:
    """At work on the module's installation, so that commands need not start a database."""
    with shared.serving() as server:
        yield server
        assert server.end() == 0


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    with server.client() as client:
        yield client
