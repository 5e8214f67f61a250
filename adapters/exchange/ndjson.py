"""NDJSON: one event a line, as a service would post it. What it says is for the engine to judge."""

import unicodedata
from collections.abc import Iterator
from typing import Any, TextIO

from pydantic_core import from_json

from adapters.exchange.errors import BadRecord, bad_record
from adapters.exchange.opening import text_lines
from adapters.exchange.records import Line

DEEPEST = 32


def ndjson_lines(text: TextIO) -> Iterator[Line]:
    """The events; blank lines are passed over. Raises BadFile `line-too-long`."""
    for number, line in enumerate(text_lines(text), start=1):
        if line.strip():
            yield _line(number, line)


def _line(number: int, text: str) -> Line:
    try:
        return Line(number, _body(text), None)
    except BadRecord as bad:
        return Line(number, None, bad.problem)


def _body(text: str) -> dict[str, Any]:
    try:
        body = from_json(text, allow_inf_nan=False)
    except ValueError as fault:
        raise bad_record("not-json", f"The line is not JSON: {fault}.") from None
    if not isinstance(body, dict):
        raise bad_record("not-an-object", "The line is JSON but not an object.")
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
