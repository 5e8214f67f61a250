"""Installations that are well, or not, without one."""

from dataclasses import dataclass, field, replace
from typing import Any, Final

from domain.vitals import Lag, Seen, Vitals

WELL: Final = Vitals(
    schema=24,
    release=24,
    head=7,
    lags=(Lag("timeliness", 7), Lag("history", 7)),
    watch=Lag("watch", 7),
    seen=(Seen("projecting", 1.0), Seen("watch", 2.0), Seen("placing", 1.5)),
    unplaced=0,
)


def ill(**differs: Any) -> Vitals:
    return replace(WELL, **differs)


def silent(name: str, seconds: float, fault: str | None = None) -> Vitals:
    """One of its loops was not seen for so long, or fails."""
    others = tuple(one for one in WELL.seen if one.name != name)
    return ill(seen=(*others, Seen(name, seconds, fault)))


@dataclass(slots=True)
class Waiting:
    """What waits to be recorded."""

    waiting: int = 0
    most: int = 4096


@dataclass(slots=True)
class Asked:
    """A database that tells how it is, or fails to; and how often it was asked."""

    vitals: Vitals = WELL
    faults: list[Exception] = field(default_factory=list)
    times: int = 0

    async def __call__(self) -> Vitals:
        self.times += 1
        if self.faults:
            raise self.faults.pop(0)
        return self.vitals
