"""Changes of the law at a terminal: what is asked, and tables of what comes back."""

import json
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from rich.box import SIMPLE
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from adapters.cli.console import ERR, OUT, USAGE, Stop
from adapters.cli.keys import account
from adapters.messages import Lang, event_name, word
from adapters.messages.deadlines import due_on, explain
from adapters.messages.law_words import said, timeliness
from adapters.postgres.law_entries import PostgresTouched
from adapters.settings import Settings
from adapters.wiring import System, system
from domain.dossier.lifecycle import Stage
from domain.lawmaking.asked import entry, event
from domain.lawmaking.asked import said as read_said
from domain.lawmaking.decision import Decision, Lawmaking
from projections import whatif

Document = dict[str, Any]

EXPLAINED: Final = 5
"""Dossiers of which a terminal explains the due dates; JSON explains all."""


def body(
    days: Mapping[str, str | None],
    scope: str,
    kind: str,
    makeup: Sequence[str],
    procedure: Path | None,
    **more: str | None,
) -> Document:
    """As the interface takes it. Raises Stop for a file that cannot be read."""
    given = {name: value for name, value in {**days, **more}.items() if value is not None}
    of_days = {"scope": scope, "kind": kind, "makeup": list(makeup)}
    return {**given, **(_definition(procedure) if procedure else of_days)}


def _definition(file: Path) -> Document:
    try:
        told = tomllib.loads(unicodedata.normalize("NFC", file.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        message = f"Cannot read {file} as TOML: {error}."
        raise Stop(USAGE, "unreadable-definition", message) from None
    versions = told.get("version", [])
    if told.keys() == {"abolition"}:
        return {"abolition": told["abolition"]}
    if told.keys() != {"version"} or not isinstance(versions, list) or len(versions) != 1:
        message = f"{file} should hold one [[version]], or an [abolition], and nothing else."
        raise Stop(USAGE, "unreadable-definition", message)
    return {"procedure": versions[0]}


def named(told: Document, request_id: str | None) -> Document:
    """With a name that the same command has again."""
    text = json.dumps(told, sort_keys=True, ensure_ascii=False, default=str)
    return {**told, "request_id": request_id or sha256(text.encode()).hexdigest()[:32]}


async def what_if(settings: Settings, told: Document) -> Document:
    """Raises Refused."""
    async with system(settings) as open_system:
        with _looking(open_system) as lawmaking:
            engine = open_system.engine
            effects = await lawmaking.what_if(event(read_said(told), engine.law, engine.today))
        return _says(whatif.document(effects), open_system)


async def declare(settings: Settings, told: Document) -> Document:
    """Raises Refused, Conflict."""
    async with system(settings) as open_system:
        with _looking(open_system) as lawmaking:
            asked = entry(told)
            engine = open_system.engine
            change = event(asked, engine.law, engine.today)
            who = asked.actor, asked.source, asked.request_id, account()
            done = await lawmaking.enter(Decision(change, *who))
            # Read models must not wait for a server that may not run.
            await open_system.read_models.catch_up()
        return _says(whatif.entered(done), open_system)


async def listed(settings: Settings) -> list[Document]:
    async with system(settings) as open_system:
        lawmaking = open_system.lawmaking
        await lawmaking.learn()
        counts = await PostgresTouched(open_system.database).moved()
        return whatif.entries((one, counts.get(one.position, 0)) for one in lawmaking.book.changes)


@contextmanager
def _looking(open_system: System) -> Iterator[Lawmaking]:
    """With a bar on standard error, where a person is looking."""
    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    title = TextColumn(said("looking", open_system.settings.lang))
    with Progress(title, *columns, console=ERR, disable=not ERR.is_terminal) as bar:
        task = bar.add_task("", total=None)
        yield replace(
            open_system.lawmaking,
            progress=lambda done, of: bar.update(task, completed=done, total=of),
        )


def _says(document: Document, open_system: System) -> Document:
    law, lang = open_system.engine.law, open_system.settings.lang
    for dossier in document["dossiers"]:
        for side in ("before", "after"):
            judged = dossier[side]
            judged["says"] = explain(judged["due"], lang, law.zone, law.common)
    return document


def show_effects(found: Document, settings: Settings) -> None:
    lang = settings.lang
    if not found["dossiers"]:
        OUT.print(said("none", lang))
        return
    OUT.print(_table(found["dossiers"], settings))
    OUT.print(said("totals", lang, **found["totals"]), highlight=False)
    OUT.print(said("why", lang), highlight=False)
    for dossier in found["dossiers"][:EXPLAINED]:
        OUT.print(dossier["dossier"], highlight=False)
        for side in ("before", "after"):
            lines = " ".join(dossier[side]["says"])
            OUT.print(f"  {said(side, lang)}: {lines}", highlight=False)


def show_entered(found: Document, settings: Settings) -> None:
    position = found["entry"]["position"]
    OUT.print(said("entered", settings.lang, position=position), highlight=False)
    show_effects(found, settings)


def _table(dossiers: Sequence[Document], settings: Settings) -> Table:
    lang = settings.lang
    table = Table(box=SIMPLE, show_edge=False, padding=(0, 1))
    for heading in ("dossier", "stage", "due", "class", "promised"):
        table.add_column(said(heading, lang), no_wrap=heading == "dossier")
    for one in dossiers:
        before, after = one["before"], one["after"]
        table.add_row(
            one["dossier"],
            word(Stage(one["stage"]), lang),
            _arrow(*(due_on(each["due"], lang, settings.zone) for each in (before, after))),
            _arrow(*(timeliness(each["class"], lang) for each in (before, after))),
            _arrow(*(_day(one[name], settings) for name in ("promised", "promised_anew"))),
            style="bold" if one["flips"] else None,
        )
    return table


def _arrow(before: str | None, after: str | None) -> str:
    if before == after or after is None:
        return before or "–"
    return f"{before or '–'} → {after}"


def _day(at: str | None, settings: Settings) -> str | None:
    if at is None:
        return None
    day = datetime.fromisoformat(at).astimezone(settings.zone).date()
    return f"{day:%d/%m}/{day.year}" if settings.lang == "vi" else day.isoformat()


def show_entries(entries: Sequence[Document], settings: Settings) -> None:
    lang = settings.lang
    if not entries:
        OUT.print(said("nothing", lang))
        return
    table = Table(box=SIMPLE, show_edge=False, padding=(0, 1))
    for heading in ("number", "what", "announced", "learnt", "by-whom", "moved"):
        table.add_column(said(heading, lang))
    for one in entries:
        table.add_row(
            str(one["position"]),
            f"{event_name(one['kind'], lang)}: {_what(one['event'], lang)}",
            _announced(one["event"]),
            _day(one["recorded_at"], settings) or "",
            f"{one['actor']}, {one['confirmed_by'] or '–'}",
            f"{one['moved']:,}",
        )
    OUT.print(table)


def _what(event: Document, lang: Lang) -> str:
    if "days" in event:
        days = [each["day"] if isinstance(each, dict) else each[0] for each in event["days"]]
        return ", ".join(days)
    version = event.get("procedure") or {}
    code = version.get("code") or event.get("code")
    day = version.get("valid_from") or event["effective_on"]
    return f"{code} {said('from', lang, day=day)}"


def _announced(event: Document) -> str:
    days = [each.get("announced_on") for each in event.get("days", ()) if isinstance(each, dict)]
    other = event.get("withdrawn_on") or event.get("known_on")
    return str(next((day for day in days if day), other or ""))
