"""`hoso what-if` and `hoso law`: nothing but what it takes to call them."""

import asyncio
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.markup import escape

from adapters.cli.console import Data, Json, print_json, settings_of

law = typer.Typer(
    invoke_without_command=True, help="What was entered of the law, and entering a change of it."
)

Holiday = Annotated[
    str | None, typer.Option("--holiday", help="The first day that is off, like 2019-09-03.")
]
Withdraw = Annotated[
    str | None, typer.Option("--withdraw", help="The first day whose declaration is taken back.")
]
Until = Annotated[str | None, typer.Option("--until", help="The last day, if there are several.")]
Scope = Annotated[str, typer.Option("--scope", help="VN, or whom it binds alone.")]
Kind = Annotated[
    str,
    typer.Option(
        "--kind",
        help="public-holiday, compensatory-day, swapped-off, makeup-work-day, closure or opening.",
    ),
]
Announced = Annotated[str | None, typer.Option("--announced", help="When it was made public.")]
Makeup = Annotated[
    list[str] | None, typer.Option("--makeup", help="A day off that is worked instead.")
]
Document = Annotated[
    str | None, typer.Option("--document", help="The number of what it was announced by.")
]
# Square brackets would be taken for markup.
FORM_OF_IT: Final = escape("TOML with one [[version]] or an [abolition].")
Procedure = Annotated[
    Path | None,
    typer.Option("--procedure", help=FORM_OF_IT, exists=True),
]


def what_if(
    *,
    holiday: Holiday = None,
    withdraw: Withdraw = None,
    until: Until = None,
    scope: Scope = "VN",
    kind: Kind = "public-holiday",
    announced: Announced = None,
    makeup: Makeup = None,
    procedure: Procedure = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Which dossiers a change of the law would touch: due date and class before and after, and
    what would be promised anew. Records nothing."""
    from adapters.cli.lawmaking import body, show_effects, what_if

    days = {"holiday": holiday, "withdraw": withdraw, "until": until, "announced": announced}
    told = body(days, scope, kind, makeup or [], procedure)
    settings = settings_of(data)
    found = asyncio.run(what_if(settings, told))
    print_json(found) if as_json else show_effects(found, settings)


@law.callback()
def entered(context: typer.Context, data: Data = None, as_json: Json = False) -> None:
    """What was entered of the law: when it was announced, when it was learnt, by whom, and how
    many open dossiers it moved."""
    from adapters.cli.lawmaking import listed, show_entries

    if context.invoked_subcommand:
        return
    settings = settings_of(data)
    entries = asyncio.run(listed(settings))
    print_json(entries) if as_json else show_entries(entries, settings)


@law.command()
def declare(
    *,
    actor: Annotated[str, typer.Option(help="Who enters it.")],
    confirmed_by: Annotated[
        str, typer.Option("--confirmed-by", help="The second person, who confirms it.")
    ],
    holiday: Holiday = None,
    withdraw: Withdraw = None,
    until: Until = None,
    scope: Scope = "VN",
    kind: Kind = "public-holiday",
    announced: Announced = None,
    makeup: Makeup = None,
    document: Document = None,
    name_vi: Annotated[
        str | None, typer.Option("--name-vi", help="What the day is called.")
    ] = None,
    name_en: Annotated[str | None, typer.Option("--name-en", help="The same in English.")] = None,
    procedure: Procedure = None,
    request_id: Annotated[
        str | None,
        typer.Option("--request-id", help="By default named by what is entered, and by whom."),
    ] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Enter a change of the law: one decision, which moves the deadline of every open dossier that
    it touches. No printed promise gets shorter. The same command again completes what was broken
    off, and enters nothing twice."""
    from adapters.cli.lawmaking import body, declare, named, show_entered

    days = {"holiday": holiday, "withdraw": withdraw, "until": until, "announced": announced}
    more: dict[str, Any] = {"document": document, "name_vi": name_vi, "name_en": name_en}
    told = body(days, scope, kind, makeup or [], procedure, **more)
    told |= {"actor": actor, "confirmed_by": confirmed_by, "source": "terminal"}
    settings = settings_of(data)
    found = asyncio.run(declare(settings, named(told, request_id)))
    print_json(found) if as_json else show_entered(found, settings)
