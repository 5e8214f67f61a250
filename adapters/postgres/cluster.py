"""One PostgreSQL cluster on disk: made, started, reached and stopped.

Internal to this package. Everything here is called under the start lock of embedded.py, which is
what makes reading postmaster.pid and acting on it safe.
"""

import os
import shlex
import shutil
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

from adapters.postgres.embedded_faults import DataDirInUse, DataDirOtherVersion, EmbeddedUnavailable
from adapters.postgres.postmaster import (
    DATABASE,
    PORT,
    ROLE,
    Server,
    forget_stale,
    live_server,
    private_directory,
    socket_dir,
)
from adapters.postgres.programs import last_lines, major_version, run, unprivileged

# Replaying the log after a crash may take long, and so may the checkpoint before the end; a
# server that died is noticed at once.
START_SECONDS = 300
REACH_SECONDS = 10
LINGER_SECONDS = 10
LOG_BYTES = 1_000_000

# Given on the command line, where neither postgresql.conf nor ALTER SYSTEM can weaken them.
SETTINGS = (
    "listen_addresses=",
    f"port={PORT}",
    "unix_socket_permissions=0700",
    "fsync=on",
    "synchronous_commit=on",
    "full_page_writes=on",
    "timezone=UTC",
    "log_timezone=UTC",
    "datestyle=ISO",
    "log_checkpoints=off",
    # Failed statements and the values they carry are personal data; the log must not keep them.
    "log_min_error_statement=panic",
    "log_error_verbosity=terse",
)


@dataclass(frozen=True, slots=True)
class Cluster:
    """The cluster kept in `data_dir`/postgres, served by the programs of `bin_dir`."""

    data_dir: Path
    bin_dir: Path

    @property
    def directory(self) -> Path:
        return self.data_dir / "postgres"

    @property
    def log(self) -> Path:
        return self.data_dir / "postgres.log"

    def reached(self) -> Server:
        """A server that answers and has the database; made and started if need be.

        Raises DataDirOtherVersion, DataDirInUse, EmbeddedUnavailable, OSError.
        """
        version = major_version(self.bin_dir)
        if (self.directory / "PG_VERSION").exists():
            self._check_version(version)
        else:
            self._initialise(version)
        server = self._found() or self._started()
        _create_database(server)
        return server

    def stop(self) -> None:
        """Stop the server, breaking off open connections. Raises EmbeddedUnavailable."""
        server = self._live()
        if server is None or server.pid is None:
            return
        stopped = self._pg_ctl("stop", "--mode=fast")
        if stopped.returncode and self._live() is not None:
            raise EmbeddedUnavailable(f"PostgreSQL did not stop: {last_lines(stopped.stdout)}")
        with suppress(OSError):
            server.socket_dir.rmdir()

    def _live(self) -> Server | None:
        return live_server(self.data_dir, self.directory)

    def _check_version(self, version: int) -> None:
        found = (self.directory / "PG_VERSION").read_text().strip()
        if found != str(version):
            raise DataDirOtherVersion(
                f"{self.directory} was made by PostgreSQL {found} and the programs are of version "
                f"{version}: use programs of version {found}, or dump and reload the database"
            )

    def _initialise(self, version: int) -> None:
        # Made beside its place and renamed, so that a killed initdb never leaves half a cluster.
        unfinished = self.data_dir / "postgres.new"
        if unfinished.exists():
            shutil.rmtree(unfinished)
        options = (*_initdb_options(version), unfinished.name)
        made = self._run("initdb", *options)
        if made.returncode:
            raise EmbeddedUnavailable(f"PostgreSQL was not initialised: {last_lines(made.stdout)}")
        unfinished.rename(self.directory)
        _sync(self.data_dir)

    def _found(self) -> Server | None:
        """The live server, once it answers. Raises DataDirInUse when it does not."""
        begun = time.monotonic()
        while server := self._live():
            try:
                psycopg.connect(server.conninfo("postgres"), connect_timeout=2).close()
                return server
            except psycopg.OperationalError as error:
                patience = REACH_SECONDS if server.status == "ready" else START_SECONDS
                if time.monotonic() - begun > patience:
                    raise DataDirInUse(
                        f"a PostgreSQL server (process {server.pid}) runs on {self.directory} and "
                        f"cannot be reached: {error}"
                    ) from error
            time.sleep(0.05)
        return None

    def _started(self) -> Server:
        # The children of a killed server hold its shared memory for a moment after its death.
        crashed = (self.directory / "postmaster.pid").exists()
        place = private_directory(socket_dir(self.data_dir))
        forget_stale(self.directory, place)
        _rotate(self.log)
        said = len(_content(self.log))
        ended = self._launched(place, LINGER_SECONDS if crashed else 0)
        server = self._live()
        if ended.returncode or server is None:
            reason = last_lines(ended.stdout + _content(self.log)[said:].decode(errors="replace"))
            raise EmbeddedUnavailable(f"PostgreSQL did not start in {self.data_dir}: {reason}")
        return server

    def _launched(self, place: Path, patience: float) -> subprocess.CompletedProcess[str]:
        settings = (*SETTINGS, f"unix_socket_directories={place}")
        options = " ".join(f"-c {shlex.quote(setting)}" for setting in settings)
        start = ("start", f"--log={self.log.name}", f"--options={options}")
        deadline = time.monotonic() + patience
        ended = self._pg_ctl(*start)
        while ended.returncode and self._live() is None and time.monotonic() < deadline:
            time.sleep(0.1)
            ended = self._pg_ctl(*start)
        return ended

    def _pg_ctl(self, action: str, *options: str) -> subprocess.CompletedProcess[str]:
        # Relative names: pg_ctl hands them to a shell within double quotes, unescaped.
        common = (f"--pgdata={self.directory.name}", "--wait", f"--timeout={START_SECONDS}")
        return self._run("pg_ctl", action, "--silent", *common, *options)

    def _run(self, program: str, *options: str) -> subprocess.CompletedProcess[str]:
        command = [*unprivileged(os.geteuid()), str(self.bin_dir / program), *options]
        return run(command, self.data_dir)


def _initdb_options(version: int) -> tuple[str, ...]:
    # Code point order on every platform, but with letters beyond ASCII known as letters.
    builtin = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
    locale = builtin if version >= 17 else ("--locale=C.UTF-8",)
    trust = ("--auth-local=trust", "--auth-host=reject", f"--username={ROLE}")
    texts = ("--encoding=UTF8", "--text-search-config=simple")
    return (*locale, *trust, *texts, "--data-checksums", "--no-instructions")


def _create_database(server: Server) -> None:
    try:
        with psycopg.connect(server.conninfo("postgres"), autocommit=True) as connection:
            known = "SELECT FROM pg_database WHERE datname = %s"
            if connection.execute(known, (DATABASE,)).fetchone() is None:
                connection.execute(f"CREATE DATABASE {DATABASE}")
    except psycopg.Error as error:
        raise EmbeddedUnavailable(f"the database could not be made: {error}") from error


def _rotate(log: Path) -> None:
    if len(_content(log)) > LOG_BYTES:
        log.replace(log.with_name(f"{log.name}.1"))


def _content(log: Path) -> bytes:
    return log.read_bytes() if log.exists() else b""


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
