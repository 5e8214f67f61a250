"""`hoso`: every command, and nothing but what it takes to call it."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from adapters.cli import (
    attribution,
    console,
    issued,
    law,
    lists,
    outages,
    reports,
    tokens,
    unplaced,
)
from adapters.cli.console import (
    OUT,
    Data,
    Json,
    day,
    moment,
    print_json,
    settings_of,
    told,
)

app = typer.Typer(
    name="hoso",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    help="hoso keeps dossiers of public authorities, event by event: who held them, on paper "
    "and digitally, and whether they were on time.",
)
report = typer.Typer(no_args_is_help=True, help="Figures that an auditor can recompute.")
app.add_typer(report, name="report")

At = Annotated[
    str | None,
    typer.Option("--at", help="As it was: only what had happened by then (with offset)."),
]
KnownAt = Annotated[
    str | None,
    typer.Option("--known-at", help="As we knew it: only what was recorded by then."),
]


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Loopback unless you say otherwise.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any free one.")] = 8000,
    data: Data = None,
) -> None:
    """Serve the HTTP API and the pages, beside a worker (see `hoso worker`)."""
    from adapters.cli.serve import serve

    serve(settings_of(data), host, port)


@app.command()
def demo(
    *,
    load_only: Annotated[
        bool, typer.Option("--load-only", help="Load the case, and do not serve it.")
    ] = False,
    until: Annotated[
        str | None, typer.Option(help="Last day that is simulated, like 2019-05-31.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, help="Another run of the same mechanics.")
    ] = None,
    comparing: Annotated[
        bool,
        typer.Option(
            "--compare", help="Load nothing: tell what would have been, had alarms been heeded."
        ),
    ] = False,
    host: Annotated[str, typer.Option(help="Loopback unless you say otherwise.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any free one.")] = 8000,
    data: Data = None,
) -> None:
    """The founding case of 2019, simulated: load it into an empty store, and look at it."""
    from adapters.cli.demo import compare, load, tell
    from adapters.cli.serve import serve

    settings = settings_of(data)
    if comparing:
        compare(settings, seed)
        return
    last = day(until, "--until") if until else None
    tell(asyncio.run(load(settings, seed, last)))
    if not load_only:
        serve(settings, host, port)


@app.command()
def worker(data: Data = None) -> None:
    """Keep the read models up with the log, watch for divergences, and place what waits for its
    dossier, without serving."""
    from adapters.cli.serve import work

    work(settings_of(data))


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help=".xes, .csv or .ndjson, also .gz", exists=True)],
    *,
    mapping: Annotated[
        Path | None,
        typer.Option(
            help="TOML that says what the log's attributes mean, or the name of a source's profile."
        ),
    ] = None,
    rejects: Annotated[
        Path | None, typer.Option(help="Where to name the lines that were not recorded.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read all, record nothing.")] = False,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Import a log of events. Safe to repeat: what is there already is left alone."""
    from adapters.cli.importing import import_file, tell

    named = rejects or Path(f"{file.name}.rejects.ndjson")
    done = import_file(settings_of(data), file, mapping, named, dry_run=dry_run)
    tell(file, *asyncio.run(done), named, as_json=as_json)


@app.command()
def replay(
    code: Annotated[str, typer.Argument(help="Any code of the dossier.")],
    *,
    version: Annotated[int | None, typer.Option(min=1, help="The first so many events.")] = None,
    at: At = None,
    known_at: KnownAt = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """A dossier's history: what happened, where paper and digital were, what was irregular."""
    from adapters.cli.reading import replay, show_replay
    from domain.knowledge import Moments

    settings = settings_of(data)
    moments = Moments(moment(at, "--at"), moment(known_at, "--known-at"), version)
    found = asyncio.run(replay(settings, console.code(code), moments))
    if as_json:
        print_json(found.told)
    else:
        show_replay(found, settings)


@app.command()
def divergences(
    *,
    kind: Annotated[
        str | None,
        typer.Option(help="receipt, custody, component, result, return, flip or absence."),
    ] = None,
    organisation: Annotated[str | None, typer.Option(help="Who has to act.")] = None,
    ended: Annotated[bool, typer.Option("--all", help="Those that have ended, too.")] = False,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Where paper and digital disagree: the oldest first, who has to act, what would settle it.

    What nobody has looked at yet is looked at first, and entered. receipt, result and return: the
    carriers say different times, or one says none. custody: they lie apart for too long.
    component: paper and scan differ. flip: early, on time or late hangs on the carrier. absence: a
    handover that should have been by now.
    """
    from adapters.cli.divergences import divergence_table, divergences, wanted
    from projections.view import plain

    asked = wanted(kind, organisation, ended=ended)
    found, names = asyncio.run(divergences(settings_of(data), asked))
    print_json(plain(found)) if as_json else OUT.print(divergence_table(found, names))


report.command("timeliness")(reports.timeliness)
report.command("chart")(reports.chart)
report.command("dossiers")(reports.dossiers)
report.command("late")(reports.late)
report.command("why")(reports.why)
report.command("issue")(issued.issue)
report.command("issued")(issued.issued)
report.command("recompute")(issued.recompute)
report.command("bridge")(issued.bridge)
report.command("attribution")(attribution.of_a_period)
app.command("attribution")(attribution.of_a_dossier)
app.command("what-if")(law.what_if)
app.add_typer(law.law, name="law")
app.add_typer(tokens.token, name="token")
app.add_typer(unplaced.unplaced, name="unplaced")
app.add_typer(outages.outage, name="outage")
app.command()(lists.consignment)
app.command("shelf-check")(lists.shelf_check)


@app.command()
def rebuild(
    names: Annotated[
        list[str] | None,
        typer.Argument(help="Read models, such as timeliness; by default all.", show_default=False),
    ] = None,
    *,
    workers: Annotated[
        int, typer.Option("--workers", min=1, max=64, help="Processes that share the work.")
    ] = 1,
    data: Data = None,
) -> None:
    """Build read models again from nothing, while the old ones serve.

    The log is read once for all of them, into new tables; these take the place of the old ones
    at the end, at once, and nothing has changed if it was stopped before. Readers and a running
    server go on meanwhile. A rebuild after an upgrade also takes what was parked.

    Each worker keeps a processor and a connection busy: no more of them than there are
    processors to spare. Example: hoso rebuild timeliness history --workers 2
    """
    from adapters.cli.operations import rebuild

    for done in asyncio.run(rebuild(settings_of(data), names or [], workers)):
        typer.echo(f"rebuilt {done}")


@app.command()
def doctor(data: Data = None, as_json: Json = False) -> None:
    """Look at the installation: what is wrong with it, and the command that mends it."""
    from adapters.cli.doctor import Check, examine, reaching, show

    settings = settings_of(data)

    async def all_checks() -> list[Check]:
        return [check async for check in examine(settings)]

    with reaching(settings):
        checks = asyncio.run(all_checks())
    show(checks, settings, as_json=as_json)


def run() -> None:
    with told():
        app()
