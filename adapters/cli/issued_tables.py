"""Issued reports as tables for people."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from rich.box import SIMPLE
from rich.table import Table

from adapters.messages import Lang, event_name
from adapters.messages.issued_words import heading, said, word
from adapters.messages.report_words import cell
from domain.reports.events import Part
from projections.issued.bridge import Since
from projections.issued.causes import Cause
from projections.issued.differences import Became
from projections.issued.kept import Integrity

NOUGHT: Final = "·"

Document = Mapping[str, Any]


def list_table(reports: Sequence[Document], lang: Lang, zone: ZoneInfo) -> Table:
    table = _table("", said("number", lang), said("period", lang), said("as-of", lang))
    for name in ("issued-on", "by-whom", "position"):
        table.add_column(said(name, lang))
    some_known = any(each["inputs"]["known_at"] for each in reports)
    if some_known:
        table.add_column(said("known-at", lang))
    for each in reports:
        inputs = each["inputs"]
        known_at = inputs["known_at"] and _local(inputs["known_at"], zone)
        at = _local(each["recorded_at"], zone)
        told = (each["number"], _period(inputs), inputs["as_of"], at, each["issued_by"])
        table.add_row(*told, str(inputs["position"]), *((known_at or "",) if some_known else ()))
    return table


def head(found: Document, lang: Lang, zone: ZoneInfo) -> Iterator[str]:
    """What it is, and what it rests on."""
    inputs = found["inputs"]
    yield said(
        "head",
        lang,
        number=found["number"],
        period=_period(inputs),
        at=_local(found["recorded_at"], zone),
        who=found["issued_by"],
    )
    yield said(
        "rests",
        lang,
        position=inputs["position"],
        release=inputs["release"],
        sha256=found["sha256"],
        integrity=word(Integrity(found["integrity"]), lang),
    )


def cells_table(found: Document, lang: Lang) -> Table:
    """Every cell with what each cause adds to it."""
    table = _cells("", lang)
    for line in found["cells"]:
        table.add_row(cell(line["cell"], lang), *_numbers(line))
    return table


def groups_table(found: Document, lang: Lang) -> Table:
    """The cells that differ, group by group."""
    table = _cells(said("groups", lang), lang)
    for group in found["groups"]:
        path = " / ".join(key or "–" for key in group["path"])
        for line in group["cells"]:
            table.add_row(f"{path}: {cell(line['cell'], lang)}", *_numbers(line))
    return table


def dossiers_table(found: Document, lang: Lang, zone: ZoneInfo) -> Table:
    """Each move of each dossier, with what moved it."""
    headings = ("dossier", "from", "to", "cause", "because")
    table = _table(said("dossiers", lang), *(said(name, lang) for name in headings))
    for one in found["dossiers"]:
        for move in one["moves"]:
            table.add_row(
                one["code"],
                _place(move["from"], move["to"], lang),
                _place(move["to"], move["from"], lang),
                word(Cause(move["cause"]), lang),
                _because(move["because"], lang, zone),
            )
    return table


def bridge_lines(carried: Document, lang: Lang, zone: ZoneInfo) -> Iterator[str]:
    previous = carried["previous"]
    words = {"then": carried["open_then"], "now": carried["carried_over"], "on": previous["on"]}
    if previous["number"]:
        yield said("from-report", lang, number=previous["number"], **words)
    else:
        yield said("from-knowledge", lang, **words)
    # Reports of an earlier release did not say it.
    if known_at := previous.get("known_at"):
        yield said("as-known", lang, at=_local(known_at, zone))
    if previous["altered"]:
        yield said("passed-over", lang, numbers=", ".join(previous["altered"]))


def bridge_table(carried: Document, lang: Lang, zone: ZoneInfo) -> Table:
    headings = ("dossier", "way", "cause", "because")
    table = _table(said("bridge", lang), *(said(name, lang) for name in headings))
    for way in ("came", "went"):
        for one in carried[way]:
            for reason in one["reasons"]:
                cause = word(_cause(reason["cause"]), lang)
                because = _because(reason["because"], lang, zone)
                table.add_row(one["code"], said(way, lang), cause, because)
    return table


def _cause(told: str) -> Cause | Since:
    return Since(told) if told in [*Since] else Cause(told)


def _cells(title: str, lang: Lang) -> Table:
    table = _table(title)
    table.add_column(said("cell", lang))
    for name in ("issued", "now", "difference"):
        table.add_column(said(name, lang), justify="right", no_wrap=True)
    for cause in Cause:
        table.add_column(heading(cause, lang), justify="right", no_wrap=True)
    return table


def _numbers(line: Document) -> Iterator[str]:
    yield str(line["issued"])
    yield str(line["now"])
    yield from (
        f"{adds:+d}" if adds else NOUGHT for adds in (line["difference"], *line["causes"].values())
    )


def _place(place: Document | None, other: Document | None, lang: Lang) -> str:
    """The cells that the other place has not, or has otherwise; and the group where it differs."""
    if place is None:
        return said("not-counted", lang)
    others = other["cells"] if other else {}
    cells = [name for name, number in place["cells"].items() if others.get(name) != number]
    path = place["path"] if other and place["path"] != other["path"] else []
    return "\n".join([*(key or "–" for key in path), *(cell(name, lang) for name in cells)])


def _because(because: Iterable[Document], lang: Lang, zone: ZoneInfo) -> str:
    return "\n".join(_reason(each, lang, zone) for each in because)


def _reason(told: Document, lang: Lang, zone: ZoneInfo) -> str:
    if "part" in told:
        part, became = word(Part(told["part"]), lang), word(Became(told["became"]), lang)
        return said("entry", lang, part=part, entry=told["entry"] or told["list"], became=became)
    return said(
        "event",
        lang,
        kind=event_name(told["kind"], lang),
        occurred=_local(told["occurred_at"], zone),
        recorded=_local(told["recorded_at"], zone),
        position=told["position"],
        source=told["source"],
    )


def _period(inputs: Document) -> str:
    named = f"{inputs['period']} ({inputs['scheme']}), " if inputs["period"] else ""
    return f"{named}{inputs['from_on']} – {inputs['to_on']}"


def _local(at: str, zone: ZoneInfo) -> str:
    return f"{datetime.fromisoformat(at).astimezone(zone):%Y-%m-%d %H:%M}"


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title or None, box=SIMPLE, title_justify="left", padding=(0, 1, 0, 0))
    for column in columns:
        table.add_column(column)
    return table
