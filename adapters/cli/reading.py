"""`hoso replay` and `hoso report timeliness`: histories and figures for people."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from adapters.cli.console import OUT, USAGE, Stop
from adapters.cli.operations import tell_parked
from adapters.cli.tables import about, beside, due_table, history_table, report_tables
from adapters.settings import Settings
from adapters.web.names import Names
from adapters.wiring import system
from domain.knowledge import Moments, known
from domain.law import Law
from projections.dossier_view import view
from projections.history import lines
from projections.report import Grouping, Period, cells_by_group, document
from projections.timeliness import PROJECTION
from projections.view import plain


@dataclass(frozen=True, slots=True)
class Replayed:
    told: dict[str, Any]
    """The history and the state, as `--json` prints them."""
    law: Law
    """What names and rules it speaks of."""


async def replay(settings: Settings, code: str, moments: Moments) -> Replayed:
    """A dossier's history, and where it stood. Raises Refused when nobody knows the code."""
    async with system(settings) as open_system:
        found = await known(open_system.store, code, moments)
        law = open_system.engine.law
        seen = view(found, law, moments.at)
        events = lines(found, law, moments.at)
    told = {"dossier": code, "version": seen.version, "state": seen.state, "events": events}
    return Replayed(told, law)


async def timeliness(
    settings: Settings,
    days: tuple[date, date],
    as_of: date | None,
    by: Grouping | None,
    known_at: datetime | None,
) -> dict[str, Any]:
    """The report's document, over everything recorded so far or by `known_at`."""
    # No clock of a simulation is ahead of ours: what is wrong by ours needs no database.
    _period(*days, as_of, _day(datetime.now(UTC), settings))
    async with system(settings) as open_system:
        period = _period(*days, as_of, _day(open_system.now, settings))
        models = open_system.read_models
        if known_at:
            groups = cells_by_group(await models.spans_known(known_at), period, by)
        else:
            await models.catch_up()
            tell_parked(await models.standings(), [PROJECTION.name], settings)
            groups = await models.counts(period, by)
    return document(groups, period, by, plain(known_at))


def _day(at: datetime, settings: Settings) -> date:
    return at.astimezone(settings.zone).date()


def _period(from_on: date, to_on: date, as_of: date | None, today: date) -> Period:
    if to_on < from_on:
        raise Stop(USAGE, "invalid-parameter", "--to: the period ends before it begins.")
    if as_of and as_of > today:
        raise Stop(USAGE, "invalid-parameter", "--as-of: that day has not come yet.")
    return Period(from_on, to_on, as_of or min(to_on, today))


def show_replay(replayed: Replayed, settings: Settings) -> None:
    OUT.print(history_table(replayed.told, Names(replayed.law, settings.lang, settings.zone)))
    OUT.print()
    OUT.print(due_table(replayed.told, settings.zone, settings.lang, replayed.law.common))


def show_report(report: dict[str, Any]) -> None:
    for part in (about(report), *report_tables(report, OUT.width), beside(report)):
        OUT.print(part, highlight=False)
        OUT.print()
