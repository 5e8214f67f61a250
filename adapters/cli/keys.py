"""Keys at a terminal: made, renewed, taken back and listed."""

import os
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from getpass import getuser
from typing import Any, Final

import typer
from pydantic import BaseModel
from rich.box import SIMPLE
from rich.table import Table

from adapters.cli.console import ERR, print_json
from adapters.messages import Lang, word
from adapters.messages.key_words import said
from adapters.postgres.keys import PostgresKeys
from adapters.settings import Settings
from adapters.wiring import system, token
from domain.access import Role
from domain.keys.asked import NewKey, Rotation
from domain.keys.key import Verdict
from domain.listed import read_as
from projections import keys as shown

Document = dict[str, Any]

COLUMNS: Final = ("id", "name", "role", "units", "sources", "state", "expires", "used", "by")


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[PostgresKeys]:
    async with system(settings) as open_system:
        yield open_system.keys(token(settings))


async def make(settings: Settings, body: Mapping[str, Any]) -> Document:
    """Raises Refused."""
    wanted = read_as(NewKey, _given(body))
    async with _opened(settings) as keys:
        return _plain(shown.told_once(await keys.make(wanted, account()), _now()))


async def rotate(settings: Settings, id: str, body: Mapping[str, Any]) -> Document:
    """Raises Refused."""
    wanted = read_as(Rotation, _given(body))
    async with _opened(settings) as keys:
        return _plain(shown.told_once(await keys.rotate(id, wanted, account()), _now()))


async def revoke(settings: Settings, id: str) -> Document:
    """Raises Refused."""
    async with _opened(settings) as keys:
        return _plain(shown.shown(await keys.revoke(id, account()), _now()))


async def listed(settings: Settings) -> list[Document]:
    async with _opened(settings) as keys:
        found: list[Document] = _plain(shown.all_shown(await keys.listed(), _now()))["keys"]
        return found


def _plain(told: BaseModel) -> Document:
    return told.model_dump(mode="json")


def _given(body: Mapping[str, Any]) -> Document:
    return {name: value for name, value in body.items() if value is not None}


def account() -> str:
    """Whose deed it is: of whoever works at this machine under that account."""
    try:
        return f"account:{getuser()}"
    except (KeyError, OSError):
        return f"account:{os.getuid()}"


def tell(issued: Document, settings: Settings, *, as_json: bool) -> None:
    """The token alone where others read it; what it is, beside."""
    if as_json:
        print_json(issued)
        return
    typer.echo(issued["token"])
    until = _moment(issued["expires_at"], settings)
    told = said("once", settings.lang, id=issued["id"], until=until)
    ERR.print(told, markup=False, highlight=False, soft_wrap=True)


def tell_revoked(key: Document, lang: Lang) -> None:
    typer.echo(said("revoked", lang, id=key["id"]))


def key_table(keys: Sequence[Document], settings: Settings) -> Table:
    """The latest last; times in the installation's own."""
    lang = settings.lang
    table = Table(box=SIMPLE, title=said("none", lang) if not keys else None)
    for column in COLUMNS:
        table.add_column(said(column, lang))
    for key in keys:
        used = key["used_at"]
        table.add_row(
            key["id"],
            key["name"] or "",
            word(Role(key["role"]), lang),
            "\n".join(key["units"]),
            "\n".join(key["sources"]),
            word(Verdict(key["state"]), lang),
            _moment(key["expires_at"], settings),
            _moment(used, settings) if used else "–",
            key["deeds"][0]["by"],
        )
    return table


def _moment(at: str, settings: Settings) -> str:
    return f"{datetime.fromisoformat(at).astimezone(settings.zone):%Y-%m-%d %H:%M}"


def _now() -> datetime:
    return datetime.now(UTC)
