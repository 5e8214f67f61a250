"""Where paper and digital disagree on a legal instant by at least a local day.

Lags within a day move no class; a difference of days may make a dossier late, so a person
must say which carrier speaks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.dossier.dossier import Dossier, local_day
from domain.dossier.values import Carrier, Instant


@dataclass(frozen=True, slots=True)
class Divergence:
    instant: Instant
    paper: datetime
    digital: datetime


def instants(dossier: Dossier) -> Mapping[Instant, Mapping[Carrier | None, datetime]]:
    """What each carrier says of each legal instant."""
    return {
        Instant.RECEIPT: dossier.intake.hand_in.carriers,
        Instant.RESULT: dossier.result.arrived,
        Instant.RETURN: dossier.result.returned,
    }


def divergences(dossier: Dossier, default_zone: ZoneInfo) -> tuple[Divergence, ...]:
    """The disagreements that no person has settled yet."""
    zone = dossier.zone(default_zone)
    return tuple(
        Divergence(instant, said[Carrier.PAPER], said[Carrier.DIGITAL])
        for instant, said in instants(dossier).items()
        if instant not in dossier.clock.settled
        and {Carrier.PAPER, Carrier.DIGITAL} <= said.keys()
        and local_day(said[Carrier.PAPER], zone) != local_day(said[Carrier.DIGITAL], zone)
    )
