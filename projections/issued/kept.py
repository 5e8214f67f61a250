"""What is kept of issued reports, and whether it is still what was issued."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from domain.calendar.counting import DAY
from domain.refusals import Refused, RequestIdReused
from domain.register import Entered
from domain.reports.canonical import sha256
from domain.reports.events import Issued, Part
from domain.reports.law_text import Entries, entries
from domain.reports.refusals import ReportAltered, UnknownReport
from projections.issued.document import asked_of, loaded, members_of
from projections.issued.members import Member
from projections.report.asking import Asked

DIGITS: Final = 4
"""Of a number within its year, at least."""


class Integrity(StrEnum):
    """Whether a document is the one that was issued."""

    UNALTERED = "unaltered"
    ALTERED = "altered"
    """Its hash is not the one in the log, or the log is not what it was, or the law it rests on."""
    UNPROVEN = "unproven"
    """The log was altered behind it: its hashes do not prove any more what stands before."""
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for when a report is issued."""

    asked: Asked
    actor: str
    source: str
    request_id: str
    as_of_given: bool = False
    """Whether somebody named the day to judge at."""
    known_at: datetime | None = None
    """None: all that is recorded."""
    number: str | None = None
    """The number that it is expected to get."""
    entered_by: str | None = None
    """The key under which it is asked for, or the account at a terminal."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An issued report as it is kept."""

    entered: Entered
    issued: Issued
    integrity: Integrity
    text: bytes = b""
    """The document's canonical bytes, whose hash is in the log."""
    document: Mapping[str, Any] | None = None
    """The document; None where it is missing or altered."""
    repeated: bool = False
    """It was issued by the same request before."""
    part: str = "document"
    """The first that is not what was issued, where one is not."""

    @property
    def members(self) -> dict[str, Member]:
        """By stream. Raises Refused where the document is not the one that was issued."""
        if self.document is None:
            raise Refused(ReportAltered(self.issued.number, self.part))
        return members_of(self.document)


LOG: Final = "log"
"""The part of a report that is its entry in the log."""


def read(
    entered: Entered, text: bytes | None, law: Mapping[str, str], *, repeated: bool = False
) -> Kept:
    """`law` are the texts that it rests on, as they are kept, by their hashes."""
    issued = issued_of(entered)
    if entered.broken_at is not None:
        own = entered.broken_at == entered.version
        found = Integrity.ALTERED if own else Integrity.UNPROVEN
        return Kept(entered, issued, found, text or b"", repeated=repeated, part=LOG)
    if text is None:
        return Kept(entered, issued, Integrity.MISSING, repeated=repeated)
    if sha256(text) != issued.sha256:
        return Kept(entered, issued, Integrity.ALTERED, text, repeated=repeated)
    if parts := altered_parts(issued, law):
        return Kept(entered, issued, Integrity.ALTERED, text, repeated=repeated, part=parts[0])
    return Kept(entered, issued, Integrity.UNALTERED, text, loaded(text), repeated)


def issued_of(entered: Entered) -> Issued:
    """Raises TypeError for an entry that is none of a report."""
    if not isinstance(entered.event, Issued):
        raise TypeError(f"{entered.event!r} is no issued report")
    return entered.event


def numbered(told: Sequence[Entered], number: str) -> Entered:
    """Raises Refused where no report bears the number."""
    found = [each for each in told if issued_of(each).number == number]
    if not found:
        raise Refused(UnknownReport(number))
    return found[0]


def next_number(told: Sequence[Entered], year: int) -> str:
    """Without a gap within the year."""
    of_the_year = sum(issued_of(each).number.startswith(f"{year}-") for each in told)
    return f"{year}-{of_the_year + 1:0{DIGITS}}"


def repeated(told: Sequence[Entered], order: Order) -> Entered | None:
    """What the same request led to before. Raises Refused where it asked for something else."""
    for each in told:
        if (each.source, each.request_id) == (order.source, order.request_id):
            issued = issued_of(each)
            same = asked_of(issued.inputs) == order.asked
            if not same or issued.inputs.known_at != order.known_at:
                raise Refused(RequestIdReused(order.source, order.request_id))
            return each
    return None


def before(told: Sequence[Entered], asked: Asked) -> Iterator[Entered]:
    """The reports of the same scheme, levels and clock whose period ends where this one begins,
    judged at its end; the last one first, and those that left out what was recorded behind them."""
    for each in sorted(reversed(told), key=_left_out):
        other = asked_of(issued_of(each).inputs)
        alike = (other.by, other.clock, _scheme(other)) == (asked.by, asked.clock, _scheme(asked))
        border = asked.period.from_on - DAY
        if alike and other.period.to_on == other.period.as_of == border:
            yield each


def _left_out(entered: Entered) -> bool:
    """Whether it was issued as known at an earlier moment."""
    known_at = issued_of(entered).inputs.known_at
    return known_at is not None and known_at < entered.recorded_at


def _scheme(asked: Asked) -> str | None:
    return asked.named.scheme if asked.named else None


def law_parts(issued: Issued, texts: Mapping[str, str]) -> Mapping[Part, Entries]:
    """The law that a report rests on, of the texts by their hashes. Raises Refused where one is
    missing or is not what it was."""
    for part in altered_parts(issued, texts):
        raise Refused(ReportAltered(issued.number, part.value))
    return {part: entries(texts[hashed]) for part, hashed in issued.inputs.law.items()}


def altered_parts(issued: Issued, texts: Mapping[str, str]) -> list[Part]:
    """Those of which the text is missing or is not what it was."""
    return [
        part
        for part, hashed in issued.inputs.law.items()
        if hashed not in texts or sha256(texts[hashed].encode()) != hashed
    ]
