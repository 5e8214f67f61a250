"""What may be said of a dossier now, or done to it: by the lifecycle, and by whom.

What is told here is what the stage makes regular. Anything else that happened is recorded all the
same, with a finding (domain/dossier/lifecycle.py).
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from pydantic import ValidationError

from domain.access import Principal, Right
from domain.dossier.decisions import irregularities
from domain.dossier.dossier import Dossier
from domain.dossier.events import ACTS, KINDS, DossierEvent, StatusReported, Told
from domain.dossier.lifecycle import STATUS, TABLE, Row, Stage
from domain.law import Law
from domain.refusals import Reason
from domain.testimony import Code, Testimony
from projections.projection import Known, Story
from projections.view import finding

RECORD: Final = "record"
DECIDE: Final = "decide"


def next_steps(known: Known, law: Law, by: Principal, now: datetime) -> dict[str, Any]:
    """Where it stands, and each kind of event that is regular there: the modes in which this
    principal may post it, where it leads, what its data must hold, and what would be found if it
    were done now, as far as that can be told without its data."""
    dossier = Story(known, law).dossier
    return {
        "version": known[-1].version,
        "stage": dossier.stage.value,
        "status": dossier.stage.national_status,
        "next": list(_steps(dossier, law, by, now)),
        "statuses": [
            {"status": status, **_leads(row, dossier.stage)}
            for status, row in STATUS.items()
            if by.may(Right.RECORD) and dossier.stage in row.regular
        ],
    }


def _steps(dossier: Dossier, law: Law, by: Principal, now: datetime) -> Iterator[dict[str, Any]]:
    for kind, event in KINDS.items():
        if event is StatusReported:
            continue
        row, modes = TABLE[event], list(_modes(event, by))
        if modes and dossier.stage in row.regular:
            yield {
                "kind": kind,
                "modes": modes,
                **_leads(row, dossier.stage),
                "needs": _needs(event),
                "findings": [finding(one) for one in _found(event, dossier, law, now)],
            }


def _modes(event: type[DossierEvent], by: Principal) -> Iterator[str]:
    """An act is done, never reported."""
    if by.may(Right.RECORD) and event not in ACTS:
        yield RECORD
    if by.may(Right.DECIDE):
        yield DECIDE


def _leads(row: Row, stage: Stage) -> dict[str, Any]:
    after = row.moves.get(stage, stage)
    return {"leads_to": after.value, "leads_to_status": after.national_status}


def _needs(event: type[DossierEvent]) -> list[str]:
    return [name for name, field in event.model_fields.items() if field.is_required()]


def _found(
    event: type[DossierEvent], dossier: Dossier, law: Law, now: datetime
) -> tuple[Reason, ...]:
    """Of what can be told of it without any data."""
    try:
        bare = event.model_validate({})
    except ValidationError:
        return ()
    return tuple(irregularities(dossier, _told(bare, now), law))


def _told(event: DossierEvent, now: datetime) -> Told:
    return Testimony(event, Code("", ""), now, "", "")
