"""Reads events as they were stored: old shapes become today's here, and nowhere else.

Stored bytes of every release are kept in tests/golden and must load for ever.
"""

from functools import lru_cache
from typing import Final

from pydantic import ValidationError

from domain.dossier.events import KINDS, DossierEvent

REMEMBERED: Final = 1024
"""Events that are kept as they were read: the same desks, officers and steps come again and again.
Two of three stored events of the founding case are found among so many, a megabyte or two; to
read one anew takes ten to thirty times as long. They are frozen, so testimonies may share one."""


class UnreadableEvent(Exception):
    """Stored bytes that are no event of this release: a fault, never skipped silently."""

    def __init__(self, kind: str, position: int | None = None) -> None:
        at = f" at position {position}" if position else ""
        super().__init__(f"stored event{at} of kind {kind!r} cannot be read by this release")
        self.kind = kind
        self.position = position


@lru_cache(REMEMBERED)
def load(kind: str, state: bytes) -> DossierEvent:
    """The event stored under `kind`. Raises UnreadableEvent."""
    if kind not in KINDS:
        raise UnreadableEvent(kind)
    try:
        return KINDS[kind].model_validate_json(state)
    except ValidationError as error:
        raise UnreadableEvent(kind) from error


def store(event: DossierEvent) -> bytes:
    """The event's bytes. Its kind stands beside them; what was not said is left out."""
    return event.model_dump_json(exclude={"kind"}, exclude_none=True).encode()
