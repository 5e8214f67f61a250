"""CSV (RFC 4180, with the comma, semicolon or tab that offices use), as a stream of records."""

import csv
from collections.abc import Iterator
from itertools import islice
from typing import TextIO

from adapters.exchange.errors import BadFile, Problem
from adapters.exchange.mapping import Mapping
from adapters.exchange.names import require_names
from adapters.exchange.opening import LONGEST_LINE, line_too_long, text_lines
from adapters.exchange.records import Attributes, Record, Seen, clean, put

DELIMITERS = (",", ";", "\t")
MOST_BLANK_LINES = 100
UNCLOSED = ("unexpected end of data", "field larger than field limit")


def csv_records(text: TextIO, mapping: Mapping, seen: Seen) -> Iterator[Record]:
    """One record per row; with `[event]` in the mapping an event, without it a whole case.

    Columns that the mapping knows as the case's are the case's, all others the event's. Raises
    BadFile `no-header`, `attribute-missing`, `bad-csv`, `line-too-long`.
    """
    rows = _Rows(text_lines(text), mapping.csv.delimiter)
    columns = _Columns(_header(rows), mapping)
    columns.tell(seen)
    if mapping.profile is None:
        require_names(mapping, seen)
    for number, cells in rows:
        yield columns.record(number, cells)


def delimiter_of(header: str) -> str:
    """The punctuation that parts the header's names: the most frequent outside of quotes."""
    bare = "".join(header.split('"')[::2])
    return max(DELIMITERS, key=bare.count)


class _Rows:
    """The rows with the number of their first line, or the reason why there is none."""

    def __init__(self, lines: Iterator[str], delimiter: str | None) -> None:
        self._lines = lines
        self._characters = 0
        begin = list(_to_first_words(lines))
        parted_by = delimiter or delimiter_of(begin[-1])
        self._reader = csv.reader(self._bounded(begin), delimiter=parted_by, strict=True)

    def __iter__(self) -> Iterator[tuple[int, list[str] | str]]:
        while True:
            number = self._reader.line_num + 1
            self._characters = 0
            try:
                cells: list[str] | str = next(self._reader)
            except StopIteration:
                return
            except csv.Error as fault:
                cells = _reason(fault, number)
            if cells:
                yield number, cells

    def _bounded(self, begin: list[str]) -> Iterator[str]:
        """One row may have many lines; how many characters in all has an end."""
        yield from begin
        for line in self._lines:
            self._characters += len(line)
            if self._characters > LONGEST_LINE:
                raise line_too_long(self._reader.line_num)
            yield line


def _to_first_words(lines: Iterator[str]) -> Iterator[str]:
    """The blank lines that some programs begin with, and the header's first. Raises BadFile."""
    for line in islice(lines, MOST_BLANK_LINES):
        yield line
        if line.strip():
            return
    raise _no_header()


def _no_header() -> BadFile:
    return BadFile("no-header", {}, "The file does not begin with a row of column names.")


def _reason(fault: csv.Error, number: int) -> str:
    """A quote that never closes swallows row upon row: that is the file's fault, not a row's."""
    reason = str(fault)
    if reason.startswith(UNCLOSED):
        message = f"A quotation mark opens in the row at line {number} and does not close."
        raise BadFile("bad-csv", {"line": number, "reason": reason}, message)
    return reason


def _header(rows: _Rows) -> list[str]:
    _, cells = next(iter(rows), (0, ""))
    if isinstance(cells, str):
        raise _no_header()
    names: Attributes = {}
    for number, cell in enumerate(cells, start=1):
        put(names, clean(cell) or f"column {number}", "")
    return list(names)


class _Columns:
    """Which cells of a row are the case's and which the event's."""

    def __init__(self, header: list[str], mapping: Mapping) -> None:
        self._header = header
        own = mapping.event_names
        # What a profile hears is one record a row, which is all there is of its case.
        self._alone = mapping.event is None or mapping.profile is not None
        of_case = frozenset(header) if self._alone else mapping.case_names
        own = own if mapping.profile is None else frozenset(header)
        self._case = [(at, name) for at, name in enumerate(header) if name in of_case]
        self._event = [
            (at, name) for at, name in enumerate(header) if name not in of_case or name in own
        ]
        self._has_events = mapping.event is not None

    def tell(self, seen: Seen) -> None:
        seen.cases, seen.events = True, self._has_events
        seen.case.update(name for _, name in self._case)
        seen.event.update(name for _, name in self._event)

    def record(self, number: int, cells: list[str] | str) -> Record:
        problem = self._problem(cells)
        if problem:
            return Record(number, None, {}, None, problem)
        values = [clean(cell) for cell in cells]
        case = {name: values[at] for at, name in self._case}
        event = {name: values[at] for at, name in self._event} if self._has_events else None
        # Rows of one case need not stand together; where its own cells change it is told anew.
        run = number if self._alone else tuple(case.values())
        return Record(number, run, case, event)

    def _problem(self, cells: list[str] | str) -> Problem | None:
        if isinstance(cells, str):
            return Problem("bad-quoting", {"reason": cells}, f"The row cannot be read: {cells}.")
        expected, got = len(self._header), len(cells)
        if got != expected:
            message = f"The row has {got} cells where the header has {expected}."
            return Problem("wrong-cell-count", {"expected": expected, "got": got}, message)
        if any("\0" in cell for cell in cells):
            return Problem("nul-character", {}, "The row holds a NUL character, which is no text.")
        return None
