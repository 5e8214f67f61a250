"""A server that nobody set up: what it is, and who can come near it."""

import os
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from adapters.postgres import cluster, embedded, postmaster
from adapters.postgres.embedded import exclusive, running
from tests.adapters.embedded.servers import ask, mode, socket_dir, tell


def test_the_first_use_makes_a_database_that_answers(new_dir: Path, bin_dir: Path) -> None:
    with running(new_dir, bin_dir) as conninfo:
        assert ask(conninfo, "SELECT current_database() || '/' || current_user") == "hoso/hoso"


def test_the_server_is_set_up_to_lose_nothing_and_to_mean_utc(
    data_dir: Path, bin_dir: Path
) -> None:
    expected = {
        "data_checksums": "on",
        "datestyle": "ISO, MDY",
        "fsync": "on",
        "full_page_writes": "on",
        "listen_addresses": "",
        "server_encoding": "UTF8",
        "synchronous_commit": "on",
        "timezone": "UTC",
    }
    with running(data_dir, bin_dir) as conninfo:
        names = ", ".join(f"'{name}', current_setting('{name}')" for name in expected)
        assert ask(conninfo, f"SELECT json_build_object({names})") == expected


def test_text_sorts_by_code_point_and_knows_vietnamese_letters(
    data_dir: Path, bin_dir: Path
) -> None:
    with running(data_dir, bin_dir) as conninfo:
        assert ask(conninfo, "SELECT 'Z' < 'a' AND 'z' < 'Đ'") is True
        assert ask(conninfo, "SELECT lower('ĐẶNG THỊ ƯỚC')") == "đặng thị ước"


def test_what_was_committed_is_there_at_the_next_use(data_dir: Path, bin_dir: Path) -> None:
    with running(data_dir, bin_dir) as conninfo:
        tell(conninfo, "CREATE TABLE kept AS SELECT 42 AS number")
    with running(data_dir, bin_dir) as conninfo:
        assert ask(conninfo, "SELECT number FROM kept") == 42


def test_the_variables_of_postgresql_in_our_environment_do_not_steer_the_server(
    data_dir: Path, bin_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGDATA", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("PGPORT", "1")
    with running(data_dir, bin_dir) as conninfo:
        assert ask(conninfo, "SHOW data_directory") == str(data_dir / "postgres")


def test_a_first_use_that_was_cut_short_does_not_spoil_the_next(new_dir: Path) -> None:
    with exclusive(new_dir, "serve"):
        (new_dir / "postgres.new" / "base").mkdir(parents=True)
    with running(new_dir) as conninfo:
        assert ask(conninfo, "SELECT 1") == 1
    assert not (new_dir / "postgres.new").exists()


def test_the_log_keeps_neither_failed_statements_nor_their_values(
    data_dir: Path, bin_dir: Path
) -> None:
    with running(data_dir, bin_dir) as conninfo:
        tell(conninfo, "CREATE TABLE person (id text PRIMARY KEY)")
        tell(conninfo, "INSERT INTO person VALUES ('079123456789')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            tell(conninfo, "INSERT INTO person VALUES ('079123456789')")
    log = (data_dir / "postgres.log").read_text()
    assert "person_pkey" in log
    assert "079123456789" not in log


def test_a_long_log_is_put_aside_at_the_start(
    data_dir: Path, bin_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "LOG_BYTES", 10)
    with exclusive(data_dir, "serve"):
        (data_dir / "postgres.log").write_text("of an earlier server")
    with running(data_dir, bin_dir):
        pass
    assert (data_dir / "postgres.log.1").read_text() == "of an earlier server"
    assert "earlier server" not in (data_dir / "postgres.log").read_text()


def test_nobody_else_can_come_near_the_files_or_the_socket(data_dir: Path, bin_dir: Path) -> None:
    with running(data_dir, bin_dir) as conninfo:
        place = socket_dir(conninfo)
        assert [mode(data_dir), mode(data_dir / "postgres"), mode(place)] == [0o700] * 3
        assert mode(place / ".s.PGSQL.5432") == 0o700
        assert mode(data_dir / "postgres.log") == 0o600


def test_an_empty_directory_is_closed_to_others_when_it_becomes_ours(new_dir: Path) -> None:
    new_dir.mkdir()
    new_dir.chmod(0o755)
    with exclusive(new_dir, "serve"):
        assert mode(new_dir) == 0o700


def test_the_folders_above_keep_their_modes(new_dir: Path, bin_dir: Path) -> None:
    above = new_dir / "outer" / "inner"
    above.mkdir(parents=True)
    above.chmod(0o705)
    above.parent.chmod(0o750)
    before = [(parent, mode(parent)) for parent in above.joinpath("hoso").parents]
    with running(above / "hoso", bin_dir):
        pass
    assert [(parent, mode(parent)) for parent in above.joinpath("hoso").parents] == before


@pytest.mark.parametrize("name", ["d" * 100, """a, b's "$HOME" `id`"""])
def test_any_path_will_do_for_the_data(
    tmp_path: Path, spare_dir: Path, bin_dir: Path, name: str
) -> None:
    spare_dir = spare_dir.rename(tmp_path / name)
    with running(spare_dir, bin_dir) as conninfo:
        assert ask(conninfo, "SHOW data_directory") == str(spare_dir / "postgres")
        place = socket_dir(conninfo)
        assert tmp_path not in place.parents
        assert mode(place) == 0o700
    assert not place.exists()


def test_where_no_path_is_short_enough_for_a_socket_a_shorter_one_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / ("t" * 100)))
    with pytest.raises(embedded.EmbeddedUnavailable, match="TMPDIR"):
        postmaster.socket_dir(tmp_path / ("d" * 100))


def test_a_socket_directory_that_others_may_enter_is_refused(data_dir: Path, bin_dir: Path) -> None:
    place = postmaster.socket_dir(data_dir)
    place.mkdir()
    place.chmod(0o755)
    with pytest.raises(embedded.EmbeddedUnavailable, match="0700"), running(data_dir, bin_dir):
        pass
    place.rmdir()


def a_link(place: Path) -> None:
    place.with_name("of another").mkdir(mode=0o700)
    place.symlink_to(place.with_name("of another"))


@pytest.mark.parametrize("prepare", [a_link, Path.touch])
def test_a_socket_directory_is_a_directory(tmp_path: Path, prepare: Callable[[Path], None]) -> None:
    prepare(tmp_path / "place")
    with pytest.raises(embedded.EmbeddedUnavailable, match="remove it"):
        postmaster.private_directory(tmp_path / "place")


def test_a_socket_directory_of_another_user_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = os.geteuid()
    (tmp_path / "place").mkdir(mode=0o700)
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    with pytest.raises(embedded.EmbeddedUnavailable, match=f"owned by user {owner + 1}"):
        postmaster.private_directory(tmp_path / "place")
