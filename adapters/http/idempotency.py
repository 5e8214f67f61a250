"""Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): the request id of a body that names
none."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Header

Key = Annotated[str | None, Header(alias="Idempotency-Key")]


def with_key(body: Mapping[str, Any], key: str | None) -> Mapping[str, Any]:
    """The header is a quoted text, or, as many send it, a bare one: the same id either way."""
    return body if key is None else {"request_id": _unquoted(key), **body}


def _unquoted(key: str) -> str:
    quoted = len(key) > 1 and key[0] == key[-1] == '"'
    return key[1:-1] if quoted else key
