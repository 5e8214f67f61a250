"""Flip: the class of the dossier, early or on time or late, depends on which carrier speaks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from domain.calendar.counting import DAY
from domain.dossier.deadlines import Deadline, owed
from domain.dossier.divergence.case import BOTH, Case, Said
from domain.dossier.divergence.divergence import Divergence, Exit, Trace
from domain.dossier.divergence.instants import follows_by_post, on_both
from domain.dossier.dossier import Dossier
from domain.dossier.events import DivergenceKind
from domain.dossier.regime import regime
from domain.dossier.standing import STANDS_STILL, ended_as
from domain.dossier.timeliness import Timeliness
from domain.dossier.values import Carrier, Instant


@dataclass(frozen=True, slots=True)
class Clock:
    """How the dossier stands if one carrier speaks wherever the two lie apart."""

    carrier: Carrier
    due_on: date | None
    overdue_at: datetime | None
    """From then on, an open dossier is late."""
    ended_at: datetime | None
    ended_as: Timeliness | None

    def at(self, at: datetime) -> Timeliness | None:
        """The class that it has for good by then; None while it is open and in time."""
        if self.ended_at and self.ended_at <= at:
            return self.ended_as
        return Timeliness.LATE if self.overdue_at and self.overdue_at <= at else None

    def has_ended(self, at: datetime) -> bool:
        return self.ended_at is not None and self.ended_at <= at


def flips(case: Case) -> Iterator[Divergence]:
    """Found as soon as it is so (domain rule A31): when both classes are known, when one carrier
    ended in time and the other becomes overdue, or when the due dates differ already."""
    said = _parted(case)
    if not said:
        return
    one, other = _clocks(case, tuple(said))
    since = min(min(times.values()) for times in said.values())
    span = _last_span(one, other, _moments(said, one, other))
    if span is None:
        return
    # What came to nothing has no class that could hang on a carrier.
    ending = case.dossier.result.ending
    came_to_nothing = ending is not None and ending.at == case.dossier.ended_at
    yield Divergence(
        DivergenceKind.FLIP,
        "file",
        since,
        span[0],
        tuple(Trace(clock.carrier, clock.ended_at) for clock in (one, other)),
        ends=(Exit.RECORD, Exit.PERSON) if _is_open(one, other) else (Exit.PERSON,),
        unrecorded=(one.ended_at is None) is not (other.ended_at is None),
        parted=tuple(said),
        until=ending.at if ending and came_to_nothing else span[1],
    )


def _is_open(one: Clock, other: Clock) -> bool:
    return one.ended_at is None or other.ended_at is None


def _parted(case: Case) -> dict[Instant, Said]:
    """The instants that decide the class on which the carriers lie apart, or one is missed."""
    receipts = case.dossier.intake.hand_in.carriers
    arrived = case.dossier.result.arrived
    told: dict[Instant, Said] = {}
    if _counts(case, Instant.RECEIPT, receipts) and not follows_by_post(case):
        told[Instant.RECEIPT] = receipts
    if len(case.dossier.clock.owed) == 1 or not arrived:
        return told
    there = {*arrived, *case.dossier.result.returned}
    missed = on_both(case) and not there & {None} and not there >= BOTH
    missed = missed and case.is_open(Instant.RESULT)
    if missed or _counts(case, Instant.RESULT, arrived):
        told[Instant.RESULT] = arrived
    return told


def _counts(case: Case, instant: Instant, said: Said) -> bool:
    if not said.keys() >= BOTH or not case.is_open(instant):
        return False
    return case.differ(said[Carrier.PAPER], said[Carrier.DIGITAL])


def _clocks(case: Case, parted: tuple[Instant, ...]) -> tuple[Clock, Clock]:
    """As if a person had said that one carrier speaks, and as if the other one did."""
    speaks = [_spoken(case.dossier, carrier, parted) for carrier in Carrier]
    work = case.dossier.work
    stopped = work.supplements or work.fees or work.exclusions
    # Only its start moves a due date, and what the clock waited for when the result came.
    same = Instant.RECEIPT not in parted and not stopped
    dues = [owed(regime(each, case.law)) for each in (speaks[:1] if same else speaks)]
    one, other = (
        _clock(case, carrier, spoken, deadline)
        for carrier, spoken, deadline in zip(Carrier, speaks, dues * len(speaks), strict=False)
    )
    return one, other


def _spoken(dossier: Dossier, carrier: Carrier, parted: tuple[Instant, ...]) -> Dossier:
    speaks = {**dossier.clock.speaks, **dict.fromkeys(parted, carrier)}
    return replace(dossier, clock=replace(dossier.clock, speaks=speaks))


def _clock(case: Case, carrier: Carrier, spoken: Dossier, deadline: Deadline) -> Clock:
    ended_at = spoken.ended_at
    overdue_at = None if deadline.missing in STANDS_STILL else _overdue_at(case, deadline)
    class_ = ended_as(deadline, ended_at, case.day(ended_at)) if ended_at else None
    return Clock(carrier, deadline.on, overdue_at, ended_at, class_)


def _overdue_at(case: Case, deadline: Deadline) -> datetime | None:
    """A term in hours is over with its last minute, one in days with its last local day."""
    if deadline.on is None or deadline.by_instant:
        return deadline.at
    return datetime.combine(deadline.on + DAY, time.min, case.zone)


def _moments(said: dict[Instant, Said], one: Clock, other: Clock) -> list[datetime]:
    """The instants at which something about it may have changed."""
    both_came = [max(times.values()) for times in said.values() if times.keys() >= BOTH]
    ends = (one.ended_at, other.ended_at, one.overdue_at, other.overdue_at)
    first = min(min(times.values()) for times in said.values())
    return sorted({*both_came, *(at for at in ends if at and at >= first)})


def _last_span(
    one: Clock, other: Clock, moments: list[datetime]
) -> tuple[datetime, datetime | None] | None:
    span: tuple[datetime, datetime | None] | None = None
    for at in moments:
        flipped = _differ(one, other, at)
        if flipped and (span is None or span[1]):
            span = (at, None)
        elif not flipped and span and span[1] is None:
            span = (span[0], at)
    return span


def _differ(one: Clock, other: Clock, at: datetime) -> bool:
    """Once it is so, time alone never ends it: while a carrier is open, other due dates are
    enough."""
    classes = (one.at(at), other.at(at))
    if Timeliness.UNDETERMINED in classes:
        return False
    if None not in classes and classes[0] is not classes[1]:
        return True
    if one.has_ended(at) and other.has_ended(at):
        return False
    return None not in (one.due_on, other.due_on) and one.due_on != other.due_on
