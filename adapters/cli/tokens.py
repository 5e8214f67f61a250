"""`hoso token` in its forms: the installation's own, and keys for services and people. Nothing but
what it takes to call them."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from adapters.cli.console import (
    OUT,
    USAGE,
    Data,
    Json,
    Stop,
    alone,
    code,
    print_json,
    settings_of,
)

token = typer.Typer(
    invoke_without_command=True,
    help="Print the installation's own token, or make a key for a service or a person. "
    "A running server keeps the installation's token that it began with; keys are good, and "
    "revoked, at once.",
)

UNITS: Final = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}

Id = Annotated[str, typer.Argument(help="Of the key, as hoso token list shows it.")]
Expires = Annotated[
    str | None, typer.Option(help="When, like 90d, 12h or 4w; by default 365d, at most 731d.")
]


@token.callback()
def make(
    context: typer.Context,
    *,
    role: Annotated[
        str | None,
        typer.Option(
            help="Make a key: service, one-stop, handler, leader, clerk, auditor, administrator "
            "or monitor."
        ),
    ] = None,
    unit: Annotated[
        list[str] | None, typer.Option(help="Whom it speaks for, by id or code; repeatable.")
    ] = None,
    source: Annotated[
        list[str] | None, typer.Option(help="In the name of which source; repeatable.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="What it is called.")] = None,
    expires: Expires = None,
    renew: Annotated[
        bool, typer.Option("--renew", help="Make a new one for the installation.")
    ] = False,
    data: Data = None,
    as_json: Json = False,
) -> None:
    from adapters.wiring import token

    context.obj = data
    asked = {"unit": unit, "source": source, "name": name, "expires": expires}
    given = [option for option, value in asked.items() if value]
    if context.invoked_subcommand:
        more = {"role": role, "renew": renew, "json": as_json}
        given += [option for option, value in more.items() if value]
        alone(f"before {context.invoked_subcommand}: hoso token", given)
    elif role is None:
        alone("without --role hoso token", given)
        own = token(settings_of(data), renew=renew)
        print_json({"token": own}) if as_json else typer.echo(own)
    elif renew:
        raise Stop(USAGE, "invalid-parameter", "--renew is for the installation's own token.")
    else:
        body = {"role": role, "units": unit or [], "sources": source or [], "name": name}
        _make(data, {**_texts(body), "expires_at": _in(expires, "--expires")}, as_json)


def _texts(body: dict[str, Any]) -> dict[str, Any]:
    """As they are kept."""
    return {
        option: [code(each, f"--{option}") for each in value]
        if isinstance(value, list)
        else value and code(value, f"--{option}")
        for option, value in body.items()
    }


def _in(length: str | None, option: str) -> datetime | None:
    """That long from now."""
    if length is None:
        return None
    found = re.fullmatch(r"(\d{1,5})([hdw])", length, re.ASCII)
    if not found:
        hint = f"{length!r} is no length of time like 90d, 12h or 4w"
        raise typer.BadParameter(hint, param_hint=option)
    return datetime.now(UTC) + int(found[1]) * UNITS[found[2]]


def _make(data: Path | None, body: dict[str, Any], as_json: bool) -> None:
    from adapters.cli.keys import make, tell

    settings = settings_of(data)
    tell(asyncio.run(make(settings, body)), settings, as_json=as_json)


def _of(context: typer.Context, data: Path | None) -> Path | None:
    """The data directory, before or behind the name of the command."""
    before: Path | None = context.obj
    return data or before


@token.command("list")
def list_(context: typer.Context, data: Data = None, as_json: Json = False) -> None:
    """Every key that was ever made: whose it is, until when it is good, when it was last used."""
    from adapters.cli.keys import key_table, listed

    settings = settings_of(_of(context, data))
    found = asyncio.run(listed(settings))
    print_json(found) if as_json else OUT.print(key_table(found, settings))


@token.command()
def rotate(
    context: typer.Context,
    id: Id,
    *,
    overlap: Annotated[
        str | None,
        typer.Option(help="How long the old token stays good, like 7d; by default not at all."),
    ] = None,
    expires: Expires = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """A new token for a key; its id, role and units stay."""
    from adapters.cli.keys import rotate, tell

    settings = settings_of(_of(context, data))
    until = {
        "expires_at": _in(expires, "--expires"),
        "overlap_until": _in(overlap, "--overlap"),
    }
    done = asyncio.run(rotate(settings, code(id, "ID"), until))
    tell(done, settings, as_json=as_json)


@token.command()
def revoke(context: typer.Context, id: Id, data: Data = None, as_json: Json = False) -> None:
    """Take a key back, for good. Within two seconds no server takes it any more."""
    from adapters.cli.keys import revoke, tell_revoked

    settings = settings_of(_of(context, data))
    done = asyncio.run(revoke(settings, code(id, "ID")))
    print_json(done) if as_json else tell_revoked(done, settings.lang)
