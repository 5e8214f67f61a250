"""The installation's own record, beside the dossiers: what law was entered, which reports were
issued.

It stands in the same log, so that one position says what was known of dossiers and of law.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from pydantic import BaseModel

LAW: Final = "law"
"""The stream of what was entered of calendars and procedures."""

REPORTS: Final = "reports"
"""The stream of the reports that were issued."""

STREAMS: Final = (LAW, REPORTS)
"""No dossier's stream is called so."""


@dataclass(frozen=True, slots=True)
class Entered:
    """An entry as it stands in the log."""

    position: int
    version: int
    """Gapless within its stream, from 1."""
    recorded_at: datetime
    event: BaseModel
    actor: str
    source: str
    request_id: str
    entered_by: str | None = None
    """The key under which it came, or the account at a terminal. None: hoso itself, or entered
    before that was kept."""
    broken_at: int | None = None
    """The first version, at or behind this one, whose hash does not follow from what stands before
    it: up to there the stream may have been altered. None where all of them do."""


class Register(Protocol):
    """Promises of every register; tests/adapters/test_register.py holds them."""

    async def enter(
        self,
        stream: str,
        event: BaseModel,
        *,
        actor: str,
        source: str,
        request_id: str,
        after: int,
        entered_by: str | None = None,
        recorded_at: datetime | None = None,
    ) -> Entered:
        """Durable when this returns. The same request again gets what it first led to.

        `after` is the version that was looked at. Raises Conflict when the stream has moved on,
        Refused (request-id-reused) when the request came before with another event.
        `recorded_at` is told by a simulation alone.
        """
        ...

    async def entered(self, stream: str, known_to: int | None = None) -> Sequence[Entered]:
        """The stream in its order, up to the position `known_to`."""
        ...
