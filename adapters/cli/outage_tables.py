"""Outages at a terminal: a table of them, and what somebody says of one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from rich.box import SIMPLE
from rich.table import Table

from adapters.cli.console import OUT, print_json
from adapters.messages import word
from adapters.messages.outage_words import said
from adapters.settings import Settings
from adapters.wiring import System, system
from domain.access import Principal, Role
from domain.lawmaking.outages import Failure
from domain.listed import read_as
from domain.outages.asked import Declaration, End, Said
from domain.outages.known import State
from projections.outages import document, listed

Found = Sequence[dict[str, Any]] | dict[str, Any]
"""All of them, or the one that something was said of."""

HEADINGS: Final = ("id", "source", "from", "to", "reason", "document", "state")
BY: Final = ("declared", "confirmed")


async def done(settings: Settings, deed: str, told: dict[str, Any], id: int | None) -> Found:
    """Raises Refused, Conflict."""
    async with system(settings) as open_system:
        if deed == "listed":
            return listed(await open_system.outages.listed())
        found = await _said(open_system, deed, told, id or 0)
        # Read models must not wait for a server that may not run.
        await open_system.read_models.catch_up()
        return found


async def _said(open_system: System, deed: str, told: dict[str, Any], id: int) -> dict[str, Any]:
    kept, by = open_system.outages, Principal(told["actor"], Role.ADMINISTRATOR)
    match deed:
        case "declare":
            found = await kept.declare(read_as(Declaration, told), by)
        case "confirm":
            found = await kept.confirm(id, read_as(Said, told), by)
        case "end":
            found = await kept.end(id, read_as(End, told), by)
        case _:
            found = await kept.withdraw(id, read_as(Said, told), by)
    return document(found.outage)


def show(found: Found, settings: Settings, *, as_json: bool) -> None:
    outages = [found] if isinstance(found, dict) else found
    if as_json:
        print_json(found if isinstance(found, dict) else {"outages": found})
    elif outages:
        OUT.print(_table(outages, settings))
    else:
        OUT.print(said("none", settings.lang))


def _table(outages: Sequence[dict[str, Any]], settings: Settings) -> Table:
    lang = settings.lang
    table = Table(box=SIMPLE, show_edge=False, padding=(0, 1))
    for heading in (*HEADINGS, *BY):
        table.add_column(said(heading, lang))
    for one in outages:
        table.add_row(
            str(one["id"]),
            one["source"],
            _moment(one["from"], settings),
            _moment(one["to"], settings) if one["to"] else said("lasts", lang),
            word(Failure(one["reason"]), lang),
            one["document"] or "–",
            word(State(one["state"]), lang),
            *(one[deed]["actor"] if one[deed] else "–" for deed in BY),
        )
    return table


def _moment(at: str, settings: Settings) -> str:
    local = datetime.fromisoformat(at).astimezone(settings.zone)
    day = f"{local:%d/%m}/{local.year}" if settings.lang == "vi" else f"{local:%Y-%m-%d}"
    return f"{day}, {local:%H:%M}"
