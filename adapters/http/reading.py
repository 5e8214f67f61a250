"""Reads what a request asks for: times in the query, codes in the path."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Depends, Query
from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from adapters.http.problems import Problem
from domain.dossier.values import Moment
from domain.testimony import Code


def _with_plus(value: object) -> object:
    """A `+` that nobody escaped arrives as a space: `…T08:00:00 07:00`."""
    return re.sub(r" (\d\d:?\d\d)$", r"+\1", value) if isinstance(value, str) else value


QueryMoment = Annotated[Moment, BeforeValidator(_with_plus)]
"""An instant in a query, with its offset."""


def _written(value: object) -> object:
    """A bare number would pass for a day: seconds since 1970."""
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        raise PydanticCustomError("day", "should be a day as RFC 3339 writes it")
    return value


Day = Annotated[date, BeforeValidator(_written)]
"""A local day in a query."""


CodeSystem = Annotated[str | None, Query(min_length=1, max_length=200)]


@dataclass(frozen=True, slots=True)
class Dossier:
    """Which dossier an address names: by a code of any system, or of the one in the query."""

    said: str
    """The code as it stands there."""
    code: Code | str


async def _named(code: str, code_system: CodeSystem = None) -> Dossier:
    value = text(code, "code")
    system = code_system and text(code_system, "code_system")
    return Dossier(code, Code(system, value) if system else value)


Named = Annotated[Dossier, Depends(_named)]


def text(value: str, name: str) -> str:
    """Text from a path or query, as codes are kept: NFC. Raises Problem for what is no text."""
    if "\0" in value:
        raise Problem("invalid-parameter", name=name, why="it holds a NUL")
    return unicodedata.normalize("NFC", value)
