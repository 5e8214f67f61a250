"""Divergences in the record: what was entered as one, and how each came to its end."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from domain.dossier import events
from domain.dossier.events import DivergenceKind, Told
from domain.dossier.values import Carrier, Instant
from domain.frozen import replace


class Key(NamedTuple):
    """Names a divergence: no two have the same, and whoever looks calls it so."""

    kind: DivergenceKind
    object: str
    since: datetime
    """The instant at which the carriers came apart."""
    carrier: Carrier | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """Found, and still open."""

    key: Key
    found_at: datetime
    by: str | None = None
    """The person who entered it; None: the engine's policy, which ends it, too."""
    travels: bool = False
    """Whether a handover was under way that nobody had acknowledged."""
    over_at: datetime | None = None
    """When custody showed that it was over; `found_at` where it never was one."""


@dataclass(frozen=True, slots=True)
class Ended:
    key: Key
    at: datetime
    times: int = 1
    """How often it ended: what was dispelled in error may be found again."""


OF_INSTANTS: Final[Mapping[Instant, frozenset[DivergenceKind]]] = {
    Instant.RECEIPT: frozenset({DivergenceKind.RECEIPT, DivergenceKind.FLIP}),
    Instant.TRANSFER: frozenset({DivergenceKind.CUSTODY}),
    Instant.RESULT: frozenset({DivergenceKind.RESULT, DivergenceKind.FLIP}),
    Instant.RETURN: frozenset({DivergenceKind.RETURN}),
}
"""What a person settles who says which carrier speaks for an instant."""

Ending = events.DivergenceConverged | events.DivergenceDispelled


def key_of(event: events.DivergenceFound) -> Key:
    return Key(event.divergence, event.object, event.since, event.carrier)


def is_meant(key: Key, ending: Ending) -> bool:
    """Whether the event ends it: one that names no instant ends all of the kind and object."""
    if (key.kind, key.object) != (ending.divergence, ending.object):
        return False
    return ending.since is None or (key.since, key.carrier) == (ending.since, ending.carrier)


def is_settled(key: Key, settled: events.Reconciled) -> bool:
    if key.kind is DivergenceKind.COMPONENT:
        return key.object in settled.content
    return any(key.kind in OF_INSTANTS[instant] for instant in settled.settles)


def ended(entered: tuple[Entered, ...], told: Told) -> Iterator[Key]:
    """What the event brings to its end."""
    for each in entered:
        match told.event:
            case events.DivergenceConverged() | events.DivergenceDispelled() as ending:
                if is_meant(each.key, ending):
                    yield each.key
            case events.Reconciled() as settled if is_settled(each.key, settled):
                yield each.key
            case _:
                return


def once_more(past: tuple[Ended, ...], key: Key, at: datetime) -> tuple[Ended, ...]:
    before = next((each for each in past if each.key == key), None)
    times = before.times + 1 if before else 1
    return (*(each for each in past if each.key != key), Ended(key, at, times))


def over(entered: Entered, at: datetime) -> Entered:
    return entered if entered.over_at else replace(entered, over_at=at)
