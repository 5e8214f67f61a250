"""Conditional requests (RFC 9110 §13): what has not changed is not sent again, and nothing is
done to a dossier that has moved on."""

import re
from hashlib import sha256
from typing import Annotated, Any, Final

from fastapi import Header, Request, Response
from pydantic_core import to_json

from adapters.http.problems import Problem

IfMatch = Annotated[
    str | None,
    Header(
        description="The ETag of the dossier as it was read, or `*`.",
        max_length=200,
        json_schema_extra={"pattern": '^([*]|"[0-9]{1,18}([.][0-9a-f]+)?")$'},
    ),
]

TAG: Final = re.compile(r'"(\d{1,18})(?:\.[0-9a-f]+)?"', re.ASCII)
"""Of a dossier: its version, and what else the answer rests on."""

ALWAYS_ASK: Final = "private, no-cache"


def version_seen(if_match: str | None) -> int | None:
    """The version of the dossier that the client saw; None where it does not say. Raises Problem
    for what is no ETag of a dossier."""
    if if_match is None or if_match.strip() == "*":
        return None
    found = TAG.fullmatch(if_match.strip())
    if not found:
        why = 'it is no ETag of a dossier, such as "7"'
        raise Problem("invalid-parameter", name="If-Match", why=why)
    return int(found[1])


def answered(request: Request, body: Any, version: int) -> Response:
    """The body under its ETag; 304 for who has it already."""
    sent = to_json(body)
    tag = f'"{version}.{sha256(sent).hexdigest()[:16]}"'
    headers = {"ETag": tag, "Cache-Control": ALWAYS_ASK}
    if _has(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers={**headers, "Vary": "Accept-Encoding"})
    return Response(sent, media_type="application/json", headers=headers)


def _has(if_none_match: str, tag: str) -> bool:
    """By weak comparison, as the RFC has it: who compresses an answer makes its tag weak."""
    held = {one.strip().removeprefix("W/") for one in if_none_match.split(",")}
    return bool(held & {tag, "*"})
