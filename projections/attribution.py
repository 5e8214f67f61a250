"""Attribution: whose time it was, as reports sum it up over the dossiers that have ended.

A dossier that is still open is in no row: whose time it is changes with the clock alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from domain.dossier.attribution import Attribution, Dimension, Unattributable, attribution
from domain.dossier.attribution.charge import Charge
from domain.dossier.dossier import Dossier, fold
from domain.dossier.events import Told
from domain.dossier.late_entries import Entry, counted
from domain.dossier.order import in_order
from domain.dossier.standing import standing
from domain.dossier.values import Carrier
from domain.law import Law
from projections.projection import Known, Projection, Story

DOSSIER: Final = "dossier"
"""The reading that is of no one carrier."""


@dataclass(frozen=True, slots=True)
class Charged:
    """The minutes of one reading that have the same account, holder, step and month."""

    stream: str
    number: int
    """From 1, over all readings of the dossier."""
    code: str
    procedure: str | None
    field: str | None
    ended_on: date
    ended_as: str
    ended_how: str | None
    """Withdrawn or stopped; None where it was resolved."""
    reading: str
    """Of the dossier, of its paper or of its digital file."""
    account: str | None
    """None: no minute was charged to anybody, and `lacking` tells why if there is a reason."""
    organisation: str | None
    desk: str | None
    step: str | None
    month: date | None
    """The first day of the local month in which the minutes passed."""
    before: int
    """Minutes until the due instant."""
    after: int
    """Minutes since the due instant."""
    lacking: str | None = None
    """Why nobody can say whose time it was."""


@dataclass(frozen=True, slots=True)
class WhoseTime:
    """Of one dossier, open or ended."""

    found: Attribution | Unattributable
    zone: ZoneInfo
    """Whose local days count for it."""


def whose_time(known: Known, law: Law, at: datetime) -> WhoseTime:
    """As it stood at `at`, by what counts of what is known."""
    counts = counting(known, law)
    return WhoseTime(attribution(counts, law, at), fold(counts).zone(law.zone))


def counting(known: Known, law: Law) -> tuple[Told, ...]:
    """Without late entries that wait for a second person."""
    entries = [Entry(event.told, event.recorded_at) for event in known]
    return counted(entries, law).told


def told(story: Story) -> Iterator[Charged]:
    counts = counting(story.known, story.law)
    dossier = story.dossier if len(counts) == len(story.known) else fold(counts)
    if dossier.ended_at is not None:
        yield from _charged(_Ended(story.stream, dossier, counts, story.law))


def rows(known: Known, law: Law) -> Iterator[Charged]:
    return told(Story(known, law))


@dataclass(frozen=True, slots=True)
class _Ended:
    stream: str
    dossier: Dossier
    counts: tuple[Told, ...]
    law: Law


class _Key(NamedTuple):
    reading: str
    account: str | None = None
    organisation: str | None = None
    desk: str | None = None
    step: str | None = None
    month: date | None = None


Minutes = tuple[int, int]
"""Before and after the due instant."""


def _charged(ended: _Ended) -> Iterator[Charged]:
    # An ended dossier is asked for as it stood after all that is told of it.
    last = in_order(ended.counts).happened[-1].occurred_at
    found = attribution(ended.counts, ended.law, last)
    lacking = found.reason.value if isinstance(found, Unattributable) else None
    parts = {} if isinstance(found, Unattributable) else _parts(found)
    of = _of(ended, last)
    for number, (key, (before, after)) in enumerate(_whole(parts).items(), start=1):
        yield Charged(
            stream=ended.stream,
            number=number,
            **of,
            **key._asdict(),
            before=before,
            after=after,
            lacking=lacking,
        )


def _of(ended: _Ended, last: datetime) -> dict[str, Any]:
    """What all rows of a dossier say alike."""
    dossier, law = ended.dossier, ended.law
    code, pin, ending = dossier.intake.code, dossier.intake.procedure, dossier.result.ending
    stands = standing(dossier, law, last.astimezone(dossier.zone(law.zone)).date())
    return {
        "code": code.value if code else "",
        "procedure": law.code(pin.code) if pin else None,
        "field": (pin.field or law.field_of(pin.code)) if pin else None,
        "ended_on": stands.ended_on,
        "ended_as": stands.ended_as.value if stands.ended_as else None,
        "ended_how": ending.why.value if ending and ending.at == dossier.ended_at else None,
    }


def _parts(found: Attribution) -> dict[_Key, Minutes]:
    """The sums per key; what took no minute of office time is left out."""
    sums: dict[_Key, Minutes] = {}
    for carrier in (None, *Carrier):
        for charge in found.on(carrier):
            for key, before, after in _months(carrier, charge):
                so_far = sums.get(key, (0, 0))
                sums[key] = so_far[0] + before, so_far[1] + after
    return {key: minutes for key, minutes in sums.items() if any(minutes)}


def _months(carrier: Carrier | None, charge: Charge) -> Iterator[tuple[_Key, int, int]]:
    whose, holder = charge.whose, charge.whose.charged
    said = _Key(
        carrier.value if carrier else DOSSIER,
        whose.account.value,
        holder.organisation if holder else None,
        holder.desk if holder else None,
        whose.step,
    )
    for month in charge.months:
        yield said._replace(month=month.first), month.before, month.after


def _whole(parts: dict[_Key, Minutes]) -> dict[_Key, Minutes]:
    """With a row of nought for a reading that has none: each dossier is counted in each."""
    charged = {key.reading for key in parts}
    missing = (each for each in (DOSSIER, *(one.value for one in Carrier)) if each not in charged)
    return {**parts, **{_Key(each): (0, 0) for each in missing}}


PROJECTION = Projection("attribution", Charged, told)


@dataclass(frozen=True, slots=True)
class Sum:
    """What a row of the report sums up."""

    key: str | None
    """None where nothing is recorded, such as no step."""
    before: int
    after: int
    dossiers: int
    """Of which any of these minutes is; one dossier may be in several rows."""
    late: int
    """Of these, those whose result was late."""

    @property
    def minutes(self) -> int:
        return self.before + self.after


@dataclass(frozen=True, slots=True)
class Dossiers:
    """How many dossiers a report is about, each counted once."""

    ended: int
    late: int
    """Their result was late."""
    unattributed: int
    """Ended, but nobody can say whose time it was: no minute of them is in the sums."""
    open: int
    """Received and not ended by the end of the period: none of their minutes is in the sums."""


@dataclass(frozen=True, slots=True)
class Summed:
    """The report: its rows, and how many dossiers stand behind them."""

    by: Dimension
    rows: tuple[Sum, ...]
    dossiers: Dossiers

    @property
    def before(self) -> int:
        return sum(row.before for row in self.rows)

    @property
    def after(self) -> int:
        return sum(row.after for row in self.rows)


def in_rank(by: Dimension, sums: Iterable[Sum]) -> tuple[Sum, ...]:
    """Months as they follow each other; all else by whose time made most late, then by time."""
    if by is Dimension.MONTH:
        return tuple(sorted(sums, key=lambda row: row.key or ""))
    return tuple(sorted(sums, key=lambda row: (-row.after, -row.before, row.key or "")))
