"""The timeliness report for other programs: as CSV, as the official form, as a picture."""

import sys
from datetime import datetime
from pathlib import Path

from adapters import catalogue
from adapters.cli.reading import reading, report_of
from adapters.messages import Lang
from adapters.settings import Settings
from adapters.sheets.chart import chart_of
from adapters.sheets.csv_form import csv_of
from adapters.sheets.lines import Document
from adapters.sheets.naming import for_people
from adapters.sheets.series import within
from adapters.sheets.xlsx_form import xlsx_of
from projections.report.asking import Said, Wrong


async def sheet(
    settings: Settings, said: Said, known_at: datetime | None, form: str, *, headings: bool
) -> bytes:
    """As `csv` or `xlsx`; `headings` of CSV are names for people. Raises Wrong."""
    async with reading(settings, said) as (models, question):
        found = await report_of(models, question, known_at, settings)
        document = for_people(found, models.law, settings.lang)
    return formed(document, form, settings.lang, headings=headings)


def formed(document: Document, form: str, lang: Lang, *, headings: bool = False) -> bytes:
    if form == "xlsx":
        return xlsx_of(document, lang)
    return csv_of(document, lang, named=headings).encode()


async def chart(settings: Settings, said: Said, every: str, known_at: datetime | None) -> bytes:
    """A panel per field, a point per period. Raises Wrong."""
    async with reading(settings, said) as (models, question):
        reports: list[tuple[str, Document]] = []
        for name, each in within(question, every, catalogue.schemes()):
            found = await report_of(models, each, known_at, settings)
            reports.append((name, for_people(found, models.law, settings.lang)))
    return chart_of(reports, settings.lang).encode()


def ready(out: Path | None, form: str) -> None:
    """Before anything is counted. Raises Wrong for what no terminal shows."""
    if out is None and form == "xlsx" and sys.stdout.isatty():
        raise Wrong("needs-a-file")


def write(content: bytes, out: Path | None) -> None:
    """To the file, or to standard output. Raises Wrong."""
    if out is None:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return
    try:
        out.write_bytes(content)
    except OSError as error:
        raise Wrong("cannot-write", file=str(out), why=error.strerror) from None
