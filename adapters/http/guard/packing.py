"""Large answers are packed for clients that can unpack them (gzip, RFC 9110, section 8.4)."""

import re
from collections.abc import Mapping
from typing import Final

from starlette.middleware.gzip import (
    DEFAULT_EXCLUDED_CONTENT_TYPES,
    GZipResponder,
    IdentityResponder,
)
from starlette.types import Send

SMALLEST: Final = 1_000
"""Bytes below which packing costs more than it saves."""

LEVEL: Final = 5
"""Of zlib's nine: within some per cent of the smallest, in a third of its time."""

NEVER: Final = (
    *DEFAULT_EXCLUDED_CONTENT_TYPES,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)
"""What is packed already, and server-sent events, each of which must arrive at once."""

REFUSED: Final = re.compile(rb"gzip\s*;\s*q=0(?:\.0*)?\s*(?:,|$)", re.IGNORECASE)


def packing(asked: Mapping[bytes, bytes], said: Mapping[bytes, bytes], send: Send) -> Send:
    """Where the messages of an answer go whose header fields are `said`: to `send`, packed or as
    they are."""
    length = said.get(b"content-length", b"")
    if length.isdigit() and int(length) < SMALLEST:
        return send
    accepts = asked.get(b"accept-encoding", b"")
    packs = b"gzip" in accepts and not REFUSED.search(accepts)
    # No application stands behind it: what it would send is given to the responder directly.
    responder: IdentityResponder = (
        GZipResponder(_nobody, SMALLEST, LEVEL, exclude_content_types=NEVER)
        if packs
        else IdentityResponder(_nobody, SMALLEST, exclude_content_types=NEVER)
    )
    responder.send = send
    return responder.send_with_compression


async def _nobody(*_: object) -> None:
    raise AssertionError("there is no application behind the packing")
