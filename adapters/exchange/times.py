"""The times that a log writes, read as RFC 3339 with an offset and an honest precision.

A time without an offset is local to the mapping's zone. Twice a year such a time may not name
one instant, and RFC 5545 (3.3.5) says what to do: a time that occurs twice means the first
occurrence; a time that the clocks skipped is read with the offset before the gap, so 02:30
becomes 03:30 summer time.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from pydantic import AfterValidator

from domain.testimony import Precision

FROM_FINE_TO_COARSE: Final = tuple(Precision)
_ISO_DAY = re.compile(r"[0-9W-]{7,10}")
_ISO_MINUTE = re.compile(r"[0-9W-]{8,10}[T ][0-9]{2}(:?[0-9]{2})?(Z|[+-].*)?")
_HOUR_DIRECTIVE = re.compile(r"%[HIcX]")
_SECOND_DIRECTIVE = re.compile(r"%[ScX]")


@dataclass(frozen=True, slots=True)
class Moment:
    """An RFC 3339 time with its offset, and how precise it may claim to be."""

    at: str
    precision: Precision

    def of_a_day(self) -> "Moment":
        """Where a midnight stands for a bare date: of that day, if it is one."""
        midnight = datetime.fromisoformat(self.at).time() == time.min
        return Moment(self.at, Precision.DAY) if midnight else self


def moment(text: str, zone: ZoneInfo, pattern: str | None, precision: Precision) -> Moment:
    """Read `text` as ISO 8601, or by a strptime `pattern`.

    The precision is the coarser of the one asked for and the one the text itself has: a bare
    date never becomes an instant, it becomes the local midnight that opens the day. Raises
    ValueError when the text is not a time.
    """
    try:
        said = parsed(text, pattern)
        at = rfc3339(aware(said, zone))
    except OverflowError as fault:
        raise ValueError(str(fault)) from fault
    own = pattern_precision(pattern) if pattern else iso_precision(text)
    return Moment(at, max(own, precision, key=FROM_FINE_TO_COARSE.index))


def parsed(text: str, pattern: str | None) -> datetime:
    """The time as it is written, with an offset or without one. Raises ValueError."""
    if pattern is None:
        return datetime.fromisoformat(text)
    return datetime.strptime(text, pattern)  # noqa: DTZ007 (the zone is the mapping's to say)


def aware(said: datetime, zone: ZoneInfo) -> datetime:
    """The instant that is meant, by the rule at the top of this module."""
    if said.tzinfo is not None:
        return said
    return said.replace(tzinfo=zone, fold=0).astimezone(UTC).astimezone(zone)


def rfc3339(at: datetime) -> str:
    """RFC 3339 knows no seconds in an offset (zones had them once); UTC says the same instant."""
    offset = at.utcoffset() or timedelta()
    return (at if offset % timedelta(minutes=1) == timedelta() else at.astimezone(UTC)).isoformat()


def iso_precision(text: str) -> Precision:
    """How precise an ISO 8601 text is by what it writes."""
    if _ISO_DAY.fullmatch(text):
        return Precision.DAY
    return Precision.MINUTE if _ISO_MINUTE.fullmatch(text) else Precision.INSTANT


def pattern_precision(pattern: str) -> Precision:
    """How precise the texts of a strptime pattern are."""
    directives = pattern.replace("%%", "")
    if not _HOUR_DIRECTIVE.search(directives):
        return Precision.DAY
    return Precision.INSTANT if _SECOND_DIRECTIVE.search(directives) else Precision.MINUTE


def checked_pattern(pattern: str) -> str:
    """A strptime pattern that gives a full date. Raises ValueError with the reason."""
    sample = datetime(2021, 11, 23, 13, 45, tzinfo=UTC)
    try:
        back = parsed(sample.strftime(pattern), pattern)
    except (ValueError, re.error) as fault:
        raise ValueError(f"not a strptime format: {fault}") from fault
    if back.date() != sample.date():
        raise ValueError("gives no full date: it needs year, month and day")
    return pattern


Pattern = Annotated[str, AfterValidator(checked_pattern)]
"""A format of times, in the codes of strptime."""
