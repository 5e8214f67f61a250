"""Tables for people: a dossier's history and due dates, and the timeliness report."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from rich.box import SIMPLE
from rich.table import Table

from adapters.messages import Lang, event_name
from adapters.messages.deadlines import as_before, deadline_name, due_on, explain
from adapters.messages.words import word
from adapters.web.names import Names
from domain.dossier.lifecycle import Stage
from domain.dossier.values import Carrier
from domain.procedure.common import Common

HEADINGS: Final[dict[Lang, tuple[str, ...]]] = {
    "en": ("happened", "event", "stage", "paper", "digital", "findings"),
    "vi": ("thời điểm", "sự kiện", "giai đoạn", "bản giấy", "bản điện tử", "điểm bất thường"),
}
NO_RECORD: Final[dict[Lang, str]] = {"en": "no record", "vi": "chưa có ghi nhận"}
IN_TRANSIT: Final[dict[Lang, str]] = {"en": "in transit to {}", "vi": "đang chuyển đến {}"}


def history_table(told: dict[str, Any], names: Names) -> Table:
    """The history as a person reads it, in the installation's local time: where paper and digital
    were after each event, by the names that the holders bore on that day."""
    lang = names.lang
    stage = word(Stage(told["state"]["stage"]), lang)
    table = Table(title=f"{told['dossier']}: {stage}", expand=True)
    for heading in HEADINGS[lang]:
        table.add_column(heading)
    for line in told["events"]:
        happened = names.local(datetime.fromisoformat(line["occurred_at"]))
        table.add_row(
            f"{names.day(happened.date())} {happened:%H:%M:%S}",
            _event(line, names, happened.date()),
            word(Stage(line["stage"]), lang) if "stage" in line else "",
            _place(line.get("paper"), names, happened.date()),
            _place(line.get("digital"), names, happened.date()),
            "\n".join(
                names.finding(one["code"], one["params"], happened.date())
                for one in line["findings"]
            ),
            style="strike" if line["annulled"] else None,
        )
    return table


def _event(line: dict[str, Any], names: Names, day: date) -> str:
    """What, of which carrier, and who says so."""
    carrier = line["data"].get("carrier")
    more = [word(Carrier(carrier), names.lang)] if carrier else []
    more += [line["data"]["name"]] if "name" in line["data"] else []
    what = ": ".join((event_name(line["kind"], names.lang), *more))
    by = [names.body(id, day) for id in (line["actor"], line["unit"]) if id]
    return "\n".join(part for part in (what, " · ".join(by)) if part)


def _place(place: dict[str, Any] | None, names: Names, day: date) -> str:
    if place is None:
        return NO_RECORD[names.lang]
    if transit := place.get("in_transit"):
        return IN_TRANSIT[names.lang].format(names.holder(transit["taker"], day))
    return names.holder(place["holder"], day)


def due_table(told: dict[str, Any], zone: ZoneInfo, lang: Lang, common: Common) -> Table:
    """The due dates side by side, each with why it is that one; in the authority's local days."""
    named = told["state"]["intake"]["authority"]["timezone"]
    local = ZoneInfo(named) if named else zone
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 1, 0))
    table.add_column(no_wrap=True)
    table.add_column()
    explained: dict[tuple[str, ...], str] = {}
    for name, deadline in (told["state"]["due"] or {}).items():
        on, basis = due_on(deadline, lang, local) or "–", deadline["legal_basis"] or "–"
        lines = explain(deadline, lang, local, common)
        first = explained.setdefault((on, basis, *lines), name)
        why = lines if first == name else [as_before(first, lang)]
        table.add_row(f"{deadline_name(name, lang)}\n{on}", "\n".join((basis, *why)))
    return table


class Column(NamedTuple):
    part: str
    cell: str
    heading: str


COLUMNS: Final = (
    (
        Column("received", "total", "received"),
        Column("received", "online", "online"),
        Column("received", "direct", "direct"),
        Column("received", "carried_over", "carried\nover"),
    ),
    (
        Column("resolved", "total", "resolved"),
        Column("resolved", "early", "early"),
        Column("resolved", "on_time", "on\ntime"),
        Column("resolved", "late", "late"),
        Column("resolved", "undetermined", "undetermined"),
    ),
    (
        Column("open", "total", "open"),
        Column("open", "in_time", "in\ntime"),
        Column("open", "overdue", "overdue"),
        Column("open", "undetermined", "undetermined"),
    ),
    (
        Column("ended", "total", "ended"),
        Column("ended", "withdrawn", "withdrawn"),
        Column("ended", "stopped", "stopped"),
    ),
    (Column("", "contested", "contested"), Column("", "not_accepted", "not\naccepted")),
)
"""What belongs together stays in one table."""

FURTHER: Final = (
    (
        Column("national.resolved", "early", "national:\nearly"),
        Column("national.resolved", "on_time", "on\ntime"),
        Column("national.resolved", "late", "late"),
        Column("national.resolved", "undetermined", "undetermined"),
    ),
    (
        Column("national.open", "in_time", "national:\nin time"),
        Column("national.open", "overdue", "overdue"),
        Column("national.open", "undetermined", "undetermined"),
    ),
    (
        Column("", "late_without_cause", "late,\nno cause"),
        Column("", "late_without_apology", "late, no\napology"),
        Column("", "promised_not_legal", "promised,\nnot legal"),
    ),
    (
        Column("rates", "on_time_of_resolved", "% of\nresolved"),
        Column("rates", "on_time_of_due", "% of\ndue"),
        Column("rates", "national_index", "national\nindex %"),
        Column("rates", "mean_settlement_hours", "mean\nhours"),
    ),
)
"""What stands beside the form: the national clock, what lateness lacks, and rates."""

ALWAYS: Final = ("total", "early", "on_time", "late", "in_time", "overdue")

Block = Sequence[Column]


def report_tables(report: dict[str, Any], width: int) -> Iterator[Table]:
    """Form II.06a with its further cells, in as few tables as `width` holds with every heading
    and figure whole. Columns that are nought throughout are left out."""
    return _tables(report, width, COLUMNS)


def further_tables(report: dict[str, Any], width: int) -> Iterator[Table]:
    """What stands beside the form, in the same manner."""
    return _tables(report, width, FURTHER)


def _tables(report: dict[str, Any], width: int, blocks: Sequence[Block]) -> Iterator[Table]:
    by = report["by"] or ""
    rows = [*(report["rows"] if by else ()), report["total"]]
    together: list[Block] = []
    for block in _shown(report["total"], blocks):
        if together and _width(by, rows, [*together, block]) > width:
            yield _table(by, rows, together)
            together = []
        together.append(block)
    if together:
        yield _table(by, rows, together)


def about(report: dict[str, Any]) -> str:
    """What the figures are of, and how they were judged."""
    period = report["period"]
    name = f"{period['name']} ({period['scheme']}), " if "name" in period else ""
    known = f", as known at {report['known_at']}" if report["known_at"] else ""
    return (
        f"Timeliness {name}{period['from']} to {period['to']}, as of {report['as_of']}{known}\n"
        f"judged by {report['granularity']}, in {report['zone']}; clock: {report['clock']}"
    )


def beside(report: dict[str, Any]) -> str:
    """What stands in no cell of its own, or in no sum."""
    total = report["total"]
    return (
        f"received = resolved + open + ended; ended without a result: {total['ended']['total']:,}\n"
        "due = resolved + open and overdue; national index (QĐ 766): in time of all received\n"
        f"contested, already counted above: {total['contested']:,}\n"
        f"not accepted, counted nowhere above: {total['not_accepted']:,}"
    )


def _shown(total: dict[str, Any], blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        shown = [column for column in block if _told(total, column) or _always(column)]
        if shown:
            yield shown


def _always(column: Column) -> bool:
    return column.cell in ALWAYS and column.part in ("received", "resolved", "open")


def _told(row: dict[str, Any], column: Column) -> int | str | None:
    """A count, or a rate; None where there is nothing to divide by."""
    told: Any = row
    for name in (*column.part.split("."), column.cell) if column.part else (column.cell,):
        told = told[name]
    found: int | str | None = told
    return found


def _figure(row: dict[str, Any], column: Column) -> str:
    told = _told(row, column)
    return f"{told:,}" if isinstance(told, int) else str(told or "–")


def _width(by: str, rows: Sequence[dict[str, Any]], blocks: Sequence[Block]) -> int:
    """Of a table that folds no heading and no figure; a block begins after a wider gap."""
    labels = min(LABEL, max(map(len, (by, *map(_label, rows)))))
    columns = [column for block in blocks for column in block]
    return labels + sum(1 + _widest(rows, column) for column in columns) + len(blocks)


def _widest(rows: Sequence[dict[str, Any]], column: Column) -> int:
    told = (*column.heading.split("\n"), *(_figure(row, column) for row in rows))
    return max(map(len, told))


LABEL: Final = 28
"""Characters of a label before it folds."""


def _label(row: dict[str, Any]) -> str:
    """Behind the one that it is part of."""
    return f"{'  ' * (row['level'] - 1)}{row['label']}"


def _table(by: str, rows: Sequence[dict[str, Any]], blocks: Sequence[Block]) -> Table:
    table = Table(box=SIMPLE, show_edge=False, padding=0)
    table.add_column(by, max_width=LABEL, overflow="fold", vertical="bottom")
    for block in blocks:
        for column in block:
            width = _widest(rows, column) + (column is block[0])
            table.add_column(
                column.heading, justify="right", vertical="bottom", min_width=width, no_wrap=True
            )
    columns = [column for block in blocks for column in block]
    for row in rows:
        is_total = row is rows[-1]
        if is_total:
            table.add_section()
        figures = (_figure(row, column) for column in columns)
        table.add_row(_label(row), *figures, style="bold" if is_total else None)
    return table
