"""`hoso replay` and `hoso report`: histories and figures for people."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from adapters import catalogue
from adapters.cli.console import OUT
from adapters.cli.listed_tables import clocks_table, events_table, listed_table, why_lines
from adapters.cli.operations import tell_parked
from adapters.cli.report_tables import about, beside, further_tables, report_tables
from adapters.cli.tables import due_table, history_table
from adapters.messages import Lang
from adapters.messages.explained import explained
from adapters.postgres.read_models import ReadModels
from adapters.settings import Settings
from adapters.web.names import Names
from adapters.wiring import system
from domain.dossier.clocks import Clock
from domain.knowledge import Moments, known, law_known
from domain.law import Law
from projections.dossier_view import view
from projections.history import lines
from projections.report.asking import Asked, Said, Wrong, asked, cursor_key, not_ahead, wanted
from projections.report.asking import clock as clock_named
from projections.report.document import of as document_of
from projections.report.listing import Page, behind, due, paged
from projections.report.listing import late as late_on
from projections.report.why import why as why_of
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
        engine = open_system.engine
        law = await law_known(engine.store, engine.in_force, moments)
        seen = view(found, law, moments.at)
        events = lines(found, law, moments.at)
    told = {"dossier": code, "version": seen.version, "state": seen.state, "events": events}
    return Replayed(told, law)


async def timeliness(settings: Settings, said: Said, known_at: datetime | None) -> dict[str, Any]:
    """The report's document, over everything recorded so far or by `known_at`. Raises Wrong."""
    async with reading(settings, said) as (models, question):
        return await report_of(models, question, known_at, settings)


async def report_of(
    models: ReadModels, question: Asked, known_at: datetime | None, settings: Settings
) -> dict[str, Any]:
    parked = 0 if known_at else await _caught_up(models, settings)
    groups = await models.groups(question, known_at)
    return {**document_of(question, groups, known_at, settings.zone.key), "parked": parked}


async def listed(
    settings: Settings,
    said: Said,
    number: tuple[str, str | None],
    page: tuple[str | None, int],
    known_at: datetime | None,
) -> tuple[dict[str, Any], Names]:
    """The dossiers behind a number, which is a cell and a group. Raises Wrong."""
    behind_key = cursor_key(page[0])
    async with reading(settings, said) as (models, question):
        which, of = wanted(question, *number), Page(page[1] + 1, behind_key)
        parked = 0
        if known_at:
            found = behind(await models.spans_known(known_at), which, of)
        else:
            parked = await _caught_up(models, settings)
            found = await models.listed(which, of)
        names = Names(models.law, settings.lang, settings.zone)
    told = paged(found, page[1], question.period.as_of, question.clock)
    return {**told, "parked": parked}, names


async def late(
    settings: Settings, as_of: date | None, page: tuple[str | None, int], known_at: datetime | None
) -> tuple[dict[str, Any], Names]:
    """What is open and overdue at the end of a day, by default today. Raises Wrong."""
    not_ahead(as_of, _day(datetime.now(UTC), settings))
    of = Page(page[1] + 1, cursor_key(page[0]))
    async with system(settings) as open_system:
        models, today = open_system.read_models, _day(open_system.now, settings)
        day = not_ahead(as_of, today) or today
        parked = 0
        if known_at:
            found = late_on(await models.spans_known(known_at), day, of)
        else:
            parked = await _caught_up(models, settings)
            found = await models.late(day, of)
        names = Names(models.law, settings.lang, settings.zone)
    told = paged(found, page[1], day, Clock.OWED, due)
    return {"as_of": day.isoformat(), **told, "parked": parked}, names


async def why(
    settings: Settings,
    code: str,
    as_of: date | None,
    known_at: datetime | None,
    clock: str | None,
) -> tuple[dict[str, Any], Names]:
    """What decided the dossier's class. Raises Wrong, and Refused when nobody knows the code."""
    by = clock_named(clock)
    not_ahead(as_of, _day(datetime.now(UTC), settings))
    async with system(settings) as open_system:
        today = _day(open_system.now, settings)
        day = not_ahead(as_of, today) or today
        found = await known(open_system.store, code, Moments(known_at=known_at))
        law = await open_system.read_models.law_known(known_at)
    told = why_of(found, law, day, by)
    if told is None:
        raise Wrong("not-received", dossier=code)
    head = {"dossier": code, "known_at": plain(known_at)}
    return {**head, **explained(told, law, settings.lang)}, Names(law, settings.lang, told.zone)


@asynccontextmanager
async def reading(settings: Settings, said: Said) -> AsyncIterator[tuple[ReadModels, Asked]]:
    """What is asked for, and where it is read. Raises Wrong."""
    schemes = catalogue.schemes()
    # No clock of a simulation is ahead of ours: what is wrong by ours needs no database.
    asked(said, schemes, _day(datetime.now(UTC), settings))
    async with system(settings) as open_system:
        yield open_system.read_models, asked(said, schemes, _day(open_system.now, settings))


async def _caught_up(models: ReadModels, settings: Settings) -> int:
    """How many dossiers the figures are without."""
    await models.catch_up()
    standings = await models.standings()
    tell_parked(standings, [PROJECTION.name], settings)
    return PROJECTION.parked_in(standings)


def _day(at: datetime, settings: Settings) -> date:
    return at.astimezone(settings.zone).date()


def show_replay(replayed: Replayed, settings: Settings) -> None:
    OUT.print(history_table(replayed.told, Names(replayed.law, settings.lang, settings.zone)))
    OUT.print()
    OUT.print(due_table(replayed.told, settings.zone, settings.lang, replayed.law.common))


def show_report(report: dict[str, Any], lang: Lang) -> None:
    width = OUT.width
    tables = (*report_tables(report, width, lang), *further_tables(report, width, lang))
    for part in (about(report, lang), *tables, beside(report, lang)):
        OUT.print(part, highlight=False)
        OUT.print()


def show_listed(found: dict[str, Any], names: Names) -> None:
    OUT.print(listed_table(found["dossiers"], names))
    if found["next"]:
        OUT.print(f"--cursor {found['next']}", highlight=False)


def show_why(found: dict[str, Any], names: Names) -> None:
    for part in (*why_lines(found, names), events_table(found, names), clocks_table(found, names)):
        OUT.print(part, highlight=False)
        OUT.print()
