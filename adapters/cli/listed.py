"""`hoso consignment` and `hoso shelf-check`: lists of dossiers for people."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from rich.table import Table

from adapters.cli.console import USAGE, Stop
from adapters.messages import Lang, sentence, word
from adapters.messages import of as said_of
from adapters.messages.words import spoken
from adapters.settings import Settings
from adapters.web.names import Names
from adapters.wiring import System, system
from domain.consignment import standing
from domain.dossier.values import Holder
from domain.listed import Became, Outcome
from domain.shelf import check
from domain.slip import Line, LineState

SLIP: Final[dict[Lang, tuple[str, ...]]] = {
    "en": ("dossier", "of it", "stands", "since", "with"),
    "vi": ("mã hồ sơ", "vật", "tình trạng", "từ lúc", "đang ở"),
}
WAY: Final[dict[Lang, str]] = {"en": "{at}: {way}", "vi": "chuyển lúc {at}: {way}"}
VIA: Final[dict[Lang, str]] = {"en": " (by way of {})", "vi": " (qua {})"}
SHELF: Final[dict[Lang, tuple[str, ...]]] = {
    "en": ("dossier", "found", "what it means"),
    "vi": ("mã hồ sơ", "kết quả", "nội dung"),
}


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where somebody looked, and when."""

    desk: dict[str, str]
    carrier: str
    object: str
    at: datetime | None
    """By default what the installation's clock shows."""
    actor: str | None


async def slip(settings: Settings, slip: str) -> tuple[list[Line], Names]:
    """What became of each thing on the slip, and how to name it. Raises Refused."""
    async with system(settings) as open_system:
        on_it = await standing(open_system.engine, open_system.places, slip)
        return on_it, _names(settings, open_system)


def slip_table(slip: str, on_it: Sequence[Line], names: Names) -> Table:
    """The way that they went stands above: mostly it is the same for all of them."""
    ways = dict.fromkeys(_way(line, names) for line in on_it if line.sent_at)
    table = _table("\n".join((slip, *ways)), SLIP[names.lang])
    for line in on_it:
        table.add_row(
            line.dossier.value,
            _thing(line, names.lang),
            word(line.state, names.lang),
            names.moment(line.since),
            _named(line.holder, line, names),
            style="bold" if line.state is LineState.MISSING else None,
        )
    return table


def _thing(line: Line, lang: Lang) -> str:
    carrier = word(line.carrier, lang) if line.carrier else ""
    return " · ".join(part for part in (spoken("object", line.object, lang), carrier) if part)


def _way(line: Line, names: Names) -> str:
    """When it was handed over, by whom, to whom, and who carries it."""
    taken = " → ".join(_named(each, line, names) for each in (line.giver, line.taker) if each)
    via = VIA[names.lang].format(_named(line.via, line, names)) if line.via else ""
    at = names.moment(line.sent_at) if line.sent_at else ""
    return WAY[names.lang].format(at=at, way=taken + via)


def _named(holder: Holder | None, line: Line, names: Names) -> str:
    day = names.local(line.since).date()
    return names.holder(holder.model_dump(), day) if holder else ""


def codes(file: Path) -> list[str]:
    """One a line; empty lines name none. Raises Stop when it cannot be read as text."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        message = f"Cannot read {file} as UTF-8 text with one code a line: {error}."
        raise Stop(USAGE, "unreadable-list", message) from None
    return [unicodedata.normalize("NFC", line.strip()) for line in lines if line.strip()]


async def shelf_check(
    settings: Settings, shelf: Shelf, codes: Sequence[str]
) -> tuple[list[Outcome], Names]:
    """Records what was found. Raises Refused where the list itself is wrong."""
    async with system(settings) as open_system:
        await open_system.read_models.catch_up()
        body = _body(shelf, codes, open_system.now)
        done = await check(open_system.engine, open_system.places, body)
        return done, _names(settings, open_system)


def _body(shelf: Shelf, codes: Sequence[str], now: datetime) -> dict[str, Any]:
    told = {
        "desk": shelf.desk,
        "carrier": shelf.carrier,
        "object": shelf.object,
        "occurred_at": shelf.at or now,
        "actor": shelf.actor,
        "codes": list(codes),
    }
    return {name: value for name, value in told.items() if value is not None}


def shelf_table(desk: str, outcomes: Sequence[Outcome], names: Names) -> Table:
    """What is as it should be comes last."""
    table = _table(desk, SHELF[names.lang])
    for one in sorted(outcomes, key=lambda one: one.became is Became.PRESENT):
        table.add_row(one.named, word(one.became, names.lang), _meaning(one, names))
    return table


def all_present(outcomes: Sequence[Outcome]) -> bool:
    """Whether the shelf is as the record has it."""
    return all(one.became is Became.PRESENT for one in outcomes)


def _meaning(outcome: Outcome, names: Names) -> str:
    """Each finding, or why nothing was recorded."""
    if outcome.reason:
        return sentence(outcome.reason, names.lang)
    if outcome.answer is None:
        return said_of("conflict", {"dossier": outcome.named}, names.lang)
    return "\n".join(sentence(finding, names.lang) for finding in outcome.answer.findings)


def _table(title: str, headings: Sequence[str]) -> Table:
    table = Table(title=title, expand=True)
    for heading in headings:
        table.add_column(heading)
    return table


def _names(settings: Settings, open_system: System) -> Names:
    return Names(open_system.engine.law, settings.lang, settings.zone)
