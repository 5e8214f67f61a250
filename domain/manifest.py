"""A manifest: what a source says of a day, against what is recorded.

A source lists the dossiers that it told of that day, each with the status it then had. Compared is
the status as it was at the day's end, by all that is known now: once the source has sent what was
lost, the same manifest finds nothing missing and nothing differing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Protocol

from domain.access import Reach
from domain.dossier.concerned import concerned, within
from domain.dossier.dossier import Dossier, evolve
from domain.dossier.events import DossierEvent, Told
from domain.dossier.order import in_order
from domain.store import EventStore
from domain.testimony import Code

LONGEST: Final = 20_000
"""Dossiers of a manifest: more than a province tells of in a day."""

AT_ONCE: Final = 50
"""Dossiers whose histories are read together."""


class Days(Protocol):
    """Which dossiers a source told of when."""

    async def told_of(
        self, source: str, since: datetime, until: datetime, most: int
    ) -> Sequence[str]:
        """Up to `most` streams with an event of the source that occurred from `since` on and
        before `until`, each once."""
        ...


@dataclass(frozen=True, slots=True)
class Compared:
    """One dossier, by the source's word and by ours: national statuses (QĐ 766/QĐ-TTg)."""

    dossier: str
    there: int | None
    """None: the source does not list it."""
    here: int | None
    """None: it is not known, or had not happened by the day's end."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What came of the comparison; each in the order of the codes."""

    agreeing: int = 0
    missing_here: tuple[Compared, ...] = ()
    """The source lists it, and it is not known here, or not to whoever asks."""
    missing_there: tuple[Compared, ...] = ()
    """The source told of it that day, and does not list it."""
    differing: tuple[Compared, ...] = ()
    partial: bool = False
    """The source told of more dossiers than are compared: more may be missing there."""

    @property
    def agrees(self) -> bool:
        return not (self.missing_here or self.missing_there or self.differing or self.partial)


@dataclass(frozen=True, slots=True)
class Here:
    """A dossier as it is recorded."""

    code: str
    status: int | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A source's day: its codes, and from when until before when it lasts."""

    source: str
    code_system: str
    since: datetime
    until: datetime
    reach: Reach = None


def status_before(history: Iterable[Told], until: datetime) -> int | None:
    """The last national status that a dossier had by then; None where nothing had happened yet.
    One that is closed keeps the status with which it was."""
    dossier, status = Dossier(), None
    for told in in_order(history).happened:
        if told.occurred_at >= until:
            break
        dossier = evolve(dossier, told)
        status = dossier.stage.national_status or status
    return status


def compared(
    there: Mapping[str, int | None], named: Mapping[str, str], here: Mapping[str, Here]
) -> Manifest:
    """What the source lists (statuses by code; None where its word for one means none), which
    dossiers its codes name (streams by code), and what is recorded of them and of all that the
    source told of that day (by stream)."""
    known = {code: here[named[code]].status for code in there if named.get(code) in here}
    listed = {named[code] for code in known}
    both = [
        Compared(code, there[code], known.get(code))
        for code in sorted(there)
        if there[code] is not None
    ]
    unlisted = [
        Compared(one.code, None, one.status)
        for stream, one in here.items()
        if stream not in listed and one.status is not None
    ]
    return Manifest(
        agreeing=sum(one.here == one.there for one in both),
        missing_here=tuple(one for one in both if one.here is None),
        missing_there=tuple(sorted(unlisted, key=lambda one: one.dossier)),
        differing=tuple(one for one in both if one.here not in (None, one.there)),
    )


async def compare(
    store: EventStore[DossierEvent], days: Days, asked: Asked, there: Mapping[str, int | None]
) -> Manifest:
    """A source's manifest, as far as whoever asks may see. Raises StoreUnavailable."""
    told_of = await days.told_of(asked.source, asked.since, asked.until, LONGEST + 1)
    codes = list(there)
    borne = await store.streams([Code(asked.code_system, code) for code in codes])
    named = {code: bearers[0][1] for code, bearers in zip(codes, borne, strict=True) if bearers}
    streams = list(dict.fromkeys([*named.values(), *told_of]))
    here: dict[str, Here] = {}
    for begin in range(0, len(streams), AT_ONCE):
        here |= await _recorded(store, streams[begin : begin + AT_ONCE], asked)
    return replace(compared(there, named, here), partial=len(told_of) > LONGEST)


async def _recorded(
    store: EventStore[DossierEvent], streams: Sequence[str], asked: Asked
) -> dict[str, Here]:
    """What is within reach of them."""
    histories: dict[str, list[Told]] = {}
    for event in await store.histories(streams):
        histories.setdefault(event.stream, []).append(event.told)
    return {
        stream: Here(_code(told, asked.code_system), status_before(told, asked.until))
        for stream, told in histories.items()
        if within(asked.reach, concerned(told))
    }


def _code(history: Sequence[Told], system: str) -> str:
    """As the source calls it, as far as is known."""
    codes = (told.dossier for told in history)
    own = (code.value for code in codes if code.system == system)
    return next(own, history[0].dossier.value)
