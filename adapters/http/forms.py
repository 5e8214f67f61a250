"""In which form a report is answered: JSON, or one for other programs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import Query, Request, Response
from starlette.concurrency import run_in_threadpool

from adapters.http.problems import Problem
from adapters.messages import Lang
from adapters.sheets.chart import chart_of
from adapters.sheets.csv_form import csv_of
from adapters.sheets.lines import Document
from adapters.sheets.naming import for_people
from adapters.sheets.xlsx_form import xlsx_of
from domain.engine import Engine

JSON: Final = "json"

MEDIA: Final[Mapping[str, str]] = {
    JSON: "application/json",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

FORMS: Final[Mapping[str, Callable[[Document, Lang], bytes]]] = {
    "csv": lambda document, lang: csv_of(document, lang).encode(),
    "xlsx": xlsx_of,
}

Described = dict[int | str, dict[str, Any]]

Format = Annotated[str | None, Query(description="json, csv or xlsx; else Accept.")]

ANSWERS: Final[Described] = {200: {"content": {MEDIA[form]: {} for form in FORMS}}}
"""What the description says beside JSON."""

PICTURE: Final = "image/svg+xml"

A_PICTURE: Final[Described] = {200: {"content": {PICTURE: {}}}}

RUNS_NOTHING: Final[Mapping[str, str]] = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
}
"""Whatever a browser makes of a picture."""


def wanted(request: Request, form: str | None) -> str:
    """What `format` says, else the form that Accept likes best; JSON where it does not care.
    Raises Problem for a format that there is not."""
    if form is not None:
        if form not in MEDIA:
            raise Problem("unknown-format", given=form, known=", ".join(MEDIA))
        return form
    liked = sorted(_accepted(request.headers.get("accept", "")), key=lambda each: -each[1])
    known = {media: name for name, media in MEDIA.items()} | {"*/*": JSON}
    return next((known[media] for media, weight in liked if weight and media in known), JSON)


def _accepted(header: str) -> list[tuple[str, float]]:
    """Media types with their weights (RFC 9110, 12.5.1), as they come."""
    return [(media.split(";")[0].strip().lower(), _weight(media)) for media in header.split(",")]


def _weight(media: str) -> float:
    told = [each.strip() for each in media.split(";")[1:] if each.strip().startswith("q=")]
    try:
        return float(told[0][2:]) if told else 1.0
    except ValueError:
        return 0.0


@dataclass(frozen=True, slots=True)
class Forms:
    """Reports told to people: by names that the law knows, in a language."""

    engine: Engine
    lang: Lang

    async def file(self, document: Document, form: str) -> Response:
        """To be kept: a browser does not show it."""
        told = for_people(document, self.engine.law, self.lang)
        # A workbook of thousands of rows takes seconds: others are answered meanwhile.
        content = await run_in_threadpool(FORMS[form], told, self.lang)
        period = document["period"]
        name = f"timeliness-{period['from']}-{period['to']}.{form}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Vary": "Accept"}
        return Response(content, media_type=MEDIA[form], headers=headers)

    async def chart(self, reports: Sequence[tuple[str, dict[str, Any]]]) -> Response:
        """Of periods by their names."""
        law = self.engine.law
        told = [(name, for_people(each, law, self.lang)) for name, each in reports]
        content = await run_in_threadpool(chart_of, told, self.lang)
        return Response(content, media_type=PICTURE, headers=RUNS_NOTHING)
