"""Tables for people: the dossiers behind a figure, and what decided one of them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from rich.box import SIMPLE
from rich.table import Table

from adapters.messages import Lang, event_name, word
from adapters.messages.report_words import cell, clock, role
from adapters.web.names import Names
from domain.dossier.events import LateCause
from domain.dossier.timeliness import Timeliness
from projections.report.cells import CELLS
from projections.report.cells import name as cell_name

DOSSIERS: Final[dict[Lang, tuple[str, ...]]] = {
    "en": ("code", "class", "received", "due", "ended", "procedure", "unit, officer", "beside"),
    "vi": (
        *("mã hồ sơ", "kết luận", "ngày nhận", "ngày đến hạn", "ngày xong", "thủ tục"),
        *("đơn vị, cán bộ", "ghi chú"),
    ),
}
EVENTS: Final[dict[Lang, tuple[str, ...]]] = {
    "en": ("happened", "recorded", "event", "source", "position", "version", "what it did", "due"),
    "vi": (
        *("thời điểm", "ghi nhận", "sự kiện", "nguồn", "vị trí", "phiên bản", "tác động"),
        "ngày đến hạn",
    ),
}
ANSWERS: Final[dict[Lang, tuple[str, ...]]] = {
    "en": ("judged", "class", "due", "ended"),
    "vi": ("cách tính", "kết luận", "ngày đến hạn", "ngày xong"),
}
WAITS: Final[dict[Lang, str]] = {"en": "clock stands still", "vi": "đang tạm dừng"}
CONTESTED: Final[dict[Lang, str]] = {"en": "contested: {}", "vi": "còn cách hiểu khác: {}"}
TWO_DATES: Final[dict[Lang, str]] = {
    "en": "promised {promised}, legal {legal}",
    "vi": "theo ngày hẹn {promised}, theo quy định {legal}",
}
UNCONFIRMED: Final[dict[Lang, str]] = {"en": "{} (unconfirmed)", "vi": "{} (chưa xác nhận)"}


def listed_table(dossiers: Sequence[Mapping[str, Any]], names: Names) -> Table:
    table = _table(DOSSIERS[names.lang])
    for one in dossiers:
        procedure, day = one["procedure"], date.fromisoformat(one["received_on"])
        called = names.procedure(procedure, day) if procedure else None
        bodies = (names.body(id, day) for id in (one["unit"], one["officer"]) if id)
        table.add_row(
            one["code"],
            cell(one["class"], names.lang),
            names.day(day),
            _due(one, names),
            _day(one["ended_on"], names),
            "\n".join(part for part in (procedure, called) if part),
            "\n".join(bodies),
            "\n".join(_beside(one, names.lang)),
        )
    return table


def _due(one: Mapping[str, Any], names: Names) -> str:
    return WAITS[names.lang] if one["waits"] else _day(one["due_on"], names)


def _day(told: str | None, names: Names) -> str:
    return names.day(date.fromisoformat(told)) if told else "–"


def _beside(one: Mapping[str, Any], lang: Lang) -> Iterator[str]:
    """Why it was late, on what its class hangs, and which dates give other classes."""
    if cause := one["late_cause"]:
        said = word(LateCause(cause), lang)
        yield said if one["cause_confirmed"] else UNCONFIRMED[lang].format(said)
    if rules := one["contested"]:
        yield CONTESTED[lang].format(", ".join(rules))
    if dates := one["promised_not_legal"]:
        classes = {name: _class(each["class"], lang) for name, each in dates.items()}
        yield TWO_DATES[lang].format(**classes)


def _class(told: str, lang: Lang) -> str:
    """Of a class as the domain has it."""
    return cell(cell_name(CELLS[Timeliness(told)]), lang)


def why_lines(found: Mapping[str, Any], names: Names) -> Iterator[str]:
    lang = names.lang
    judged = f"{found['code']}: {cell(found['class'], lang)} ({clock(found['clock'], lang)})"
    as_of = _day(found["as_of"], names)
    yield "\n".join((f"{judged}, {as_of}", *_beside(found, lang)))
    yield "\n".join((_due(found, names), *found["says"]))


def events_table(found: Mapping[str, Any], names: Names) -> Table:
    """What started, moved and ended the clock."""
    table = _table(EVENTS[names.lang])
    for event in found["events"]:
        table.add_row(
            names.moment(datetime.fromisoformat(event["occurred_at"])),
            names.moment(datetime.fromisoformat(event["recorded_at"])),
            event_name(event["kind"], names.lang),
            f"{event['source']} {event['request_id']}",
            str(event["position"]),
            str(event["version"]),
            "\n".join(role(each, names.lang) for each in event["roles"]),
            _day(event["due_on"], names),
        )
    return table


def clocks_table(found: Mapping[str, Any], names: Names) -> Table:
    """What each clock, and either date alone, would say."""
    table = _table(ANSWERS[names.lang])
    for name, each in found["clocks"].items():
        table.add_row(
            clock(name, names.lang),
            cell(each["class"], names.lang),
            _due(each, names),
            _day(each["ended_on"], names),
        )
    for name, each in found["dates"].items():
        judged = _class(each["class"], names.lang)
        table.add_row(clock(name, names.lang), judged, _day(each["due_on"], names), "")
    return table


def _table(headings: Sequence[str]) -> Table:
    table = Table(box=SIMPLE, show_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table
