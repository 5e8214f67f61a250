"""The end of the log, in memory: what all who follow it are told from."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Final

from projections.feed import Event, Wanted, as_json

MOST: Final = 4_000_000
"""Bytes of frames in it."""

AT_ONCE: Final = 64 * 1024
"""Bytes that one follower is given in one go, or one event if that is longer: what a connection
holds back of a follower who reads slowly."""

NOBODY: Final[frozenset[str]] = frozenset()


@dataclass(slots=True, eq=False)
class Line:
    """An event, put into its form once for all who follow."""

    position: int
    kind: str
    stream: str
    frame: bytes
    """As an event stream has it (WHATWG HTML, section 9.2)."""
    concerned: frozenset[str] = NOBODY
    """Bodies, where the window is led so far."""


def line(event: Event) -> Line:
    return Line(event.position, event.told.event.kind, event.stream, frame(event))


def frame(event: Event) -> bytes:
    head = f"id: {event.position}\nevent: {event.told.event.kind}\ndata: ".encode()
    return head + as_json(event) + b"\n\n"


_position: Final = attrgetter("position")


@dataclass(slots=True, eq=False)
class Window:
    """Holds every event behind `floor`, up to `head`."""

    floor: int
    head: int = field(init=False)
    led: int = field(init=False)
    """Up to which position it is known whom the dossiers concern."""
    _lines: list[Line] = field(default_factory=list)
    _bytes: int = 0

    def __post_init__(self) -> None:
        self.head = self.led = self.floor

    def add(self, events: Sequence[Event], head: int) -> None:
        """All there is from its head to a new one."""
        lines = [line(event) for event in events]
        self._lines += lines
        self._bytes += sum(len(each.frame) for each in lines)
        self.head = head

    def end(self, wanted: Wanted) -> int:
        """Up to where it tells one who wants that."""
        return self.head if wanted.reach is None else self.led

    def behind(self, position: int, wanted: Wanted) -> tuple[bytes, int]:
        """The frames of what is wanted behind a position that is not before the floor, not too
        many at once; and up to which position that is all."""
        frames: list[bytes] = []
        size, end = 0, self.end(wanted)
        for each in self._from(position, end):
            if wanted.holds(each.kind, each.concerned):
                frames.append(each.frame)
                size += len(each.frame)
                if size >= AT_ONCE:
                    return b"".join(frames), each.position
        return b"".join(frames), max(position, end)

    def unled(self, to: int) -> Sequence[Line]:
        """Those of which it is not known yet whom they concern, up to a position."""
        return self._from(self.led, to)

    def surplus(self) -> int:
        """The floor that it should rise to, as it holds too much; its floor where it does not."""
        if self._bytes <= MOST:
            return self.floor
        left = self._bytes
        for each in self._lines:
            left -= len(each.frame)
            if left <= MOST // 2:
                return each.position
        return self.head

    def rise(self, floor: int) -> None:
        """Forgets what is not behind the floor."""
        gone = bisect_right(self._lines, floor, key=_position)
        self._bytes -= sum(len(each.frame) for each in self._lines[:gone])
        del self._lines[:gone]
        self.floor = floor

    def _from(self, position: int, end: int) -> Sequence[Line]:
        first = bisect_right(self._lines, position, key=_position)
        last = bisect_right(self._lines, end, key=_position)
        return self._lines[first:last]
