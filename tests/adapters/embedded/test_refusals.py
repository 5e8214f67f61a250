"""What the embedded server does not do, and how it says so."""

import os
import signal
import socket
from pathlib import Path

import pytest

from adapters.postgres import cluster, embedded, postmaster
from adapters.postgres.embedded import exclusive, running
from tests.adapters.embedded.servers import (
    everything_in,
    killed_after_use,
    mode,
    pid_of_server,
)


def test_a_live_server_that_does_not_answer_is_reported_and_left_alone(
    new_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "REACH_SECONDS", 0)
    server = killed_after_use(new_dir, embedded.binaries())
    os.kill(server, signal.SIGSTOP)
    try:
        with pytest.raises(embedded.DataDirInUse, match=str(server)), running(new_dir):
            pass
    finally:
        os.kill(server, signal.SIGCONT)
    with running(new_dir):
        assert pid_of_server(new_dir) == server


def test_a_socket_that_someone_serves_keeps_a_second_server_from_starting(
    new_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "REACH_SECONDS", 0)
    with running(new_dir):
        pass
    note = "4194305\n" * 7 + "ready\n"
    (new_dir / "postgres" / "postmaster.pid").write_text(note)
    place = postmaster.private_directory(postmaster.socket_dir(new_dir))
    with socket.socket(socket.AF_UNIX) as unseen:
        unseen.bind(str(place / ".s.PGSQL.5432"))
        unseen.listen()
        with pytest.raises(embedded.DataDirInUse), running(new_dir):
            pass
    assert (new_dir / "postgres" / "postmaster.pid").read_text() == note
    (new_dir / "postgres" / "postmaster.pid").unlink()


def test_a_directory_of_something_else_is_refused_and_left_untouched(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("not ours")
    tmp_path.chmod(0o755)
    before = everything_in(tmp_path)
    for use in (running(tmp_path), exclusive(tmp_path, "serve")):
        with pytest.raises(embedded.DataDirNotOurs, match="choose a directory"), use:
            pass
    assert everything_in(tmp_path) == before
    assert mode(tmp_path) == 0o755


def test_a_directory_of_another_user_is_refused(
    new_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_dir.mkdir()
    owner = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    with pytest.raises(embedded.DataDirNotOurs, match=f"user {owner}"), running(new_dir):
        pass
    assert not list(new_dir.iterdir())


def test_a_cluster_of_another_version_is_refused_and_left_untouched(
    new_dir: Path, bin_dir: Path
) -> None:
    with exclusive(new_dir, "serve"):
        (new_dir / "postgres").mkdir()
    (new_dir / "postgres" / "PG_VERSION").write_text("14\n")
    before = everything_in(new_dir / "postgres")
    with pytest.raises(embedded.DataDirOtherVersion, match="14"), running(new_dir, bin_dir):
        pass
    assert everything_in(new_dir / "postgres") == before


def test_a_place_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused = running(tmp_path / "file" / "hoso")
    with pytest.raises(embedded.DataDirNotWritable, match="Not a directory"), refused:
        pass


def test_a_path_with_a_line_break_is_refused(tmp_path: Path) -> None:
    with pytest.raises(embedded.EmbeddedUnavailable, match="path"), running(tmp_path / "a\nb"):
        pass
    assert not list(tmp_path.iterdir())


def test_a_server_that_does_not_start_says_why(spare_dir: Path, bin_dir: Path) -> None:
    (spare_dir / "postgres" / "postgresql.auto.conf").write_text("no_such_setting = 1\n")
    with (
        pytest.raises(embedded.EmbeddedUnavailable, match="no_such_setting"),
        running(spare_dir, bin_dir),
    ):
        pass


def test_only_one_may_serve_a_data_directory_at_a_time(new_dir: Path) -> None:
    with exclusive(new_dir, "serve"):
        with pytest.raises(embedded.DataDirInUse, match="serve"), exclusive(new_dir, "serve"):
            pass
        with exclusive(new_dir, "import"):
            pass
    with exclusive(new_dir, "serve"):
        pass
