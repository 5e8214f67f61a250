"""`hoso report …` of timeliness: nothing but what it takes to call it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from adapters.cli import console
from adapters.cli.console import USAGE, Data, Json, Stop, print_json, settings_of
from adapters.messages import Lang, of

From = Annotated[str | None, typer.Option("--from", help="First day, like 2019-01-01.")]
To = Annotated[str | None, typer.Option("--to", help="Last day, included.")]
PeriodName = Annotated[
    str | None, typer.Option("--period", help="Instead of both: 2019, 2019-Q3, 2019-08, 2019-9M.")
]
Scheme = Annotated[
    str | None,
    typer.Option(
        "--scheme", help="Whose periods: calendar, tt-01-2020 (cut-off on the 14th), vinh-phuc."
    ),
]
By = Annotated[
    str | None,
    typer.Option(
        help="Levels, outermost first: field,procedure; also unit, unit-now, officer, channel, "
        "late-cause."
    ),
]
ClockName = Annotated[
    str | None,
    typer.Option("--clock", help="owed, national, no-reset, recorded, paper, digital or gross."),
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", help="Judge at the end of this day (default: the last, or today)."),
]
KnownAt = Annotated[
    str | None,
    typer.Option("--known-at", help="As we knew it: only what was recorded by then."),
]
Limit = Annotated[int, typer.Option("--limit", min=1, max=1000, help="Dossiers on a page.")]
Cursor = Annotated[str | None, typer.Option("--cursor", help="`next` of the page before.")]

Out = Annotated[
    Path | None,
    typer.Option("--out", help="The file to write; standard output otherwise.", dir_okay=False),
]

FILES: Final = ("csv", "xlsx")
FORMATS: Final = ("table", "json", *FILES)


def timeliness(
    *,
    from_: From = None,
    to: To = None,
    period: PeriodName = None,
    scheme: Scheme = None,
    by: By = None,
    clock: ClockName = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format_: Annotated[
        str, typer.Option("--format", help="table, json, csv, or xlsx: the form to be printed.")
    ] = "table",
    headings: Annotated[
        bool, typer.Option("--headings", help="Of CSV for people, in the language of HOSO_LANG.")
    ] = False,
    out: Out = None,
    data: Data = None,
) -> None:
    """Early, on time, late; open in time and overdue: form II.06a by local days.

    Example: hoso report timeliness --period 2019-Q3 --by field --format xlsx --out 2019-Q3.xlsx
    """
    from adapters.cli.reading import show_report, timeliness

    settings = settings_of(data)
    with complaints(settings.lang):
        one_of(format_, FILES if out else FORMATS)
        days = from_, to, as_of
        said = said_of(days, period=period, scheme=scheme, by=by, clock=clock)
        if format_ in FILES:
            from adapters.cli.forms import ready, sheet, write

            ready(out, format_)
            asked = sheet(settings, said, instant(known_at), format_, headings=headings)
            write(asyncio.run(asked), out)
            return
        found = asyncio.run(timeliness(settings, said, instant(known_at)))
    print_json(found) if format_ == "json" else show_report(found, settings.lang)


def chart(
    *,
    from_: From = None,
    to: To = None,
    period: PeriodName = None,
    scheme: Scheme = None,
    every: Annotated[
        str, typer.Option("--every", help="A point per month, quarter, half-year or year.")
    ] = "month",
    by: By = "field",
    clock: ClockName = None,
    known_at: KnownAt = None,
    out: Out = None,
    data: Data = None,
) -> None:
    """What was on time and what was late, period by period: a picture (SVG), a panel per field.

    Example: hoso report chart --period 2019 --every month --out 2019.svg
    """
    from adapters.cli.forms import chart, write

    settings = settings_of(data)
    with complaints(settings.lang):
        said = said_of((from_, to, None), period=period, scheme=scheme, by=by, clock=clock)
        write(asyncio.run(chart(settings, said, every, instant(known_at))), out)


def dossiers(
    *,
    cell: Annotated[
        str, typer.Option(help="A number: resolved.late, open.overdue, contested …")
    ] = "received.total",
    group: Annotated[
        str | None, typer.Option(help="Of a row: the keys of its path, joined by slashes.")
    ] = None,
    from_: From = None,
    to: To = None,
    period: PeriodName = None,
    scheme: Scheme = None,
    by: By = None,
    clock: ClockName = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    cursor: Cursor = None,
    limit: Limit = 100,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """The dossiers behind a number of the timeliness report, as they were received."""
    from adapters.cli.reading import listed, show_listed

    settings = settings_of(data)
    with complaints(settings.lang):
        days = from_, to, as_of
        said = said_of(days, period=period, scheme=scheme, by=by, clock=clock)
        number = cell, _text(group, "--group")
        page = _text(cursor, "--cursor"), limit
        asked = listed(settings, said, number, page, instant(known_at))
        found, names = asyncio.run(asked)
    print_json(found) if as_json else show_listed(found, names)


def late(
    *,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    cursor: Cursor = None,
    limit: Limit = 100,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """What is open and overdue today: the oldest due first."""
    from adapters.cli.reading import late, show_listed

    settings = settings_of(data)
    with complaints(settings.lang):
        page = _text(cursor, "--cursor"), limit
        asked = late(settings, day(as_of), page, instant(known_at))
        found, names = asyncio.run(asked)
    print_json(found) if as_json else show_listed(found, names)


def why(
    code: Annotated[str, typer.Argument(help="Any code of the dossier.")],
    *,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    clock: ClockName = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Why a dossier is early, on time or late: its due date, and the events that decided it."""
    from adapters.cli.reading import show_why, why

    settings = settings_of(data)
    with complaints(settings.lang):
        asked = why(settings, console.code(code), day(as_of), instant(known_at), clock)
        found, names = asyncio.run(asked)
    print_json(found) if as_json else show_why(found, names)


@contextmanager
def complaints(lang: Lang) -> Iterator[None]:
    """A question that makes no sense ends with its sentence, and exit code 2."""
    from projections.report.asking import Wrong

    try:
        yield
    except Wrong as wrong:
        raise Stop(USAGE, wrong.code, of(wrong.code, wrong.params, lang)) from None


def said_of(days: tuple[str | None, str | None, str | None], **said: str | None) -> Any:
    """The question as it was put; `days` are the first, the last and that of judgement. Raises
    Wrong for what is no day."""
    from projections.report.asking import Said

    from_on, to_on, as_of = map(day, days)
    return Said(from_on=from_on, to_on=to_on, as_of=as_of, **said)


def _text(value: str | None, option: str) -> str | None:
    return None if value is None else console.code(value, option)


def day(value: str | None) -> date | None:
    from projections.report.asking import Wrong

    try:
        return date.fromisoformat(value) if value is not None else None
    except ValueError:
        raise Wrong("not-a-day", given=value) from None


def instant(value: str | None) -> datetime | None:
    """With its offset: without one nobody knows when it was."""
    from domain.dossier.values import moment
    from projections.report.asking import Wrong

    at = moment(value)
    if value is not None and at is None:
        raise Wrong("not-an-instant", given=value)
    return at


def one_of(given: str, known: tuple[str, ...]) -> None:
    from projections.report.asking import Wrong

    if given not in known:
        raise Wrong("unknown-format", given=given, known=", ".join(known))
