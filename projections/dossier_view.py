"""Where each dossier stands now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.dossier.decisions import Step, walk
from domain.dossier.dossier import Dossier
from domain.law import Law
from projections.projection import Known, Projection
from projections.view import finding, state


@dataclass(frozen=True, slots=True)
class DossierView:
    stream: str
    position: int
    """The last event that is in it."""
    version: int
    state: dict[str, Any]
    findings: list[dict[str, Any]]


def view(known: Known, law: Law, at: datetime | None = None) -> DossierView:
    """Where the dossier stands, or stood `at` a moment."""
    steps = tuple(walk((event.told for event in known), law, at))
    told_at = steps[-1].told.occurred_at if steps else None
    shown = state(steps[-1].dossier if steps else Dossier(), law, told_at)
    last = known[-1]
    return DossierView(last.stream, last.position, last.version, shown, _findings(steps))


def _findings(steps: tuple[Step, ...]) -> list[dict[str, Any]]:
    return [
        {**finding(reason), "source": step.told.source, "request_id": step.told.request_id}
        for step in steps
        for reason in step.findings
    ]


def rows(known: Known, law: Law) -> Iterator[DossierView]:
    yield view(known, law)


PROJECTION = Projection("dossier_view", DossierView, rows)
