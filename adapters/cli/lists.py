"""The commands of lists of dossiers, and nothing but what it takes to call them."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from adapters.cli import console
from adapters.cli.console import FAILED, OUT, Data, Json, moment, print_json, settings_of


def consignment(
    slip: Annotated[str, typer.Argument(help="The number of the slip.")],
    *,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """What travelled on a slip: in transit, received, refused, missing, surplus."""
    from adapters.cli.listed import slip as on_slip
    from adapters.cli.listed import slip_table
    from projections.consignment import document

    named = console.code(slip)
    on_it, names = asyncio.run(on_slip(settings_of(data), named))
    print_json(document(named, on_it)) if as_json else OUT.print(slip_table(named, on_it, names))


def shelf_check(
    file: Annotated[
        Path, typer.Argument(help="The codes that lay there, one a line.", exists=True)
    ],
    *,
    organisation: Annotated[str, typer.Option(help="Whose desk it is.")],
    carrier: Annotated[str, typer.Option(help="paper or digital.")],
    desk: Annotated[str | None, typer.Option(help="By default all its desks.")] = None,
    object_: Annotated[
        str, typer.Option("--object", help="file, result, or an original.")
    ] = "file",
    at: Annotated[
        str | None, typer.Option("--at", help="When somebody looked (default: now).")
    ] = None,
    actor: Annotated[str | None, typer.Option(help="Who looked.")] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Compare what lies at a desk with the record, and record it: what is missing, and what is
    unexpected. Exits with 1 where there is either."""
    from adapters.cli.listed import Shelf, all_present, codes, shelf_check, shelf_table
    from adapters.http.listed import document

    where = {"organisation": organisation} | ({"desk": desk} if desk else {})
    shelf = Shelf(where, carrier, object_, moment(at, "--at"), actor)
    settings = settings_of(data)
    found, names = asyncio.run(shelf_check(settings, shelf, codes(file)))
    if as_json:
        print_json(document(found, settings.lang))
    else:
        title = names.holder(where, names.local(datetime.now(UTC)).date())
        OUT.print(shelf_table(title, found, names))
    if not all_present(found):
        raise SystemExit(FAILED)
