"""`python -m benchmarks`: measures, and writes results.json and the tables of README.md."""

import argparse
import json
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any, Final

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from adapters.postgres.embedded import binaries
from benchmarks.areas import areas
from benchmarks.harness import LEAST, Harness
from benchmarks.hosts import Hosts
from benchmarks.machine import load, machine, versions
from benchmarks.measurement import Area
from benchmarks.page import write
from benchmarks.server import running
from benchmarks.sizes import DEFAULT, LONG, SHORT, Sizes
from benchmarks.tables import tables

HERE: Final = Path(__file__).parent
ERR: Final = Console(stderr=True)


def main() -> int:
    options = _options()
    sizes = _sizes(options)
    chosen = areas(sizes, options.only)
    if not chosen:
        ERR.print(f"No area has {options.only!r} in its name.")
        return 2
    _plan(chosen, sizes)
    # As Ctrl-C: everything that was started is ended.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        results = _measured(chosen, sizes)
    except KeyboardInterrupt:
        ERR.print("Stopped; nothing was written.")
        return 130
    _keep(results, options)
    return 1 if any(area["figures"] == {} for area in results["areas"]) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument("--short", action="store_true", help="tiny sizes: does it all work?")
    forms.add_argument("--long", action="store_true", help="rebuild a million events")
    parser.add_argument("--rounds", type=_count, metavar="N")
    parser.add_argument("--seconds", type=_positive, metavar="S", help="of a timed run")
    parser.add_argument("--only", default="", metavar="WORD", help="areas whose name holds it")
    parser.add_argument("--to", type=Path, metavar="DIR", help="where results.json goes")
    return parser.parse_args()


def _count(text: str) -> int:
    if int(text) < 1:
        raise ValueError(text)
    return int(text)


def _positive(text: str) -> float:
    if not 0 < float(text) < 3600:
        raise ValueError(text)
    return float(text)


def _sizes(options: argparse.Namespace) -> Sizes:
    sizes = SHORT if options.short else LONG if options.long else DEFAULT
    told = {name: getattr(options, name) for name in ("rounds", "seconds")}
    return replace(sizes, **{name: value for name, value in told.items() if value is not None})


def _plan(chosen: Sequence[Area], sizes: Sizes) -> None:
    for area in chosen:
        seconds = area.seconds(sizes.rounds, sizes.seconds)
        ERR.print(f"{area.name}: {', '.join(each.name for each in area.contenders)}")
        ERR.print(f"    {area.turns(sizes.rounds)} rounds, about {seconds:.0f} s", style="dim")
    minutes = sum(area.seconds(sizes.rounds, sizes.seconds) for area in chosen) / 60
    ERR.print(
        f"About {minutes:.1f} minutes; after {sizes.minutes:.0f}, areas get {LEAST} rounds. "
        "Ctrl-C stops everything that was started."
    )


def _measured(chosen: Sequence[Area], sizes: Sizes) -> dict[str, Any]:
    begun, before = monotonic(), load()
    with ExitStack() as stack:
        directory = Path(stack.enter_context(TemporaryDirectory(prefix="hoso-bench-")))
        progress = stack.enter_context(_progress(len(chosen)))
        server = stack.enter_context(running(directory / "server"))
        hosts = stack.enter_context(Hosts(directory))
        stack.enter_context(_ending())
        harness = Harness(server, hosts, sizes, directory, binaries(), progress.say)
        told = []
        for area in chosen:
            told.append(harness.measured(area))
            progress.done()
        return {
            "date": datetime.now(UTC).date().isoformat(),
            "form": sizes.form,
            "rounds": sizes.rounds,
            "seconds": sizes.seconds,
            "minutes": round((monotonic() - begun) / 60, 1),
            "load": before,
            "machine": machine(directory),
            "versions": versions(),
            "server": server.settings(),
            "areas": told,
        }


class _Told:
    """The progress bar: areas done, and what is being measured."""

    def __init__(self, bar: Progress, areas: int) -> None:
        self._bar = bar
        self._task = bar.add_task("starting", total=areas)

    def say(self, what: str) -> None:
        self._bar.update(self._task, description=what)
        if not self._bar.console.is_terminal:
            print(what, file=sys.stderr, flush=True)

    def done(self) -> None:
        self._bar.advance(self._task)


@contextmanager
def _progress(areas: int) -> Iterator[_Told]:
    columns = (BarColumn(), TimeElapsedColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=ERR, disable=not ERR.is_terminal) as bar:
        yield _Told(bar, areas)


@contextmanager
def _ending() -> Iterator[None]:
    """Entered last: once Ctrl-C was pressed, a second one does not break the ending off."""
    try:
        yield
    except KeyboardInterrupt:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        raise


def _keep(results: dict[str, Any], options: argparse.Namespace) -> None:
    """A whole run goes into the repository; a part of one, or a short one, only where told."""
    whole = not options.only and not options.short
    to = options.to or (HERE if whole else HERE / "part")
    to.mkdir(parents=True, exist_ok=True)
    (to / "results.json").write_text(json.dumps(results, indent=1) + "\n", "utf-8")
    if to == HERE:
        write(HERE / "README.md", results)
    Console().print(tables(results), markup=False, highlight=False, soft_wrap=True)
    ERR.print(f"Written to {to}.")


if __name__ == "__main__":
    sys.exit(main())
