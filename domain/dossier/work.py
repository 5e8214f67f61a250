"""The work: what was asked of the applicant and of others, and time that may not count."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, TypeVar

from domain.dossier import events
from domain.dossier.events import Told
from domain.frozen import replace
from domain.procedure.term import Exclusion


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that was asked for and is waited for, until it has come."""

    name: str
    since: datetime
    until: datetime | None = None
    """When it came, ended, or was given up; None while it is waited for."""

    @property
    def is_open(self) -> bool:
        return self.until is None


@dataclass(frozen=True, slots=True)
class Supplement(Asked):
    items: tuple[str, ...] = ()
    """Components asked for; empty when unrecorded."""
    came: tuple[str, ...] = ()
    relayed: bool | None = None
    answer_by: datetime | None = None
    lapsed: bool = False
    """Given up, not answered."""


@dataclass(frozen=True, slots=True)
class Opinion(Asked):
    agency: str = ""
    answer_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Excluded(Asked):
    why: Exclusion = Exclusion.FORCE_MAJEURE


@dataclass(frozen=True, slots=True)
class Work:
    supplements: tuple[Supplement, ...] = ()
    """Each request, in the order of happening; asked again after it came, a new one."""
    fees: tuple[Asked, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    exclusions: tuple[Excluded, ...] = ()
    milestones: Mapping[str, datetime] = field(default_factory=dict)
    """The first record of each."""
    handler: str | None = None

    @property
    def supplements_open(self) -> tuple[str, ...]:
        return _open(self.supplements)

    @property
    def fees_open(self) -> tuple[str, ...]:
        return _open(self.fees)

    @property
    def opinions_open(self) -> tuple[str, ...]:
        return _open(self.opinions)

    @property
    def exclusions_open(self) -> tuple[str, ...]:
        return _open(self.exclusions)


A = TypeVar("A", bound=Asked)

ALL: Final[tuple[str, ...]] = ()
"""A supplement that names no items brings all of them."""


def _open(asked: Sequence[Asked]) -> tuple[str, ...]:
    return tuple(one.name for one in asked if one.is_open)


def last_of(asked: Sequence[A], name: str) -> A | None:
    """The last request of that name, open or not."""
    return next((one for one in reversed(asked) if one.name == name), None)


HEARD: Final[frozenset[type[events.Said]]] = frozenset(
    {
        events.SupplementRequested,
        events.SupplementReceived,
        events.SupplementLapsed,
        events.HandlerAssigned,
        events.MilestoneRecorded,
        events.FeeRequested,
        events.FeePaid,
        events.OpinionRequested,
        events.OpinionReceived,
        events.ExclusionBegan,
        events.ExclusionEnded,
    }
)
"""The events that may change it."""


def evolve(work: Work, told: Told) -> Work:
    """Asked twice, something is waited for once; asked again after it came, once more."""
    at = told.occurred_at
    match told.event:
        case events.HandlerAssigned(handler=handler):
            return replace(work, handler=handler)
        case events.MilestoneRecorded(milestone=milestone):
            return replace(work, milestones={milestone: at, **work.milestones})
        case events.SupplementRequested() as asked if asked.supplement not in work.supplements_open:
            return replace(work, supplements=(*work.supplements, _supplement(asked, at)))
        case events.SupplementReceived(supplement=name, items=items):
            return replace(work, supplements=tuple(_brought(work.supplements, name, items, at)))
        case events.SupplementLapsed(supplement=name):
            return replace(work, supplements=tuple(_lapsed(work.supplements, name, at)))
        case _:
            return _waiting(work, told)


def _waiting(work: Work, told: Told) -> Work:
    at = told.occurred_at
    match told.event:
        case events.FeeRequested(fee=name) if name not in work.fees_open:
            return replace(work, fees=(*work.fees, Asked(name, at)))
        case events.FeePaid(fee=name):
            paid = tuple(_ended(work.fees, name, at))
            unasked = () if any(fee.name == name for fee in work.fees) else (Asked(name, at, at),)
            return replace(work, fees=(*paid, *unasked))
        case events.OpinionRequested() as asked if asked.opinion not in work.opinions_open:
            opinion = Opinion(asked.opinion, at, agency=asked.agency, answer_by=asked.answer_by)
            return replace(work, opinions=(*work.opinions, opinion))
        case events.OpinionReceived(opinion=name):
            return replace(work, opinions=tuple(_ended(work.opinions, name, at)))
        case events.ExclusionBegan(exclusion=name, why=why) if name not in work.exclusions_open:
            return replace(work, exclusions=(*work.exclusions, Excluded(name, at, why=why)))
        case events.ExclusionEnded(exclusion=name):
            return replace(work, exclusions=tuple(_ended(work.exclusions, name, at)))
        case _:
            return work


def _ended(asked: Sequence[A], name: str, at: datetime) -> Iterator[A]:
    for one in asked:
        yield replace(one, until=at) if one.is_open and one.name == name else one


def _supplement(asked: events.SupplementRequested, at: datetime) -> Supplement:
    return Supplement(
        asked.supplement,
        at,
        items=tuple(sorted({item.component for item in asked.items})),
        relayed=asked.relayed,
        answer_by=asked.answer_by,
    )


def _brought(
    supplements: Sequence[Supplement], name: str, items: Sequence[str], at: datetime
) -> Iterator[Supplement]:
    """Answered item by item: it is waited for until all that was asked for has come."""
    for one in supplements:
        if not one.is_open or one.name != name:
            yield one
            continue
        came = tuple(sorted({*one.came, *(items or one.items)}))
        whole = not items or set(one.items) <= set(came)
        yield replace(one, came=came, until=at if whole else None)


def _lapsed(supplements: Sequence[Supplement], name: str, at: datetime) -> Iterator[Supplement]:
    for one in supplements:
        given_up = one.is_open and one.name == name
        yield replace(one, until=at, lapsed=True) if given_up else one
