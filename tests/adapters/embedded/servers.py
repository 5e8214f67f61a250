"""What the tests of the embedded server do to it."""

import os
import select
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

PROJECT = Path(__file__).parents[3]
USER_OF_THE_SERVER = """
import sys
from pathlib import Path
from adapters.postgres.embedded import running
with running(Path(sys.argv[1]), Path(sys.argv[2])):
    print("in use", flush=True)
    sys.stdin.read()
"""


def pid_of_server(data_dir: Path) -> int:
    return int((data_dir / "postgres" / "postmaster.pid").read_text().split()[0])


def wait_for_the_end(pid: int) -> None:
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        assert select.select([process], [], [], 10)[0], f"process {pid} still runs"
    finally:
        os.close(process)


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    wait_for_the_end(pid)


def end_server(data_dir: Path) -> None:
    """Kill what a failed test left over; the number noted may be a stranger's, or our own."""
    with suppress(OSError, ValueError):
        pid = pid_of_server(data_dir)
        if Path(f"/proc/{pid}/cwd").samefile(data_dir / "postgres"):
            kill(pid)


def ask(conninfo: str, question: str) -> object:
    with closing(psycopg.connect(conninfo, autocommit=True)) as connection:
        row = connection.execute(question.encode()).fetchone()
    return row[0] if row else None


def tell(conninfo: str, statement: str) -> None:
    with psycopg.connect(conninfo) as connection:
        connection.execute(statement.encode())


def socket_dir(conninfo: str) -> Path:
    return Path(str(conninfo_to_dict(conninfo)["host"]))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def everything_in(directory: Path) -> dict[str, bytes]:
    found = directory.rglob("*")
    return {str(path): path.read_bytes() if path.is_file() else b"" for path in found}


def copy(data_dir: Path, place: Path) -> None:
    # A third of the time of shutil.copytree, which most tests would wait for.
    subprocess.run(["cp", "-a", data_dir, place], check=True)


@contextmanager
def another_process(data_dir: Path, bin_dir: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that uses the server from the start of the block; killed at its end."""
    with subprocess.Popen(
        [sys.executable, "-c", USER_OF_THE_SERVER, str(data_dir), str(bin_dir)],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "in use\n"
            yield process
        finally:
            process.kill()


def killed_after_use(data_dir: Path, bin_dir: Path) -> int:
    """The number of the server process that a killed user left over."""
    with another_process(data_dir, bin_dir) as user:
        user.kill()
        user.wait()
        return pid_of_server(data_dir)
