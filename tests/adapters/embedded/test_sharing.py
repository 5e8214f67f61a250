"""Several users of one data directory, some of whom are killed."""

import os
import threading
from contextlib import ExitStack
from pathlib import Path

import pytest

from adapters.postgres.embedded import running
from tests.adapters.embedded.servers import (
    another_process,
    ask,
    copy,
    kill,
    killed_after_use,
    pid_of_server,
    tell,
    wait_for_the_end,
)


def test_a_second_process_uses_the_same_server_and_leaves_it_running(
    data_dir: Path, bin_dir: Path
) -> None:
    with running(data_dir, bin_dir) as conninfo:
        server = pid_of_server(data_dir)
        with another_process(data_dir, bin_dir) as user:
            assert pid_of_server(data_dir) == server
            user.communicate("", timeout=20)
            assert user.returncode == 0
        assert ask(conninfo, "SELECT 1") == 1
        assert pid_of_server(data_dir) == server


def test_the_last_one_out_stops_the_server(data_dir: Path, bin_dir: Path) -> None:
    with another_process(data_dir, bin_dir) as user:
        with running(data_dir, bin_dir):
            server = pid_of_server(data_dir)
        assert pid_of_server(data_dir) == server
        user.communicate("", timeout=20)
    wait_for_the_end(server)
    assert not (data_dir / "postgres" / "postmaster.pid").exists()


def test_one_process_may_enter_twice(data_dir: Path, bin_dir: Path) -> None:
    with running(data_dir, bin_dir) as outer:
        server = pid_of_server(data_dir)
        with running(data_dir, bin_dir) as inner:
            assert inner == outer
        assert ask(outer, "SELECT 1") == 1
    wait_for_the_end(server)


def test_many_at_once_share_one_server(data_dir: Path, bin_dir: Path) -> None:
    servers: list[int] = []
    together = threading.Barrier(4, timeout=30)

    def use() -> None:
        with running(data_dir, bin_dir) as conninfo:
            ask(conninfo, "SELECT 1")
            together.wait()
            servers.append(pid_of_server(data_dir))
            together.wait()

    users = [threading.Thread(target=use) for _ in range(4)]
    for user in users:
        user.start()
    for user in users:
        user.join(60)
    assert len(servers) == 4
    assert len(set(servers)) == 1
    wait_for_the_end(servers[0])


def test_the_server_stops_when_its_user_fails(data_dir: Path, bin_dir: Path) -> None:
    def fail() -> None:
        with running(data_dir, bin_dir):
            servers.append(pid_of_server(data_dir))
            raise LookupError

    servers: list[int] = []
    with pytest.raises(LookupError):
        fail()
    wait_for_the_end(servers[0])


def test_the_server_does_not_share_our_terminal(data_dir: Path, bin_dir: Path) -> None:
    with running(data_dir, bin_dir):
        server = pid_of_server(data_dir)
        assert os.getsid(server) not in {os.getsid(0), os.getpid()}
        ours = {os.path.realpath(f"/proc/self/fd/{number}") for number in range(3)} - {"/dev/null"}
        its = {os.path.realpath(f"/proc/{server}/fd/{number}") for number in range(3)}
        assert its == {"/dev/null", str(data_dir / "postgres.log")}
        assert not its & ours


def test_a_server_left_over_by_a_killed_process_is_used_again_and_then_stopped(
    data_dir: Path, bin_dir: Path
) -> None:
    server = killed_after_use(data_dir, bin_dir)
    with running(data_dir, bin_dir) as conninfo:
        assert pid_of_server(data_dir) == server
        assert ask(conninfo, "SELECT 1") == 1
    wait_for_the_end(server)


def test_after_the_server_is_killed_the_next_one_has_what_was_committed(
    data_dir: Path, bin_dir: Path
) -> None:
    with ExitStack() as first:
        conninfo = first.enter_context(running(data_dir, bin_dir))
        tell(conninfo, "CREATE TABLE survived AS SELECT 42 AS number")
        killed = pid_of_server(data_dir)
        kill(killed)
        with running(data_dir, bin_dir) as conninfo:
            assert pid_of_server(data_dir) != killed
            assert ask(conninfo, "SELECT number FROM survived") == 42


@pytest.mark.parametrize(
    "noted",
    [
        pytest.param(str(os.getpid()), id="the number of a stranger"),
        pytest.param("", id="an empty file"),
        pytest.param("4194305", id="a number no process has"),
    ],
)
def test_a_stale_note_of_a_server_does_not_keep_a_new_one_from_starting(
    data_dir: Path, bin_dir: Path, noted: str
) -> None:
    (data_dir / "postgres" / "postmaster.pid").write_text(noted)
    with running(data_dir, bin_dir) as conninfo:
        assert ask(conninfo, "SELECT 1") == 1


def test_a_copy_of_a_data_directory_never_reaches_the_server_of_the_original(
    data_dir: Path, new_dir: Path, bin_dir: Path
) -> None:
    with running(data_dir, bin_dir) as original:
        tell(original, "CHECKPOINT")
        copy(data_dir, new_dir)
        with running(new_dir, bin_dir) as copied:
            assert ask(copied, "SHOW data_directory") == str(new_dir / "postgres")
        assert ask(original, "SELECT 1") == 1
