"""One way to write a document, so that its hash can be found again by anybody."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical(value: Any) -> bytes:
    """The bytes of a JSON value as RFC 8785 writes them: keys in order, no blanks, UTF-8.

    Of its numbers only integers that every reader keeps exactly (RFC 8785 Appendix D). Raises
    ValueError for any other.
    """
    text = json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def sha256(of: bytes) -> str:
    """64 hexadecimal digits."""
    return hashlib.sha256(of).hexdigest()


def _ordered(value: Any) -> Any:
    match value:
        case None | bool() | str():
            return value
        case int() if abs(value) < 2**53:
            return value
        case Mapping():
            keys = sorted(value, key=_utf16)
            return {key: _ordered(value[key]) for key in keys}
        case list() | tuple():
            return [_ordered(each) for each in value]
        case _:
            raise ValueError(f"{value!r} has no canonical form")


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be")
