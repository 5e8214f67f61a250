"""When a source was cut off, and two people said so: what the law carries of it.

What the source sends again of that time is judged by its own times: domain/dossier/late_entries.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Outage:
    """From one instant to another, both included."""

    number: int
    """The version of its declaration in the stream of the law."""
    source: str
    since: datetime
    until: datetime | None = None
    """None: it is not over yet."""

    def covers(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at <= self.until)


def was_cut_off(outages: Iterable[Outage], source: str, at: datetime) -> bool:
    """Whether the source was, at that instant."""
    return any(each.source == source and each.covers(at) for each in outages)
