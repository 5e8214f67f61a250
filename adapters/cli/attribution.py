"""`hoso attribution` and `hoso report attribution`: nothing but what it takes to call them."""

import asyncio
from typing import Annotated, Final

import typer

from adapters.cli import console
from adapters.cli.console import USAGE, Data, Stop, day, moment, print_json, settings_of

Format = Annotated[str, typer.Option("--format", help="table or json.")]
OfCarrier = Annotated[
    str | None,
    typer.Option("--carrier", help="paper or digital: as that carrier went, not the dossier."),
]
FORMATS: Final = ("table", "json")
CARRIERS: Final = ("paper", "digital")
GROUPINGS: Final = ("account", "unit", "step", "procedure", "month")


def of_a_dossier(
    code: Annotated[str, typer.Argument(help="Any code of the dossier.")],
    *,
    at: Annotated[
        str | None, typer.Option("--at", help="As it was: up to then (with offset).")
    ] = None,
    known_at: Annotated[
        str | None,
        typer.Option("--known-at", help="As we knew it: only what was recorded by then."),
    ] = None,
    carrier: OfCarrier = None,
    format_: Format = "table",
    data: Data = None,
) -> None:
    """Whose working time it was: who had the dossier how long, and who made it late."""
    one_of("--format", format_, FORMATS, "unknown-format")
    one_of("--carrier", carrier, CARRIERS, "invalid-parameter")
    from adapters.cli.charges import Moments, attributed, show_attributed
    from adapters.http.attribution import of_one
    from domain.dossier.values import Carrier

    moments = Moments(moment(at, "--at"), moment(known_at, "--known-at"))
    settings, which = settings_of(data), Carrier(carrier) if carrier else None
    found = asyncio.run(attributed(settings, console.code(code), moments, which))
    print_json(of_one(*found)) if format_ == "json" else show_attributed(*found)


def of_a_period(
    *,
    from_: Annotated[str, typer.Option("--from", help="First day, like 2019-01-01.")],
    to: Annotated[str, typer.Option("--to", help="Last day, included.")],
    by: Annotated[str, typer.Option(help="account, unit, step, procedure or month.")] = GROUPINGS[
        0
    ],
    carrier: OfCarrier = None,
    format_: Format = "table",
    data: Data = None,
) -> None:
    """Whose working time it was, before and after the due date: over dossiers that ended."""
    days = day(from_, "--from"), day(to, "--to")
    one_of("--format", format_, FORMATS, "unknown-format")
    one_of("--by", by, GROUPINGS, "unknown-grouping")
    one_of("--carrier", carrier, CARRIERS, "invalid-parameter")
    from adapters.cli.charges import show_summed, summed
    from adapters.http.attribution import of_many
    from domain.dossier.attribution import Dimension
    from domain.dossier.values import Carrier

    which = Carrier(carrier) if carrier else None
    found = asyncio.run(summed(settings_of(data), days, Dimension(by), which))
    print_json(of_many(*found)) if format_ == "json" else show_summed(*found)


def one_of(option: str, given: str | None, known: tuple[str, ...], code: str) -> None:
    """Raises Stop where it is none of them."""
    if given is not None and given not in known:
        raise Stop(USAGE, code, f"{option} is one of {', '.join(known)}, not {given}.")
