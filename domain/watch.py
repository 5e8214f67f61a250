"""The watch: looks at dossiers, and enters the divergences that nobody has to post.

Whoever looks enters the same, so several may look at once.
"""

from collections.abc import Awaitable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from hashlib import sha256
from typing import Any, Final, Protocol

from domain.dossier.divergence import Entry, entries, next_look
from domain.dossier.dossier import Dossier, evolve
from domain.dossier.events import DossierEvent, Told
from domain.dossier.order import in_order
from domain.engine import Answer, Engine
from domain.law import Law
from domain.modes import OURS
from domain.refusals import Refused
from domain.request import Mode, Posted, read
from domain.store import Conflict, RecordedEvent
from domain.testimony import Code

LATER: Final = timedelta(hours=1)
"""After which a dossier is looked at again that could not be looked at to the end."""

TIMES: Final = 5
"""That what was entered may lead to something else to be entered."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was entered, and when to look again if nothing else is recorded."""

    entered: tuple[RecordedEvent[DossierEvent], ...] = ()
    next_at: datetime | None = None
    version: int = 0
    """How many events of the dossier it saw."""


class Looks(Protocol):
    """Which dossiers are to be looked at; every database keeps one such list."""

    def changed(self, limit: int) -> Awaitable[tuple[int, Sequence[str]]]:
        """Streams of the next events that nobody has looked through the log for, and up to which
        position that is; none at the head."""
        ...

    def moved(self, position: int) -> Awaitable[None]:
        """They were looked at."""
        ...

    def due(self, at: datetime, limit: int) -> Awaitable[Sequence[str]]:
        """Streams to look at by `at`, those that have waited longest first."""
        ...

    def looked(self, stream: str, version: int, next_at: datetime | None) -> Awaitable[None]:
        """Unless somebody else has seen more of it."""
        ...

    def postponed(self, stream: str, next_at: datetime) -> Awaitable[None]:
        """It could not be looked at."""
        ...


async def look(engine: Engine, stream: str, at: datetime) -> Looked:
    """Enters what the rules of divergence say of the dossier at `at`.

    What somebody else enters meanwhile is left to him, and to the next look.
    """
    entered: list[RecordedEvent[DossierEvent]] = []
    history: list[Told] = []
    for _ in range(TIMES):
        history = [event.told for event in await engine.store.history(stream)]
        if not history:
            return Looked()
        dossier = as_it_was(history, at)
        new = await _enter(engine, history[0].dossier, entries(dossier, engine.law, at))
        if not new:
            next_at = _next_at(history, dossier, engine.law, at)
            return Looked(tuple(entered), next_at, len(history))
        entered += new
    return Looked(tuple(entered), at + LATER, len(history))


def _next_at(history: Iterable[Told], dossier: Dossier, law: Law, at: datetime) -> datetime | None:
    """In time, or when something happens that is told already: an office's clock may be ahead."""
    ahead = (told.occurred_at for told in in_order(history).happened if told.occurred_at > at)
    looks = (next_look(dossier, law, at), min(ahead, default=None))
    return min((each for each in looks if each), default=None)


def as_it_was(history: Iterable[Told], at: datetime) -> Dossier:
    """The dossier from what had happened by then."""
    happened = in_order(history).happened
    return reduce(evolve, (told for told in happened if told.occurred_at <= at), Dossier())


async def _enter(
    engine: Engine, code: Code, new: Sequence[Entry]
) -> Sequence[RecordedEvent[DossierEvent]]:
    entered: list[RecordedEvent[DossierEvent]] = []
    for entry in new:
        answer = await _performed(engine, read(body(code, entry)))
        entered += answer.events if answer and not answer.repeated else ()
    return entered


async def _performed(engine: Engine, posted: Posted) -> Answer | None:
    try:
        return await engine.perform(posted)
    except (Refused, Conflict):
        return None  # somebody else was quicker, or the dossier moved on


def body(code: Code, entry: Entry) -> dict[str, Any]:
    """The request that enters it: the same whoever looks, so that it is recorded once."""
    return {
        "dossier": code.value,
        "code_system": code.system,
        "kind": entry.event.kind,
        "occurred_at": entry.occurred_at.isoformat(),
        "source": OURS,
        "request_id": _request_id(code, entry),
        "mode": Mode.DECIDE.value,
        "data": entry.event.model_dump(mode="json", exclude={"kind"}, exclude_none=True),
    }


def _request_id(code: Code, entry: Entry) -> str:
    """A name that is short enough whatever it is about."""
    about = sha256(f"{code.system} {code.value} {entry.request_id}".encode()).hexdigest()
    return f"{entry.event.kind.removeprefix('dossier.')} {about[:32]}"
