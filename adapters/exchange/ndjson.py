"""NDJSON: one event a line, as a service would post it. What it says is for the engine to judge."""

import unicodedata
from collections.abc import Iterator
from typing import Any, Final, TextIO

from pydantic_core import from_json

from adapters.exchange.errors import BadRecord, bad_record
from adapters.exchange.opening import text_lines
from adapters.exchange.records import Line
from domain.frozen import maker

DEEPEST = 32
SHALLOW: Final = 20
"""Brackets that are not too many for a request, however they stand."""


def ndjson_lines(text: TextIO) -> Iterator[Line]:
    """The events; blank lines are passed over. Raises BadFile `line-too-long`."""
    for number, line in enumerate(text_lines(text), start=1):
        if line.strip():
            yield _line(number, line)


def _line(number: int, text: str) -> Line:
    plain = _is_plain(text)
    try:
        body = _body(text)
        return _made(number, body if plain else _composed(body), None, plain)
    except BadRecord as bad:
        return Line(number, None, bad.problem)


_made: Final = maker(Line)


def _is_plain(text: str) -> bool:
    """Whether nothing in it is to be composed, refused for a NUL or for how deep it nests: most
    lines are, and to look at each of their values takes longer than to read them."""
    return text.isascii() and "\\" not in text and text.count("{") + text.count("[") <= SHALLOW


def _body(text: str) -> dict[str, Any]:
    try:
        body = from_json(text, allow_inf_nan=False)
    except ValueError as fault:
        raise bad_record("not-json", f"The line is not JSON: {fault}.") from None
    if not isinstance(body, dict):
        raise bad_record("not-an-object", "The line is JSON but not an object.")
    return body


def _composed(body: dict[str, Any]) -> dict[str, Any]:
    return {_text(key): _normal(value, 1) for key, value in body.items()}


def _normal(value: Any, depth: int) -> Any:
    if depth > DEEPEST:
        message = f"The line nests deeper than {DEEPEST} levels; no event does."
        raise bad_record("too-deep", message, most=DEEPEST)
    match value:
        case str():
            return _text(value)
        case dict():
            return {_text(key): _normal(each, depth + 1) for key, each in value.items()}
        case list():
            return [_normal(each, depth + 1) for each in value]
        case _:
            return value


def _text(text: str) -> str:
    if "\0" in text:
        raise bad_record("nul-character", "The line holds a NUL character, which is no text.")
    return text if text.isascii() else unicodedata.normalize("NFC", text)
