"""March 2019 in Long An, and May before a Saturday that was worked, for divergences."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, Final

from domain.dossier.decisions import walk
from domain.dossier.divergence import Divergence, Entry, divergences, entries, next_look
from domain.dossier.dossier import Dossier
from domain.dossier.events import (
    CarrierReceived,
    Digitised,
    DivergenceConverged,
    DivergenceKind,
    Told,
    TransferAcknowledged,
)
from domain.dossier.values import Carrier, Component, Holder
from domain.law import Law
from domain.testimony import Testimony
from tests.domain.case import DOSSIER, ZONE, on
from tests.domain.transitions.case import CENTRE, DIVISION, MARCH_4, SHIPPED, accepted

BOTH: Final = (Carrier.PAPER, Carrier.DIGITAL)
PAPER, DIGITAL = BOTH

FRIDAY: Final = date(2019, 5, 3)
SATURDAY: Final = date(2019, 5, 4)
"""Worked in place of Monday, 29 April."""
MONDAY: Final = date(2019, 5, 6)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE)


def came(
    carrier: Carrier, when: datetime, desk: Holder = CENTRE, components: tuple[str, ...] = ()
) -> Told:
    listed = tuple(Component(code=code) for code in components)
    event = CarrierReceived(carrier=carrier, desk=desk, components=listed)
    return on(when.date(), event, when.hour, when.minute, request_id=f"{carrier} at {desk} {when}")


def owed_on_both(day: date = MARCH_4, hour: int = 9, **said: Any) -> Told:
    return accepted(day=day, hour=hour, **{"owed": BOTH, **said})


def took(carrier: Carrier, when: datetime, taker: Holder = DIVISION) -> Told:
    event = TransferAcknowledged(carrier=carrier, taker=taker)
    return on(
        when.date(), event, when.hour, when.minute, request_id=f"{taker} took {carrier} {when}"
    )


def scanned(component: str, when: datetime, **said: Any) -> Told:
    event = Digitised(component=component, **{"matches_paper": True, **said})
    return on(when.date(), event, when.hour, when.minute, request_id=f"{component} {when}")


def known(*told: Told, until: datetime) -> Dossier:
    """As it was then."""
    steps = [step.dossier for step in walk(told, SHIPPED, until)]
    return steps[-1] if steps else Dossier()


def found(*told: Told, until: datetime, law: Law = SHIPPED) -> tuple[Divergence, ...]:
    return divergences(known(*told, until=until), law, until)


def kinds(*told: Told, until: datetime) -> list[str]:
    return [each.kind.value for each in found(*told, until=until)]


def look_after(*told: Told, until: datetime) -> datetime | None:
    return next_look(known(*told, until=until), SHIPPED, until)


def to_enter(told: Iterable[Told], until: datetime) -> tuple[Entry, ...]:
    return entries(known(*told, until=until), SHIPPED, until)


def as_told(entry: Entry) -> Told:
    """As a worker records it, in nobody's name."""
    return Testimony(
        event=entry.event,
        dossier=DOSSIER,
        occurred_at=entry.occurred_at,
        source="policy",
        request_id=entry.request_id,
    )


def watched(told: tuple[Told, ...], *looks: datetime) -> tuple[Told, ...]:
    """With all that a worker enters who looks at these instants."""
    for look in looks:
        happened = [one for one in told if one.occurred_at <= look]
        told = (*told, *map(as_told, to_enter(happened, look)))
    return told


def converged(told: Iterable[Told], kind: DivergenceKind) -> list[datetime]:
    """When those of the kind did, as it was entered."""
    return [
        one.occurred_at
        for one in told
        if isinstance(one.event, DivergenceConverged) and one.event.divergence is kind
    ]
