"""Reads what an address asks for. Whatever cannot be read is said in a sentence: Wrong."""

import re
import unicodedata
from datetime import date, datetime
from enum import StrEnum
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from adapters.web.visit import Visit, Wrong
from domain.dossier.values import EARLIEST, LATEST
from domain.dossier.values import moment as aware

MOST_PAGES: Final = 100_000

Choice = TypeVar("Choice", bound=StrEnum)


def text(visit: Visit, name: str) -> str | None:
    """As codes are kept: NFC; None where the address does not name it."""
    value = visit.query.get(name)
    return None if value is None else plain_text(value)


def plain_text(value: str) -> str:
    if "\0" in value:
        raise Wrong("wrong_text")
    return unicodedata.normalize("NFC", value)


def day(visit: Visit, name: str, default: date) -> date:
    raw = visit.query.get(name, "").strip()
    if not raw:
        return default
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", raw, re.ASCII):
        raise Wrong("wrong_day", value=raw)
    try:
        found = date.fromisoformat(raw)
    except ValueError:
        raise Wrong("wrong_day", value=raw) from None
    if not EARLIEST.date() <= found < LATEST.date():
        raise Wrong("wrong_day", value=raw)
    return found


def moment(visit: Visit, name: str, zone: ZoneInfo) -> datetime | None:
    """An instant; without an offset it is one of local time, as a form of a browser sends it."""
    raw = visit.query.get(name, "").strip()
    if not raw:
        return None
    # A `+` that nobody escaped arrives as a space.
    found = aware(_with_offset(re.sub(r" (\d\d:?\d\d)$", r"+\1", raw), zone))
    if found is None:
        raise Wrong("wrong_moment", value=raw)
    return found


def _with_offset(raw: str, zone: ZoneInfo) -> str:
    try:
        at = datetime.fromisoformat(raw)
    except ValueError:
        return raw
    return raw if at.tzinfo else at.replace(tzinfo=zone).isoformat()


def choice(visit: Visit, name: str, default: Choice) -> Choice:
    raw = visit.query.get(name) or default
    try:
        return type(default)(raw)
    except ValueError:
        raise Wrong("wrong_choice", value=raw) from None


def page(visit: Visit) -> int:
    """The number of a page of a long list, from 1."""
    raw = visit.query.get("page") or "1"
    if not re.fullmatch(r"[1-9]\d{0,5}", raw, re.ASCII) or int(raw) > MOST_PAGES:
        raise Wrong("wrong_page", value=raw)
    return int(raw)
