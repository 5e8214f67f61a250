"""From what the report before said was open at its end to what this one carries over."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain

from domain.calendar.counting import DAY
from domain.law import Law
from projections.issued.causes import Cause
from projections.issued.comparing import Because, Move, Trail
from projections.issued.deciding import deciding
from projections.issued.members import Event, Events, Member, Place, member
from projections.report.asking import Asked
from projections.story import Story


class Since(StrEnum):
    """Why a dossier is carried over otherwise than it was open, beside the causes of a change."""

    IN_THE_PERIOD = "in-the-period"
    """It was taken up again, or its end was, after the border: that is no change of what was
    reported, but the later day on which it is judged."""


@dataclass(frozen=True, slots=True)
class Reason:
    cause: Cause | Since
    adds: int
    """1 where it brings the dossier in, -1 where it takes it out."""
    because: tuple[Because, ...] = ()


@dataclass(frozen=True, slots=True)
class Crossing:
    """A dossier that came, or went."""

    stream: str
    code: str
    reasons: tuple[Reason, ...]

    @property
    def came(self) -> bool:
        return sum(reason.adds for reason in self.reasons) > 0


@dataclass(frozen=True, slots=True)
class Bridge:
    """open_then + what the reasons add = carried_over, by construction."""

    open_then: int
    carried_over: int
    crossings: tuple[Crossing, ...] = ()

    def adds(self) -> dict[Cause | Since, int]:
        """What each reason adds, over all dossiers."""
        found: dict[Cause | Since, int] = dict.fromkeys((*Cause, *Since), 0)
        for reason in chain.from_iterable(each.reasons for each in self.crossings):
            found[reason.cause] += reason.adds
        return found


def bridge(before: Iterable[Member], moved: Mapping[str, Trail], now: Iterable[Member]) -> Bridge:
    """From the members of the report before, and where they have moved since, to those of this
    one."""
    then = {each.stream: each for each in before if each.place.is_open}
    carried = {each.stream: each for each in now if each.place.is_carried_over}
    crossed = sorted(then.keys() ^ carried.keys())
    codes = {stream: each.code for stream, each in (*then.items(), *carried.items())}
    crossings = (
        Crossing(stream, codes[stream], (*_reasons(moved.get(stream), stream in then),))
        for stream in crossed
    )
    return Bridge(len(then), len(carried), tuple(crossings))


def _reasons(trail: Trail | None, was_open: bool) -> Iterator[Reason]:
    """Of a dossier that crossed: what turned it, and where that leaves it as it was, the later
    day."""
    turns = [move for move in trail.moves if _turns(move)] if trail else []
    for move in turns:
        yield Reason(move.cause, _open(move.after) - _open(move.before), move.because)
    if len(turns) % 2 == 0:
        yield Reason(Since.IN_THE_PERIOD, -1 if was_open else 1)


def _turns(move: Move) -> bool:
    return _open(move.before) != _open(move.after)


def _open(place: Place | None) -> int:
    return int(bool(place and place.is_open))


def explained(found: Bridge, known: Mapping[str, Events], law: Law, asked: Asked) -> Bridge:
    """With the events of the period that took a dossier up again, or its end; `known` is what is
    known of those that need it."""
    crossings = (
        replace(
            one,
            reasons=tuple(_with(each, known.get(one.stream), law, asked) for each in one.reasons),
        )
        for one in found.crossings
    )
    return replace(found, crossings=tuple(crossings))


def unexplained(found: Bridge) -> list[str]:
    """The streams of those that crossed in the period."""
    return [
        one.stream
        for one in found.crossings
        if any(each.cause is Since.IN_THE_PERIOD for each in one.reasons)
    ]


def _with(reason: Reason, known: Events | None, law: Law, asked: Asked) -> Reason:
    if reason.cause is not Since.IN_THE_PERIOD or not known:
        return reason
    return replace(reason, because=_in_the_period(known, law, asked))


def _in_the_period(known: Events, law: Law, asked: Asked) -> tuple[Event, ...]:
    """What happened after the border and began or ended that it is carried over."""
    story, period = Story(known, law), asked.period
    zone, border = story.dossier.zone(law.zone), period.from_on - DAY
    days = {told.ref: told.occurred_at.astimezone(zone).date() for told in story.happened}
    later = [ref for ref, day in days.items() if border < day <= period.as_of]

    def after(number: int) -> bool:
        left_out = {*later[number:]}
        so_far = [event for event in known if event.told.ref not in left_out]
        on_that = replace(period, as_of=days[later[number - 1]] if number else border)
        found = member(so_far, law, replace(asked, period=on_that))
        return bool(found and found.place.is_carried_over)

    turned = {later[number] for number in deciding(len(later), after)}
    return tuple(event for event in known if event.told.ref in turned)
