"""`hoso outage`: nothing but what it takes to call it."""

import asyncio
from typing import Annotated, Any

import typer

from adapters.cli.console import Data, Json, alone, settings_of

outage = typer.Typer(
    invoke_without_command=True,
    help="When sources were cut off. What they send again of an outage that two people declared "
    "is judged by their own times.",
)

Id = Annotated[int, typer.Argument(min=1, max=2**53, help="Its id, as the list has it.")]
Actor = Annotated[str, typer.Option("--actor", help="Who says so.")]


@outage.callback()
def listed(context: typer.Context, data: Data = None, as_json: Json = False) -> None:
    """Every outage that was declared, and who said what of it."""
    if context.invoked_subcommand is None:
        _tell("listed", data, as_json=as_json)
    else:
        given = [name for name, value in (("data", data), ("json", as_json)) if value]
        alone(f"before {context.invoked_subcommand}: hoso outage", given)


@outage.command("list")
def list_(data: Data = None, as_json: Json = False) -> None:
    """Every outage that was declared, and who said what of it."""
    _tell("listed", data, as_json=as_json)


@outage.command()
def declare(
    source: Annotated[str, typer.Argument(help="The source, as its events name it.")],
    *,
    since: Annotated[str, typer.Option("--from", help="Since when, with its offset.")],
    until: Annotated[
        str | None, typer.Option("--to", help="Until when; left out while it is not over.")
    ] = None,
    reason: Annotated[
        str, typer.Option(help="power, network, system, maintenance or disaster.")
    ] = "system",
    document: Annotated[
        str | None, typer.Option(help="The number of what it is recorded in.")
    ] = None,
    actor: Actor,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Say that a source was cut off from hoso. Nothing follows until somebody else confirms it."""
    told = {"source": source, "from": since, "to": until, "reason": reason}
    _tell("declare", data, {**told, "document": document, "actor": actor}, as_json=as_json)


@outage.command()
def confirm(id: Id, *, actor: Actor, data: Data = None, as_json: Json = False) -> None:
    """Confirm an outage that somebody else declared: from here on it counts."""
    _tell("confirm", data, {"actor": actor}, id, as_json=as_json)


@outage.command()
def end(
    id: Id,
    *,
    until: Annotated[str, typer.Option("--to", help="When it was over, with its offset.")],
    actor: Actor,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Say when it was over: one that was open, or sooner than was declared."""
    _tell("end", data, {"to": until, "actor": actor}, id, as_json=as_json)


@outage.command()
def withdraw(id: Id, *, actor: Actor, data: Data = None, as_json: Json = False) -> None:
    """Take it back: it counts no longer."""
    _tell("withdraw", data, {"actor": actor}, id, as_json=as_json)


def _tell(
    deed: str,
    data: Data,
    told: dict[str, Any] | None = None,
    id: int | None = None,
    *,
    as_json: bool,
) -> None:
    from adapters.cli.outage_tables import done, show

    settings = settings_of(data)
    show(asyncio.run(done(settings, deed, told or {}, id)), settings, as_json=as_json)
