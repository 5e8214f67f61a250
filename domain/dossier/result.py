"""The result: its outcome, and where it has arrived and been returned, per carrier."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from domain.dossier import events
from domain.dossier.events import Told
from domain.dossier.values import Carrier

Outcome = Literal["granted", "refused"]


@dataclass(frozen=True, slots=True)
class Result:
    outcome: Outcome | None = None
    number: str | None = None
    arrived: Mapping[Carrier | None, datetime] = field(default_factory=dict)
    """First arrival at the one-stop desk, per carrier (None: carrier unrecorded)."""
    returned: Mapping[Carrier | None, datetime] = field(default_factory=dict)
    """First return of the result to the applicant, per carrier."""
    closed_at: datetime | None = None


def evolve(result: Result, told: Told) -> Result:
    match told.event:
        case events.ResultArrived(carrier=carrier, outcome=outcome, number=number):
            return replace(
                result,
                outcome=result.outcome or outcome,
                number=result.number or number,
                arrived={carrier: told.occurred_at, **result.arrived},
            )
        case events.Returned(carrier=carrier, why="result"):
            return replace(result, returned={carrier: told.occurred_at, **result.returned})
        case events.Completed() if result.closed_at is None:
            return replace(result, closed_at=told.occurred_at)
        case _:
            return result
