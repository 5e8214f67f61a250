"""The life of a divergence in the record: entered when it is found, and ended when it is over."""

from dataclasses import dataclass
from datetime import UTC, datetime

from domain.dossier.course import AN_INSTANT
from domain.dossier.divergence.case import Case
from domain.dossier.divergence.divergence import Divergence
from domain.dossier.divergence.rules import foreseen
from domain.dossier.dossier import Dossier
from domain.dossier.entered import Entered, Key
from domain.dossier.events import DivergenceConverged, DivergenceDispelled, DivergenceFound
from domain.law import Law

Change = DivergenceFound | DivergenceConverged | DivergenceDispelled


@dataclass(frozen=True, slots=True)
class Entry:
    """What the engine's policy has to enter, in nobody's name."""

    event: Change
    occurred_at: datetime
    """Never when somebody looked: whoever looks enters the same."""
    times: int = 0
    """How often the same divergence had ended before."""

    @property
    def request_id(self) -> str:
        """The same for whoever enters it, so that it is recorded once."""
        event = self.event
        since = event.since.astimezone(UTC).isoformat() if event.since else ""
        what = (event.divergence, event.object, event.carrier or "both", since)
        return " ".join((event.kind.removeprefix("dossier."), *what, str(self.times)))


def entries(dossier: Dossier, law: Law, at: datetime) -> tuple[Entry, ...]:
    """What is to be entered at `at`, when nothing that happened after it is in `dossier`: found,
    once each; converged, where what happened after it was found ended it; dispelled, where what
    is known now shows that it never was one.

    What a person entered, a person ends.
    """
    told = {each.key: each for each in foreseen(Case(dossier, law, tells_past=True))}
    held = {each.key for each in dossier.custody.divergences}
    new = [each for each in told.values() if is_one(each, at) and each.key not in held]
    ours = [each for each in dossier.custody.divergences if each.by is None]
    ends = (_ended(dossier, each, told.get(each.key), at) for each in ours)
    found = (_found(dossier, each) for each in new)
    return (*found, *(each for each in ends if each))


def is_one(divergence: Divergence, at: datetime) -> bool:
    """Whether it is open at that time, if nothing that happened after it is known."""
    return divergence.until is None and divergence.raised_at <= at


def _found(dossier: Dossier, divergence: Divergence) -> Entry:
    """Where the carriers were found apart; one that had ended already, an instant after that."""
    key, occurred_at, times = divergence.key, divergence.raised_at, 0
    for each in dossier.custody.ended:
        if each.key == key:
            occurred_at, times = max(occurred_at, each.at + AN_INSTANT), each.times
    event = DivergenceFound(
        divergence=key.kind, object=key.object, since=key.since, carrier=key.carrier
    )
    return Entry(event, occurred_at, times)


def _ended(
    dossier: Dossier, entered: Entered, told: Divergence | None, at: datetime
) -> Entry | None:
    if told and is_one(told, at):
        return None
    over_at = _over_at(dossier, entered, told)
    converged = over_at is not None and over_at > entered.found_at
    kind = DivergenceConverged if converged else DivergenceDispelled
    key = entered.key
    event = kind(divergence=key.kind, object=key.object, since=key.since, carrier=key.carrier)
    occurred_at = over_at if over_at and converged else entered.found_at
    return Entry(event, occurred_at, _times(dossier, key))


def _over_at(dossier: Dossier, entered: Entered, told: Divergence | None) -> datetime | None:
    """When what happened ended it; None where it never was one."""
    if told:
        return told.until
    if entered.key.kind.needs_person:
        return None
    if entered.over_at:
        return entered.over_at
    # It lasts where things lie; but the dossier waits for no handover any more.
    return _at_rest_since(dossier)


def _at_rest_since(dossier: Dossier) -> datetime | None:
    work = dossier.work
    waits = [one.since for one in (*work.supplements, *work.fees) if one.is_open]
    result, refused_at = dossier.result, dossier.intake.refused_at
    ends = (dossier.ended_at, result.closed_at, refused_at, *result.arrived.values(), *waits)
    return max((each for each in ends if each), default=None)


def _times(dossier: Dossier, key: Key) -> int:
    return next((each.times for each in dossier.custody.ended if each.key == key), 0)
