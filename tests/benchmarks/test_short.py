"""The short form from the outside: it measures everything, and leaves nothing behind."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from math import isfinite
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import pytest

from benchmarks.areas import areas
from benchmarks.sizes import SHORT
from tests.architecture import ROOT

PATIENCE: Final = 240
"""Seconds; alone on the machine it takes a tenth."""

MARK: Final = "HOSO_BENCHMARKED"
"""In the environment of whatever the run starts."""

PEERS: Final = {"UmaDB", "depeche-db"}
"""May be absent where the suite runs: their environment is `make bench`'s."""


@contextmanager
def benchmarks(mark: str, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks", *arguments],
        cwd=ROOT,
        env={MARK: mark, "PATH": "/usr/bin:/bin"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        try:
            yield running
        finally:
            running.kill()


def left(mark: str) -> list[str]:
    """Processes that the run started and that are still there."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"{MARK}={mark}".encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_text("utf-8").replace("\0", " "))
        except OSError:
            continue
    return found


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, Any]]:
    to, mark = tmp_path_factory.mktemp("bench"), uuid4().hex
    with benchmarks(mark, "--short", "--to", str(to)) as running:
        _, said = running.communicate(timeout=PATIENCE)
    assert running.returncode == 0, said
    return mark, json.loads((to / "results.json").read_text("utf-8"))


def test_every_area_is_measured(run: tuple[str, dict[str, Any]]) -> None:
    measured = [(area["group"], area["column"]) for area in run[1]["areas"]]

    assert measured == [(area.group, area.column) for area in areas(SHORT)]


def test_everybody_is_measured_or_named(run: tuple[str, dict[str, Any]]) -> None:
    for area in run[1]["areas"]:
        assert {*area["figures"], *area["missing"]} == set(area["contenders"]), area["group"]
        assert set(area["missing"]) <= PEERS, area["missing"]
        assert all(why.startswith("not installed") for why in area["missing"].values())


def test_every_figure_says_something(run: tuple[str, dict[str, Any]]) -> None:
    figures = [each for area in run[1]["areas"] for each in area["figures"].values()]

    assert all(each["done"] > 0 and each["rate"] > 0 for each in figures)
    assert {len(each["rates"]) for each in figures} == {SHORT.rounds}


def test_every_ratio_is_a_number(run: tuple[str, dict[str, Any]]) -> None:
    for area in run[1]["areas"]:
        assert area["ratios"], area["group"]
        for ratio in area["ratios"]:
            assert isfinite(ratio["ratio"])
            assert 0 < ratio["lowest"] <= ratio["highest"]


def test_it_says_what_it_was_measured_on(run: tuple[str, dict[str, Any]]) -> None:
    results = run[1]

    assert results["server"]["fsync"] == results["server"]["synchronous_commit"] == "on"
    assert results["machine"]["cores"] > 0
    assert results["load"] >= 0
    assert "eventsourcing" in results["versions"]


def test_nothing_is_left_running(run: tuple[str, dict[str, Any]]) -> None:
    assert left(run[0]) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_who_stops_it_leaves_nothing_behind(number: signal.Signals, tmp_path: Path) -> None:
    mark = uuid4().hex
    with benchmarks(mark, "--short", "--only", "appends", "--to", str(tmp_path)) as running:
        assert running.stderr is not None
        while "round 1" not in running.stderr.readline():
            assert running.poll() is None
        # Or this test says nothing.
        assert any("postgres" in process for process in left(mark))
        assert any("benchmarks.host" in process for process in left(mark))
        running.send_signal(number)
        running.communicate(timeout=PATIENCE)

    assert running.returncode == 130
    assert left(mark) == []
    assert list(tmp_path.iterdir()) == []


def test_a_word_that_names_nothing_measures_nothing(tmp_path: Path) -> None:
    with benchmarks("none", "--short", "--only", "weather", "--to", str(tmp_path)) as running:
        running.communicate(timeout=PATIENCE)

    assert running.returncode == 2
    assert list(tmp_path.iterdir()) == []
