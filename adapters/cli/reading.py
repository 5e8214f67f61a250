"""`hoso replay` and `hoso report timeliness`: histories and figures for people."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.box import SIMPLE
from rich.table import Table

from adapters.cli.console import FAILED, OUT, USAGE, Stop
from adapters.messages import Lang, event_name, of
from adapters.postgres.read_models import Standing
from adapters.settings import Settings
from adapters.wiring import system
from domain.knowledge import Moments, known
from projections.dossier_view import view
from projections.history import lines
from projections.report import Grouping, Period, document
from projections.timeliness import PROJECTION
from projections.view import plain


async def replay(settings: Settings, code: str, moments: Moments) -> dict[str, Any]:
    """A dossier's history, and where it stood. Raises Refused when nobody knows the code."""
    async with system(settings) as open_system:
        found = await known(open_system.store, code, moments)
        law = open_system.engine.law
        seen = view(found, law, moments.at)
        events = lines(found, law, moments.at)
    return {"dossier": code, "version": seen.version, "state": seen.state, "events": events}


def history_table(told: dict[str, Any], zone: ZoneInfo, lang: Lang) -> Table:
    """The history as a person reads it, in the installation's local time."""
    table = Table(title=f"{told['dossier']}: {told['state']['stage']}", expand=True)
    for heading in ("happened", "event", "stage", "paper", "digital", "findings"):
        table.add_column(heading)
    for line in told["events"]:
        table.add_row(
            _local(line["occurred_at"], zone),
            _event(line, lang),
            line.get("stage", ""),
            _place(line.get("paper")),
            _place(line.get("digital")),
            "\n".join(of(one["code"], one["params"], lang) for one in line["findings"]),
            style="strike" if line["annulled"] else None,
        )
    return table


def _event(line: dict[str, Any], lang: Lang) -> str:
    name = event_name(line["kind"], lang)
    said = line["data"].get("name")
    by = " · ".join(part for part in (line["actor"], line["unit"]) if part)
    return "\n".join(part for part in (f"{name}: {said}" if said else name, by) if part)


def _local(instant: str, zone: ZoneInfo) -> str:
    return datetime.fromisoformat(instant).astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")


def _place(place: dict[str, Any] | None) -> str:
    if place is None:
        return "no record"
    transit = place.get("in_transit")
    if transit:
        return f"in transit to {_holder(transit['taker'])}"
    return _holder(place["holder"])


def _holder(holder: dict[str, str] | None) -> str:
    return "/".join(holder.values()) if holder else "no record"


async def timeliness(
    settings: Settings,
    days: tuple[date, date],
    as_of: date | None,
    by: Grouping | None,
    known_at: datetime | None,
) -> dict[str, Any]:
    """The report's document, over everything recorded so far or by `known_at`."""
    period = _period(*days, as_of, datetime.now(UTC).astimezone(settings.zone).date())
    async with system(settings) as open_system:
        models = open_system.read_models
        if known_at:
            spans = await models.spans_known(known_at)
        else:
            await models.catch_up()
            _must_run(await models.standings())
            spans = await models.spans(period)
    return document(spans, period, by, plain(known_at))


def _must_run(standings: Sequence[Standing]) -> None:
    """Figures of a read model that an event stopped would be old ones. Raises Stop."""
    for one in standings:
        if one.name == PROJECTION.name and one.stopped_by:
            message = f"The read model {one.name} was stopped by {one.stopped_by}. See hoso doctor."
            raise Stop(FAILED, "read-model-stopped", message)


def _period(from_on: date, to_on: date, as_of: date | None, today: date) -> Period:
    if to_on < from_on:
        raise Stop(USAGE, "invalid-parameter", "--to: the period ends before it begins.")
    if as_of and as_of > today:
        raise Stop(USAGE, "invalid-parameter", "--as-of: that day has not come yet.")
    return Period(from_on, to_on, as_of or min(to_on, today))


COLUMNS = (
    ("received", "total"),
    ("received", "online"),
    ("received", "direct"),
    ("received", "carried_over"),
    ("resolved", "total"),
    ("resolved", "early"),
    ("resolved", "on_time"),
    ("resolved", "late"),
    ("resolved", "undetermined"),
    ("open", "total"),
    ("open", "in_time"),
    ("open", "overdue"),
    ("open", "undetermined"),
    ("ended", "total"),
)

ALWAYS = ("total", "early", "on_time", "late", "in_time", "overdue")


def report_table(report: dict[str, Any]) -> Table:
    """Form II.06a with its further cells; columns that are nought throughout are left out."""
    period, total = report["period"], report["total"]
    shown = [
        (part, cell)
        for part, cell in COLUMNS
        if total[part][cell] or (cell in ALWAYS and part != "ended")
    ]
    title = (
        f"Timeliness {period['from']} to {period['to']}, as of {report['as_of']} "
        f"(by {report['granularity']}, clock: {report['clock']})"
    )
    table = Table(title=title, box=SIMPLE, show_edge=False, padding=0)
    table.add_column(report["by"] or "", overflow="fold")
    for part, cell in shown:
        heading = f"{part}\n{cell}".replace("_", "\n")
        table.add_column(heading, justify="right", overflow="fold")
    for row in report["rows"] if report["by"] else ():
        table.add_row(row["label"], *(f"{row[part][cell]:,}" for part, cell in shown))
    table.add_section()
    table.add_row("total", *(f"{total[part][cell]:,}" for part, cell in shown), style="bold")
    return table


def show(table: Table) -> None:
    OUT.print(table)
