"""The page shows what results.json holds, and hides nothing."""

import json
from typing import Any, Final

from benchmarks.page import BEGIN, page
from benchmarks.tables import tables
from tests.architecture import ROOT
from tests.benchmarks.samples import area, told

HERE: Final = ROOT / "benchmarks"


def results() -> dict[str, Any]:
    machine = {
        "processor": "P",
        "cores": 2,
        "memory_gib": 24,
        "system": "S",
        "filesystem": "ext4",
        "fdatasync_ms": 0.2,
    }
    return {
        **{"date": "2025-11-25", "form": "default", "rounds": 3, "seconds": 1.0, "minutes": 9.5},
        **{
            "load": 0.4,
            "machine": machine,
            "versions": {"hoso": "1a2b"},
            "server": {"fsync": "on"},
        },
        "areas": [{**told(area("rate", "p50")), "load": [0.4, 1.2]}],
    }


def test_ratios_come_first_each_with_its_span() -> None:
    shown = tables(results())

    assert shown.index("### Ratios") < shown.index("### Figures")
    assert "| hoso / peer | **2.5** (2-3) |" in shown
    assert "| p50 of hoso / peer | **2** (1-3) |" in shown
    assert "| hoso, 2 processes / peer | **5** (4-8) |" in shown


def test_figures_are_told_with_what_callers_waited() -> None:
    shown = tables(results())

    assert "| hoso | 200 (3 / 3) |" in shown
    assert "| hoso, 2 processes | 400 |" in shown


def test_what_was_not_measured_says_why() -> None:
    assert "| absent | not measured: not installed |" in tables(results())


def test_a_machine_that_others_used_is_named() -> None:
    assert "Others used the machine" not in tables(results())
    assert "a load of 3.1 on 2 cores" in tables({**results(), "load": 3.1})


def test_what_stands_by_hand_is_kept() -> None:
    first = page(f"# By hand\n\n{BEGIN}old tables\n", results())

    assert first.startswith("# By hand\n")
    assert "old tables" not in first
    assert page(first, results()) == first


def test_the_page_shows_the_last_whole_run() -> None:
    by_hand = (HERE / "README.md").read_text("utf-8")
    kept = json.loads((HERE / "results.json").read_text("utf-8"))

    assert page(by_hand, kept) == by_hand, "run: python -m benchmarks.page"
