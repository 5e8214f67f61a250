"""The report as a workbook: form II.06a/VPCP/KSTT as it is printed, and the two clocks behind it.

Figures are numbers and no formulas: a sheet that is edited cannot recompute what was reported.
Rows are written as they come; a sheet of any length takes the memory of one row.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import ceil
from typing import Any, Final

from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.properties import PageSetupProperties

from adapters.messages.languages import Lang
from adapters.messages.report_words import clock
from adapters.sheets.archive import packed
from adapters.sheets.columns import BEFORE, DEEP, LAYOUTS, Box, Layout, boxes
from adapters.sheets.legible import legible
from adapters.sheets.lines import Document, Line, figure, lines
from adapters.sheets.texts import meant, said

FACE: Final = "Times New Roman"
"""Of administrative documents (NĐ 30/2020/NĐ-CP, Annex I)."""

THIN: Final = Side(style="thin", color="808080")
BOXED: Final = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
SHADED: Final = PatternFill("solid", fgColor="E8EEF4")

LABEL: Final = 36
"""Characters in the width of a label."""
WRAPS: Final = 30
"""Characters that its line holds, be they wide ones."""
NARROWEST: Final = 9.5
HEAD_HEIGHTS: Final[dict[Lang, tuple[int, ...]]] = {
    "vi": (34, 48, 66, 46),
    "en": (48, 72, 96, 46),
}
"""Points, of the rows of a head and of its row of numbers; two languages take more."""
TITLE: Final = 2
"""Its row."""
TITLE_HEIGHT: Final = 26
TITLE_LETTER: Final = 1.9
"""Widths of a common letter."""
LINE_HEIGHT: Final = 15

A4: Final = 9
WRITTEN_AT: Final = datetime(1980, 1, 1)  # noqa: DTZ001  (properties of a workbook have no zone)

BLANK: Final = "……………………"
"""To be filled in by hand where the document names no authority."""


@dataclass(frozen=True, slots=True)
class Pens:
    """A cell per style, written again and again: a sheet of cells would not fit into memory."""

    title: Cell
    plain: Cell
    head: Cell
    text: Cell
    middle: Cell
    number: Cell
    rate: Cell
    bold_text: Cell
    bold_middle: Cell
    bold_number: Cell
    bold_rate: Cell


def xlsx_of(document: Document, lang: Lang) -> bytes:
    """The same bytes for the same document. The headings are the form's own, in Vietnamese, with
    English beneath in English."""
    book = Workbook(write_only=True)
    book.properties = DocumentProperties(
        creator="hoso", title=said("number", "vi"), created=WRITTEN_AT, modified=WRITTEN_AT
    )
    for layout in LAYOUTS:
        _write(book.create_sheet(said(layout.sheet, lang)), layout, document, lang)
    return packed(book)


def _write(sheet: Any, layout: Layout, document: Document, lang: Lang) -> None:
    above = _above(layout, document, lang)
    first = len(above) + 1 + DEEP + 1
    last_column = len(BEFORE) + len(layout.columns)
    _set_up(sheet, layout, document["total"], first)
    for number, height in enumerate(HEAD_HEIGHTS[lang], len(above) + 1):
        sheet.row_dimensions[number].height = height
    pens = _pens(sheet)
    for number, text in enumerate(above, 1):
        _merge(sheet, (1, last_column), (number, number))
        high = _title_height(text, last_column) if number == TITLE else LINE_HEIGHT
        with _height(sheet, number, high):
            sheet.append(_of(pens.title if number == TITLE else pens.plain, [text]))
    _head(sheet, pens, layout, len(above), lang)
    behind = first
    for line in lines(document, lang):
        with _height(sheet, behind, LINE_HEIGHT * ceil(len(line.label) / WRAPS)):
            sheet.append(_figures(pens, layout, line))
        behind += 1
    _notes(sheet, pens, _below(layout, document, lang), behind, last_column)


def _above(layout: Layout, document: Document, lang: Lang) -> list[str]:
    """What stands over the table; the last line is empty."""
    days = {"from_": _day(document["period"]["from"]), "to": _day(document["period"]["to"])}
    return [
        said("number", "vi"),
        _named(layout.title, lang, between=" / "),
        _named("period", lang, between=" / ", **days),
        _named("authority", lang, between=" / ", name=document.get("authority") or BLANK),
        _named("counted_in", lang, between=" / "),
        "",
    ]


def _day(told: str) -> str:
    return f"{date.fromisoformat(told):%d/%m/%Y}"


def _named(key: str, lang: Lang, *, between: str = "\n", **params: Any) -> str:
    """In Vietnamese, for the form is; in English beside it."""
    vietnamese = said(key, "vi", **params)
    english = said(key, "en", **params)
    return (
        vietnamese if lang == "vi" or vietnamese == english else between.join((vietnamese, english))
    )


def _below(layout: Layout, document: Document, lang: Lang) -> Iterator[str]:
    """What the figures are of, how they were judged, and what stands where."""
    yield said("notes", lang)
    yield from (said(note, lang) for note in layout.notes)
    if issued := document.get("issued"):
        yield said("note.issued", lang, **issued)
    yield said("note.as_of", lang, value=_day(document["as_of"]))
    yield said("note.known_at", lang, value=document["known_at"] or said("now", lang))
    yield said("note.clock", lang, value=clock(document["clock"], lang))
    for key in ("zone", "granularity", "engine"):
        if value := document.get(key):
            yield said(f"note.{key}", lang, value=meant(value, lang))
    for rate in document["total"]["rates"]:
        whole = meant(document["denominators"][rate], lang)
        yield said("note.denominator", lang, rate=said(rate, lang), value=whole)


def _set_up(sheet: Any, layout: Layout, total: Any, first: int) -> None:
    """Must come before the first row: a sheet is written as it comes."""
    sheet.freeze_panes = f"C{first}"
    sheet.print_title_rows = f"{first - DEEP - 1}:{first - 1}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = 0.4
    sheet.oddFooter.center.text = "&P / &N"
    widths = (6.0, LABEL, *(_width(total, each.cell) for each in layout.columns))
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width


def _width(total: Any, cell: str) -> float:
    """The total is the widest figure of its column."""
    return max(NARROWEST, 1.35 * len(str(figure(total, cell))))


def _pens(sheet: Any) -> Pens:
    plain, bold = Font(name=FACE, size=11), Font(name=FACE, size=11, bold=True)
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    left = Alignment(vertical="center", wrap_text=True)
    right = Alignment(horizontal="right", vertical="center")

    def pen(font: Font, alignment: Alignment, **more: Any) -> Cell:
        cell: Cell = WriteOnlyCell(sheet)
        cell.font, cell.alignment = font, alignment
        for name, value in {"border": BOXED, "number_format": "#,##0", **more}.items():
            setattr(cell, name, value)
        return cell

    return Pens(
        title=pen(Font(name=FACE, size=14, bold=True), middle, border=Border()),
        plain=pen(plain, left, border=Border()),
        head=pen(bold, middle, fill=SHADED),
        text=pen(plain, left),
        middle=pen(plain, middle),
        number=pen(plain, right),
        rate=pen(plain, right, number_format="0.00"),
        bold_text=pen(bold, left),
        bold_middle=pen(bold, middle),
        bold_number=pen(bold, right),
        bold_rate=pen(bold, right, number_format="0.00"),
    )


def _of(pen: Cell, values: Iterable[Any]) -> Iterator[Cell]:
    """The pen itself with one value after the other; it is written before it gets the next."""
    for value in values:
        if isinstance(value, str):
            pen.value = legible(value)
            # Whatever it looks like: no text is a formula, an error or a link.
            pen.data_type = "s"
        else:
            pen.value = value
        yield pen


def _wide(last: int) -> float:
    """Letters in a line across all columns, at the least."""
    return LABEL + NARROWEST * (last - 1)


def _title_height(title: str, last: int) -> int:
    return TITLE_HEIGHT * ceil(TITLE_LETTER * len(title) / _wide(last))


@contextmanager
def _height(sheet: Any, row: int, points: int) -> Iterator[None]:
    """Of a row while it is written; programs do not agree on when they find it by themselves."""
    sheet.row_dimensions[row].height = points
    yield
    del sheet.row_dimensions[row]


def _merge(sheet: Any, columns: tuple[int, int], rows: tuple[int, int]) -> None:
    """Columns and rows counted from 1, both ends included."""
    if columns[0] != columns[1] or rows[0] != rows[1]:
        letters = [get_column_letter(each) for each in columns]
        sheet.merged_cells.add(f"{letters[0]}{rows[0]}:{letters[1]}{rows[1]}")


def _head(sheet: Any, pens: Pens, layout: Layout, above: int, lang: Lang) -> None:
    width = len(BEFORE) + len(layout.columns)
    texts: list[list[str]] = [[""] * width for _ in range(DEEP)]
    for box in boxes(layout):
        texts[box.rows[0]][box.columns[0]] = _named(box.text, lang)
        _merge(sheet, *_placed(box, above))
    for row in texts:
        sheet.append(_of(pens.head, row))
    sheet.append(_of(pens.head, [each.number for each in (*BEFORE, *layout.columns)]))


def _placed(box: Box, above: int) -> tuple[tuple[int, int], tuple[int, int]]:
    (left, right), (top, bottom) = box.columns, box.rows
    return (left + 1, right + 1), (top + above + 1, bottom + above + 1)


def _figures(pens: Pens, layout: Layout, line: Line) -> Iterator[Cell]:
    outer = line.outer
    yield from _of(pens.bold_middle if outer else pens.middle, [line.ordinal])
    yield from _of(pens.bold_text if outer else pens.text, [line.label])
    number = pens.bold_number if outer else pens.number
    rate = pens.bold_rate if outer else pens.rate
    for column in layout.columns:
        told = figure(line.row, column.cell)
        if isinstance(told, str):
            yield from _of(rate, [Decimal(told)])
        else:
            yield from _of(number, [told])


def _notes(sheet: Any, pens: Pens, notes: Iterable[str], behind: int, last: int) -> None:
    """Under the table, a line free."""
    sheet.append([])
    for row, note in enumerate(notes, behind + 1):
        _merge(sheet, (1, last), (row, row))
        with _height(sheet, row, LINE_HEIGHT * ceil(len(note) / _wide(last))):
            sheet.append(_of(pens.plain, [note]))
