"""Issued reports at a terminal."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from uuid6 import uuid7

from adapters import catalogue
from adapters.cli.console import OUT, progress
from adapters.cli.forms import formed
from adapters.cli.issued_tables import (
    bridge_lines,
    bridge_table,
    cells_table,
    dossiers_table,
    groups_table,
    head,
    list_table,
)
from adapters.cli.keys import account
from adapters.cli.reading import show_report
from adapters.messages.issued_words import said
from adapters.settings import Settings
from adapters.sheets.naming import as_issued, for_people
from adapters.wiring import System, system
from domain.refusals import Refused
from domain.reports.refusals import ReportAltered
from projections.issued import shown
from projections.issued.document import asked_of, carried_document
from projections.issued.kept import Order
from projections.issued.looking import Progress
from projections.report.asking import Asked, Said, asked


@dataclass(frozen=True, slots=True)
class Issuance:
    """What is asked for when a report is issued."""

    said: Said
    actor: str
    known_at: datetime | None = None
    number: str | None = None
    request_id: str | None = None
    """By default one of its own."""


async def issue(settings: Settings, issuance: Issuance) -> dict[str, Any]:
    """Raises Wrong, Refused, Conflict."""
    async with system(settings) as open_system:
        order = Order(
            _asked(open_system, issuance.said),
            issuance.actor,
            "terminal",
            issuance.request_id or str(uuid7()),
            as_of_given=issuance.said.as_of is not None,
            known_at=issuance.known_at,
            number=issuance.number,
            entered_by=account(),
        )
        with _counting(settings) as advance:
            return shown.shown(await open_system.reports.issue(order, advance))


async def listed(settings: Settings) -> list[dict[str, Any]]:
    async with system(settings) as open_system:
        return shown.listed(await open_system.reports.listed())


async def one(settings: Settings, number: str) -> dict[str, Any]:
    """Raises Refused."""
    async with system(settings) as open_system:
        return shown.shown(await open_system.reports.kept(number))


async def document(settings: Settings, number: str) -> bytes:
    """Its canonical bytes. Raises Refused, also where they are not what was issued."""
    async with system(settings) as open_system:
        kept = await open_system.reports.kept(number)
    if kept.document is None:
        raise Refused(ReportAltered(number, kept.part))
    return kept.text


async def sheet(settings: Settings, number: str, form: str) -> bytes:
    """As it was issued, in one of `adapters.cli.forms`. Raises Refused, also where the document
    is not what was issued."""
    async with system(settings) as open_system:
        kept = await open_system.reports.kept(number)
        law = open_system.engine.law
    if kept.document is None:
        raise Refused(ReportAltered(number, kept.part))
    return formed(for_people(as_issued(shown.shown(kept)), law, settings.lang), form, settings.lang)


async def recompute(settings: Settings, number: str, known_at: datetime | None) -> dict[str, Any]:
    """Raises Refused."""
    async with system(settings) as open_system:
        office = open_system.reports
        with _counting(settings) as advance:
            found = await office.recomputed(number, known_at, advance)
    return shown.recomputed(found, office.release)


async def bridge(
    settings: Settings, number: str | None, question: Said, known_at: datetime | None
) -> dict[str, Any]:
    """Of an issued report's period, or of the one that is said. Raises Wrong, Refused."""
    async with system(settings) as open_system:
        office = open_system.reports
        if number is None:
            about = _asked(open_system, question)
        else:
            about = asked_of((await office.kept(number)).issued.inputs)
        with _counting(settings) as advance:
            return carried_document(await office.carried(about, known_at, advance))


def _asked(open_system: System, question: Said) -> Asked:
    return asked(question, catalogue.schemes(), open_system.reports.today)


@contextmanager
def _counting(settings: Settings) -> Iterator[Progress]:
    with progress(said("counted", settings.lang), None) as advance:
        yield advance


def show_list(reports: list[dict[str, Any]], settings: Settings) -> None:
    if not reports:
        OUT.print(said("none", settings.lang))
        return
    OUT.print(list_table(reports, settings.lang, settings.zone))


def show_issued(found: dict[str, Any], settings: Settings) -> None:
    for line in head(found, settings.lang, settings.zone):
        OUT.print(line, highlight=False)
    OUT.print()
    if found["report"] is not None:
        show_report(found["report"], settings.lang)
        show_bridge(found["carried_over"], settings)


def show_recomputed(found: dict[str, Any], settings: Settings) -> None:
    lang, zone = settings.lang, settings.zone
    words = {"number": found["number"], "position": found["now"]["position"]}
    for line in (*head(found, lang, zone), said("again", lang, **words)):
        OUT.print(line, highlight=False)
    OUT.print(cells_table(found, lang))
    if not found["differs"]:
        OUT.print(said("same", lang))
    if found["groups"]:
        OUT.print(groups_table(found, lang))
    if found["dossiers"]:
        OUT.print(dossiers_table(found, lang, zone))
    show_bridge(found["carried_over"], settings)


def show_bridge(carried: dict[str, Any], settings: Settings) -> None:
    for line in bridge_lines(carried, settings.lang, settings.zone):
        OUT.print(line, highlight=False)
    if carried["came"] or carried["went"]:
        OUT.print(bridge_table(carried, settings.lang, settings.zone))
