"""Installations, cleaned up whatever happened in them."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from adapters.postgres.embedded import running
from tests.acceptance import ready
from tests.acceptance.installation import Installation, Server


@pytest.fixture
def untouched(tmp_path: Path) -> Iterator[Installation]:
    """Of the test alone; nothing has run on it yet."""
    with ready.installed(tmp_path) as fresh:
        yield fresh


@pytest.fixture
def installation(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """Of the test alone, empty; its first command need not make a database."""
    with ready.empty(tmp_path_factory, tmp_path) as copy:
        yield copy


@pytest.fixture
def standing(installation: Installation) -> Iterator[Installation]:
    """The same, and its database is up, so that no command need start one."""
    with running(installation.data):
        yield installation


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Of the whole module."""
    with ready.empty(tmp_path_factory) as copy:
        yield copy


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
