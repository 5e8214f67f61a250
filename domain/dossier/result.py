"""The result: its document, where it has arrived and been returned, and how it all ended."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from domain.dossier import events
from domain.dossier.events import Told
from domain.dossier.events.result import Outcome, StopReason
from domain.dossier.values import Carrier
from domain.frozen import replace


@dataclass(frozen=True, slots=True)
class Document:
    """The paper or file that settles the dossier, on its way to being one."""

    drafted_at: datetime | None = None
    drafted_by: str | None = None
    signed_by: str | None = None
    signed_at: datetime | None = None
    issued_at: datetime | None = None
    replaced_at: datetime | None = None


class Why(StrEnum):
    """How a dossier ended without a result."""

    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Ending:
    why: Why
    at: datetime
    reason: StopReason | None = None
    reported: bool = False
    """By a national status alone: an end that tells more takes its place."""


@dataclass(frozen=True, slots=True)
class Result:
    outcome: Outcome | None = None
    number: str | None = None
    document: Document = Document()
    arrived: Mapping[Carrier | None, datetime] = field(default_factory=dict)
    """First arrival at the one-stop desk, per carrier (None: carrier unrecorded)."""
    returned: Mapping[Carrier | None, datetime] = field(default_factory=dict)
    """First return of the result to the applicant, per carrier."""
    closed_at: datetime | None = None
    ending: Ending | None = None


HEARD: Final[frozenset[type[events.Said]]] = frozenset(
    {
        events.ResultArrived,
        events.StatusReported,
        events.Returned,
        events.Completed,
        events.ResultIssued,
        events.ResultDrafted,
        events.SentBack,
        events.ResultSigned,
        events.ResultReplaced,
        events.Withdrawn,
        events.Stopped,
        events.Resumed,
    }
)
"""The events that may change it."""


def evolve(result: Result, told: Told) -> Result:
    at = told.occurred_at
    match told.event:
        case events.ResultArrived(carrier=carrier, outcome=outcome, number=number):
            known = _known(result, outcome, number)
            return replace(known, arrived={carrier: at, **result.arrived})
        case events.StatusReported(status=9):
            return replace(result, arrived={None: at, **result.arrived})
        case events.StatusReported(status=10):
            return replace(result, returned={None: at, **result.returned})
        case events.Returned(object="result", carrier=carrier, why="result"):
            return replace(result, returned={carrier: at, **result.returned})
        case events.Completed() if result.closed_at is None:
            return replace(result, closed_at=at)
        case events.ResultIssued(outcome=outcome, number=number):
            return _issued(_known(result, outcome, number), told)
        case _:
            return replace(
                result,
                document=_document(result.document, told),
                ending=_ending(result.ending, told),
            )


def _known(result: Result, outcome: Outcome | None, number: str | None) -> Result:
    return replace(result, outcome=result.outcome or outcome, number=result.number or number)


def _issued(result: Result, told: Told) -> Result:
    issued_at = result.document.issued_at or told.occurred_at
    return replace(result, document=replace(result.document, issued_at=issued_at))


def _document(document: Document, told: Told) -> Document:
    match told.event:
        case events.ResultDrafted():
            drafted_by = told.actor or document.drafted_by
            return replace(document, drafted_at=told.occurred_at, drafted_by=drafted_by)
        case events.SentBack():
            return replace(document, signed_by=None, signed_at=None)
        case events.ResultSigned(signer=signer):
            return replace(document, signed_by=signer or told.actor, signed_at=told.occurred_at)
        case events.ResultReplaced():
            return replace(document, replaced_at=told.occurred_at)
        case _:
            return document


def _ending(ending: Ending | None, told: Told) -> Ending | None:
    at = told.occurred_at
    match told.event:
        case events.Withdrawn():
            return _refined(ending, Ending(Why.WITHDRAWN, at))
        case events.Stopped(reason=reason):
            return _refined(ending, Ending(Why.STOPPED, at, reason))
        case events.StatusReported(status=7):
            return ending or Ending(Why.WITHDRAWN, at, reported=True)
        case events.StatusReported(status=8):
            return ending or Ending(Why.STOPPED, at, reported=True)
        case events.Resumed():
            return None
        case _:
            return ending


def _refined(known: Ending | None, told: Ending) -> Ending:
    """It ended once; what tells more of the same end takes the place of its mere status."""
    if known is None or (known.reported and known.why is told.why):
        return told
    return known
