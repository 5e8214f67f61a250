"""`hoso unplaced`: nothing but what it takes to call it."""

import asyncio
from typing import Annotated, Final

import typer

from adapters.cli import console
from adapters.cli.console import OUT, Data, Json, print_json, settings_of

unplaced = typer.Typer(
    invoke_without_command=True,
    help="What was told of dossiers that are not there, or not for who told it; and placing it.",
)

Id = Annotated[str, typer.Argument(help="Its id, as the list has it.")]
Actor = Annotated[str, typer.Option("--actor", help="Who decides it.")]
State = Annotated[str, typer.Option("--state", help="waiting, placed or dismissed.")]

WAITING: Final = "waiting"


@unplaced.callback()
def bare(
    context: typer.Context, state: State = WAITING, data: Data = None, as_json: Json = False
) -> None:
    """What waits for its dossier, in the order in which it came: who told it, of which code, and
    why it was refused if its dossier is there by now. What can be placed is placed first."""
    if context.invoked_subcommand is None:
        _listed(state, data, as_json=as_json)
    else:
        asked = ("state", state != WAITING), ("data", data), ("json", as_json)
        given = [name for name, value in asked if value]
        console.alone(f"before {context.invoked_subcommand}: hoso unplaced", given)


@unplaced.command("list")
def list_(state: State = WAITING, data: Data = None, as_json: Json = False) -> None:
    """What waits for its dossier, in the order in which it came: who told it, of which code, and
    why it was refused if its dossier is there by now. What can be placed is placed first."""
    _listed(state, data, as_json=as_json)


def _listed(state: str, data: Data, *, as_json: bool) -> None:
    from adapters.cli.unplaced_tables import document, listed, unplaced_table, wanted

    asked = wanted(state)
    settings = settings_of(data)
    found, names = asyncio.run(listed(settings, asked))
    print_json(document(found, names.lang)) if as_json else OUT.print(unplaced_table(found, names))


@unplaced.command()
def place(
    id: Id,
    dossier: Annotated[str, typer.Argument(help="Any code of the dossier that it is of.")],
    *,
    actor: Actor,
    system: Annotated[
        str | None, typer.Option(help="Which system gave the code, if several gave the same.")
    ] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Record it of a dossier that you name, as it was told. The same command again changes
    nothing."""
    from adapters.cli.unplaced_tables import document, place, unplaced_table

    on = console.code(dossier, "dossier"), console.code(system, "--system") if system else None
    found, names = asyncio.run(place(settings_of(data), console.code(id, "id"), on, actor))
    print_json(document(found, names.lang)) if as_json else OUT.print(unplaced_table(found, names))


@unplaced.command()
def dismiss(
    id: Id,
    *,
    reason: Annotated[str, typer.Option(help="Why; it is kept in the vault.")],
    actor: Actor,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Set it aside: hoso no longer tries to place it. It may still be placed."""
    from adapters.cli.unplaced_tables import dismiss, document, unplaced_table

    told = console.code(reason, "--reason")
    found, names = asyncio.run(dismiss(settings_of(data), console.code(id, "id"), told, actor))
    print_json(document(found, names.lang)) if as_json else OUT.print(unplaced_table(found, names))
