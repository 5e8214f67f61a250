"""hoso's report, in the shape in which somebody else counts it."""

from datetime import date
from typing import Final

import httpx

from tests.acceptance.independent.form import CELLS, Days, Form, Path

GROUPED: Final = (
    (),
    ("field",),
    ("procedure",),
    ("unit",),
    ("officer",),
    ("channel",),
    ("field", "procedure", "channel"),
    ("unit", "officer"),
)
"""Every level for itself, and levels within levels."""


def reported(
    client: httpx.Client, days: Days, by: tuple[str, ...] = (), **more: str
) -> dict[Path, Form]:
    """Its lines, as far as the form has cells for them. A group of nothing but refusals at the
    desk has none: they were never received."""
    asked = {"from": f"{days.first}", "to": f"{days.last}", "as_of": f"{days.as_of}", **more}
    levels = {"by": ",".join(by)} if by else {}
    answer = client.get("/v1/reports/timeliness", params={**asked, **levels}).raise_for_status()
    rows = ((tuple(row["path"]), _form(row)) for row in answer.json()["rows"])
    return {path: form for path, form in rows if form["received"]["total"]}


def quarter(day: date) -> date:
    """Its first day."""
    return date(day.year, day.month - (day.month - 1) % 3, 1)


def _form(row: dict[str, dict[str, int]]) -> Form:
    return {part: row[part] for part in CELLS}
