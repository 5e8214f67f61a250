"""Records as a source posts them, in its own words: JSON, NDJSON or CSV, each record flat.

An object inside a record lends its attributes with its name before them ("ThongTin.Fax"); a list
of objects is a list of entries. What is neither, such as a list of texts, has no name to ask for.
"""

import io
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

from pydantic_core import from_json

from adapters.exchange.csv_rows import csv_records
from adapters.exchange.errors import BadFile, BadRecord, bad_record
from adapters.exchange.mapping import Mapping
from adapters.exchange.ndjson import DEEPEST
from adapters.exchange.opening import text_lines
from adapters.exchange.records import MOST_ATTRIBUTES, Attributes, Lists, Record, Seen, clean

JSON: Final = "application/json"
NDJSON: Final = "application/x-ndjson"
BY_LINE: Final = (NDJSON, "application/ndjson", "application/jsonl")
CSV: Final = "text/csv"
MEDIA: Final = (JSON, *BY_LINE, CSV)

MOST_ENTRIES: Final = 1_000
"""Entries of the lists of one record: a dossier has a few."""


def records_of(raw: bytes, media: str, mapping: Mapping) -> Iterator[Record]:
    """The records of a text in UTF-8.

    Raises BadFile for what cannot be parted into records: `not-utf-8`, `not-json`, `no-header`,
    `bad-csv`, `line-too-long`, `too-many-attributes`.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadFile("not-utf-8", {}, "The text is not UTF-8.") from None
    lines = io.StringIO(text, newline="")
    if media == CSV:
        return csv_records(lines, mapping, Seen())
    return ndjson_records(lines, mapping) if media in BY_LINE else _of_json(text, mapping)


def ndjson_records(text: Any, mapping: Mapping) -> Iterator[Record]:
    """A record a line; blank lines are passed over. Raises BadFile `line-too-long`."""
    for number, line in enumerate(text_lines(text), start=1):
        if line.strip():
            yield _line(number, line, mapping)


def _line(number: int, line: str, mapping: Mapping) -> Record:
    try:
        said = from_json(line, allow_inf_nan=False)
    except ValueError as fault:
        problem = bad_record("not-json", f"The line is not JSON: {fault}.", why=str(fault)).problem
        return Record(number, number, {}, None, problem)
    return _record(number, said, mapping)


def _of_json(text: str, mapping: Mapping) -> Iterator[Record]:
    try:
        said = from_json(text, allow_inf_nan=False)
    except ValueError as fault:
        raise BadFile("not-json", {"why": str(fault)}, f"The text is not JSON: {fault}.") from None
    within = mapping.profile and mapping.profile.records
    if within and isinstance(said, dict) and isinstance(said.get(within), list):
        said = said[within]
    several = said if isinstance(said, list) else [said]
    return (_record(number, one, mapping) for number, one in enumerate(several, start=1))


def _record(number: int, said: Any, mapping: Mapping) -> Record:
    try:
        case, lists = _flat(said)
    except BadRecord as bad:
        return Record(number, number, {}, None, bad.problem)
    return Record(number, number, case, case if mapping.event else None, None, lists)


def _flat(said: Any) -> tuple[Attributes, Lists]:
    """A record's attributes and lists. Raises BadRecord."""
    if not isinstance(said, dict):
        raise bad_record("not-an-object", "The record is JSON but not an object.")
    flat: Attributes = {}
    lists: dict[str, list[Attributes]] = {}
    for name, value in _leaves(said, "", 1):
        if isinstance(value, list):
            lists[name] = [_flat(entry)[0] for entry in value if isinstance(entry, dict)]
        else:
            flat[name] = value
        if len(flat) > MOST_ATTRIBUTES or sum(map(len, lists.values())) > MOST_ENTRIES:
            message = f"The record has more than {MOST_ATTRIBUTES} attributes or entries."
            raise bad_record("record-too-large", message, most=MOST_ATTRIBUTES)
    return flat, lists


def _leaves(said: dict[str, Any], before: str, depth: int) -> Iterator[tuple[str, Any]]:
    if depth > DEEPEST:
        message = f"The record nests deeper than {DEEPEST} levels."
        raise bad_record("too-deep", message, most=DEEPEST)
    for key, value in said.items():
        name = before + _text(key)
        if isinstance(value, dict):
            yield from _leaves(value, f"{name}.", depth + 1)
        else:
            yield name, value if isinstance(value, list) else _plain(value)


def _plain(value: Any) -> str:
    """A value as a text, as CSV and XES have it; nothing is empty."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else clean(_text(str(value)))


def _text(text: str) -> str:
    if "\0" in text:
        raise bad_record("nul-character", "The record holds a NUL character, which is no text.")
    return text if text.isascii() else unicodedata.normalize("NFC", text)
