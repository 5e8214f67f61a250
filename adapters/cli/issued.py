"""`hoso report issue`, `issued`, `recompute` and `bridge`: nothing but what it takes to call
them."""

import asyncio
from typing import Annotated, Final

import typer

from adapters.cli.console import FAILED, USAGE, Data, Json, Stop, code, print_json, settings_of
from adapters.cli.reports import (
    FILES,
    FORMATS,
    AsOf,
    By,
    ClockName,
    From,
    KnownAt,
    Out,
    PeriodName,
    Scheme,
    To,
    complaints,
    instant,
    one_of,
    said_of,
)

LONGEST: Final = 200

Number = Annotated[str, typer.Argument(help="Of the report, like 2026-0001.")]


def issue(
    *,
    actor: Annotated[str, typer.Option(help="Who issues it.")],
    from_: From = None,
    to: To = None,
    period: PeriodName = None,
    scheme: Scheme = None,
    by: By = None,
    clock: ClockName = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    number: Annotated[
        str | None, typer.Option(help="What it must be called; refused if that is not next.")
    ] = None,
    request_id: Annotated[
        str | None,
        typer.Option("--request-id", help="The same again gives the first report again."),
    ] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Issue a report: numbered, frozen, and kept with its hash and all that it rests on."""
    from adapters.cli.issuing import Issuance, issue, show_issued

    settings = settings_of(data)
    with complaints(settings.lang):
        days = from_, to, as_of
        said = said_of(days, period=period, scheme=scheme, by=by, clock=clock)
        order = Issuance(
            said,
            _named(actor, "--actor"),
            instant(known_at),
            number,
            _named(request_id, "--request-id") if request_id is not None else None,
        )
        found = asyncio.run(issue(settings, order))
    print_json(found) if as_json else show_issued(found, settings)


def _named(given: str, option: str) -> str:
    """Text as it is kept. Raises Stop where it names nobody."""
    name = code(given, option).strip()
    if not 1 <= len(name) <= LONGEST:
        raise Stop(USAGE, "invalid-parameter", f"{option}: a name of up to {LONGEST} characters.")
    return name


def issued(
    number: Annotated[str | None, typer.Argument(help="One of them, like 2026-0001.")] = None,
    *,
    document: Annotated[
        bool, typer.Option("--document", help="Its own bytes, whose hash is in the log.")
    ] = False,
    format_: Annotated[
        str, typer.Option("--format", help="table, json, csv, or xlsx: the form to be printed.")
    ] = "table",
    out: Out = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """The reports that were issued; one of them as it was issued. Exits with 1 where its document
    is no longer what was issued."""
    from adapters.cli import issuing
    from adapters.cli.forms import ready, write

    settings = settings_of(data)
    with complaints(settings.lang):
        one_of(format_, FILES if out else FORMATS)
    if number is None:
        if document:
            raise Stop(USAGE, "invalid-parameter", "--document: of which report? Give its number.")
        reports = asyncio.run(issuing.listed(settings))
        print_json(reports) if as_json else issuing.show_list(reports, settings)
        return
    if format_ in FILES:
        with complaints(settings.lang):
            ready(out, format_)
            write(asyncio.run(issuing.sheet(settings, code(number), format_)), out)
        return
    if document:
        typer.echo(asyncio.run(issuing.document(settings, code(number))), nl=False)
        return
    found = asyncio.run(issuing.one(settings, code(number)))
    as_json = as_json or format_ == "json"
    print_json(found) if as_json else issuing.show_issued(found, settings)
    if found["report"] is None:
        raise SystemExit(FAILED)


def recompute(
    number: Number,
    *,
    known_at: KnownAt = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Compute an issued report again: cell by cell what has changed, and which of seven causes
    changed it, down to the events."""
    from adapters.cli.issuing import recompute, show_recomputed

    settings = settings_of(data)
    with complaints(settings.lang):
        found = asyncio.run(recompute(settings, code(number), instant(known_at)))
    print_json(found) if as_json else show_recomputed(found, settings)


def bridge(
    number: Annotated[
        str | None, typer.Argument(help="An issued report; or say a period instead.")
    ] = None,
    *,
    from_: From = None,
    to: To = None,
    period: PeriodName = None,
    scheme: Scheme = None,
    by: By = None,
    clock: ClockName = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """From what the report before said was open at its end to what is carried over as now known:
    which dossiers came, which went, and why."""
    from adapters.cli.issuing import bridge, show_bridge

    settings = settings_of(data)
    with complaints(settings.lang):
        days = from_, to, as_of
        said = said_of(days, period=period, scheme=scheme, by=by, clock=clock)
        found = asyncio.run(bridge(settings, number and code(number), said, instant(known_at)))
    print_json(found) if as_json else show_bridge(found, settings)
