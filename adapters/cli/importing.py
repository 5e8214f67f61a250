"""`hoso import`: a log into the engine, with a report of what could not be read."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from pydantic_core import to_json
from rich.table import Table

from adapters.cli.console import ERR, FAILED, OUT, USAGE, Stop, print_json, progress
from adapters.exchange import BadFile, Mapping, Survey, load_mapping, mapping_named, read, survey
from adapters.exchange.recording import Recording, Reject, Summary
from adapters.messages import sentence
from adapters.settings import Settings
from adapters.wiring import System, system
from projections.view import plain

Rejecter = Callable[[Reject], None]


async def import_file(
    settings: Settings, file: Path, mapping: Path | None, rejects: Path, *, dry_run: bool
) -> tuple[Survey, Summary]:
    """Surveys the whole file first, so that a bad one is refused before anything is recorded."""
    try:
        named = mapping_named(mapping, settings.profiles_dir) if mapping else None
        known = load_mapping(named) if named else None
        surveyed = survey(file, known)
        with _rejecting(rejects, file, named) as reject:
            summary = await _import(settings, (file, known), surveyed, reject, dry_run=dry_run)
    except BadFile as bad:
        raise Stop(USAGE, bad.code, bad.message) from None
    return surveyed, summary


async def _import(
    settings: Settings,
    log: tuple[Path, Mapping | None],
    surveyed: Survey,
    reject: Rejecter,
    *,
    dry_run: bool,
) -> Summary:
    async with system(settings) as open_system:
        recording = Recording(
            open_system.engine,
            reject,
            lambda reason: sentence(reason, settings.lang),
            dry_run=dry_run,
        )
        lines = read(*log, open_system.vault.fingerprint)
        with progress("Recording", surveyed.lines) as advance:
            summary = await recording.record(lines, advance)
        if not dry_run:
            await project(open_system)
    return summary


async def project(open_system: System) -> None:
    """So that a report right after the import sees it."""
    with progress("Projecting", await open_system.store.head()) as advance:
        at = 0

        def reached(position: int) -> None:
            nonlocal at
            advance(position - at)
            at = position

        await open_system.read_models.catch_up(reached)


@contextmanager
def _rejecting(path: Path, *sources: Path | None) -> Iterator[Rejecter]:
    """Writes rejects to `path`, a JSON object a line; without any there is no file.

    Raises Stop when it cannot be written, or is one of the files that are read.
    """
    try:
        if any(source and path.exists() and path.samefile(source) for source in sources):
            message = f"{path} is read by this import; choose another --rejects."
            raise Stop(USAGE, "rejects-would-overwrite", message)
        out = path.open("wb")
    except OSError as error:
        message = f"Cannot write {path}: {error.strerror}. Choose another --rejects."
        raise Stop(USAGE, "rejects-not-writable", message) from None
    try:
        with out:
            yield lambda one: _write(out, one)
    finally:
        # A device such as /dev/null is no file of ours to remove.
        if path.is_file() and not path.stat().st_size:
            path.unlink()


def _write(out: BinaryIO, reject: Reject) -> None:
    out.write(to_json(plain(asdict(reject))) + b"\n")


def tell(file: Path, surveyed: Survey, summary: Summary, rejects: Path, *, as_json: bool) -> None:
    """What became of the file. Exits with 1 when something was rejected."""
    told: dict[str, Any] = {
        "file": file.name,
        "lines": surveyed.lines,
        "dossiers": surveyed.dossiers,
        **asdict(summary),
        "rejects": str(rejects) if summary.rejected else None,
        "left_out": list(surveyed.left_out),
    }
    if as_json:
        print_json(told)
    else:
        _table(told, surveyed)
    if summary.rejected:
        message = f"{summary.rejected} lines were not recorded; see {rejects}."
        raise Stop(FAILED, "lines-rejected", message)


def _table(told: dict[str, Any], surveyed: Survey) -> None:
    table = Table(title=f"Import of {told['file']}", show_header=False)
    for name in ("lines", "dossiers", "recorded", "already", "rejected"):
        table.add_row(name, f"{told[name]:,}")
    OUT.print(table)
    for name, found in (
        ("The mapping neither uses nor ignores", surveyed.left_out),
        ("The log has no activity", surveyed.unseen_activities),
    ):
        if found:
            ERR.print(f"{name}: {', '.join(found)}", markup=False, highlight=False)
