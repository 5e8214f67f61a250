"""What auditors looked at: whoever may see everything is seen doing so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from domain.access import Principal, Role

WATCHED: Final = frozenset({Role.AUDITOR})
"""Roles whose every read is kept."""


@dataclass(frozen=True, slots=True)
class Looked:
    """Somebody looked at something."""

    number: int
    """In the order of looking, with gaps."""
    at: datetime
    reader: str
    """The id of his key."""
    method: str
    route: str
    """The template of its path."""
    asked: Mapping[str, Any]
    """What stood in the path and in the query: which dossier, which period."""
    status: int
    """Of the answer (RFC 9110 §15)."""


class Reads(Protocol):
    """Promises of whoever keeps what was looked at; tests/adapters/test_keys_reads.py holds
    them."""

    async def keep(
        self, principal: Principal, method: str, route: str, asked: Mapping[str, Any], status: int
    ) -> None:
        """Durable when this returns. Raises StoreUnavailable: then nothing may be shown."""
        ...

    async def kept(
        self, before: int | None, limit: int, reader: str | None = None
    ) -> Sequence[Looked]:
        """The latest first, before that number, of all or of one key."""
        ...
