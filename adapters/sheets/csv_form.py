"""The report as CSV (RFC 4180): a line a row, every figure of the document a column.

What a spreadsheet would run as a formula is defused in every text, as OWASP advises (CSV
injection): an apostrophe is put before it. Numbers are left alone.
"""

import csv
import re
from collections.abc import Iterator
from io import StringIO
from typing import Any, Final
from unicodedata import category, normalize

from adapters.messages.languages import Lang
from adapters.sheets.lines import Document, Line, cells, figure, levels, lines
from adapters.sheets.texts import TEXTS, said

MARK: Final = "\ufeff"
"""By which spreadsheets know UTF-8."""

JUDGED: Final = ("as_of", "known_at", "zone", "clock", "granularity", "engine")
"""How the figures were judged: on every line, for lines are copied away from their file."""

STARTS_A_FORMULA: Final = frozenset("=+-@")

# Where another setting of the region ends a cell: a semicolon does in Vietnam.
ENDS_A_CELL: Final = re.compile(r"([;\t\r\n])")


def csv_of(document: Document, lang: Lang, *, named: bool = False) -> str:
    """With the byte order mark. The headings are the names of the cells in the document, or with
    `named` what people call them in the language."""
    found = list(cells(document["total"]))
    headings = (*_beside(document), *found)
    out = StringIO(newline="")
    out.write(MARK)
    writer = csv.writer(out)
    writer.writerow([heading(each, lang) if named else each for each in headings])
    for line in lines(document, lang):
        figures = (figure(line.row, cell) for cell in found)
        writer.writerow([*map(defused, _texts(document, line)), *figures])
    return out.getvalue()


def _beside(document: Document) -> Iterator[str]:
    yield from ("from", "to", *JUDGED, "level")
    yield from (f"by.{each}" for each in levels(document))
    yield "label"


def _texts(document: Document, line: Line) -> Iterator[Any]:
    yield from (document["period"]["from"], document["period"]["to"])
    yield from (document.get(each) for each in JUDGED)
    yield len(line.path)
    yield from (*line.path, *[None] * (len(levels(document)) - len(line.path)))
    yield line.label


def heading(name: str, lang: Lang) -> str:
    """Of a cell such as `national.resolved.late`: National – Dossiers resolved – Late."""
    if name in TEXTS:
        return said(name, lang)
    part, _, rest = name.partition(".")
    return f"{said(part, lang)} – {heading(rest, lang)}" if rest else said(part, lang)


def defused(value: Any) -> Any:
    """A text of which no reader makes a formula; what is no text, as it is."""
    if not isinstance(value, str):
        return value
    told = "".join(f"'{piece}" if _runs(piece) else piece for piece in ENDS_A_CELL.split(value))
    return f"'{told}" if ENDS_A_CELL.match(value) else told


def _runs(piece: str) -> bool:
    """Whether it begins like a formula, in whatever width, behind what nobody sees."""
    seen = (each for each in piece if category(each)[0] not in "ZC")
    return normalize("NFKC", next(seen, " "))[0] in STARTS_A_FORMULA
