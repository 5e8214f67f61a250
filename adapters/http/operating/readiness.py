"""Whether an installation can be relied on at this moment: rules over what its database tells."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from domain.vitals import Lag, Seen, Vitals

BEHIND: Final = 300.0
"""Seconds that something in the log may wait for its readers: an import is read in less."""

SILENT: Final = 60.0
"""Seconds after which who works counts as gone: a round shows itself every two or ten."""

FULL: Final = 0.9
"""Of what may wait to be recorded: requests of more than one event are refused by then."""

NEEDED: Final = ("projecting", "watch")
"""The loops that somebody must run."""


class Queue(Protocol):
    """What waits in this process to be recorded: events, and how many may."""

    @property
    def waiting(self) -> int: ...
    @property
    def most(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Failed:
    """A check that failed: which, and what is said of it."""

    name: str
    code: str
    params: Mapping[str, Any]


def failing(vitals: Vitals, queue: Queue) -> Iterator[Failed]:
    """What keeps the installation from being relied on."""
    if vitals.schema != vitals.release:
        params = {"found": vitals.schema, "known": vitals.release}
        yield Failed("schema", "schema-differs", params)
    if queue.waiting >= FULL * queue.most:
        yield Failed("queue", "queue-full", {"waiting": queue.waiting})
    for lag in (*vitals.lags, vitals.watch):
        yield from late(lag)
    yield from absent(vitals.seen)


def late(lag: Lag) -> Iterator[Failed]:
    if lag.seconds > BEHIND:
        params = {"name": lag.name, "events": lag.events, "seconds": round(lag.seconds)}
        yield Failed(lag.name, "behind", params)


def absent(seen: Sequence[Seen]) -> Iterator[Failed]:
    """Of what somebody must do, and of what somebody was seen to do: nobody does it now."""
    found = {one.name: one for one in seen}
    for name in dict.fromkeys((*NEEDED, *found)):
        one = found.get(name)
        if one is None:
            yield Failed(name, "never-seen", {"name": name})
        elif one.seconds > SILENT:
            yield Failed(name, "not-seen", {"name": name, "seconds": round(one.seconds)})
        elif one.fault:
            yield Failed(name, "fails", {"name": name})
