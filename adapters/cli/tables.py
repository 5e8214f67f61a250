"""Tables for people: a dossier's history and due dates."""

from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

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
