"""The one normal form of what is posted, so that equal requests are equal bytes."""

import re
import unicodedata
from collections.abc import Mapping
from math import isfinite
from typing import Any, Final

from pydantic_core import PydanticSerializationError, to_json

from domain.refusals import InvalidField, Refused

DEEPEST: Final = 20
"""Levels of nesting in a request: far more than any event has."""


def is_plain(body: Mapping[Any, Any]) -> bool:
    """Whether all of it but the order of its keys is in normal form already, by a look at its
    JSON; who looks at each value needs three times as long. In doubt, it is not."""
    try:
        text = to_json(body)
    except (PydanticSerializationError, ValueError):
        return False
    # Perhaps a NUL, or no number.
    if b"\\" in text or b"NaN" in text or b"Infinity" in text:
        return False
    if text.count(b"{") + text.count(b"[") > DEEPEST:
        return False
    # Every part of what is in NFC is in NFC.
    return text.isascii() or unicodedata.is_normalized("NFC", text.decode())


def in_order(body: Mapping[Any, Any]) -> dict[str, Any]:
    """The same of what is plain."""
    data = body.get("data")
    return {**body, "data": _sorted(data)} if isinstance(data, dict) else dict(body)


def _sorted(value: dict[str, Any]) -> dict[str, Any]:
    return {
        key: _with_sorted_keys(part) if type(part) in (dict, list) else part
        for key, part in sorted(value.items())
    }


def _with_sorted_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return _sorted(value)
    return [_with_sorted_keys(part) for part in value] if isinstance(value, list) else value


def normal_form(body: Mapping[Any, Any]) -> dict[str, Any]:
    """Keys in order, text in NFC, nothing that JSON, UTF-8, PostgreSQL or our stack cannot hold.

    Raises Refused.
    """
    normal: dict[str, Any] = _normal(dict(body))
    return normal


def _normal(value: Any, where: "Where" = None, depth: int = 0) -> Any:
    if depth > DEEPEST:
        raise Refused(InvalidField(_path(where), "is nested too deeply"))
    if isinstance(value, str):
        return _text(value, where)
    if isinstance(value, dict):
        return {
            _text(str(key), where): _normal(value[key], (where, key), depth + 1)
            for key in sorted(value, key=str)
        }
    if isinstance(value, list | tuple):
        return [_normal(part, where, depth + 1) for part in value]
    if isinstance(value, float) and not isfinite(value):
        raise Refused(InvalidField(_path(where), "is no number that JSON can hold"))
    return value


Where = tuple[Any, object] | None
"""A field, and what it stands in: only what is refused is spelled out."""


def _path(where: Where) -> str:
    keys: list[str] = []
    while where is not None:
        where, key = where
        keys.append(str(key))
    return ".".join(reversed(keys))


NO_TEXT: Final = re.compile("[\\x00\\ud800-\\udfff]")
"""NUL, which PostgreSQL cannot hold, and halves of characters, which UTF-8 cannot."""


def _text(value: str, where: Where) -> str:
    if value.isascii() and "\0" not in value:
        return value
    if NO_TEXT.search(value):
        raise Refused(InvalidField(_path(where), "holds characters that are no text"))
    return unicodedata.normalize("NFC", value)
