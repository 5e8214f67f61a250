"""The recount itself: it shares nothing with what it checks, and its calendar is the published
one."""

import ast
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.acceptance import independent
from tests.acceptance.independent.terms import Term, calendar
from tests.acceptance.installation import ROOT

HERE = Path(independent.__file__).parent


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_it_needs_the_standard_library_and_itself() -> None:
    needed = {name for file in HERE.glob("*.py") for name in imported(file)}

    ours = {name for name in needed if name.startswith(independent.__name__)}
    assert ours
    assert {name.split(".")[0] for name in needed - ours} <= sys.stdlib_module_names


@pytest.mark.parametrize(
    ("received", "amount", "unit", "due"),
    [
        # Over 29/4 that was worked on Saturday 4/5 instead, 30/4 and 1/5.
        ("2019-04-26", 2, "working-day", "2019-05-03"),
        ("2019-04-26", 3, "working-day", "2019-05-04"),
        ("2019-04-26", 5, "working-day", "2019-05-07"),
        # Over Tết, and over 2/9.
        ("2019-02-01", 15, "working-day", "2019-03-01"),
        ("2019-08-30", 5, "working-day", "2019-09-09"),
        ("2025-04-25", 1, "working-day", "2025-04-26"),
        ("2025-12-31", 5, "working-day", "2026-01-09"),
        ("2026-08-21", 1, "working-day", "2026-08-22"),
        # 25 days end on a day off: in Tết, on 30/4, and on none.
        ("2019-01-10", 25, "calendar-day", "2019-02-11"),
        ("2019-04-05", 25, "calendar-day", "2019-05-02"),
        ("2019-06-03", 25, "calendar-day", "2019-06-28"),
        # The 31st of a month that has none; the 15th of one that begins the next year.
        ("2019-01-31", 1, "month", "2019-02-28"),
        ("2019-10-15", 3, "month", "2020-01-15"),
    ],
)
def test_its_calendar_counts_as_the_government_does(
    received: str, amount: int, unit: str, due: str
) -> None:
    table = calendar(ROOT / "domain" / "calendar" / "vietnam.toml")
    term = Term("any", amount, unit, "received")

    assert term.ends(date.fromisoformat(received), table) == date.fromisoformat(due)
