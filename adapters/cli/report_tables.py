"""The timeliness report as tables for people."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from rich.box import SIMPLE
from rich.table import Table

from adapters.messages.languages import Lang, Pair, told
from adapters.messages.report_words import clock
from adapters.sheets.texts import meant, said

ABOUT: Final[Pair] = (
    "Timeliness {name}{from_on} to {to_on}, as of {as_of}{known}\n"
    "judged by {granularity}, in {zone}; clock: {clock}",
    "Kết quả giải quyết đúng hạn, {name}từ {from_on} đến {to_on}, tính đến hết ngày {as_of}"
    "{known}\n"
    "so với hạn: {granularity}, múi giờ {zone}; cách tính thời hạn: {called}",
)
KNOWN: Final[Pair] = (", as known at {at}", ", theo dữ liệu đã ghi nhận đến {at}")
BELOW: Final[Pair] = (
    "received = resolved + open + ended; ended without a result: {ended:,}\n"
    "due = resolved + open and overdue; national index (QĐ 766): in time of all received\n"
    "contested, already counted above: {contested:,}\n"
    "not accepted, counted nowhere above: {not_accepted:,}",
    "tiếp nhận = đã giải quyết + đang giải quyết + kết thúc; kết thúc không có kết quả: {ended:,}\n"
    "đến hạn = đã giải quyết + đang giải quyết quá hạn; chỉ số quốc gia (QĐ 766): trong hạn trên "
    "tổng số tiếp nhận\n"
    "còn cách hiểu khác, đã đếm ở trên: {contested:,}\n"
    "không tiếp nhận, không đếm ở trên: {not_accepted:,}",
)
TOTAL: Final[Pair] = ("total", "tổng số")


class Column(NamedTuple):
    part: str
    cell: str
    heading: Pair


COLUMNS: Final = (
    (
        Column("received", "total", ("received", "tiếp\nnhận")),
        Column("received", "online", ("online", "trực\ntuyến")),
        Column("received", "direct", ("direct", "trực\ntiếp")),
        Column("received", "carried_over", ("carried\nover", "từ kỳ\ntrước")),
    ),
    (
        Column("resolved", "total", ("resolved", "đã giải\nquyết")),
        Column("resolved", "early", ("early", "trước\nhạn")),
        Column("resolved", "on_time", ("on\ntime", "đúng\nhạn")),
        Column("resolved", "late", ("late", "quá\nhạn")),
        Column("resolved", "undetermined", ("undetermined", "không\nrõ hạn")),
    ),
    (
        Column("open", "total", ("open", "đang giải\nquyết")),
        Column("open", "in_time", ("in\ntime", "trong\nhạn")),
        Column("open", "overdue", ("overdue", "quá\nhạn")),
        Column("open", "undetermined", ("undetermined", "không\nrõ hạn")),
    ),
    (
        Column("ended", "total", ("ended", "kết\nthúc")),
        Column("ended", "withdrawn", ("withdrawn", "đã\nrút")),
        Column("ended", "stopped", ("stopped", "dừng giải\nquyết")),
    ),
    (
        Column("", "contested", ("contested", "còn cách\nhiểu khác")),
        Column("", "not_accepted", ("not\naccepted", "không\ntiếp nhận")),
    ),
)
"""What belongs together stays in one table."""

FURTHER: Final = (
    (
        Column("national.resolved", "early", ("national:\nearly", "quốc gia:\ntrước hạn")),
        Column("national.resolved", "on_time", ("on\ntime", "đúng\nhạn")),
        Column("national.resolved", "late", ("late", "quá\nhạn")),
        Column("national.resolved", "undetermined", ("undetermined", "không\nrõ hạn")),
    ),
    (
        Column("national.open", "in_time", ("national:\nin time", "quốc gia:\ntrong hạn")),
        Column("national.open", "overdue", ("overdue", "quá\nhạn")),
        Column("national.open", "undetermined", ("undetermined", "không\nrõ hạn")),
    ),
    (
        Column(
            "",
            "late_without_cause",
            ("late, no\nconfirmed\ncause", "quá hạn,\nchưa xác nhận\nnguyên nhân"),
        ),
        Column("", "late_without_apology", ("late, no\napology", "quá hạn,\nchưa xin lỗi")),
        Column("", "promised_not_legal", ("promised,\nnot legal", "hẹn và\nquy định\nkhác nhau")),
    ),
    (
        Column("rates", "on_time_of_resolved", ("% of\nresolved", "% đã giải\nquyết")),
        Column("rates", "on_time_of_due", ("% of\ndue", "% đến\nhạn")),
        Column("rates", "national_index", ("national\nindex %", "chỉ số\nquốc gia %")),
        Column("rates", "mean_settlement_hours", ("mean\nhours", "giờ bình\nquân")),
    ),
)
"""What stands beside the form: the national clock, what lateness lacks, and rates."""

ALWAYS: Final = ("total", "early", "on_time", "late", "in_time", "overdue")


class Shown(NamedTuple):
    part: str
    cell: str
    heading: str
    """In the reader's language."""


Block = Sequence[Shown]


def report_tables(report: dict[str, Any], width: int, lang: Lang) -> Iterator[Table]:
    """Form II.06a with its further cells, in as few tables as `width` holds with every heading
    and figure whole. Columns that are nought throughout are left out."""
    return _tables(report, width, _in(COLUMNS, lang), lang)


def further_tables(report: dict[str, Any], width: int, lang: Lang) -> Iterator[Table]:
    """What stands beside the form, in the same manner."""
    return _tables(report, width, _in(FURTHER, lang), lang)


def _tables(
    report: dict[str, Any], width: int, blocks: Sequence[Block], lang: Lang
) -> Iterator[Table]:
    levels = report["by"].split(",") if report["by"] else []
    by = ", ".join(said(level, lang) for level in levels)
    total = {**report["total"], "label": told(TOTAL, lang)}
    unknown = {"label": said("unrecorded", lang)}
    shown = [row if row["key"] else {**row, **unknown} for row in report["rows"]]
    rows = [*(shown if levels else ()), total]
    together: list[Block] = []
    for block in _shown(report["total"], blocks):
        if together and _width(by, rows, [*together, block]) > width:
            yield _table(by, rows, together)
            together = []
        together.append(block)
    if together:
        yield _table(by, rows, together)


def about(report: dict[str, Any], lang: Lang) -> str:
    """What the figures are of, and how they were judged."""
    period = report["period"]
    known = told(KNOWN, lang).format(at=report["known_at"]) if report["known_at"] else ""
    return told(ABOUT, lang).format(
        name=f"{period['name']} ({period['scheme']}), " if "name" in period else "",
        from_on=period["from"],
        to_on=period["to"],
        as_of=report["as_of"],
        known=known,
        granularity=meant(report["granularity"], lang),
        zone=report["zone"],
        clock=report["clock"],
        called=clock(report["clock"], lang),
    )


def beside(report: dict[str, Any], lang: Lang) -> str:
    """What stands in no cell of its own, or in no sum."""
    total = report["total"]
    figures = {name: total[name] for name in ("contested", "not_accepted")}
    return told(BELOW, lang).format(ended=total["ended"]["total"], **figures)


def _in(blocks: Sequence[Sequence[Column]], lang: Lang) -> list[Block]:
    return [
        [Shown(part, cell, told(heading, lang)) for part, cell, heading in block]
        for block in blocks
    ]


def _shown(total: dict[str, Any], blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        shown = [column for column in block if _told(total, column) or _always(column)]
        if shown:
            yield shown


def _always(column: Shown) -> bool:
    return column.cell in ALWAYS and column.part in ("received", "resolved", "open")


def _told(row: dict[str, Any], column: Shown) -> int | str | None:
    """A count, or a rate; None where there is nothing to divide by."""
    found: Any = row
    for name in (*column.part.split("."), column.cell) if column.part else (column.cell,):
        found = found[name]
    shown: int | str | None = found
    return shown


def _figure(row: dict[str, Any], column: Shown) -> str:
    found = _told(row, column)
    return f"{found:,}" if isinstance(found, int) else str(found or "–")


def _width(by: str, rows: Sequence[dict[str, Any]], blocks: Sequence[Block]) -> int:
    """Of a table that folds no heading and no figure; a block begins after a wider gap."""
    labels = min(LABEL, max(map(len, (by, *map(_label, rows)))))
    columns = [column for block in blocks for column in block]
    return labels + sum(1 + _widest(rows, column) for column in columns) + len(blocks)


def _widest(rows: Sequence[dict[str, Any]], column: Shown) -> int:
    shown = (*column.heading.split("\n"), *(_figure(row, column) for row in rows))
    return max(map(len, shown))


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
