"""What all commands share: options, output, and how errors are told."""

import json
import os
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from pydantic import TypeAdapter, ValidationError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from adapters.messages import of, sentence
from adapters.postgres.embedded import EmbeddedFault
from adapters.settings import Settings
from adapters.sheets.legible import legible
from domain.dossier.history import UnreadableEvent
from domain.dossier.values import Moment
from domain.refusals import Refused
from domain.store import Conflict, StoreUnavailable

FAILED: Final = 1
"""A check failed, or the domain said no."""
USAGE: Final = 2
UNREACHABLE: Final = 3

PIPED: Final = 140
"""Characters a line where neither a terminal nor COLUMNS says how wide it is."""


class Legible(Console):
    """Shows what people wrote, and obeys none of it: an escape sequence would clear the screen,
    a bidirectional mark turn figures around."""

    def render_str(self, text: str, **how: Any) -> Text:
        return super().render_str(legible(text), **how)


# What people named is no markup and no emoji of ours.
OUT: Final = Legible(
    width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else PIPED,
    markup=False,
    emoji=False,
)
ERR: Final = Legible(stderr=True)

Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        help="Directory of the embedded database and the token. [HOSO_DATA_DIR]",
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for a machine to read.")]


def settings(data: Path | None) -> Settings:
    """The environment's settings, and those of the options. Exits when one is wrong."""
    try:
        return Settings(data_dir=data) if data else Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "HOSO_" + "_".join(map(str, first["loc"])).upper()
        raise Stop(
            USAGE, "invalid-setting", f"The setting {name} is wrong: {first['msg']}."
        ) from None


def settings_of(data: Path | None) -> Settings:
    """The command's settings. Logs go to standard error from here on: what a command prints
    is for whoever called it."""
    from adapters.cli import logs

    found = settings(data)
    logs.configure(found)
    return found


class Stop(Exception):
    """Ends the command with an exit code and a sentence."""

    def __init__(self, exit_code: int, code: str, message: str) -> None:
        super().__init__(message)
        self.exit_code = exit_code
        self.code = code


@contextmanager
def told() -> Iterator[None]:
    """Errors as a sentence with its code on standard error, and an exit code; no traceback."""
    lang = _lang()
    try:
        yield
    except Stop as stop:
        _end(stop.exit_code, stop.code, str(stop))
    except Refused as refused:
        for reason in refused.reasons[1:]:
            _tell(reason.code, sentence(reason, lang))
        _end(FAILED, refused.reasons[0].code, sentence(refused.reasons[0], lang))
    except UnreadableEvent as fault:
        _end(FAILED, "unreadable-event", f"{fault}. See hoso doctor.")
    except Conflict as conflict:
        _end(FAILED, "conflict", of("conflict", {"dossier": str(conflict)}, lang))
    except EmbeddedFault as fault:
        _end(UNREACHABLE, fault.code, str(fault))
    except StoreUnavailable as fault:
        _end(UNREACHABLE, fault.code, f"{of(fault.code, {}, lang)} ({fault})")


def _lang() -> Any:
    try:
        return Settings().lang
    except ValidationError:
        return "en"


def _tell(code: str, message: str) -> None:
    ERR.print(f"hoso: {message} [{code}]", markup=False, highlight=False, soft_wrap=True)


def _end(exit_code: int, code: str, message: str) -> None:
    _tell(code, message)
    raise SystemExit(exit_code)


def print_json(value: Any) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write("\n")


@contextmanager
def progress(title: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """A bar on standard error, where a person is looking; the function advances it."""
    bar = Progress(
        TextColumn(title),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=ERR,
        disable=not ERR.is_terminal,
    )
    with bar:
        task = bar.add_task(title, total=total)
        yield lambda steps: bar.advance(task, steps)


def alone(where: str, given: Sequence[str]) -> None:
    """Raises Stop where options stand that nobody would heed there."""
    if given:
        options = ", ".join(f"--{option}" for option in given)
        raise Stop(USAGE, "invalid-parameter", f"{where} takes no {options}.")


def day(value: str, option: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        hint = f"{value!r} is no day like 2019-08-31"
        raise typer.BadParameter(hint, param_hint=option) from None


def code(value: str, option: str = "code") -> str:
    """Text, such as a dossier's code, as it is kept: NFC. Raises BadParameter for what is none,
    which names the option."""
    try:
        # What a shell passes need not be text.
        value.encode()
    except UnicodeEncodeError:
        raise typer.BadParameter("it is not UTF-8 text", param_hint=option) from None
    return unicodedata.normalize("NFC", value)


def moment(value: str | None, option: str) -> datetime | None:
    """An instant with its offset."""
    if value is None:
        return None
    try:
        at: datetime = TypeAdapter(Moment).validate_python(value)
    except ValidationError:
        hint = f"{value!r} is no time with an offset like 2019-08-31T17:00:00+07:00"
        raise typer.BadParameter(hint, param_hint=option) from None
    return at
